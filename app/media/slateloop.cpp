// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slateloop.h"

#include <algorithm>
#include <limits>

namespace twinfeed::media {

namespace {

// After a sleep of the machine the loop starts over instead of pushing hours of packets.
constexpr int64_t mostBehind = 30'000'000;
// A clip that says nothing sensible must not turn into an endless loop.
constexpr int64_t leastLoop = 100'000;

} // namespace

SlateLoop::SlateLoop(std::shared_ptr<GopBuffer> buffer, Meter &meter, int64_t headStartUs)
    : m_buffer(std::move(buffer))
    , m_meter(meter)
    , m_headStart(headStartUs)
{
}

void SlateLoop::setClip(std::shared_ptr<const SlateClip> clip, int64_t now)
{
    if (clip && (clip->packets.empty() || clip->loopUs < leastLoop))
        clip = nullptr;
    if (!clip) {
        m_clip = nullptr;
        m_next = nullptr;
        m_buffer->clear();
    } else if (m_clip) {
        m_next = std::move(clip);
    } else {
        begin(std::move(clip), now - m_headStart);
    }
}

void SlateLoop::begin(std::shared_ptr<const SlateClip> clip, int64_t at)
{
    // Times go on rising, also after a while without a clip.
    at = std::max(at, m_endOf[size_t(Track::Video)]);
    m_discontinuity = m_endOf[size_t(Track::Video)] != nothing;
    m_clip = std::move(clip);
    m_position = 0;
    m_loopStart = at - m_clip->packets.front().dts;
}

bool SlateLoop::exchange()
{
    const Packet &packet = m_clip->packets[m_position];
    if (!m_next || packet.track != Track::Video || !packet.keyframe)
        return false;
    begin(std::exchange(m_next, nullptr), unitTime(packet));
    m_discontinuity = false;
    return true;
}

void SlateLoop::push(const Packet &packet, std::vector<Packet> &due)
{
    Packet live = packet;
    live.source = Source::Slate;
    live.dts += m_loopStart;
    live.pts += m_loopStart;
    int64_t &end = m_endOf[size_t(live.track)];
    // Where clips are exchanged, a sound frame of the new one may begin inside the last one of the old.
    if (live.dts < end - live.duration / 2)
        return;
    live.dts = std::max(live.dts, end);
    live.pts = std::max(live.pts, live.dts);
    live.arrival = live.dts;
    live.sourceDts = live.dts;
    live.sourcePts = live.pts;
    live.discontinuity = m_discontinuity && live.track == Track::Video;
    if (live.track == Track::Video)
        m_discontinuity = false;
    // Only as far as times must rise; a duration that was rounded up must not push the next packet on.
    end = live.dts + std::max<int64_t>(1'000, live.duration / 2);
    m_meter.add(live, live.arrival);
    due.push_back(std::move(live));
}

int64_t SlateLoop::advance(int64_t now)
{
    if (!m_clip)
        return std::numeric_limits<int64_t>::max();
    if (now - unitTime(m_clip->packets[m_position]) > mostBehind + m_headStart)
        begin(m_next ? std::exchange(m_next, nullptr) : m_clip, now - m_headStart);
    std::vector<Packet> due;
    for (;;) {
        if (!exchange()) {
            const Packet &packet = m_clip->packets[m_position];
            if (unitTime(packet) > now)
                break;
            push(packet, due);
            if (++m_position == m_clip->packets.size()) {
                m_position = 0;
                m_loopStart += m_clip->loopUs;
            }
        }
    }
    // Sound need not wake anybody by itself: it goes with the next picture.
    int64_t next = unitTime(m_clip->packets[m_position]);
    for (size_t i = m_position; i < m_clip->packets.size(); ++i) {
        if (m_clip->packets[i].track == Track::Video) {
            next = unitTime(m_clip->packets[i]);
            break;
        }
    }
    m_buffer->push(std::move(due));
    return next;
}

} // namespace twinfeed::media
