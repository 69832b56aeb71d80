// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failoverwatch.h"

#include "app/media/errors.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr int64_t ms = 1'000;
// Judging a source costs some microseconds and a few locks: not at every picture. A loss is seen at once all the same.
constexpr int64_t judgePeriod = 100 * ms;
// Below this there is no time for a cut between seeing the loss and running dry.
constexpr int leastHoldMs = 300;
constexpr int leastCutMs = 150;

/// It is there, and is not fit all the same. What has stopped is a matter of the loss time, and a keyframe comes by itself.
bool sendsWhatNobodyCanUse(const SourceStatus &status)
{
    return status.state == InputState::Live && !status.fit
        && status.reasonCode != QLatin1String("nothing-came")
        && status.reasonCode != QLatin1String("no-keyframe");
}

} // namespace

FailoverWatch::FailoverWatch(const ChannelConfig &config, FailoverOrders orders,
                             std::optional<Source> covered, const Clock &clock, Hooks hooks)
    : m_clock(clock)
    , m_hooks(std::move(hooks))
    , m_failover(std::move(orders), covered, clock.now())
    , m_lossMs(config.effectiveLossMs())
{
}

void FailoverWatch::reconfigure(const ChannelConfig &config)
{
    const std::lock_guard lock(m_mutex);
    m_lossMs = config.effectiveLossMs();
    FailoverOrders orders = m_failover.orders();
    orders.config = config.failover;
    m_failover.setOrders(orders);
    m_status = m_failover.status(m_facts, m_clock.now());
}

void FailoverWatch::setOrders(const FailoverOrders &orders)
{
    const std::lock_guard lock(m_mutex);
    m_failover.setOrders(orders);
    m_status = m_failover.status(m_facts, m_clock.now());
}

void FailoverWatch::arm()
{
    const std::lock_guard lock(m_mutex);
    m_failover.arm();
    m_status = m_failover.status(m_facts, m_clock.now());
}

void FailoverWatch::noteTake(Source target)
{
    const std::lock_guard lock(m_mutex);
    m_failover.noteTake(target);
}

void FailoverWatch::setContentFaults(Source path, std::vector<ContentFault> faults)
{
    if (path == Source::Slate)
        return;
    const std::lock_guard lock(m_mutex);
    m_faults[size_t(path)] = std::move(faults);
}

std::vector<ContentFault> FailoverWatch::contentFaults(Source path) const
{
    if (path == Source::Slate)
        return {};
    const std::lock_guard lock(m_mutex);
    return m_faults[size_t(path)];
}

FailoverStatus FailoverWatch::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

HoldStatus FailoverWatch::hold() const
{
    const std::lock_guard lock(m_mutex);
    return m_hold;
}

bool FailoverWatch::judgesAnew(const Splicer::Facts &facts, int64_t now) const
{
    if (now - m_judgedAt >= judgePeriod || facts.onAir != m_onAir)
        return true;
    for (size_t i = 0; i < m_fresh.size(); ++i) {
        if (facts.sources[i].fresh != m_fresh[i])
            return true;
    }
    return false;
}

void FailoverWatch::judge(const Splicer::Facts &facts, int64_t now)
{
    m_judgedAt = now;
    m_onAir = facts.onAir;
    std::array<SourceStatus, allSources.size()> judged;
    for (const Source source : allSources) {
        judged[size_t(source)] = m_hooks.judge(source);
        m_fresh[size_t(source)] = facts.sources[size_t(source)].fresh;
    }
    for (const Source path : {Source::Primary, Source::Backup})
        m_refusals[size_t(path)] = m_hooks.refusal ? m_hooks.refusal(path) : std::nullopt;
    for (const Source path : {Source::Primary, Source::Backup})
        m_refused[size_t(path)] = sendsWhatNobodyCanUse(judged[size_t(path)]);
    const std::lock_guard lock(m_mutex);
    for (const Source source : allSources) {
        const SourceStatus &status = judged[size_t(source)];
        Failover::SourceFacts &known = m_facts.sources[size_t(source)];
        known.fit = status.fit;
        known.reason = status.fit ? QString() : status.reason;
        known.reasonCode = status.fit ? QString() : status.reasonCode;
    }
}

