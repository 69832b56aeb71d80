// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/engine.h"

namespace twinfeed::backend {

/// Makes media::ChannelEngine. The clock outlives what it makes.
class MediaEngineFactory final : public EngineFactory
{
public:
    explicit MediaEngineFactory(const Clock &clock)
        : m_clock(clock)
    {
    }
    std::unique_ptr<Engine> create(media::ChannelEngine::Start start,
                                   media::EngineListener &listener) override;

private:
    const Clock &m_clock;
};

} // namespace twinfeed::backend
