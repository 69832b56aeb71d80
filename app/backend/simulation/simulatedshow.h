// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarms/ruleengine.h"
#include "app/backend/drills/drillrun.h"
#include "app/backend/drills/drillwatch.h"
#include "app/backend/drills/random.h"
#include "app/backend/plans/planset.h"
#include "app/backend/plans/planwatch.h"
#include "app/backend/simulation/madehands.h"
#include "app/backend/simulation/simulation.h"

#include <deque>
#include <memory>
#include <set>

namespace twinfeed::simulation {

/// Plays scenarios one behind the other in a made world. Quiet stretches are left out: where everything measured stands still
/// nothing can be decided. One thread.
class SimulatedShow final
{
public:
    /// `setup` outlives it.
    SimulatedShow(const Setup &setup, quint64 seed);

    /// From a minute of quiet before it to half a minute of quiet after it.
    void play(const Scenario &scenario, quint64 seed);
    const Tally &tally() const { return m_tally; }
    /// What happened, where somebody wants to know: "<ms> <what>".
    void keepLog() { m_logged = true; }
    const QStringList &log() const { return m_log; }

private:
    struct Button
    {
        PlanPlace place;
        const Plan *plan = nullptr;
        backend::PlanWatch watch;
        int lit = 0; // faults that were told
        std::optional<int64_t> fireAt; // somebody will
    };
    struct Running
    {
        std::unique_ptr<backend::PlanRunner> runner;
        std::set<QString> touches;
        std::optional<int64_t> answerAt;
    };
    /// What a run has brought is looked at when it had its time.
    struct Pending
    {
        QString plan;
        int64_t at = 0;
        Source before = Source::Primary;
    };

    void makeButtons();
    void begin(const Scenario &scenario);
    void round();
    void makeFaults(drills::DrillRun &run, drills::DrillWatch &watch);
    void judgeRules();
    void switchByRule();
    void look();
    /// Where facts and values stand, so that they need not be looked for each time.
    void openEyes();
    void watchPlans();
    void light(Button &button);
    void countContradictions();
    void fire(Button &button);
    void goOn();
    void judgeRuns();
    void count(int64_t us);
    /// Over a stretch in which nothing can happen, to the minute before what comes next.
    void leap(const drills::DrillRun &run);
    void happened(const QString &what);
    int64_t reaction();

    const Setup &m_setup;
    backend::PlanBook m_book;
    RuleSet m_rules;
    drills::Random m_random;
    MadeClock m_clock;
    MadeWorld m_world;
    std::unique_ptr<media::Failover> m_failover;
    std::unique_ptr<MadeHands> m_hands;
    backend::RuleEngine m_engine;
    backend::PlanSight m_sight;
    std::vector<backend::PlanSight::Fact *> m_facts; // in the order of look()
    std::vector<backend::PlanSight::Value *> m_values; // as MadeWorld::metrics()
    std::vector<Button> m_buttons;
    std::vector<Running> m_running;
    std::vector<Pending> m_pending;
    std::set<std::pair<QString, QString>> m_alarms; // rule, node
    std::set<std::pair<QString, QString>> m_contradicting;
    std::deque<std::pair<Source, int64_t>> m_taken; // by people
    int64_t m_zero = 0; // the drill began
    int64_t m_faultAt = 0; // the newest
    int64_t m_movedAt = 0; // something happened
    int m_runs = 0;
    bool m_logged = false;
    QStringList m_log;
    Tally m_tally;
};

} // namespace twinfeed::simulation