std::optional<Error> FailoverWatch::notSeamless(const Failover::Facts &facts) const
{
    return m_refusals[size_t(otherPath(facts.onAir))];
}

HoldStatus FailoverWatch::judgeHold(const Failover::Facts &facts) const
{
    HoldStatus hold; // how long it is, the splicer knows
    const double holdMs = double(facts.holdUs) / ms;
    std::optional<Error> problem;
    const FailoverOrders &orders = m_failover.orders();
    const Source other = otherPath(facts.onAir);
    const Failover::SourceFacts &target = facts.sources[size_t(other)];
    const bool locked = std::ranges::find(orders.locked, other) != orders.locked.end();
    if (facts.onAir == Source::Slate)
        problem = std::nullopt; // a slate does not fail
    else if (orders.ended)
        problem = errorOf(QStringLiteral("event-ended"),
                          QStringLiteral("The event is over: nothing is left by itself."));
    else if (orders.config.mode == FailoverMode::Off)
        problem = errorOf(QStringLiteral("failover-off"), QStringLiteral("Failover is off."));
    else if (holdMs < leastHoldMs)
        problem = errorOf(QStringLiteral("hold-short"),
                          QStringLiteral("The hold is under %1 ms.").arg(leastHoldMs));
    else if (holdMs - m_lossMs < leastCutMs)
        problem =
            errorOf(QStringLiteral("loss-late"),
                    QStringLiteral("A loss is seen after %1 ms, which leaves less than %2 ms for the cut.")
                        .arg(m_lossMs)
                        .arg(leastCutMs));
    else if (locked)
        problem =
            errorOf(QStringLiteral("other-locked"), QStringLiteral("The %1 is locked.").arg(toWord(other)));
    else if (!target.fresh || !target.fit || !target.faults.empty())
        problem = errorOf(QStringLiteral("other-unfit"),
                          QStringLiteral("The %1 is not fit to be seen.").arg(toWord(other)));
    else
        problem = facts.notSeamless;
    hold.seamless = !problem;
    if (problem) {
        hold.reason = problem->message;
        hold.reasonCode = problem->code;
    }
    return hold;
}

Splicer::Order FailoverWatch::order(const Failover::Order &order, const Decision &decision, int64_t now) const
{
    const auto done = [decision, switched = m_hooks.switched](const Result<TakeEvidence> &result) {
        switched(decision, result);
    };
    return {m_hooks.open(now, done), order.target, Cut::Bridged, order.urgent};
}

SpliceThread::Decided FailoverWatch::decide(const Splicer::Facts &facts, int64_t now)
{
    if (judgesAnew(facts, now))
        judge(facts, now);
    Failover::Outcome outcome;
    {
        const std::lock_guard lock(m_mutex);
        for (const Source source : allSources) {
            const Splicer::SourceFacts &from = facts.sources[size_t(source)];
            Failover::SourceFacts &to = m_facts.sources[size_t(source)];
            to.fresh = from.fresh;
            to.newest = from.newest;
            to.lossUs = from.lossUs;
            if (source == Source::Slate)
                continue;
            to.faults = m_faults[size_t(source)];
            if (from.fresh && m_refused[size_t(source)])
                to.faults.push_back({to.reasonCode, to.reason, {}});
        }
        m_facts.onAir = facts.onAir;
        m_facts.taking = facts.taking;
        m_facts.holdUs = facts.holdUs;
        m_facts.notSeamless = notSeamless(m_facts);
        outcome = m_failover.advance(m_facts, now);
        m_status = m_failover.status(m_facts, now);
        m_hold = judgeHold(m_facts);
    }
    SpliceThread::Decided decided;
    decided.next = std::max(outcome.next, now + 1);
    for (Decision &decision : outcome.decisions) {
        decision.at = m_clock.wall();
        m_hooks.decided(decision);
        if (outcome.order && outcome.order->decision == decision.number)
            decided.orders.push_back(order(*outcome.order, decision, now));
    }
    return decided;
}

} // namespace twinfeed::media
