// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/media/madestream.h"

#include "app/media/internalform.h"

#include <QProcess>
#include <QTemporaryFile>
#include <QtDebug>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>

using namespace twinfeed::media;

namespace twinfeed::test {

namespace {

constexpr int ioBytes = 1 << 16;

void must(int code, const char *what)
{
    if (code < 0)
        qFatal("%s: %s", what, qPrintable(avErrorText(code)));
}

constexpr int counterBits = 12;
constexpr int square = 16;

/// The number's bits, then one that makes their sum odd: a flat picture is no number.
void paintCounter(AVFrame &frame, int number)
{
    for (int bit = 0; bit <= counterBits; ++bit) {
        const bool set = bit < counterBits ? number >> bit & 1 : (std::popcount(unsigned(number)) & 1) == 0;
        for (int y = 0; y < square; ++y)
            std::memset(frame.data[0] + ptrdiff_t(y) * frame.linesize[0] + bit * square, set ? 220 : 30,
                        square);
    }
}

int readCounter(const AVFrame &frame)
{
    if (frame.width < (counterBits + 1) * square || frame.height < square)
        return -1;
    unsigned bits = 0;
    for (int bit = 0; bit <= counterBits; ++bit) {
        const int luma = frame.data[0][ptrdiff_t(square / 2) * frame.linesize[0] + bit * square + square / 2];
        if (luma > 90 && luma < 160)
            return -1;
        bits |= unsigned(luma >= 160) << bit;
    }
    return std::popcount(bits) % 2 == 1 ? int(bits & ((1u << counterBits) - 1)) : -1;
}

// A block that moves over a flat ground: something to predict, and a mean that tells streams apart.
AvFrame paintPicture(const StreamSpec &spec, int index)
{
    AvFrame frame(av_frame_alloc());
    frame->width = spec.width;
    frame->height = spec.height;
    frame->format = spec.pixelFormat;
    must(av_frame_get_buffer(frame.get(), 0), "frame");
    const int halving = av_pix_fmt_desc_get(spec.pixelFormat)->log2_chroma_h;
    std::memset(frame->data[0], spec.brightness, size_t(frame->linesize[0]) * size_t(spec.height));
    for (int plane = 1; plane < 3; ++plane)
        std::memset(frame->data[plane], 128,
                    size_t(frame->linesize[plane]) * size_t(AV_CEIL_RSHIFT(spec.height, halving)));
    const int left = index * 7 % (spec.width - 16);
    for (int y = 40; y < 56; ++y)
        std::memset(frame->data[0] + ptrdiff_t(y) * frame->linesize[0] + left, 30 + index * 5 % 180, 16);
    if (spec.counter)
        paintCounter(*frame, index);
    if (spec.captions) { // one packet of three bytes: valid, of line 21, two bytes of text
        AVFrameSideData *data = av_frame_new_side_data(frame.get(), AV_FRAME_DATA_A53_CC, 3);
        data->data[0] = 0xFC;
        data->data[1] = uint8_t(0x20 + index % 64);
        data->data[2] = 0x41;
    }
    frame->pts = index;
    for (int y = 0; spec.paint && y < spec.height; ++y) {
        for (int x = 0; x < spec.width; ++x)
            frame->data[0][ptrdiff_t(y) * frame->linesize[0] + x] = uint8_t(spec.paint(
                spec.from + double(index) / spec.fps, double(x) / spec.width, double(y) / spec.height));
    }
    return frame;
}

AvFrame makeSound(const StreamSpec &spec, int index)
{
    AvFrame frame(av_frame_alloc());
    frame->nb_samples = 1024;
    frame->format = AV_SAMPLE_FMT_FLTP;
    frame->sample_rate = spec.sampleRate;
    frame->pts = int64_t(index) * 1024;
    av_channel_layout_default(&frame->ch_layout, spec.channels);
    must(av_frame_get_buffer(frame.get(), 0), "sound");
    for (int channel = 0; channel < spec.channels; ++channel) {
        auto *to = reinterpret_cast<float *>(frame->extended_data[channel]);
        for (int i = 0; i < 1024; ++i) {
            const double seconds = double(frame->pts + i) / spec.sampleRate;
            to[i] = float(spec.sing ? spec.sing(spec.from + seconds, channel)
                                    : 0.25 * std::sin(2 * M_PI * 440 * seconds));
        }
    }
    return frame;
}

template <typename MakeFrame>
void runEncoder(AVCodecContext &context, int frames, int stream, MakeFrame makeFrame,
                std::vector<AvPacket> &packets)
{
    const auto drain = [&] {
        while (true) {
            AvPacket packet(av_packet_alloc());
            if (avcodec_receive_packet(&context, packet.get()) < 0)
                return;
            packet->stream_index = stream;
            if (packet->duration == 0)
                packet->duration = 1;
            packets.push_back(std::move(packet));
        }
    };
    for (int i = 0; i < frames; ++i) {
        const AvFrame frame = makeFrame(i);
        must(avcodec_send_frame(&context, frame.get()), "encode");
        drain();
    }
    avcodec_send_frame(&context, nullptr);
    drain();
}

AvCodecContext openEncoder(const char *name, const StreamSpec &spec)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(name);
    if (!codec)
        qFatal("No encoder %s", name);
    AvCodecContext context(avcodec_alloc_context3(codec));
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    AVDictionary *options = nullptr;
    if (codec->type == AVMEDIA_TYPE_VIDEO) {
        context->width = spec.width;
        context->height = spec.height;
        context->pix_fmt = spec.pixelFormat;
        context->time_base = {1, spec.fps};
        context->framerate = {spec.fps, 1};
        context->gop_size = spec.gop;
        context->max_b_frames = spec.bFrames;
        context->thread_count = 1;
        if (!spec.openGop)
            context->flags |= AV_CODEC_FLAG_CLOSED_GOP;
        av_dict_set(&options, "preset", "ultrafast", 0);
        av_dict_set(&options, "sc_threshold", "0", 0);
        if (std::strcmp(name, "libx265") == 0)
            av_dict_set(&options, "x265-params",
                        spec.openGop ? "log-level=none:open-gop=1:keyint=15:min-keyint=15:bframes=3"
                                     : "log-level=none:open-gop=0:scenecut=0",
                        0);
        else if (spec.openGop)
            av_dict_set(&options, "x264-params", "open-gop=1", 0);
        must(av_dict_parse_string(&options, spec.options, "=", ",", 0), "options");
    } else {
        context->sample_fmt = AV_SAMPLE_FMT_FLTP;
        context->sample_rate = spec.sampleRate;
        context->time_base = {1, spec.sampleRate};
        context->bit_rate = spec.soundBitrate;
        if (spec.sing) // a long stretch of it
            av_dict_set(&options, "aac_coder", "fast", 0);
        av_channel_layout_default(&context->ch_layout, spec.channels);
    }
    must(avcodec_open2(context.get(), codec, &options), name);
    av_dict_free(&options);
    return context;
}

struct MemoryReader
{
    const QByteArray &bytes;
    qsizetype at = 0;

