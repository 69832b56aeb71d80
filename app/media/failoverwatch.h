// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/failover.h"
#include "app/media/splicethread.h"
#include "app/media/takebook.h"

#include <functional>
#include <mutex>

namespace twinfeed::media {

/// Runs a channel's Failover in front of its splicer: brings the facts together, gives the orders, tells the decisions, and says
/// how seamless a failover would be. decide() on the splice thread, all else from any; nothing waits.
class FailoverWatch final
{
public:
    /// Called with no lock held.
    struct Hooks
    {
        /// A source as it is judged without the content rules.
        std::function<SourceStatus(Source source)> judge;
        /// Why a cut to this path would not be bridged or aligned; on the splice thread.
        std::function<std::optional<Error>(Source path)> refusal;
        /// Opens a take of the engine's own in the take book.
        std::function<uint64_t(int64_t at, TakeBook::Done done)> open;
        std::function<void(const Decision &decision)> decided;
        std::function<void(const Decision &decision, const Result<TakeEvidence> &result)> switched;
    };

    /// `covered`: see Failover.
    FailoverWatch(const ChannelConfig &config, FailoverOrders orders, std::optional<Source> covered,
                  const Clock &clock, Hooks hooks);

    void reconfigure(const ChannelConfig &config);
    void setOrders(const FailoverOrders &orders);
    void arm();
    void noteTake(Source target);
    void setContentFaults(Source path, std::vector<ContentFault> faults);
    /// The rules that hold against a path now.
    std::vector<ContentFault> contentFaults(Source path) const;

    SpliceThread::Decided decide(const Splicer::Facts &facts, int64_t now);

    FailoverStatus status() const;
    /// Only how seamless it is, and why not.
    HoldStatus hold() const;

private:
    bool judgesAnew(const Splicer::Facts &facts, int64_t now) const;
    void judge(const Splicer::Facts &facts, int64_t now);
    HoldStatus judgeHold(const Failover::Facts &facts) const;
    std::optional<Error> notSeamless(const Failover::Facts &facts) const;
    Splicer::Order order(const Failover::Order &order, const Decision &decision, int64_t now) const;

    const Clock &m_clock;
    const Hooks m_hooks;

    mutable std::mutex m_mutex; // guards all up to m_facts
    Failover m_failover;
    int m_lossMs;
    std::array<std::vector<ContentFault>, 2> m_faults;
    FailoverStatus m_status;
    HoldStatus m_hold;
    Failover::Facts m_facts; // of the newest round

    // The splice thread only
    int64_t m_judgedAt = 0;
    std::array<bool, 3> m_fresh{};
    Source m_onAir = Source::Slate;
    std::array<std::optional<Error>, 2> m_refusals;
    std::array<bool, 2> m_refused{}; // sends, and is not fit
};

} // namespace twinfeed::media
