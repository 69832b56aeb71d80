// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/controlswitch.h"

namespace twinfeed {

void ControlSwitch::setChannel(const QString &channel)
{
    m_channel = channel;
    clear();
}

ControlSwitch::Who ControlSwitch::who() const
{
    if (!m_state.connected() || m_state.stale() || !m_state.channel(m_channel))
        return Who::Unknown;
    const QString holder = this->holder();
    if (holder.isEmpty())
        return Who::Nobody;
    return holder == m_state.me() ? Who::Me : Who::Other;
}

QString ControlSwitch::holder() const
{
    return m_state.holder(m_channel);
}

bool ControlSwitch::canAsk() const
{
    // Without a name one would not know one's own hold from another's.
    return who() != Who::Unknown && !roleTooLow() && !m_state.me().isEmpty();
}

std::optional<Role> ControlSwitch::roleTooLow() const
{
    return m_state.role() && *m_state.role() < Role::Director ? m_state.role() : std::nullopt;
}

std::optional<ControlOrder> ControlSwitch::press()
{
    if (!canAsk())
        return std::nullopt;
    switch (who()) {
    case Who::Unknown:
    case Who::Me:
        return std::nullopt;
    case Who::Nobody:
        clear();
        return ControlOrder{};
    case Who::Other:
        break;
    }
    if (asking()) {
        clear();
        return ControlOrder{ControlOrder::Verb::TakeOver, {}};
    }
    m_askedOf = holder();
    m_askedUntil = m_state.clock().now() + confirmWithinMs * 1000;
    return std::nullopt;
}

bool ControlSwitch::asking() const
{
    return m_state.clock().now() < m_askedUntil && who() == Who::Other && holder() == m_askedOf;
}

} // namespace twinfeed
