// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/result.h"

#include <memory>
#include <vector>

struct AVCodecParameters;

namespace twinfeed::media {

/// Brings the packets of one demuxed track into the form that packet.h describes, whatever container they came in: Annex
/// B or length-prefixed video, AAC with ADTS headers or with an AudioSpecificConfig. One per track and connection;
/// one thread. Copies a payload only where its form has to change: four-byte lengths with nothing to take out, or only
/// in front, stay where they are.
class InternalForm final
{
public:
    /// One access unit or sound frame.
    struct Unit
    {
        std::shared_ptr<const AVPacket> payload; ///< without side data
        CodecConfigPtr config; ///< the same object until something in it changes
        bool keyframe = false;
        bool leading = false;
        /// Sound: microseconds behind the timestamp of the packet it came in (which may hold several frames).
        int64_t offsetUs = 0;
        /// Microseconds; sound: of the frame; video: as the demuxer said, 0 where it did not.
        int64_t durationUs = 0;
    };

    /// `parameters` and the packets' time base are those of the demuxer's stream. Errors: "codec-refused" for anything
    /// but H.264, HEVC and AAC, and for extradata that says nothing of the kind.
    static Result<std::unique_ptr<InternalForm>> create(const AVCodecParameters &parameters, int timeBaseNum,
                                                        int timeBaseDen);
    ~InternalForm();
    InternalForm(const InternalForm &) = delete;
    InternalForm &operator=(const InternalForm &) = delete;

    /// The units in one packet, in order; usually one. None for a packet that holds only parameter sets, which count
    /// from the next on. Errors, after which it can go on with the next packet: "damaged-unit" with the reason;
    /// "no-parameters" while no usable parameter sets have come (joined in mid-stream).
    Result<std::vector<Unit>> convert(const AVPacket &packet);

    /// The newest config; null before the first.
    CodecConfigPtr config() const;

private:
    class Private;
    explicit InternalForm(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
