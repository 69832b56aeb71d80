// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/takebus.h"

#include <algorithm>

namespace twinfeed {

void TakeBus::setChannel(const QString &channel)
{
    if (m_channel == channel)
        return;
    m_channel = channel;
    clear();
}

void TakeBus::clear()
{
    m_next.reset();
    m_confirming.reset();
}

TakeBus::Block TakeBus::blockOf(const ConsoleState &state, const QString &channel)
{
    if (!state.connected())
        return Block::NoBackend;
    if (state.stale())
        return Block::Stale;
    if (!state.channel(channel))
        return Block::NoChannel;
    if (state.role() && *state.role() < Role::Director)
        return Block::Role;
    // Where our own name is not known, the backend decides.
    const QString holder = state.holder(channel);
    if (!state.me().isEmpty() && !holder.isEmpty() && holder != state.me())
        return Block::Held;
    return Block::None;
}

bool TakeBus::toggleNext(Source source)
{
    if (block() != Block::None)
        return false;
    m_confirming.reset();
    if (m_next == source || isOnAir(source))
        m_next.reset();
    else
        m_next = source;
    return true;
}

TakeBus::Press TakeBus::pressTake()
{
    if (block() != Block::None)
        return {};
    if (!m_next)
        return {Press::Outcome::NothingChosen, {}, false, {}, {}};
    const Press result = press(*m_next);
    if (result.outcome == Press::Outcome::Take || result.outcome == Press::Outcome::AlreadyOnAir)
        m_next.reset();
    return result;
}

TakeBus::Press TakeBus::pressDirect(Source target)
{
    if (block() != Block::None)
        return {};
    const Press result = press(target);
    if (result.outcome == Press::Outcome::Take && m_next == target)
        m_next.reset();
    return result;
}

TakeBus::Press TakeBus::press(Source target)
{
    const bool second = confirming() == target;
    m_confirming.reset();
    if (isOnAir(target))
        return {Press::Outcome::AlreadyOnAir, target, false, {}, {}};
    const int64_t now = m_state.clock().now();
    if (const CommandRecord *sent = m_state.newestCommand(m_channel, QStringLiteral("take")); sent
        && !sent->ended() && sent->target == toWord(target) && now - sent->sentAt < sameTakeWithinMs * 1000) {
        return {Press::Outcome::AlreadySent, target, false, {}, {}};
    }
    const bool fit = isFit(target);
    const bool locked = m_state.isLocked(m_channel, target);
    if (fit && !locked)
        return {Press::Outcome::Take, target, false, {}, {}};
    if (second)
        return {Press::Outcome::Take, target, true, {}, {}};
    m_confirming = target;
    m_confirmUntil = now + confirmWithinMs * 1000;
    const SourceStatus *status = m_state.sourceStatus(m_channel, target);
    return {Press::Outcome::Confirm,
            target,
            false,
            status && !fit ? status->reason : QString(),
            status && !fit ? status->reasonCode : QString(),
            locked};
}

std::optional<Source> TakeBus::confirming() const
{
    return m_confirming && confirmRemainingMs() > 0 ? m_confirming : std::nullopt;
}

int64_t TakeBus::confirmRemainingMs() const
{
    return m_confirming ? std::max<int64_t>((m_confirmUntil - m_state.clock().now()) / 1000, 0) : 0;
}

bool TakeBus::isOnAir(Source source) const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const ChannelStatus *status = m_state.status(m_channel);
    if (!document || document->onAir != source)
        return false;
    return !status || !status->programme || *status->programme == source;
}

bool TakeBus::isFit(Source source) const
{
    const SourceStatus *status = m_state.sourceStatus(m_channel, source);
    return status && status->fit;
}

} // namespace twinfeed
