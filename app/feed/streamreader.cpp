// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/streamreader.h"

#include "app/feed/decodelog.h"
#include "app/media/ffmpeg.h"

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace twinfeed::feed {

using namespace media;

namespace {

// Packets between demuxer and decoder; several seconds of the densest stream. A file fills it and waits.
constexpr size_t mostQueued = 2'000;

struct Arrived
{
    AvPacket packet;
    int64_t atUs = 0;
};

int64_t usOf(int64_t ticks, AVRational base)
{
    return av_rescale_q(ticks, base, microseconds);
}

float sampleOf(const AVFrame &frame, int at)
{
    const int channels = frame.ch_layout.nb_channels;
    switch (frame.format) {
    case AV_SAMPLE_FMT_FLTP:
        return reinterpret_cast<const float *>(frame.data[0])[at];
    case AV_SAMPLE_FMT_FLT:
        return reinterpret_cast<const float *>(frame.data[0])[at * channels];
    case AV_SAMPLE_FMT_S16P:
        return float(reinterpret_cast<const int16_t *>(frame.data[0])[at]) / 32'768;
    case AV_SAMPLE_FMT_S16:
        return float(reinterpret_cast<const int16_t *>(frame.data[0])[at * channels]) / 32'768;
    case AV_SAMPLE_FMT_S32P:
        return float(reinterpret_cast<const int32_t *>(frame.data[0])[at]) / 2'147'483'648.0F;
    default:
        return 0;
    }
}

} // namespace

class StreamReader::Private
{
public:
    Private(Address address, const Clock &c, ReadSink &s, sealing::Unsealer::FindKey findKey)
        : clock(c)
        , sink(s)
        , input(std::move(address), c)
    {
        if (findKey)
            opener.emplace(std::move(findKey));
    }

    struct Decoder
    {
        AvCodecContext context;
        bool started = false;
        std::optional<int64_t> nextUs; // of sound, where a frame has no time of its own
    };

    void demux(const std::stop_token &stop);
    bool next(Arrived &arrived, const std::stop_token &stop);
    Decoder *decoderOf(const AVStream &stream);
    void tell(const AVStream &stream, const AVCodecContext &context);
    void decode(const Arrived &arrived);
    void decode(Decoder &decoder, const AVPacket *packet, const AVStream &stream);
    void take(const AVFrame &frame, Decoder &decoder, const AVStream &stream);
    void takePicture(const AVFrame &frame, int64_t ptsUs);
    void takeSound(const AVFrame &frame, int64_t ptsUs);
    void passErrors();

    const Clock &clock;
    ReadSink &sink;

    StreamInput input; // opened on the caller's thread, then the demuxer's until it is joined
    std::mutex mutex; // guards the next three
    std::condition_variable_any changed;
    std::deque<Arrived> queue;
    std::optional<int> ended; // the demuxer's last word

    // The caller's thread only.
    std::optional<PacketOpener> opener; // for sealed units
    std::map<int, Decoder> decoders;
    ReadFormat format;
    AvFrame frame{av_frame_alloc()};
    AvFrame converted;
    Sws scaler;
    std::vector<float> samples;
    DecodeLog decodeLog;
};

StreamReader::StreamReader(Address address, const Clock &clock, ReadSink &sink,
                           sealing::Unsealer::FindKey findKey)
    : d(std::make_unique<Private>(std::move(address), clock, sink, std::move(findKey)))
{
}

StreamReader::~StreamReader() = default;

std::optional<PacketOpener::Counts> StreamReader::sealing() const
{
    return d->opener ? std::optional(d->opener->counts()) : std::nullopt;
}

void StreamReader::Private::demux(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "demux");
    int code = 0;
    while (!stop.stop_requested()) {
        Arrived arrived{AvPacket(av_packet_alloc())};
        code = input.read(*arrived.packet);
        if (code < 0)
            break;
        arrived.atUs = clock.now();
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [this] { return queue.size() < mostQueued; });
        queue.push_back(std::move(arrived));
        changed.notify_all();
    }
    const std::lock_guard lock(mutex);
    ended = code;
    changed.notify_all();
}

