// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/result.h"

#include <QString>

#include <memory>
#include <stop_token>
#include <vector>

namespace twinfeed::media {

/// What a slate is encoded to, so that a cut to it changes as little as possible for a player.
struct SlateFormat
{
    int width = 1920;
    int height = 1080;
    int frameRateNum = 30;
    int frameRateDen = 1;
    int profile = 100; ///< FF_PROFILE_H264_*: High
    int sampleRate = 48'000;
    int channels = 2;

    bool operator==(const SlateFormat &) const = default;
};

/// The format that goes with a live stream; what it does not say stays as in `fallback`.
SlateFormat slateFormatFor(const CodecConfigPtr &video, const CodecConfigPtr &sound, SlateFormat fallback = {});

/// One encoded slate: a loop that begins with an IDR, GOP of one second, times from 0. Immutable; shared by channels.
struct SlateClip
{
    SlateFormat format;
    CodecConfigPtr video;
    CodecConfigPtr sound;
    /// In decoding order, both tracks interleaved; dts and pts in microseconds from the start of the loop.
    std::vector<Packet> packets;
    /// Length of the loop: a whole number of pictures; sound is laid out so that the loop has no click and no gap.
    int64_t loopUs = 0;
};

/// Encodes a PNG, JPEG, SVG-free still (its sound: silence) or any clip FFmpeg can decode (its own sound, or silence),
/// fitted into the format with black bars, at most 60 s of it. Takes seconds: never on an engine's thread. Can be
/// stopped. Errors: "slate-refused" with what is wrong with the file.
Result<std::shared_ptr<const SlateClip>> encodeSlate(const QString &file, const SlateFormat &format,
                                                     std::stop_token stop);

} // namespace twinfeed::media
