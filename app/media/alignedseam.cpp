// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignedseam.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

// Containers round to milliseconds or 1/90 of them, and one path may come in another container than the other.
constexpr int64_t tolerance = 2'000;
// The next picture stands within so many packets, sound between them.
constexpr size_t lookAhead = 48;

bool samePayload(const Packet &one, const Packet &other)
{
    const int size = sizeOf(one);
    return size > 0 && size == sizeOf(other)
        && (one.payload == other.payload || std::memcmp(dataOf(one), dataOf(other), size_t(size)) == 0);
}

bool sameConfig(const Packet &one, const Packet &other)
{
    return one.config == other.config || (one.config && other.config && *one.config == *other.config);
}

} // namespace

std::optional<AlignedSeam> findSeam(const GopBuffer &target, int64_t offsetUs, const Packet &lastPicture,
                                    const std::optional<Packet> &lastSound)
{
    AlignedSeam seam;
    auto cursor = target.atSourceDts(Track::Video, lastPicture.sourceDts + offsetUs, tolerance, &seam.equal);
    if (!cursor || !samePayload(seam.equal, lastPicture) || !sameConfig(seam.equal, lastPicture))
        return std::nullopt;
    seam.cursor = *cursor;
    const auto read = target.read(*cursor, lookAhead);
    const auto next = std::ranges::find_if(read.packets, [&](const Packet &packet) {
        return packet.track == Track::Video && packet.sequence > seam.equal.sequence;
    });
    if (read.moved || next == read.packets.end() || next->discontinuity)
        return std::nullopt;
    seam.next = *next;
    seam.cursor.next = next->sequence;
    ++seam.cursor.pictures;
    Packet sound;
    if (lastSound && target.atSourceDts(Track::Sound, lastSound->sourceDts + offsetUs, tolerance, &sound)
        && samePayload(sound, *lastSound)) {
        seam.sound = sound.sequence + 1;
    }
    return seam;
}

} // namespace twinfeed::media
