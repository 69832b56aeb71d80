// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <cstdint>
#include <memory>

namespace twinfeed::media {

/// One encoded frame of silence in the channel's sound format. Sent again and again, it is heard as nothing: what the
/// splicer fills in where the source on air has no sound.
struct SilentSound
{
    CodecConfigPtr config;
    std::shared_ptr<const AVPacket> payload;
    int64_t durationUs = 0;
};

} // namespace twinfeed::media
