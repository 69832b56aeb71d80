// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"
#include "models/domain/clock.h"
#include "models/domain/control.h"

#include <map>
#include <vector>

namespace twinfeed::backend {

/// Which person has which channel. Kept in memory only: after a restart nobody has one, and consoles say again what they
/// hold. All times are of the unit clock, microseconds. Director's thread.
class ControlBook final
{
public:
    /// The holder's console says it again every ten seconds; three that are missing, and the console is gone.
    static constexpr int64_t lapsesAfterUs = 30'000'000;

    explicit ControlBook(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// As it is now; without a holder where nobody has it.
    ChannelControl of(const QString &channel) const;
    /// "held", with the "holder", where another person than the caller has the channel.
    Result<void> mayCommand(const server::Caller &caller, const QString &channel) const;
    /// What `order` of `who` makes of it; "held" where it is another's and is not taken over. Changes nothing.
    Result<ChannelControl> after(const QString &who, const QString &channel, const ControlOrder &order) const;
    void adopt(const ChannelControl &control);
    /// Those whose console is gone; nobody has them now. As they were before.
    std::vector<ChannelControl> lapse();

private:
    struct Hold
    {
        QString holder;
        QDateTime since;
        int64_t until = 0;
    };
    Error heldBy(const Hold &hold) const;

    const Clock &m_clock;
    std::map<QString, Hold> m_holds; // holder empty: let go of since then
};

} // namespace twinfeed::backend
