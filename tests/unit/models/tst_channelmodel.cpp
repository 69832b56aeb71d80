// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/channelmodel.h"
#include "tests/unit/models/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestChannelModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheChannels()
    {
        ModelFixture made;
        ChannelModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        made.fill(QStringLiteral("b"));
        made.state.applyChannel(ModelFixture::document(QStringLiteral("a")));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf(QStringLiteral("a")), 0);
        QCOMPARE(model.rowOf(QStringLiteral("c")), -1);
        made.state.removeChannel(QStringLiteral("a"));
        QCOMPARE(model.rowCount(), 1);
    }

    void givesCommandedAndMeasured()
    {
        ModelFixture made;
        made.fill();
        ChannelModel model(made.state);
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        made.state.applyStatus(ModelFixture::status(QStringLiteral("main"), Source::Backup));
        QCOMPARE(spy.size(), 1);
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data().toString(), QStringLiteral("Channel main"));
        QCOMPARE(row.data(ChannelModel::OnAirRole).value<Source>(), Source::Primary);
        QCOMPARE(row.data(ChannelModel::ProgrammeRole).value<Source>(), Source::Backup);
        QCOMPARE(row.data(ChannelModel::RevisionRole).toULongLong(), 1);
        QCOMPARE(row.data(ChannelModel::SlateRole).toString(), QStringLiteral("calm"));
    }

    void aSnapshotOfTheSameChannelsIsNoReset()
    {
        ModelFixture made;
        made.fill();
        ChannelModel model(made.state);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        made.fill();
        QCOMPARE(reset.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestChannelModel)
#include "tst_channelmodel.moc"
