// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <cstdint>
#include <optional>

namespace twinfeed::media {

/// Makes a cut onto a keyframe that is no IDR good for every decoder. H.264 only, pure.
///
/// Encoders with open groups of pictures send one IDR in an hour; their other keyframes are I-pictures whose frame
/// numbers and picture order counts go on from before. A decoder that comes from another stream compares these with what it
/// showed last, and throws away up to a group of pictures that seem to be of the past. So the keyframe of the cut becomes
/// an IDR: its slice headers are written anew (H.264 7.3.3: nal_unit_type, frame_num, idr_pic_id, dec_ref_pic_marking),
/// its slice data stay as they are. In the pictures behind it frame_num, which has a fixed width, counts from the cut on,
/// until the source's own next IDR. Picture order counts may begin at any value at an IDR and stay.
class FreshStart final
{
public:
    /// True for an H.264 IDR, and for keyframes of other codecs, which need nothing.
    static bool isClean(const Packet &keyframe);

    /// Makes the keyframe an IDR. Nothing, and the packet untouched, where that cannot be done: interlaced pictures,
    /// slice groups, damage.
    static std::optional<FreshStart> begin(Packet &keyframe);

    /// For each video packet that follows, up to the next clean keyframe. Untouched where it is damaged or of other
    /// parameter sets.
    void follow(Packet &packet) const;
    /// Another source carries the same pictures on: what follows has this config, equal to the one before.
    void carryOn(CodecConfigPtr config) { m_config = std::move(config); }

private:
    FreshStart() = default;

    CodecConfigPtr m_config;
    uint32_t m_frameNum = 0; // the keyframe's own
    unsigned m_frameNumBits = 4;
    bool m_planes = false;
};

} // namespace twinfeed::media
