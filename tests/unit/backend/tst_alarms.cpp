// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/rulefile.h"
#include "app/backend/storequeries.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

RuleSet ruleSet()
{
    Rule rule;
    rule.id = QStringLiteral("rate-low");
    rule.name = QStringLiteral("Picture rate too low");
    rule.metric = QStringLiteral("fps");
    rule.nodes = QStringList(QStringLiteral("path"));
    rule.compare = Comparison::Below;
    rule.value = 15;
    rule.clear = 20;
    rule.forMs = 2000;
    rule.clearForMs = 1000;
    rule.failover = true;
    rule.text = QStringLiteral("{node} of {channel}: {value} for {for}");
    Rule later = rule;
    later.id = QStringLiteral("sync");
    later.metric = QStringLiteral("soundOffset");
    later.compare = Comparison::Above;
    later.clear = 15;
    later.failover = false;
    return {{rule, later}, {}};
}

} // namespace

/// Rules, alarms and verdicts in the director, over engines that measure what the test says.
class tst_Alarms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRuleThatHoldsIsAnAlarm();
    void whatBothPathsShowSpeaksAgainstNone();
    void aSlateStandsStillOnPurpose();
    void peopleAndAlarms();
    void keepsNotes();
    void saidTwiceDoneOnce();
    void goesOnAfterARestart();
    void rulesMayBeChanged();
    void anEventThatIsOverHasNoAlarms();
    void whatNobodyMeasuresIsUndecided();
    void verdicts();
    void historyAndQuality();
    void rulesFromAFile();

private:
    using Order = server::AlarmOrder;
    /// A quarter of a second in which the primary has this rate; the director has looked at it afterwards.
    void measure(double fps, int rounds = 1, double backupFps = 30);
    Result<server::Answer> order(const Order &order);
    Result<server::Answer> setRules(const std::optional<RuleSet> &rules, quint64 revision);
    std::vector<Alarm> alarms() const { return m_rig->director().alarms(); }
    Result<std::vector<Alarm>> history(const QString &search = {}) const;

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Alarms::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    m_rig->setup.rules = ruleSet();
    m_rig->setup.tick = 10ms;
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->create(Rig::config(mainId)));
}

void tst_Alarms::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_Alarms::measure(double fps, int rounds, double backupFps)
{
    for (int i = 0; i < rounds; ++i) {
        m_rig->clock.advance(1s);
        const auto metric = [&](const char *node, double value) {
            return Metric{mainId, QLatin1String(node),   QStringLiteral("fps"),
                          value,  QStringLiteral("1/s"), 1000,
                          1000,   m_rig->clock.wall()};
        };
        m_rig->engines.channel(mainId)->setMetrics({metric("primary", fps), metric("backup", backupFps)});
        // Twice: a round that was under way when the clock moved does not count.
        const int before = m_rig->sink.metricRounds();
        QVERIFY(waitUntil([&] { return m_rig->sink.metricRounds() >= before + 2; }, 20s, "two rounds"));
    }
}

Result<server::Answer> tst_Alarms::order(const Order &order)
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.orderAlarm(m_rig->command(), order, done);
    });
}

Result<server::Answer> tst_Alarms::setRules(const std::optional<RuleSet> &rules, quint64 revision)
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.setRules(m_rig->command(revision), rules, done);
    });
}

Result<std::vector<Alarm>> tst_Alarms::history(const QString &search) const
{
    server::AlarmQuery query;
    query.search = search;
    return m_rig->director().alarmHistory(query);
}

void tst_Alarms::aRuleThatHoldsIsAnAlarm()
{
    measure(30);
    QVERIFY(alarms().empty());
    measure(11.8, 3);
    QCOMPARE(alarms().size(), size_t(1));
    const Alarm alarm = alarms().front();
    QCOMPARE(alarm.state(), AlarmState::Active);
    QCOMPARE(alarm.channel, mainId);
    QCOMPARE(alarm.node, QStringLiteral("primary"));
    QVERIFY2(alarm.text.contains(QLatin1String("11.8 fps for 2 s; backup is fit.")), qPrintable(alarm.text));
    QVERIFY(m_rig->sink.find(QStringLiteral("alarm"), {{QStringLiteral("state"), QStringLiteral("active")}}));
    QCOMPARE(m_rig->journal(QStringLiteral("alarm")).size(), size_t(1));
    QCOMPARE(m_rig->director().snapshot().data.value(QLatin1String("alarms")).toArray().size(), 1);
    // It speaks against the path, with its numbers, and not against the other.
    const auto faults = m_rig->engines.channel(mainId)->faults(Source::Primary);
    QCOMPARE(faults.size(), size_t(1));
    QCOMPARE(faults.front().rule, QStringLiteral("rate-low"));
    QCOMPARE(faults.front().numbers.value(QLatin1String("value")).toDouble(), 11.8);
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Backup).empty());

    measure(30, 3);
    QCOMPARE(alarms().front().state(), AlarmState::Cleared);
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Primary).empty());
    QCOMPARE(m_rig->journal(QStringLiteral("alarm-cleared")).size(), size_t(1));
}

