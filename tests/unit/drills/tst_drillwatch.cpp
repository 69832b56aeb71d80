// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/drillwatch.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::drills;

/// Made-up histories of one scenario: the primary dies at 40 s; within 10 s of it the backup belongs on air, within 20 s of
/// that its alarm is acknowledged; the slate must never be taken.
class tst_DrillWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullMarks();
    void late();
    void missed();
    void wrongPath();
    void needlessSlate();
    void forbidden();
    void mendingIsNoMistake();
    void missedAlarm();
    void noAlarm();
    void slowToBeGood();
    void marksTellTheStory();
    void answersCount();
    void tooManyMistakesAreNotGreen();

private:
    static Scenario scenario(bool slateForbidden = false)
    {
        Scenario scenario;
        ScenarioFault dies;
        dies.id = QStringLiteral("dies");
        dies.at = 40;
        dies.kind = FaultKind::Cut;
        dies.on = QStringLiteral("primary");
        dies.rule = QStringLiteral("no-data");
        dies.alarmWithin = 5;
        scenario.faults = {dies};
        ExpectedAction take{QStringLiteral("to-backup"), dies.id, 10, OperatorAction::Take,
                            QStringLiteral("backup"),    {},      {}};
        ExpectedAction note{
            QStringLiteral("note"), take.id, 20, OperatorAction::AcknowledgeAlarm, {}, {}, {}};
        scenario.expected = {take, note};
        if (slateForbidden)
            scenario.forbidden = {{OperatorAction::Take, QStringLiteral("slate")}};
        return scenario;
    }
    static DrillWatch watch(bool slateForbidden = false)
    {
        const Scenario made = scenario(slateForbidden);
        DrillWatch watch(made, scheduleOf(made, 1));
        watch.programme(Source::Primary, true, 0);
        return watch;
    }
    static void dies(DrillWatch &watch, bool alarm = true)
    {
        watch.faultBegan(QStringLiteral("dies"), QStringLiteral("primary"), 40'000);
        watch.programme(Source::Primary, false, 40'300);
        if (alarm)
            watch.alarmRaised(QStringLiteral("no-data"), 41'200);
    }
    static QString take(DrillWatch &watch, Source source, qint64 atMs, bool fit = true)
    {
        const QString was =
            watch.acted({QStringLiteral("anna"), OperatorAction::Take, toWord(source), {}}, atMs);
        watch.programme(source, fit, atMs + 100);
        return was;
    }
    static void acknowledge(DrillWatch &watch, qint64 atMs)
    {
        watch.acted({QStringLiteral("ben"), OperatorAction::AcknowledgeAlarm, {}, {}}, atMs);
    }
    /// "kind id actor" of each finding.
    static QStringList found(const DrillWatch &watch, qint64 atMs = 120'000)
    {
        QStringList found;
        for (const DrillFinding &finding : watch.score(atMs).findings)
            found << QString(finding.kind + QLatin1Char(' ') + finding.id + QLatin1Char(' ') + finding.actor)
                         .trimmed();
        return found;
    }
};

void tst_DrillWatch::fullMarks()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    QCOMPARE(take(watch, Source::Backup, 44'200), QStringLiteral("to-backup"));
    acknowledge(watch, 50'000);
    const DrillScore score = watch.score(120'000);
    QCOMPARE(found(watch), QStringList());
    QCOMPARE(score.points, 100);
    QVERIFY(score.green);
    QCOMPARE(score.times, (std::vector<DrillTimes>{{QStringLiteral("dies"), 1'200, 3'000, 100}}));
}

void tst_DrillWatch::late()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Backup, 50'001);
    acknowledge(watch, 55'000);
    QCOMPARE(found(watch), QStringList{QStringLiteral("late to-backup anna")});
    QCOMPARE(watch.score(120'000).points, 90);
    QVERIFY(watch.score(120'000).green);
}

void tst_DrillWatch::missed()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    QCOMPARE(found(watch, 49'999),
             QStringList{QStringLiteral("missed-alarm dies")}); // there is time yet for the take
    QCOMPARE(found(watch),
             (QStringList{QStringLiteral("missed-alarm dies"), QStringLiteral("missed to-backup")}));
    QVERIFY(!watch.score(120'000).green);
}

void tst_DrillWatch::wrongPath()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    QCOMPARE(take(watch, Source::Primary, 43'000, false), QString());
    take(watch, Source::Backup, 45'000);
    acknowledge(watch, 50'000);
    QCOMPARE(found(watch), QStringList{QStringLiteral("wrong primary anna")});
    QCOMPARE(watch.score(120'000).points, 80);
}

void tst_DrillWatch::needlessSlate()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Backup, 45'000);
    acknowledge(watch, 50'000);
    take(watch, Source::Slate, 70'000);
    take(watch, Source::Backup, 75'000); // back to where it belongs: no second mistake
    QCOMPARE(found(watch), QStringList{QStringLiteral("needless slate anna")});
}

void tst_DrillWatch::forbidden()
{
    DrillWatch watch = tst_DrillWatch::watch(true);
    dies(watch);
    take(watch, Source::Slate, 42'000);
    take(watch, Source::Backup, 45'000);
    acknowledge(watch, 50'000);
    QCOMPARE(found(watch), QStringList{QStringLiteral("forbidden slate anna")});
    QVERIFY(!watch.score(120'000).green);
}

void tst_DrillWatch::mendingIsNoMistake()
{
    // Not forbidden, the programme is gone: the slate is no mistake, but neither is it what was expected.
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Slate, 42'000);
    take(watch, Source::Backup, 45'000);
    acknowledge(watch, 50'000);
    QCOMPARE(found(watch), QStringList());
}

void tst_DrillWatch::missedAlarm()
{
    Scenario quiet = scenario();
    quiet.expected.clear();
    DrillWatch watch(quiet, scheduleOf(quiet, 1));
    watch.programme(Source::Primary, true, 0);
    dies(watch);
    QCOMPARE(found(watch), QStringList{QStringLiteral("missed-alarm dies")});
    acknowledge(watch, 90'000);
    QCOMPARE(found(watch), QStringList());
}

void tst_DrillWatch::noAlarm()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch, false);
    take(watch, Source::Backup, 44'000);
    acknowledge(watch, 50'000);
    QCOMPARE(found(watch), QStringList{QStringLiteral("no-alarm dies")});
    QCOMPARE(watch.score(120'000).points, 100); // not the operator's fault
    QCOMPARE(watch.score(120'000).times[0].action, std::optional<qint64>(4'000));
}

void tst_DrillWatch::slowToBeGood()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Backup, 44'000, false);
    acknowledge(watch, 46'000);
    watch.programme(Source::Backup, true, 49'500);
    QCOMPARE(found(watch), QStringList{QStringLiteral("slow dies")});
    QCOMPARE(watch.score(120'000).times[0].good, std::optional<qint64>(5'500));
}

void tst_DrillWatch::marksTellTheStory()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Backup, 44'000);
    QStringList story;
    for (const DrillMark &mark : watch.marks()) {
        QCOMPARE(mark.number, int(story.size()) + 1);
        story << mark.kind;
    }
    QCOMPARE(story.join(QLatin1Char(' ')),
             QStringLiteral("programme good fault alarm action programme good"));
    QCOMPARE(watch.marks()[4].actor, QStringLiteral("anna"));
    QCOMPARE(watch.marks()[4].id, QStringLiteral("to-backup"));
    QCOMPARE(watch.marks()[2].what, QStringLiteral("cut"));
}

void tst_DrillWatch::answersCount()
{
    Scenario table;
    table.kind = DrillKind::Tabletop;
    for (const char *id : {"one", "two"}) {
        ScenarioQuestion question;
        question.id = QString::fromLatin1(id);
        question.choices.resize(3);
        question.right = 1;
        table.questions.push_back(question);
    }
    DrillWatch watch(table, scheduleOf(table, 1));
    QVERIFY(!watch.answered(QStringLiteral("three"), 1, QStringLiteral("anna"), 1'000));
    QVERIFY(!watch.answered(QStringLiteral("one"), 3, QStringLiteral("anna"), 1'000));
    QVERIFY(watch.answered(QStringLiteral("one"), 1, QStringLiteral("anna"), 1'000));
    QCOMPARE(found(watch), QStringList{QStringLiteral("wrong-answer two")});
    QVERIFY(watch.answered(QStringLiteral("two"), 2, QStringLiteral("ben"), 2'000));
    QVERIFY(watch.answered(QStringLiteral("two"), 1, QStringLiteral("ben"), 3'000)); // the first counts
    QCOMPARE(found(watch), QStringList{QStringLiteral("wrong-answer two ben")});
    QCOMPARE(watch.score(9'000).points, 50);
}

void tst_DrillWatch::tooManyMistakesAreNotGreen()
{
    DrillWatch watch = tst_DrillWatch::watch();
    dies(watch);
    take(watch, Source::Primary, 42'000, false);
    take(watch, Source::Backup, 55'000);
    acknowledge(watch, 60'000);
    QCOMPARE(watch.score(120'000).points, 70);
    QVERIFY(!watch.score(120'000).green);
}

QTEST_GUILESS_MAIN(tst_DrillWatch)
#include "tst_drillwatch.moc"
