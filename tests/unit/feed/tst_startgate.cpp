// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/startgate.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace twinfeed;
using namespace twinfeed::feed;

class TestStartGate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allGetTheTimeOfTheLast()
    {
        const SystemClock clock;
        StartGate gate(clock, 3, std::nullopt);
        std::atomic<int64_t> first{0};
        std::atomic<int64_t> second{0};
        const int64_t before = clock.now();
        std::jthread one([&] { first = gate.pass({}); });
        std::jthread two([&] { second = gate.pass({}); });
        const int64_t third = gate.pass({});
        one.join();
        two.join();
        QCOMPARE(first.load(), third);
        QCOMPARE(second.load(), third);
        QVERIFY(third >= before);
    }

    void aGivenTimeIsTaken()
    {
        const SystemClock clock;
        StartGate gate(clock, 2, 12'345);
        QCOMPARE(gate.pass({}), int64_t(12'345));
    }

    void nobodyIsWaitedForForEver()
    {
        const SystemClock clock;
        StartGate gate(clock, 2, std::nullopt);
        const int64_t before = clock.now();
        gate.pass({});
        QVERIFY(clock.now() - before >= 900'000);
    }

    void aStopEndsTheWaiting()
    {
        const SystemClock clock;
        StartGate gate(clock, 2, std::nullopt);
        std::stop_source stop;
        stop.request_stop();
        const int64_t before = clock.now();
        gate.pass(stop.get_token());
        QVERIFY(clock.now() - before < 900'000);
    }
};

QTEST_GUILESS_MAIN(TestStartGate)
#include "tst_startgate.moc"
