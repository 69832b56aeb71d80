// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgeencoder.h"

#include "app/media/errors.h"
#include "app/media/nal.h"

#include <algorithm>
#include <set>

namespace twinfeed::media {

namespace {

// Above this no machine of two cores decodes and encodes in time: a little more than 2160p30.
constexpr int64_t mostMacroblocks = 1'000'000; // a second
constexpr const char *quality = "20"; // x264's rate factor, below the limit of rate
// The highest rate stands a fifth over the source's mean: the quick preset needs more bits for the same picture.
constexpr int64_t rateNum = 6;
constexpr int64_t rateDen = 5;
constexpr int64_t leastRate = 300'000;
// The buffer that the rate is kept over holds 0.7 s: an IDR may have four tenths of a second's bits.
constexpr int64_t bufferNum = 7;
constexpr int64_t bufferDen = 10;
constexpr unsigned mostSpsId = 31;

Error refused(const char *code, const QString &message)
{
    return errorOf(QString::fromLatin1(code), message);
}

std::optional<SpsInfo> spsOf(const CodecConfig &config)
{
    for (const auto &set : config.parameterSets) {
        if (!set.empty() && (set[0] & 0x1F) == 7) {
            const auto sps = parseH264Sps(set);
            if (sps && sps->width == config.width && sps->height == config.height)
                return sps;
        }
    }
    return std::nullopt;
}

/// The first id that neither an SPS nor a PPS of the target has.
unsigned freeId(const CodecConfig &config)
{
    std::set<unsigned> used{0};
    for (const auto &set : config.parameterSets) {
        if (const auto sps = (set.empty() || (set[0] & 0x1F) != 7) ? std::nullopt : parseH264Sps(set))
            used.insert(sps->id);
        if (const auto pps = (set.empty() || (set[0] & 0x1F) != 8) ? std::nullopt : parseH264Pps(set))
            used.insert(pps->id);
    }
    for (unsigned id = 1; id <= mostSpsId; ++id) {
        if (!used.contains(id))
            return id;
    }
    return mostSpsId; // it is sent anew in front of each IDR
}

struct Tools
{
    const char *profile;
    const char *options;
};

/// The quickest preset has neither CABAC nor 8x8 transforms, and its stream would say Baseline: what the profile is known
/// by is switched on again.
Tools toolsFor(int profile)
{
    switch (profile & ~(FF_PROFILE_H264_CONSTRAINED | FF_PROFILE_H264_INTRA)) {
    case FF_PROFILE_H264_BASELINE:
        return {"baseline", ":cabac=0:8x8dct=0"};
    case FF_PROFILE_H264_MAIN:
    case FF_PROFILE_H264_EXTENDED:
        return {"main", ":cabac=1:8x8dct=0"};
    default:
        return {"high", ":cabac=1:8x8dct=1"};
    }
}

AVRational rateOf(const CodecConfig &config, int64_t pictureUs)
{
    if (config.frameRateNum > 0) {
        const int64_t said = av_rescale(1'000'000, config.frameRateDen, config.frameRateNum);
        if (said * 5 >= pictureUs * 4 && said * 4 <= pictureUs * 5)
            return {config.frameRateNum, config.frameRateDen};
    }
    AVRational rate{25, 1};
    av_reduce(&rate.num, &rate.den, 1'000'000, std::max<int64_t>(pictureUs, 1), 1'000'000);
    return rate;
}

void describe(AVCodecContext &context, const BridgeEncoder::Like &like)
{
    const AVFrame &picture = *like.picture;
    context.width = picture.width;
    context.height = picture.height;
    context.pix_fmt = AVPixelFormat(picture.format);
    context.sample_aspect_ratio = picture.sample_aspect_ratio;
    context.color_range = picture.color_range;
    context.color_primaries = picture.color_primaries;
    context.color_trc = picture.color_trc;
    context.colorspace = picture.colorspace;
    context.chroma_sample_location = picture.chroma_location;
    context.framerate = rateOf(*like.config, like.pictureUs);
    context.time_base = av_inv_q(context.framerate);
    if (like.config->level >= 10)
        context.level = like.config->level;
    context.rc_max_rate = std::max(like.bitrate * rateNum / rateDen, leastRate);
    context.rc_buffer_size = int(std::min<int64_t>(context.rc_max_rate * bufferNum / bufferDen, INT_MAX));
    context.gop_size = INT_MAX; // x264: without end
    context.max_b_frames = 0;
    context.thread_count = 2;
    // x264 warns where a source's level is too low for its rate: the source's level is what is wanted all the same.
    context.log_level_offset = AV_LOG_INFO - AV_LOG_WARNING;
    context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
}

} // namespace

std::optional<Error> bridgeRefusal(const CodecConfigPtr &config)
{
    if (!config)
        return refused("no-parameters", QStringLiteral("The source has not said its picture format yet."));
    if (config->codecId != AV_CODEC_ID_H264)
        return refused("codec", QStringLiteral("Only H.264 can be bridged."));
    const auto sps = spsOf(*config);
    if (!sps)
        return refused("no-parameters", QStringLiteral("The source's picture format cannot be read."));
    if (!sps->framesOnly)
        return refused("interlaced", QStringLiteral("Interlaced pictures cannot be bridged."));
    if (sps->lumaBits != 8 || sps->chromaBits != 8 || sps->chromaFormat != 1)
        return refused("format", QStringLiteral("Only pictures of 8 bits in 4:2:0 can be bridged."));
    const int64_t macroblocks = int64_t((config->width + 15) / 16) * ((config->height + 15) / 16);
    const int64_t num = config->frameRateNum > 0 ? config->frameRateNum : 30;
    const int64_t den = config->frameRateNum > 0 ? config->frameRateDen : 1;
    if (macroblocks * num > mostMacroblocks * den)
        return refused("rate",
                       QStringLiteral("The pictures are too large or too many to be encoded in time."));
    return std::nullopt;
}

Result<std::unique_ptr<BridgeEncoder>> BridgeEncoder::create(const Like &like)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    std::unique_ptr<BridgeEncoder> self(new BridgeEncoder);
    self->m_like = like;
    self->m_like.picture = nullptr;
    self->m_context.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    self->m_packet.reset(av_packet_alloc());
    AVCodecContext *context = self->m_context.get();
    if (!context || !self->m_packet)
        return refused("format", QStringLiteral("There is no x264 encoder."));
    describe(*context, like);
    const Tools tools = toolsFor(like.config->profile);
    const QByteArray parameters =
        "scenecut=0:sps-id=" + QByteArray::number(freeId(*like.config)) + tools.options;
    AVDictionary *options = nullptr;
    av_dict_set(&options, "preset", "ultrafast", 0);
    av_dict_set(&options, "tune", "zerolatency", 0);
    av_dict_set(&options, "crf", quality, 0);
    av_dict_set(&options, "profile", tools.profile, 0);
    av_dict_set(&options, "udu_sei", "1", 0);
    av_dict_set(&options, "x264-params", parameters.constData(), 0);
    const int code = avcodec_open2(context, codec, &options);
    av_dict_free(&options);
    if (code < 0)
        return avError(QStringLiteral("The target's format cannot be encoded"), code,
                       QStringLiteral("format"));
    const AvCodecParameters made(avcodec_parameters_alloc());
    if (!made || avcodec_parameters_from_context(made.get(), context) < 0)
        return outOfMemory();
    auto form = InternalForm::create(*made, context->time_base.num, context->time_base.den);
    if (!form)
        return form.error();
    self->m_form = std::move(*form);
    return self;
}

