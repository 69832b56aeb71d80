// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmmodel.h"

#include "models/alarmfilter.h"
#include "tests/unit/models/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

Alarm alarm(const char *id, const char *root = "", Severity severity = Severity::Warning)
{
    Alarm alarm;
    alarm.id = QLatin1String(id);
    alarm.rule = QStringLiteral("rule-") + alarm.id;
    alarm.channel = QStringLiteral("main");
    alarm.node = QStringLiteral("primary");
    alarm.severity = severity;
    alarm.root = QLatin1String(root);
    alarm.text = QStringLiteral("Alarm number ") + alarm.id;
    alarm.raisedAt = QDateTime(QDate(2026, 6, 12), QTime(18, 0, alarm.id.toInt()), Qt::UTC);
    return alarm;
}

QStringList ids(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList found;
    for (int row = 0; row < model.rowCount(parent); ++row)
        found << model.index(row, 0, parent).data(AlarmModel::IdRole).toString();
    return found;
}

using Ids = QStringList;
const QString one = QStringLiteral("1");
const QString two = QStringLiteral("2");
const QString three = QStringLiteral("3");

} // namespace

class TestAlarmModel final : public QObject
{
    Q_OBJECT

    using Tester = QAbstractItemModelTester;

private Q_SLOTS:
    void foldsWhatFollows()
    {
        ModelFixture made;
        AlarmModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.follow(made.state);
        Judgements &judged = made.state.judgements();
        judged.applyAlarm(alarm("1"));
        judged.applyAlarm(alarm("2", "1"));
        QCOMPARE(ids(model), Ids{one});
        QCOMPARE(ids(model, model.indexOf(one)), Ids{two});
        QCOMPARE(model.indexOf(one).data(AlarmModel::FollowersRole).toInt(), 1);
        // A cause that is found later takes both.
        judged.applyAlarm(alarm("3"));
        judged.applyAlarm(alarm("1", "3"));
        judged.applyAlarm(alarm("2", "3"));
        QCOMPARE(ids(model), Ids{three});
        QCOMPARE(ids(model, model.indexOf(three)), (Ids{one, two}));
        // It is over before what followed from it.
        Alarm over = alarm("3");
        over.closed = true;
        judged.applyAlarm(over);
        QCOMPARE(ids(model), (Ids{one, two}));
        judged.reset({alarm("2", "1"), alarm("1")}, {});
        QCOMPARE(ids(model), Ids{one});
        QCOMPARE(ids(model, model.indexOf(one)), Ids{two});
    }

    void comesBeforeItsRoot()
    {
        ModelFixture made;
        AlarmModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.follow(made.state);
        made.state.judgements().applyAlarm(alarm("2", "1"));
        QCOMPARE(ids(model), Ids{two});
        made.state.judgements().applyAlarm(alarm("1"));
        QCOMPARE(ids(model), Ids{one});
        QCOMPARE(ids(model, model.indexOf(one)), Ids{two});
    }

    void whatCallsComesFirst()
    {
        AlarmModel model;
        AlarmFilter filter({});
        Tester tester(&filter, Tester::FailureReportingMode::QtTest);
        filter.setSourceModel(&model);
        Alarm seen = alarm("1", "", Severity::Critical);
        seen.acknowledged = true;
        model.setAlarms({seen, alarm("2"), alarm("3", "", Severity::Critical), alarm("4")});
        QCOMPARE(ids(filter), (Ids{three, QStringLiteral("4"), two, one}));
        Alarm third = alarm("3", "", Severity::Critical);
        third.acknowledged = true;
        model.apply(third);
        QCOMPARE(ids(filter), (Ids{QStringLiteral("4"), two, three, one}));
        filter.setByTime(true);
        QCOMPARE(ids(filter), (Ids{QStringLiteral("4"), three, two, one}));
    }

    void filters()
    {
        AlarmModel model;
        AlarmFilter filter([](const Alarm &alarm) { return QString(QStringLiteral("Wort ") + alarm.id); });
        filter.setSourceModel(&model);
        Alarm other = alarm("3", "", Severity::Notice);
        other.channel = QStringLiteral("second");
        other.active = false;
        model.setAlarms({alarm("1"), alarm("2", "1", Severity::Critical), other});
        QVERIFY(!filter.isFiltering());
        filter.setSeverity(Severity::Critical);
        QVERIFY(filter.isFiltering());
        QCOMPARE(ids(filter), Ids{one}); // its follower is
        filter.setSeverity({});
        filter.setChannel(QStringLiteral("second"));
        QCOMPARE(ids(filter), Ids{three});
        filter.setChannel({});
        filter.setState(AlarmState::Cleared);
        QCOMPARE(ids(filter), Ids{three});
        filter.setState({});
        filter.setText(QStringLiteral(" wort 3"));
        QCOMPARE(ids(filter), Ids{three});
        filter.setText(QStringLiteral("RULE-1"));
        QCOMPARE(ids(filter), Ids{one});
        filter.setText(QStringLiteral("nothing of it"));
        QCOMPARE(filter.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAlarmModel)
#include "tst_alarmmodel.moc"
