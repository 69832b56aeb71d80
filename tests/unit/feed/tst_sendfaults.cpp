// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/sendfaults.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace twinfeed::feed;

namespace {

TimelinePacket picture(bool keyframe)
{
    TimelinePacket packet;
    packet.keyframe = keyframe;
    return packet;
}

TimelinePacket frame()
{
    TimelinePacket packet;
    packet.video = false;
    packet.keyframe = true;
    return packet;
}

} // namespace

class TestSendFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAFaultNothingIsTouched()
    {
        SendFaults faults(1);
        for (int64_t due = 0; due < 1'000'000; due += 10'000) {
            QCOMPARE(faults.sentAt(due), due);
            QVERIFY(!faults.loses(frame(), due));
            QVERIFY(!faults.loses(picture(false), due));
            QCOMPARE(faults.shiftUs(frame()), int64_t(0));
        }
    }

    /// Held up for half of it to all of it, never sent early, never out of order; and asked twice, the same is said.
    void jitterMakesBursts()
    {
        SendFaults faults(3);
        faults.setJitter(200);
        std::set<int64_t> bursts;
        int64_t before = 0;
        for (int64_t due = 0; due < 10'000'000; due += 10'000) {
            const int64_t sent = faults.sentAt(due);
            QCOMPARE(faults.sentAt(due), sent);
            QVERIFY(sent >= due && sent >= before && sent - due <= 200'000);
            bursts.insert(sent);
            before = sent;
        }
        int64_t largest = 0;
        for (auto at = std::next(bursts.begin()); at != bursts.end(); ++at) {
            const int64_t gap = *at - *std::prev(at);
            QVERIFY2(gap >= 100'000 && gap <= 210'000, qPrintable(QString::number(gap)));
            largest = std::max(largest, gap);
        }
        QVERIFY(largest > 180'000);
        faults.setJitter(0);
        QCOMPARE(faults.sentAt(20'000'000), int64_t(20'000'000));
    }

    /// Only the sound is stamped otherwise; when it is right again, it waits until its time has come.
    void lateSoundRisesAllTheSame()
    {
        SendFaults faults(1);
        faults.setLate(100);
        QCOMPARE(faults.shiftUs(frame()), int64_t(100'000));
        QCOMPARE(faults.shiftUs(picture(false)), int64_t(0));
        QVERIFY(!faults.loses(frame(), 1'100'000));
        faults.setLate(0);
        QVERIFY(faults.loses(frame(), 1'021'000));
        QVERIFY(!faults.loses(picture(false), 1'021'000));
        QVERIFY(faults.loses(frame(), 1'100'000));
        QVERIFY(!faults.loses(frame(), 1'121'000));
    }

    void asManyAreLostAsWereAskedFor()
    {
        SendFaults faults(7);
        faults.setLoss(10);
        int pictures = 0;
        int frames = 0;
        for (int i = 0; i < 10'000; ++i) {
            pictures += faults.loses(picture(false), i);
            frames += faults.loses(frame(), i);
            QVERIFY(!faults.loses(picture(true), i));
        }
        QVERIFY2(pictures > 900 && pictures < 1'100, qPrintable(QString::number(pictures)));
        QVERIFY2(frames > 900 && frames < 1'100, qPrintable(QString::number(frames)));
    }
};

QTEST_GUILESS_MAIN(TestSendFaults)
#include "tst_sendfaults.moc"
