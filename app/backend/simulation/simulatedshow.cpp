// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/simulation/simulatedshow.h"

#include <algorithm>

namespace twinfeed::simulation {

namespace {

using backend::PlanSight;
using backend::Truth;

constexpr int64_t secondUs = 1'000'000;
constexpr int64_t roundUs = 250'000; // as the backend looks at rules and plans
constexpr int64_t slowRoundUs = secondUs;
constexpr int64_t warmUpUs = 65 * secondUs; // means are of a minute
constexpr int64_t movingUs = 4 * secondUs; // looked at closely so long after each thing that happened
constexpr int64_t quietAfterUs = 30 * secondUs;
constexpr int64_t leapAfterUs = 40 * secondUs; // longer than any rule or plan takes to clear
constexpr int64_t outcomeAfterUs = 8 * secondUs;

QString yesNo(bool yes)
{
    static const QString words[]{QStringLiteral("no"), QStringLiteral("yes")};
    return words[yes ? 1 : 0];
}

} // namespace

SimulatedShow::SimulatedShow(const Setup &setup, quint64 seed)
    : m_setup(setup)
    , m_random(seed)
    , m_world({QStringLiteral("cdn"), QStringLiteral("second")})
{
    for (const Plan &plan : setup.plans) {
        PlanDocument document;
        document.plan = plan;
        m_book[plan.id] = document;
    }
    // A rule about what nothing measures here says nothing either way.
    m_rules.overrides = setup.rules.overrides;
    for (const Rule &rule : setup.rules.rules) {
        if (std::ranges::any_of(m_world.metrics(),
                                [&](const Metric &metric) { return metric.name == rule.metric; }))
            m_rules.rules.push_back(rule);
    }
    m_clock.set(1000 * secondUs);
}

void SimulatedShow::makeButtons()
{
    m_buttons.clear();
    for (const Plan &plan : m_setup.plans) {
        if (!plan.trigger || !plan.enabled)
            continue;
        for (const QString &output : plan.perOutput ? m_world.outputs() : QStringList{QString()})
            m_buttons.push_back(
                {{plan.id, MadeWorld::channel(), output}, &plan, backend::PlanWatch(*plan.trigger), 0, {}});
    }
}

/// As the desk of drills begins one: everything is whole, the primary is on air, automation as the scenario wants it.
void SimulatedShow::begin(const Scenario &scenario)
{
    const int64_t now = m_clock.now();
    m_world.mend(now);
    media::FailoverOrders orders;
    orders.config.mode = scenario.failover;
    m_failover = std::make_unique<media::Failover>(orders, std::nullopt, now);
    m_hands =
        std::make_unique<MadeHands>(MadeHands::World{m_world, *m_failover, m_clock, [this](Source source) {
                                                         m_taken.emplace_back(source, m_clock.now());
                                                         happened(QStringLiteral("take ") + toWord(source));
                                                     }});
    m_engine = {};
    m_engine.setRules(m_rules);
    openEyes();
    m_running.clear();
    m_pending.clear();
    m_alarms.clear();
    m_contradicting.clear();
    m_taken.clear();
    makeButtons();
    for (const int64_t end = now + warmUpUs; m_clock.now() < end;) {
        m_clock.set(m_clock.now() + slowRoundUs);
        round();
    }
    m_zero = m_movedAt = m_clock.now();
}

void SimulatedShow::play(const Scenario &scenario, quint64 seed)
{
    m_log.clear();
    begin(scenario);
    m_log.clear(); // of the drill alone
    ++m_tally.scenarios;
    drills::DrillRun run(scenario, seed);
    drills::DrillWatch watch(scenario, run.schedule());
    const int64_t longest = m_zero + int64_t(scenario.lasts * secondUs) + 3600 * secondUs;
    while (m_clock.now() < longest) {
        const int64_t now = m_clock.now();
        const bool over = run.isOver((now - m_zero) / 1000);
        // Also where something is still broken, or a plan waits for it: it is mended at the end, as the desk of drills does.
        if (over && m_pending.empty() && now - m_movedAt > quietAfterUs)
            break;
        const int64_t step = now - m_movedAt < movingUs ? roundUs : slowRoundUs;
        m_clock.set(now + step);
        if (!over) {
            leap(run);
            makeFaults(run, watch);
        }
        round();
        if (!over)
            count(step);
    }
}

void SimulatedShow::leap(const drills::DrillRun &run)
{
    const int64_t now = m_clock.now();
    const bool waits =
        std::ranges::any_of(m_buttons, [](const Button &button) { return button.watch.lit(); });
    if (!m_world.isWhole() || waits || !m_alarms.empty() || !m_running.empty() || !m_pending.empty()
        || now - m_movedAt < leapAfterUs)
        return;
    const int64_t next = m_zero + run.nextAt((now - m_zero) / 1000) * 1000 - warmUpUs;
    if (next > now)
        m_clock.set(next);
}

void SimulatedShow::count(int64_t us)
{
    if (m_world.badness(m_world.onAir()) > 1)
        m_tally.badUs += us;
}

void SimulatedShow::happened(const QString &what)
{
    m_movedAt = m_clock.now();
    if (m_logged)
        m_log << QStringLiteral("%1 %2").arg((m_clock.now() - m_zero) / 1000).arg(what);
}

int64_t SimulatedShow::reaction()
{
    return 3 * secondUs + m_random.below(9 * secondUs);
}

void SimulatedShow::makeFaults(drills::DrillRun &run, drills::DrillWatch &watch)
{
    const qint64 atMs = (m_clock.now() - m_zero) / 1000;
    run.noteOnAir(m_world.onAir());
    for (const auto &[rule, node] : m_alarms)
        run.noteAlarm(rule);
    for (const auto &[source, at] : m_taken) {
        const drills::Act act{QStringLiteral("simulation"), OperatorAction::Take, toWord(source), {}};
        if (const QString expected = watch.acted(act, (at - m_zero) / 1000); !expected.isEmpty())
            run.noteDone(expected, (at - m_zero) / 1000);
    }
    m_taken.clear();
    for (const auto &order : run.tick(atMs)) {
        const ScenarioFault &fault = run.scenario().faults[order.fault];
        if (order.begins) {
            m_world.begin(fault, order.on, m_clock.now());
            watch.faultBegan(fault.id, order.on, atMs);
            m_faultAt = m_clock.now();
            ++m_tally.faults;
        } else {
            m_world.end(fault, order.on, m_clock.now());
            watch.faultEnded(fault.id, atMs);
        }
        happened(QLatin1String(order.begins ? "fault " : "fault-end ") + fault.id);
    }
}

void SimulatedShow::round()
{
    m_world.advance(m_clock.now(), m_clock.wall());
    judgeRules();
    switchByRule();
    look();
    watchPlans();
    goOn();
    judgeRuns();
}

void SimulatedShow::judgeRules()
{
    const int64_t now = m_clock.now();
    m_engine.feed(m_world.metrics(), now);
    std::map<Source, std::vector<media::ContentFault>> faults;
    for (const backend::Finding &finding : m_engine.findings(now)) {
        if (!finding.reading.holds && m_alarms.empty())
            continue;
        const std::pair key(finding.rule.id, finding.node);
        if (!finding.reading.holds) {
            if (m_alarms.erase(key) > 0)
                happened(QStringLiteral("cleared %1 %2").arg(key.first, key.second));
            continue;
        }
        if (m_alarms.insert(key).second) {
            ++m_tally.alarms;
            happened(QStringLiteral("alarm %1 %2").arg(key.first, key.second));
        }
        const auto path = fromWord<Source>(finding.node);
        if (finding.rule.failover && finding.reading.state == backend::RuleState::Holds && path)
            faults[*path].push_back({finding.rule.id, finding.rule.text, {}});
    }
    for (const Source path : {Source::Primary, Source::Backup})
        m_world.setContentFaults(path, std::move(faults[path]));
}

void SimulatedShow::switchByRule()
{
    const auto outcome = m_failover->advance(m_world.facts(), m_clock.now());
    if (!outcome.order || outcome.order->target == m_world.onAir())
        return;
    m_world.take(outcome.order->target);
    ++m_tally.failovers;
    happened(QStringLiteral("failover ") + toWord(outcome.order->target));
}

void SimulatedShow::openEyes()
{
    m_sight = {};
    m_facts.clear();
    m_values.clear();
    const auto fact = [this](const char *name, const QString &node) {
        m_facts.push_back(&m_sight.facts[{QLatin1String(name), node}]);
    };
    for (const char *name : {"onAir", "failover", "mode", "ended", "relation", "slate"})
        fact(name, {});
    for (const Source source : allSources) {
        fact("fit", toWord(source));
        fact("locked", toWord(source));
    }
    for (const Source source : {Source::Primary, Source::Backup})
        fact("input", toWord(source));
    for (const QString &id : m_world.outputs()) {
        fact("output", QLatin1String("output:") + id);
        fact("sealed", QLatin1String("output:") + id);
    }
    for (const Metric &metric : m_world.metrics())
        m_values.push_back(&m_sight.metrics[{metric.name, metric.node}]);
}

void SimulatedShow::look()
{
    const int64_t now = m_clock.now();
    size_t place = 0;
    const auto next = [&](const QString &value) {
        PlanSight::Fact &known = *m_facts[place++];
        if (known.values.isEmpty() || known.values.front() != value)
            known.values = QStringList{value};
        known.at = now;
    };
    next(toWord(m_world.onAir()));
    next(toWord(m_failover->status(m_world.facts(), now).state));
    next(toWord(m_failover->orders().config.mode));
    next(yesNo(false)); // no end was planned
    next(toWord(PathRelation::Offset));
    next(QStringLiteral("slate"));
    for (const Source source : allSources) {
        next(yesNo(m_world.isFit(source)));
        next(yesNo(false)); // nobody locks anything
    }
    for (const Source source : {Source::Primary, Source::Backup})
        next(toWord(m_world.input(source)));
    for (const QString &id : m_world.outputs()) {
        next(m_world.outputState(id));
        next(QStringLiteral("clear"));
    }
    const std::vector<Metric> &metrics = m_world.metrics();
    for (size_t i = 0; i < metrics.size(); ++i)
        *m_values[i] = {metrics[i].value, metrics[i].unit, now, metrics[i].periodMs};
}

void SimulatedShow::watchPlans()
{
    const int64_t now = m_clock.now();
    bool changed = false;
    for (Button &button : m_buttons) {
        const bool before = button.watch.lit();
        button.watch.feed(
            backend::holds(button.plan->trigger->when, m_sight, {now, button.place.output, 0, {}}), now);
        if (button.watch.faults() > button.lit)
            light(button);
        else if (before && !button.watch.lit())
            happened(QStringLiteral("dark ") + button.place.plan);
        changed |= before != button.watch.lit();
        if (!button.watch.lit())
            button.fireAt.reset();
        else if (button.fireAt && now >= *button.fireAt)
            fire(button);
    }
    if (changed)
        countContradictions();
}

void SimulatedShow::light(Button &button)
{
    button.lit = button.watch.faults();
    PlanTally &tally = m_tally.plans[button.place.plan];
    ++tally.lit;
    tally.litNeedlessly += m_world.badness() == 0 ? 1 : 0;
    tally.litAfterUs += m_clock.now() - std::max(m_faultAt, m_zero);
    button.fireAt = m_clock.now() + (button.plan->automatic ? 0 : reaction());
    happened(QStringLiteral("lit ") + button.place.plan);
}

/// Two that are lit want different sources on air, by their first such step.
void SimulatedShow::countContradictions()
{
    const auto wants = [this](const Button &button) -> std::optional<Source> {
        for (const PlanStep &step : button.plan->steps) {
            if (const auto target = MadeHands::targetOf(step.action, m_world))
                return target;
        }
        return std::nullopt;
    };
    std::set<std::pair<QString, QString>> now;
    for (auto one = m_buttons.begin(); one != m_buttons.end(); ++one) {
        if (!one->watch.lit())
            continue;
        for (auto other = std::next(one); other != m_buttons.end(); ++other) {
            const auto first = wants(*one);
            const auto second = wants(*other);
            if (other->watch.lit() && first && second && first != second)
                now.emplace(one->place.plan, other->place.plan);
        }
    }
    for (const auto &pair : now) {
        if (m_contradicting.contains(pair))
            continue;
        ++m_tally.contradictions[pair];
        ++m_tally.plans[pair.first].contradicted;
        ++m_tally.plans[pair.second].contradicted;
    }
    m_contradicting = std::move(now);
}

void SimulatedShow::fire(Button &button)
{
    button.fireAt.reset();
    const auto steps = backend::stepsOf(*button.plan, m_book);
    if (!steps)
        return;
    const auto touches = backend::touchedBy(*steps, button.place.channel);
    const bool busy = std::ranges::any_of(m_running, [&](const Running &running) {
        return running.runner->run().place == button.place
            || std::ranges::any_of(touches,
                                   [&](const QString &thing) { return running.touches.contains(thing); });
    });
    PlanRun run;
    run.preconditions = backend::preconditionsOf(*button.plan, m_book);
    const bool may = std::ranges::all_of(run.preconditions, [&](const PlanPrecondition &one) {
        return backend::holds(one.that, m_sight, {m_clock.now(), button.place.output, 0, {}}) == Truth::Yes;
    });
    if (busy || !may)
        return;
    run.id = QString::number(++m_runs);
    run.place = button.place;
    run.by = QStringLiteral("simulation");
    run.firedAt = m_clock.wall();
    run.steps = *steps;
    m_running.push_back(
        {std::make_unique<backend::PlanRunner>(std::move(run), *m_hands, m_clock), touches, {}});
    m_pending.push_back({button.place.plan, m_clock.now() + outcomeAfterUs, m_world.onAir()});
    ++m_tally.plans[button.place.plan].fired;
    happened(QStringLiteral("fired ") + button.place.plan);
}

void SimulatedShow::goOn()
{
    constexpr int mostRounds = 32; // of one run at one moment
    for (Running &running : m_running) {
        backend::PlanRunner &runner = *running.runner;
        for (int i = 0; i < mostRounds && runner.round(m_sight); ++i) { }
        if (runner.run().state != RunState::Asking) {
            running.answerAt.reset();
            continue;
        }
        running.answerAt = running.answerAt.value_or(m_clock.now() + reaction());
        const auto *ask = runner.current() ? std::get_if<AskAction>(&runner.current()->step.action) : nullptr;
        if (!ask || m_clock.now() < *running.answerAt)
            continue;
        const auto go = std::ranges::find(ask->answers, AskThen::Go, &AskAction::Answer::then);
        if (go != ask->answers.end())
            (void)runner.answer(go->id, QStringLiteral("simulation"));
    }
    std::erase_if(m_running, [this](const Running &running) {
        const PlanRun &run = running.runner->run();
        if (!run.isOver())
            return false;
        m_tally.plans[run.place.plan].failed += run.state == RunState::Done ? 0 : 1;
        happened(QStringLiteral("over ") + run.place.plan + QLatin1Char(' ') + toWord(run.state));
        return true;
    });
}

/// Against what would be seen now had it not been fired.
void SimulatedShow::judgeRuns()
{
    std::erase_if(m_pending, [this](const Pending &pending) {
        if (m_clock.now() < pending.at)
            return false;
        const int with = m_world.badness();
        const int without = m_world.badness(pending.before);
        PlanTally &tally = m_tally.plans[pending.plan];
        tally.helped += with < without ? 1 : 0;
        tally.harmed += with > without ? 1 : 0;
        return true;
    });
}

} // namespace twinfeed::simulation