    static int read(void *self, uint8_t *to, int size)
    {
        auto *reader = static_cast<MemoryReader *>(self);
        const auto count = std::min<qsizetype>(size, reader->bytes.size() - reader->at);
        if (count <= 0)
            return AVERROR_EOF;
        std::memcpy(to, reader->bytes.constData() + reader->at, size_t(count));
        reader->at += count;
        return int(count);
    }
};

struct CloseMemory
{
    void operator()(AVFormatContext *context) const
    {
        AVIOContext *io = context->pb;
        avformat_close_input(&context);
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};
using MemoryInput = std::unique_ptr<AVFormatContext, CloseMemory>;

MemoryInput openMemory(MemoryReader &reader)
{
    AVFormatContext *context = avformat_alloc_context();
    context->pb = avio_alloc_context(static_cast<uint8_t *>(av_malloc(ioBytes)), ioBytes, 0, &reader,
                                     &MemoryReader::read, nullptr, nullptr);
    must(avformat_open_input(&context, nullptr, nullptr, nullptr), "open");
    must(avformat_find_stream_info(context, nullptr), "stream info");
    return MemoryInput(context);
}

std::mutex complaintsMutex;
QStringList *complaints = nullptr; // guarded by complaintsMutex

void takeLog(void *context, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_WARNING)
        return;
    char line[512];
    int prefix = 1;
    av_log_format_line(context, level, format, arguments, line, sizeof line, &prefix);
    const std::lock_guard lock(complaintsMutex);
    if (complaints)
        complaints->append(QString::fromUtf8(line).trimmed());
}

double meanLuma(const AVFrame &frame)
{
    double sum = 0;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x)
            sum += frame.data[0][ptrdiff_t(y) * frame.linesize[0] + x];
    }
    return sum / frame.width / frame.height;
}

