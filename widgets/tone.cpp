// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tone.h"

#include <QPainter>

namespace twinfeed::tone {

theme::Token token(BusMessage::Tone tone)
{
    switch (tone) {
    case BusMessage::Tone::Quiet:
        return theme::Token::Edge;
    case BusMessage::Tone::Working:
        return theme::Token::Rate;
    case BusMessage::Tone::Good:
        return theme::Token::InOrder;
    case BusMessage::Tone::Caution:
        return theme::Token::Caution;
    case BusMessage::Tone::Bad:
        break;
    }
    return theme::Token::Low;
}

void paintSign(QPainter &painter, const QRectF &box, BusMessage::Tone tone)
{
    painter.setPen(QPen(theme::color(token(tone)), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF c = box.center();
    switch (tone) {
    case BusMessage::Tone::Quiet:
        painter.drawEllipse(c, 3, 3);
        break;
    case BusMessage::Tone::Working:
        painter.drawArc(QRectF(c.x() - 7, c.y() - 7, 14, 14), 90 * 16, -270 * 16);
        break;
    case BusMessage::Tone::Good:
        painter.drawPolyline(QPolygonF({{c.x() - 7, c.y()}, {c.x() - 2, c.y() + 5}, {c.x() + 7, c.y() - 6}}));
        break;
    case BusMessage::Tone::Caution:
        painter.drawPolygon(QPolygonF({{c.x(), c.y() - 8}, {c.x() + 9, c.y() + 7}, {c.x() - 9, c.y() + 7}}));
        painter.drawLine(QPointF(c.x(), c.y() - 2), QPointF(c.x(), c.y() + 1));
        painter.drawPoint(QPointF(c.x(), c.y() + 4.5));
        break;
    case BusMessage::Tone::Bad:
        painter.drawLine(c + QPointF(-6, -6), c + QPointF(6, 6));
        painter.drawLine(c + QPointF(-6, 6), c + QPointF(6, -6));
        break;
    }
}

} // namespace twinfeed::tone
