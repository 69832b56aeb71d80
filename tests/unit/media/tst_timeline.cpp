// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/timeline.h"

#include <QRandomGenerator>
#include <QTest>

using namespace twinfeed::media;

class TestTimeline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsDistances();
    void takesTheSmallestDelay();
    void anchorsAfterTheOpeningBurst();
    void followsADriftingClock_data();
    void followsADriftingClock();
    void tracksStayTogetherForDays_data();
    void tracksStayTogetherForDays();
    void slewsByOnePerCentAtMost();
    void unwraps_data();
    void unwraps();
    void unwrapsPtsBeforeDts();
    void jumpsGoOnSmoothly_data();
    void jumpsGoOnSmoothly();
    void aPauseIsNoJump();
    void bothTracksStayTogetherAcrossAJump();
    void aStallAndItsBurstChangeNothing();
    void frozenTimeRises();
    void timeRisesAcrossARestart();
    void aLastingDelayIsAccepted();
    void anythingRises();
};

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t frame = 33'333;

Timeline::Stamp put(Timeline &timeline, Track track, int64_t dts, int64_t pts, int64_t arrival)
{
    return timeline.place(track, timeline.unwrap(track, dts, pts), arrival);
}

Timeline::Stamp putVideo(Timeline &timeline, int64_t dts, int64_t arrival)
{
    return put(timeline, Track::Video, dts, dts, arrival);
}

} // namespace

void TestTimeline::keepsDistances()
{
    Timeline timeline;
    const auto first = put(timeline, Track::Video, 500 * ms, 566 * ms, 1000 * second);
    QCOMPARE(first.dts, 1000 * second);
    QCOMPARE(first.pts, 1000 * second + 66 * ms);
    QVERIFY(!first.discontinuity);
    const auto sound = put(timeline, Track::Sound, 510 * ms, 510 * ms, 1000 * second + 2 * ms);
    QVERIFY(std::abs(sound.dts - first.dts - 10 * ms) < 100);
    const auto next = put(timeline, Track::Video, 533 * ms, 533 * ms, 1000 * second + 70 * ms);
    QVERIFY(std::abs(next.dts - first.dts - 33 * ms) < 1 * ms);
    QCOMPARE(next.pushedUs, int64_t(0));
}

void TestTimeline::takesTheSmallestDelay()
{
    // Arrival jitters by up to 80 ms; the mapping ends at the smallest delay and stays there.
    Timeline timeline;
    QRandomGenerator random(7);
    for (int i = 0; i < 3000; ++i)
        putVideo(timeline, i * frame, 50 * second + i * frame + 20 * ms + random.bounded(80) * ms);
    QVERIFY(*timeline.offset() >= 50 * second + 20 * ms);
    QVERIFY(*timeline.offset() < 50 * second + 23 * ms);
}

void TestTimeline::anchorsAfterTheOpeningBurst()
{
    // Two seconds of cached pictures come within 30 ms, then the stream goes on in real time.
    Timeline timeline;
    int64_t now = 100 * second;
    int settledAt = -1;
    for (int i = 0; i < 90 && settledAt < 0; ++i) {
        now += i < 60 ? ms / 2 : frame;
        if (timeline.observe(timeline.unwrap(Track::Video, i * frame, i * frame), now))
            settledAt = i;
    }
    QVERIFY(settledAt > 60);
    QVERIFY(settledAt < 66);
    // Picture 61 and later are on time; picture 0 lies two seconds back.
    const auto first = timeline.place(Track::Video, {0, 0}, 100 * second);
    QVERIFY(std::abs(first.dts - (now - settledAt * frame)) < 5 * ms);
}

void TestTimeline::followsADriftingClock_data()
{
    QTest::addColumn<double>("ppm");
    QTest::newRow("100 ppm fast") << 100.0;
    QTest::newRow("100 ppm slow") << -100.0;
}

void TestTimeline::followsADriftingClock()
{
    QFETCH(double, ppm);
    Timeline timeline;
    QRandomGenerator random(11);
    // A day, one packet a second for the sake of time; the mapping stays within the jitter.
    int64_t last = 0;
    for (int64_t t = 0; t < 86'400; ++t) {
        const int64_t arrival = 5 * second + t * second + random.bounded(10) * ms;
        const auto dts = int64_t(double(t) * second * (1 + ppm * 1e-6));
        const auto stamp = putVideo(timeline, dts, arrival);
        QVERIFY(stamp.dts > last);
        QVERIFY(!stamp.discontinuity);
        QVERIFY2(std::abs(arrival - stamp.dts) < 15 * ms, qPrintable(QString::number(arrival - stamp.dts)));
        last = stamp.dts;
    }
}

void TestTimeline::tracksStayTogetherForDays_data()
{
    QTest::addColumn<double>("ppm");
    QTest::addColumn<qint64>("jump"); // of the sound alone, after an hour
    for (const double ppm : {100.0, -100.0}) {
        QTest::addRow("%+.0f ppm", ppm) << ppm << qint64(0);
        QTest::addRow("%+.0f ppm, sound has jumped", ppm) << ppm << qint64(5000 * second);
    }
}