Result<Packet> BridgeEncoder::encode(BridgePicture picture)
{
    AVFrame &frame = *picture.frame;
    if (frame.width != m_context->width || frame.height != m_context->height
        || frame.format != m_context->pix_fmt)
        return refused("format", QStringLiteral("The source's pictures changed their size or format."));
    frame.pts = m_next++;
    frame.pict_type = AV_PICTURE_TYPE_NONE; // the decoder's would be taken for an order
    frame.quality = 0;
    int code = avcodec_send_frame(m_context.get(), &frame);
    av_packet_unref(m_packet.get());
    if (code >= 0)
        code = avcodec_receive_packet(m_context.get(), m_packet.get());
    if (code < 0)
        return avError(QStringLiteral("A picture cannot be encoded"), code);
    auto units = m_form->convert(*m_packet);
    if (!units)
        return units.error();
    if (units->empty())
        return avError(QStringLiteral("A picture cannot be encoded"), AVERROR_INVALIDDATA);
    auto &unit = units->front();
    Packet packet;
    packet.track = Track::Video;
    packet.keyframe = unit.keyframe;
    packet.source = m_like.source;
    packet.pts = picture.pts;
    packet.dts = picture.pts - m_like.delayUs;
    packet.duration = picture.duration;
    packet.arrival = picture.arrival;
    packet.sourcePts = picture.sourcePts;
    packet.sourceDts = picture.sourcePts - m_like.delayUs;
    packet.cues = std::move(picture.cues);
    packet.config = std::move(unit.config);
    packet.payload = std::move(unit.payload);
    return packet;
}

} // namespace twinfeed::media
