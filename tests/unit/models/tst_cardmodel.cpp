// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cardmodel.h"

#include "models/cardfilter.h"
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

    void thresholdsAreThoseOfTheRules()
    {
        ModelFixture made;
        made.fill();
        CardModel model(made.state);
        model.setChannel(QStringLiteral("main"));
        made.state.applyMetrics({made.metric(QStringLiteral("main"), "primary", "fps", 22)});
        const QModelIndex card = model.index(0);
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::InOrder);
        Rule rule;
        rule.id = QStringLiteral("low");
        rule.metric = QStringLiteral("fps");
        rule.nodes = {QStringLiteral("path")};
        rule.compare = Comparison::Below;
        rule.value = 24;
        made.state.judgements().applyRules({{rule}, {}}, 1);
        QCOMPARE(card.data(CardModel::ThresholdRole).toDouble(), 24.0);
        QVERIFY(!card.data(CardModel::UpperRole).toBool());
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::Low);
        rule.compare = Comparison::Above;
        rule.value = 20;
        made.state.judgements().applyRules({{rule}, {}}, 2);
        QVERIFY(card.data(CardModel::UpperRole).toBool());
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::Low);
        rule.enabled = false;
        made.state.judgements().applyRules({{rule}, {}}, 3);
        QVERIFY(!card.data(CardModel::ThresholdRole).isValid());
        QCOMPARE(card.data(CardModel::WorthRole).value<MetricWorth>(), MetricWorth::InOrder);
    }

    void showsFiltersAndSortsEverything()
    {
        ModelFixture made;
        made.fill();
        CardModel model(made.state);
        CardFilter filter;
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.setSourceModel(&model);
        model.setScope(CardModel::Scope::Everything);
        const QString main = QStringLiteral("main");
        made.state.applyMetrics(
            {made.metric(main, "primary", "fps", 30), made.metric(main, "primary", "jitter", 3),
             made.metric(main, "backup", "fps", 9), made.metric(main, "output:cdn", "fps", 30)});
        QCOMPARE(filter.rowCount(), 4);
        filter.setNode(QStringLiteral("output"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setNode({});
        filter.setMetric(QStringLiteral("fps"));
        QCOMPARE(filter.rowCount(), 3);
        filter.setTroubleFirst(true);
        QCOMPARE(filter.index(0, 0).data(CardModel::NodeRole).toString(), QStringLiteral("backup"));
        Alarm alarm;
        alarm.id = QStringLiteral("1");
        alarm.channel = main;
        alarm.node = QStringLiteral("output:cdn");
        alarm.metric = QStringLiteral("fps");
        alarm.severity = Severity::Critical;
        made.state.judgements().applyAlarm(alarm);
        filter.setTroubleFirst(true);
        QCOMPARE(filter.index(0, 0).data(CardModel::NodeRole).toString(), QStringLiteral("output:cdn"));
        filter.setSeverity(Severity::Warning);
        QCOMPARE(filter.rowCount(), 1);
        filter.setSeverity({});
        filter.setChannel(QStringLiteral("another"));
        QCOMPARE(filter.rowCount(), 0);
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
