// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slateencoder.h"

#include "app/media/errors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

namespace twinfeed::media {

namespace {

// Of the highest rate: 0.065 bit a pixel is 4 Mb/s for 1080p30, what the programme's own encoders take.
constexpr double bitsPerPixel = 0.065;
constexpr const char *quality = "20"; // x264's rate factor; stills need much less than the highest rate

Error encoderError(const QString &what, int code)
{
    return avError(what, code, QStringLiteral("slate-refused"));
}

AVRational rateOf(const SlateFormat &format)
{
    return {format.frameRateNum, format.frameRateDen};
}

bool isFullRange(const AVFrame &picture)
{
    switch (picture.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        return picture.color_range == AVCOL_RANGE_JPEG;
    }
}

int colourSpaceOf(const AVFrame &picture)
{
    if (picture.colorspace != AVCOL_SPC_UNSPECIFIED && picture.colorspace != AVCOL_SPC_RGB)
        return picture.colorspace;
    // What players assume: JPEG and SD are BT.601, HD is BT.709.
    return !isFullRange(picture) && picture.height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
}

/// Sets how colours are converted; `toYuv` is BT.709 in limited range.
void setColours(SwsContext *sws, const AVFrame &from, bool toYuv)
{
    sws_setColorspaceDetails(sws, sws_getCoefficients(colourSpaceOf(from)), isFullRange(from),
                             sws_getCoefficients(toYuv ? SWS_CS_ITU709 : SWS_CS_DEFAULT), toYuv ? 0 : 1, 0,
                             1 << 16, 1 << 16);
}

struct Place
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

/// The largest place of the picture's shape in the middle of the canvas, on even pixels for 4:2:0.
Place placeOf(const AVFrame &picture, int width, int height)
{
    const AVRational aspect =
        picture.sample_aspect_ratio.num > 0 ? picture.sample_aspect_ratio : AVRational{1, 1};
    const int64_t wide = int64_t(picture.width) * aspect.num;
    const int64_t high = int64_t(picture.height) * aspect.den;
    Place place{0, 0, width, height};
    if (wide * height > high * width)
        place.height = std::max(2, int(av_rescale(width, high, wide)) & ~1);
    else
        place.width = std::max(2, int(av_rescale(height, wide, high)) & ~1);
    place.x = ((width - place.width) / 2) & ~1;
    place.y = ((height - place.height) / 2) & ~1;
    return place;
}

const char *profileName(int profile)
{
    switch (profile & ~(FF_PROFILE_H264_CONSTRAINED | FF_PROFILE_H264_INTRA)) {
    case FF_PROFILE_H264_BASELINE:
        return "baseline";
    case FF_PROFILE_H264_MAIN:
        return "main";
    case FF_PROFILE_H264_HIGH_10:
        return "high10";
    case FF_PROFILE_H264_HIGH_422:
        return "high422";
    default:
        return "high";
    }
}

AVPixelFormat pixelsOf(const SlateFormat &format)
{
    if (format.hevc)
        return format.profile == FF_PROFILE_HEVC_MAIN_10 ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P;
    switch (format.profile & 0xFF) {
    case FF_PROFILE_H264_HIGH_10:
        return AV_PIX_FMT_YUV420P10;
    case FF_PROFILE_H264_HIGH_422:
        return AV_PIX_FMT_YUV422P10;
    default:
        return AV_PIX_FMT_YUV420P;
    }
}

int openX264(AVCodecContext &context, const SlateFormat &format)
{
    AVDictionary *options = nullptr;
    av_dict_set(&options, "preset", "veryfast", 0);
    av_dict_set(&options, "crf", quality, 0);
    av_dict_set(&options, "sc_threshold", "0", 0); // keyframes where the loop wants them and nowhere else
    av_dict_set(&options, "profile", profileName(format.profile), 0);
    const int code = avcodec_open2(&context, context.codec, &options);
    av_dict_free(&options);
    return code;
}

int openSingles(AVCodecContext &context, const SlateFormat &format, int quantiser)
{
    AVDictionary *options = nullptr;
    av_dict_set(&options, "preset", "superfast", 0);
    av_dict_set(&options, "tune", "zerolatency", 0);
    av_dict_set_int(&options, "qp", quantiser, 0);
    av_dict_set(&options, "forced-idr", "1", 0);
    av_dict_set(&options, "x264-params", "cabac=0:ref=1:weightp=0:slices=1", 0);
    av_dict_set(&options, "profile", profileName(format.profile), 0);
    const int code = avcodec_open2(&context, context.codec, &options);
    av_dict_free(&options);
    return code;
}

int openX265(AVCodecContext &context)
{
    const QByteArray gop = QByteArray::number(context.gop_size);
    const QByteArray parameters =
        "log-level=none:bframes=0:scenecut=0:open-gop=0:keyint=" + gop + ":min-keyint=" + gop;
    AVDictionary *options = nullptr;
    av_dict_set(&options, "preset", "ultrafast", 0);
    av_dict_set(&options, "crf", quality, 0);
    av_dict_set(&options, "x265-params", parameters.constData(), 0);
    const int code = avcodec_open2(&context, context.codec, &options);
    av_dict_free(&options);
    return code;
}

} // namespace

int64_t pictureTime(const SlateFormat &format, int64_t index)
{
    return av_rescale_rnd(index * 1'000'000, format.frameRateDen, format.frameRateNum, AV_ROUND_DOWN);
}

int64_t soundTime(const SlateFormat &format, int64_t index)
{
    return av_rescale_rnd(index * SlateClip::samplesPerFrame, 1'000'000, format.sampleRate, AV_ROUND_DOWN);
}

SlateCanvas::SlateCanvas(const SlateFormat &format)
    : m_format(format)
{
}

Result<void> SlateCanvas::blank()
{
    m_canvas.reset(av_frame_alloc());
    if (!m_canvas)
        return outOfMemory();
    m_canvas->width = m_format.width;
    m_canvas->height = m_format.height;
    m_canvas->format = pixelsOf(m_format);
    if (const int code = av_frame_get_buffer(m_canvas.get(), 0); code < 0)
        return encoderError(QStringLiteral("A picture of this size cannot be made"), code);
    const ptrdiff_t strides[4]{m_canvas->linesize[0], m_canvas->linesize[1], m_canvas->linesize[2], 0};
    av_image_fill_black(m_canvas->data, strides, pixelsOf(m_format), AVCOL_RANGE_MPEG, m_canvas->width,
                        m_canvas->height);
    return {};
}

Result<AvFrame> SlateCanvas::overBlack(const AVFrame &picture)
{
    AvFrame rgba(av_frame_alloc());
    const Sws sws(sws_getContext(picture.width, picture.height, AVPixelFormat(picture.format), picture.width,
                                 picture.height, AV_PIX_FMT_RGBA, SWS_POINT, nullptr, nullptr, nullptr));
    if (!rgba || !sws)
        return outOfMemory();
    rgba->width = picture.width;
    rgba->height = picture.height;
    rgba->format = AV_PIX_FMT_RGBA;
    rgba->sample_aspect_ratio = picture.sample_aspect_ratio;
    if (const int code = av_frame_get_buffer(rgba.get(), 0); code < 0)
        return encoderError(QStringLiteral("A picture of this size cannot be made"), code);
    setColours(sws.get(), picture, false);
    sws_scale(sws.get(), picture.data, picture.linesize, 0, picture.height, rgba->data, rgba->linesize);
    for (int y = 0; y < rgba->height; ++y) {
        uint8_t *pixel = rgba->data[0] + ptrdiff_t(y) * rgba->linesize[0];
        for (int x = 0; x < rgba->width; ++x, pixel += 4) {
            for (int i = 0; i < 3; ++i)
                pixel[i] = uint8_t((pixel[i] * pixel[3] + 127) / 255);
        }
    }
    rgba->color_range = AVCOL_RANGE_JPEG;
    return rgba;
}

Result<AvFrame> SlateCanvas::paint(const AVFrame &picture)
{
    const AVPixFmtDescriptor *description = av_pix_fmt_desc_get(AVPixelFormat(picture.format));
    if (!description || picture.width <= 0 || picture.height <= 0)
        return errorOf(QStringLiteral("slate-refused"),
                       QStringLiteral("The picture has no pixels that can be used."));
    if (description->flags & AV_PIX_FMT_FLAG_ALPHA) {
        auto opaque = overBlack(picture);
        if (!opaque)
            return opaque.error();
        (*opaque)->format = AV_PIX_FMT_RGB0; // the same bytes, alpha no longer meant
        return paint(**opaque);
    }
    if (auto made = blank(); !made)
        return made.error();
    const Place place = placeOf(picture, m_format.width, m_format.height);
    const AVPixelFormat pixels = pixelsOf(m_format);
    const Sws sws(sws_getContext(picture.width, picture.height, AVPixelFormat(picture.format), place.width,
                                 place.height, pixels, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
                                 nullptr, nullptr, nullptr));
    if (!sws)
        return errorOf(QStringLiteral("slate-refused"),
                       QStringLiteral("The picture's pixel format cannot be used."));
    setColours(sws.get(), picture, true);
    uint8_t *to[4]{};
    for (int plane = 0; plane < 3; ++plane) {
        const AVPixFmtDescriptor &layout = *av_pix_fmt_desc_get(pixels);
        const int across = plane == 0 ? 0 : layout.log2_chroma_w;
        const int down = plane == 0 ? 0 : layout.log2_chroma_h;
        to[plane] = m_canvas->data[plane] + ptrdiff_t(place.y >> down) * m_canvas->linesize[plane]
            + ptrdiff_t(place.x >> across) * layout.comp[plane].step;
    }
    sws_scale(sws.get(), picture.data, picture.linesize, 0, picture.height, to, m_canvas->linesize);
    return std::move(m_canvas);
}

int SlateVideoEncoder::picturesPerGop(const SlateFormat &format)
{
    return std::max(1, int(std::lround(av_q2d(rateOf(format)))));
}

Result<std::unique_ptr<SlateVideoEncoder>> SlateVideoEncoder::prepare(const SlateFormat &format)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(format.hevc ? "libx265" : "libx264");
    std::unique_ptr<SlateVideoEncoder> self(new SlateVideoEncoder);
    self->m_format = format;
    self->m_context.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    AVCodecContext *context = self->m_context.get();
    if (!context)
        return errorOf(QStringLiteral("slate-format"), QStringLiteral("There is no encoder for it."));
    context->width = format.width;
    context->height = format.height;
    context->pix_fmt = pixelsOf(format);
    context->time_base = av_inv_q(rateOf(format));
    context->framerate = rateOf(format);
    context->gop_size = context->keyint_min = picturesPerGop(format);
    context->max_b_frames = 0;
    context->color_range = AVCOL_RANGE_MPEG;
    context->color_primaries = AVCOL_PRI_BT709;
    context->color_trc = AVCOL_TRC_BT709;
    context->colorspace = AVCOL_SPC_BT709;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
    return self;
}

