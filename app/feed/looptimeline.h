// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"
#include "app/feed/loop.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::feed {

using LoopIndexPtr = std::shared_ptr<const LoopIndex>;

/// What is to be sent next.
struct TimelinePacket
{
    bool video = true;
    Variant variant = Variant::Normal; ///< of video
    SoundVariant sound = SoundVariant::Normal; ///< of sound
    size_t entry = 0; ///< in the loop of the variant
    int64_t pts = 0; ///< ticks: pictures or samples; from 0 on, rising for ever
    int64_t dts = 0;
    /// All pictures sent before follow each other without a hole: a good place to end.
    bool closed = true;
    int64_t dueUs = 0; ///< when it is sent, from the timeline's zero
    bool keyframe = false;
};

/// The endless stream that looped packets make: timestamps that rise by exactly a tick from picture to picture and from
/// sound frame to sound frame, also where the loop joins and where the variant changes, which it does at the next
/// keyframe (sound: the next frame without a beep). Pictures and sound go round in their own lengths; both are multiples
/// of what repeats in them. Pure arithmetic: the same calls give the same packets. One thread at a time.
class LoopTimeline final
{
public:
    /// `normal` or `sound` may be null. `rate` in pictures a second, `sampleRate` in Hz.
    LoopTimeline(LoopIndexPtr normal, int rate, LoopIndexPtr sound, int sampleRate);

    /// Makes a variant of the picture available; those of the sound are all of the same length.
    void addVariant(Variant variant, LoopIndexPtr index);
    bool has(Variant variant) const { return m_loops[size_t(variant)] != nullptr; }
    /// Wanted from the next keyframe on; a variant without a loop is not taken.
    void want(Variant variant) { m_wanted = variant; }
    void wantSound(SoundVariant variant) { m_wantedSound = variant; }

    /// The next packet in the order of decoding times; pictures before sound.
    const TimelinePacket &peek();
    void pop();

    /// Goes on to the first keyframe that is due at or after this time, and the first sound from there. Never back.
    void seek(int64_t dueUs);

private:
    void fillGroup();
    void addFrozen(std::vector<TimelinePacket> &group, int64_t key, int64_t pictures);
    void addGroup(std::vector<TimelinePacket> &group, const LoopIndex &index, bool dropLeading);
    void fillSound();

    std::array<LoopIndexPtr, variantCount> m_loops;
    const LoopIndexPtr m_sound;
    const int m_rate;
    const int m_sampleRate;
    const int64_t m_delay; ///< pictures; of the normal loop, used for all
    Variant m_wanted = Variant::Normal;
    SoundVariant m_wantedSound = SoundVariant::Normal;

    int64_t m_shownUpTo = -1; ///< highest number among the pictures that were planned, without the delay
    std::deque<TimelinePacket> m_pictures; ///< of the group that is being sent
    int64_t m_round = 0; ///< of the video loop
    size_t m_group = 0; ///< the next one
    size_t m_frozenGroup = 0;
    std::optional<Variant> m_variant; ///< of the group before; nothing at the start and after seek()
    Variant m_lastVariant = Variant::Normal;

    std::optional<TimelinePacket> m_frame;
    int64_t m_soundFrame = 0;
    SoundVariant m_soundVariant = SoundVariant::Normal;
};

} // namespace twinfeed::feed
