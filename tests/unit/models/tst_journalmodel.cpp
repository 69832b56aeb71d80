// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/journalmodel.h"
#include "tests/unit/models/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestJournalModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsNewEntriesOnTop()
    {
        ModelFixture made;
        made.state.applyJournal({made.entry(1), made.entry(2)});
        JournalModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        made.state.applyJournal({made.entry(3), made.entry(4)});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0).data(JournalModel::IdRole).toLongLong(), 4);
        QCOMPARE(model.index(3).data(JournalModel::IdRole).toLongLong(), 1);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(reset.size(), 0);
    }

    void takesInOlderEntries()
    {
        ModelFixture made;
        JournalModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        made.state.applyJournal({made.entry(10)});
        made.state.applyJournal({made.entry(8), made.entry(9)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2).data(JournalModel::IdRole).toLongLong(), 8);
    }

    void dropsTheOldestAtItsLimitWithoutAReset()
    {
        ModelFixture made;
        std::vector<JournalEntry> entries;
        for (qint64 id = 1; id <= qint64(ConsoleState::journalLimit); ++id)
            entries.push_back(made.entry(id));
        made.state.applyJournal(entries);
        JournalModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        made.state.applyJournal({made.entry(6001), made.entry(6002)});
        QCOMPARE(model.rowCount(), int(ConsoleState::journalLimit));
        QCOMPARE(model.index(0).data(JournalModel::IdRole).toLongLong(), 6002);
        QCOMPARE(model.index(model.rowCount() - 1).data(JournalModel::IdRole).toLongLong(), 3);
        QCOMPARE(reset.size(), 0);
    }

    void givesValuesByRole()
    {
        ModelFixture made;
        made.state.applyJournal({made.entry(1, "input-lost")});
        JournalModel model(made.state);
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(JournalModel::KindRole).toString(), QStringLiteral("input-lost"));
        QCOMPARE(row.data(JournalModel::ActorRole).toString(), QStringLiteral("anna"));
        QCOMPARE(row.data(JournalModel::ActorRoleRole).toString(), QStringLiteral("director"));
        QCOMPARE(row.data(JournalModel::AtRole).toDateTime(), made.clock.wall());
        QCOMPARE(row.data(JournalModel::EntryRole).value<JournalEntry>(), made.entry(1, "input-lost"));
        QVERIFY(!row.data(Qt::ForegroundRole).isValid());
    }
};

QTEST_GUILESS_MAIN(TestJournalModel)
#include "tst_journalmodel.moc"
