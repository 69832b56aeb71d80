// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/drillrun.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::drills;

class tst_DrillRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSeedRepeats();
    void seedsDiffer();
    void anEditLeavesTheOthersWhereTheyWere();
    void beginsAndEnds();
    void comesAfterOthers();
    void waitsForConditions();
    void knowsWhatIsOnAir();
    void saysWhenItComesNext();
    void endsInTime();

private:
    static ScenarioFault fault(const char *id, double at, double spread, const char *on)
    {
        ScenarioFault fault;
        fault.id = QString::fromLatin1(id);
        fault.at = at;
        fault.spread = spread;
        fault.on = QString::fromLatin1(on);
        return fault;
    }
    static Scenario scenario(std::vector<ScenarioFault> faults)
    {
        Scenario scenario;
        scenario.faults = std::move(faults);
        return scenario;
    }
    static Scenario spread()
    {
        return scenario(
            {fault("a", 30, 10, "either"), fault("b", 60, 20, "other"), fault("c", 90, 0, "backup")});
    }
};

void tst_DrillRun::aSeedRepeats()
{
    for (quint64 seed = 0; seed < 200; ++seed)
        QCOMPARE(scheduleOf(spread(), seed), scheduleOf(spread(), seed));
    // As it is on every machine: drills that were kept must be repeatable by later versions.
    const Schedule seven = scheduleOf(spread(), 7);
    QCOMPARE(seven.either, Source::Backup);
    QCOMPARE(seven.faults[0].afterMs, qint64(30779));
    QCOMPARE(seven.faults[1].afterMs, qint64(62928));
}

void tst_DrillRun::saysWhenItComesNext()
{
    Scenario made = scenario({fault("a", 30, 0, "primary"), fault("b", 20, 0, "backup")});
    made.lasts = 100;
    made.faults[0].lasts = 5;
    made.faults[1].after = QStringLiteral("done");
    DrillRun run(made, 1);
    QCOMPARE(run.nextAt(0), qint64(30'000));
    QCOMPARE(run.tick(30'000).size(), size_t(1));
    QCOMPARE(run.nextAt(30'000), qint64(35'000)); // its end
    QCOMPARE(run.tick(35'000).size(), size_t(1));
    QCOMPARE(run.nextAt(35'000), qint64(100'000)); // the other waits for somebody
    run.noteDone(QStringLiteral("done"), 40'000);
    QCOMPARE(run.nextAt(40'000), qint64(60'000));
    QCOMPARE(run.nextAt(70'000), qint64(70'000)); // overdue: now
}

void tst_DrillRun::seedsDiffer()
{
    std::set<qint64> times;
    int primaries = 0;
    for (quint64 seed = 0; seed < 200; ++seed) {
        const Schedule schedule = scheduleOf(spread(), seed);
        times.insert(schedule.faults[0].afterMs);
        QVERIFY(schedule.faults[0].afterMs >= 20'000 && schedule.faults[0].afterMs <= 40'000);
        QVERIFY(schedule.faults[1].afterMs >= 40'000 && schedule.faults[1].afterMs <= 80'000);
        QCOMPARE(schedule.faults[2].afterMs, qint64(90'000));
        QCOMPARE(schedule.faults[0].on, toWord(schedule.either));
        QVERIFY(schedule.faults[0].on != schedule.faults[1].on);
        primaries += schedule.either == Source::Primary ? 1 : 0;
    }
    QVERIFY(times.size() > 150);
    QVERIFY(primaries > 60 && primaries < 140);
}

void tst_DrillRun::anEditLeavesTheOthersWhereTheyWere()
{
    Scenario edited = spread();
    edited.faults[0].spread = 0;
    QCOMPARE(scheduleOf(edited, 5).faults[1], scheduleOf(spread(), 5).faults[1]);
}

void tst_DrillRun::beginsAndEnds()
{
    Scenario one = scenario({fault("a", 10, 0, "primary")});
    one.faults[0].lasts = 5;
    DrillRun run(one, 1);
    QVERIFY(run.tick(9'999).empty());
    QCOMPARE(run.tick(10'020), (std::vector<DrillRun::Order>{{0, QStringLiteral("primary"), true}}));
    QVERIFY(run.tick(15'019).empty());
    QCOMPARE(run.tick(15'020), (std::vector<DrillRun::Order>{{0, QStringLiteral("primary"), false}}));
    QVERIFY(run.tick(60'000).empty());
}

void tst_DrillRun::comesAfterOthers()
{
    Scenario chain =
        scenario({fault("a", 10, 0, "primary"), fault("b", 5, 0, "backup"), fault("c", 2, 0, "primary")});
    chain.faults[1].after = QStringLiteral("a");
    chain.faults[2].after = QStringLiteral("pressed");
    DrillRun run(chain, 1);
    QCOMPARE(run.tick(10'000).size(), size_t(1));
    QVERIFY(run.tick(14'999).empty());
    QCOMPARE(run.tick(15'000).size(), size_t(1));
    QVERIFY(run.tick(40'000).empty());
    run.noteDone(QStringLiteral("pressed"), 41'000);
    QVERIFY(run.tick(42'999).empty());
    QCOMPARE(run.tick(43'000).size(), size_t(1));
}

void tst_DrillRun::waitsForConditions()
{
    Scenario waits = scenario({fault("a", 10, 0, "primary"), fault("b", 10, 0, "primary")});
    waits.faults[0].onAir = Source::Backup;
    waits.faults[1].alarm = QStringLiteral("no-data");
    DrillRun run(waits, 1);
    QVERIFY(run.tick(20'000).empty());
    run.noteOnAir(Source::Primary);
    QVERIFY(run.tick(20'100).empty());
    run.noteOnAir(Source::Backup);
    QCOMPARE(run.tick(20'200).size(), size_t(1));
    run.noteAlarm(QStringLiteral("black"));
    QVERIFY(run.tick(20'300).empty());
    run.noteAlarm(QStringLiteral("no-data"));
    QCOMPARE(run.tick(20'400).size(), size_t(1));
}

void tst_DrillRun::knowsWhatIsOnAir()
{
    DrillRun run(scenario({fault("a", 1, 0, "on-air"), fault("b", 2, 0, "standby")}), 1);
    run.noteOnAir(Source::Backup);
    QCOMPARE(run.tick(1'000)[0].on, QStringLiteral("backup"));
    run.noteOnAir(Source::Primary);
    QCOMPARE(run.tick(2'000)[0].on, QStringLiteral("backup"));
}

void tst_DrillRun::endsInTime()
{
    Scenario shortOne = spread();
    shortOne.lasts = 120;
    const DrillRun run(shortOne, 1);
    QVERIFY(!run.isOver(119'999));
    QVERIFY(run.isOver(120'000));
}

QTEST_GUILESS_MAIN(tst_DrillRun)
#include "tst_drillrun.moc"
