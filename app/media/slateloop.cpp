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
constexpr int64_t never = std::numeric_limits<int64_t>::max();

} // namespace

SlateLoop::SlateLoop(std::shared_ptr<GopBuffer> buffer, Meter &meter, int64_t headStartUs)
    : m_buffer(std::move(buffer))
    , m_meter(meter)
    , m_headStart(headStartUs)
{
}

void SlateLoop::setClip(std::shared_ptr<const SlateClip> clip, int64_t now,
                        std::shared_ptr<SlateTextPictures> text)
{
    const auto isPicture = [](const Packet &packet) { return packet.track == Track::Video; };
    if (clip && (clip->loopUs < leastLoop || std::ranges::none_of(clip->packets, isPicture)))
        clip = nullptr;
    if (!clip) {
        m_now = {};
        m_next = {};
        m_buffer->clear();
    } else if (m_now) {
        m_next = {std::move(clip), std::move(text)};
    } else {
        begin({std::move(clip), std::move(text)}, now - m_headStart);
    }
}

void SlateLoop::begin(Playing playing, int64_t at)
{
    // Times go on rising, also after a while without a clip.
    at = std::max(at, m_endOf[size_t(Track::Video)]);
    m_discontinuity = m_endOf[size_t(Track::Video)] != nothing;
    m_now = std::move(playing);
    m_pictures.clear();
    m_sounds.clear();
    for (const Packet &packet : m_now.clip->packets)
        (packet.track == Track::Video ? m_pictures : m_sounds).push_back(&packet);
    m_picture = 0;
    m_sound = 0;
    m_loopStart = at - m_pictures.front()->dts;
    m_soundStart = at;
}

int64_t SlateLoop::soundTime() const
{
    if (m_sounds.empty())
        return never;
    const int64_t rate = m_now.clip->format.sampleRate;
    // In two parts: the product of a year would not fit.
    const int64_t samples = m_sound * SlateClip::samplesPerFrame;
    return m_soundStart + samples / rate * 1'000'000 + samples % rate * 1'000'000 / rate;
}

bool SlateLoop::exchange()
{
    if (!m_next || !m_pictures[m_picture]->keyframe || (m_next.text && !m_next.text->settled()))
        return false;
    const int64_t at = pictureTime();
    begin(std::exchange(m_next, {}), at);
    m_discontinuity = false;
    return true;
}

void SlateLoop::pushPicture(std::vector<Packet> &due)
{
    Packet live = *m_pictures[m_picture];
    live.dts += m_loopStart;
    live.pts += m_loopStart;
    live.discontinuity = std::exchange(m_discontinuity, false);
    if (m_now.text)
        m_now.text->dress(live);
    push(std::move(live), due);
    if (++m_picture == m_pictures.size()) {
        m_picture = 0;
        m_loopStart += m_now.clip->loopUs;
    }
}

void SlateLoop::pushSound(std::vector<Packet> &due)
{
    const size_t frame = std::min(m_now.clip->soundFrameAt(m_sound), m_sounds.size() - 1);
    Packet live = *m_sounds[frame];
    live.dts = live.pts = soundTime();
    live.discontinuity = false;
    ++m_sound;
    // Where clips are exchanged, a sound frame of the new one may begin inside the last one of the old.
    if (live.dts >= m_endOf[size_t(Track::Sound)] - live.duration / 2)
        push(std::move(live), due);
}

void SlateLoop::push(Packet live, std::vector<Packet> &due)
{
    live.source = Source::Slate;
    int64_t &end = m_endOf[size_t(live.track)];
    live.dts = std::max(live.dts, end);
    live.pts = std::max(live.pts, live.dts);
    live.arrival = live.dts;
    live.sourceDts = live.dts;
    live.sourcePts = live.pts;
    // Only as far as times must rise; a duration that was rounded up must not push the next packet on.
    end = live.dts + std::max<int64_t>(1'000, live.duration / 2);
    m_meter.add(live, live.arrival);
    due.push_back(std::move(live));
}

int64_t SlateLoop::advance(int64_t now)
{
    if (!m_now)
        return never;
    if (now - pictureTime() > mostBehind + m_headStart)
        begin(m_next ? std::exchange(m_next, {}) : m_now, now - m_headStart);
    std::vector<Packet> due;
    for (;;) {
        if (pictureTime() <= soundTime()) {
            if (exchange())
                continue;
            if (pictureTime() > now)
                break;
            pushPicture(due);
        } else if (soundTime() > now) {
            break;
        } else {
            pushSound(due);
        }
    }
    m_buffer->push(std::move(due));
    // Sound need not wake anybody by itself: it goes with the next picture.
    return pictureTime();
}

} // namespace twinfeed::media
