// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgereader.h"
#include "app/media/internalform.h"

namespace twinfeed::media {

/// Why pictures of this stream cannot be bridged: "no-parameters", "codec", "interlaced", "format", "rate"; nothing
/// where they can. Pure.
std::optional<Error> bridgeRefusal(const CodecConfigPtr &config);

/// x264 as a bridge needs it: one picture in, one packet out, an IDR first and none after, no B-frames, and what a viewer's
/// decoder is told as like the source's as can be: size, rate, profile, level, shape of pixels, colours. Parameter sets
/// have an id of their own, so that they stand beside the target's. Captions pass (A53), so do other user data. One thread
/// at a time; two threads of its own.
class BridgeEncoder final
{
public:
    struct Like
    {
        CodecConfigPtr config; ///< the target's
        const AVFrame *picture = nullptr; ///< one of the target's; only looked at in create()
        int64_t pictureUs = 33'333;
        int64_t bitrate = 0; ///< the target's, bits a second
        int64_t delayUs = 0; ///< dts of a packet is its pts less this
        Source source = Source::Primary;
    };
    /// Takes some milliseconds. Errors: "format" where x264 refuses.
    static Result<std::unique_ptr<BridgeEncoder>> create(const Like &like);

    /// Errors: "media-failed"; "format" for a picture of another size than create() saw.
    Result<Packet> encode(BridgePicture picture);

private:
    BridgeEncoder() = default;

    Like m_like;
    AvCodecContext m_context;
    std::unique_ptr<InternalForm> m_form;
    AvPacket m_packet;
    int64_t m_next = 0;
};

} // namespace twinfeed::media