bool StreamReader::Private::next(Arrived &arrived, const std::stop_token &stop)
{
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [this] { return !queue.empty() || ended; });
    if (stop.stop_requested() || queue.empty())
        return false;
    arrived = std::move(queue.front());
    queue.pop_front();
    changed.notify_all();
    return true;
}

Result<void> StreamReader::run(std::stop_token stop)
{
    if (auto opened = d->input.open(stop); !opened)
        return opened;
    d->format.container = QString::fromLatin1(d->input.context().iformat->name);
    std::stop_source ending;
    const std::stop_callback pass(stop, [&] { ending.request_stop(); });
    d->input.setStop(ending.get_token());
    std::jthread demuxer([&] { d->demux(ending.get_token()); });
    Arrived arrived;
    while (d->next(arrived, stop))
        d->decode(arrived);
    ending.request_stop();
    demuxer.join();
    for (auto &[index, decoder] : d->decoders) {
        if (!stop.stop_requested() && decoder.started)
            d->decode(decoder, nullptr, *d->input.context().streams[index]);
    }
    d->passErrors();
    if (const int code = d->ended.value_or(0); code < 0 && code != AVERROR_EOF && !stop.stop_requested())
        return avError(QStringLiteral("the stream broke"), code, QStringLiteral("read-failed"));
    return {};
}

StreamReader::Private::Decoder *StreamReader::Private::decoderOf(const AVStream &stream)
{
    const AVMediaType type = stream.codecpar->codec_type;
    // In MPEG-TS a codec may be known only some packets later.
    if ((type != AVMEDIA_TYPE_VIDEO && type != AVMEDIA_TYPE_AUDIO)
        || stream.codecpar->codec_id == AV_CODEC_ID_NONE)
        return nullptr;
    const auto found = decoders.find(stream.index);
    if (found != decoders.end())
        return found->second.context ? &found->second : nullptr;
    Decoder &decoder = decoders[stream.index];
    const AVCodec *codec = avcodec_find_decoder(stream.codecpar->codec_id);
    AvCodecContext context(codec ? avcodec_alloc_context3(codec) : nullptr);
    // One thread: more would hold pictures back, and a 1080p picture takes 3 ms.
    if (context)
        context->thread_count = 1;
    if (!context || avcodec_parameters_to_context(context.get(), stream.codecpar) < 0
        || avcodec_open2(context.get(), codec, nullptr) < 0) {
        sink.decodeError(QStringLiteral("there is no decoder for %1")
                             .arg(QString::fromLatin1(avcodec_get_name(stream.codecpar->codec_id))));
        return nullptr;
    }
    context->pkt_timebase = stream.time_base;
    decodeLog.watch(context.get());
    decoder.context = std::move(context);
    return &decoder;
}

void StreamReader::Private::tell(const AVStream &stream, const AVCodecContext &context)
{
    const QString name = QString::fromLatin1(avcodec_get_name(stream.codecpar->codec_id));
    if (context.codec_type == AVMEDIA_TYPE_VIDEO) {
        if (format.video == name && format.width == context.width && format.height == context.height)
            return;
        const char *profile = avcodec_profile_name(context.codec_id, context.profile);
        format.video = name;
        format.profile = QString::fromLatin1(profile ? profile : "");
        format.width = context.width;
        format.height = context.height;
        format.delay = context.has_b_frames;
    } else {
        if (format.sound == name && format.sampleRate == context.sample_rate
            && format.channels == context.ch_layout.nb_channels)
            return;
        format.sound = name;
        format.sampleRate = context.sample_rate;
        format.channels = context.ch_layout.nb_channels;
    }
    sink.format(format);
}

