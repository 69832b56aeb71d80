// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loopencoder.h"

#include "app/feed/testpicture.h"
#include "app/feed/testsound.h"
#include "app/media/ffmpeg.h"

#include <algorithm>
#include <functional>

namespace twinfeed::feed {

using namespace media;

namespace {

// Packets of sound to get past the encoder's priming and its first bits of rate control.
constexpr int warmUpFrames = 64;
constexpr int sampleFrames = 1'024; // of AAC
constexpr float clipGain = 25; // the quietest of it reaches full scale too

const char *encoderName(VideoCodec codec)
{
    switch (codec) {
    case VideoCodec::H264:
        return "libx264";
    case VideoCodec::Hevc:
        return "libx265";
    case VideoCodec::Mpeg2:
        return "mpeg2video";
    }
    return "";
}

Result<AvCodecContext> newEncoder(const char *name)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(name);
    if (!codec) {
        return Error{QStringLiteral("encoder-missing"),
                     QStringLiteral("FFmpeg has no encoder %1").arg(QLatin1String(name)),
                     {},
                     QStringLiteral("Install an FFmpeg that has it (Debian's libavcodec59 does)."),
                     {}};
    }
    return AvCodecContext(avcodec_alloc_context3(codec));
}

class Options
{
public:
    ~Options() { av_dict_free(&m_dict); }
    void set(const char *key, const QString &value)
    {
        av_dict_set(&m_dict, key, value.toUtf8().constData(), 0);
    }
    AVDictionary **get() { return &m_dict; }

private:
    AVDictionary *m_dict = nullptr;
};

/// Frozen and half-rate pictures are encoded without reordering: their groups are cut up and repeated.
VideoFormat formatOf(VideoFormat format, Variant variant)
{
    if (variant == Variant::LowBitrate)
        format.bitrate /= 8;
    if (variant == Variant::Freeze || variant == Variant::HalfRate) {
        format.bframes = 0;
        format.openGop = false;
    }
    if (variant == Variant::HalfRate)
        format.gop = (format.gop + 1) / 2;
    return format;
}

void setCommon(AVCodecContext &c, const VideoFormat &f)
{
    c.width = f.width;
    c.height = f.height;
    c.pix_fmt = AV_PIX_FMT_YUV420P;
    c.time_base = {1, f.rate};
    c.framerate = {f.rate, 1};
    c.sample_aspect_ratio = {1, 1};
    c.gop_size = f.gop;
    c.max_b_frames = f.bframes;
    c.bit_rate = f.bitrate;
    c.rc_max_rate = f.bitrate;
    c.rc_buffer_size = int(f.bitrate);
    c.color_range = AVCOL_RANGE_MPEG;
    c.colorspace = AVCOL_SPC_BT709;
    c.color_primaries = AVCOL_PRI_BT709;
    c.color_trc = AVCOL_TRC_BT709;
}

/// The fastest settings that still have all the tools of the profile: two cores encode 1080p30 at four times its speed.
void setCodec(AVCodecContext &c, Options &options, const VideoFormat &f)
{
    switch (f.codec) {
    case VideoCodec::H264:
        c.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;

        options.set("preset", QStringLiteral("superfast"));
        options.set("profile", f.profile);
        options.set("x264-params",
                    QStringLiteral("keyint=%1:min-keyint=%1:scenecut=0:b-adapt=0:bframes=%2:open-gop=%3")
                        .arg(f.gop)
                        .arg(f.bframes)
                        .arg(f.openGop ? 1 : 0));
        break;
    case VideoCodec::Hevc:
        c.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        options.set("preset", QStringLiteral("ultrafast"));
        options.set("x265-params",
                    QStringLiteral("log-level=error:keyint=%1:min-keyint=%1:scenecut=0:b-adapt=0:bframes=%2:"
                                   "open-gop=%3:frame-threads=2:pools=2")
                        .arg(f.gop)
                        .arg(f.bframes)
                        .arg(f.openGop ? 1 : 0));
        break;
    case VideoCodec::Mpeg2: // sends its headers with each keyframe by itself
        if (!f.openGop)
            c.flags |= AV_CODEC_FLAG_CLOSED_GOP;
        options.set("sc_threshold", QStringLiteral("1000000000"));
        break;
    }
}

/// Rate control would make a still picture better from one to the next and begin anew at each keyframe, which is more
/// than the -60 dB at which freeze detectors draw the line. At a constant quantiser all that follows a keyframe is skipped.
void holdStill(AVCodecContext &c, Options &options)
{
    c.bit_rate = 0;
    c.rc_max_rate = 0;
    c.rc_buffer_size = 0;
    options.set("qp", QStringLiteral("26"));
}

Result<AvCodecContext> openVideoEncoder(const VideoFormat &format, Variant variant)
{
    auto encoder = newEncoder(encoderName(format.codec));
    if (!encoder)
        return encoder;
    Options options;
    setCommon(*encoder.value(), format);
    setCodec(*encoder.value(), options, format);
    if (variant == Variant::Freeze && format.codec == VideoCodec::H264)
        holdStill(*encoder.value(), options);
    if (const int code = avcodec_open2(encoder->get(), nullptr, options.get()); code < 0)
        return avError(QStringLiteral("the %1 encoder refuses these parameters").arg(toWord(format.codec)),
                       code, QStringLiteral("encode-failed"));
    return encoder;
}

using Take = std::function<Result<void>(const AVPacket &)>;

/// Sends a frame (null: the end) and takes what comes.
Result<void> encode(AVCodecContext &encoder, const AVFrame *frame, const Take &take)
{
    const QString what = QStringLiteral("encoding failed");
    if (const int code = avcodec_send_frame(&encoder, frame); code < 0)
        return avError(what, code, QStringLiteral("encode-failed"));
    const AvPacket packet(av_packet_alloc());
    for (;;) {
        const int code = avcodec_receive_packet(&encoder, packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avError(what, code, QStringLiteral("encode-failed"));
        if (auto taken = take(*packet); !taken)
            return taken;
        av_packet_unref(packet.get());
    }
}

LoopCodec codecOf(const AVCodecContext &encoder)
{
    const AvCodecParameters parameters(avcodec_parameters_alloc());
    avcodec_parameters_from_context(parameters.get(), &encoder);
    LoopCodec codec;
    codec.codecId = parameters->codec_id;
    codec.profile = parameters->profile;
    codec.level = parameters->level;
    codec.width = parameters->width;
    codec.height = parameters->height;
    codec.rate = encoder.codec_type == AVMEDIA_TYPE_VIDEO ? encoder.framerate.num : 0;
    codec.sampleRate = parameters->sample_rate;
    codec.channels = parameters->ch_layout.nb_channels;
    codec.bitrate = parameters->bit_rate;
    codec.extradata =
        QByteArray(reinterpret_cast<const char *>(parameters->extradata), parameters->extradata_size);
    return codec;
}

AvFrame newPicture(const VideoFormat &format)
{
    AvFrame frame(av_frame_alloc());
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = format.width;
    frame->height = format.height;
    return frame;
}

Error stopped()
{
    return {QStringLiteral("stopped"), QStringLiteral("Stopped while encoding."), {}, {}, {}};
}

/// Draws and encodes all pictures of a loop.
Result<void> encodePictures(AVCodecContext &encoder, const VideoFormat &format, Variant variant,
                            const Take &take, const Progress &progress, const std::stop_token &stop)
{
    TestPicture painter(format.width, format.height, format.source, format.rate, true);
    const AvFrame frame = newPicture(format);
    const int pictures = format.loopPictures();
    for (int i = 0; i < pictures; ++i) {
        if (stop.stop_requested())
            return stopped();
        const int inGroup = i % format.gop;
        if (variant == Variant::HalfRate && inGroup % 2)
            continue;
        // A fresh buffer each time: the encoder may still hold the last one.
        if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0)
            return avError(QStringLiteral("no memory for a picture"), code);
        const int counter = variant == Variant::Freeze ? i - inGroup : i;
        painter.render({format.source, variant, format.rate, counter, pictures},
                       {{frame->data[0], frame->data[1], frame->data[2]},
                        {frame->linesize[0], frame->linesize[1], frame->linesize[2]}});
        frame->pts = i;
        if (auto sent = encode(encoder, frame.get(), take); !sent)
            return sent;
        av_frame_unref(frame.get());
        frame->format = AV_PIX_FMT_YUV420P;
        frame->width = format.width;
        frame->height = format.height;
        progress(double(i + 1) / pictures);
    }
    return encode(encoder, nullptr, take);
}

float sampleOf(const TestSound &sound, SoundVariant variant, int64_t at)
{
    switch (variant) {
    case SoundVariant::Normal:
        return sound.sample(at);
    case SoundVariant::Silence:
        return 0;
    case SoundVariant::Clip:
        return std::clamp(clipGain * sound.sample(at), -1.0F, 1.0F);
    }
    return 0;
}

void fillSound(AVFrame &frame, const TestSound &sound, SoundVariant variant)
{
    for (int i = 0; i < frame.nb_samples; ++i) {
        const float value = sampleOf(sound, variant, frame.pts + i);
        for (int channel = 0; channel < frame.ch_layout.nb_channels; ++channel)
            reinterpret_cast<float *>(frame.data[channel])[i] = value;
    }
}

Result<AvCodecContext> openSoundEncoder(const SoundFormat &format)
{
    auto encoder = newEncoder("aac");
    if (!encoder)
        return encoder;
    AVCodecContext &c = *encoder.value();
    c.sample_fmt = AV_SAMPLE_FMT_FLTP;
    c.sample_rate = format.sampleRate;
    c.time_base = {1, format.sampleRate};
    av_channel_layout_default(&c.ch_layout, format.channels);
    c.bit_rate = 64'000 * format.channels;
    c.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (const int code = avcodec_open2(&c, nullptr, nullptr); code < 0)
        return avError(QStringLiteral("the AAC encoder refuses these parameters"), code,
                       QStringLiteral("encode-failed"));
    return encoder;
}

/// Encodes a period and keeps its packets by their place in the period.
Result<void> encodeSound(AVCodecContext &encoder, const TestSound &sound, SoundVariant variant,
                         std::vector<QByteArray> &packets, const std::stop_token &stop)
{
    const auto period = int64_t(packets.size());
    const Take take = [&](const AVPacket &packet) -> Result<void> {
        const int64_t number = packet.pts / sampleFrames;
        if (number >= warmUpFrames && number < warmUpFrames + period)
            packets[size_t(number % period)] =
                QByteArray(reinterpret_cast<const char *>(packet.data), packet.size);
        return {};
    };
    for (int64_t number = 0; number < warmUpFrames + period + 2; ++number) {
        if (stop.stop_requested())
            return stopped();
        const AvFrame frame(av_frame_alloc());
        frame->format = AV_SAMPLE_FMT_FLTP;
        frame->sample_rate = encoder.sample_rate;
        frame->nb_samples = sampleFrames;
        av_channel_layout_copy(&frame->ch_layout, &encoder.ch_layout);
        if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0)
            return avError(QStringLiteral("no memory for sound"), code);
        frame->pts = number * sampleFrames;
        fillSound(*frame, sound, variant);
        if (auto sent = encode(encoder, frame.get(), take); !sent)
            return sent;
    }
    return encode(encoder, nullptr, take);
}

} // namespace

