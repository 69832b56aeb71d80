// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/lockbutton.h"

#include "widgets/paint.h"

#include <QPainter>
#include <QPainterPath>

namespace twinfeed {

LockButton::LockButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    resize(wanted);
}

void LockButton::setLocked(bool locked)
{
    if (m_locked == locked)
        return;
    m_locked = locked;
    update();
}

void LockButton::setInk(theme::Token ink)
{
    if (m_ink == ink)
        return;
    m_ink = ink;
    update();
}

void LockButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = theme::color(isEnabled() ? m_ink : theme::Token::Disabled);
    if (isEnabled() && (underMouse() || isDown())) {
        QColor veil = ink;
        veil.setAlphaF(isDown() ? 0.3F : 0.18F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(veil);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    const QPointF c = QRectF(rect()).center() + QPointF(0, isDown() ? 1 : 0);
    const QRectF body(c.x() - 6, c.y() - 1, 12, 9);
    // The open one's bow hangs at the side.
    const double shift = m_locked ? 0 : 6;
    QPainterPath bow;
    bow.moveTo(c.x() - 4 + shift, c.y() - 1);
    bow.lineTo(c.x() - 4 + shift, c.y() - 4);
    bow.arcTo(QRectF(c.x() - 4 + shift, c.y() - 9, 8, 8), 180, -180);
    bow.lineTo(c.x() + 4 + shift, c.y() - (m_locked ? 1 : 3));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(bow);
    painter.setPen(QPen(ink, 1.4));
    painter.setBrush(m_locked ? QBrush(ink) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(body, 1.5, 1.5);
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()), 5);
}

} // namespace twinfeed
