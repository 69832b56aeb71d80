// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/meter.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

#include <random>

using namespace twinfeed::media;
using namespace twinfeed::test;

class TestMeter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsNotZero();
    void measuresASteadyStream();
    void seesThatPicturesStopped();
    void measuresJitter();
    void keepsTheLargestGapForTenSeconds();
    void aRestartIsNoInterval();
    void bitratesOfTenSeconds();
    void missingPicturesAreCounted();
    void aChangedRateIsNoLoss();
    void soundAgainstPicture_data();
    void soundAgainstPicture();
};

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t frame = 33'333;

Packet withBytes(Packet packet, int bytes)
{
    packet.payload = payloadOf(bytes);
    return packet;
}

} // namespace

void TestMeter::nothingIsNotZero()
{
    const Meter meter;
    const auto reading = meter.read(5 * second);
    QVERIFY(!reading.fps);
    QVERIFY(!reading.bitrate);
    QVERIFY(!reading.keyframeInterval);
    QVERIFY(!reading.jitter);
    QVERIFY(!reading.largestGap);
    QCOMPARE(reading.bytes, int64_t(0));
}

void TestMeter::measuresASteadyStream()
{
    Meter meter;
    int64_t now = 0;
    for (int i = 0; i < 300; ++i) {
        now = 1000 * second + i * frame;
        meter.add(withBytes(picture(i * frame, i % 60 == 0), 10'000), now);
    }
    const auto reading = meter.read(now + 5'000);
    QVERIFY(std::abs(*reading.fps - 30) < 0.05);
    QVERIFY(std::abs(*reading.bitrate - 2'400'000) < 100'000);
    QVERIFY(std::abs(*reading.keyframeInterval - 2) < 0.001);
    QVERIFY(*reading.jitter < 0.001);
    QVERIFY(std::abs(*reading.largestGap - 33.333) < 0.01);
    QCOMPARE(reading.bytes, int64_t(3'000'000));
}

void TestMeter::seesThatPicturesStopped()
{
    Meter meter;
    for (int i = 0; i < 60; ++i)
        meter.add(withBytes(picture(i * frame, i == 0), 1000), i * frame);
    const int64_t last = 59 * frame;
    QVERIFY(*meter.read(last + 500'000).fps < 17);
    QVERIFY(!meter.read(last + second + frame).fps);
    QVERIFY(!meter.read(last + second + frame).bitrate);
    QVERIFY(*meter.read(last + 2 * second).largestGap >= 2000);
    QVERIFY(!meter.read(last + 11 * second).largestGap);

    // Sound goes on: there is a bitrate, but no pictures.
    for (int i = 0; i < 100; ++i)
        meter.add(withBytes(sound(last + i * 21'333), 500), last + i * 21'333);
    QVERIFY(!meter.read(last + 100 * 21'333).fps);
    QVERIFY(meter.read(last + 100 * 21'333).bitrate);
}

void TestMeter::measuresJitter()
{
    Meter meter;
    for (int i = 0; i < 300; ++i)
        meter.add(picture(i * frame, false), i * frame + (i % 2) * 10'000);
    QVERIFY(std::abs(*meter.read(300 * frame).jitter - 10) < 0.5);
}

void TestMeter::keepsTheLargestGapForTenSeconds()
{
    Meter meter;
    int64_t now = 0;
    for (int i = 0; i < 1200; ++i) {
        now += i == 300 ? 700'000 : frame;
        meter.add(picture(now, false), now);
        const double gap = *meter.read(now).largestGap;
        if (i >= 300 && i < 300 + 280)
            QCOMPARE(gap, 700.0);
        else if (i < 300 || i > 300 + 320)
            QVERIFY(gap < 34);
    }
}

void TestMeter::aRestartIsNoInterval()
{
    Meter meter;
    meter.add(picture(0, true), 0);
    meter.restart();
    meter.add(picture(100 * second, true), 100 * second);
    QVERIFY(!meter.read(100 * second).keyframeInterval);
    meter.add(picture(101 * second, true), 101 * second);
    QCOMPARE(*meter.read(101 * second).keyframeInterval, 1.0);
}

void TestMeter::bitratesOfTenSeconds()
{
    // Seconds of 1 and of 3 Mb/s by turns: 2 in the mean, and half of that off it.
    Meter meter;
    int64_t now = 1000 * second;
    const auto run = [&](int tenths) {
        for (int i = 0; i < tenths; ++i) {
            const bool more = now / second % 2 != 0;
            meter.add(withBytes(picture(now, true), more ? 37'500 : 12'500), now);
            now += second / 10;
        }
    };
    run(95);
    QVERIFY(!meter.read(now).bitrateMean); // ten seconds have not passed
    run(25);
    const auto reading = meter.read(now);
    QVERIFY(std::abs(*reading.bitrateMean - 2e6) < 2e4);
    QVERIFY(std::abs(*reading.bitrateWobble - 50) < 0.5);
    // A pause of a second begins anew.
    now += 3 * second;
    run(50);
    QVERIFY(!meter.read(now).bitrateMean);
}

void TestMeter::missingPicturesAreCounted()
{
    Meter meter;
    int64_t lost = 0;
    for (int i = 0; i < 300; ++i) {
        // One alone, and three in a row.
        if (i == 50 || (i >= 100 && i < 103)) {
            ++lost;
            continue;
        }
        const int64_t at = i * frame / 1000 * 1000; // as FLV rounds them
        meter.add(picture(at, i % 60 == 0), at);
    }
    QCOMPARE(meter.read(300 * frame).missingPictures, lost);
    QCOMPARE(meter.read(300 * frame).discontinuities, int64_t(0));
    // An interruption is no loss of pictures; what marks itself as a jump is counted as one.
    meter.add(picture(305 * frame + 2 * second, true), 305 * frame + 2 * second);
    Packet jumped = picture(400 * frame + 2 * second, true);
    jumped.discontinuity = true;
    meter.add(jumped, 306 * frame + 2 * second);
    QCOMPARE(meter.read(307 * frame + 2 * second).missingPictures, lost);
    QCOMPARE(meter.read(307 * frame + 2 * second).discontinuities, int64_t(1));
}

void TestMeter::aChangedRateIsNoLoss()
{
    Meter meter;
    int64_t at = 0;
    std::mt19937 random(5);
    for (int i = 0; i < 600; ++i) { // a phone's clock
        meter.add(picture(at, i % 60 == 0), at);
        at += frame - 8'000 + int64_t(random() % 16'000);
    }
    QCOMPARE(meter.read(at).missingPictures, int64_t(0));
    for (int i = 0; i < 600; ++i) {
        meter.add(picture(at, i % 60 == 0), at);
        at += 2 * frame;
    }
    QVERIFY(meter.read(at).missingPictures <= 5); // until it is sure
}

void TestMeter::soundAgainstPicture_data()
{
    QTest::addColumn<int>("offsetMs");
    for (const int ms : {0, 40, -60, 250, -250})
        QTest::addRow("%d ms", ms) << ms;
}

void TestMeter::soundAgainstPicture()
{
    QFETCH(int, offsetMs);
    // Both arrive as they are made, with jitter; the sound says that it belongs that much earlier.
    Meter meter;
    std::mt19937 random(3);
    std::exponential_distribution<double> jitter(1.0 / 8000); // 8 ms, seldom 40
    const int64_t start = 1000 * second;
    std::vector<std::pair<int64_t, Packet>> packets;
    for (int64_t at = start; at < start + 12 * second; at += frame)
        packets.emplace_back(at, picture(at, true));
    for (int64_t at = start; at < start + 12 * second; at += 21'333)
        packets.emplace_back(at, sound(at - offsetMs * 1000));
    for (auto &[at, packet] : packets)
        at += int64_t(jitter(random));
    std::sort(packets.begin(), packets.end(),
              [](const auto &one, const auto &two) { return one.first < two.first; });
    for (const auto &[at, packet] : packets)
        meter.add(packet, at);
    const auto reading = meter.read(start + 12 * second);
    QVERIFY(reading.soundOffset);
    QVERIFY2(std::abs(*reading.soundOffset - offsetMs) < 5,
             qPrintable(QString::number(*reading.soundOffset)));
    meter.restart();
    QVERIFY(!meter.read(start + 12 * second).soundOffset);
    QVERIFY(!Meter().read(0).soundOffset);
}

QTEST_GUILESS_MAIN(TestMeter)
#include "tst_meter.moc"