Result<void> encodeVideoLoop(const VideoFormat &format, Variant variant, const QString &path,
                             const Progress &progress, std::stop_token stop)
{
    auto encoder = openVideoEncoder(formatOf(format, variant), variant);
    if (!encoder)
        return encoder.error();
    LoopWriter writer(path);
    if (auto opened = writer.open(); !opened)
        return opened;
    int64_t keyframes = 0;
    const Take take = [&](const AVPacket &packet) -> Result<void> {
        const bool keyframe = packet.flags & AV_PKT_FLAG_KEY;
        if (keyframe && packet.pts != keyframes++ * format.gop)
            return Error{QStringLiteral("encode-failed"),
                         QStringLiteral("The encoder set a keyframe at picture %1, not at a multiple of %2.")
                             .arg(packet.pts)
                             .arg(format.gop),
                         {},
                         {},
                         {}};
        return writer.add({packet.data, size_t(packet.size)}, packet.pts, keyframe);
    };
    AVCodecContext &context = *encoder.value();
    if (auto done = encodePictures(context, format, variant, take, progress, stop); !done)
        return done;
    return writer.finish(codecOf(context), format.loopPictures());
}

Result<void> encodeSoundLoop(const SoundFormat &format, SoundVariant variant, const QString &path,
                             std::stop_token stop)
{
    auto encoder = openSoundEncoder(format);
    if (!encoder)
        return encoder.error();
    std::vector<QByteArray> packets(size_t(TestSound::framesOfPeriod(format)));
    if (auto done = encodeSound(*encoder.value(), TestSound(format), variant, packets, stop); !done)
        return done;
    LoopWriter writer(path);
    if (auto opened = writer.open(); !opened)
        return opened;
    int64_t pts = 0;
    for (const QByteArray &packet : packets) {
        const auto *data = reinterpret_cast<const uint8_t *>(packet.constData());
        if (auto added = writer.add({data, size_t(packet.size())}, pts, true); !added)
            return added;
        pts += sampleFrames;
    }
    return writer.finish(codecOf(*encoder.value()), pts);
}

} // namespace twinfeed::feed
