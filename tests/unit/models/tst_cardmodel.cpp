// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cardmodel.h"
#include "tests/unit/models/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestCardModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasARowPerNodeAndMetricAlsoWithoutValues()
    {
        ModelFixture made;
        CardModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setChannel(QStringLiteral("main"));
        QCOMPARE(model.rowCount(), 0);
        made.fill();
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(model.index(0).data(CardModel::NodeRole).toString(), QStringLiteral("primary"));
        QCOMPARE(model.index(7).data(CardModel::NodeRole).toString(), QStringLiteral("output:cdn"));
        QCOMPARE(model.index(7).data(CardModel::MetricRole).toString(), QStringLiteral("bitrate"));
        QVERIFY(!model.index(0).data(CardModel::ValueRole).isValid());
        QCOMPARE(model.index(0).data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::Missing);
    }

    void givesValuesByRole()
    {
        ModelFixture made;
        made.fill();
        CardModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setChannel(QStringLiteral("main"));
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        made.state.applyMetrics({made.metric(QStringLiteral("main"), "primary", "fps", 12.5)});
        QCOMPARE(spy.size(), 1);
        const QModelIndex card = model.index(0);
        QCOMPARE(card.data(CardModel::ValueRole).toDouble(), 12.5);
        QCOMPARE(card.data(CardModel::UnitRole).toString(), QStringLiteral("1/s"));
        QCOMPARE(card.data(CardModel::WindowRole).toInt(), 1000);
        QCOMPARE(card.data(CardModel::ThresholdRole).toDouble(), 15.0);
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::Low);
        QCOMPARE(card.data(CardModel::HistoryRole).value<QList<double>>(), QList<double>{12.5});
        made.clock.advance(3001ms);
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::Stale);
        QCOMPARE(card.data(CardModel::AgeRole).toLongLong(), 3001);
    }

    void followsTheOutputsOfTheChannel()
    {
        ModelFixture made;
        made.fill();
        CardModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setChannel(QStringLiteral("main"));
        ChannelDocument changed = ModelFixture::document(QStringLiteral("main"), 2);
        changed.config.outputs[0].enabled = false;
        made.state.applyChannel(changed);
        QCOMPARE(model.rowCount(), 6);
        made.state.removeChannel(QStringLiteral("main"));
        QCOMPARE(model.rowCount(), 0);
    }

    void hasNoColours()
    {
        ModelFixture made;
        made.fill();
        CardModel model(made.state);
        model.setChannel(QStringLiteral("main"));
        for (const int role : {Qt::ForegroundRole, Qt::BackgroundRole, Qt::DecorationRole, Qt::FontRole})
            QVERIFY(!model.index(0).data(role).isValid());
    }
};

QTEST_GUILESS_MAIN(TestCardModel)
#include "tst_cardmodel.moc"