void TestTimeline::tracksStayTogetherForDays()
{
    QFETCH(double, ppm);
    QFETCH(qint64, jump);
    Timeline timeline;
    QRandomGenerator random(13);
    // Three days, two pictures and sounds a second: neither the distance to the arrival, which is the hold, nor that
    // of the tracks may grow.
    int64_t apart = 0;
    for (int64_t i = 0; i < 3 * 86'400 * 2; ++i) {
        const int64_t t = i * second / 2;
        const int64_t arrival = 5 * second + t + random.bounded(10) * ms;
        const auto dts = int64_t(double(t) * (1 + ppm * 1e-6));
        const auto picture = putVideo(timeline, dts, arrival);
        const int64_t heard = dts + (t > 3600 * second ? jump : 0);
        const auto sound = put(timeline, Track::Sound, heard, heard, arrival + ms);
        QVERIFY(std::abs(arrival - picture.dts) < 15 * ms);
        if (i == 7'300)
            apart = sound.dts - picture.dts; // what the jump itself has cost
        if (i > 7'300)
            QVERIFY2(std::abs(sound.dts - picture.dts - apart) <= ms && std::abs(apart) < 40 * ms,
                     qPrintable(QStringLiteral("%1 at %2").arg(sound.dts - picture.dts).arg(i)));
    }
}

void TestTimeline::slewsByOnePerCentAtMost()
{
    // After 20 s the route gets 400 ms longer.
    Timeline timeline;
    int64_t last = 0;
    for (int i = 0; i < 3000; ++i) {
        const int64_t delay = i < 600 ? 0 : 400 * ms;
        const auto stamp = putVideo(timeline, i * frame, 9 * second + i * frame + delay);
        if (i > 0)
            QVERIFY(std::abs(stamp.dts - last - frame) <= frame / 100 + 1);
        last = stamp.dts;
    }
    QVERIFY(std::abs(*timeline.offset() - 9 * second - 400 * ms) < 5 * ms);
}

void TestTimeline::unwraps_data()
{
    QTest::addColumn<qint64>("modulus");
    QTest::newRow("24 bits of ms") << qint64((int64_t(1) << 24) * 1000);
    QTest::newRow("31 bits of ms") << qint64((int64_t(1) << 31) * 1000);
    QTest::newRow("32 bits of ms") << qint64((int64_t(1) << 32) * 1000);
    QTest::newRow("33 bits of 90 kHz") << qint64((int64_t(1) << 33) * 100 / 9);
}

void TestTimeline::unwraps()
{
    QFETCH(qint64, modulus);
    Timeline timeline;
    // Ten seconds before the wrap to ten after, both tracks, sound 50 ms behind.
    int64_t lastVideo = 0;
    for (int i = 0; i < 600; ++i) {
        const int64_t time = modulus - 10 * second + i * frame;
        const int64_t arrival = 77 * second + i * frame;
        const auto picture = put(timeline, Track::Video, time % modulus, (time + 66 * ms) % modulus, arrival);
        const int64_t heard = time - 50 * ms;
        const auto sound = put(timeline, Track::Sound, heard % modulus, heard % modulus, arrival + ms);
        QVERIFY(!picture.discontinuity);
        QVERIFY(!sound.discontinuity);
        QCOMPARE(picture.pts - picture.dts, 66 * ms);
        QVERIFY(std::abs(picture.dts - sound.dts - 50 * ms) <= ms);
        if (i > 0)
            QVERIFY(std::abs(picture.dts - lastVideo - frame) <= ms);
        lastVideo = picture.dts;
    }
}

void TestTimeline::unwrapsPtsBeforeDts()
{
    Timeline timeline;
    const auto times = timeline.unwrap(Track::Video, 40 * ms, 7 * ms);
    QCOMPARE(times.pts, times.dts); // nothing is shown before it is decoded
}

void TestTimeline::jumpsGoOnSmoothly_data()
{
    QTest::addColumn<qint64>("jump");
    QTest::newRow("10 s on") << qint64(10 * second);
    QTest::newRow("10 s back") << qint64(-10 * second);
    QTest::newRow("an hour on") << qint64(3600 * second);
    QTest::newRow("an hour back") << qint64(-3600 * second);
    QTest::newRow("2 s back") << qint64(-2 * second);
    QTest::newRow("5 s on") << qint64(5 * second);
}

void TestTimeline::jumpsGoOnSmoothly()
{
    QFETCH(qint64, jump);
    Timeline timeline;
    int64_t last = 0;
    int discontinuities = 0;
    for (int i = 0; i < 1200; ++i) {
        const int64_t time = 4000 * second + i * frame + (i >= 300 ? jump : 0);
        const auto stamp = putVideo(timeline, time, 8 * second + i * frame + (i % 3) * 5 * ms);
        discontinuities += stamp.discontinuity;
        if (i > 0)
            QVERIFY2(std::abs(stamp.dts - last - frame) <= ms, qPrintable(QString::number(stamp.dts - last)));
        last = stamp.dts;
    }
    QCOMPARE(discontinuities, 1);
}

void TestTimeline::aPauseIsNoJump()
{
    Timeline timeline;
    putVideo(timeline, 0, 100 * second);
    const auto stamp = putVideo(timeline, 20 * second, 120 * second + 5 * ms);
    QVERIFY(!stamp.discontinuity);
    QCOMPARE(stamp.dts, 120 * second);
}

void TestTimeline::bothTracksStayTogetherAcrossAJump()
{
    Timeline timeline;
    int64_t shift = 0;
    int discontinuities = 0;
    for (int i = 0; i < 900; ++i) {
        // The source's time jumps ahead; in the multiplex sound lags 200 ms and so jumps six packets later.
        const int64_t arrival = 8 * second + i * frame;
        const int64_t pictureTime = i * frame + (i >= 300 ? 5000 * second : 0);
        const int64_t heardAt = i * frame - 200 * ms;
        const int64_t soundTime = heardAt + (heardAt >= 300 * frame ? 5000 * second : 0);
        const auto picture = putVideo(timeline, pictureTime, arrival);
        const auto sound = put(timeline, Track::Sound, soundTime, soundTime, arrival);
        discontinuities += picture.discontinuity + sound.discontinuity;
        shift = picture.dts - sound.dts;
        QVERIFY2(std::abs(shift - 200 * ms) <= 10 * ms, qPrintable(QString::number(shift)));
    }
    QCOMPARE(discontinuities, 2);
}

void TestTimeline::aStallAndItsBurstChangeNothing()
{
    Timeline timeline;
    int64_t last = 0;
    for (int i = 0; i < 900; ++i) {
        int64_t arrival = 8 * second + i * frame;
        if (i >= 300 && i < 345) // 1.5 s of pictures arrive late and at once
            arrival = 8 * second + 345 * frame;
        const auto stamp = putVideo(timeline, i * frame, arrival);
        if (i > 0)
            QCOMPARE(stamp.dts - last, frame);
        last = stamp.dts;
    }
}

void TestTimeline::frozenTimeRises()
{
    Timeline timeline;
    int64_t last = 0;
    for (int i = 0; i < 300; ++i) {
        const auto stamp = putVideo(timeline, std::min(i, 100) * frame, 8 * second + i * frame);
        QVERIFY(stamp.dts >= last + ms);
        QVERIFY(stamp.pts >= stamp.dts);
        last = stamp.dts;
    }
}

void TestTimeline::timeRisesAcrossARestart()
{
    Timeline timeline;
    int64_t last = 0;
    for (int i = 0; i < 100; ++i)
        last = putVideo(timeline, i * frame, 8 * second + i * frame).dts;
    timeline.restart();
    // A new connection begins with the last two seconds again.
    int64_t now = last + 100 * ms;
    for (int i = 0; i < 60; ++i)
        timeline.observe(
            timeline.unwrap(Track::Video, 70'000 * second + i * frame, 70'000 * second + i * frame), now + i);
    now += 200 * ms;
    timeline.observe({70'000 * second + 60 * frame, 0}, now);
    for (int i = 0; i < 60; ++i) {
        const auto stamp =
            timeline.place(Track::Video, {70'000 * second + i * frame, 70'000 * second + i * frame}, now);
        QCOMPARE(stamp.discontinuity, i == 0);
        QVERIFY(stamp.dts >= last + ms);
        last = stamp.dts;
    }
    QVERIFY(last < now);
}

void TestTimeline::aLastingDelayIsAccepted()
{
    // Time stands still for 5 s; from then on everything comes 5 s too late, for good.
    Timeline timeline;
    int discontinuities = 0;
    for (int i = 0; i < 900; ++i) {
        const int64_t late = i >= 300 ? 5 * second : 0;
        const auto stamp = putVideo(timeline, i * frame, 8 * second + i * frame + late);
        discontinuities += stamp.discontinuity;
    }
    QCOMPARE(discontinuities, 1);
    QVERIFY(std::abs(*timeline.offset() - 13 * second) < 10 * ms);
}

void TestTimeline::anythingRises()
{
    QRandomGenerator random(3);
    for (int history = 0; history < 200; ++history) {
        Timeline timeline;
        int64_t now = 1000 * second;
        int64_t source = random.bounded(100'000) * second;
        std::array<int64_t, 2> last{0, 0};
        for (int i = 0; i < 300; ++i) {
            now += random.bounded(50) * ms;
            source += frame;
            const int what = random.bounded(60);
            if (what == 0)
                source = random.bounded(100'000) * second;
            else if (what == 1)
                source -= random.bounded(3'000) * ms;
            else if (what == 2)
                now += random.bounded(20'000) * ms;
            else if (what == 3)
                timeline.restart();
            const size_t track = random.bounded(2);
            const auto stamp =
                put(timeline, Track(track), source, source + random.bounded(-100, 400) * ms, now);
            QVERIFY(stamp.dts >= last[track] + ms);
            QVERIFY(stamp.pts >= stamp.dts);
            last[track] = stamp.dts;
        }
    }
}

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
