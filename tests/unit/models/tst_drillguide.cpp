// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/drillguide.h"

#include "tests/unit/models/madedrills.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using drillguide::Step;

class TestDrillGuide final : public QObject
{
    Q_OBJECT

private:
    const QDateTime m_at{QDate(2026, 3, 1), QTime(10, 0), Qt::UTC};
    Drill m_drill = MadeDrills::drill(MadeDrills::scenario(), m_at);

private Q_SLOTS:
    void init() { m_drill = MadeDrills::drill(MadeDrills::scenario(), m_at); }

    void firstComesTheFault()
    {
        QCOMPARE(drillguide::nextSteps(m_drill), (std::vector<Step>{{Step::Kind::Fault, 0, 20'000}}));
    }

    void thenWhatIsToBeDoneByWhen()
    {
        MadeDrills::mark(m_drill, "fault", "dies", 21'000);
        QCOMPARE(drillguide::nextSteps(m_drill),
                 (std::vector<Step>{{Step::Kind::Action, 0, 31'000}, {Step::Kind::Fault, 1, 51'000}}));
    }

    /// One thing opens the next; a press that nobody asked for opens nothing.
    void whatIsDoneOpensTheNext()
    {
        MadeDrills::mark(m_drill, "fault", "dies", 21'000);
        MadeDrills::mark(m_drill, "action", "", 22'000, "take", "slate");
        MadeDrills::mark(m_drill, "action", "to-backup", 25'000, "take", "backup");
        QCOMPARE(drillguide::nextSteps(m_drill),
                 (std::vector<Step>{{Step::Kind::Action, 1, 40'000}, {Step::Kind::Fault, 1, 51'000}}));
        MadeDrills::mark(m_drill, "action", "note", 30'000);
        MadeDrills::mark(m_drill, "fault", "resets", 51'000);
        QVERIFY(drillguide::nextSteps(m_drill).empty());
    }

    void questionsComeOneByOne()
    {
        Drill table = MadeDrills::drill(MadeDrills::tabletop(), m_at);
        QCOMPARE(drillguide::nextQuestion(table)->id, QStringLiteral("first"));
        QVERIFY(!drillguide::answerTo(table, QStringLiteral("first")));
        MadeDrills::mark(table, "answer", "first", 1000, "1");
        MadeDrills::mark(table, "answer", "first", 2000, "0"); // the first one counts
        QCOMPARE(drillguide::answerTo(table, QStringLiteral("first")), std::optional(1));
        QCOMPARE(drillguide::nextQuestion(table)->id, QStringLiteral("second"));
        MadeDrills::mark(table, "answer", "second", 3000, "0");
        QVERIFY(!drillguide::nextQuestion(table));
    }
};

QTEST_GUILESS_MAIN(TestDrillGuide)
#include "tst_drillguide.moc"
