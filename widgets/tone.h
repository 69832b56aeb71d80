// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/buswords.h"
#include "widgets/theme.h"

class QPainter;
class QRectF;

/// How the tone of a message looks: a colour and a sign, so that nobody depends on the colour alone. UI thread.
namespace twinfeed::tone {

theme::Token token(BusMessage::Tone tone);
/// In the middle of `box`, 18 px wide. Painted, so that no font decides how it looks.
void paintSign(QPainter &painter, const QRectF &box, BusMessage::Tone tone);

} // namespace twinfeed::tone