QByteArray lumaOf(const AVFrame &frame)
{
    QByteArray luma;
    luma.reserve(frame.width * frame.height);
    for (int y = 0; y < frame.height; ++y)
        luma.append(reinterpret_cast<const char *>(frame.data[0] + ptrdiff_t(y) * frame.linesize[0]),
                    frame.width);
    return luma;
}

void take(AVCodecContext &decoder, Keep keep, ReadBack &result)
{
    const AvFrame frame(av_frame_alloc());
    while (avcodec_receive_frame(&decoder, frame.get()) >= 0) {
        if (decoder.codec_type == AVMEDIA_TYPE_VIDEO) {
            ++result.pictures;
            result.brightness.push_back(meanLuma(*frame));
            result.widths.push_back(frame->width);
            const AVFrameSideData *captions = av_frame_get_side_data(frame.get(), AV_FRAME_DATA_A53_CC);
            result.captions.push_back(captions ? QByteArray(reinterpret_cast<const char *>(captions->data),
                                                            qsizetype(captions->size))
                                               : QByteArray());
            result.counters.push_back(readCounter(*frame));
            if (keep == Keep::Luma)
                result.luma.push_back(lumaOf(*frame));
            result.shownPts.push_back(
                av_rescale_q(frame->best_effort_timestamp, decoder.pkt_timebase, microseconds));
        } else {
            ++result.soundFrames;
            result.sampleRates.push_back(frame->sample_rate);
            const auto *samples = reinterpret_cast<const float *>(frame->extended_data[0]);
            result.samples.insert(result.samples.end(), samples, samples + frame->nb_samples);
        }
    }
}

void readAll(AVFormatContext &input, Keep keep, ReadBack &result)
{
    std::vector<AvCodecContext> decoders;
    for (unsigned i = 0; i < input.nb_streams; ++i) {
        const AVStream &stream = *input.streams[i];
        const AVCodec *codec = avcodec_find_decoder(stream.codecpar->codec_id);
        AvCodecContext decoder(avcodec_alloc_context3(codec));
        must(avcodec_parameters_to_context(decoder.get(), stream.codecpar), "parameters");
        decoder->pkt_timebase = stream.time_base;
        decoder->thread_count = 1;
        must(avcodec_open2(decoder.get(), codec, nullptr), "decoder");
        decoders.push_back(std::move(decoder));
    }
    const AvPacket packet(av_packet_alloc());
    while (av_read_frame(&input, packet.get()) >= 0) {
        AVCodecContext &decoder = *decoders.at(size_t(packet->stream_index));
        const int64_t pts = av_rescale_q(packet->pts, decoder.pkt_timebase, microseconds);
        if (decoder.codec_type == AVMEDIA_TYPE_VIDEO) {
            result.videoDts.push_back(av_rescale_q(packet->dts, decoder.pkt_timebase, microseconds));
            result.videoPts.push_back(pts);
        } else {
            result.soundPts.push_back(pts);
        }
        if (const int code = avcodec_send_packet(&decoder, packet.get()); code < 0)
            result.complaints.append(avErrorText(code));
        take(decoder, keep, result);
        av_packet_unref(packet.get());
    }
    for (const auto &decoder : decoders) {
        avcodec_send_packet(decoder.get(), nullptr);
        take(*decoder, keep, result);
    }
}

