// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>

namespace twinfeed::media {

/// Sound on its way from a preview's thread to whoever plays it: 16 bit, stereo (left and right by turns), 48 kHz. The writer
/// never waits and the reader always gets what it asks for: silence where nothing has come, and where more waits than a person would
/// call live, the oldest is left out. So a burst, a hole, or a sound card whose clock is another than the encoder's (50 ppm are 0.2 s in an hour)
/// costs a click at most. Any thread.
class SoundTap final
{
public:
    static constexpr int rate = 48'000;
    static constexpr int channels = 2;
    /// Samples of each channel that wait before the first is given: frames come each 21 ms, and not evenly.
    static constexpr size_t begin = rate * 80 / 1000;
    /// More than this is not live any more ...
    static constexpr size_t most = rate * 300 / 1000;
    /// ... and is cut down to this.
    static constexpr size_t kept = rate * 120 / 1000;

    /// Whole samples of both channels.
    void write(std::span<const int16_t> samples);
    /// Fills all of `to`; true when any of it is sound.
    bool read(std::span<int16_t> to);
    /// Samples of each channel that wait.
    size_t waiting() const;

private:
    mutable std::mutex m_mutex; ///< guards all below; held for a copy of 20 ms of sound at most
    std::deque<int16_t> m_samples;
    bool m_flows = false; ///< since `begin` was reached, until nothing was left
};

} // namespace twinfeed::media
