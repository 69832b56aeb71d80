// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/thumbdecoder.h"

#include "app/media/nal.h"

#include <cstring>
#include <utility>

namespace twinfeed::media {

void ThumbDecoder::add(const Packet &picture)
{
    if (picture.keyframe && picture.config && picture.config->codecId != m_codecId)
        open(picture.config->codecId);
    m_started = m_started || picture.keyframe;
    if (!m_codec || !m_started || picture.leading)
        return;
    // With its parameter sets in front a keyframe needs nothing else.
    const auto stream = toAnnexB(picture, picture.keyframe, false);
    if (stream.empty() || av_new_packet(m_packet.get(), int(stream.size())) < 0)
        return;
    std::memcpy(m_packet->data, stream.data(), stream.size());
    m_packet->pts = picture.pts;
    m_packet->dts = picture.dts;
    avcodec_send_packet(m_codec.get(), m_packet.get());
    av_packet_unref(m_packet.get());
    receive();
}

void ThumbDecoder::flush()
{
    if (m_codec) {
        avcodec_send_packet(m_codec.get(), nullptr);
        receive();
        avcodec_flush_buffers(m_codec.get());
    }
    m_started = false;
}

std::vector<PicturePrint::Thumb> ThumbDecoder::take()
{
    return std::exchange(m_thumbs, {});
}

void ThumbDecoder::open(int codecId)
{
    flush();
    m_codecId = codecId;
    const AVCodec *codec = avcodec_find_decoder(AVCodecID(codecId));
    m_codec.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!m_codec)
        return;
    m_codec->thread_count = 1;
    m_codec->skip_loop_filter = AVDISCARD_ALL;
    if (avcodec_open2(m_codec.get(), codec, nullptr) < 0)
        m_codec.reset();
}

void ThumbDecoder::receive()
{
    while (m_codec && avcodec_receive_frame(m_codec.get(), m_frame.get()) >= 0) {
        if (m_frame->best_effort_timestamp != AV_NOPTS_VALUE && prepare())
            shrink();
    }
}

bool ThumbDecoder::prepare()
{
    m_scaler.reset(sws_getCachedContext(
        m_scaler.release(), m_frame->width, m_frame->height, AVPixelFormat(m_frame->format),
        PicturePrint::width, PicturePrint::height, AV_PIX_FMT_GRAY8, SWS_AREA, nullptr, nullptr, nullptr));
    return m_scaler != nullptr;
}

void ThumbDecoder::shrink()
{
    PicturePrint::Thumb thumb;
    thumb.pts = m_frame->best_effort_timestamp;
    uint8_t *const planes[4] = {thumb.luma.data()};
    const int strides[4] = {PicturePrint::width};
    if (sws_scale(m_scaler.get(), m_frame->data, m_frame->linesize, 0, m_frame->height, planes, strides) > 0)
        m_thumbs.push_back(thumb);
}

} // namespace twinfeed::media
