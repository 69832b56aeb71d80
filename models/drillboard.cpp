// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/drillboard.h"

#include <algorithm>

namespace twinfeed {

void DrillBoard::applyUnit(bool rehearsal)
{
    const bool ran = isRunning();
    if (ran)
        m_drill.reset();
    const bool changed = m_rehearsal != rehearsal;
    m_rehearsal = rehearsal;
    if (changed)
        Q_EMIT unitChanged();
    if (ran)
        Q_EMIT drillChanged();
}

void DrillBoard::setScenarios(const std::vector<Scenario> &scenarios)
{
    m_scenarios = scenarios;
    std::ranges::sort(m_scenarios, {}, &Scenario::id);
    Q_EMIT scenariosChanged();
}

void DrillBoard::applyScenario(const Scenario &scenario)
{
    const auto place = std::ranges::lower_bound(m_scenarios, scenario.id, {}, &Scenario::id);
    if (place != m_scenarios.end() && place->id == scenario.id)
        *place = scenario;
    else
        m_scenarios.insert(place, scenario);
    Q_EMIT scenariosChanged();
}

void DrillBoard::applyDrill(const Drill &drill)
{
    const auto listed = std::ranges::find(m_history, drill.id, &Drill::id);
    if (listed != m_history.end() && *listed != drill) {
        *listed = drill;
        Q_EMIT historyChanged();
    }
    // News of an old one, a note say, does not bring it back.
    if (m_drill && m_drill->id != drill.id && drill.isOver())
        return;
    const bool ends = drill.isOver() && isRunning();
    m_drill = drill;
    Q_EMIT drillChanged();
    if (ends)
        Q_EMIT drillEnded();
}

void DrillBoard::setHistory(const std::vector<Drill> &drills)
{
    m_history = drills;
    Q_EMIT historyChanged();
}

void DrillBoard::setReadiness(const Readiness &readiness)
{
    m_readiness = readiness;
    Q_EMIT readinessChanged();
}

void DrillBoard::setPictures(const QString &drill, const std::map<int, QByteArray> &pictures)
{
    m_pictures = pictures;
    Q_EMIT picturesChanged(drill);
}

void DrillBoard::sent(Order order)
{
    m_pending = order;
    m_refusal.reset();
    Q_EMIT orderChanged();
}

void DrillBoard::accepted(Order order)
{
    if (m_pending == order)
        m_pending.reset();
    Q_EMIT orderChanged();
}

void DrillBoard::refused(Order order, const Error &error)
{
    if (m_pending == order)
        m_pending.reset();
    m_refusal = error;
    Q_EMIT orderChanged();
}

const Scenario *DrillBoard::scenario(const QString &id) const
{
    const auto found = std::ranges::find(m_scenarios, id, &Scenario::id);
    return found == m_scenarios.end() ? nullptr : &*found;
}

qint64 DrillBoard::elapsedMs() const
{
    if (!m_drill || m_drill->state == DrillState::Preparing)
        return 0;
    const QDateTime end = m_drill->endedAt.value_or(now());
    return std::max<qint64>(0, m_drill->startedAt.msecsTo(end));
}

} // namespace twinfeed
