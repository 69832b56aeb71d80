// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/simulation/simulation.h"

#include "app/backend/simulation/simulatedshow.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace twinfeed::simulation {

namespace {

constexpr int mostScenarios = 3; // in a show
constexpr double pauseSeconds = 120; // between two

void scale(Condition &condition, double factor)
{
    if (condition.kind == Condition::Kind::Metric) {
        condition.value *= factor;
        condition.low *= factor;
    }
    for (Condition &part : condition.parts)
        scale(part, factor);
}

/// With the thresholds that the setup asks for, and without scenarios that have no faults.
Setup prepared(Setup setup)
{
    for (Plan &plan : setup.plans) {
        if (!plan.trigger)
            continue;
        scale(plan.trigger->when, setup.thresholds);
        plan.trigger->forMs = int(plan.trigger->forMs * setup.thresholds);
    }
    std::erase_if(setup.scenarios, [](const Scenario &scenario) { return scenario.faults.empty(); });
    return setup;
}

Tally play(const Setup &setup, quint64 seed)
{
    SimulatedShow show(setup, seed);
    drills::Random random(seed);
    const auto count = 1 + random.below(mostScenarios);
    double at = 0;
    for (qint64 i = 0; i < count && !setup.scenarios.empty(); ++i) {
        const Scenario &scenario = setup.scenarios[size_t(random.below(qint64(setup.scenarios.size())))];
        const quint64 its = random.next();
        at += pauseSeconds + double(random.below(qint64(setup.showSeconds / mostScenarios)));
        if (at + scenario.lasts > setup.showSeconds)
            continue; // the show is over
        show.play(scenario, its);
        at += scenario.lasts;
    }
    Tally tally = show.tally();
    tally.shows = 1;
    return tally;
}

} // namespace

void PlanTally::add(const PlanTally &other)
{
    lit += other.lit;
    litNeedlessly += other.litNeedlessly;
    fired += other.fired;
    failed += other.failed;
    helped += other.helped;
    harmed += other.harmed;
    contradicted += other.contradicted;
    litAfterUs += other.litAfterUs;
}

void Tally::add(const Tally &other)
{
    shows += other.shows;
    scenarios += other.scenarios;
    faults += other.faults;
    alarms += other.alarms;
    failovers += other.failovers;
    badUs += other.badUs;
    for (const auto &[id, tally] : other.plans)
        plans[id].add(tally);
    for (const auto &[pair, times] : other.contradictions)
        contradictions[pair] += times;
}

Tally playShow(const Setup &setup, quint64 seed)
{
    return play(prepared(setup), seed);
}

Tally playShows(const Setup &setup, int shows, quint64 seed, int threads)
{
    const Setup ready = prepared(setup);
    std::vector<Tally> parts(size_t(std::max(threads, 1)));
    std::atomic<int> next = 0;
    {
        std::vector<std::jthread> workers;
        for (Tally &part : parts) {
            workers.emplace_back([&] {
                for (int show = next++; show < shows; show = next++)
                    part.add(play(ready, seed + quint64(show)));
            });
        }
    }
    Tally all;
    for (const Plan &plan : ready.plans)
        all.plans[plan.id]; // also those that never lit
    for (const Tally &part : parts)
        all.add(part);
    return all;
}

QStringList playScenario(const Setup &setup, const Scenario &scenario, quint64 seed)
{
    const Setup ready = prepared(setup);
    SimulatedShow show(ready, seed);
    show.keepLog();
    show.play(scenario, seed);
    return show.log();
}

} // namespace twinfeed::simulation
