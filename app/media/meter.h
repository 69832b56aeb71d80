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
        std::optional<double> bitrateMean; ///< the same over 10 s; nothing before they have passed
        /// How much the seconds' bitrates of these 10 s differ: their standard deviation, in per cent of the mean.
        std::optional<double> bitrateWobble;
        /// ms by which the sound is earlier than the pictures (late: negative), by their timestamps against their arrival: how
        /// far ahead of its arrival each comes at its earliest within 10 s. Says something where both arrive in the order of
        /// their timestamps.
        std::optional<double> soundOffset;
        std::optional<double> keyframeInterval; ///< seconds between the two newest keyframes
        std::optional<double> jitter; ///< ms: mean deviation of the distance of arrivals (RFC 3550, 6.4.1)
        std::optional<double> largestGap; ///< ms without a packet, over 10 s, the one going on included
        int64_t bytes = 0; ///< payload, since the start
        /// Pictures that are not there between two others, by the distance of their timestamps; since the start. A hole of more
        /// than a second is an interruption, and not counted.
        int64_t missingPictures = 0;
        int64_t discontinuities = 0; ///< places where the stream's time did not go on; since the start
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
    // How far timestamps are ahead of arrival at the most, in half a second.
    struct Lead
    {
        int64_t slot = -1;
        int64_t us = 0;
    };
    using Leads = std::array<Lead, 20>;
    // Bytes of a tenth of a second.
    struct Tenth
    {
        int64_t slot = -1;
        int64_t bytes = 0;
    };
    static constexpr int64_t tenthUs = 100'000;
    // Largest gap of half a second each.
    struct Gap
    {
        int64_t slot = -1;
        int64_t us = 0;
    };
    static constexpr int64_t gapSlotUs = 500'000;

    // The newest distances of pictures; what most of them are is what the next should be.
    static constexpr size_t distancesKept = 9;

    void noteDistance(int64_t us); // needs m_mutex
    std::optional<double> fps(int64_t now) const; // needs m_mutex
    std::optional<double> largestGap(int64_t now) const; // needs m_mutex
    void readBitrates(int64_t now, Reading &reading) const; // needs m_mutex
    static std::optional<int64_t> newestLead(const Leads &leads, int64_t now);

    mutable std::mutex m_mutex; // guards everything below
    std::deque<Sample> m_samples; // of the newest second
    std::array<Gap, 20> m_gaps;
    std::array<Tenth, 101> m_tenths; // 10 s, and the one that has begun
    std::optional<int64_t> m_firstAt; // since the start, or a pause of a second and more
    std::array<Leads, 2> m_leads; // by Track
    std::deque<int64_t> m_distances;
    int64_t m_missing = 0;
    int64_t m_discontinuities = 0;
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
