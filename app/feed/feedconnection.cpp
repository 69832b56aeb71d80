// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedconnection.h"

#include "app/media/ffmpeg.h"

#include <QUrl>

#include <cstring>

namespace twinfeed::feed {

using namespace media;

namespace {

// A destination that takes nothing for this long is treated as gone.
constexpr int64_t patienceUs = 10'000'000;

bool isOneOf(const QString &scheme, std::initializer_list<const char *> schemes)
{
    return std::any_of(schemes.begin(), schemes.end(),
                       [&](const char *one) { return scheme == QLatin1String(one); });
}

AVRational timeBase(const LoopCodec &codec)
{
    return {1, codec.rate ? codec.rate : codec.sampleRate};
}

void describe(AVStream &stream, const LoopCodec &codec)
{
    AVCodecParameters &p = *stream.codecpar;
    p.codec_id = AVCodecID(codec.codecId);
    p.codec_type = avcodec_get_type(p.codec_id);
    p.profile = codec.profile;
    p.level = codec.level;
    p.bit_rate = codec.bitrate;
    if (codec.rate) {
        p.width = codec.width;
        p.height = codec.height;
        p.format = AV_PIX_FMT_YUV420P;
        p.color_range = AVCOL_RANGE_MPEG;
        p.color_space = AVCOL_SPC_BT709;
        p.color_primaries = AVCOL_PRI_BT709;
        p.color_trc = AVCOL_TRC_BT709;
        p.sample_aspect_ratio = {1, 1};
        stream.avg_frame_rate = {codec.rate, 1};
    } else {
        p.sample_rate = codec.sampleRate;
        p.frame_size = 1'024;
        av_channel_layout_default(&p.ch_layout, codec.channels);
    }
    if (!codec.extradata.isEmpty()) {
        p.extradata =
            static_cast<uint8_t *>(av_mallocz(size_t(codec.extradata.size()) + AV_INPUT_BUFFER_PADDING_SIZE));
        std::memcpy(p.extradata, codec.extradata.constData(), size_t(codec.extradata.size()));
        p.extradata_size = int(codec.extradata.size());
    }
    stream.time_base = timeBase(codec);
}

struct FreeOutput
{
    void operator()(AVFormatContext *context) const
    {
        if (context->pb && !(context->oformat->flags & AVFMT_NOFILE))
            avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

AVDictionary *optionsFor(const QByteArray &muxer, const QString &scheme)
{
    AVDictionary *options = nullptr;
    if (scheme == QLatin1String("rtmp"))
        av_dict_set(&options, "tcp_nodelay", "1", 0);
    if (muxer == "flv")
        av_dict_set(&options, "flvflags", "no_duration_filesize", 0);
    if (muxer == "mpegts") // or several sound frames are held back until they fill a packet
        av_dict_set(&options, "pes_payload_size", "0", 0);
    return options;
}

} // namespace

const LoopPtr &FeedLoops::of(const TimelinePacket &packet) const
{
    if (packet.video)
        return video[size_t(packet.variant)];
    return sound[size_t(packet.sound)];
}

int Patience::expired(void *patience)
{
    const auto *self = static_cast<const Patience *>(patience);
    return self->stop.stop_requested() || self->cut || self->clock.now() > self->deadline;
}

class FeedConnection::Private
{
public:
    explicit Private(Patience &p)
        : patience(p)
    {
    }

    Result<void> connect(const QString &url, const FeedLoops &loops);
    void addStream(const LoopPtr &loop, AVStream *&stream);
    int fillPacket(const TimelinePacket &from, const LoopPtr &loop);

