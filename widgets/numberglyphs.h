// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QString>

class QPainter;

namespace twinfeed {

/// Numbers put together from pictures of their signs: laying text out takes a hundred times as long, and a wall of cards writes thousands a
/// second. All digits are as wide as the widest, so that a running number does not tremble. UI thread.
class NumberGlyphs final
{
public:
    NumberGlyphs(const QFont &font, const QColor &color, double scale);

    /// In device-independent pixels.
    int width(const QString &text) const;
    /// From `left` on, centred in height around `middle`.
    void draw(QPainter &painter, int left, int middle, const QString &text) const;

private:
    struct Glyph
    {
        QPixmap picture;
        int advance = 0;
    };
    const Glyph &glyph(QChar sign) const;

    const QFont m_font;
    const QColor m_color;
    const double m_scale;
    int m_digit = 0; ///< width of a digit
    int m_height = 0;
    mutable QHash<QChar, Glyph> m_glyphs; ///< as they are asked for
};

} // namespace twinfeed
