// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/unitstream.h"

#include "app/media/demuxer.h"
#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/internalform.h"

#include <array>
#include <cstring>

namespace twinfeed::media {

namespace {

constexpr int ioBytes = 32 << 10;

struct FreeIo
{
    void operator()(AVIOContext *io) const
    {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};
struct CloseIo
{
    void operator()(AVIOContext *io) const { avio_close(io); }
};

struct Memory
{
    const QByteArray &bytes;
    qsizetype at = 0;

    static int read(void *opaque, uint8_t *to, int size)
    {
        auto *memory = static_cast<Memory *>(opaque);
        const auto count = std::min<qsizetype>(size, memory->bytes.size() - memory->at);
        if (count <= 0)
            return AVERROR_EOF;
        std::memcpy(to, memory->bytes.constData() + memory->at, size_t(count));
        memory->at += count;
        return int(count);
    }
};

} // namespace

struct UnitStream::Forms
{
    struct TrackIn
    {
        int stream = -1;
        std::unique_ptr<InternalForm> form;
        int64_t dts = 0; // expected next
    };
    std::array<TrackIn, 2> tracks; // by Track

    TrackIn *trackFor(const AVFormatContext &context, const AVPacket &packet, Track &track);
    void add(const AVFormatContext &context, const AVPacket &packet, std::vector<Packet> &out);
};

UnitStream::Forms::TrackIn *UnitStream::Forms::trackFor(const AVFormatContext &context,
                                                        const AVPacket &packet, Track &track)
{
    const AVStream &stream = *context.streams[packet.stream_index];
    const AVMediaType type = stream.codecpar->codec_type;
    if (type != AVMEDIA_TYPE_VIDEO && type != AVMEDIA_TYPE_AUDIO)
        return nullptr;
    track = type == AVMEDIA_TYPE_VIDEO ? Track::Video : Track::Sound;
    TrackIn &in = tracks[size_t(track)];
    if (in.stream == packet.stream_index)
        return &in;
    if (in.stream >= 0)
        return nullptr; // a second one of its kind
    auto form = InternalForm::create(*stream.codecpar, stream.time_base.num, stream.time_base.den);
    if (!form)
        return nullptr;
    in.stream = packet.stream_index;
    in.form = std::move(*form);
    return &in;
}

void UnitStream::Forms::add(const AVFormatContext &context, const AVPacket &packet, std::vector<Packet> &out)
{
    Track track = Track::Video;
    TrackIn *in = trackFor(context, packet, track);
    auto units = in ? in->form->convert(packet) : Result<std::vector<InternalForm::Unit>>(Error());
    if (!units)
        return;
    const AVRational base = context.streams[packet.stream_index]->time_base;
    const int64_t stamp = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
    const int64_t dts = stamp != AV_NOPTS_VALUE ? av_rescale_q(stamp, base, microseconds) : in->dts;
    for (InternalForm::Unit &unit : *units) {
        Packet made;
        made.track = track;
        made.keyframe = unit.keyframe;
        made.dts = made.pts = dts + unit.offsetUs;
        made.duration = unit.durationUs;
        made.config = std::move(unit.config);
        made.payload = std::move(unit.payload);
        in->dts = made.dts + made.duration;
        out.push_back(std::move(made));
    }
}

UnitStream::UnitStream()
    : m_forms(std::make_unique<Forms>())
{
}

UnitStream::~UnitStream() = default;

Result<std::vector<Packet>> UnitStream::next(Demuxer &demuxer)
{
    const AvPacket packet(av_packet_alloc());
    if (!packet)
        return outOfMemory();
    if (auto read = demuxer.read(*packet); !read)
        return read.error();
    std::vector<Packet> units;
    m_forms->add(demuxer.context(), *packet, units);
    return units;
}

std::vector<Packet> UnitStream::unitsOf(const QByteArray &ts)
{
    std::vector<Packet> units;
    Memory memory{ts};
    const std::unique_ptr<AVIOContext, FreeIo> io(avio_alloc_context(
        static_cast<uint8_t *>(av_malloc(ioBytes)), ioBytes, 0, &memory, &Memory::read, nullptr, nullptr));
    AVFormatContext *context = avformat_alloc_context();
    if (!io || !context) {
        avformat_free_context(context);
        return units;
    }
    context->pb = io.get();
    context->correct_ts_overflow = 0;
    context->max_streams = 32;
    if (avformat_open_input(&context, nullptr, av_find_input_format("mpegts"), nullptr) < 0)
        return units; // it has freed the context
    const AvInput input(context);
    const AvPacket packet(av_packet_alloc());
    Forms forms;
    while (packet && av_read_frame(input.get(), packet.get()) >= 0) {
        forms.add(*input, *packet, units);
        av_packet_unref(packet.get());
    }
    return units;
}

Result<QByteArray> fetchHttp(const QString &url, qint64 most, IoGate &gate)
{
    const AVIOInterruptCB interrupt{&IoGate::callback, &gate};
    AVDictionary *options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "http,https,tcp,tls", 0);
    AVIOContext *opened = nullptr;
    const int code = avio_open2(&opened, url.toUtf8().constData(), AVIO_FLAG_READ, &interrupt, &options);
    av_dict_free(&options);
    const auto failed = [](int why) {
        return errorOf(
            QStringLiteral("not-reached"),
            QStringLiteral("Where it is read back nothing is to be had: %1.").arg(avErrorText(why)));
    };
    if (code < 0)
        return failed(code);
    const std::unique_ptr<AVIOContext, CloseIo> io(opened);
    QByteArray bytes;
    for (;;) {
        const qsizetype before = bytes.size();
        bytes.resize(before + ioBytes);
        const int count = avio_read(io.get(), reinterpret_cast<uint8_t *>(bytes.data()) + before, ioBytes);
        bytes.resize(before + std::max(count, 0));
        if (count == 0 || count == AVERROR_EOF)
            return bytes;
        if (count < 0)
            return failed(count);
        if (bytes.size() > most)
            return failed(AVERROR(EFBIG));
    }
}

} // namespace twinfeed::media
