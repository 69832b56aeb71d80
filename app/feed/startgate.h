// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace twinfeed::feed {

/// Decides when the feeds' common time begins: when each has made its first try to connect, so that all start with
/// picture 0, but no later than a second after the first came. Any thread.
class StartGate final
{
public:
    /// `zeroUs`: decided beforehand.
    StartGate(const Clock &clock, int feeds, std::optional<int64_t> zeroUs)
        : m_clock(clock)
        , m_missing(feeds)
        , m_zeroUs(zeroUs)
    {
    }

    /// Called once by each feed. The clock at which the timeline's zero is to be sent.
    int64_t pass(std::stop_token stop);

private:
    const Clock &m_clock;
    std::mutex m_mutex; // guards the rest
    std::condition_variable_any m_decided;
    int m_missing;
    std::optional<int64_t> m_zeroUs;
};

} // namespace twinfeed::feed
