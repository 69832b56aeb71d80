// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/loopwatch.h"

#include "tests/support/fakeclock.h"
#include "tests/support/wait.h"

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestLoopWatch final : public QObject
{
    Q_OBJECT

    /// Runs until the loop has slept once more behind what stands in it now.
    static void turn()
    {
        bool over = false;
        QTimer::singleShot(1, [&over] { over = true; });
        while (!over)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void theLongestIsKept()
    {
        FakeClock clock;
        LoopWatch watch(clock);
        turn();
        QCOMPARE(watch.longestUs(), 0);
        for (const auto took : {30ms, 90ms, 10ms}) {
            QTimer::singleShot(0, [&] { clock.advance(took); });
            turn();
        }
        QCOMPARE(watch.longestUs(), 90'000);
    }

    void oneAfterTheOtherIsOneTurn()
    {
        FakeClock clock;
        LoopWatch watch(clock);
        turn();
        // Queued events that are delivered without a look at the keyboard between them.
        for (int i = 0; i < 4; ++i)
            QMetaObject::invokeMethod(
                this, [&] { clock.advance(20ms); }, Qt::QueuedConnection);
        turn();
        QCOMPARE(watch.longestUs(), 80'000);
    }

    void sleepingIsNoTurn()
    {
        FakeClock clock;
        LoopWatch watch(clock);
        turn();
        clock.advance(10s); // nobody had anything to do
        turn();
        QVERIFY2(watch.longestUs() == 0, qPrintable(QString::number(watch.longestUs())));
    }

    void afterAResetOnlyNewOnesCount()
    {
        FakeClock clock;
        LoopWatch watch(clock);
        turn();
        QTimer::singleShot(0, [&] {
            clock.advance(50ms);
            watch.reset();
            clock.advance(50ms);
        });
        turn();
        QCOMPARE(watch.longestUs(), 0);
        QTimer::singleShot(0, [&] { clock.advance(7ms); });
        turn();
        QCOMPARE(watch.longestUs(), 7'000);
    }

    void aLongOneIsLogged()
    {
        FakeClock clock;
        LoopWatch watch(clock);
        turn();
        QTest::ignoreMessage(QtInfoMsg, "the window did not answer for 250 ms");
        QTimer::singleShot(0, [&] { clock.advance(250ms); });
        turn();
        QCOMPARE(watch.longestUs(), 250'000);
    }
};

QTEST_GUILESS_MAIN(TestLoopWatch)
#include "tst_loopwatch.moc"