void tst_Alarms::whatBothPathsShowSpeaksAgainstNone()
{
    measure(11, 3, 12);
    QCOMPARE(alarms().size(), size_t(2));
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Primary).empty());
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Backup).empty());
    measure(11, 1, 17); // not wrong any more, but not right either
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Primary).empty());
    measure(11, 1, 20);
    QCOMPARE(m_rig->engines.channel(mainId)->faults(Source::Primary).size(), size_t(1));
}

void tst_Alarms::aSlateStandsStillOnPurpose()
{
    RuleSet set = ruleSet();
    Rule frozen = set.rules.front();
    frozen.id = QStringLiteral("frozen");
    frozen.metric = QStringLiteral("frozen");
    frozen.nodes = QStringList(QStringLiteral("programme"));
    frozen.compare = Comparison::Above;
    frozen.value = 1.75;
    frozen.clear = 0.5;
    frozen.failover = false;
    set.rules.push_back(frozen);
    QVERIFY(setRules(set, m_rig->director().rules().revision));
    const auto still = [this](int rounds) {
        for (int i = 0; i < rounds; ++i) {
            m_rig->clock.advance(1s);
            m_rig->engines.channel(mainId)->setMetrics(
                {{mainId, QStringLiteral("programme"), QStringLiteral("frozen"), 5.0 + i, QStringLiteral("s"),
                  0, 250, m_rig->clock.wall()}});
            const int before = m_rig->sink.metricRounds();
            QVERIFY(waitUntil([&] { return m_rig->sink.metricRounds() >= before + 2; }, 20s, "two rounds"));
        }
    };
    still(5);
    QVERIFY(alarms().empty());
    QVERIFY(m_rig->take(mainId, Source::Primary));
    m_rig->engines.channel(mainId)->finish(0, evidenceOf(Source::Slate, Source::Primary));
    still(5);
    QCOMPARE(alarms().size(), size_t(1));
    QCOMPARE(alarms().front().rule, QStringLiteral("frozen"));
}

void tst_Alarms::peopleAndAlarms()
{
    measure(10, 3);
    const QString id = alarms().front().id;
    QCOMPARE(order({server::AlarmVerb::Silence, QStringLiteral("99"), {}, 0}).error().code,
             QStringLiteral("unknown-alarm"));
    QVERIFY(order({server::AlarmVerb::Silence, id, {}, 0}));
    QVERIFY(alarms().front().silenced);
    QCOMPARE(alarms().front().state(), AlarmState::Active);
    QVERIFY(order({server::AlarmVerb::Acknowledge, id, {}, 0}));
    QCOMPARE(alarms().front().state(), AlarmState::Acknowledged);
    QCOMPARE(alarms().front().acknowledgedBy, QStringLiteral("anna"));
    QCOMPARE(order({server::AlarmVerb::Shelve, id, {}, 5}).error().code, QStringLiteral("out-of-range"));
    const auto answer = order({server::AlarmVerb::Shelve, id, QStringLiteral("Known."), 5});
    QVERIFY(answer);
    QCOMPARE(answer->status, 202);
    const auto operation = m_rig->ended(*answer);
    QVERIFY(operation);
    QCOMPARE(operation->kind, QStringLiteral("shelve-alarm"));
    QCOMPARE(operation->channel, mainId);
    QCOMPARE(operation->request.value(QLatin1String("reason")).toString(), QStringLiteral("Known."));
    QCOMPARE(alarms().front().state(), AlarmState::Shelved);
    QCOMPARE(m_rig->journal(QStringLiteral("shelve-alarm")).size(), size_t(1));
    QVERIFY(order({server::AlarmVerb::Unshelve, id, {}, 0}));
    QCOMPARE(alarms().front().state(), AlarmState::Active);
    QVERIFY(!m_rig->journal(QStringLiteral("refused")).empty());
}

