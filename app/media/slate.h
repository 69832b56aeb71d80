// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/record.h"
#include "models/domain/result.h"

#include <QString>

#include <memory>
#include <optional>
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
    bool hevc = false; ///< else H.264
    int profile =
        100; ///< FF_PROFILE_H264_* or FF_PROFILE_HEVC_*: High; tells the depth and layout of pixels too
    int sampleRate = 48'000;
    int channels = 2;

    bool operator==(const SlateFormat &) const = default;
};

/// The format that goes with a live stream; what it does not say stays as in `fallback`.
SlateFormat slateFormatFor(const CodecConfigPtr &video, const CodecConfigPtr &sound,
                           SlateFormat fallback = {});

/// One encoded slate: a loop that begins with an IDR, closed GOPs of one second, no B-frames, times from 0. Immutable;
/// shared by channels.
///
/// How the sound is laid out: pictures and AAC frames have lengths of their own (1/30 s and 1024/48000 s), so a loop of
/// whole pictures is in general no loop of whole sound frames. Where a common length exists within reason (16 pictures
/// and 25 frames at 30/s and 48 kHz) the loop is a multiple of it; elsewhere (29.97/s and 44.1 kHz meet after 57 min)
/// the last frame reaches over the end. So the sound is not looped with `loopUs`: whoever plays the loop lets the AAC
/// frames follow each other without gap for ever, frame `n` beginning n * samplesPerFrame / sampleRate after the loop
/// was first begun, and plays as frame n the packet soundFrameAt(n). Sound then stays within one frame (21 ms) of the
/// pictures, for ever. The frames were encoded as if the loop had gone on before and after, so the decoder's
/// overlapping windows meet at the seam too, and there is no click.
struct SlateClip
{
    SlateFormat format;
    CodecConfigPtr video;
    CodecConfigPtr sound;
    /// In decoding order, both tracks interleaved; dts and pts in microseconds from the start of the loop. The i-th sound
    /// packet has pts i * samplesPerFrame / sampleRate.
    std::vector<Packet> packets;
    /// Length of the loop: a whole number of pictures.
    int64_t loopUs = 0;
    int pictures = 0;
    static constexpr int samplesPerFrame = 1024;
    /// Of one round: EBU R 128 integrated, and true peak in dBTP; nothing where it is silent.
    std::optional<double> loudness;
    std::optional<double> truePeak;
    /// A running time to be written into its pictures (see SlateTextPictures), which are all the same then.
    std::optional<SlateText> text;

    /// Index among the sound packets of the one to be played as frame `number` (from 0) since the loop was begun.
    /// Exact arithmetic, good for a century.
    size_t soundFrameAt(int64_t number) const;
};

/// Encodes a PNG, JPEG, SVG-free still (its sound: silence) or any clip FFmpeg can decode (its own sound, or silence),
/// fitted into the format with black bars, at most 60 s of it. Takes seconds: never on an engine's thread. Can be
/// stopped. Errors: "slate-refused" with what is wrong with the file; "slate-format" where no slate can be made in this
/// format.
Result<std::shared_ptr<const SlateClip>> encodeSlate(const QString &file, const SlateFormat &format,
                                                     std::stop_token stop);

} // namespace twinfeed::media
