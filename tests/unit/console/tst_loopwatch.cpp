// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/loopwatch.h"

#include "tests/support/fakeclock.h"

#include <QTest>
#include <QTimer>

using namespace twinfeed;
using namespace std::chrono_literals;

class TestLoopWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLongestTurnIsRecorded()
    {
        test::FakeClock clock;
        LoopWatch watch(clock);
        QEventLoop loop;
        // Each turn takes as long as the clock is moved in it.
        QList<std::chrono::milliseconds> turns{5ms, 40ms, 10ms};
        QTimer timer;
        timer.setInterval(1);
        connect(&timer, &QTimer::timeout, this, [&] {
            clock.advance(turns.takeFirst());
            if (turns.isEmpty())
                QTimer::singleShot(1, &loop, &QEventLoop::quit);
        });
        timer.start();
        loop.exec();
        timer.stop();
        QCOMPARE(watch.longestUs(), int64_t(40'000));
        watch.reset();
        QCOMPARE(watch.longestUs(), int64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestLoopWatch)
#include "tst_loopwatch.moc"
