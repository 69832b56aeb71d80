// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/looptimeline.h"

#include <algorithm>

namespace twinfeed::feed {

namespace {

constexpr int64_t million = 1'000'000;
constexpr int64_t frameSamples = 1'024;

} // namespace

LoopTimeline::LoopTimeline(LoopIndexPtr normal, int rate, LoopIndexPtr sound, int sampleRate)
    : m_loops{std::move(normal)}
    , m_sound(std::move(sound))
    , m_rate(rate)
    , m_sampleRate(sampleRate)
    , m_delay(m_loops[0] ? m_loops[0]->delay : 0)
{
}

void LoopTimeline::addVariant(Variant variant, LoopIndexPtr index)
{
    m_loops[size_t(variant)] = std::move(index);
}

const TimelinePacket &LoopTimeline::peek()
{
    if (m_loops[0] && m_pictures.empty())
        fillGroup();
    if (m_sound && !m_frame)
        fillSound();
    const bool video = m_loops[0] && (!m_frame || m_pictures.front().dueUs <= m_frame->dueUs);
    if (video)
        return m_pictures.front();
    m_frame->closed = m_pictures.empty() || m_pictures.front().closed;
    return *m_frame;
}

void LoopTimeline::pop()
{
    if (peek().video)
        m_pictures.pop_front();
    else
        m_frame.reset();
}

void LoopTimeline::fillGroup()
{
    const LoopIndex &normal = *m_loops[0];
    const Variant variant = has(m_wanted) ? m_wanted : m_variant.value_or(m_lastVariant);
    const bool entered = variant != m_variant;
    const int64_t key = m_round * normal.length + normal.groups[m_group].keyPts;
    const bool last = m_group + 1 == normal.groups.size();
    const int64_t nextKey =
        m_round * normal.length + (last ? normal.length : normal.groups[m_group + 1].keyPts);

    std::vector<TimelinePacket> group;
    if (variant == Variant::Freeze) {
        if (entered)
            m_frozenGroup = m_group;
        addFrozen(group, key, nextKey - key);
    } else {
        // What leads over from another variant's group cannot be decoded.
        addGroup(group, *m_loops[size_t(variant)], entered);
    }
    std::vector<int64_t> shown;
    for (const TimelinePacket &packet : group)
        shown.push_back(packet.pts);
    std::sort(shown.begin(), shown.end());
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].closed = m_shownUpTo < shown[i];
        m_shownUpTo = std::max(m_shownUpTo, group[i].pts);
        // Zero is the decoding time of the very first picture.
        group[i].pts += m_delay;
        group[i].dts = shown[i];
        group[i].dueUs = shown[i] * million / m_rate;
        group[i].variant = variant;
    }
    m_pictures.assign(group.begin(), group.end());
    m_variant = variant;
    m_lastVariant = variant;
    m_group = last ? 0 : m_group + 1;
    m_round += last ? 1 : 0;
}

void LoopTimeline::addFrozen(std::vector<TimelinePacket> &group, int64_t key, int64_t pictures)
{
    const LoopIndex &index = *m_loops[size_t(Variant::Freeze)];
    const LoopGroup &still = index.groups[m_frozenGroup];
    for (int64_t i = 0; i < pictures; ++i) {
        TimelinePacket packet;
        packet.entry = still.first + size_t(i) % still.count; // the last group of a loop may be a shorter one
        packet.keyframe = index.entries[packet.entry].keyframe;
        packet.pts = key + i;
        group.push_back(packet);
    }
}

void LoopTimeline::addGroup(std::vector<TimelinePacket> &group, const LoopIndex &index, bool dropLeading)
{
    const LoopGroup &from = index.groups[m_group];
    for (size_t i = from.first; i < from.first + from.count; ++i) {
        const LoopEntry &entry = index.entries[i];
        if (entry.leading && dropLeading)
            continue;
        TimelinePacket packet;
        packet.entry = i;
        packet.keyframe = entry.keyframe;
        packet.pts = m_round * m_loops[0]->length + entry.pts;
        group.push_back(packet);
    }
}

void LoopTimeline::fillSound()
{
    // Not in the middle of a beep: it would seem to begin, or end, where the silence does.
    const int64_t inSecond = m_soundFrame * frameSamples % m_sampleRate;
    if (inSecond > m_sampleRate * 3 / 20 && inSecond < m_sampleRate * 9 / 10)
        m_soundVariant = m_wantedSound;
    TimelinePacket packet;
    packet.video = false;
    packet.sound = m_soundVariant;
    packet.keyframe = true;
    packet.entry = size_t(m_soundFrame % int64_t(m_sound->entries.size()));
    packet.pts = m_soundFrame * frameSamples + (m_loops[0] ? m_delay * m_sampleRate / m_rate : 0);
    packet.dts = packet.pts;
    packet.dueUs = packet.pts * million / m_sampleRate;
    m_frame = packet;
    ++m_soundFrame;
}

void LoopTimeline::seek(int64_t dueUs)
{
    int64_t from = dueUs;
    if (m_loops[0]) {
        const LoopIndex &normal = *m_loops[0];
        m_pictures.clear();
        m_variant.reset();
        // A keyframe is due with its own number (its decoding time less the delay is below all that follow it).
        const int64_t picture = (dueUs * m_rate + million - 1) / million;
        const auto keyOf = [&] { return m_round * normal.length + normal.groups[m_group].keyPts; };
        if (picture / normal.length > m_round) {
            m_round = picture / normal.length;
            m_group = 0;
        }
        while (keyOf() < picture) {
            m_group = m_group + 1 == normal.groups.size() ? 0 : m_group + 1;
            m_round += m_group == 0 ? 1 : 0;
        }
        from = keyOf() * million / m_rate;
    }
    if (!m_sound)
        return;
    m_frame.reset();
    const int64_t shift = m_loops[0] ? m_delay * m_sampleRate / m_rate : 0;
    const int64_t sample = from * m_sampleRate / million - shift;
    m_soundFrame = std::max(m_soundFrame, (sample + frameSamples - 1) / frameSamples);
}

} // namespace twinfeed::feed
