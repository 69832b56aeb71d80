// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"
#include "models/domain/live.h"
#include "models/domain/record.h"

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <vector>

namespace twinfeed::media {

/// A content rule that holds now (it has held for its time): what speaks against a path that sends.
struct ContentFault
{
    QString rule; ///< "black", "frozen", "silent", ...
    QString text; ///< one sentence with the numbers
    QJsonObject numbers;

    bool operator==(const ContentFault &) const = default;
};

/// What people have decided about automation.
struct FailoverOrders
{
    FailoverConfig config;
    bool suspended = false;
    std::vector<Source> locked = {};
    bool ended = false;

    bool operator==(const FailoverOrders &) const = default;
};
FailoverOrders ordersOf(const ChannelDocument &document);

/// Decides what is to be on air when nobody does: facts in, an order and decisions out. Pure: the clock is a parameter. One
/// thread.
///
/// - A source on air that is lost is left at once: for the other path if that is fit, else for the slate. Never limited.
/// - One that sends but is not fit is left for the other path if that is fit; not where a person chose it (suspended).
/// - The slate that automation put on air is left when a path has been clean for clearMs. With `reverting` the primary is gone
///   back to likewise, if the move is seamless. `once` does not go back to a path that it left, unless on loss.
/// - Content faults and failbacks together move the programme at most mostSwitches times in windowUs.
/// - At a start the source of the document is waited for behind the slate, startGraceUs long, and put on air as soon as it
///   comes.
class Failover final
{
public:
    static constexpr int mostSwitches = 3;
    static constexpr int64_t windowUs = 600'000'000;
    static constexpr int64_t startGraceUs = 2'000'000;

    struct SourceFacts
    {
        bool fresh = false; ///< packets arrive
        std::optional<int64_t> newest; ///< arrival of the newest packet
        int64_t lossUs = 300'000; ///< without one for so long it is lost
        bool fit = false; ///< judged on fresh data, content rules aside
        QString reason; ///< why it is not fit
        QString reasonCode;
        std::vector<ContentFault> faults = {};
    };
    struct Facts
    {
        std::array<SourceFacts, 3> sources; ///< by Source
        Source onAir = Source::Slate;
        std::optional<Source> taking; ///< target of a take that is not done yet, anybody's
        std::optional<Error>
            notSeamless; ///< why a move to the other path would be seen; nothing: it would not
        int64_t holdUs = 0;
    };
    struct Order
    {
        Source target = Source::Slate;
        bool urgent = false;
        qint64 decision = 0; ///< number of the decision behind it
    };
    struct Outcome
    {
        std::optional<Order> order;
        std::vector<Decision> decisions; ///< `at` is left to the caller
        int64_t next = std::numeric_limits<int64_t>::max(); ///< ask again then at the latest
    };

    /// `covered`: the slate that is on air stands there for this path, by an automation before the start.
    Failover(FailoverOrders orders, std::optional<Source> covered, int64_t now);

    void setOrders(const FailoverOrders &orders);
    /// A person arms it again: the switches before count no more.
    void arm();
    /// A person takes a source.
    void noteTake(Source target);
    /// Once a round. An order is given once; what becomes of it is read off the facts.
    Outcome advance(const Facts &facts, int64_t now);
    FailoverStatus status(const Facts &facts, int64_t now) const;
    const FailoverOrders &orders() const { return m_orders; }
    /// The path that the slate on air stands for by automation's decision; for the next start.
    std::optional<Source> covered() const { return m_covered; }

private:
    bool isLost(const SourceFacts &source, int64_t now) const;
    static bool isClean(const SourceFacts &source)
    {
        return source.fresh && source.fit && source.faults.empty();
    }
    bool isLocked(Source source) const;
    bool isStarting(int64_t now) const;
    int64_t clearAt(Source path) const;
    int switchesLeft(int64_t now) const;
    void observe(const Facts &facts, int64_t now);
    bool waitsForTake(const Facts &facts, int64_t now);

    void onLoss(const Facts &facts, int64_t now, Outcome &outcome);
    void onContent(const Facts &facts, int64_t now, Outcome &outcome);
    void onSlate(const Facts &facts, int64_t now, Outcome &outcome);
    void onRevert(const Facts &facts, int64_t now, Outcome &outcome);

    QString cleanText(Source path, int64_t now) const;
    static QString limitText();
    Decision decision(const QString &rule, Source to, const QString &text, const Facts &facts, int64_t now);
    void go(Source target, const char *rule, bool counted, const QString &cause, const Facts &facts,
            int64_t now, Outcome &outcome);
    void stay(const char *cause, const char *rule, const QString &code, Source target, const QString &because,
              const QString &why, const Facts &facts, int64_t now, Outcome &outcome);
    void forgetStays(bool keep);

    FailoverOrders m_orders;
    std::optional<Source> m_covered;
    const int64_t m_begunAt;
    bool m_started = false; // facts have been seen
    std::array<bool, 3> m_came{}; // since the start
    std::optional<Source> m_startSource; // the start's source, until it came or another was put on air
    std::array<std::optional<int64_t>, 3> m_cleanSince;
    std::optional<Order> m_ordered; // ours, under way
    std::set<Source> m_left; // by automation, since a person last said something
    std::deque<int64_t> m_switches; // those that count, oldest first
    std::set<QString> m_stays; // told already, as long as their cause lasts
    std::set<QString> m_causes; // seen in this round
    std::optional<Decision> m_staying; // the newest that was told
    QString m_stayingCode;
    qint64 m_number = 0;
};

} // namespace twinfeed::media
