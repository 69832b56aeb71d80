// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/media/oddstream.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t turn = 15 * second; // when the timestamps go wrong
constexpr int64_t length = 40 * second;
constexpr int64_t settled = 3 * second; // after it
// EBU R37
constexpr int64_t early = 40 * ms;
constexpr int64_t late = 60 * ms;

using Label = OddStream::Label;

Label bothJump(int64_t by)
{
    return [by](Track, int64_t t) { return 10'000 * second + t + (t >= turn ? by : 0); };
}

Label oneJumps(Track which, int64_t by)
{
    return [which, by](Track track, int64_t t) {
        return 10'000 * second + t + (track == which && t >= turn ? by : 0);
    };
}

/// There for `us`, then back.
Label glitch(std::optional<Track> which, int64_t by, int64_t us)
{
    return [=](Track track, int64_t t) {
        const bool now = t >= turn && t < turn + us && (!which || *which == track);
        return 10'000 * second + t + (now ? by : 0);
    };
}

/// Stands still for `us`; then where it would have been, or on from where it stood.
Label freeze(std::optional<Track> which, int64_t us, bool goesOn)
{
    return [=](Track track, int64_t t) {
        if (t < turn || (which && *which != track))
            return 10'000 * second + t;
        if (t < turn + us)
            return 10'000 * second + turn;
        return 10'000 * second + t - (goesOn ? us : 0);
    };
}

Label wrap(int64_t modulus)
{
    return [modulus](Track, int64_t t) { return (modulus - 10 * second + t) % modulus; };
}

} // namespace

/// Timestamps as no encoder should write them, in FLV and TS, through demuxer, input and splicer: out comes a programme
/// whose times rise, with sound and pictures together, or the input says what is wrong.
class TestOddTimestamps final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysWhole_data();
    void staysWhole();
    void ptsBeforeDts_data();
    void ptsBeforeDts();
    void soundBeginsBehindTheWrap();
    void tracksThatHaveNothingInCommon();
};

