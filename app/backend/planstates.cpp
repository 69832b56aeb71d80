// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the buttons stand: the part of PlanDesk that says so.

#include "app/backend/plandesk.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

constexpr int shownEndSeconds = 30; // how long a button shows that its run was done or restored
constexpr int64_t numbersEveryUs = 1'000'000;

Error fault(const char *code, const QString &message, const QString &remedy, const QJsonObject &details = {})
{
    return Error{QLatin1String(code), message, {}, remedy, details};
}

/// Cannot be fired, whoever presses. `why`: of what the plan lacks.
Error disabled(const Error &why)
{
    QJsonObject details = why.details;
    details.insert(QStringLiteral("cause"), why.code);
    return fault("plan-disabled", why.message, why.remedy, details);
}

void putReason(PlanState &state, const Error &why)
{
    state.reason = why.message;
    state.reasonCode = why.code;
    state.reasonDetails = why.details;
}

QString english(const LocalText &text)
{
    return text.value(QStringLiteral("en"));
}

} // namespace

std::optional<Error> PlanDesk::whyNot(const PlanPlace &place)
{
    const auto found = m_book.find(place.plan);
    if (found == m_book.end())
        return fault("unknown-plan", QStringLiteral("There is no plan \"%1\".").arg(place.plan),
                     QStringLiteral("See those that are listed."));
    const Plan &plan = found->second.plan;
    if (!m_world.units.find(place.channel) || (!plan.channel.isEmpty() && plan.channel != place.channel))
        return fault("unknown-channel",
                     QStringLiteral("The plan is not about a channel \"%1\".").arg(place.channel),
                     QStringLiteral("Choose one of its channels."));
    if (!m_buttons.find(place))
        return fault("unknown-output",
                     QStringLiteral("The plan is not about an output \"%1\".").arg(place.output),
                     QStringLiteral("Choose one of its outputs."));
    if (!plan.enabled)
        return disabled(fault("switched-off", QStringLiteral("The plan is switched off."),
                              QStringLiteral("Let an engineer switch it on.")));
    const auto steps = stepsOf(plan, m_book);
    if (!steps)
        return disabled(steps.error());
    for (const RunStep &step : *steps) {
        if (const auto missing = m_hands->missing(step.step.action, place))
            return disabled(*missing);
    }
    const std::set<QString> touches = touchedBy(*steps, place.channel);
    for (const auto &[id, running] : m_running) {
        const bool both = running.told.place == place
            || std::ranges::any_of(touches, [&touches = running.touches](const QString &thing) {
                              return touches.contains(thing);
                          });
        if (both)
            return fault("plan-busy",
                         QStringLiteral("%1 runs \"%2\" since %3 UTC, which changes the same.")
                             .arg(running.told.by, english(running.told.title),
                                  running.told.firedAt.toString(QStringLiteral("HH:mm:ss"))),
                         QStringLiteral("Wait until it is over, or abort it."),
                         {{QStringLiteral("by"), running.told.by},
                          {QStringLiteral("plan"), running.told.place.plan},
                          {QStringLiteral("planTitle"), twinfeed::toJson(running.told.title)},
                          {QStringLiteral("run"), running.told.id},
                          {QStringLiteral("since"), running.told.firedAt.toString(Qt::ISODateWithMs)}});
    }
    for (const PlanPrecondition &precondition : preconditionsOf(plan, m_book)) {
        std::vector<PlanNumber> numbers;
        if (holds(precondition.that, m_eyes.sight(place.channel), {m_world.clock.now(), place.output, 0, {}},
                  &numbers)
            != Truth::Yes)
            return unmet(precondition, numbers);
    }
    return std::nullopt;
}

QJsonArray PlanDesk::preview(const PlanPlace &place)
{
    QJsonArray lines;
    const auto steps = stepsOf(m_book.at(place.plan).plan, m_book);
    for (const RunStep &step : steps ? *steps : std::vector<RunStep>()) {
        const auto [before, after] = m_hands->preview(step.step.action, place);
        lines << QJsonObject{{QStringLiteral("step"), step.step.id},
                             {QStringLiteral("kind"), kindOf(step.step.action)},
                             {QStringLiteral("before"), before},
                             {QStringLiteral("after"), after}};
    }
    return lines;
}

