// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/planboard.h"

namespace twinfeed {

namespace {

// An answer that never came says "timeout" long before.
constexpr int64_t forgetPendingUs = 10'000'000;
// Those of a busy evening; the history is asked for.
constexpr size_t runLimit = 200;

template <typename Key, typename Value>
const Value *valueIn(const std::map<Key, Value> &map, const Key &key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

PlanBoard::PlanBoard(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

void PlanBoard::reset(const std::vector<PlanDocument> &documents, const std::vector<PlanState> &states,
                      const std::vector<PlanTimes> &times)
{
    m_documents.clear();
    m_times.clear();
    m_armUntil.clear();
    const auto before = std::exchange(m_states, {});
    for (const PlanDocument &document : documents)
        m_documents.insert_or_assign(document.plan.id, document);
    for (const PlanTimes &one : times)
        m_times.insert_or_assign(one.plan, one);
    for (const PlanState &state : states)
        store(state);
    Q_EMIT plansChanged();
    for (const auto &[place, state] : std::map(m_states)) {
        const PlanState *known = valueIn(before, place);
        if (state.lit && !(known && known->lit))
            Q_EMIT lit(place);
    }
}

void PlanBoard::store(const PlanState &state)
{
    if (state.arm)
        m_armUntil[state.place] = m_clock.now() + state.arm->leftMs * 1000;
    else
        m_armUntil.erase(state.place);
    m_states.insert_or_assign(state.place, state);
    settle(state.place);
}

void PlanBoard::applyDocument(const PlanDocument &document)
{
    const PlanDocument *known = this->document(document.plan.id);
    if (known && known->revision > document.revision)
        return;
    m_documents.insert_or_assign(document.plan.id, document);
    Q_EMIT plansChanged();
}

void PlanBoard::removePlan(const QString &plan)
{
    m_documents.erase(plan);
    m_times.erase(plan);
    std::erase_if(m_states, [&plan](const auto &entry) { return entry.first.plan == plan; });
    Q_EMIT plansChanged();
}

void PlanBoard::keepOutputs(const QString &channel, const std::optional<QStringList> &outputs)
{
    const size_t gone = std::erase_if(m_states, [&](const auto &entry) {
        const PlanPlace &place = entry.first;
        return place.channel == channel
            && (!outputs || (!place.output.isEmpty() && !outputs->contains(place.output)));
    });
    if (gone > 0)
        Q_EMIT plansChanged();
}

void PlanBoard::applyState(const PlanState &state)
{
    const PlanState *known = this->state(state.place);
    const bool added = !known;
    const bool newlyLit = state.lit && !(known && known->lit);
    store(state);
    if (added)
        Q_EMIT plansChanged();
    else
        Q_EMIT stateChanged(state.place);
    if (newlyLit)
        Q_EMIT lit(state.place);
}

void PlanBoard::applyTimes(const PlanTimes &times)
{
    m_times.insert_or_assign(times.plan, times);
    Q_EMIT plansChanged();
}

void PlanBoard::applyRun(const PlanRun &run)
{
    const PlanRun *known = this->run(run.id);
    // An answer and an event may cross: what is over does not begin again.
    if (known && known->isOver() && !run.isOver())
        return;
    m_runs.insert_or_assign(run.id, run);
    settle(run.place);
    while (m_runs.size() > runLimit)
        m_runs.erase(m_runs.begin());
    for (PlanRun &listed : m_history) {
        if (listed.id == run.id)
            listed = run;
    }
    Q_EMIT runChanged(run.id);
}

void PlanBoard::setHistory(const std::vector<PlanRun> &runs)
{
    m_history = runs;
    m_historyProblem.reset();
    Q_EMIT historyChanged();
}

void PlanBoard::setHistoryProblem(const Error &error)
{
    m_historyProblem = error;
    Q_EMIT historyChanged();
}

void PlanBoard::sent(const PlanPlace &place, Order order)
{
    m_pending[place] = {order, m_clock.now()};
    m_refusals.erase(place);
    Q_EMIT orderChanged(place);
}

void PlanBoard::armed(const PlanPlace &place, const QString &arm)
{
    m_ownArms.insert(arm);
    const PlanState *known = state(place);
    // The event of it may be on its way still: until then nothing else is pressed.
    if (!known || !known->arm || known->arm->id != arm)
        m_pending[place].order = Order::Arm;
    else
        m_pending.erase(place);
    Q_EMIT orderChanged(place);
}

void PlanBoard::fired(const PlanPlace &place, const QString &run)
{
    m_fired[place] = run;
    settle(place);
    Q_EMIT orderChanged(place);
}

void PlanBoard::accepted(const PlanPlace &place)
{
    m_pending.erase(place);
    Q_EMIT orderChanged(place);
}

void PlanBoard::settle(const PlanPlace &place)
{
    const auto pending = m_pending.find(place);
    if (pending == m_pending.end())
        return;
    const PlanState *known = state(place);
    const QString *fired = valueIn(m_fired, place);
    const bool armed = pending->second.order == Order::Arm && known && known->arm && isOwnArm(known->arm->id);
    const bool runs =
        pending->second.order == Order::Fire && fired && (run(*fired) || (known && known->run == *fired));
    if (armed || runs)
        m_pending.erase(pending);
}

void PlanBoard::refused(const PlanPlace &place, Order order, const Error &error)
{
    m_pending.erase(place);
    m_refusals[place] = {order, error, m_clock.now()};
    Q_EMIT orderChanged(place);
}

void PlanBoard::forgetRefusal(const PlanPlace &place)
{
    if (m_refusals.erase(place) > 0)
        Q_EMIT orderChanged(place);
}

const PlanDocument *PlanBoard::document(const QString &plan) const
{
    return valueIn(m_documents, plan);
}

const PlanState *PlanBoard::state(const PlanPlace &place) const
{
    return valueIn(m_states, place);
}

const PlanTimes *PlanBoard::times(const QString &plan) const
{
    return valueIn(m_times, plan);
}

const PlanRun *PlanBoard::run(const QString &id) const
{
    return valueIn(m_runs, id);
}

const PlanRun *PlanBoard::runOf(const PlanPlace &place) const
{
    const PlanState *state = this->state(place);
    const PlanRun *shown = state ? run(state->run) : nullptr;
    const QString *fired = valueIn(m_fired, place);
    const PlanRun *own = fired ? run(*fired) : nullptr;
    // What this console fired is known before the event that the button has changed.
    if (own && !own->isOver())
        return own;
    return shown;
}

std::optional<PlanArm> PlanBoard::arm(const PlanPlace &place) const
{
    const PlanState *state = this->state(place);
    if (!state || !state->arm || armLeftMs(place) <= 0)
        return std::nullopt;
    return state->arm;
}

qint64 PlanBoard::armLeftMs(const PlanPlace &place) const
{
    const int64_t *until = valueIn(m_armUntil, place);
    return until ? std::max<int64_t>((*until - m_clock.now()) / 1000, 0) : 0;
}

std::optional<PlanBoard::Pending> PlanBoard::pending(const PlanPlace &place) const
{
    const Pending *found = valueIn(m_pending, place);
    if (!found || m_clock.now() - found->sentAt > forgetPendingUs)
        return std::nullopt;
    return *found;
}

std::optional<PlanBoard::Refusal> PlanBoard::refusal(const PlanPlace &place) const
{
    const Refusal *found = valueIn(m_refusals, place);
    return found ? std::optional(*found) : std::nullopt;
}

} // namespace twinfeed
