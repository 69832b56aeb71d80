// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/judgements.h"

#include "tests/unit/models/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

Alarm alarm(const char *id, Severity severity = Severity::Warning, const char *root = "")
{
    Alarm alarm;
    alarm.id = QLatin1String(id);
    alarm.rule = QStringLiteral("rate-low");
    alarm.severity = severity;
    alarm.root = QLatin1String(root);
    alarm.raisedAt = QDateTime(QDate(2026, 6, 12), QTime(18, 0, alarm.id.toInt()), Qt::UTC);
    return alarm;
}

Rule rule(const char *id, const char *metric, double value)
{
    Rule rule;
    rule.id = QLatin1String(id);
    rule.metric = QLatin1String(metric);
    rule.nodes = {QStringLiteral("path")};
    rule.value = value;
    return rule;
}

} // namespace

class TestJudgements final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesASnapshotAndForgetsTheRest()
    {
        ModelFixture made;
        Judgements &judged = made.state.judgements();
        judged.applyAlarm(alarm("1"));
        Snapshot snapshot;
        snapshot.alarms = {alarm("2")};
        Verdict verdict;
        verdict.channel = QStringLiteral("main");
        snapshot.verdicts = {verdict};
        QSignalSpy reset(&judged, &Judgements::alarmsReset);
        QSignalSpy rules(&judged, &Judgements::rulesOld);
        QSignalSpy raised(&judged, &Judgements::alarmRaised);
        made.state.applySnapshot(snapshot);
        QVERIFY(!judged.alarm(QStringLiteral("1")));
        QVERIFY(judged.alarm(QStringLiteral("2")));
        QVERIFY(judged.verdict(QStringLiteral("main")));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(rules.count(), 1);
        QCOMPARE(raised.count(), 0); // of a snapshot nobody is called
    }

    void raisesWhatIsNewAndWhatIsBack()
    {
        Judgements judged;
        QSignalSpy raised(&judged, &Judgements::alarmRaised);
        Alarm one = alarm("1");
        judged.applyAlarm(one);
        QCOMPARE(raised.count(), 1);
        one.acknowledged = true;
        judged.applyAlarm(one);
        QCOMPARE(raised.count(), 1);
        one.active = false;
        judged.applyAlarm(one);
        one.active = true;
        one.occurrences = 2;
        judged.applyAlarm(one);
        QCOMPARE(raised.count(), 2);
        one.closed = true;
        judged.applyAlarm(one);
        QVERIFY(judged.alarms().empty());
        QCOMPARE(raised.count(), 2);
    }

    void countsWhatCalls()
    {
        Judgements judged;
        judged.applyAlarm(alarm("1", Severity::Critical));
        judged.applyAlarm(alarm("2", Severity::Critical, "1")); // folded
        Alarm seen = alarm("3");
        seen.acknowledged = true;
        judged.applyAlarm(seen);
        Alarm shelved = alarm("4");
        shelved.shelf = AlarmShelf{seen.raisedAt, QStringLiteral("Known."), QStringLiteral("anna")};
        judged.applyAlarm(shelved);
        judged.applyAlarm(alarm("5", Severity::Notice, "99")); // its root is gone
        QCOMPARE(judged.counts(), (AlarmCounts{1, 1, 1, 2, 1}));
        QCOMPARE(judged.followers(QStringLiteral("1")).size(), size_t(1));
    }

    void anIncidentBeginsWithTheOldestCriticalThatNobodyHasSeen()
    {
        Judgements judged;
        QVERIFY(!judged.incidentSince());
        judged.applyAlarm(alarm("1"));
        QVERIFY(!judged.incidentSince());
        Alarm first = alarm("2", Severity::Critical);
        judged.applyAlarm(first);
        judged.applyAlarm(alarm("3", Severity::Critical));
        QCOMPARE(judged.incidentSince(), std::optional(first.raisedAt));
        first.acknowledged = true;
        judged.applyAlarm(first);
        QCOMPARE(judged.incidentSince(), std::optional(alarm("3").raisedAt));
    }

    void knowsTheRulesOfAMetric()
    {
        Judgements judged;
        RuleSet set;
        set.rules = {rule("low", "fps", 15), rule("lower", "fps", 10), rule("other", "bitrate", 1)};
        set.rules[1].enabled = false;
        RuleOverride own;
        own.channel = QStringLiteral("main");
        own.rule = QStringLiteral("low");
        own.value = 20;
        set.overrides = {own};
        QSignalSpy changed(&judged, &Judgements::rulesChanged);
        judged.applyRules(set, 7);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(judged.rulesRevision(), quint64(7));
        const auto found =
            judged.rulesFor(QStringLiteral("main"), QStringLiteral("backup"), QStringLiteral("fps"));
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].value, 20.0);
        QVERIFY(
            judged.rulesFor(QStringLiteral("main"), QStringLiteral("slate"), QStringLiteral("fps")).empty());
        QVERIFY(judged.rule(QStringLiteral("lower")));
        QVERIFY(!judged.rule(QStringLiteral("none")));
    }

    void mayCommandOnFreshTruthOnly()
    {
        ModelFixture made;
        QVERIFY(!made.state.mayCommand(Role::Viewer));
        made.connectNow();
        QVERIFY(made.state.mayCommand(Role::Engineer)); // not known: the backend refuses
        made.state.setRole(Role::Viewer);
        QVERIFY(!made.state.mayCommand(Role::Operator));
        made.state.setRole(Role::Director);
        QVERIFY(made.state.mayCommand(Role::Operator));
        made.clock.advance(std::chrono::seconds(4));
        made.state.tick();
        QVERIFY(!made.state.mayCommand(Role::Operator));
    }
};

QTEST_GUILESS_MAIN(TestJudgements)
#include "tst_judgements.moc"
