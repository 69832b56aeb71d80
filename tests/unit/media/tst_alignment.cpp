// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignment.h"
#include "tests/unit/media/madepackets.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t pictureUs = 33'333;

using Stream = std::vector<Packet>;

/// One slice of random bytes.
Packet withPayload(Packet packet, int size, uint32_t seed)
{
    packet.payload = payloadOf(size);
    std::mt19937 random(seed);
    uint8_t *data = packet.payload->data;
    for (int i = 5; i < size; ++i)
        data[i] = uint8_t(random());
    data[2] = uint8_t((size - 4) >> 8);
    data[3] = uint8_t(size - 4);
    data[4] = packet.keyframe ? 0x65 : 0x41;
    return packet;
}

/// Pictures as an encoder makes them: no two alike.
Stream encoded(int pictures, uint32_t seed = 1, int gop = 60, int size = 900)
{
    Stream stream;
    for (int i = 0; i < pictures; ++i)
        stream.push_back(
            withPayload(picture(i * pictureUs, i % gop == 0), size, seed * 100'000 + uint32_t(i)));
    return stream;
}

/// The same packets with other times: of the source, and of the unit's clock.
Stream shifted(Stream stream, int64_t sourceUs, int64_t unitUs)
{
    for (Packet &packet : stream) {
        packet.sourceDts += sourceUs;
        packet.sourcePts += sourceUs;
        packet.dts += unitUs;
        packet.pts += unitUs;
    }
    return stream;
}

Stream rounded(Stream stream, int64_t toUs)
{
    for (Packet &packet : stream)
        packet.sourceDts = std::llround(double(packet.sourceDts) / double(toUs)) * toUs;
    return stream;
}

Stream part(const Stream &stream, size_t from, size_t to = SIZE_MAX)
{
    return {stream.begin() + ptrdiff_t(from), stream.begin() + ptrdiff_t(std::min(to, stream.size()))};
}

/// Both as they arrive: by the unit's clock.
void play(Alignment &alignment, const Stream &primary, const Stream &backup)
{
    auto a = primary.begin();
    auto b = backup.begin();
    while (a != primary.end() || b != backup.end()) {
        if (b == backup.end() || (a != primary.end() && a->dts <= b->dts))
            alignment.add(Source::Primary, *a++);
        else
            alignment.add(Source::Backup, *b++);
    }
}

QString whyNot(const Alignment &alignment)
{
    const auto verdict = alignment.verdict();
    return verdict.why ? verdict.why->code : QString();
}

} // namespace

class TestAlignment final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheOffset_data();
    void findsTheOffset();
    void needsEightPictures();
    void differentEncodesAreToldApart();
    void equalSmallPicturesProveNothing();
    void oneDifferentPictureEndsItAtOnce();
    void lostPacketsAreNoDifference();
    void findsItAgainAfterAReconnect();
    void movedTimesAreFoundAgain();
    void repeatedPayloadsAreNotGuessedAt();
    void oneEncoderInTwoContainers_data();
    void oneEncoderInTwoContainers();
    void seiIsNotAsked();
    void soundIsNotAsked();
    void keepsSixteenSeconds();
};

