// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundlane.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace twinfeed::media {

namespace {

constexpr int64_t leastStep = 1'000; // FLV knows no finer one
// Sound of the old source that is missing for less than this before a cut is filled with the new one's.
constexpr int64_t mostFill = 200'000;
constexpr int64_t halfFrame = 10'667;
// Shorter holes are left to the players, who hide them better than we could.
constexpr int64_t usualPatience = 150'000;
constexpr int64_t mostPatience = 1'000'000;
// A source whose sound comes late is waited for so much longer than it was late.
constexpr int64_t latenessReserve = 60'000;
// A longer hole was one in the pictures too.
constexpr int64_t mostSilence = 3'000'000;

} // namespace

void SoundLane::begin(int64_t pts)
{
    m_patience = usualPatience;
    if (!m_end)
        m_end = pts;
    m_from = pts - halfFrame;
}

void SoundLane::enter(int64_t cutPts)
{
    m_patience = usualPatience;
    m_silent = false;
    m_from = m_dts && cutPts - *m_end < mostFill ? *m_end - halfFrame : cutPts - halfFrame;
    m_entering = true;
    m_shift = 0;
}

void SoundLane::put(Packet packet, int64_t at, std::vector<Packet> &out)
{
    packet.dts = m_dts ? std::max(at, *m_dts + leastStep) : at;
    m_dts = packet.dts;
    m_end = packet.dts + packet.duration;
    packet.dts -= m_origin;
    packet.pts = packet.dts;
    out.push_back(std::move(packet));
}

void SoundLane::send(Packet packet, int64_t heard, Source onAir, std::vector<Packet> &out)
{
    heard += m_shift;
    // Half a frame of overlap is the rounding of timestamps; more is sound that was there already.
    if (heard < m_from || (m_dts && heard < *m_end - packet.duration / 2)) {
        if (m_silent && heard >= m_from) { // it does come, only late: silence must not keep it out for ever
            m_patience = std::clamp(*m_end - heard + latenessReserve, m_patience, mostPatience);
            m_silent = false;
        }
        return;
    }
    if (m_silent || heard - *m_end > m_patience)
        fill(heard, onAir, out);
    m_silent = false;
    if (std::exchange(m_entering, false) && m_end && std::abs(heard - *m_end) <= halfFrame + leastStep) {
        m_shift = *m_end - heard;
        heard = *m_end;
    }
    m_last = packet;
    put(std::move(packet), heard, out);
}

void SoundLane::miss(int64_t until, Source onAir, std::vector<Packet> &out)
{
    if (!m_silence || !m_end || (!m_silent && until - *m_end <= m_patience))
        return;
    m_silent = true;
    fill(until, onAir, out);
}

void SoundLane::fill(int64_t until, Source onAir, std::vector<Packet> &out)
{
    if (!m_silence || m_silence->durationUs <= 0)
        return;
    m_end = std::max(*m_end, until - mostSilence);
    while (*m_end + m_silence->durationUs <= until) {
        Packet packet;
        packet.track = Track::Sound;
        packet.keyframe = true;
        packet.source = onAir;
        packet.duration = m_silence->durationUs;
        packet.arrival = packet.sourceDts = packet.sourcePts = *m_end;
        packet.config = m_silence->config;
        packet.payload = m_silence->payload;
        put(std::move(packet), *m_end, out);
        m_last.reset();
    }
}

} // namespace twinfeed::media
