// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/meterballistics.h"

#include <QTest>

using namespace twinfeed;

class TestMeterBallistics final : public QObject
{
    Q_OBJECT

private:
    static constexpr int64_t second = 1'000'000;
    static SoundLevel level(double left) { return {true, -23, {left, -200}}; }

private Q_SLOTS:
    void risesAtOnceAndFallsTwentyDecibelIn1700Ms()
    {
        MeterBallistics meter;
        meter.feed(level(-10), second);
        QCOMPARE(meter.level(0), -10.0);
        QCOMPARE(meter.level(1), MeterBallistics::floorDb);
        meter.feed(level(-60), second + 1'700'000);
        QVERIFY(qAbs(meter.level(0) + 30) < 0.01);
        meter.feed(level(-60), 20 * second);
        QCOMPARE(meter.level(0), -60.0);
    }

    void holdsThePeak()
    {
        MeterBallistics meter;
        meter.feed(level(-6), second);
        meter.feed(level(-40), second + 1'499'999);
        QCOMPARE(meter.held(0), -6.0);
        meter.feed(level(-40), second + 1'500'000);
        QVERIFY(meter.held(0) < -6);
        meter.feed(level(-3), second + 1'600'000);
        QCOMPARE(meter.held(0), -3.0);
    }

    void staysOnTheScale()
    {
        MeterBallistics meter;
        meter.feed({true, 3, {4, -300}}, second);
        QCOMPARE(meter.level(0), 0.0);
        QCOMPARE(meter.level(1), MeterBallistics::floorDb);
    }

    void saysWhenThereIsNoSound()
    {
        MeterBallistics meter;
        QVERIFY(!meter.present());
        meter.feed(level(-20), second);
        QVERIFY(meter.present());
        meter.feed({}, 2 * second);
        QVERIFY(!meter.present());
    }
};

QTEST_GUILESS_MAIN(TestMeterBallistics)
#include "tst_meterballistics.moc"