Result<std::unique_ptr<SlateVideoEncoder>> SlateVideoEncoder::create(const SlateFormat &format)
{
    auto self = prepare(format);
    if (!self)
        return self.error();
    AVCodecContext *context = (*self)->m_context.get();
    context->rc_max_rate = int64_t(bitsPerPixel * format.width * format.height * av_q2d(rateOf(format)));
    context->rc_buffer_size = int(context->rc_max_rate);
    context->thread_count = int(std::clamp(std::thread::hardware_concurrency(), 1u, 4u));
    if (auto opened = (*self)->open(format.hevc ? openX265(*context) : openX264(*context, format)); !opened)
        return opened.error();
    return self;
}

Result<std::unique_ptr<SlateVideoEncoder>> SlateVideoEncoder::createForSingles(const SlateFormat &format,
                                                                               int quantiser)
{
    auto self = prepare(format);
    if (!self)
        return self.error();
    (*self)->m_singles = true;
    (*self)->m_context->thread_count = 1;
    if (auto opened = (*self)->open(openSingles(*(*self)->m_context, format, quantiser)); !opened)
        return opened.error();
    return self;
}

Result<void> SlateVideoEncoder::open(int code)
{
    if (code < 0)
        return avError(QStringLiteral("The slate's format cannot be encoded"), code,
                       QStringLiteral("slate-format"));
    const AvCodecParameters parameters(avcodec_parameters_alloc());
    if (!parameters || avcodec_parameters_from_context(parameters.get(), m_context.get()) < 0)
        return outOfMemory();
    auto form = InternalForm::create(*parameters, m_context->time_base.num, m_context->time_base.den);
    if (!form)
        return form.error();
    m_form = std::move(*form);
    return {};
}

