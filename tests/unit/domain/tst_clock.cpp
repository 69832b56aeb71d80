// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"

#include <QTest>

#include <ctime>

using namespace twinfeed;

class TestClock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsTheTimeSinceTheBootInMicroseconds()
    {
        const SystemClock clock;
        timespec before{};
        clock_gettime(CLOCK_BOOTTIME, &before);
        const int64_t now = clock.now();
        timespec after{};
        clock_gettime(CLOCK_BOOTTIME, &after);
        const auto us = [](const timespec &time) {
            return int64_t(time.tv_sec) * 1'000'000 + time.tv_nsec / 1'000;
        };
        QVERIFY(us(before) <= now);
        QVERIFY(now <= us(after));
    }

    void itNeverStepsBack()
    {
        const SystemClock clock;
        int64_t last = clock.now();
        for (int i = 0; i < 10'000; ++i) {
            const int64_t now = clock.now();
            QVERIFY(now >= last);
            last = now;
        }
    }

    void theWallIsUtc()
    {
        const SystemClock clock;
        QCOMPARE(clock.wall().timeSpec(), Qt::UTC);
    }

    void theBootHasOneName()
    {
        const SystemClock clock;
        QCOMPARE(clock.bootId(), SystemClock().bootId());
        QCOMPARE(clock.bootId().size(), 36);
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
