// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/numberglyphs.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace twinfeed {

NumberGlyphs::NumberGlyphs(const QFont &font, const QColor &color, double scale)
    : m_font(font)
    , m_color(color)
    , m_scale(scale)
{
    const QFontMetricsF metrics(font);
    for (char digit = '0'; digit <= '9'; ++digit)
        m_digit = std::max(m_digit, int(std::lround(metrics.horizontalAdvance(QLatin1Char(digit)))));
    m_height = int(std::ceil(metrics.height()));
}

const NumberGlyphs::Glyph &NumberGlyphs::glyph(QChar sign) const
{
    const auto known = m_glyphs.constFind(sign);
    if (known != m_glyphs.cend())
        return *known;
    const QFontMetricsF metrics(m_font);
    const double own = metrics.horizontalAdvance(sign);
    const int advance = sign.isDigit() ? m_digit : int(std::lround(own));
    QPixmap picture(QSize(std::max(advance, 1) + 2, m_height) * m_scale);
    picture.setDevicePixelRatio(m_scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setFont(m_font);
    painter.setPen(m_color);
    painter.drawText(QPointF((advance - own) / 2, metrics.ascent()), QString(sign));
    return *m_glyphs.insert(sign, {picture, advance});
}

int NumberGlyphs::width(const QString &text) const
{
    int width = 0;
    for (const QChar sign : text)
        width += glyph(sign).advance;
    return width;
}

void NumberGlyphs::draw(QPainter &painter, int left, int middle, const QString &text) const
{
    for (const QChar sign : text) {
        const Glyph &one = glyph(sign);
        painter.drawPixmap(left, middle - m_height / 2, one.picture);
        left += one.advance;
    }
}

} // namespace twinfeed