void TestAlignment::findsTheOffset_data()
{
    QTest::addColumn<qint64>("sourceUs");
    QTest::addColumn<qint64>("unitUs");
    QTest::addColumn<qint64>("roundA");
    QTest::addColumn<qint64>("roundB");
    QTest::newRow("equal times") << qint64(0) << qint64(0) << qint64(1) << qint64(1);
    QTest::newRow("backup later") << qint64(0) << qint64(700 * ms) << qint64(1) << qint64(1);
    QTest::newRow("backup earlier") << qint64(0) << qint64(-1'300 * ms) << qint64(1) << qint64(1);
    QTest::newRow("a server shifts") << qint64(-5'123'456 * ms) << qint64(80 * ms) << qint64(1) << qint64(1);
    QTest::newRow("FLV beside TS") << qint64(1'400 * ms) << qint64(33 * ms) << qint64(1'000) << qint64(1);
    QTest::newRow("FLV beside FLV") << qint64(12'345'678) << qint64(5 * ms) << qint64(1'000) << qint64(1'000);
    // One connection began in front of the wrap of its timestamps, the other behind it.
    QTest::newRow("a wrap at 33 bits of 90 kHz")
        << qint64(-95'443'717'689) << qint64(40 * ms) << qint64(1) << qint64(1'000);
    QTest::newRow("a wrap at 31 bits of ms")
        << qint64(2'147'483'648'000) << qint64(10 * ms) << qint64(1'000) << qint64(1'000);
    QTest::newRow("two seconds late") << qint64(5 * ms) << qint64(2 * second) << qint64(1) << qint64(1);
}

void TestAlignment::findsTheOffset()
{
    QFETCH(qint64, sourceUs);
    QFETCH(qint64, unitUs);
    QFETCH(qint64, roundA);
    QFETCH(qint64, roundB);
    const Stream stream = encoded(150);
    Alignment alignment;
    play(alignment, rounded(stream, roundA), rounded(shifted(stream, sourceUs, unitUs), roundB));
    const auto verdict = alignment.verdict();
    QVERIFY2(verdict.aligned, qPrintable(whyNot(alignment)));
    QVERIFY(!verdict.why);
    QVERIFY2(std::abs(verdict.sourceOffsetUs - sourceUs) <= 1'000,
             qPrintable(QString::number(verdict.sourceOffsetUs)));
    QCOMPARE(verdict.unitOffsetUs, unitUs);
}

void TestAlignment::needsEightPictures()
{
    const Stream stream = encoded(60);
    Alignment alignment;
    QCOMPARE(whyNot(alignment), QStringLiteral("alignment-waiting"));
    play(alignment, part(stream, 0, 7), part(stream, 0, 7));
    QVERIFY(!alignment.verdict().aligned);
    QCOMPARE(whyNot(alignment), QStringLiteral("alignment-searching"));
    play(alignment, part(stream, 7, 8), part(stream, 7, 8));
    QVERIFY(alignment.verdict().aligned);
}

void TestAlignment::differentEncodesAreToldApart()
{
    // The same clock, rate and keyframes, and not one payload in common.
    Alignment alignment;
    play(alignment, encoded(60, 1), encoded(60, 2));
    QCOMPARE(whyNot(alignment), QStringLiteral("alignment-searching"));
    play(alignment, part(encoded(120, 1), 60), part(encoded(120, 2), 60));
    QVERIFY(!alignment.verdict().aligned);
    QCOMPARE(whyNot(alignment), QStringLiteral("packets-differ"));
}

void TestAlignment::equalSmallPicturesProveNothing()
{
    // Two encoders of a scene that stands still: "nothing new" is said alike by both, but their keyframes differ.
    Stream primary = encoded(600, 1, 300);
    Stream backup = encoded(600, 2, 300);
    for (size_t i = 0; i < primary.size(); ++i) {
        if (!primary[i].keyframe)
            primary[i] = backup[i] = withPayload(primary[i], 40, uint32_t(i));
    }
    Alignment alignment;
    play(alignment, primary, backup);
    QVERIFY(!alignment.verdict().aligned);
}

void TestAlignment::oneDifferentPictureEndsItAtOnce()
{
    const Stream stream = encoded(120);
    Alignment alignment;
    play(alignment, part(stream, 0, 70), part(stream, 0, 70));
    QVERIFY(alignment.verdict().aligned);
    Packet damaged = withPayload(stream[70], 900, 7);
    alignment.add(Source::Primary, stream[70]);
    QVERIFY(alignment.verdict().aligned);
    alignment.add(Source::Backup, damaged);
    QVERIFY(!alignment.verdict().aligned);
    // One damaged picture: what comes then is equal again, and is found to be so without a keyframe.
    play(alignment, part(stream, 71, 78), part(stream, 71, 78));
    QVERIFY(!alignment.verdict().aligned);
    play(alignment, part(stream, 78, 79), part(stream, 78, 79));
    QVERIFY(alignment.verdict().aligned);
}

void TestAlignment::lostPacketsAreNoDifference()
{
    // Every tenth is lost on one path, and once ten in a row on the other; never the alignment.
    const Stream stream = encoded(300);
    const Stream late = shifted(stream, 250 * ms, 400 * ms);
    Alignment alignment;
    play(alignment, part(stream, 0, 30), part(late, 0, 30));
    QVERIFY(alignment.verdict().aligned);
    for (size_t i = 30; i < stream.size(); ++i) {
        if (i < 100 || i >= 110)
            alignment.add(Source::Primary, stream[i]);
        if (i >= 42 && i % 10 != 0)
            alignment.add(Source::Backup, late[i - 12]);
        QVERIFY2(alignment.verdict().aligned, qPrintable(QString::number(i)));
    }
    QVERIFY(std::abs(alignment.verdict().sourceOffsetUs - 250 * ms) <= 1);
}

void TestAlignment::findsItAgainAfterAReconnect()
{
    const Stream stream = encoded(400);
    Alignment alignment;
    play(alignment, part(stream, 0, 100), part(stream, 0, 100));
    QVERIFY(alignment.verdict().aligned);
    // The backup is away for 40 pictures, then comes with other times, beginning at a keyframe.
    Stream again = shifted(part(stream, 180), -3'000 * ms, 120 * ms);
    again.front().discontinuity = true;
    play(alignment, part(stream, 100, 180), {});
    QVERIFY(alignment.verdict().aligned); // nothing says otherwise yet
    play(alignment, part(stream, 180, 181), part(again, 0, 1));
    QVERIFY(!alignment.verdict().aligned);
    play(alignment, part(stream, 181, 200), part(again, 1, 20));
    QVERIFY(alignment.verdict().aligned);
    QCOMPARE(alignment.verdict().sourceOffsetUs, -3'000 * ms);
    QCOMPARE(alignment.verdict().unitOffsetUs, 120 * ms);
    alignment.forget(Source::Primary);
    QVERIFY(!alignment.verdict().aligned);
    QCOMPARE(whyNot(alignment), QStringLiteral("alignment-waiting"));
}

void TestAlignment::movedTimesAreFoundAgain()
{
    // A relay moves its times by 50 ms without a word: too little to be a jump.
    const Stream stream = encoded(300);
    Alignment alignment;
    play(alignment, part(stream, 0, 100), part(stream, 0, 100));
    const Stream moved = shifted(stream, 50 * ms, 50 * ms);
    play(alignment, part(stream, 100, 200), part(moved, 100, 200));
    QVERIFY(alignment.verdict().aligned);
    QCOMPARE(alignment.verdict().sourceOffsetUs, 50 * ms);
}

void TestAlignment::repeatedPayloadsAreNotGuessedAt()
{
    // A still picture encoded as keyframes alone: every payload is the same, any offset would fit.
    Stream still;
    for (int i = 0; i < 200; ++i)
        still.push_back(withPayload(picture(i * pictureUs, true), 3'000, 5));
    Alignment alignment;
    play(alignment, still, shifted(still, 1'010 * ms, 0));
    QVERIFY(!alignment.verdict().aligned);
}

void TestAlignment::oneEncoderInTwoContainers_data()
{
    QTest::addColumn<QByteArray>("primary");
    QTest::addColumn<QByteArray>("backup");
    QTest::addColumn<int>("bFrames");
    QTest::addColumn<bool>("hevc");
    QTest::newRow("FLV and TS") << QByteArray("flv") << QByteArray("mpegts") << 0 << false;
    QTest::newRow("TS and FLV, B-frames") << QByteArray("mpegts") << QByteArray("flv") << 2 << false;
    QTest::newRow("FLV and Matroska") << QByteArray("flv") << QByteArray("matroska") << 2 << false;
    QTest::newRow("HEVC, TS and MP4") << QByteArray("mpegts") << QByteArray("mp4") << 0 << true;
}

void TestAlignment::oneEncoderInTwoContainers()
{
    QFETCH(QByteArray, primary);
    QFETCH(QByteArray, backup);
    QFETCH(int, bFrames);
    QFETCH(bool, hevc);
    StreamSpec spec;
    spec.bFrames = bFrames;
    spec.pictures = 120;
    spec.encoder = hevc ? "libx265" : "libx264";
    const EncodedStream stream = encodeStream(spec);
    const Stream a = internalPackets(muxed(stream, primary.constData()));
    const Stream b = internalPackets(muxed(stream, backup.constData()));
    Alignment alignment;
    play(alignment, a, b);
    QVERIFY2(alignment.verdict().aligned, qPrintable(whyNot(alignment)));
    // MPEG-TS muxers begin at 1.4 s; what the demuxers say of the first picture is the truth.
    QVERIFY(std::abs(alignment.verdict().sourceOffsetUs - (b.front().sourceDts - a.front().sourceDts))
            <= 1'500);
    // Encoded again with the same settings but for one, from the same pictures: not one encoder's.
    spec.options = "crf=29";
    Alignment again;
    play(again, a, internalPackets(muxed(encodeStream(spec), backup.constData())));
    QVERIFY(!again.verdict().aligned);
}

void TestAlignment::seiIsNotAsked()
{
    const uint8_t sei[]{0, 0, 0, 4, 0x06, 5, 1, 0x80};
    const auto withSei = [&](Packet packet) {
        const Packet plain = packet;
        packet.payload = payloadOf(int(sizeof sei) + sizeOf(plain));
        std::memcpy(packet.payload->data, sei, sizeof sei);
        std::memcpy(packet.payload->data + sizeof sei, dataOf(plain), size_t(sizeOf(plain)));
        return packet;
    };
    const Stream stream = encoded(60);
    Alignment alignment;
    Stream other = part(stream, 0, 8);
    other.front() = withSei(other.front());
    play(alignment, part(stream, 0, 8), other);
    QVERIFY(alignment.verdict().aligned);
}

void TestAlignment::soundIsNotAsked()
{
    const Stream stream = encoded(60);
    Alignment alignment;
    play(alignment, stream, stream);
    alignment.add(Source::Primary, withPayload(sound(second), 300, 1));
    alignment.add(Source::Backup, withPayload(sound(second), 300, 2));
    QVERIFY(alignment.verdict().aligned);
}

void TestAlignment::keepsSixteenSeconds()
{
    const Stream stream = encoded(900);
    for (const auto &[late, found] : {std::pair{14 * second, true}, std::pair{18 * second, false}}) {
        Alignment alignment;
        play(alignment, stream,
             part(shifted(stream, 7 * ms, late), 0, size_t((30 * second - late) / pictureUs)));
        QCOMPARE(alignment.verdict().aligned, found);
    }
}

QTEST_APPLESS_MAIN(TestAlignment)

#include "tst_alignment.moc"
