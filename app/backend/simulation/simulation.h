// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/plan.h"
#include "models/domain/rule.h"
#include "models/domain/scenario.h"

#include <map>

/// Shows without streams and without people: the real rules, failover decisions, drills' faults and plans, with a clock and with
/// measured values that are made up. Pure, by a seed.
namespace twinfeed::simulation {

struct Setup
{
    RuleSet rules;
    std::vector<Plan> plans;
    std::vector<Scenario> scenarios; ///< those with faults are played
    double showSeconds = 3600;
    /// Values and times of all triggers, by this factor.
    double thresholds = 1;
};

/// What became of one plan in all shows.
struct PlanTally
{
    int lit = 0;
    int litNeedlessly = 0; ///< while nothing was wrong with what the audience got
    int fired = 0; ///< by itself, or by somebody a few seconds after it lit
    int failed = 0; ///< the run was rolled back
    int helped = 0; ///< the audience got something better than without it
    int harmed = 0; ///< something worse
    int contradicted = 0; ///< lit together with one that wants the opposite
    int64_t litAfterUs = 0; ///< from the fault's beginning, all times together

    bool operator==(const PlanTally &) const = default;
    void add(const PlanTally &other);
};

struct Tally
{
    int shows = 0;
    int scenarios = 0;
    int faults = 0;
    int alarms = 0; ///< a rule came to hold
    int failovers = 0; ///< switches by automation
    int64_t badUs = 0; ///< in which the audience got something spoilt, or nothing
    std::map<QString, PlanTally> plans;
    std::map<std::pair<QString, QString>, int> contradictions; ///< which two, how often

    bool operator==(const Tally &) const = default;
    void add(const Tally &other);
};

/// One show: scenarios follow each other at times that the seed draws.
Tally playShow(const Setup &setup, quint64 seed);
/// So many shows by seeds from `seed` on, on so many threads: the same tally with any number of them.
Tally playShows(const Setup &setup, int shows, quint64 seed, int threads);

/// One scenario from its beginning: what happened in it, each line "<ms> <what>": "1250 lit on-air-black", "1000 alarm no-data primary".
QStringList playScenario(const Setup &setup, const Scenario &scenario, quint64 seed);

/// Of several factors of thresholds: what to tell people, a table of plain text.
QString textOf(const std::map<double, Tally> &tallies, quint64 seed);
QJsonObject toJson(const std::map<double, Tally> &tallies, quint64 seed);

} // namespace twinfeed::simulation
