// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/taskthread.h"

#include "tests/support/wait.h"

#include <QTest>

#include <atomic>

#include <pthread.h>

using namespace twinfeed::backend;
using namespace std::chrono_literals;

class tst_TaskThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsInOrderOnItsOwnThread();
    void finishRunsWhatIsQueued();
    void runWaits();
    void ticksAlsoWhileTasksCome();
};

void tst_TaskThread::runsInOrderOnItsOwnThread()
{
    std::vector<int> order;
    std::string name;
    {
        TaskThread thread("a-thread");
        for (int i = 0; i < 100; ++i)
            thread.post([&order, i] { order.push_back(i); });
        thread.run([&] {
            char text[16] = {};
            pthread_getname_np(pthread_self(), text, sizeof text);
            name = text;
        });
        QVERIFY(!thread.isCurrent());
    }
    QCOMPARE(order.size(), size_t(100));
    QVERIFY(std::is_sorted(order.begin(), order.end()));
    QCOMPARE(name, std::string("a-thread"));
}

void tst_TaskThread::finishRunsWhatIsQueued()
{
    std::atomic<int> ran = 0;
    TaskThread thread("a-thread");
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(thread.post([&] { ++ran; }));
    thread.finish();
    QCOMPARE(ran.load(), 1'000);
    QVERIFY(!thread.post([&] { ++ran; }));
    QVERIFY(!thread.run([&] { ++ran; }));
    QCOMPARE(ran.load(), 1'000);
}

void tst_TaskThread::runWaits()
{
    TaskThread thread("a-thread");
    bool inner = false;
    QVERIFY(thread.run([&] {
        // From the thread itself: at once, not a wait for itself.
        thread.run([&] { inner = true; });
        QVERIFY(inner);
    }));
    QVERIFY(inner);
}

void tst_TaskThread::ticksAlsoWhileTasksCome()
{
    std::atomic<int> ticks = 0;
    TaskThread thread("a-thread", 1ms, [&] { ++ticks; });
    QVERIFY(twinfeed::test::waitUntil([&] { return ticks > 2; }, 10s, "ticks without tasks"));
    const int before = ticks;
    std::atomic<bool> more = true;
    std::function<void()> again = [&] {
        if (more)
            thread.post(again);
    };
    thread.post(again);
    QVERIFY(twinfeed::test::waitUntil([&] { return ticks > before + 2; }, 10s, "ticks between tasks"));
    more = false;
    thread.finish();
}

QTEST_GUILESS_MAIN(tst_TaskThread)
#include "tst_taskthread.moc"
