// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/drillboard.h"

#include "models/readinesstable.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/models/madedrills.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestDrillBoard final : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;

private Q_SLOTS:
    void nothingIsKnownAtFirst()
    {
        const DrillBoard board(m_clock);
        QVERIFY(!board.isRehearsal());
        QVERIFY(!board.drill());
        QVERIFY(!board.isRunning());
        QCOMPARE(board.elapsedMs(), 0);
    }

    void scenariosStandByTheirIds()
    {
        DrillBoard board(m_clock);
        board.setScenarios({MadeDrills::tabletop(), MadeDrills::scenario()});
        QCOMPARE(board.scenarios().front().id, QStringLiteral("primary-dies"));
        Scenario changed = MadeDrills::scenario();
        changed.lasts = 30;
        board.applyScenario(changed);
        board.applyScenario(MadeDrills::scenario(QStringLiteral("another")));
        QCOMPARE(board.scenarios().size(), size_t(3));
        QCOMPARE(board.scenarios().front().id, QStringLiteral("another"));
        QCOMPARE(board.scenario(QStringLiteral("primary-dies"))->lasts, 30.0);
        QVERIFY(!board.scenario(QStringLiteral("nothing")));
    }

    void aDrillRunsAndEndsOnce()
    {
        DrillBoard board(m_clock);
        board.setClockOffset(2000);
        QSignalSpy ends(&board, &DrillBoard::drillEnded);
        Drill drill = MadeDrills::drill(MadeDrills::scenario(), m_clock.wall().addMSecs(2000));
        drill.state = DrillState::Preparing;
        board.applyDrill(drill);
        m_clock.advance(3s);
        QCOMPARE(board.elapsedMs(), 0); // its time has not begun
        drill.state = DrillState::Running;
        board.applyDrill(drill);
        QVERIFY(board.isRunning());
        QCOMPARE(board.elapsedMs(), 3000); // by the backend's clock
        drill.state = DrillState::Ended;
        drill.endedAt = drill.startedAt.addSecs(2);
        board.applyDrill(drill);
        board.applyDrill(drill);
        QCOMPARE(ends.size(), 1);
        QVERIFY(!board.isRunning());
        QCOMPARE(board.elapsedMs(), 2000);
    }

    /// A note on last week's drill comes as an event, and takes nobody's drill away.
    void newsOfAnOldDrillChangeItsRecordOnly()
    {
        DrillBoard board(m_clock);
        Drill old = MadeDrills::ended(m_clock.wall());
        old.id = QStringLiteral("3");
        board.setHistory({old});
        board.applyDrill(MadeDrills::drill(MadeDrills::scenario(), m_clock.wall()));
        QSignalSpy history(&board, &DrillBoard::historyChanged);
        old.notes.push_back({m_clock.wall(), QStringLiteral("anna"), QStringLiteral("Train it."), {}, {}});
        board.applyDrill(old);
        QCOMPARE(board.drill()->id, QStringLiteral("7"));
        QCOMPARE(history.size(), 1);
        QCOMPARE(board.history().front().notes.size(), size_t(1));
    }

    void anotherUnitHasOtherDrills()
    {
        DrillBoard board(m_clock);
        board.applyUnit(true);
        board.applyDrill(MadeDrills::drill(MadeDrills::scenario(), m_clock.wall()));
        QSignalSpy units(&board, &DrillBoard::unitChanged);
        board.applyUnit(true); // the same anew: nobody knows what became of it
        QVERIFY(!board.drill());
        QCOMPARE(units.size(), 0);
        board.applyUnit(false);
        QCOMPARE(units.size(), 1);
        QVERIFY(!*board.isRehearsal());
    }

    void aRefusalIsForgottenByTheNextOrder()
    {
        DrillBoard board(m_clock);
        board.sent(DrillBoard::Order::Start);
        QVERIFY(board.isPending(DrillBoard::Order::Start));
        board.refused(DrillBoard::Order::Start, Error{QStringLiteral("drill-running"), {}, {}, {}, {}});
        QVERIFY(!board.isPending(DrillBoard::Order::Start));
        QCOMPARE(board.refusal()->code, QStringLiteral("drill-running"));
        board.sent(DrillBoard::Order::End);
        QVERIFY(!board.refusal());
        board.accepted(DrillBoard::Order::End);
        QVERIFY(!board.isPending(DrillBoard::Order::End));
    }

    void readinessIsRead()
    {
        const QJsonObject line{{QStringLiteral("id"), QStringLiteral("weekly-load")},
                               {QStringLiteral("everyDays"), 7},
                               {QStringLiteral("drill"), QStringLiteral("3")},
                               {QStringLiteral("scenario"), QStringLiteral("flapping")},
                               {QStringLiteral("at"), QStringLiteral("2026-03-01T10:00:00.000Z")},
                               {QStringLiteral("due"), QJsonValue()},
                               {QStringLiteral("green"), true},
                               {QStringLiteral("by"), QJsonArray{QStringLiteral("anna")}},
                               {QStringLiteral("ready"), true}};
        QJsonObject plan = line;
        plan.insert(QStringLiteral("plan"), QStringLiteral("both-bad"));
        plan.insert(QStringLiteral("ready"), false);
        const auto read = readinessFromJson(
            {{QStringLiteral("calendar"), QJsonArray{line}}, {QStringLiteral("plans"), QJsonArray{plan}}});
        QVERIFY(read.ok());
        QCOMPARE(read->lines.size(), size_t(2));
        QCOMPARE(read->lines.front().at->toUTC(), QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC));
        QVERIFY(!read->lines.front().due);
        QCOMPARE(read->lines.back().id, QStringLiteral("both-bad"));
        QVERIFY(read->isReady()); // a plan that was not rehearsed is that plan's matter
        QCOMPARE(readinessFromJson({}).error().where, QStringLiteral("/calendar"));
    }

    void theTableFollows()
    {
        DrillBoard board(m_clock);
        ReadinessTable table(board);
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(table.rowCount(), 0);
        board.setReadiness(MadeDrills::readiness(m_clock.wall()));
        QCOMPARE(table.rowCount(), 3);
        const QModelIndex week = table.index(0, 0);
        QCOMPARE(week.data(ReadinessTable::IdRole).toString(), QStringLiteral("weekly-load"));
        QVERIFY(week.data(ReadinessTable::ReadyRole).toBool());
        QCOMPARE(week.data(ReadinessTable::ByRole).toStringList().size(), 2);
        QVERIFY(!table.index(1, 0).data(ReadinessTable::AtRole).toDateTime().isValid());
        QVERIFY(table.index(2, 0).data(ReadinessTable::PlanRole).toBool());
        QVERIFY(!board.readiness()->isReady());
    }
};

QTEST_GUILESS_MAIN(TestDrillBoard)
#include "tst_drillboard.moc"
