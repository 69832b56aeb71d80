// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"

#include <optional>

namespace twinfeed::media {

/// Where a path that carries the same packets as another goes on behind the other's last one.
struct AlignedSeam
{
    Packet equal; ///< the target's own copy of the last picture
    Packet next; ///< the picture behind it
    GopBuffer::Cursor cursor; ///< at `next`
    uint64_t sound =
        0; ///< sequence of the first packet behind the copy of the last sound frame; 0: not found
};

/// `offsetUs`: how much larger the target's sourceDts are. Nothing where the target has not both pictures yet, or where the
/// payloads differ: then the paths are not aligned, whatever was measured.
std::optional<AlignedSeam> findSeam(const GopBuffer &target, int64_t offsetUs, const Packet &lastPicture,
                                    const std::optional<Packet> &lastSound);

} // namespace twinfeed::media