void tst_Alarms::keepsNotes()
{
    const auto note = [this](const server::NoteOrder &order) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.note(m_rig->command(), order, done);
        });
    };
    QVERIFY(note({mainId, QStringLiteral("1"), QStringLiteral("The encoder's cable was loose.")}));
    QVERIFY(note({{}, {}, QStringLiteral("Doors open.")}));
    const auto unknown = note({QStringLiteral("nowhere"), {}, QStringLiteral("x")});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("unknown-channel"));
    const auto entries = m_rig->journal(QStringLiteral("note"));
    QCOMPARE(entries.size(), size_t(2));
    // Newest first.
    QCOMPARE(entries.back().text, QStringLiteral("The encoder's cable was loose."));
    QCOMPARE(entries.back().channel, mainId);
}

void tst_Alarms::saidTwiceDoneOnce()
{
    measure(10, 3);
    const server::Command command = m_rig->command();
    const auto say = [&](server::Backend &backend, const server::AnswerDone &done) {
        backend.orderAlarm(command, {server::AlarmVerb::Acknowledge, QStringLiteral("1"), {}, 0}, done);
    };
    const auto first = m_rig->ask(say);
    const auto second = m_rig->ask(say);
    QVERIFY(first && second);
    QCOMPARE(second->body, first->body);
    QCOMPARE(m_rig->journal(QStringLiteral("acknowledge-alarm")).size(), size_t(1));
}

void tst_Alarms::goesOnAfterARestart()
{
    measure(10, 3);
    QVERIFY(order({server::AlarmVerb::Shelve, QStringLiteral("1"), QStringLiteral("Known."), 5}));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(alarms().size(), size_t(1));
    QCOMPARE(alarms().front().state(), AlarmState::Shelved);
    measure(10, 3); // still so: no second one
    QCOMPARE(alarms().size(), size_t(1));
    measure(30, 3);
    QVERIFY(!alarms().front().active);
}

void tst_Alarms::rulesMayBeChanged()
{
    QCOMPARE(m_rig->director().rules().revision, quint64(1));
    QVERIFY(m_rig->director().rules().set == ruleSet());
    measure(25, 3);
    QVERIFY(alarms().empty());
    RuleSet other = ruleSet();
    other.overrides = {{mainId, QStringLiteral("rate-low"), {}, 28, {}, 29, {}, {}, Severity::Critical, {}}};
    QCOMPARE(setRules(other, 7).error().code, QStringLiteral("stale-rules"));
    QVERIFY(setRules(other, 1));
    QCOMPARE(m_rig->director().rules().revision, quint64(2));
    QVERIFY(m_rig->sink.find(QStringLiteral("rules"), {{QStringLiteral("revision"), 2}}));
    measure(25, 3);
    QCOMPARE(alarms().size(), size_t(1));
    QCOMPARE(alarms().front().severity, Severity::Critical);
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->director().rules().set == other);
    // Back to those that it came with: what they do not find is over.
    QVERIFY(setRules(std::nullopt, 2));
    QCOMPARE(m_rig->director().rules().revision, quint64(3));
    QVERIFY(m_rig->director().rules().set == ruleSet());
    measure(25, 2);
    QVERIFY(!alarms().front().active);
    QCOMPARE(m_rig->journal(QStringLiteral("set-rules")).size(), size_t(1));
    QCOMPARE(m_rig->journal(QStringLiteral("reset-rules")).size(), size_t(1));
}

void tst_Alarms::anEventThatIsOverHasNoAlarms()
{
    measure(10, 3);
    QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.endProgramme(m_rig->command(m_rig->revision(mainId)), mainId, done);
    }));
    measure(10, 3);
    QCOMPARE(alarms().front().state(), AlarmState::Cleared);
    QVERIFY(m_rig->engines.channel(mainId)->faults(Source::Primary).empty());
}

