// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/takebus.h"

namespace twinfeed {

/// What a press on automation means: the rules between a finger and a change of failover, locks or the event's end, as
/// TakeBus has them for takes. UI thread; owned by the bar of automation.
///
/// What only strengthens the protection is done at one press. What takes it away (failover off, the event's end) says so
/// first, and a second press within confirmWithinMs does it.
class Automation final
{
public:
    static constexpr int64_t confirmWithinMs = TakeBus::confirmWithinMs;

    /// What waits for its second press.
    enum class Question { Off, End };
    enum class Press {
        Blocked, ///< see block()
        Nothing, ///< it is so already
        Confirm, ///< press again: see question()
        Send,
    };

    explicit Automation(const ConsoleState &state)
        : m_state(state)
    {
    }

    /// Forgets a first press.
    void setChannel(const QString &channel);
    const QString &channel() const { return m_channel; }
    void clear() { m_question.reset(); }

    TakeBus::Block block() const { return TakeBus::blockOf(m_state, m_channel); }

    /// As commanded; nothing without a channel.
    std::optional<FailoverMode> mode() const;
    /// What a press can mend: suspended by a person, or out of switches.
    bool canArm() const;
    bool ended() const;
    bool isLocked(Source source) const;

    Press pressMode(FailoverMode mode);
    Press pressArm();
    Press pressEnd();
    /// What is to be locked after a press on the source's padlock, in the order of Source.
    std::vector<Source> toggledLocks(Source source) const;

    /// What was asked, while its second press is still waited for.
    std::optional<Question> question() const;
    int64_t questionRemainingMs() const;

private:
    Press ask(Question question);

    const ConsoleState &m_state;
    QString m_channel;
    std::optional<Question> m_question;
    int64_t m_questionUntil = 0; ///< unit clock, microseconds
};

} // namespace twinfeed
