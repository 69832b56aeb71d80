// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/rehearsalguard.h"
#include "app/backend/engine.h"

namespace twinfeed::backend {

/// Makes media::ChannelEngine. The clock outlives what it makes. With a guard, engines are given nothing but what it says is
/// the rehearsal unit's own, whatever a channel's document holds.
class MediaEngineFactory final : public EngineFactory
{
public:
    explicit MediaEngineFactory(const Clock &clock, std::shared_ptr<const drills::RehearsalGuard> guard = {})
        : m_clock(clock)
        , m_guard(std::move(guard))
    {
    }
    std::unique_ptr<Engine> create(media::ChannelEngine::Start start,
                                   media::EngineListener &listener) override;

private:
    const Clock &m_clock;
    const std::shared_ptr<const drills::RehearsalGuard> m_guard;
};

} // namespace twinfeed::backend
