// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <memory>

namespace twinfeed::media {

enum class Container { Flv, Ts };

/// Puts packets of one stream into a container in memory: for HTTP previews, HLS segments and recordings, and behind every
/// TS output. Handles changes of codec parameters inside the stream (FLV: a new sequence header; TS: the parameter sets
/// in-band at each keyframe). One thread at a time; no I/O.
class StreamMuxer
{
public:
    virtual ~StreamMuxer() = default;

    /// Appends the bytes for one packet to `out`; the first call also makes the header. The first video packet must be a
    /// keyframe. Errors: "not-carried" when the container cannot carry the codec.
    virtual Result<void> write(const Packet &packet, QByteArray &out) = 0;
    /// Closes what is open (the last PES of a TS).
    virtual void finish(QByteArray &out) = 0;

    /// `video` and `sound` say what is to be expected: either may be null.
    static Result<std::unique_ptr<StreamMuxer>> create(Container container, CodecConfigPtr video,
                                                       CodecConfigPtr sound);
    /// False with the reason where the container cannot carry the codec (FLV and HEVC).
    static Result<void> carries(Container container, const CodecConfigPtr &video,
                                const CodecConfigPtr &sound);
};

/// The picture of a keyframe as a JPEG of at most `width` pixels' width. Takes milliseconds.
Result<QByteArray> jpegOf(const Packet &keyframe, int width);

} // namespace twinfeed::media
