// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeclock.h"

#include <QTest>

using namespace std::chrono_literals;
using twinfeed::test::FakeClock;

class TestFakeClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWhereItSays();
    void advancesBoth();
    void wallStepsAlone();
    void rebootStartsAgain();
};

void TestFakeClock::startsWhereItSays()
{
    const FakeClock clock;
    QCOMPARE(clock.now(), 3'600'000'000);
    QCOMPARE(clock.wall(), QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC));
    QCOMPARE(clock.wall().timeSpec(), Qt::UTC);
}

void TestFakeClock::advancesBoth()
{
    FakeClock clock;
    const auto now = clock.now();
    const QDateTime wall = clock.wall();
    for (int i = 0; i < 3000; ++i)
        clock.advance(500us);
    QCOMPARE(clock.now(), now + 1'500'000);
    QCOMPARE(clock.wall(), wall.addMSecs(1500));
}

void TestFakeClock::wallStepsAlone()
{
    FakeClock clock;
    const auto now = clock.now();
    const QDateTime stepped = clock.wall().addDays(-1);
    clock.setWall(stepped);
    QCOMPARE(clock.wall(), stepped);
    QCOMPARE(clock.now(), now);
}

void TestFakeClock::rebootStartsAgain()
{
    FakeClock clock;
    const QString boot = clock.bootId();
    const auto now = clock.now();
    clock.reboot();
    QVERIFY(clock.bootId() != boot);
    QVERIFY(clock.now() < now);
    clock.setNow(7'000'000);
    QCOMPARE(clock.now(), 7'000'000);
}

QTEST_GUILESS_MAIN(TestFakeClock)
#include "tst_fakeclock.moc"
