// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/memoryformat.h"
#include "app/media/streammuxer.h"

#include <optional>

namespace twinfeed::media {

/// FLV for RTMP and HTTP. Times in milliseconds, 31 bits, as FLV has them. A change of parameters is a new sequence header
/// (FFmpeg's NEW_EXTRADATA) in front of the first packet that needs it, and every keyframe carries its own sets; a track that was not announced begins with a
/// second set of script data and sequence headers in mid-stream.
class FlvStreamMuxer final : public StreamMuxer
{
public:
    FlvStreamMuxer(CodecConfigPtr video, CodecConfigPtr sound);

    Result<void> write(const Packet &packet, QByteArray &out) override;
    void finish(QByteArray &out) override;

private:
    Result<void> begin(QByteArray &out);
    CodecConfigPtr &configOf(Track track) { return track == Track::Video ? m_video : m_sound; }

    CodecConfigPtr m_video; // what the container was last told
    CodecConfigPtr m_sound;
    std::unique_ptr<MemoryFormat> m_format;
    bool m_begun = false; // the file header is out
    std::optional<int64_t>
        m_floor; // dts of the first packet since the last header: FFmpeg refuses older ones
};

} // namespace twinfeed::media