Result<void> SlateVideoEncoder::encode(AVFrame &canvas, std::vector<Packet> &packets)
{
    canvas.pts = m_next++;
    canvas.pict_type = m_singles ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    canvas.quality = 0;
    if (const int code = avcodec_send_frame(m_context.get(), &canvas); code < 0)
        return encoderError(QStringLiteral("The slate cannot be encoded"), code);
    return drain(packets);
}

Result<void> SlateVideoEncoder::finish(std::vector<Packet> &packets)
{
    avcodec_send_frame(m_context.get(), nullptr);
    return drain(packets);
}

Result<void> SlateVideoEncoder::drain(std::vector<Packet> &packets)
{
    const AvPacket encoded(av_packet_alloc());
    if (!encoded)
        return outOfMemory();
    while (true) {
        const int code = avcodec_receive_packet(m_context.get(), encoded.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return encoderError(QStringLiteral("The slate cannot be encoded"), code);
        auto units = m_form->convert(*encoded);
        if (!units)
            return units.error();
        for (auto &unit : *units) {
            Packet packet;
            packet.track = Track::Video;
            packet.source = Source::Slate;
            packet.keyframe = unit.keyframe;
            packet.dts = packet.pts = pictureTime(m_format, encoded->pts);
            packet.duration = pictureTime(m_format, encoded->pts + 1) - packet.pts;
            packet.sourceDts = packet.sourcePts = packet.pts;
            packet.config = std::move(unit.config);
            packet.payload = std::move(unit.payload);
            packets.push_back(std::move(packet));
        }
        av_packet_unref(encoded.get());
    }
}

} // namespace twinfeed::media