void TestOddTimestamps::staysWhole_data()
{
    QTest::addColumn<int>("container");
    QTest::addColumn<Label>("label");
    QTest::addColumn<qint64>("mostShift"); // by which the programme may be earlier or later afterwards, ms
    const struct
    {
        const char *name;
        Label label;
        qint64 shift;
    } cases[]{
        {"in order", bothJump(0), 2},
        {"10 s on", bothJump(10 * second), 20},
        {"10 s back", bothJump(-10 * second), 20},
        {"an hour on", bothJump(3600 * second), 20},
        {"an hour back", bothJump(-3600 * second), 20},
        {"back to zero", [](Track, int64_t t) { return t < turn ? 5'000 * second + t : t - turn; }, 20},
        {"pictures alone 10 s on", oneJumps(Track::Video, 10 * second), 20},
        {"pictures alone 10 s back", oneJumps(Track::Video, -10 * second), 20},
        {"sound alone 10 s on", oneJumps(Track::Sound, 10 * second), 20},
        {"sound alone an hour back", oneJumps(Track::Sound, -3600 * second), 20},
        {"there and back", glitch({}, 10 * second, 2 * second), 20},
        {"sound there and back", glitch(Track::Sound, -3600 * second, second), 20},
        {"pictures there and back", glitch(Track::Video, 5 * second, 200 * ms), 20},
        {"still for 3 s", freeze({}, 3 * second, false), 30},
        {"still for 3 s, then on from there", freeze({}, 3 * second, true), 60},
        {"still for half a second", freeze({}, 500 * ms, false), 30},
        {"pictures still for 3 s", freeze(Track::Video, 3 * second, false), 30},
        {"sound still for 3 s", freeze(Track::Sound, 3 * second, false), 30},
        {"sound still for 3 s, then on from there", freeze(Track::Sound, 3 * second, true), 30},
        {"a few pictures back for a moment", glitch(Track::Video, -100 * ms, 100 * ms), 20},
        {"back by 200 ms", bothJump(-200 * ms), 220},
    };
    for (const Container container : {Container::Flv, Container::Ts}) {
        const bool flv = container == Container::Flv;
        for (const auto &made : cases)
            QTest::addRow("%s, %s", flv ? "FLV" : "TS", made.name)
                << int(container) << made.label << made.shift;
    }
    QTest::newRow("FLV, wrap at 24 bits")
        << int(Container::Flv) << wrap((int64_t(1) << 24) * ms) << qint64(2);
    QTest::newRow("FLV, wrap at 31 bits")
        << int(Container::Flv) << wrap((int64_t(1) << 31) * ms) << qint64(2);
    QTest::newRow("FLV, wrap at 32 bits")
        << int(Container::Flv) << wrap((int64_t(1) << 32) * ms) << qint64(2);
    QTest::newRow("TS, wrap at 33 bits")
        << int(Container::Ts) << wrap((int64_t(1) << 33) * 100 / 9) << qint64(2);
}

void TestOddTimestamps::staysWhole()
{
    QFETCH(int, container);
    QFETCH(Label, label);
    QFETCH(qint64, mostShift);
    OddStream stream(Container(container), {.options = "preset=veryfast", .bFrames = 2}, length);
    stream.label(label);
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    QCOMPARE(run.refusal, QString());
    QVERIFY(run.demuxed >= int(stream.pieces.size()) - 2); // or truth and stream are not side by side
    // Before and well after it sound and pictures are together.
    for (const auto &[from, to] :
         {std::pair(second, turn - second), std::pair(turn + settled, length - second)}) {
        const OddRun::Sync sync = run.sync(from, to);
        const auto expected = int((to - from) / second);
        QVERIFY2(sync.pictures >= 29 * expected && sync.sounds >= 44 * expected,
                 qPrintable(QStringLiteral("%1 pictures, %2 sounds").arg(sync.pictures).arg(sync.sounds)));
        QVERIFY2(sync.least >= -early && sync.most <= late,
                 qPrintable(QStringLiteral("%1 to %2 us").arg(sync.least).arg(sync.most)));
        QVERIFY2(run.largestGap(from, to) < 80 * ms, qPrintable(QString::number(run.largestGap(from, to))));
    }
    const int64_t moved = run.shiftAt(length - 2 * second) - run.shiftAt(turn - 2 * second);
    QVERIFY2(std::abs(moved) <= mostShift * ms, qPrintable(QString::number(moved)));
    // Meanwhile no more than half a second is lost, and nothing is shown long after it came.
    QVERIFY2(run.largestGap(turn - second, turn + settled) < 500 * ms,
             qPrintable(QString::number(run.largestGap(turn - second, turn + settled))));
}

void TestOddTimestamps::ptsBeforeDts_data()
{
    QTest::addColumn<int>("container");
    QTest::addColumn<qint64>("by");
    for (const int container : {int(Container::Flv), int(Container::Ts)}) {
        QTest::addRow("%d, before dts", container) << container << qint64(-500 * ms);
        QTest::addRow("%d, far behind it", container) << container << qint64(8 * second);
    }
}

void TestOddTimestamps::ptsBeforeDts()
{
    QFETCH(int, container);
    QFETCH(qint64, by);
    OddStream stream(Container(container), {.options = "preset=veryfast", .bFrames = 2}, length);
    stream.movePts(turn, turn + 2 * second, by);
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    const OddRun::Sync sync = run.sync(turn + settled, length - second);
    QVERIFY2(sync.least >= -early && sync.most <= late,
             qPrintable(QStringLiteral("%1 to %2 us").arg(sync.least).arg(sync.most)));
    // The damage does not stay: no picture is held back for seconds from now on.
    const int64_t moved = run.shiftAt(length - 2 * second) - run.shiftAt(turn - 2 * second);
    QVERIFY2(std::abs(moved) < 150 * ms, qPrintable(QString::number(moved)));
}

void TestOddTimestamps::soundBeginsBehindTheWrap()
{
    const int64_t modulus = (int64_t(1) << 24) * ms;
    OddStream stream(Container::Flv, {}, length);
    std::erase_if(stream.pieces, [](const OddStream::Piece &piece) {
        return piece.track == Track::Sound && piece.dts < turn;
    });
    stream.label(wrap(modulus));
    const OddRun run(stream);
    QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
    const OddRun::Sync sync = run.sync(turn + settled, length - second);
    QVERIFY(sync.sounds > 500);
    QVERIFY2(sync.least >= -early && sync.most <= late,
             qPrintable(QStringLiteral("%1 to %2 us").arg(sync.least).arg(sync.most)));
}

void TestOddTimestamps::tracksThatHaveNothingInCommon()
{
    for (const int64_t apart : {-7'000 * second, 7'000 * second}) {
        OddStream stream(Container::Flv, {}, length);
        stream.label([apart](Track track, int64_t t) {
            return 10'000 * second + t + (track == Track::Sound ? apart : 0);
        });
        const OddRun run(stream);
        QVERIFY2(run.problem().isEmpty(), qPrintable(run.problem()));
        const OddRun::Sync sync = run.sync(turn, length - second);
        QVERIFY(sync.sounds > 500 && sync.pictures > 500);
        QVERIFY2(sync.least >= -early && sync.most <= late,
                 qPrintable(QStringLiteral("%1 to %2 us").arg(sync.least).arg(sync.most)));
    }
}

QTEST_GUILESS_MAIN(TestOddTimestamps)
#include "tst_oddtimestamps.moc"
