// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

#include <QJsonArray>

namespace twinfeed::test {

using namespace server;

std::vector<Alarm> FakeBackend::alarms() const
{
    Alarm alarm;
    alarm.id = QStringLiteral("7");
    alarm.rule = QStringLiteral("rate-low");
    alarm.channel = QStringLiteral("main");
    alarm.node = QStringLiteral("primary");
    alarm.metric = QStringLiteral("fps");
    alarm.raisedAt = m_clock.wall();
    alarm.text = QStringLiteral("primary of Main stage: 11.8 fps for 32 s, was 30.0 fps; backup is fit.");
    alarm.value = 11.8;
    alarm.limit = 15;
    alarm.unit = QStringLiteral("1/s");
    Alarm shelved = alarm;
    shelved.id = QStringLiteral("8");
    shelved.root = QStringLiteral("7");
    shelved.value.reset();
    shelved.clearedAt = shelved.acknowledgedAt = m_clock.wall();
    shelved.shelf = AlarmShelf{m_clock.wall().addSecs(60), QStringLiteral("Known."), QStringLiteral("anna")};
    return {alarm, shelved};
}

Result<std::vector<Alarm>> FakeBackend::alarmHistory(const AlarmQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    auto all = alarms();
    all.front().text = QStringLiteral("before=%1 limit=%2 channel=%3 search=%4")
                           .arg(query.before)
                           .arg(query.limit)
                           .arg(query.channel, query.search);
    return all;
}

Result<AlarmQuality> FakeBackend::alarmQuality(int hours) const
{
    if (const auto failure = takeFailure())
        return *failure;
    AlarmQuality quality;
    quality.to = m_clock.wall();
    quality.from = quality.to.addSecs(-3600 * hours);
    quality.alarms = 3;
    quality.per10Minutes = 0.5;
    quality.often = {{QStringLiteral("rate-low"), 3}};
    return quality;
}

Result<Trend> FakeBackend::trend(const TrendQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    Trend trend{query.channel, query.metric, query.from, query.to, 10'000, query.from, {}, {}};
    trend.series = {{query.node, QStringLiteral("1/s"), {std::nullopt, TrendPoint{29, 30, 31}}}};
    TrendMark mark{query.from,
                   QStringLiteral("alarm"),
                   query.channel,
                   query.node,
                   {},
                   Severity::Warning,
                   QStringLiteral("7"),
                   QStringLiteral("step=%1").arg(query.stepSeconds),
                   3};
    trend.marks = {mark,
                   {query.to, QStringLiteral("take"), query.channel, {}, Source::Backup, {}, {}, {}, 4}};
    return trend;
}

RuleSet FakeBackend::sampleRules()
{
    Rule rule;
    rule.id = QStringLiteral("rate-low");
    rule.name = QStringLiteral("Picture rate too low");
    rule.metric = QStringLiteral("fps");
    rule.nodes = QStringList(QStringLiteral("path"));
    rule.compare = Comparison::Below;
    rule.value = 15;
    rule.clear = 20;
    rule.forMs = 30'000;
    rule.clearForMs = 5'000;
    rule.text = QStringLiteral("{node} of {channel}: {value}");
    RuleOverride other;
    other.channel = QStringLiteral("main");
    other.rule = rule.id;
    other.value = 10;
    other.severity = Severity::Critical;
    return {{rule}, {other}};
}

RuleBook FakeBackend::rules() const
{
    return {sampleRules(), 4};
}

QJsonArray FakeBackend::nodes() const
{
    return {QJsonObject{{QLatin1String("node"), QLatin1String("node:ingest")},
                        {QLatin1String("name"), QLatin1String("Ingest A")},
                        {QLatin1String("kind"), QLatin1String("nginx-rtmp")},
                        {QLatin1String("channel"), QLatin1String("main")},
                        {QLatin1String("state"), QLatin1String("failing")},
                        {QLatin1String("reason"), QLatin1String("The server does not answer in time.")},
                        {QLatin1String("reasonCode"), QLatin1String("no-answer")},
                        {QLatin1String("ageMs"), 4000}}};
}

QJsonArray FakeBackend::ruleStates() const
{
    return {QJsonObject{{QLatin1String("rule"), QLatin1String("rate-low")},
                        {QLatin1String("channel"), QLatin1String("main")},
                        {QLatin1String("node"), QLatin1String("primary")},
                        {QLatin1String("state"), QLatin1String("pending")},
                        {QLatin1String("reason"), QString()},
                        {QLatin1String("value"), 11.8},
                        {QLatin1String("usual"), 30},
                        {QLatin1String("sinceMs"), 4000}},
            QJsonObject{{QLatin1String("rule"), QLatin1String("black")},
                        {QLatin1String("channel"), QLatin1String("side")},
                        {QLatin1String("node"), QLatin1String("primary")},
                        {QLatin1String("state"), QLatin1String("undecided")},
                        {QLatin1String("reason"), QLatin1String("no such metric")},
                        {QLatin1String("value"), QJsonValue::Null},
                        {QLatin1String("usual"), QJsonValue::Null},
                        {QLatin1String("sinceMs"), QJsonValue::Null}}};
}

std::optional<Verdict> FakeBackend::verdict(const QString &channel) const
{
    if (channel != QLatin1String("main"))
        return std::nullopt;
    Verdict verdict;
    verdict.channel = channel;
    verdict.better = Source::Backup;
    verdict.current = true;
    verdict.text =
        QStringLiteral("backup is better: 30.0 against 12.4 fps, same bitrate, 18 ms further behind.");
    verdict.reasonCode = QStringLiteral("numbers");
    verdict.lines = {{QStringLiteral("fps"), QStringLiteral("1/s"), 12.4, 30.0, Source::Backup},
                     {QStringLiteral("jitter"), QStringLiteral("ms"), {}, 3.5, {}}};
    verdict.target = Source::Backup;
    verdict.cut = CutMade::Bridged;
    verdict.gapMs = 0;
    verdict.at = m_clock.wall();
    return verdict;
}

void FakeBackend::orderAlarm(Command command, AlarmOrder order, AnswerDone done)
{
    static const QStringList kinds{QStringLiteral("acknowledge-alarm"), QStringLiteral("silence-alarm"),
                                   QStringLiteral("shelve-alarm"), QStringLiteral("unshelve-alarm")};
    accept({kinds.at(int(order.verb)),
            std::move(command),
            {},
            {{QLatin1String("alarm"), order.alarm},
             {QLatin1String("reason"), order.reason},
             {QLatin1String("minutes"), order.minutes}},
            {}},
           std::move(done));
}

void FakeBackend::note(Command command, NoteOrder order, AnswerDone done)
{
    accept({QStringLiteral("note"),
            std::move(command),
            order.channel,
            {{QLatin1String("text"), order.text}, {QLatin1String("alarm"), order.alarm}},
            {}},
           std::move(done));
}

void FakeBackend::setRules(Command command, std::optional<RuleSet> rules, AnswerDone done)
{
    accept({rules ? QStringLiteral("set-rules") : QStringLiteral("reset-rules"),
            std::move(command),
            {},
            rules ? toJson(*rules) : QJsonObject(),
            {}},
           std::move(done));
}

} // namespace twinfeed::test
