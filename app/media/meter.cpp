// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/meter.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t gapWindow = 10 * second;
constexpr int jitterSmoothing = 16; // RFC 3550
constexpr int leastJitterSamples = 16;

} // namespace

void Meter::add(const Packet &packet, int64_t at)
{
    const bool picture = packet.track == Track::Video;
    const std::lock_guard lock(m_mutex);
    m_bytes += sizeOf(packet);
    m_samples.push_back({at, sizeOf(packet), picture});
    while (at - m_samples.front().at > second)
        m_samples.pop_front();
    if (m_newestAt) {
        const int64_t slot = at / gapSlotUs;
        Gap &gap = m_gaps[size_t(slot) % m_gaps.size()];
        if (gap.slot != slot)
            gap = {slot, 0};
        gap.us = std::max(gap.us, at - *m_newestAt);
    }
    m_newestAt = at;
    if (!picture)
        return;
    if (packet.keyframe) {
        if (m_newestKeyframe && packet.dts > *m_newestKeyframe && !packet.discontinuity)
            m_keyframeInterval = packet.dts - *m_newestKeyframe;
        m_newestKeyframe = packet.dts;
    }
    if (m_pictureAt && !packet.discontinuity) {
        const double deviation = std::abs(double((at - *m_pictureAt) - (packet.dts - m_pictureDts)));
        m_jitter += (deviation - m_jitter) / jitterSmoothing;
        ++m_jitterSamples;
    }
    m_pictureAt = at;
    m_pictureDts = packet.dts;
}

void Meter::restart()
{
    const std::lock_guard lock(m_mutex);
    m_pictureAt.reset();
    m_newestKeyframe.reset();
    m_keyframeInterval.reset();
    m_jitter = 0;
    m_jitterSamples = 0;
}

std::optional<double> Meter::fps(int64_t now) const
{
    int pictures = 0;
    int64_t first = 0;
    int64_t last = 0;
    for (const Sample &sample : m_samples) {
        if (!sample.picture || now - sample.at > second)
            continue;
        if (pictures++ == 0)
            first = sample.at;
        last = sample.at;
    }
    if (pictures == 0)
        return std::nullopt;
    // Counting alone jumps by one where the window's edge falls between two pictures; their own distance does not. It
    // must not hide that they have stopped coming, though.
    if (pictures > 2 && last > first) {
        const double distance = double(last - first) / (pictures - 1);
        if (double(now - last) < 3 * distance)
            return double(second) / distance;
    }
    return double(pictures);
}

std::optional<double> Meter::largestGap(int64_t now) const
{
    if (!m_newestAt || now - *m_newestAt > gapWindow)
        return std::nullopt;
    int64_t largest = now - *m_newestAt;
    const int64_t slot = now / gapSlotUs;
    for (const Gap &gap : m_gaps) {
        if (gap.slot >= 0 && slot - gap.slot < int64_t(m_gaps.size()))
            largest = std::max(largest, gap.us);
    }
    return double(largest) / 1000;
}

Meter::Reading Meter::read(int64_t now) const
{
    const std::lock_guard lock(m_mutex);
    Reading reading;
    reading.bytes = m_bytes;
    reading.fps = fps(now);
    reading.largestGap = largestGap(now);
    int64_t bytes = 0;
    bool any = false;
    for (const Sample &sample : m_samples) {
        if (now - sample.at <= second) {
            bytes += sample.bytes;
            any = true;
        }
    }
    if (!any)
        return reading;
    reading.bitrate = double(bytes) * 8;
    if (m_keyframeInterval)
        reading.keyframeInterval = double(*m_keyframeInterval) / second;
    if (m_jitterSamples >= leastJitterSamples)
        reading.jitter = m_jitter / 1000;
    return reading;
}

} // namespace twinfeed::media
