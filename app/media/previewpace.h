// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>

namespace twinfeed::media {

/// How far a preview is behind what has arrived, and whether it has caught up since it was opened. Numbers in, numbers
/// out; no clock of its own. All times in microseconds.
///
/// A preview begins with the buffered group of pictures, sent as fast as the network takes it, and goes on live. The two
/// cannot be told apart by one packet: a slow link also makes a reader wait within the backlog. So "live" asks for both,
/// that reading had to wait, and that stream time has stopped running faster than the clock.
class PreviewPace final
{
public:
    /// A read this long had to wait for the network: 2 ms is more than any read out of the socket's buffer takes and less
    /// than half the distance of two pictures at 120 per second.
    static constexpr int64_t waitedAfter = 2'000;
    /// Stream time is compared with the clock over windows of this length: two pictures at 25 per second.
    static constexpr int64_t window = 80'000;

    /// A packet of the picture track was read at `now`, after the read had taken `took`.
    void arrived(int64_t dts, int64_t now, int64_t took);

    /// Nothing of the backlog is left.
    bool live() const { return m_live; }
    /// Some read has had to wait for the network: lag() is known.
    bool everWaited() const { return m_base.has_value(); }
    /// How much is waiting in front of us, in stream time; 0 while reads have to wait; unknown before the first wait.
    int64_t lag() const { return m_lag; }

private:
    std::optional<int64_t> m_base; ///< clock less stream time when nothing was waiting
    int64_t m_lag = 0;
    std::optional<int64_t> m_windowStart;
    int64_t m_windowOffset = 0;
    bool m_waited = false; ///< in this window
    bool m_live = false;
};

} // namespace twinfeed::media