void StreamReader::Private::decode(const Arrived &arrived)
{
    const AVPacket &packet = *arrived.packet;
    const AVStream &stream = *input.context().streams[packet.stream_index];
    Decoder *decoder = decoderOf(stream);
    if (!decoder)
        return;
    const bool video = stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    PacketFact fact{video, {}, arrived.atUs, packet.size};
    if (packet.dts != AV_NOPTS_VALUE)
        fact.dtsUs = usOf(packet.dts, stream.time_base);

    sink.packet(fact);
    if (!decoder->started && video && !(packet.flags & AV_PKT_FLAG_KEY)) {
        sink.skipped();
        return;
    }
    decoder->started = true;
    decoder->context->reordered_opaque = arrived.atUs;
    if (opener && !opener->open(*arrived.packet, stream))
        return; // counted there; a decoder is not to see it
    decode(*decoder, &packet, stream);
}

void StreamReader::Private::decode(Decoder &decoder, const AVPacket *packet, const AVStream &stream)
{
    int code = avcodec_send_packet(decoder.context.get(), packet);
    if (code < 0 && code != AVERROR_EOF)
        sink.decodeError(QStringLiteral("a packet was refused: ") + avErrorText(code));
    for (;;) {
        code = avcodec_receive_frame(decoder.context.get(), frame.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            break;
        if (code < 0) {
            sink.decodeError(QStringLiteral("a picture or sound could not be decoded: ") + avErrorText(code));
            break;
        }
        tell(stream, *decoder.context);
        take(*frame, decoder, stream);
        av_frame_unref(frame.get());
    }
    passErrors();
}

void StreamReader::Private::passErrors()
{
    for (const QString &message : decodeLog.take())
        sink.decodeError(message);
}

void StreamReader::Private::take(const AVFrame &from, Decoder &decoder, const AVStream &stream)
{
    std::optional<int64_t> ptsUs = decoder.nextUs;
    if (from.best_effort_timestamp != AV_NOPTS_VALUE)
        ptsUs = usOf(from.best_effort_timestamp, stream.time_base);
    if (!ptsUs)
        return;
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
        takePicture(from, *ptsUs);
    } else {
        // In MPEG-TS several frames of sound may share a packet that has one time, that of the first.
        decoder.nextUs = *ptsUs + from.nb_samples * int64_t(1'000'000) / std::max(1, from.sample_rate);
        takeSound(from, *ptsUs);
    }
}

void StreamReader::Private::takePicture(const AVFrame &from, int64_t ptsUs)
{
    const bool corrupt = (from.flags & AV_FRAME_FLAG_CORRUPT) || from.decode_error_flags;
    switch (from.format) {
    case AV_PIX_FMT_YUV420P:
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUV422P:
    case AV_PIX_FMT_YUV444P:
    case AV_PIX_FMT_NV12:
        sink.picture({from.data[0], from.linesize[0], from.width, from.height}, ptsUs, from.reordered_opaque,
                     corrupt);
        return;
    default:
        break;
    }
    SwsContext *made = sws_getCachedContext(scaler.release(), from.width, from.height,
                                            AVPixelFormat(from.format), from.width, from.height,
                                            AV_PIX_FMT_YUV420P, SWS_POINT, nullptr, nullptr, nullptr);
    scaler.reset(made);
    if (!converted || converted->width != from.width || converted->height != from.height) {
        converted.reset(av_frame_alloc());
        converted->format = AV_PIX_FMT_YUV420P;
        converted->width = from.width;
        converted->height = from.height;
        if (av_frame_get_buffer(converted.get(), 0) < 0)
            return;
    }
    if (!made)
        return;
    sws_scale(made, from.data, from.linesize, 0, from.height, converted->data, converted->linesize);
    sink.picture({converted->data[0], converted->linesize[0], from.width, from.height}, ptsUs,
                 from.reordered_opaque, corrupt);
}

void StreamReader::Private::takeSound(const AVFrame &from, int64_t ptsUs)
{
    samples.resize(size_t(from.nb_samples));
    for (int i = 0; i < from.nb_samples; ++i)
        samples[size_t(i)] = sampleOf(from, i);
    sink.sound(samples, ptsUs, from.sample_rate);
}

} // namespace twinfeed::feed
