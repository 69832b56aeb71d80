// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/previewpace.h"

#include <QTest>

using twinfeed::media::PreviewPace;

namespace {

constexpr int64_t frame = 33'333;

} // namespace

class TestPreviewPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backlogAtOnceThenLive()
    {
        PreviewPace pace;
        int64_t now = 0;
        int64_t dts = 0;
        // 60 pictures out of the socket's buffer, 3 ms of decoding each.
        for (int i = 0; i < 60; ++i, dts += frame, now += 3'000) {
            pace.arrived(dts, now, 20);
            QVERIFY(!pace.live());
            QCOMPARE(pace.lag(), 0);
        }
        int pictures = 0;
        for (; !pace.live() && pictures < 30; ++pictures, dts += frame, now += frame)
            pace.arrived(dts, now, 30'000);
        QVERIFY(pace.live());
        QVERIFY2(pictures <= 6, qPrintable(QString::number(pictures)));
    }

    void backlogThatDripsIsNotLive()
    {
        PreviewPace pace;
        int64_t now = 0;
        int64_t dts = 0;
        // A link three times as fast as the stream: each read waits 11 ms, and the backlog still shrinks.
        for (int i = 0; i < 60; ++i, dts += frame, now += frame / 3) {
            pace.arrived(dts, now, 11'000);
            QVERIFY(!pace.live());
        }
        for (int i = 0; i < 10; ++i, dts += frame, now += frame)
            pace.arrived(dts, now, 30'000);
        QVERIFY(pace.live());
    }

    void aBufferThatStandsStillIsNeverLive()
    {
        // What a source left behind that was lost: the backlog, and then nothing.
        PreviewPace pace;
        for (int i = 0; i < 60; ++i)
            pace.arrived(i * frame, i * 1'000, 20);
        QVERIFY(!pace.live());
    }

    void lagIsWhatWaitsInFront()
    {
        PreviewPace pace;
        int64_t now = 0;
        int64_t dts = 0;
        for (int i = 0; i < 30; ++i, dts += frame, now += frame)
            pace.arrived(dts, now, 30'000);
        QCOMPARE(pace.lag(), 0);
        // Decoding takes twice the time there is: no read waits any more.
        for (int i = 0; i < 30; ++i, dts += frame, now += 2 * frame)
            pace.arrived(dts, now, 30);
        QVERIFY(pace.lag() > 25 * frame && pace.lag() < 32 * frame);
        // Caught up again as soon as a read waits.
        pace.arrived(dts, now, 5'000);
        QCOMPARE(pace.lag(), 0);
    }

    void aSourceThatStoodStillIsNoLag()
    {
        PreviewPace pace;
        int64_t now = 0;
        int64_t dts = 0;
        for (int i = 0; i < 30; ++i, dts += frame, now += frame)
            pace.arrived(dts, now, 30'000);
        now += 3'000'000;
        pace.arrived(dts, now, 3'000'000);
        QCOMPARE(pace.lag(), 0);
        // What had been held up comes at once: newer than the first, so nothing is late.
        for (int i = 0; i < 90; ++i) {
            dts += frame;
            now += 100;
            pace.arrived(dts, now, 20);
            QCOMPARE(pace.lag(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestPreviewPace)
#include "tst_previewpace.moc"
