// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/seallamp.h"

#include "widgets/paint.h"

#include <QAccessible>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace twinfeed {

namespace {

using Look = SealView::Look;

constexpr int signWidth = 38;
constexpr int padding = 10;

/// A padlock around the middle of the sign; what is open hangs at its side.
QPainterPath bow(QPointF c, bool closed)
{
    const double shift = closed ? 0 : 8;
    QPainterPath path;
    path.moveTo(c.x() - 5 + shift, c.y() - 1);
    path.lineTo(c.x() - 5 + shift, c.y() - 5);
    path.arcTo(QRectF(c.x() - 5 + shift, c.y() - 10, 10, 10), 180, -180);
    path.lineTo(c.x() + 5 + shift, c.y() - (closed ? 1 : 4));
    return path;
}

void padlock(QPainter &painter, QPointF c, const QColor &color, bool closed, double filled)
{
    const QRectF body(c.x() - 8, c.y() - 1, 16, 11);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2.2, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(bow(c, closed));
    painter.setPen(QPen(color, 1.8));
    painter.drawRoundedRect(body, 2, 2);
    if (filled <= 0)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    QRectF part = body;
    part.setTop(body.bottom() - body.height() * filled);
    painter.drawRoundedRect(part, 2, 2);
}

} // namespace

theme::Token seal::token(Look look)
{
    switch (look) {
    case Look::None:
        return theme::Token::Edge;
    case Look::Clear:
        return theme::Token::Text;
    case Look::Sealed:
        return theme::Token::InOrder;
    case Look::Partly:
        return theme::Token::Rate;
    case Look::Unknown:
        return theme::Token::Quiet;
    case Look::Stale:
    case Look::Mixed:
        return theme::Token::Caution;
    case Look::Disagrees:
        break;
    }
    return theme::Token::OnAirText; // on a red ground
}

void seal::paintSign(QPainter &painter, const QRectF &box, Look look)
{
    const QColor color = theme::color(token(look));
    const QPointF c = box.center();
    switch (look) {
    case Look::None:
        painter.setPen(QPen(color, 2));
        painter.drawLine(c - QPointF(6, 0), c + QPointF(6, 0));
        return;
    case Look::Clear:
        return padlock(painter, c - QPointF(3, 0), color, false, 0);
    case Look::Sealed:
        return padlock(painter, c, color, true, 1);
    case Look::Partly:
        return padlock(painter, c, color, true, 0.5);
    case Look::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 2, Qt::DotLine));
        painter.drawEllipse(c, 10, 10);
        painter.setPen(color);
        painter.setFont(theme::font(theme::Type::Strong));
        painter.drawText(QRectF(c.x() - 10, c.y() - 10, 20, 20), Qt::AlignCenter, QStringLiteral("?"));
        return;
    case Look::Stale:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawEllipse(c, 9, 9);
        painter.drawPolyline(QPolygonF({c - QPointF(0, 5), c, c + QPointF(4, 2)}));
        return;
    case Look::Mixed:
        // Two halves that do not meet.
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(
            QPolygonF({c + QPointF(-10, 9), c + QPointF(-10, -9), c + QPointF(3, -9), c + QPointF(-5, 9)}));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawPolygon(
            QPolygonF({c + QPointF(9, -8), c + QPointF(9, 8), c + QPointF(0, 8), c + QPointF(7, -8)}));
        return;
    case Look::Disagrees:
        break;
    }
    // An octagon, as the sign that stops.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2));
    QPolygonF octagon;
    for (const QPointF &corner : {QPointF(-4.5, -11), QPointF(4.5, -11), QPointF(11, -4.5), QPointF(11, 4.5),
                                  QPointF(4.5, 11), QPointF(-4.5, 11), QPointF(-11, 4.5), QPointF(-11, -4.5)})
        octagon << c + corner;
    painter.drawPolygon(octagon);
    painter.setPen(QPen(color, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(c + QPointF(0, -5), c + QPointF(0, 1));
    painter.drawPoint(c + QPointF(0, 5.5));
}

SealLamp::SealLamp(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SealLamp::setView(const SealView &view, const BusMessage &message, const QStringList &outputs)
{
    if (m_look == view.look && m_message == message && m_outputs == outputs)
        return;
    const bool alarms = view.look != m_look && view.look == Look::Disagrees;
    m_look = view.look;
    m_message = message;
    m_outputs = outputs;
    describe();
    update();
    if (alarms) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void SealLamp::setExplanation(const QString &name, const QString &explanation)
{
    setAccessibleName(name);
    m_explanation = explanation;
    describe();
}

void SealLamp::describe()
{
    QStringList lines{m_message.headline, m_message.detail};
    lines << m_outputs << m_explanation;
    lines.removeAll(QString());
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(QStringList{m_message.headline, m_message.detail}.join(QLatin1String(". ")));
}

QRectF SealLamp::inside() const
{
    return QRectF(rect()).adjusted(signWidth + 4, 4, -padding, -4);
}

bool SealLamp::isCut() const
{
    const double room = inside().width();
    return QFontMetricsF(theme::font(theme::Type::Strong)).horizontalAdvance(m_message.headline) > room
        || QFontMetricsF(theme::font(theme::Type::Small)).horizontalAdvance(m_message.detail) > room;
}

void SealLamp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool alarming = m_look == Look::Disagrees;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::color(alarming ? theme::Token::OnAir : theme::Token::Panel));
    painter.drawRoundedRect(rect(), 4, 4);
    seal::paintSign(painter, QRectF(4, 0, signWidth, height()), m_look);
    const QRectF inside = this->inside();
    painter.setFont(theme::font(theme::Type::Strong));
    painter.setPen(theme::color(seal::token(m_look == Look::None ? Look::Unknown : m_look)));
    paint::line(painter, QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2),
                Qt::AlignLeft, m_message.headline);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(alarming ? theme::Token::OnAirText : theme::Token::Quiet));
    paint::line(painter, QRectF(inside.left(), inside.center().y(), inside.width(), inside.height() / 2),
                Qt::AlignLeft, m_message.detail);
}

} // namespace twinfeed
