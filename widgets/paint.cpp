// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/paint.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace twinfeed::paint {

namespace {

constexpr double badgePadding = 8;
constexpr double badgeHeight = 20;

double digitWidth(const QFontMetricsF &metrics)
{
    double width = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        width = std::max(width, metrics.horizontalAdvance(QLatin1Char(digit)));
    return width;
}

/// Runs of digits and of other text, so that kerning and shaping of the latter stay.
template <typename Each>
void forEachRun(const QString &text, Each each)
{
    qsizetype start = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i < text.size() && !text.at(i).isDigit())
            continue;
        if (i > start)
            each(text.mid(start, i - start), false);
        if (i < text.size())
            each(text.mid(i, 1), true);
        start = i + 1;
    }
}

QRectF badgePlace(const QPainter &painter, const QRectF &place, const QString &word)
{
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(word) + 2 * badgePadding;
    return {place.right() - width, place.center().y() - badgeHeight / 2, width, badgeHeight};
}

} // namespace

double tabularWidth(const QFont &font, const QString &text)
{
    const QFontMetricsF metrics(font);
    const double digit = digitWidth(metrics);
    double width = 0;
    forEachRun(text, [&](const QString &run, bool isDigit) {
        width += isDigit ? digit : metrics.horizontalAdvance(run);
    });
    return width;
}

void tabular(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double digit = digitWidth(metrics);
    const double width = tabularWidth(painter.font(), text);
    double x = place.left();
    if (alignment & Qt::AlignRight)
        x = place.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = place.center().x() - width / 2;
    const double base = place.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    forEachRun(text, [&](const QString &run, bool isDigit) {
        const double advance = metrics.horizontalAdvance(run);
        painter.drawText(QPointF(isDigit ? x + (digit - advance) / 2 : x, base), run);
        x += isDigit ? digit : advance;
    });
}

void line(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text)
{
    const QString fitting = QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, place.width());
    painter.drawText(place, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
}

double badgeWidth(const QString &word)
{
    return QFontMetricsF(theme::font(theme::Type::Tally)).horizontalAdvance(word) + 2 * badgePadding;
}

double badge(QPainter &painter, const QRectF &place, const QString &word, theme::Token fill,
             theme::Token text)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme::font(theme::Type::Tally));
    const QRectF box = badgePlace(painter, place, word);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::color(fill));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(theme::color(text));
    painter.drawText(box, Qt::AlignCenter, word);
    painter.restore();
    return box.width();
}

double outlineBadge(QPainter &painter, const QRectF &place, const QString &word, theme::Token edge)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme::font(theme::Type::Tally));
    const QRectF box = badgePlace(painter, place, word);
    painter.setPen(QPen(theme::color(edge), 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(theme::color(edge));
    painter.drawText(box, Qt::AlignCenter, word);
    painter.restore();
    return box.width();
}

void focusRing(QPainter &painter, const QRectF &place, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(theme::Token::Focus), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

} // namespace twinfeed::paint
