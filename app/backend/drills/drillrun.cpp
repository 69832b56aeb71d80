// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/drillrun.h"

#include "app/backend/drills/random.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::drills {

namespace {

qint64 milliseconds(double seconds)
{
    return std::llround(1000 * seconds);
}

} // namespace

QString Schedule::resolved(const QString &word) const
{
    const Source otherOne = either == Source::Primary ? Source::Backup : Source::Primary;
    if (word == QLatin1String("either"))
        return toWord(either);
    return word == QLatin1String("other") ? toWord(otherOne) : word;
}

Schedule scheduleOf(const Scenario &scenario, quint64 seed)
{
    Random random(seed);
    Schedule schedule;
    schedule.either = random.below(2) == 0 ? Source::Primary : Source::Backup;
    for (size_t i = 0; i < scenario.faults.size(); ++i) {
        const ScenarioFault &fault = scenario.faults[i];
        const qint64 spread = milliseconds(fault.spread);
        // Drawn for each, also where nothing is spread: an edit of one fault leaves the others where they were.
        const qint64 moved = random.below(2 * spread + 1) - spread;
        schedule.faults.push_back({i, milliseconds(fault.at) + moved, schedule.resolved(fault.on)});
    }
    return schedule;
}

DrillRun::DrillRun(Scenario scenario, quint64 seed)
    : m_scenario(std::move(scenario))
    , m_schedule(scheduleOf(m_scenario, seed))
    , m_progress(m_schedule.faults.size())
{
}

std::vector<DrillRun::Order> DrillRun::tick(qint64 nowMs)
{
    std::vector<Order> orders;
    for (size_t i = 0; i < m_progress.size(); ++i) {
        Progress &progress = m_progress[i];
        const PlannedFault &planned = m_schedule.faults[i];
        const ScenarioFault &fault = m_scenario.faults[planned.index];
        if (!progress.began && isDue(planned, nowMs)) {
            progress.began = nowMs;
            progress.on = placeOf(planned);
            m_marks.emplace(fault.id, nowMs);
            orders.push_back({planned.index, progress.on, true});
        } else if (progress.began && !progress.ended && fault.lasts > 0
                   && nowMs - *progress.began >= milliseconds(fault.lasts)) {
            progress.ended = true;
            orders.push_back({planned.index, progress.on, false});
        }
    }
    return orders;
}

qint64 DrillRun::nextAt(qint64 nowMs) const
{
    qint64 next = milliseconds(m_scenario.lasts);
    for (size_t i = 0; i < m_progress.size(); ++i) {
        const PlannedFault &planned = m_schedule.faults[i];
        const ScenarioFault &fault = m_scenario.faults[planned.index];
        const Progress &progress = m_progress[i];
        if (progress.ended || (progress.began && fault.lasts <= 0))
            continue;
        const auto trigger = m_marks.find(fault.after);
        if (progress.began)
            next = std::min(next, *progress.began + milliseconds(fault.lasts));
        else if (fault.after.isEmpty() || trigger != m_marks.end())
            next = std::min(next, planned.afterMs + (fault.after.isEmpty() ? 0 : trigger->second));
    }
    return std::max(next, nowMs);
}

bool DrillRun::isDue(const PlannedFault &planned, qint64 nowMs) const
{
    const ScenarioFault &fault = m_scenario.faults[planned.index];
    qint64 from = 0;
    if (!fault.after.isEmpty()) {
        const auto it = m_marks.find(fault.after);
        if (it == m_marks.end())
            return false;
        from = it->second;
    }
    return nowMs >= from + planned.afterMs && (!fault.onAir || m_onAir == fault.onAir)
        && (fault.alarm.isEmpty() || m_alarms.contains(fault.alarm));
}

QString DrillRun::placeOf(const PlannedFault &planned) const
{
    const bool onBackup = m_onAir == Source::Backup;
    if (planned.on == QLatin1String("on-air"))
        return toWord(onBackup ? Source::Backup : Source::Primary);
    if (planned.on == QLatin1String("standby"))
        return toWord(onBackup ? Source::Primary : Source::Backup);
    return planned.on;
}

} // namespace twinfeed::drills
