// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/syncmeter.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestSyncMeter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundTooEarlyIsPositive()
    {
        SyncMeter meter;
        for (int64_t second = 0; second < 5; ++second) {
            meter.beep(second * 1'000'000);
            meter.flash(second * 1'000'000 + 40'000);
        }
        QCOMPARE(meter.result()->count, 5);
        QCOMPARE(meter.result()->median, 40.0);
    }

    void soundTooLateIsNegativeWhicheverIsDecodedFirst()
    {
        SyncMeter meter;
        meter.flash(0);
        meter.beep(60'000);
        meter.beep(1'060'000);
        meter.flash(1'000'000);
        QCOMPARE(meter.result()->least, -60.0);
        QCOMPARE(meter.result()->most, -60.0);
    }

    void whatIsAloneTellsNothing()
    {
        SyncMeter meter;
        meter.flash(0);
        meter.flash(1'000'000);
        meter.beep(2'500'000);
        QVERIFY(!meter.result());
    }

    void soundMayComeSecondsLater()
    {
        SyncMeter meter;
        for (int64_t second = 0; second < 4; ++second)
            meter.flash(second * 1'000'000);
        for (int64_t second = 0; second < 4; ++second)
            meter.beep(second * 1'000'000 + 10'000);
        QCOMPARE(meter.result()->count, 4);
        QCOMPARE(meter.result()->median, -10.0);
    }

    void aPairAcrossAChangeTellsNothing()
    {
        SyncMeter meter;
        meter.beep(1'000'000);
        meter.changed(1'020'000);
        meter.flash(1'040'000);
        QVERIFY(!meter.result());
        meter.beep(2'000'000);
        meter.flash(2'000'000);
        QCOMPARE(meter.result()->count, 1);
    }
};

QTEST_GUILESS_MAIN(TestSyncMeter)
#include "tst_syncmeter.moc"
