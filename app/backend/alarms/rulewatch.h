// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace twinfeed::backend {

/// `Undecided`: nothing can be said now (see RuleReading::reason). `Pending`: it is wrong, but not for long enough yet.
enum class RuleState { Undecided, Clear, Pending, Holds };
QString toWord(RuleState state);

/// What a rule says of one node now.
struct RuleReading
{
    RuleState state = RuleState::Undecided;
    /// It holds, or held when something could last be said: what is undecided neither raises an alarm nor ends one.
    bool holds = false;
    /// It is decided, and the value is where it clears: not even on the way to being wrong.
    bool right = false;
    QString reason; ///< why it is undecided, in a few words
    std::optional<double> value; ///< as compared: averaged, risen by
    std::optional<double> usual; ///< mean of the last minute that was right
    std::optional<int64_t> since; ///< unit clock: wrong since then, where it is pending or holds

    bool operator==(const RuleReading &) const = default;
};

/// One rule at one node of one channel: values in, "holds" or "clear" out. A value that is missing, too old, or no number
/// is undecided: neither good nor bad; time that was not seen counts for neither. Pure: the time (unit clock, microseconds)
/// is a parameter. One thread.
class RuleWatch final
{
public:
    explicit RuleWatch(Rule rule);

    const Rule &rule() const { return m_rule; }
    /// A measured value of now, `periodMs` after the one before as a rule; nothing where there is none (N/A).
    void sample(std::optional<double> value, int periodMs, int64_t now);
    RuleReading read(int64_t now) const;

    /// Without a value for so long, or for three periods, nothing can be said.
    static constexpr int64_t staleUs = 3'000'000;
    /// A value that has been off its mean for so long is taken for the new normal.
    static constexpr int64_t relearnUs = 600'000'000;

private:
    struct Sample
    {
        int64_t at = 0;
        double value = 0;
    };
    int64_t staleAfter() const;
    /// What is compared: the value itself, its average, or what it has risen by.
    std::optional<double> compared(double value, int64_t now);
    bool isWrong(double value) const;
    bool isRight(double value) const;
    double deviation(double value) const; // per cent off the mean
    void learn(double value, int64_t now, bool wrong);
    bool knowsMean() const;
    void judge(double value, int64_t now);
    void forgetUnseen();

    const Rule m_rule;
    std::deque<Sample> m_window; // oldest first
    std::optional<int64_t> m_lastAt; // of the newest value
    std::optional<int64_t> m_missingSince; // values come, but there is nothing in them
    int m_periodMs = 0;
    std::optional<double> m_value;
    double m_mean = 0;
    int64_t m_learntUs = 0; // how much time the mean is made of
    std::optional<int64_t> m_learntAt;
    std::optional<int64_t> m_wrongSince;
    std::optional<int64_t> m_rightSince;
    std::optional<int64_t> m_heldSince; // it holds, and was wrong since then
};

} // namespace twinfeed::backend
