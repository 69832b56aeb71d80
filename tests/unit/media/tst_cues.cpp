// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/cues.h"

#include "app/media/intake.h"
#include "app/media/splicer.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

extern "C" {
#include <libavutil/crc.h>
}

#include <cstring>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

/// A splice_insert of this event at this time (SCTE 35, 9.7.3), 90 kHz.
std::vector<uint8_t> spliceInsert(uint32_t event, uint64_t pts)
{
    std::vector<uint8_t> section{0xFC, 0x30, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xF0, 15, 0x05};
    for (int shift = 24; shift >= 0; shift -= 8)
        section.push_back(uint8_t(event >> shift));
    section.insert(section.end(), {0x7F, 0xCF, uint8_t(0xFE | (pts >> 32 & 1))});
    for (int shift = 24; shift >= 0; shift -= 8)
        section.push_back(uint8_t(pts >> shift));
    section.insert(section.end(), {0x00, 0x01, 0x00, 0x00}); // unique_program_id, avail
    section[12] = uint8_t(section.size() - 14);
    section.insert(section.end(), {0x00, 0x00}); // no descriptors
    section[2] = uint8_t(section.size() + 4 - 3);
    const uint32_t crc = av_crc(av_crc_get_table(AV_CRC_32_IEEE), 0xFFFFFFFF, section.data(), section.size());
    const auto *bytes = reinterpret_cast<const uint8_t *>(&crc);
    section.insert(section.end(), bytes, bytes + 4);
    return section;
}

uint64_t adjustmentOf(std::span<const uint8_t> section)
{
    uint64_t value = section[4] & 1;
    for (size_t i = 5; i < 9; ++i)
        value = value << 8 | section[i];
    return value;
}

constexpr uint64_t wrap = uint64_t(1) << 33;

