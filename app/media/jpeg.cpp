// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/nal.h"
#include "app/media/streammuxer.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

// mjpeg's quantiser, 2 (best) to 31: at 4 a 640 pixel still has about 40 KiB.
constexpr int quantiser = 4;

Error failed(const QString &what)
{
    return errorOf(QStringLiteral("media-failed"), what);
}

/// The decoder is given the picture as Annex B with its own parameter sets, so it needs nothing else.
Result<AvFrame> decodeKeyframe(const Packet &keyframe)
{
    const auto stream = toAnnexB(keyframe, true, false);
    const AVCodec *codec =
        keyframe.config ? avcodec_find_decoder(AVCodecID(keyframe.config->codecId)) : nullptr;
    if (stream.empty() || !codec)
        return failed(QStringLiteral("The picture cannot be taken apart."));
    AvCodecContext context(avcodec_alloc_context3(codec));
    AvPacket packet(av_packet_alloc());
    AvFrame frame(av_frame_alloc());
    if (!context || !packet || !frame || av_new_packet(packet.get(), int(stream.size())) < 0)
        return failed(QStringLiteral("Out of memory."));
    std::memcpy(packet->data, stream.data(), stream.size());
    context->thread_count = 1;
    // The leading pictures of an open GOP are not there to be waited for.
    context->flags |= AV_CODEC_FLAG_LOW_DELAY | AV_CODEC_FLAG_OUTPUT_CORRUPT;
    int code = avcodec_open2(context.get(), codec, nullptr);
    if (code >= 0)
        code = avcodec_send_packet(context.get(), packet.get());
    if (code >= 0)
        code = avcodec_send_packet(context.get(), nullptr);
    if (code >= 0)
        code = avcodec_receive_frame(context.get(), frame.get());
    if (code < 0)
        return avError(QStringLiteral("The picture cannot be decoded"), code);
    return frame;
}

Result<AvFrame> scaled(const AVFrame &from, int width)
{
    AvFrame to(av_frame_alloc());
    if (!to)
        return failed(QStringLiteral("Out of memory."));
    // Pixels that are not square would make a distorted still.
    const AVRational aspect = from.sample_aspect_ratio.num > 0 ? from.sample_aspect_ratio : AVRational{1, 1};
    to->width = std::clamp(width, 16, std::max(16, from.width)) & ~1;
    to->height = int(std::max<int64_t>(
        2, av_rescale(to->width, int64_t(from.height) * aspect.den, int64_t(from.width) * aspect.num) & ~1));
    to->format = AV_PIX_FMT_YUVJ420P;
    if (const int code = av_frame_get_buffer(to.get(), 0); code < 0)
        return avError(QStringLiteral("A still cannot be made"), code);
    const Sws sws(sws_getContext(from.width, from.height, AVPixelFormat(from.format), to->width, to->height,
                                 AV_PIX_FMT_YUV420P, SWS_AREA, nullptr, nullptr, nullptr));
    if (!sws)
        return failed(QStringLiteral("A still of this size cannot be made."));
    // JPEG is BT.601 in full range; video is BT.709 in limited range from 720 lines up, where it does not say.
    const int space = from.colorspace != AVCOL_SPC_UNSPECIFIED ? from.colorspace
        : from.height >= 720                                   ? AVCOL_SPC_BT709
                                                               : AVCOL_SPC_SMPTE170M;
    sws_setColorspaceDetails(sws.get(), sws_getCoefficients(space), from.color_range == AVCOL_RANGE_JPEG,
                             sws_getCoefficients(SWS_CS_ITU601), 1, 0, 1 << 16, 1 << 16);
    sws_scale(sws.get(), from.data, from.linesize, 0, from.height, to->data, to->linesize);
    return to;
}

Result<QByteArray> encodeJpeg(AVFrame &frame)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AvCodecContext context(codec ? avcodec_alloc_context3(codec) : nullptr);
    AvPacket packet(av_packet_alloc());
    if (!context || !packet)
        return failed(QStringLiteral("There is no JPEG encoder."));
    context->width = frame.width;
    context->height = frame.height;
    context->pix_fmt = AV_PIX_FMT_YUVJ420P;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = {1, 25};
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_QSCALE;
    context->global_quality = FF_QP2LAMBDA * quantiser;
    frame.quality = context->global_quality;
    frame.pts = 0;
    int code = avcodec_open2(context.get(), codec, nullptr);
    if (code >= 0)
        code = avcodec_send_frame(context.get(), &frame);
    if (code >= 0)
        code = avcodec_send_frame(context.get(), nullptr);
    if (code >= 0)
        code = avcodec_receive_packet(context.get(), packet.get());
    if (code < 0)
        return avError(QStringLiteral("A still cannot be encoded"), code);
    return QByteArray(reinterpret_cast<const char *>(packet->data), packet->size);
}

} // namespace

Result<QByteArray> jpegOf(const Packet &keyframe, int width)
{
    if (keyframe.track != Track::Video || !keyframe.keyframe)
        return failed(QStringLiteral("A still is made from a keyframe."));
    auto decoded = decodeKeyframe(keyframe);
    if (!decoded)
        return decoded.error();
    auto small = scaled(**decoded, width);
    if (!small)
        return small.error();
    return encodeJpeg(**small);
}

} // namespace twinfeed::media
