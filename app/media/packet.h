// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/live.h"
#include "models/domain/words.h"

#include <cstdint>
#include <memory>
#include <vector>

struct AVPacket;

namespace twinfeed::media {

enum class Track { Video, Sound };

/// What a decoder or a muxer must know of a track. Immutable and shared; a change in mid-stream is a new object.
struct CodecConfig
{
    Track track = Track::Video;
    /// AVCodecID: H264, HEVC or AAC; nothing else enters a GopBuffer.
    int codecId = 0;

    // Video
    int width = 0;
    int height = 0;
    int frameRateNum = 0; ///< 0/1 where unknown
    int frameRateDen = 1;
    int profile = -99; ///< FF_PROFILE_*
    int level = -99;
    /// How many pictures a decoder must hold back to put them in order (0 without B-frames), from the SPS.
    int reorder = 0;
    /// SPS, PPS (and VPS) without start codes, in the order in which they are to be sent.
    std::vector<std::vector<uint8_t>> parameterSets;

    // Sound
    int sampleRate = 0; ///< Hz
    int channels = 0;

    /// As FFmpeg's length-prefixed world wants it: avcC for H.264, AudioSpecificConfig for AAC; empty for HEVC, which
    /// is decoded and muxed as Annex B with its parameter sets.
    std::vector<uint8_t> extradata;

    /// Same stream parameters, whichever object says so.
    bool operator==(const CodecConfig &) const = default;
};
using CodecConfigPtr = std::shared_ptr<const CodecConfig>;

/// Sections of SCTE 35 (ad markers) as they came, whole.
using Cues = std::vector<std::vector<uint8_t>>;

/// One access unit or one sound frame. Copied freely: the payload is shared and never written to.
///
/// Payload form, whatever the container it came in: video as NAL units each behind a four-byte big-endian length,
/// parameter sets and access unit delimiters taken out (they are in `config`); sound as raw AAC frames without ADTS.
struct Packet
{
    Track track = Track::Video;
    /// Video: an IDR, or a picture at which a decoder may start; leading pictures of an open GOP are marked `leading`.
    bool keyframe = false;
    /// Refers to pictures before the keyframe that it follows in decoding order: not decodable after a cut there.
    bool leading = false;
    /// The input reconnected, or its time jumped, in front of this packet.
    bool discontinuity = false;
    /// Which source it comes from; stays with it into the programme.
    Source source = Source::Primary;

    /// Microseconds of the unit's monotonic clock (see Timeline); in a programme buffer, of the programme.
    int64_t dts = 0;
    int64_t pts = 0;
    int64_t duration = 0;
    /// Unit clock at which it was demuxed, microseconds.
    int64_t arrival = 0;
    /// The source's own timestamps in microseconds, unwrapped per connection; for alignment and measuring.
    int64_t sourceDts = 0;
    int64_t sourcePts = 0;

    CodecConfigPtr config;
    std::shared_ptr<const AVPacket> payload;
    /// Video: what came in front of this picture, and goes wherever it goes; their times are those of sourcePts. Null where
    /// none came; a keyframe of a source that has such a track carries an empty list at least.
    std::shared_ptr<const Cues> cues;

    /// Set by GopBuffer: rises by one with each packet.
    uint64_t sequence = 0;
};

/// Payload bytes, for those without FFmpeg's headers.
const uint8_t *dataOf(const Packet &packet);
int sizeOf(const Packet &packet);

/// What the configs say, in the domain's words.
StreamFormat formatOf(const CodecConfigPtr &video, const CodecConfigPtr &sound);

} // namespace twinfeed::media