void tst_Alarms::whatNobodyMeasuresIsUndecided()
{
    measure(30, 2);
    const auto state = [&](const char *rule) {
        for (const QJsonValue &value : m_rig->director().ruleStates()) {
            if (value[QLatin1String("rule")].toString() == QLatin1String(rule))
                return value.toObject();
        }
        return QJsonObject();
    };
    QVERIFY(
        waitUntil([&] { return state("rate-low").value(QLatin1String("state")) == QLatin1String("clear"); },
                  20s, "the rule's state"));
    QCOMPARE(state("sync").value(QLatin1String("state")).toString(), QStringLiteral("undecided"));
    QCOMPARE(state("sync").value(QLatin1String("reason")).toString(), QStringLiteral("no such metric"));
    QVERIFY(state("sync").value(QLatin1String("value")).isNull());
}

void tst_Alarms::verdicts()
{
    QVERIFY(!m_rig->director().verdict(QStringLiteral("none")));
    measure(12.4);
    QVERIFY(waitUntil([&] { return m_rig->director().verdict(mainId)->better == Source::Backup; }, 20s,
                      "a verdict"));
    const Verdict verdict = *m_rig->director().verdict(mainId);
    QVERIFY2(verdict.text.contains(QLatin1String("30.0 against 12.4 fps")), qPrintable(verdict.text));
    QVERIFY(
        m_rig->sink.find(QStringLiteral("verdict"), {{QStringLiteral("better"), QStringLiteral("backup")}}));
    // A rule that speaks against a path decides whatever the numbers say.
    measure(12.4, 3);
    QVERIFY(
        waitUntil([&] { return m_rig->director().verdict(mainId)->reasonCode == QLatin1String("only-fit"); },
                  20s, "a faulty path"));
    QCOMPARE(m_rig->director().snapshot().data.value(QLatin1String("verdicts")).toArray().size(), 1);
}

void tst_Alarms::historyAndQuality()
{
    measure(10, 3);
    measure(30, 3);
    QVERIFY(order({server::AlarmVerb::Acknowledge, QStringLiteral("1"), {}, 0}));
    QVERIFY(alarms().empty());
    m_rig->clock.advance(2min);
    measure(30, 1);
    measure(9, 3);
    const auto all = history();
    QVERIFY(all);
    QCOMPARE(all->size(), size_t(2));
    QCOMPARE(all->at(0).id, QStringLiteral("2"));
    QCOMPARE(all->at(1).state(), AlarmState::Closed);
    QCOMPARE(history(QStringLiteral("10.0"))->size(), size_t(1));
    QCOMPARE(history(QStringLiteral("rate-low"))->size(), size_t(2));
    QCOMPARE(history(QStringLiteral("%"))->size(), size_t(0));
    server::AlarmQuery query;
    query.before = 2;
    query.limit = 1;
    QCOMPARE(m_rig->director().alarmHistory(query)->front().id, QStringLiteral("1"));
    query = {};
    query.channel = QStringLiteral("side");
    QVERIFY(m_rig->director().alarmHistory(query)->empty());
    const auto quality = m_rig->director().alarmQuality(1);
    QVERIFY(quality);
    QCOMPARE(quality->alarms, 2);
    QCOMPARE(quality->warnings, 2);
    QCOMPARE(quality->often.front().rule, QStringLiteral("rate-low"));
}

void tst_Alarms::rulesFromAFile()
{
    const auto defaults = loadRules(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/rules/default.json"));
    QVERIFY2(defaults, defaults ? "" : qPrintable(defaults.error().where + defaults.error().message));
    const QString file = m_rig->file(QStringLiteral("rules.yaml"),
                                     "rules:\n"
                                     "  - id: rate-low\n"
                                     "    name: Rate\n"
                                     "    metric: fps\n"
                                     "    nodes: [path]\n"
                                     "    compare: below\n"
                                     "    value: .nan\n"
                                     "    forMs: 5000\n"
                                     "    severity: notice\n"
                                     "    text: x\n");
    const auto bad = loadRules(file);
    QVERIFY(!bad);
    QVERIFY2(bad.error().where.endsWith(QLatin1String("rules.yaml:7:12")), qPrintable(bad.error().where));
    QCOMPARE(bad.error().remedy, QStringLiteral("Write a finite number."));
    QCOMPARE(loadRules(m_rig->file(QStringLiteral("none.json"), "{\"rules\": [")).error().code,
             QStringLiteral("yaml-syntax"));
    QCOMPARE(loadRules(QStringLiteral("/nowhere.json")).error().code, QStringLiteral("unreadable-file"));
}

QTEST_GUILESS_MAIN(tst_Alarms)
#include "tst_alarms.moc"
