// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"
#include "widgets/theme.h"

class QPainter;
class QRectF;

/// How a severity looks: a colour and a shape, beside its word. Critical is a diamond, a warning a triangle, a notice a
/// circle. UI thread.
namespace twinfeed::severitysign {

theme::Token token(Severity severity);
/// In the middle of `box`, 16 px wide; only its outline where `filled` is not: somebody has taken note.
void paint(QPainter &painter, const QRectF &box, Severity severity, bool filled = true);

} // namespace twinfeed::severitysign
