// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmchime.h"

#include <algorithm>

namespace twinfeed {

AlarmChime::AlarmChime(const ConsoleState &state, QObject *parent)
    : QObject(parent)
    , m_state(state)
{
    connect(&state.judgements(), &Judgements::alarmRaised, this, &AlarmChime::raised);
    connect(&state.judgements(), &Judgements::alarmChanged, this, [this](const Alarm &alarm) {
        if (alarm.closed)
            m_silenced.remove(alarm.id);
        Q_EMIT changed();
    });
    connect(&state.judgements(), &Judgements::alarmsReset, this, [this] {
        m_silenced.removeIf([this](const QString &id) { return !m_state.judgements().alarm(id); });
        Q_EMIT changed();
    });
}

bool AlarmChime::sounds(const Alarm &alarm) const
{
    return alarm.state() == AlarmState::Active && !alarm.silenced && !alarm.chattering
        && !m_state.judgements().isFolded(alarm) && !m_silenced.contains(alarm.id);
}

std::optional<Severity> AlarmChime::worst() const
{
    std::optional<Severity> worst;
    for (const auto &[number, alarm] : m_state.judgements().alarms()) {
        if (sounds(alarm))
            worst = std::max(worst.value_or(alarm.severity), alarm.severity);
    }
    return worst;
}

void AlarmChime::raised(const Alarm &alarm)
{
    m_silenced.remove(alarm.id);
    if (!sounds(alarm))
        return;
    // Heard at once, unless the same or worse was heard just now: a fault with ten consequences is one sound.
    const bool justNow =
        m_playedAt && m_played >= alarm.severity && m_state.clock().now() - *m_playedAt < criticalEveryUs / 4;
    if (alarm.severity == Severity::Notice)
        m_noticeDue = true;
    if (!justNow)
        m_playedAt.reset();
    Q_EMIT changed();
}

void AlarmChime::silence()
{
    for (const auto &[number, alarm] : m_state.judgements().alarms())
        m_silenced.insert(alarm.id);
    m_noticeDue = false;
    Q_EMIT changed();
}

void AlarmChime::tick()
{
    const std::optional<Severity> severity = m_state.stale() ? std::nullopt : worst();
    if (!severity)
        return;
    if (*severity == Severity::Notice && !m_noticeDue)
        return;
    const int64_t every = *severity == Severity::Critical ? criticalEveryUs : warningEveryUs;
    const int64_t now = m_state.clock().now();
    if (m_playedAt && now - *m_playedAt < every)
        return;
    m_playedAt = now;
    m_played = *severity;
    m_noticeDue = false;
    Q_EMIT sound(*severity);
}

} // namespace twinfeed
