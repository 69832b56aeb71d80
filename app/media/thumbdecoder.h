// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/packet.h"
#include "app/media/pictureprint.h"

#include <vector>

namespace twinfeed::media {

/// Pictures of internal form in, small grey ones out: what watches or compares contents needs no more. Decodes with one thread, in the
/// caller's, and without the loop filter, since blocks do not show at this size: 2.2 ms for 1920x1080. For sources of
/// app/media only; one thread.
class ThumbDecoder final
{
public:
    /// Nothing before the first keyframe, and no leading picture, is decoded.
    void add(const Packet &picture);
    /// Gives out what a decoder with B-frames holds back; the next picture must be a keyframe.
    void flush();
    /// What is new since the last call, in order of showing.
    std::vector<PicturePrint::Thumb> take();

private:
    void open(int codecId);
    void receive();
    bool prepare();
    void shrink();

    AvCodecContext m_codec;
    AvPacket m_packet{av_packet_alloc()};
    AvFrame m_frame{av_frame_alloc()};
    Sws m_scaler;
    int m_codecId = 0; // AV_CODEC_ID_NONE
    bool m_started = false;
    std::vector<PicturePrint::Thumb> m_thumbs;
};

} // namespace twinfeed::media
