// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/nal.h"
#include "tests/support/resident.h"
#include "tests/unit/media/oddstream.h"

#include <QRandomGenerator>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t begins = 5 * second; // the damage
constexpr int64_t ends = 10 * second;
constexpr int64_t length = 24 * second;

using Damage = std::function<void(OddStream::Piece &piece, QRandomGenerator &random)>;

QByteArray randomBytes(QRandomGenerator &random, int count)
{
    QByteArray bytes(count, '\0');
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

void flipBits(OddStream::Piece &piece, QRandomGenerator &random)
{
    for (char &byte : piece.bytes) {
        if (random.bounded(2000) == 0)
            byte = char(byte ^ (1 << random.bounded(8)));
    }
}

void cutShort(OddStream::Piece &piece, QRandomGenerator &random)
{
    if (random.bounded(10) == 0)
        piece.bytes.chop(random.bounded(int(piece.bytes.size())));
}

void insertGarbage(OddStream::Piece &piece, QRandomGenerator &random)
{
    if (random.bounded(10) == 0)
        piece.bytes += randomBytes(random, random.bounded(1, 3000));
}

void lose(OddStream::Piece &piece, QRandomGenerator &random)
{
    if (random.bounded(5) == 0)
        piece.bytes.clear();
}

/// What a broken encoder writes into an FLV tag's size.
void wrongSize(OddStream::Piece &piece, quint32 size)
{
    for (int i = 0; i < 3 && piece.bytes.size() > 4; ++i)
        piece.bytes[1 + i] = char(size >> (16 - 8 * i));
}

void sizeOfZero(OddStream::Piece &piece, QRandomGenerator &random)
{
    if (random.bounded(20) == 0)
        wrongSize(piece, 0);
}

void wrongPreviousSize(OddStream::Piece &piece, QRandomGenerator &random)
{
    for (int i = 1; i <= 4; ++i)
        piece.bytes[piece.bytes.size() - i] = char(random.bounded(256));
}

} // namespace

/// Damage to the bytes of a stream, seeded, through demuxer, input and splicer: what goes out is a programme whose times
/// rise, it is whole again when the damage is over, and memory stays what it was.
class TestDamage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recovers_data();
    void recovers();
    void endlessTag();
    void garbageInFront();
    void anotherFormatInMidStream_data();
    void anotherFormatInMidStream();
    void soundStopsAndComesBack();
    void absurdParameters();
};

void TestDamage::recovers_data()
{
    QTest::addColumn<int>("container");
    QTest::addColumn<Damage>("damage");
    const int flv = int(Container::Flv);
    const int ts = int(Container::Ts);
    QTest::newRow("FLV, truncated tags") << flv << Damage(cutShort);
    QTest::newRow("FLV, tags missing") << flv << Damage(lose);
    QTest::newRow("FLV, size 0") << flv << Damage(sizeOfZero);
    QTest::newRow("FLV, previous sizes") << flv << Damage(wrongPreviousSize);
    QTest::newRow("TS, bit errors") << ts << Damage(flipBits);
    QTest::newRow("TS, sync lost") << ts << Damage(cutShort);
    QTest::newRow("TS, garbage between") << ts << Damage(insertGarbage);
    QTest::newRow("TS, packets missing") << ts << Damage(lose);
}

void TestDamage::recovers()
{
    QFETCH(int, container);
    QFETCH(Damage, damage);
    const OddStream whole(Container(container), {.options = "preset=veryfast", .bFrames = 2}, length);
    (void)OddRun(whole); // what memory it takes when all is well
    const qint64 before = resident();
    for (quint32 seed = 1; seed <= 6; ++seed) {
        OddStream stream = whole;
        QRandomGenerator random(seed);
        for (OddStream::Piece &piece : stream.pieces) {
            if (piece.dts >= begins && piece.dts < ends)
                damage(piece, random);
        }
        const OddRun run(stream);
        QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
        // Sound and pictures before it are whole, and again from the next group of pictures but one behind it. An FLV
        // that is out of step is no stream any more: its demuxer ends, and the input connects anew.
        QVERIFY(run.sync(0, begins - second).pictures >= 29 * 4);
        if (container == int(Container::Flv) && run.demuxed < int(stream.pieces.size()) * 2 / 3)
            continue;
        const OddRun::Sync after = run.sync(ends + 6 * second, length - second);
        QVERIFY2(after.pictures >= 29 * 7 && after.sounds >= 44 * 7,
                 qPrintable(QStringLiteral("seed %1: %2 pictures, %3 sounds")
                                .arg(seed)
                                .arg(after.pictures)
                                .arg(after.sounds)));
        QVERIFY2(after.least >= -40'000 && after.most <= 60'000,
                 qPrintable(QStringLiteral("seed %1: %2 to %3").arg(seed).arg(after.least).arg(after.most)));
    }
    const qint64 grown = resident() - before;
    QVERIFY2(grown < 64 << 20, qPrintable(QString::number(grown)));
}

