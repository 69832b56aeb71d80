// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/programmetime.h"

#include "tests/support/fakeclock.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace std::chrono_literals;

class tst_ProgrammeTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAtZero();
    void goesOnWithoutAStepOnTheSameBoot();
    void goesOnByTheWallClockAfterABoot();
    void neverGoesBack_data();
    void neverGoesBack();

private:
    static int64_t position(const ProgrammeTime &time, const Clock &clock)
    {
        return clock.now() - time.originUs;
    }
};

void tst_ProgrammeTime::startsAtZero()
{
    const test::FakeClock clock;
    QCOMPARE(position(newProgrammeTime(clock), clock), 0);
}

void tst_ProgrammeTime::goesOnWithoutAStepOnTheSameBoot()
{
    test::FakeClock clock;
    const ProgrammeTime time = newProgrammeTime(clock);
    clock.advance(90s);
    clock.setWall(clock.wall().addDays(-1)); // the wall clock does not matter here
    QCOMPARE(resumed(time, clock).originUs, time.originUs);
    QCOMPARE(position(resumed(time, clock), clock), 90'000'000);
}

void tst_ProgrammeTime::goesOnByTheWallClockAfterABoot()
{
    test::FakeClock clock;
    ProgrammeTime time = newProgrammeTime(clock);
    clock.advance(100s);
    time = marked(time, clock);
    const QDateTime markedAt = clock.wall();
    clock.reboot();
    clock.setWall(markedAt.addSecs(60));
    const ProgrammeTime after = resumed(time, clock);
    QCOMPARE(position(after, clock), 160'000'000);
    QCOMPARE(after.bootId, clock.bootId());
}

void tst_ProgrammeTime::neverGoesBack_data()
{
    QTest::addColumn<int>("wallStepSeconds");
    QTest::newRow("clock set back an hour") << -3600;
    QTest::newRow("clock set back a day") << -86'400;
    QTest::newRow("no time passed") << 0;
    QTest::newRow("two seconds") << 2;
    QTest::newRow("an hour ahead") << 3600;
}

void tst_ProgrammeTime::neverGoesBack()
{
    QFETCH(int, wallStepSeconds);
    test::FakeClock clock;
    ProgrammeTime time = newProgrammeTime(clock);
    clock.advance(100s);
    time = marked(time, clock);
    const QDateTime markedAt = clock.wall();
    // The programme went on for as long as a mark may be old.
    clock.advance(std::chrono::microseconds(markPeriodUs));
    const int64_t reached = position(time, clock);
    clock.reboot();
    clock.setWall(markedAt.addSecs(wallStepSeconds));
    QVERIFY(position(resumed(time, clock), clock) > reached);
}

QTEST_GUILESS_MAIN(tst_ProgrammeTime)
#include "tst_programmetime.moc"
