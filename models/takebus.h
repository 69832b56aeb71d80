// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <optional>

namespace twinfeed {

/// What a press on the bus means: the rules between a finger and a take, without a widget. NEXT is local to this
/// console. Times by the state's Clock. UI thread; owned by the bus bar.
///
/// A source that is fit and not locked is taken at one press. For one that is not, the first press says why and a second on the same
/// source within confirmWithinMs does it (select before operate: the selection lapses by itself).
class TakeBus final
{
public:
    static constexpr int64_t confirmWithinMs = 5000;
    /// The backend refuses the same take again within this time (429); here it is not even sent.
    static constexpr int64_t sameTakeWithinMs = 1000;

    /// Why nothing can be pressed.
    enum class Block { None, NoBackend, Stale, NoChannel, Role, Held };

    struct Press
    {
        enum class Outcome {
            Blocked, ///< see block()
            NothingChosen, ///< TAKE without NEXT
            AlreadyOnAir,
            AlreadySent, ///< the same take is on its way
            Confirm, ///< not fit (`reason`) or locked; press again
            Take, ///< send it
        };
        Outcome outcome = Outcome::Blocked;
        Source target = Source::Primary;
        bool force = false;
        QString reason; ///< the backend's sentence why the target is not fit; may be empty
        QString reasonCode; ///< see SourceStatus
        bool locked = false; ///< asks for the second press since somebody locked it
    };

    explicit TakeBus(const ConsoleState &state)
        : m_state(state)
    {
    }

    /// Forgets NEXT and a first press.
    void setChannel(const QString &channel);
    const QString &channel() const { return m_channel; }

    Block block() const { return blockOf(m_state, m_channel); }
    /// For everything that a director does on a channel.
    static Block blockOf(const ConsoleState &state, const QString &channel);
    std::optional<Source> next() const { return m_next; }
    /// Makes it NEXT, or not any more if it is already, or is on air. False when blocked.
    bool toggleNext(Source source);
    /// Nothing is NEXT, and no first press stands.
    void clear();

    /// TAKE: takes NEXT, which then is nothing: a second press by mistake changes nothing on air.
    Press pressTake();
    /// F1, F2, F3.
    Press pressDirect(Source target);

    /// The source that waits for its second press, if it still does.
    std::optional<Source> confirming() const;
    int64_t confirmRemainingMs() const;

    /// True when commanded and measured agree on it.
    bool isOnAir(Source source) const;
    bool isFit(Source source) const;

private:
    Press press(Source target);

    const ConsoleState &m_state;
    QString m_channel;
    std::optional<Source> m_next;
    std::optional<Source> m_confirming;
    int64_t m_confirmUntil = 0; ///< unit clock, microseconds
};

} // namespace twinfeed
