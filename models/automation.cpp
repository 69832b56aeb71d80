// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/automation.h"

#include <algorithm>
#include <iterator>

namespace twinfeed {

void Automation::setChannel(const QString &channel)
{
    if (m_channel == channel)
        return;
    m_channel = channel;
    clear();
}

std::optional<FailoverMode> Automation::mode() const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    return document ? std::optional(document->config.failover.mode) : std::nullopt;
}

bool Automation::canArm() const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const ChannelStatus *status = m_state.status(m_channel);
    if (!document || document->ended || document->config.failover.mode == FailoverMode::Off)
        return false;
    return document->suspended || (status && status->failover.state == FailoverState::Spent);
}

bool Automation::ended() const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    return document && document->ended;
}

bool Automation::isLocked(Source source) const
{
    return m_state.isLocked(m_channel, source);
}

Automation::Press Automation::pressMode(FailoverMode mode)
{
    if (block() != TakeBus::Block::None)
        return Press::Blocked;
    const bool second = question() == Question::Off;
    clear();
    if (this->mode() == mode)
        return Press::Nothing;
    return mode == FailoverMode::Off && !second ? ask(Question::Off) : Press::Send;
}

Automation::Press Automation::pressArm()
{
    if (block() != TakeBus::Block::None)
        return Press::Blocked;
    clear();
    return canArm() ? Press::Send : Press::Nothing;
}

Automation::Press Automation::pressEnd()
{
    if (block() != TakeBus::Block::None)
        return Press::Blocked;
    const bool second = question() == Question::End;
    clear();
    if (ended())
        return Press::Nothing;
    return second ? Press::Send : ask(Question::End);
}

std::vector<Source> Automation::toggledLocks(Source source) const
{
    std::vector<Source> locked;
    std::copy_if(allSources.begin(), allSources.end(), std::back_inserter(locked),
                 [&](Source other) { return isLocked(other) != (other == source); });
    return locked;
}

Automation::Press Automation::ask(Question question)
{
    m_question = question;
    m_questionUntil = m_state.clock().now() + confirmWithinMs * 1000;
    return Press::Confirm;
}

std::optional<Automation::Question> Automation::question() const
{
    return questionRemainingMs() > 0 ? m_question : std::nullopt;
}

int64_t Automation::questionRemainingMs() const
{
    return m_question ? std::max<int64_t>((m_questionUntil - m_state.clock().now()) / 1000, 0) : 0;
}

} // namespace twinfeed
