// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/pictureprint.h"

#include "app/media/ffmpeg.h"
#include "app/media/nal.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

class Work final
{
public:
    explicit Work(PicturesOf which)
        : m_which(which)
    {
    }

    PicturePrint print;

    void add(const Packet &packet)
    {
        if (packet.keyframe && packet.config && packet.config->codecId != m_codecId)
            open(packet.config->codecId);
        m_started = m_started || packet.keyframe;
        if (!m_codec || !m_started || packet.leading
            || (m_which == PicturesOf::Keyframes && !packet.keyframe))
            return;
        // With its parameter sets in front a keyframe needs nothing else.
        const auto stream = toAnnexB(packet, packet.keyframe, false);
        if (stream.empty() || av_new_packet(m_packet.get(), int(stream.size())) < 0)
            return;
        std::memcpy(m_packet->data, stream.data(), stream.size());
        m_packet->pts = packet.pts;
        m_packet->dts = packet.dts;
        avcodec_send_packet(m_codec.get(), m_packet.get());
        av_packet_unref(m_packet.get());
        receive();
    }

    void finish()
    {
        if (m_codec)
            avcodec_send_packet(m_codec.get(), nullptr);
        receive();
        std::ranges::sort(print.thumbs, {}, &PicturePrint::Thumb::pts);
    }

private:
    void open(int codecId)
    {
        finish();
        m_codecId = codecId;
        const AVCodec *codec = avcodec_find_decoder(AVCodecID(codecId));
        m_codec.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
        if (!m_codec)
            return;
        m_codec->thread_count = 1;
        // Blocks do not show in a picture of this size.
        m_codec->skip_loop_filter = AVDISCARD_ALL;
        if (avcodec_open2(m_codec.get(), codec, nullptr) < 0)
            m_codec.reset();
    }

    void receive()
    {
        while (m_codec && avcodec_receive_frame(m_codec.get(), m_frame.get()) >= 0) {
            if (m_frame->best_effort_timestamp != AV_NOPTS_VALUE && prepare())
                shrink();
        }
    }

    bool prepare()
    {
        m_scaler.reset(sws_getCachedContext(m_scaler.release(), m_frame->width, m_frame->height,
                                            AVPixelFormat(m_frame->format), PicturePrint::width,
                                            PicturePrint::height, AV_PIX_FMT_GRAY8, SWS_AREA, nullptr,
                                            nullptr, nullptr));
        return m_scaler != nullptr;
    }

    void shrink()
    {
        PicturePrint::Thumb thumb;
        thumb.pts = m_frame->best_effort_timestamp;
        uint8_t *const planes[4] = {thumb.luma.data()};
        const int strides[4] = {PicturePrint::width};
        if (sws_scale(m_scaler.get(), m_frame->data, m_frame->linesize, 0, m_frame->height, planes, strides)
            > 0)
            print.thumbs.push_back(thumb);
    }

    const PicturesOf m_which;
    AvCodecContext m_codec;
    AvPacket m_packet{av_packet_alloc()};
    AvFrame m_frame{av_frame_alloc()};
    Sws m_scaler;
    int m_codecId = AV_CODEC_ID_NONE;
    bool m_started = false;
};

} // namespace

PicturePrint picturePrint(const std::vector<Packet> &packets, PicturesOf which, const std::stop_token &stop)
{
    Work work(which);
    for (const Packet &packet : packets) {
        if (stop.stop_requested())
            break;
        if (packet.track == Track::Video)
            work.add(packet);
    }
    work.finish();
    return std::move(work.print);
}

} // namespace twinfeed::media