void TestDamage::endlessTag()
{
    // A size of 2^24-1 swallows what follows: nothing is read behind the end, nothing of it comes out.
    OddStream stream(Container::Flv, {}, 10 * second);
    for (OddStream::Piece &piece : stream.pieces) {
        if (piece.dts >= begins)
            wrongSize(piece, 0xFF'FF'FF);
    }
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    QVERIFY(run.sync(0, begins - second).pictures >= 29 * 4);
    QCOMPARE(run.sync(begins + second, 10 * second).pictures, 0);
}

void TestDamage::garbageInFront()
{
    OddStream stream(Container::Ts, {}, 10 * second);
    QRandomGenerator random(4);
    stream.pieces.front().bytes.prepend(randomBytes(random, 5'000));
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    QVERIFY(run.sync(4 * second, 9 * second).pictures >= 29 * 5);
}

void TestDamage::anotherFormatInMidStream_data()
{
    QTest::addColumn<int>("container");
    QTest::addColumn<bool>("atKeyframe");
    for (const int container : {int(Container::Flv), int(Container::Ts)}) {
        QTest::addRow("%d, at its keyframe", container) << container << true;
        QTest::addRow("%d, in the middle of a group", container) << container << false;
    }
}

void TestDamage::anotherFormatInMidStream()
{
    QFETCH(int, container);
    QFETCH(bool, atKeyframe);
    OddStream stream(Container(container), {}, 10 * second);
    OddStream other(Container(container), {.width = 640, .height = 360, .sampleRate = 44'100, .channels = 1},
                    10 * second);
    if (!atKeyframe) {
        // The first second of the new one is missing, but what announces it is not.
        std::erase_if(other.pieces, [](const OddStream::Piece &piece) {
            return piece.dts > 100'000 && piece.dts < 500'000 && piece.track == Track::Sound;
        });
        if (container == int(Container::Ts))
            std::erase_if(other.pieces, [](const OddStream::Piece &piece) {
                return piece.track == Track::Video && piece.dts < 500'000;
            });
    }
    for (OddStream::Piece &piece : other.pieces) {
        if (container == int(Container::Flv) && piece.bytes.startsWith("FLV"))
            piece.bytes.remove(0, 13);
    }
    other.label([](Track, int64_t t) { return 10 * second + t; });
    for (OddStream::Piece &piece : other.pieces) {
        piece.dts += 10 * second;
        piece.pts += 10 * second;
        stream.pieces.push_back(piece);
    }
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    int width = 320;
    for (const Heard &heard : run.programme) {
        if (heard.packet.track != Track::Video)
            continue;
        const int now = heard.packet.config->width;
        QVERIFY2(now == width || heard.packet.keyframe, "a picture of another size refers to one of the old");
        width = now;
    }
    QCOMPARE(width, 640);
    const OddRun::Sync after = run.sync(13 * second, 19 * second);
    QVERIFY2(after.pictures >= 29 * 6 && after.sounds >= 40 * 6,
             qPrintable(QStringLiteral("%1, %2").arg(after.pictures).arg(after.sounds)));
    const auto sound = std::find_if(run.programme.rbegin(), run.programme.rend(),
                                    [](const Heard &heard) { return heard.packet.track == Track::Sound; });
    QCOMPARE(sound->packet.config->sampleRate, 44'100);
}

void TestDamage::soundStopsAndComesBack()
{
    OddStream stream(Container::Flv, {}, length);
    std::erase_if(stream.pieces, [](const OddStream::Piece &piece) {
        return piece.track == Track::Sound && piece.dts >= begins && piece.dts < ends;
    });
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    QVERIFY(run.largestGap(second, length - second) < 80'000);
    const OddRun::Sync after = run.sync(ends + second, length - second);
    QVERIFY(after.sounds >= 44 * 8);
    QVERIFY(after.least >= -40'000 && after.most <= 60'000);
    QCOMPARE(run.remark, QString());
    // And where it does not come back, that is said.
    std::erase_if(stream.pieces, [](const OddStream::Piece &piece) {
        return piece.track == Track::Sound && piece.dts >= ends;
    });
    QCOMPARE(OddRun(stream).remark, QStringLiteral("sound-stopped"));
}

void TestDamage::absurdParameters()
{
    // 16384x16384, which would cost a decoder gigabytes: no such set is taken.
    const auto parsed = [](const char *hex) {
        const auto sps = QByteArray::fromHex(hex);
        return parseH264Sps({reinterpret_cast<const uint8_t *>(sps.constData()), size_t(sps.size())});
    };
    QVERIFY(!parsed("6742003eda001000008011"));
    const auto largest = parsed("6742003eda002000088440");
    QVERIFY(largest);
    QCOMPARE(largest->width, 8192);
    QCOMPARE(largest->height, 4352);
}

QTEST_GUILESS_MAIN(TestDamage)
#include "tst_damage.moc"