struct MemoryInput
{
    explicit MemoryInput(const QByteArray &content)
        : bytes(content)
    {
        context = avformat_alloc_context();
        context->pb = avio_alloc_context(static_cast<uint8_t *>(av_malloc(4096)), 4096, 0, this, &read,
                                         nullptr, nullptr);
        context->correct_ts_overflow = 0;
        if (avformat_open_input(&context, nullptr, av_find_input_format("mpegts"), nullptr) < 0)
            qFatal("no TS");
    }
    ~MemoryInput()
    {
        AVIOContext *io = context->pb;
        avformat_close_input(&context);
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
    static int read(void *self, uint8_t *to, int size)
    {
        auto &input = *static_cast<MemoryInput *>(self);
        const auto count = std::min<qsizetype>(size, input.bytes.size() - input.at);
        std::memcpy(to, input.bytes.constData() + input.at, size_t(count));
        input.at += count;
        return count > 0 ? int(count) : AVERROR_EOF;
    }
    const QByteArray &bytes;
    qsizetype at = 0;
    AVFormatContext *context = nullptr;
};

/// What FFmpeg's demuxer, and then our intake, make of a TS.
std::vector<Packet> takenIn(const QByteArray &ts)
{
    MemoryInput input(ts);
    Intake intake(Source::Primary);
    std::vector<Packet> packets;
    const AvPacket packet(av_packet_alloc());
    int64_t arrival = 1'000'000'000;
    while (av_read_frame(input.context, packet.get()) >= 0) {
        intake.feed(*input.context, *packet, arrival += 12'000, packets);
        av_packet_unref(packet.get());
    }
    return packets;
}

QByteArray muxedAgain(const std::vector<Packet> &packets, Container container = Container::Ts)
{
    const auto config = [&](Track track) {
        return std::ranges::find(packets, track, &Packet::track)->config;
    };
    auto muxer = StreamMuxer::create(container, config(Track::Video), config(Track::Sound));
    QByteArray bytes;
    for (const Packet &packet : packets) {
        if (auto written = (*muxer)->write(packet, bytes); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    (*muxer)->finish(bytes);
    return bytes;
}

std::vector<std::pair<const Packet *, std::vector<uint8_t>>> cuesIn(const std::vector<Packet> &packets)
{
    std::vector<std::pair<const Packet *, std::vector<uint8_t>>> found;
    for (const Packet &packet : packets) {
        for (const auto &section : packet.cues ? *packet.cues : Cues())
            found.emplace_back(&packet, section);
    }
    return found;
}

} // namespace

class CuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void knowsACue()
    {
        auto cue = spliceInsert(7, 900'000);
        QVERIFY(isCue(cue));
        for (size_t i = 0; i < cue.size(); ++i) {
            auto damaged = cue;
            damaged[i] ^= 0x10;
            QVERIFY(!isCue(damaged));
            QVERIFY(!isCue(std::span(cue).first(i)));
        }
    }

    void timesAreMovedAlong()
    {
        const auto cue = spliceInsert(7, 900'000);
        const auto later = shiftedCue(cue, 2'000'000);
        QVERIFY(later && isCue(*later));
        QCOMPARE(adjustmentOf(*later), uint64_t(180'000));
        const auto back = shiftedCue(*later, -3'000'000); // below zero: 33 bits
        QVERIFY(back && isCue(*back));
        QCOMPARE(adjustmentOf(*back), wrap - 90'000);
        QCOMPARE(std::vector<uint8_t>(back->begin() + 9, back->end() - 4),
                 std::vector<uint8_t>(cue.begin() + 9, cue.end() - 4));
        QVERIFY(!shiftedCue(std::span(cue).first(10), 0));
    }

    /// In by TS, out by TS: the same event, at the same picture.
    void passThroughTs()
    {
        auto packets = makePackets({.pictures = 60}, 5'000'000);
        for (Packet &packet : packets) {
            if (packet.track == Track::Video && packet.keyframe)
                packet.cues = std::make_shared<const Cues>();
        }
        // Event 41 is to be at picture 50 in the source's own time, which is another one than ours.
        std::vector<Packet *> pictures;
        for (Packet &packet : packets) {
            if (packet.track == Track::Video)
                pictures.push_back(&packet);
        }
        constexpr int64_t otherTime = 3'600'000'000;
        for (Packet &packet : packets)
            packet.sourcePts = packet.sourceDts = packet.pts - otherTime;
        const auto cue = spliceInsert(41, wrap + uint64_t(pictures[50]->sourcePts * 9 / 100));
        pictures[20]->cues = std::make_shared<const Cues>(Cues{cue});

        const auto read = takenIn(muxedAgain(packets));
        const auto cues = cuesIn(read);
        QCOMPARE(cues.size(), size_t(1));
        const auto &section = cues.front().second;
        QVERIFY(isCue(section));
        std::vector<const Packet *> seen;
        for (const Packet &packet : read) {
            if (packet.track == Track::Video)
                seen.push_back(&packet);
        }
        QVERIFY(seen.size() >= 58);
        const uint64_t pts = uint64_t(section[20] & 1) << 32 | uint64_t(section[21]) << 24
            | uint64_t(section[22]) << 16 | uint64_t(section[23]) << 8 | section[24];
        const uint64_t when = (pts + adjustmentOf(section)) % wrap;
        const auto expected = uint64_t((pictures[50]->pts + 1'400'000) * 9 / 100);
        QVERIFY2(when + 2 >= expected && when <= expected + 2,
                 qPrintable(QStringLiteral("%1, not %2").arg(when).arg(expected)));
        // The rest of the stream is as it was.
        QCOMPARE(ffprobe(muxedAgain(packets), "mpegts").pictures, 60);
        QVERIFY(cuesIn(takenIn(muxedAgain(makePackets({.pictures = 30})))).empty());
    }

    void flvLeavesThemOut()
    {
        auto packets = makePackets({.pictures = 30});
        const QByteArray without = muxedAgain(packets, Container::Flv);
        for (Packet &packet : packets) {
            if (packet.track == Track::Video)
                packet.cues = std::make_shared<const Cues>(Cues{spliceInsert(1, 90'000)});
        }
        QCOMPARE(muxedAgain(packets, Container::Flv), without);
    }

    void tablesKeepTheirRoom()
    {
        std::array<uint8_t, 188> packet{};
        QVERIFY(!announceCues(packet, 0x1F0));
        packet.fill(0xFF);
        QVERIFY(!announceCues(packet, 0x1F0));
        QByteArray out;
        std::vector<uint8_t> cue = spliceInsert(1, 1);
        appendCue(out, cue, 0x1F0);
        QCOMPARE(out.size(), 188);
        appendCue(out, std::vector<uint8_t>(1000, 1), 0x1F0);
        QCOMPARE(out.size(), 7 * 188);
    }
};

QTEST_GUILESS_MAIN(CuesTest)
#include "tst_cues.moc"