const PlanRun *PlanDesk::lastOf(const PlanPlace &place) const
{
    const auto found = std::ranges::find(m_recent, place, &PlanRun::place);
    return found == m_recent.end() ? nullptr : &*found;
}

QJsonObject PlanDesk::lastTime(const QString &plan) const
{
    const PlanRun *last = nullptr;
    for (const PlanRun &run : m_recent) {
        if (run.place.plan != plan || run.kind != RunKind::Live)
            continue;
        if (!last || run.review)
            last = &run;
        if (run.review)
            break;
    }
    if (!last)
        return {};
    return {{QStringLiteral("run"), last->id},
            {QStringLiteral("at"), last->firedAt.toString(Qt::ISODateWithMs)},
            {QStringLiteral("state"), toWord(last->state)},
            {QStringLiteral("rootCause"), last->review ? last->review->rootCause : QString()},
            {QStringLiteral("notes"), last->review ? last->review->notes : QString()}};
}

void PlanDesk::putRun(PlanState &state, const PlanRunner &runner) const
{
    const PlanRun &run = runner.run();
    state.run = run.id;
    state.state = run.state == RunState::RollingBack ? DeckState::Failed : DeckState::Running;
    state.steps = int(run.steps.size());
    if (run.problem)
        putReason(state, *run.problem);
    const RunStep *step = runner.current();
    if (!step)
        return;
    state.step = int(step - run.steps.data()) + 1;
    state.stepId = step->step.id;
    state.stepState = step->state;
    state.deadline = runner.deadline();
    state.check = runner.waitsFor();
}

PlanState PlanDesk::stateOf(PlanButton &button)
{
    const PlanDocument &document = m_book.at(button.place.plan);
    PlanState state;
    state.place = button.place;
    state.planRevision = document.revision;
    state.rehearsed = document.rehearsed;
    state.numbers = button.numbers;
    state.lit = button.watch && button.watch->lit();
    state.undecided = button.watch && button.watch->undecided();
    state.faultAt = button.faultAt;
    state.litAt = button.litAt;
    state.lastTime = lastTime(button.place.plan);
    const auto running = std::ranges::find_if(
        m_running, [&](const auto &entry) { return entry.second.told.place == button.place; });
    if (running != m_running.end()) {
        putRun(state, running->second.runner);
        return state;
    }
    state.arm = m_arms.find(button.place);
    const auto why = whyNot(button.place);
    if (why)
        putReason(state, *why);
    const PlanRun *last = lastOf(button.place);
    // What is not as it was stays red until people have written down what it was.
    const bool red = last && last->state == RunState::NotRestored && !last->review;
    const bool shown = last && last->endedAt && last->endedAt->secsTo(m_world.clock.wall()) < shownEndSeconds;
    if (state.arm) {
        state.state = DeckState::Armed;
    } else if (red || shown) {
        state.run = last->id;
        state.state = last->state == RunState::Done ? DeckState::Done
            : last->state == RunState::Restored     ? DeckState::Restored
                                                    : DeckState::NotRestored;
        if (last->state == RunState::NotRestored && !last->notRestored.empty())
            putReason(state, last->notRestored.front());
        else if (last->state != RunState::Done && last->problem)
            putReason(state, *last->problem);
    } else if (why) {
        state.state = DeckState::Disabled;
    } else {
        state.state = state.lit ? DeckState::Lit : DeckState::Dark;
    }
    return state;
}

void PlanDesk::publish()
{
    if (!m_hands)
        return;
    Board::News news;
    for (const PlanPlace &gone : m_buttons.sync(m_book, m_eyes))
        news.planStateGone(gone);
    const int64_t now = m_world.clock.now();
    for (auto &[place, button] : m_buttons.all()) {
        const PlanState state = stateOf(button);
        if (button.published && !isNews(*button.published, state))
            continue;
        // Numbers alone come once a second.
        PlanState same = state;
        if (button.published)
            same.numbers = button.published->numbers;
        if (button.published && !isNews(*button.published, same) && now - button.publishedAt < numbersEveryUs)
            continue;
        button.published = state;
        button.publishedAt = now;
        news.planState(state);
    }
    std::vector<PlanTimes> times;
    const std::vector<PlanRun> runs(m_recent.begin(), m_recent.end());
    for (const auto &[id, document] : m_book)
        times.push_back(timesOf(id, runs));
    m_world.board.setPlanTimes(std::move(times));
    m_world.board.publish(news);
}

} // namespace twinfeed::backend
