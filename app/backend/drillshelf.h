// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <map>
#include <mutex>

namespace twinfeed::backend {

/// What is known of scenarios and of the drill that runs, for everybody to read. Any thread.
class DrillShelf final
{
public:
    void put(const Scenario &scenario);
    std::vector<Scenario> scenarios() const;
    std::optional<Scenario> scenario(const QString &id) const;

    /// Nothing when none runs.
    std::optional<Drill> running() const;
    /// One that is over runs no more.
    void set(const Drill &drill);

private:
    mutable std::mutex m_mutex; // guards the two below
    std::map<QString, Scenario> m_scenarios;
    std::optional<Drill> m_running;
};

} // namespace twinfeed::backend
