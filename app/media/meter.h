// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <array>
#include <deque>
#include <mutex>
#include <optional>

namespace twinfeed::media {

/// Measures one stream as its packets pass. Fed by the stream's writer, read by anybody; one short lock, no clock.
class Meter final
{
public:
    /// Nothing where nothing can be measured: no packet in the window, too few of them, no keyframe yet.
    struct Reading
    {
        std::optional<double> fps; ///< pictures a second, over 1 s
        std::optional<double> bitrate; ///< payload bits a second, over 1 s
        std::optional<double> keyframeInterval; ///< seconds between the two newest keyframes
        std::optional<double> jitter; ///< ms: mean deviation of the distance of arrivals (RFC 3550, 6.4.1)
        std::optional<double> largestGap; ///< ms without a packet, over 10 s, the one going on included
        int64_t bytes = 0; ///< payload, since the start
    };

    /// `at`: unit clock at which the packet passed.
    void add(const Packet &packet, int64_t at);
    /// The stream begins anew (a reconnect): the next distances are not measured against what was before.
    void restart();
    Reading read(int64_t now) const;

private:
    struct Sample
    {
        int64_t at = 0;
        int bytes = 0;
        bool picture = false;
    };
    // Largest gap of half a second each.
    struct Gap
    {
        int64_t slot = -1;
        int64_t us = 0;
    };
    static constexpr int64_t gapSlotUs = 500'000;

    std::optional<double> fps(int64_t now) const; // needs m_mutex
    std::optional<double> largestGap(int64_t now) const; // needs m_mutex

    mutable std::mutex m_mutex; // guards everything below
    std::deque<Sample> m_samples; // of the newest second
    std::array<Gap, 20> m_gaps;
    int64_t m_bytes = 0;
    std::optional<int64_t> m_newestAt;
    std::optional<int64_t> m_newestKeyframe; // dts
    std::optional<int64_t> m_keyframeInterval;
    // Jitter of the pictures: their own distance is known best.
    std::optional<int64_t> m_pictureAt;
    int64_t m_pictureDts = 0;
    double m_jitter = 0;
    int m_jitterSamples = 0;
};

} // namespace twinfeed::media
