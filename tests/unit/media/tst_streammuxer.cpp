// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/streammuxer.h"

#include "tests/unit/media/madestream.h"

#include <QTest>

#include <map>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

CodecConfigPtr configOf(const std::vector<Packet> &packets, Track track)
{
    const auto found = std::ranges::find(packets, track, &Packet::track);
    return found == packets.end() ? nullptr : found->config;
}

std::unique_ptr<StreamMuxer> makeMuxer(Container container, CodecConfigPtr video, CodecConfigPtr sound)
{
    auto muxer = StreamMuxer::create(container, std::move(video), std::move(sound));
    if (!muxer)
        qFatal("%s", qPrintable(muxer.error().message));
    return std::move(*muxer);
}

QByteArray muxedBy(Container container, const std::vector<Packet> &packets)
{
    auto muxer =
        StreamMuxer::create(container, configOf(packets, Track::Video), configOf(packets, Track::Sound));
    if (!muxer)
        qFatal("%s", qPrintable(muxer.error().message));
    QByteArray bytes;
    for (const Packet &packet : packets) {
        if (const auto written = (*muxer)->write(packet, bytes); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    (*muxer)->finish(bytes);
    return bytes;
}

/// One stream behind the other, as the splicer would join them: dts rise, the second has other parameters and more delay.
std::vector<Packet> joined(const StreamSpec &first, const StreamSpec &second)
{
    auto packets = makePackets(first, 1'000'000, Source::Primary);
    const auto more =
        makePackets(second, 1'000'000 + int64_t(first.pictures) * 1'000'000 / first.fps, Source::Backup);
    packets.insert(packets.end(), more.begin(), more.end());
    return packets;
}

const StreamSpec plain{.options = "profile=baseline", .brightness = 60};
const StreamSpec fancy{.options = "preset=veryfast,profile=high,refs=3", .bFrames = 2, .brightness = 160};

const char *formatOfContainer(Container container)
{
    return container == Container::Flv ? "flv" : "mpegts";
}

/// Counters of each PID without a hole.
void verifyContinuity(const QByteArray &ts)
{
    QCOMPARE(ts.size() % 188, 0);
    std::map<int, int> last;
    for (qsizetype at = 0; at < ts.size(); at += 188) {
        const auto *packet = reinterpret_cast<const uint8_t *>(ts.constData()) + at;
        QCOMPARE(int(packet[0]), 0x47);
        const int pid = (packet[1] & 0x1F) << 8 | packet[2];
        const int counter = packet[3] & 0x0F;
        if (last.contains(pid) && (packet[3] & 0x10))
            QCOMPARE(counter, (last[pid] + 1) % 16);
        last[pid] = counter;
    }
}

} // namespace

Q_DECLARE_METATYPE(twinfeed::media::Container)

class StreamMuxerTest : public QObject
{
    Q_OBJECT

    static void bothContainers()
    {
        QTest::addColumn<Container>("container");
        QTest::newRow("flv") << Container::Flv;
        QTest::newRow("ts") << Container::Ts;
    }

private Q_SLOTS:
    void everyPictureComesBack_data() { bothContainers(); }
    void everyPictureComesBack()
    {
        QFETCH(Container, container);
        const auto packets = makePackets(fancy, 1'000'000);
        const QByteArray bytes = muxedBy(container, packets);
        const ReadBack read = readBack(bytes);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 60);
        QVERIFY(risesStrictly(read.videoDts));
        QVERIFY(risesStrictly(read.shownPts));
        QVERIFY(read.soundFrames > 80);
        const int64_t offset = container == Container::Ts ? 1'400'000 : 0;
        size_t i = 0;
        for (const Packet &packet : packets) {
            if (packet.track != Track::Video)
                continue;
            QVERIFY(std::abs(read.videoPts[i] - packet.pts - offset) <= 1000);
            QVERIFY(std::abs(read.videoDts[i] - packet.dts - offset) <= 1000);
            ++i;
        }
        const Probe probe = ffprobe(bytes, formatOfContainer(container));
        QCOMPARE(probe.complaints, QString());
        QCOMPARE(probe.pictures, 60);
    }

    /// A player that takes a new sequence header before the last pictures of the old (mpegts.js does) can still decode them,
    /// and so can one that joins where its relay kept the wrong header.
    void everyKeyframeInFlvCarriesItsSets()
    {
        auto packets = joined(plain, fancy);
        std::erase_if(packets, [](const Packet &packet) { return packet.track == Track::Sound; });
        for (const Packet &packet : packets) {
            QByteArray tag;
            auto muxer = makeMuxer(Container::Flv, packet.config, nullptr);
            QVERIFY(muxer->write(packet, tag));
            for (const auto &set : packet.config->parameterSets) {
                const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(set.data()),
                                                           qsizetype(set.size()));
                // Once in the sequence header, once in the keyframe.
                QCOMPARE(tag.count(bytes), packet.keyframe ? 2 : 1);
            }
        }
    }

    void otherParametersInMidStreamDecode_data()
    {
        QTest::addColumn<Container>("container");
        QTest::addColumn<bool>("turned");
        QTest::newRow("flv, to b-frames") << Container::Flv << false;
        QTest::newRow("flv, from b-frames") << Container::Flv << true;
        QTest::newRow("ts, to b-frames") << Container::Ts << false;
        QTest::newRow("ts, from b-frames") << Container::Ts << true;
    }
    void otherParametersInMidStreamDecode()
    {
        QFETCH(Container, container);
        QFETCH(bool, turned);
        const auto packets = turned ? joined(fancy, plain) : joined(plain, fancy);
        QVERIFY(!(*packets.front().config == *packets.back().config));
        const QByteArray bytes = muxedBy(container, packets);
        const ReadBack read = readBack(bytes);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 120);
        QVERIFY(risesStrictly(read.videoDts));
        // The pictures are whole: those of each stream are as bright as they were painted.
        for (size_t i = 0; i < read.brightness.size(); ++i)
            QVERIFY(std::abs(read.brightness[i] - ((i < 60) == turned ? 160 : 60)) < 6);
        const Probe probe = ffprobe(bytes, formatOfContainer(container));
        QCOMPARE(probe.complaints, QString());
        QCOMPARE(probe.pictures, 120);
    }

    void anotherSizeAndSoundInMidStreamDecode_data() { bothContainers(); }
    void anotherSizeAndSoundInMidStreamDecode()
    {
        QFETCH(Container, container);
        const QByteArray bytes = muxedBy(
            container, joined({}, {.width = 640, .height = 360, .sampleRate = 44'100, .channels = 1}));
        const ReadBack read = readBack(bytes);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 120);
        QCOMPARE(read.widths.front(), 320);
        QCOMPARE(read.widths.back(), 640);
        QCOMPARE(read.sampleRates.front(), 48'000);
        QCOMPARE(read.sampleRates.back(), 44'100);
    }

    void theSameParametersAreSaidOnce()
    {
        // Another object with the same content, as after a reconnect.
        auto packets = makePackets({.sound = false}, 1'000'000);
        const QByteArray before = muxedBy(Container::Flv, packets);
        const auto copy = std::make_shared<const CodecConfig>(*packets.front().config);
        for (size_t i = 30; i < packets.size(); ++i)
            packets[i].config = copy;
        QCOMPARE(muxedBy(Container::Flv, packets), before);
    }

    void tsCanBeJoinedAtEveryKeyframe()
    {
        auto packets = joined(plain, fancy);
        auto muxer = makeMuxer(Container::Ts, packets.front().config, configOf(packets, Track::Sound));
        QByteArray fromThird;
        int keyframes = 0;
        for (const Packet &packet : packets) {
            QByteArray bytes;
            QVERIFY(muxer->write(packet, bytes));
            QVERIFY2(!bytes.isEmpty(), qPrintable(QString::number(packet.dts))); // nothing is held back
            keyframes += packet.track == Track::Video && packet.keyframe;
            if (keyframes >= 3)
                fromThird += bytes;
        }
        // SDT or PAT first, never a picture without them.
        const int pid = (fromThird[1] & 0x1F) << 8 | uchar(fromThird[2]);
        QVERIFY(pid == 0 || pid == 17);
        const ReadBack read = readBack(fromThird);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 60);
    }

    void countersGoOnWhenATrackIsAdded()
    {
        auto packets = makePackets({.sound = false}, 1'000'000);
        const auto more = makePackets({}, 3'000'000);
        packets.insert(packets.end(), more.begin(), more.end());
        auto muxer = makeMuxer(Container::Ts, packets.front().config, nullptr);
        QByteArray bytes;
        for (const Packet &packet : packets)
            QVERIFY(muxer->write(packet, bytes));
        verifyContinuity(bytes);
        QCOMPARE(ffprobe(bytes, "mpegts").pictures, 120);
    }

    void flvTakesATrackInMidStream()
    {
        auto packets = makePackets({.sound = false}, 1'000'000);
        const auto more = makePackets({}, 3'000'000);
        packets.insert(packets.end(), more.begin(), more.end());
        auto muxer = makeMuxer(Container::Flv, packets.front().config, nullptr);
        QByteArray bytes;
        for (const Packet &packet : packets)
            QVERIFY(muxer->write(packet, bytes));
        const ReadBack read = readBack(bytes);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 120);
        QVERIFY(read.soundFrames > 80);
        QCOMPARE(bytes.count("FLV\x01"), 1);
    }

    void hevcGoesIntoTsAndNotIntoFlv()
    {
        const auto packets = makePackets({.encoder = "libx265", .sound = false}, 1'000'000);
        const auto refused = StreamMuxer::create(Container::Flv, packets.front().config, nullptr);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, QStringLiteral("not-carried"));
        QVERIFY(refused.error().message.contains(QLatin1String("hevc")));
        // In mid-stream too, without harm to what comes after.
        const auto plainPackets = makePackets({.sound = false}, 1'000'000);
        auto flv = makeMuxer(Container::Flv, plainPackets.front().config, nullptr);
        QByteArray bytes;
        QVERIFY(flv->write(plainPackets[0], bytes));
        QCOMPARE(flv->write(packets[0], bytes).error().code, QStringLiteral("not-carried"));
        QVERIFY(flv->write(plainPackets[1], bytes));

        const ReadBack read = readBack(muxedBy(Container::Ts, packets));
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 60);
    }

    void tsGoesFromH264ToHevc()
    {
        auto packets = makePackets({.sound = false}, 1'000'000);
        const auto more = makePackets({.encoder = "libx265", .sound = false}, 3'000'000);
        packets.insert(packets.end(), more.begin(), more.end());
        const QByteArray bytes = muxedBy(Container::Ts, packets);
        verifyContinuity(bytes);
    }

    void timesOfDaysAndWrapsPass_data()
    {
        QTest::addColumn<Container>("container");
        QTest::addColumn<qint64>("wrap");
        QTest::newRow("flv, 24 bits of ms") << Container::Flv << (1LL << 24) * 1000;
        QTest::newRow("flv, 31 bits of ms") << Container::Flv << (1LL << 31) * 1000;
        QTest::newRow("flv, 32 bits of ms") << Container::Flv << (1LL << 32) * 1000;
        QTest::newRow("ts, 33 bits") << Container::Ts << ((1LL << 33) * 100 / 9 - 1'400'000);
        QTest::newRow("ts, fourth wrap") << Container::Ts << ((1LL << 35) * 100 / 9 - 1'400'000);
    }
    void timesOfDaysAndWrapsPass()
    {
        QFETCH(Container, container);
        QFETCH(qint64, wrap);
        const auto packets = makePackets(fancy, wrap - 1'000'000);
        const QByteArray bytes = muxedBy(container, packets);
        const ReadBack read = readBack(bytes);
        QCOMPARE(read.pictures, 60);
        if (container == Container::Ts) {
            QVERIFY(risesStrictly(read.videoDts));
            verifyContinuity(bytes);
        }
    }

    void soundAloneIsAStream_data() { bothContainers(); }
    void soundAloneIsAStream()
    {
        QFETCH(Container, container);
        auto packets = makePackets({}, 1'000'000);
        std::erase_if(packets, [](const Packet &p) { return p.track == Track::Video; });
        const ReadBack read = readBack(muxedBy(container, packets));
        QCOMPARE(read.soundFrames, int(packets.size()));
    }

    void damageIsAnError()
    {
        const auto packets = makePackets({.sound = false});
        auto muxer = makeMuxer(Container::Ts, packets.front().config, nullptr);
        Packet damaged = packets.front();
        AvPacket payload(av_packet_alloc());
        av_new_packet(payload.get(), 9);
        std::fill_n(payload->data, 9, uint8_t(0xFF));
        damaged.payload = std::shared_ptr<const AVPacket>(std::move(payload));
        QByteArray bytes;
        const auto written = muxer->write(damaged, bytes);
        QVERIFY(!written);
        QCOMPARE(written.error().code, QStringLiteral("damaged-unit"));
        QVERIFY(muxer->write(packets.front(), bytes));
        damaged.payload = nullptr;
        QVERIFY(!muxer->write(damaged, bytes));
    }

    void stillOfAKeyframe()
    {
        for (const char *encoder : {"libx264", "libx265"}) {
            const auto packets = makePackets({.encoder = encoder, .brightness = 180, .sound = false});
            const auto jpeg = jpegOf(packets.front(), 160);
            QVERIFY2(jpeg, encoder);
            QVERIFY(jpeg->startsWith("\xFF\xD8"));
            const ReadBack read = readBack(*jpeg);
            QCOMPARE(read.pictures, 1);
            QCOMPARE(read.widths.front(), 160);
            // Limited range 180 is full range (180 - 16) * 255 / 219 = 191.
            QVERIFY(std::abs(read.brightness.front() - 191) < 6);
            QVERIFY(!jpegOf(packets[1], 160));
        }
        Packet empty;
        empty.keyframe = true;
        QVERIFY(!jpegOf(empty, 160));
    }
};

QTEST_GUILESS_MAIN(StreamMuxerTest)
#include "tst_streammuxer.moc"
