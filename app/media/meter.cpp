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
// Timestamps are rounded to milliseconds, and encoders of phones breathe; a whole picture is more than that.
constexpr double holeFactor = 1.6;

} // namespace

void Meter::add(const Packet &packet, int64_t at)
{
    const bool picture = packet.track == Track::Video;
    const std::lock_guard lock(m_mutex);
    m_bytes += sizeOf(packet);
    m_samples.push_back({at, sizeOf(packet), picture});
    while (at - m_samples.front().at > second)
        m_samples.pop_front();
    if (!m_newestAt || at - *m_newestAt > second)
        m_firstAt = at;
    Tenth &tenth = m_tenths[size_t(at / tenthUs) % m_tenths.size()];
    if (tenth.slot != at / tenthUs)
        tenth = {at / tenthUs, 0};
    tenth.bytes += sizeOf(packet);
    const int64_t half = at / gapSlotUs;
    Lead &lead = m_leads[size_t(packet.track)][size_t(half) % m_leads[0].size()];
    lead = {half, lead.slot == half ? std::max(lead.us, packet.dts - at) : packet.dts - at};
    if (m_newestAt) {
        const int64_t slot = at / gapSlotUs;
        Gap &gap = m_gaps[size_t(slot) % m_gaps.size()];
        if (gap.slot != slot)
            gap = {slot, 0};
        gap.us = std::max(gap.us, at - *m_newestAt);
    }
    m_newestAt = at;
    m_discontinuities += packet.discontinuity ? 1 : 0;
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
        noteDistance(packet.dts - m_pictureDts);
    }
    m_pictureAt = at;
    m_pictureDts = packet.dts;
}

void Meter::noteDistance(int64_t us)
{
    if (us > second)
        return;
    if (m_distances.size() == distancesKept) {
        std::array<int64_t, distancesKept> sorted{};
        std::ranges::copy(m_distances, sorted.begin());
        std::ranges::nth_element(sorted, sorted.begin() + distancesKept / 2);
        const auto usual = double(std::max<int64_t>(1, sorted[distancesKept / 2]));
        if (double(us) > holeFactor * usual)
            m_missing += int64_t(std::lround(double(us) / usual)) - 1;
        m_distances.pop_front();
    }
    m_distances.push_back(us);
}

void Meter::restart()
{
    const std::lock_guard lock(m_mutex);
    m_leads = {};
    m_pictureAt.reset();
    m_distances.clear();
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

void Meter::readBitrates(int64_t now, Reading &reading) const
{
    constexpr int seconds = 10;
    constexpr int perSecond = int(second / tenthUs);
    // Whole tenths that are over: the one that has begun would always be too small.
    const int64_t end = now / tenthUs;
    if (!m_firstAt || m_firstAt.value() / tenthUs >= end - seconds * perSecond)
        return;
    std::array<double, seconds> rates{};
    for (const Tenth &tenth : m_tenths) {
        const int64_t back = end - 1 - tenth.slot;
        if (tenth.slot >= 0 && back >= 0 && back < seconds * perSecond)
            rates[size_t(back / perSecond)] += double(tenth.bytes) * 8;
    }
    double mean = 0;
    for (const double rate : rates)
        mean += rate / seconds;
    double variance = 0;
    for (const double rate : rates)
        variance += (rate - mean) * (rate - mean) / seconds;
    reading.bitrateMean = mean;
    if (mean > 0)
        reading.bitrateWobble = 100 * std::sqrt(variance) / mean;
}

std::optional<int64_t> Meter::newestLead(const Leads &leads, int64_t now)
{
    std::optional<int64_t> most;
    for (const Lead &lead : leads) {
        if (lead.slot >= 0 && now / gapSlotUs - lead.slot < int64_t(leads.size()))
            most = std::max(most.value_or(lead.us), lead.us);
    }
    return most;
}

Meter::Reading Meter::read(int64_t now) const
{
    const std::lock_guard lock(m_mutex);
    Reading reading;
    reading.bytes = m_bytes;
    reading.missingPictures = m_missing;
    reading.discontinuities = m_discontinuities;
    reading.fps = fps(now);
    reading.largestGap = largestGap(now);
    readBitrates(now, reading);
    const auto pictures = newestLead(m_leads[size_t(Track::Video)], now);
    const auto sound = newestLead(m_leads[size_t(Track::Sound)], now);
    if (pictures && sound)
        reading.soundOffset = double(*pictures - *sound) / 1000;
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
