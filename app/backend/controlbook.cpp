// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/controlbook.h"

namespace twinfeed::backend {

ChannelControl ControlBook::of(const QString &channel) const
{
    const auto it = m_holds.find(channel);
    if (it == m_holds.end())
        return {channel, {}, {}, 0};
    const Hold &hold = it->second;
    const int64_t left = hold.holder.isEmpty() ? 0 : std::max<int64_t>(hold.until - m_clock.now(), 0);
    return {channel, hold.holder, hold.since, left / 1000};
}

Error ControlBook::heldBy(const Hold &hold) const
{
    return Error{QStringLiteral("held"),
                 QStringLiteral("%1 has the channel.").arg(hold.holder),
                 {},
                 QStringLiteral("Ask %1 to hand it over, or take it over.").arg(hold.holder),
                 {{QStringLiteral("holder"), hold.holder}}};
}

Result<void> ControlBook::mayCommand(const server::Caller &caller, const QString &channel) const
{
    const auto it = m_holds.find(channel);
    if (it == m_holds.end() || it->second.holder.isEmpty() || it->second.holder == caller.name)
        return {};
    return heldBy(it->second);
}

Result<ChannelControl> ControlBook::after(const QString &who, const QString &channel,
                                          const ControlOrder &order) const
{
    using Verb = ControlOrder::Verb;
    const auto it = m_holds.find(channel);
    const bool foreign = it != m_holds.end() && !it->second.holder.isEmpty() && it->second.holder != who;
    if (foreign && order.verb != Verb::TakeOver)
        return heldBy(it->second);
    ChannelControl next = of(channel);
    const QString before = next.holder;
    next.holder = order.verb == Verb::Release ? QString() : order.verb == Verb::HandOver ? order.to : who;
    if (next.holder != before)
        next.since = m_clock.wall();
    next.lapsesInMs = next.holder.isEmpty() ? 0 : lapsesAfterUs / 1000;
    return next;
}

void ControlBook::adopt(const ChannelControl &control)
{
    m_holds[control.channel] = {control.holder, control.since, m_clock.now() + control.lapsesInMs * 1000};
}

std::vector<ChannelControl> ControlBook::lapse()
{
    std::vector<ChannelControl> gone;
    for (auto &[channel, hold] : m_holds) {
        if (hold.holder.isEmpty() || m_clock.now() < hold.until)
            continue;
        gone.push_back(of(channel));
        hold = {{}, m_clock.wall(), 0};
    }
    return gone;
}

} // namespace twinfeed::backend
