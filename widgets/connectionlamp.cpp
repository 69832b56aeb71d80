// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/connectionlamp.h"

#include "widgets/paint.h"
#include "widgets/words.h"

#include <QAccessible>
#include <QEvent>
#include <QPainter>

namespace twinfeed {

ConnectionLamp::ConnectionLamp(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&state, &ConsoleState::connectionChanged, this, &ConnectionLamp::refresh);
    connect(&state, &ConsoleState::staleChanged, this, &ConnectionLamp::refresh);
    refresh();
}

QString ConnectionLamp::sentence() const
{
    const ConnectionState &connection = m_state.connection();
    const QDateTime now = m_state.clock().wall();
    const QString age = Words::age(connection.since.msecsTo(now));
    const QString since = Words::timeOfDay(connection.since);
    switch (connection.phase) {
    case ConnectionState::Phase::Connecting:
        return tr("Connecting to the backend, for %1").arg(age);
    case ConnectionState::Phase::Lost:
        return tr("No backend since %1 (%2). Reconnecting by itself.").arg(since, age);
    case ConnectionState::Phase::Refused:
        return tr("Refused by the backend since %1: %2").arg(since, connection.reason);
    case ConnectionState::Phase::Connected:
        break;
    }
    const QString dataAge = Words::age(m_state.dataAgeMs().value_or(0));
    if (m_state.stale())
        return tr("STALE: nothing heard for %1. What is shown may be untrue.").arg(dataAge);
    return connection.backend.isEmpty() ? tr("Connected, data %1 old").arg(dataAge)
                                        : tr("Connected to %1, data %2 old").arg(connection.backend, dataAge);
}

/// What matters most of it, where there is little room.
QString ConnectionLamp::shortSentence() const
{
    return tr("%1 old", "data; %1: an age").arg(Words::age(m_state.dataAgeMs().value_or(0)));
}

void ConnectionLamp::refresh()
{
    const QString text = sentence();
    const bool alarming = m_state.stale();
    if (text == m_text && alarming == m_alarming)
        return;
    const bool turned = alarming != m_alarming;
    m_text = text;
    m_alarming = alarming;
    setAccessibleName(tr("Connection"));
    setAccessibleDescription(m_text);
    const QString &reason = m_state.connection().reason;
    setToolTip(reason.isEmpty() ? m_text : reason);
    if (turned) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
    update();
}

QSize ConnectionLamp::sizeHint() const
{
    return {520, 40};
}

void ConnectionLamp::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void ConnectionLamp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF place = QRectF(rect()).adjusted(0, 6, 0, -6);
    const bool first = m_state.connection().phase == ConnectionState::Phase::Connecting;
    painter.setPen(Qt::NoPen);
    if (m_alarming && !first) {
        painter.setBrush(theme::color(theme::Token::Caution));
        painter.drawRoundedRect(place, 4, 4);
        painter.setPen(theme::color(theme::Token::CautionText));
        painter.setFont(theme::font(theme::Type::Strong));
        paint::line(painter, place.adjusted(12, 0, -12, 0), Qt::AlignLeft, m_text);
        return;
    }
    // A filled dot is connected, a ring is not yet.
    const QPointF dot(place.left() + 8, place.center().y());
    if (first) {
        painter.setPen(QPen(theme::color(theme::Token::Quiet), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(dot, 4, 4);
    } else {
        painter.setBrush(theme::color(theme::Token::InOrder));
        painter.drawEllipse(dot, 4.5, 4.5);
    }
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.setFont(theme::font(theme::Type::Body));
    const QRectF line = place.adjusted(22, 0, 0, 0);
    const bool fits = painter.fontMetrics().horizontalAdvance(m_text) <= line.width();
    paint::line(painter, line, Qt::AlignLeft, fits || first ? m_text : shortSentence());
}

} // namespace twinfeed