Packet internalPacket(InternalForm::Unit unit, Track track, const AVPacket &packet, AVRational base,
                      int64_t shiftUs)
{
    Packet made;
    made.track = track;
    made.keyframe = unit.keyframe;
    made.leading = unit.leading;
    made.dts = av_rescale_q(packet.dts, base, microseconds) + unit.offsetUs + shiftUs;
    made.pts = av_rescale_q(packet.pts, base, microseconds) + unit.offsetUs + shiftUs;
    made.duration = unit.durationUs;
    made.arrival = made.dts;
    made.sourceDts = made.dts;
    made.sourcePts = made.pts;
    made.config = std::move(unit.config);
    made.payload = std::move(unit.payload);
    return made;
}

} // namespace

EncodedStream encodeStream(const StreamSpec &spec)
{
    av_log_set_level(std::min(av_log_get_level(), AV_LOG_WARNING));
    EncodedStream stream;
    const AvCodecContext video = openEncoder(spec.encoder, spec);
    stream.videoBase = video->time_base;
    stream.video.reset(avcodec_parameters_alloc());
    avcodec_parameters_from_context(stream.video.get(), video.get());
    runEncoder(
        *video, spec.pictures, 0, [&spec](int i) { return paintPicture(spec, i); }, stream.packets);
    const int64_t shift = -stream.packets.front()->dts;
    for (const auto &packet : stream.packets) {
        packet->dts += shift;
        packet->pts += shift;
    }
    if (!spec.sound)
        return stream;
    const AvCodecContext sound = openEncoder("aac", spec);
    stream.sound.reset(avcodec_parameters_alloc());
    avcodec_parameters_from_context(stream.sound.get(), sound.get());
    std::vector<AvPacket> frames;
    const int count = int(int64_t(spec.pictures) * spec.sampleRate / spec.fps / 1024);
    runEncoder(
        *sound, count, 1, [&spec](int i) { return makeSound(spec, i); }, frames);
    for (auto &packet : frames) {
        if (packet->pts >= 0)
            stream.packets.push_back(std::move(packet));
    }
    const std::array bases{stream.videoBase, AVRational{1, spec.sampleRate}};
    std::ranges::stable_sort(stream.packets, [&bases](const AvPacket &a, const AvPacket &b) {
        return av_compare_ts(a->dts, bases[size_t(a->stream_index)], b->dts, bases[size_t(b->stream_index)])
            < 0;
    });
    return stream;
}

QByteArray muxed(const EncodedStream &stream, const char *format)
{
    AVFormatContext *context = nullptr;
    must(avformat_alloc_output_context2(&context, nullptr, format, nullptr), format);
    must(avio_open_dyn_buf(&context->pb), "buffer");
    std::vector<AVRational> bases;
    for (const AVCodecParameters *parameters : {stream.video.get(), stream.sound.get()}) {
        if (!parameters)
            continue;
        AVStream *to = avformat_new_stream(context, nullptr);
        avcodec_parameters_copy(to->codecpar, parameters);
        to->codecpar->codec_tag = 0;
        bases.push_back(bases.empty() ? stream.videoBase : AVRational{1, parameters->sample_rate});
        to->time_base = bases.back();
    }
    AVDictionary *options = nullptr;
    if (std::strcmp(format, "mp4") == 0)
        av_dict_set(&options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
    if (std::strcmp(format, "flv") == 0)
        av_dict_set(&options, "flvflags", "no_duration_filesize", 0);
    must(avformat_write_header(context, &options), "header");
    av_dict_free(&options);
    for (const auto &packet : stream.packets) {
        const AvPacket copy(av_packet_clone(packet.get()));
        av_packet_rescale_ts(copy.get(), bases[size_t(copy->stream_index)],
                             context->streams[copy->stream_index]->time_base);
        must(av_interleaved_write_frame(context, copy.get()), "write");
    }
    must(av_write_trailer(context), "trailer");
    uint8_t *bytes = nullptr;
    const int size = avio_close_dyn_buf(context->pb, &bytes);
    const QByteArray out(reinterpret_cast<const char *>(bytes), size);
    av_free(bytes);
    avformat_free_context(context);
    return out;
}

std::vector<Packet> internalPackets(const QByteArray &container)
{
    MemoryReader reader{container};
    const MemoryInput input = openMemory(reader);
    std::vector<std::unique_ptr<InternalForm>> forms;
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        const AVStream &stream = *input->streams[i];
        auto form = InternalForm::create(*stream.codecpar, stream.time_base.num, stream.time_base.den);
        if (!form)
            qFatal("%s", qPrintable(form.error().message));
        forms.push_back(std::move(*form));
    }
    std::vector<Packet> packets;
    const AvPacket packet(av_packet_alloc());
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        const AVStream &stream = *input->streams[packet->stream_index];
        auto units = forms.at(size_t(packet->stream_index))->convert(*packet);
        if (!units)
            qFatal("%s", qPrintable(units.error().message));
        for (auto &unit : *units)
            packets.push_back(internalPacket(std::move(unit),
                                             stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO ? Track::Video
                                                                                               : Track::Sound,
                                             *packet, stream.time_base, 0));
        av_packet_unref(packet.get());
    }
    return packets;
}

