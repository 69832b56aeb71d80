// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QString>

class QPainter;
class QRectF;

/// What several widgets paint alike. UI thread.
namespace twinfeed::paint {

/// The width of `text` with every digit as wide as the widest, in device-independent pixels.
double tabularWidth(const QFont &font, const QString &text);
/// Draws one line with digits of one width, so that a running number does not make its neighbours tremble (Inter's
/// tabular figures are a font feature that Qt 6.4 cannot ask for). `alignment`: left, right or centre; always centred
/// in height.
void tabular(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text);
/// One line, elided at its right end where it does not fit.
void line(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text);
/// A filled, rounded badge with a word in it that ends at the right of `place`; gives its width.
double badge(QPainter &painter, const QRectF &place, const QString &word, theme::Token fill,
             theme::Token text);
/// What badge() takes for that word.
double badgeWidth(const QString &word);
/// As badge(), but only an outline: for what is not sure.
double outlineBadge(QPainter &painter, const QRectF &place, const QString &word, theme::Token edge);
/// The ring around what has the keyboard.
void focusRing(QPainter &painter, const QRectF &place, double radius);

} // namespace twinfeed::paint
