// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/severitysign.h"

#include <QPainter>

namespace twinfeed::severitysign {

theme::Token token(Severity severity)
{
    switch (severity) {
    case Severity::Notice:
        return theme::Token::Rate;
    case Severity::Warning:
        return theme::Token::Caution;
    case Severity::Critical:
        break;
    }
    return theme::Token::Low;
}

void paint(QPainter &painter, const QRectF &box, Severity severity, bool filled)
{
    const QColor color = theme::color(token(severity));
    const QPointF c = box.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(filled ? QBrush(color) : Qt::NoBrush);
    if (severity == Severity::Critical)
        painter.drawPolygon(
            QPolygonF({{c.x(), c.y() - 8}, {c.x() + 8, c.y()}, {c.x(), c.y() + 8}, {c.x() - 8, c.y()}}));
    else if (severity == Severity::Warning)
        painter.drawPolygon(QPolygonF({{c.x(), c.y() - 7}, {c.x() + 8, c.y() + 7}, {c.x() - 8, c.y() + 7}}));
    else
        painter.drawEllipse(c, 6.5, 6.5);
    painter.setPen(QPen(filled ? theme::color(theme::Token::Panel) : color, 2, Qt::SolidLine, Qt::RoundCap));
    const double low = severity == Severity::Warning ? 1.5 : 0;
    const QPointF stem(c.x(), c.y() + low);
    if (severity == Severity::Notice) {
        painter.drawLine(stem + QPointF(0, 0), stem + QPointF(0, 3));
        painter.drawPoint(stem + QPointF(0, -3));
    } else {
        painter.drawLine(stem + QPointF(0, -3.5), stem + QPointF(0, 0));
        painter.drawPoint(stem + QPointF(0, 3.5));
    }
    painter.restore();
}

} // namespace twinfeed::severitysign