std::vector<Packet> makePackets(const StreamSpec &spec, int64_t startUs, Source source)
{
    const EncodedStream stream = encodeStream(spec);
    auto video = InternalForm::create(*stream.video, stream.videoBase.num, stream.videoBase.den);
    auto sound = stream.sound ? InternalForm::create(*stream.sound, 1, spec.sampleRate) : std::move(video);
    if (!stream.sound)
        video = InternalForm::create(*stream.video, stream.videoBase.num, stream.videoBase.den);
    if (!video || !sound)
        qFatal("No internal form");
    std::vector<Packet> packets;
    for (const auto &packet : stream.packets) {
        const bool isVideo = packet->stream_index == 0;
        auto units = (isVideo ? *video : *sound)->convert(*packet);
        if (!units)
            qFatal("%s", qPrintable(units.error().message));
        for (auto &unit : *units) {
            packets.push_back(internalPacket(std::move(unit), isVideo ? Track::Video : Track::Sound, *packet,
                                             isVideo ? stream.videoBase : AVRational{1, spec.sampleRate},
                                             startUs));
            packets.back().source = source;
        }
    }
    return packets;
}

ReadBack readBack(const QByteArray &container, Keep keep)
{
    ReadBack result;
    {
        const std::lock_guard lock(complaintsMutex);
        complaints = &result.complaints;
    }
    av_log_set_callback(&takeLog);
    {
        MemoryReader reader{container};
        const MemoryInput input = openMemory(reader);
        readAll(*input, keep, result);
    }
    av_log_set_callback(&av_log_default_callback);
    const std::lock_guard lock(complaintsMutex);
    complaints = nullptr;
    return result;
}

double psnr(const QByteArray &a, const QByteArray &b)
{
    if (a.size() != b.size() || a.isEmpty())
        return 0;
    double sum = 0;
    for (qsizetype i = 0; i < a.size(); ++i) {
        const int difference = int(uint8_t(a[i])) - int(uint8_t(b[i]));
        sum += difference * difference;
    }
    return sum == 0 ? 99 : 10 * std::log10(255.0 * 255.0 * double(a.size()) / sum);
}

Probe ffprobe(const QByteArray &container, const char *format)
{
    QTemporaryFile file;
    if (!file.open() || file.write(container) != container.size() || !file.flush())
        qFatal("No temporary file");
    QProcess process;
    process.start(QStringLiteral("ffprobe"),
                  {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-f"), QLatin1String(format),
                   QStringLiteral("-count_frames"), QStringLiteral("-select_streams"), QStringLiteral("v:0"),
                   QStringLiteral("-show_entries"), QStringLiteral("stream=nb_read_frames"),
                   QStringLiteral("-of"), QStringLiteral("default=nw=1:nk=1"), file.fileName()});
    if (!process.waitForFinished(60'000))
        qFatal("ffprobe does not end");
    Probe probe;
    probe.pictures =
        QString::fromUtf8(process.readAllStandardOutput()).section(QLatin1Char('\n'), 0, 0).toInt();
    probe.complaints = QString::fromUtf8(process.readAllStandardError());
    return probe;
}

bool risesStrictly(const std::vector<int64_t> &times)
{
    return std::ranges::adjacent_find(times, std::greater_equal<>()) == times.end();
}

} // namespace twinfeed::test
