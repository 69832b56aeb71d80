// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/counter.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestCounter final : public QObject
{
    Q_OBJECT

private:
    static PictureCode code(int counter, Variant variant = Variant::Normal)
    {
        return {1, variant, 30, counter, 1'800};
    }

private Q_SLOTS:
    void risesOverTheJoin()
    {
        CounterUnwrapper unwrapper;
        QCOMPARE(unwrapper.next(code(1'798)), int64_t(1'798));
        QVERIFY(!unwrapper.related());
        QCOMPARE(unwrapper.next(code(1'799)), int64_t(1'799));
        QVERIFY(unwrapper.related());
        QCOMPARE(unwrapper.next(code(0)), int64_t(1'800));
        QCOMPARE(unwrapper.next(code(2)), int64_t(1'802));
        for (int round = 1; round < 5; ++round) {
            for (int counter = 0; counter < 1'800; ++counter)
                QCOMPARE(unwrapper.next(code(counter)), int64_t(round * 1'800 + counter));
        }
    }

    void goesBackOverTheJoin()
    {
        CounterUnwrapper unwrapper;
        unwrapper.next(code(10));
        QCOMPARE(unwrapper.next(code(1'790)), int64_t(-10));
        QCOMPARE(unwrapper.next(code(10)), int64_t(10));
    }

    void halfALoopIsForward()
    {
        CounterUnwrapper unwrapper;
        unwrapper.next(code(0));
        QCOMPARE(unwrapper.next(code(900)), int64_t(900));
        QCOMPARE(unwrapper.next(code(1'799)), int64_t(1'799));
    }

    void frozenPicturesCountOn()
    {
        CounterUnwrapper unwrapper;
        unwrapper.next(code(59));
        for (int i = 0; i < 120; ++i)
            QCOMPARE(unwrapper.next(code(60, Variant::Freeze)), int64_t(60 + i));
        QCOMPARE(unwrapper.next(code(180)), int64_t(180));
    }

    void anotherLoopStartsAnew()
    {
        CounterUnwrapper unwrapper;
        unwrapper.next(code(59));
        QCOMPARE(unwrapper.next({1, Variant::Normal, 30, 7, 900}), int64_t(7));
        QVERIFY(!unwrapper.related());
    }

    void watchesForHolesAndRepeats()
    {
        RunWatch watch;
        QCOMPARE(watch.step(100, false, 0).lost, int64_t(0));
        QCOMPARE(watch.step(101, false, 0).lost, int64_t(0));
        QCOMPARE(watch.step(105, false, 0).lost, int64_t(3));
        QVERIFY(watch.step(103, false, 0).repeated);
        QVERIFY(watch.step(104, false, 0).repeated); // still behind what was shown
        QVERIFY(watch.step(105, false, 0).repeated);
        QVERIFY(!watch.step(106, false, 0).repeated);
        QCOMPARE(watch.step(110, false, 2).lost, int64_t(1)); // two were there, unreadable
        watch.reset();
        QCOMPARE(watch.step(5'000, false, 0).lost, int64_t(0));
    }

    void halfRateIsNoLoss()
    {
        RunWatch watch;
        watch.step(9, false, 0);
        QCOMPARE(watch.step(10, true, 0).lost, int64_t(0));
        QCOMPARE(watch.step(12, true, 0).lost, int64_t(0));
        QCOMPARE(watch.step(16, true, 0).lost, int64_t(1));
        QCOMPARE(watch.step(18, false, 0).lost, int64_t(0)); // back at full rate
        QCOMPARE(watch.step(20, false, 0).lost, int64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestCounter)
#include "tst_counter.moc"
