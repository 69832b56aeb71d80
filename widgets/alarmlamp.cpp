// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmlamp.h"

#include "widgets/paint.h"
#include "widgets/severitysign.h"

#include <QEvent>
#include <QPainter>

#include <array>

namespace twinfeed {

namespace {

constexpr int lampHeight = 32;
constexpr int signWidth = 22;
constexpr int gap = 8;

QString clockOf(qint64 seconds)
{
    const QLatin1Char zero('0');
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, zero)
        .arg(seconds % 60, 2, 10, zero);
}

std::array<std::pair<Severity, int>, 3> partsOf(const AlarmCounts &counts)
{
    return {{{Severity::Critical, counts.criticals},
             {Severity::Warning, counts.warnings},
             {Severity::Notice, counts.notices}}};
}

} // namespace

AlarmLamp::AlarmLamp(const ConsoleState &state, QWidget *parent)
    : QAbstractButton(parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("alarmLamp"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&state.judgements(), &Judgements::alarmChanged, this, &AlarmLamp::refresh);
    connect(&state.judgements(), &Judgements::alarmsReset, this, &AlarmLamp::refresh);
    connect(&state, &ConsoleState::staleChanged, this, &AlarmLamp::refresh);
    connect(&state, &ConsoleState::secondPassed, this, &AlarmLamp::refresh);
    refresh();
}

QString AlarmLamp::incident() const
{
    return m_incident;
}

void AlarmLamp::refresh()
{
    m_counts = m_state.judgements().counts();
    m_stale = m_state.stale();
    const auto since = m_state.judgements().incidentSince();
    m_incident = since ? clockOf(std::max<qint64>(since->secsTo(m_state.clock().wall()), 0)) : QString();
    setAccessibleName(tr("Alarms"));
    QString says = tr("%1 critical, %2 warnings, %3 notices; %4 not acknowledged; %5 shelved")
                       .arg(m_counts.criticals)
                       .arg(m_counts.warnings)
                       .arg(m_counts.notices)
                       .arg(m_counts.unacknowledged)
                       .arg(m_counts.shelved);
    if (!m_incident.isEmpty()) {
        says += QLatin1Char('\n')
            + tr("Incident for %1: since the oldest critical alarm that nobody has acknowledged", "a time")
                  .arg(m_incident);
    }
    if (m_stale)
        says += QLatin1Char('\n') + tr("This may be untrue: nothing is heard from the backend.");
    setAccessibleDescription(says);
    setToolTip(says);
    updateGeometry();
    update();
}

QSize AlarmLamp::sizeHint() const
{
    const QFont font = theme::font(theme::Type::Strong);
    double width = 2 * gap;
    for (const auto &[severity, count] : partsOf(m_counts))
        width += signWidth + paint::tabularWidth(font, QString::number(count)) + gap;
    if (!m_incident.isEmpty())
        width += 2 * gap + paint::tabularWidth(font, m_incident);
    return {int(width), lampHeight};
}

void AlarmLamp::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QAbstractButton::changeEvent(event);
}

void AlarmLamp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hovered = underMouse() || isDown();
    painter.setPen(QPen(theme::color(theme::Token::Line), 1));
    painter.setBrush(theme::color(hovered ? theme::Token::Pressed : theme::Token::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(theme::font(theme::Type::Strong));
    QRectF place = QRectF(rect()).adjusted(gap, 0, 0, 0);
    for (const auto &[severity, count] : partsOf(m_counts)) {
        const bool any = count > 0 && !m_stale;
        painter.setOpacity(any ? 1 : 0.55);
        severitysign::paint(painter, QRectF(place.left(), 0, signWidth - 4, height()), severity, any);
        painter.setOpacity(1);
        place.setLeft(place.left() + signWidth);
        painter.setPen(theme::color(any ? theme::Token::Text : theme::Token::Disabled));
        const QString number = QString::number(count);
        paint::tabular(painter, place, Qt::AlignLeft, number);
        place.setLeft(place.left() + paint::tabularWidth(painter.font(), number) + gap);
    }
    if (!m_incident.isEmpty()) {
        place.setRight(width());
        painter.fillRect(QRectF(place.left(), 1, place.width() - 1, height() - 2),
                         theme::color(m_stale ? theme::Token::Panel : theme::Token::OnAir));
        painter.setPen(theme::color(m_stale ? theme::Token::Disabled : theme::Token::OnAirText));
        paint::tabular(painter, place, Qt::AlignHCenter, m_incident);
    }
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1), 4);
}

} // namespace twinfeed