    Patience &patience;
    std::unique_ptr<AVFormatContext, FreeOutput> context;
    AvPacket packet{av_packet_alloc()};
    AVStream *video = nullptr; // owned by context
    AVStream *sound = nullptr;
    LoopPtr sentVideo; // whose parameter sets the receiver has
};

FeedConnection::FeedConnection(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

FeedConnection::~FeedConnection()
{
    d->patience.deadline = d->patience.clock.now() + patienceUs / 10;
}

QString FeedConnection::printable(const QString &url)
{
    const QUrl parsed(url);
    if (parsed.host().isEmpty())
        return url;
    const QString port = parsed.port() > 0 ? QStringLiteral(":%1").arg(parsed.port()) : QString();
    const QString path = parsed.path();
    const QString place = path.left(path.lastIndexOf(QLatin1Char('/')) + 1);
    const QString key = path.size() > place.size() ? QStringLiteral("***") : QString();
    return parsed.scheme() + QLatin1String("://") + parsed.host() + port + place + key;
}

bool FeedConnection::isNetwork(const QString &url)
{
    return url.contains(QLatin1String("://")) && !url.startsWith(QLatin1String("file:"));
}

QByteArray FeedConnection::muxerFor(const QString &url)
{
    const QString scheme = isNetwork(url) ? url.section(QLatin1Char(':'), 0, 0) : QString();
    if (isOneOf(scheme, {"rtmp", "rtmps", "rtmpt", "rtmpe", "http", "https"}))
        return "flv";
    if (isOneOf(scheme, {"srt", "udp", "tcp", "rtp", "tls", "unix"}))
        return "mpegts";
    const AVOutputFormat *format = av_guess_format(nullptr, url.toUtf8().constData(), nullptr);
    return format ? QByteArray(format->name) : QByteArray();
}

Result<std::unique_ptr<FeedConnection>> FeedConnection::open(const QString &url, const FeedLoops &loops,
                                                             Patience &patience)
{
    auto d = std::make_unique<Private>(patience);
    if (auto connected = d->connect(url, loops); !connected)
        return connected.error();
    return std::unique_ptr<FeedConnection>(new FeedConnection(std::move(d)));
}

void FeedConnection::Private::addStream(const LoopPtr &loop, AVStream *&stream)
{
    if (!loop)
        return;
    stream = avformat_new_stream(context.get(), nullptr);
    describe(*stream, loop->codec());
}

Result<void> FeedConnection::Private::connect(const QString &url, const FeedLoops &loops)
{
    const QByteArray name = url.toUtf8();
    const QByteArray muxer = muxerFor(url);
    AVFormatContext *made = nullptr;
    if (const int code = avformat_alloc_output_context2(&made, nullptr, muxer.constData(), name.constData());
        code < 0)
        return avError(QStringLiteral("no such format"), code, QStringLiteral("push-failed"));
    context.reset(made);
    context->interrupt_callback = {Patience::expired, &patience};
    addStream(loops.video[0], video);
    addStream(loops.sound[0], sound);
    sentVideo = loops.video[0];

    patience.deadline = patience.clock.now() + patienceUs;
    AVDictionary *options = optionsFor(muxer, url.section(QLatin1Char(':'), 0, 0));
    int code = 0;
    if (!(context->oformat->flags & AVFMT_NOFILE))
        code = avio_open2(&context->pb, name.constData(), AVIO_FLAG_WRITE, &context->interrupt_callback,
                          &options);
    QString what = QStringLiteral("cannot be opened");
    if (code >= 0) {
        what = QStringLiteral("does not take the stream");
        code = avformat_write_header(context.get(), &options);
    }
    av_dict_free(&options);
    if (code < 0)
        return avError(what, code, QStringLiteral("push-failed"));
    return {};
}

/// FLV is told of other parameter sets by side data; all other formats get them in the stream at each keyframe.
int FeedConnection::Private::fillPacket(const TimelinePacket &from, const LoopPtr &loop)
{
    const auto data = loop->data(from.entry);
    const QByteArray &extradata = loop->codec().extradata;
    const bool flv = std::strcmp(context->oformat->name, "flv") == 0;
    const bool inBand = from.video && from.keyframe && !flv && !extradata.isEmpty();
    const int before = inBand ? int(extradata.size()) : 0;
    if (const int code = av_new_packet(packet.get(), before + int(data.size())); code < 0)
        return code;
    std::memcpy(packet->data, extradata.constData(), size_t(before));
    std::memcpy(packet->data + before, data.data(), data.size());
    if (!from.video || !flv || loop == sentVideo || loop->codec().extradata == sentVideo->codec().extradata)
        return 0;
    uint8_t *side =
        av_packet_new_side_data(packet.get(), AV_PKT_DATA_NEW_EXTRADATA, size_t(extradata.size()));
    if (!side)
        return AVERROR(ENOMEM);
    std::memcpy(side, extradata.constData(), size_t(extradata.size()));
    return 0;
}

Result<void> FeedConnection::write(const TimelinePacket &from, const FeedLoops &loops, int64_t shiftUs)
{
    const LoopPtr &loop = loops.of(from);
    AVStream *stream = from.video ? d->video : d->sound;
    int code = d->fillPacket(from, loop);
    if (code >= 0) {
        const AVRational base = timeBase(loop->codec());
        const int64_t shift = av_rescale_q(shiftUs, microseconds, stream->time_base);
        d->packet->stream_index = stream->index;
        d->packet->pts = av_rescale_q(from.pts, base, stream->time_base) + shift;
        d->packet->dts = av_rescale_q(from.dts, base, stream->time_base) + shift;
        d->packet->duration = av_rescale_q(from.video ? 1 : 1'024, base, stream->time_base);
        d->packet->flags = from.keyframe ? AV_PKT_FLAG_KEY : 0;
        d->patience.deadline = d->patience.clock.now() + patienceUs;
        code = av_write_frame(d->context.get(), d->packet.get());
        // Some protocols tell of an error only at the next call.
        if (code >= 0 && d->context->pb && d->context->pb->error < 0)
            code = d->context->pb->error;
    }
    av_packet_unref(d->packet.get());
    if (code < 0)
        return avError(QStringLiteral("the connection broke"), code, QStringLiteral("push-failed"));
    if (from.video)
        d->sentVideo = loop;
    return {};
}

Result<void> FeedConnection::finish()
{
    d->patience.deadline = d->patience.clock.now() + patienceUs / 10;
    if (const int code = av_write_trailer(d->context.get()); code < 0)
        return avError(QStringLiteral("the end could not be written"), code, QStringLiteral("push-failed"));
    return {};
}

} // namespace twinfeed::feed
