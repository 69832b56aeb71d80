// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drillshelf.h"

namespace twinfeed::backend {

void DrillShelf::put(const Scenario &scenario)
{
    const std::lock_guard lock(m_mutex);
    m_scenarios[scenario.id] = scenario;
}

std::vector<Scenario> DrillShelf::scenarios() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Scenario> scenarios;
    for (const auto &[id, scenario] : m_scenarios)
        scenarios.push_back(scenario);
    return scenarios;
}

std::optional<Scenario> DrillShelf::scenario(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_scenarios.find(id);
    return it == m_scenarios.end() ? std::nullopt : std::optional(it->second);
}

std::optional<Drill> DrillShelf::running() const
{
    const std::lock_guard lock(m_mutex);
    return m_running;
}

void DrillShelf::set(const Drill &drill)
{
    const std::lock_guard lock(m_mutex);
    m_running = drill.isOver() ? std::nullopt : std::optional(drill);
}

} // namespace twinfeed::backend
