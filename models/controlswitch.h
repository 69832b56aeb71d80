// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

namespace twinfeed {

/// Who has the channel, and what a press on that means: the rules without a widget. Taking a channel over asks for a second
/// press. UI thread.
class ControlSwitch final
{
public:
    static constexpr int64_t confirmWithinMs = 5000;

    enum class Who { Unknown, Nobody, Me, Other };

    explicit ControlSwitch(const ConsoleState &state)
        : m_state(state)
    {
    }

    /// Forgets a first press.
    void setChannel(const QString &channel);
    const QString &channel() const { return m_channel; }

    Who who() const;
    QString holder() const;
    /// This token may have a channel, and the backend can be asked.
    bool canAsk() const;
    /// Our role where it does not allow to have a channel.
    std::optional<Role> roleTooLow() const;

    /// What to send: hold what nobody has; take over at the second press. Nothing where the press is the first, or one has it.
    std::optional<ControlOrder> press();
    bool asking() const;
    void clear() { m_askedUntil = 0; }

private:
    const ConsoleState &m_state;
    QString m_channel;
    QString m_askedOf; ///< who had it at the first press
    int64_t m_askedUntil = 0; ///< unit clock, microseconds
};

} // namespace twinfeed
