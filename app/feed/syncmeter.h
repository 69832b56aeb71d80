// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace twinfeed::feed {

/// Sound against picture: pairs each flash with the beep nearest to it, at most 400 ms away (they come once a second).
class SyncMeter final
{
public:
    void flash(int64_t us);
    void beep(int64_t us);
    /// At a change of the source, sound and picture belong to two sources: a pair that spans it tells nothing.
    void changed(int64_t us);

    struct Result
    {
        int count = 0;
        /// Milliseconds by which the sound is ahead of its picture (late: negative), as EBU R 37 counts.
        double median = 0;
        double least = 0;
        double most = 0;
    };
    std::optional<Result> result() const;

private:
    void match(std::deque<int64_t> &waiting, std::deque<int64_t> &own, int64_t us, int sign);

    // Without their counterpart yet: a file may hold its sound some seconds apart from its pictures.
    std::deque<int64_t> m_flashes;
    std::deque<int64_t> m_beeps;
    std::optional<int64_t> m_change;
    std::vector<double> m_aheadMs;
};

} // namespace twinfeed::feed
