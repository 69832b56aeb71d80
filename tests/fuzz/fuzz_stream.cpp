// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The way of an input's bytes: FFmpeg's demuxer as Demuxer opens it, Intake, GopBuffer, Splicer, both muxers.

#include "app/media/ffmpeg.h"
#include "app/media/intake.h"
#include "app/media/nal.h"
#include "app/media/splicer.h"
#include "app/media/streammuxer.h"
#include "tests/fuzz/targets.h"

#include <array>
#include <cstring>

namespace twinfeed::fuzz {

namespace {

constexpr int ioBytes = 4096;
constexpr int mostPackets = 600;

struct MemoryReader
{
    Bytes bytes;

    static int read(void *self, uint8_t *to, int size)
    {
        Bytes &bytes = static_cast<MemoryReader *>(self)->bytes;
        const size_t count = std::min(size_t(size), bytes.size());
        if (count == 0)
            return AVERROR_EOF;
        std::memcpy(to, bytes.data(), count);
        bytes = bytes.subspan(count);
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

MemoryInput open(MemoryReader &reader, const char *format)
{
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext *context = avformat_alloc_context();
    AVIOContext *io = avio_alloc_context(static_cast<uint8_t *>(av_malloc(ioBytes)), ioBytes, 0, &reader,
                                         &MemoryReader::read, nullptr, nullptr);
    context->pb = io;
    context->correct_ts_overflow = 0;
    AVDictionary *options = nullptr;
    av_dict_set(&options, "probesize", "65536", 0);
    const int code = avformat_open_input(&context, nullptr, av_find_input_format(format), &options);
    av_dict_free(&options);
    if (code >= 0)
        return MemoryInput(context);
    av_freep(&io->buffer);
    avio_context_free(&io);
    return nullptr;
}

/// Times rise by a millisecond for each track, nothing is shown before it is decoded.
class TimesCheck
{
public:
    void operator()(const media::Packet &packet, const char *promise)
    {
        auto &last = m_last[size_t(packet.track)];
        must(!last || packet.dts >= *last + 1'000, promise);
        must(packet.pts >= packet.dts, "nothing is shown before it is decoded");
        must(packet.config && packet.config->track == packet.track, "each packet says its format");
        must(media::sizeOf(packet) > 0, "no packet is empty");
        last = packet.dts;
    }

private:
    std::array<std::optional<int64_t>, 2> m_last;
};

/// Programme packets as both containers.
class Muxers
{
public:
    void write(const media::Packet &packet)
    {
        if (!m_flv && !(packet.track == media::Track::Video && packet.keyframe))
            return;
        if (!m_flv) {
            make(media::Container::Flv, packet, m_flv);
            make(media::Container::Ts, packet, m_ts);
        }
        for (media::StreamMuxer *muxer : {m_flv.get(), m_ts.get()}) {
            QByteArray bytes;
            if (muxer)
                (void)muxer->write(packet, bytes);
        }
    }

private:
    static void make(media::Container container, const media::Packet &packet,
                     std::unique_ptr<media::StreamMuxer> &muxer)
    {
        if (auto made = media::StreamMuxer::create(container, packet.config, nullptr))
            muxer = std::move(*made);
    }

    std::unique_ptr<media::StreamMuxer> m_flv;
    std::unique_ptr<media::StreamMuxer> m_ts;
};

/// Both paths carry the same stream.
class Channel
{
public:
    explicit Channel(int64_t now)
        : m_splicer({m_buffers[0], m_buffers[1], m_buffers[2]}, {.onAir = Source::Primary}, now)
    {
    }

    void push(const std::vector<media::Packet> &packets)
    {
        for (media::Packet packet : packets) {
            m_inputTimes(packet, "an input's times rise");
            must(packet.track != media::Track::Video
                     || media::splitLengthPrefixed({media::dataOf(packet), size_t(media::sizeOf(packet))}, 4)
                            .ok(),
                 "pictures are whole units");
            m_buffers[0]->push(packet);
            packet.source = Source::Backup;
            m_buffers[1]->push(packet);
        }
    }

    void advance(int64_t now)
    {
        for (const media::Packet &packet : m_splicer.advance(now).packets) {
            m_programmeTimes(packet, "the programme's times rise");
            m_muxers.write(packet);
        }
    }

    void take(uint64_t id, int64_t now)
    {
        constexpr std::array cuts{Cut::Bridged, Cut::Cached, Cut::Keyframe};
        m_splicer.take({.id = id, .target = id % 2 ? Source::Backup : Source::Primary, .cut = cuts[id % 3]},
                       now);
    }

private:
    static std::shared_ptr<media::GopBuffer> makeBuffer()
    {
        return std::make_shared<media::GopBuffer>(
            media::GopBuffer::Limits{.keepUs = 6'000'000, .maxBytes = 4u << 20});
    }

    const std::array<std::shared_ptr<media::GopBuffer>, 3> m_buffers{makeBuffer(), makeBuffer(),
                                                                     makeBuffer()};
    TimesCheck m_inputTimes;
    TimesCheck m_programmeTimes;
    Muxers m_muxers;
    media::Splicer m_splicer;
};

/// The first byte says at which pace packets come and whether the connection breaks now and then.
int stream(Bytes data, const char *format)
{
    Script script(data);
    const uint8_t manner = script.byte();
    MemoryReader reader{script.rest()};
    const MemoryInput input = open(reader, format);
    if (!input)
        return 0;
    constexpr std::array<int64_t, 4> paces{15'000, 5'000, 0, 400'000};
    const bool reconnects = manner & 4;
    int64_t now = 1'000'000'000;
    Channel channel(now);
    media::Intake intake(Source::Primary);
    const media::AvPacket packet(av_packet_alloc());
    for (int i = 1; i <= mostPackets && av_read_frame(input.get(), packet.get()) >= 0; ++i) {
        now += paces[manner & 3];
        if (reconnects && i % 50 == 0)
            intake.restart();
        std::vector<media::Packet> packets;
        intake.feed(*input, *packet, now, packets);
        av_packet_unref(packet.get());
        (void)intake.refusal(now);
        (void)intake.remark(now);
        channel.push(packets);
        if (i % 40 == 0)
            channel.take(uint64_t(i / 40), now);
        channel.advance(now);
    }
    for (int i = 0; i < 20; ++i)
        channel.advance(now += 100'000);
    return 0;
}

} // namespace

int flv(const uint8_t *data, size_t size)
{
    return stream({data, size}, "flv");
}

int ts(const uint8_t *data, size_t size)
{
    return stream({data, size}, "mpegts");
}

} // namespace twinfeed::fuzz
