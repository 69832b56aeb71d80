// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarmdesk.h"

#include "app/backend/alarms/alarmtext.h"
#include "app/backend/alarms/verdictjudge.h"

#include <algorithm>
#include <set>

namespace twinfeed::backend {

namespace {

// Verdicts and what the rules say are for people: twice and once a second.
constexpr int verdictRounds = 2;
constexpr int stateRounds = 4;

bool isOver(const std::set<std::tuple<QString, QString, QString>> &found, const Alarm &alarm)
{
    return alarm.active && !nodeKind(alarm.node).isEmpty()
        && !found.contains({alarm.rule, alarm.channel, alarm.node});
}

QString kindOf(const QString &what)
{
    if (what == QLatin1String("raised"))
        return QStringLiteral("alarm");
    if (what == QLatin1String("returned") || what == QLatin1String("chattering")
        || what == QLatin1String("cleared"))
        return QStringLiteral("alarm-") + what;
    return {};
}

/// What is no fault of a programme that shows the slate.
bool isStillOnPurpose(const Metric &metric)
{
    return metric.node == QLatin1String("programme") && metric.value
        && (metric.name == QLatin1String("frozen") || metric.name == QLatin1String("black")
            || metric.name == QLatin1String("silent"));
}

} // namespace

/// One look at all channels.
struct AlarmDesk::Seen
{
    struct Channel
    {
        ChannelUnit *unit = nullptr;
        ChannelStatus status;
        bool ended = false;
    };
    std::map<QString, Channel> channels;
    std::vector<Metric> metrics; // of those that have not ended
    Surroundings surroundings;
};

AlarmDesk::AlarmDesk(World world, RuleSet defaults, Kept kept)
    : m_world(std::move(world))
    , m_defaults(std::move(defaults))
    , m_rules(kept.rules.value_or(server::RuleBook{m_defaults, 1}))
    , m_book(m_world.clock, kept.nextAlarm)
{
    m_engine.setRules(m_rules.set);
    m_book.restore(kept.open);
    Board::News news;
    news.rules(m_rules);
    for (const Alarm &alarm : kept.open)
        news.alarm(alarm);
    m_world.board.publish(news);
}

void AlarmDesk::adopt(server::RuleBook rules)
{
    m_rules = std::move(rules);
    m_engine.setRules(m_rules.set);
}

AlarmDesk::Seen AlarmDesk::look()
{
    Seen seen;
    QStringList ids;
    m_world.units.each([&](ChannelUnit &unit) {
        const QString id = unit.id();
        ids << id;
        const ChannelDocument &document = unit.document();
        Seen::Channel &channel = seen.channels[id];
        channel = {&unit, m_world.board.status(id).value_or(ChannelStatus()), document.ended};
        channel.status.channel = id;
        if (document.ended)
            return;
        ChannelSurroundings around{document.config.name, {}, channel.status.programme};
        if (!around.onAir)
            around.onAir = document.onAir;
        for (const Source path : {Source::Primary, Source::Backup}) {
            if (!StateMetrics::isIdle(channel.status, toWord(path)))
                around.paths << toWord(path);
        }
        seen.surroundings[id] = around;
        for (Metric &metric : unit.engine().metrics()) {
            if (StateMetrics::isIdle(channel.status, metric.node))
                continue;
            if (around.onAir == Source::Slate && isStillOnPurpose(metric))
                metric.value = 0;
            seen.metrics.push_back(std::move(metric));
        }
        for (Metric &metric : m_states.of(channel.status, m_world.clock.now(), m_world.clock.wall()))
            seen.metrics.push_back(std::move(metric));
    });
    for (Metric &metric : m_world.outside ? m_world.outside() : std::vector<Metric>()) {
        const auto channel = seen.channels.find(metric.channel);
        if (metric.channel.isEmpty() || (channel != seen.channels.end() && !channel->second.ended))
            seen.metrics.push_back(std::move(metric));
    }
    for (const QString &id : m_channels) {
        if (ids.contains(id))
            continue;
        m_states.forget(id);
        m_verdicts.erase(id);
        std::erase_if(m_faults, [&id](const auto &entry) { return entry.first.first == id; });
    }
    m_channels = ids;
    return seen;
}

void AlarmDesk::round()
{
    const Seen seen = look();
    m_metrics = seen.metrics;
    m_engine.feed(seen.metrics, m_world.clock.now());
    const std::vector<Finding> findings = m_engine.findings(m_world.clock.now());
    judge(seen, findings);
    tellEngines(seen, findings);
    if (m_rounds % verdictRounds == 0)
        compare(seen, findings);
    if (m_rounds % stateRounds == 0)
        publishStates(findings);
    ++m_rounds;
    Changes changes;
    Board::News news;
    collect(changes, news, Journal::Yes);
    if (!changes.alarms.empty())
        m_world.ledger.settle(std::move(changes), std::move(news));
}

void AlarmDesk::judge(const Seen &seen, const std::vector<Finding> &findings)
{
    const int64_t now = m_world.clock.now();
    std::set<std::tuple<QString, QString, QString>> found;
    for (const Finding &finding : findings) {
        const Rule &rule = finding.rule;
        found.insert({rule.id, finding.channel, finding.node});
        if (!finding.reading.holds) {
            // What is undecided ends nothing, nor what has only begun to be judged again after a start.
            if (finding.reading.state == RuleState::Clear)
                m_book.clear(rule.id, finding.channel, finding.node);
            continue;
        }
        // Some nodes belong to no channel.
        const auto it = seen.channels.find(finding.channel);
        const QString text = it == seen.channels.end()
            ? alarmText(finding, {}, nullptr, now)
            : it->second.unit->scrubbed(
                alarmText(finding, it->second.unit->document().config.name, &it->second.status, now));
        const MetricKind *kind = metricKind(rule.metric);
        m_book.raise({rule.id, finding.channel, finding.node, rule.metric, rule.severity, rule.root, text,
                      finding.reading.value, rule.value, QLatin1String(kind ? kind->unit : "")});
    }
    // A rule, a node or a channel that is gone, or an event that is over.
    for (const Alarm &alarm : m_book.alarms()) {
        if (isOver(found, alarm))
            m_book.clear(alarm.rule, alarm.channel, alarm.node);
    }
    m_book.settle(seen.surroundings);
}

std::vector<const Finding *> AlarmDesk::against(const QString &channel, Source path,
                                                const std::vector<Finding> &findings)
{
    const QString other = toWord(path == Source::Primary ? Source::Backup : Source::Primary);
    std::vector<const Finding *> against;
    for (const Finding &finding : findings) {
        if (!finding.rule.failover || finding.reading.state != RuleState::Holds || finding.channel != channel
            || finding.node != toWord(path))
            continue;
        const bool shared = std::any_of(findings.begin(), findings.end(), [&](const Finding &same) {
            return same.channel == channel && same.node == other && same.rule.id == finding.rule.id
                && same.reading.state != RuleState::Undecided && !same.reading.right;
        });
        if (!shared)
            against.push_back(&finding);
    }
    return against;
}

void AlarmDesk::tellEngines(const Seen &seen, const std::vector<Finding> &findings)
{
    for (const auto &[id, channel] : seen.channels) {
        for (const Source path : {Source::Primary, Source::Backup}) {
            QStringList names;
            std::vector<media::ContentFault> faults;
            for (const Finding *finding : against(id, path, findings)) {
                names << finding->rule.id;
                QJsonObject numbers{{QStringLiteral("limit"), finding->rule.value}};
                if (finding->reading.value)
                    numbers.insert(QStringLiteral("value"), *finding->reading.value);
                const QString name = channel.unit->document().config.name;
                faults.push_back(
                    {finding->rule.id, alarmText(*finding, name, nullptr, m_world.clock.now()), numbers});
            }
            QStringList &told = m_faults[{id, path}];
            if (told == names)
                continue;
            told = names;
            channel.unit->engine().setContentFaults(path, std::move(faults));
        }
    }
}

void AlarmDesk::compare(const Seen &seen, const std::vector<Finding> &findings)
{
    Board::News news;
    for (const auto &[id, channel] : seen.channels) {
        VerdictFacts facts;
        facts.status = channel.status;
        facts.metrics = seen.metrics;
        facts.onAir = channel.status.programme.value_or(channel.unit->document().onAir);
        for (const Finding *finding : against(id, Source::Primary, findings))
            facts.primaryFaults << finding->rule.name;
        for (const Finding *finding : against(id, Source::Backup, findings))
            facts.backupFaults << finding->rule.name;
        Verdict verdict = verdictOf(facts, m_world.clock.wall());
        verdict.text = channel.unit->scrubbed(verdict.text);
        const auto known = m_verdicts.find(id);
        if (known == m_verdicts.end() || saysOtherwise(known->second, verdict)) {
            m_verdicts[id] = verdict;
            news.verdict(verdict, m_world.clock.now());
        } else {
            m_world.board.refreshVerdict(verdict, m_world.clock.now());
        }
    }
    if (!news.isEmpty())
        m_world.board.publish(news);
}

void AlarmDesk::publishStates(const std::vector<Finding> &findings)
{
    const auto orNull = [](const std::optional<double> &value) {
        return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
    };
    const int64_t now = m_world.clock.now();
    QJsonArray states;
    for (const Finding &finding : findings) {
        const RuleReading &reading = finding.reading;
        states << QJsonObject{{QStringLiteral("rule"), finding.rule.id},
                              {QStringLiteral("channel"), finding.channel},
                              {QStringLiteral("node"), finding.node},
                              {QStringLiteral("state"), toWord(reading.state)},
                              {QStringLiteral("reason"), reading.reason},
                              {QStringLiteral("value"), orNull(reading.value)},
                              {QStringLiteral("usual"), orNull(reading.usual)},
                              {QStringLiteral("sinceMs"),
                               reading.since ? QJsonValue(double((now - *reading.since) / 1000))
                                             : QJsonValue(QJsonValue::Null)}};
    }
    m_world.board.setRuleStates(states);
}

JournalEntry AlarmDesk::entryOf(const AlarmChange &change, const Alarm &now) const
{
    QString text = change.alarm.text;
    if (change.what == QLatin1String("cleared"))
        text = QStringLiteral("It is over: %1").arg(text);
    else if (change.what == QLatin1String("chattering"))
        text = QStringLiteral("It comes again and again, and is told no more: %1").arg(text);
    else if (change.what == QLatin1String("returned"))
        text = QStringLiteral("It is back: %1").arg(text);
    if (!now.root.isEmpty())
        text += QStringLiteral(" Follows from alarm %1.").arg(now.root);
    return {0,
            m_world.clock.wall(),
            QStringLiteral("twinfeed"),
            {},
            kindOf(change.what),
            change.alarm.channel,
            text,
            {{QStringLiteral("alarm"), toJson(now)}}};
}

void AlarmDesk::collect(Changes &changes, Board::News &news, Journal journal)
{
    const std::vector<AlarmChange> all = m_book.take();
    std::map<qint64, Alarm> newest;
    for (const AlarmChange &change : all)
        newest[change.alarm.id.toLongLong()] = change.alarm;
    for (const AlarmChange &change : all) {
        const Alarm &now = newest[change.alarm.id.toLongLong()];
        const bool isNews = change.what == QLatin1String("raised") || change.what == QLatin1String("returned")
            || change.what == QLatin1String("cleared");
        if (isNews && now.root.isEmpty() && m_world.tell)
            m_world.tell(change.what, change.alarm);
        if (journal == Journal::Yes && !kindOf(change.what).isEmpty())
            changes.entries.push_back(entryOf(change, now));
    }
    for (const auto &[id, alarm] : newest) {
        changes.alarms.push_back(alarm);
        news.alarm(alarm);
    }
}

} // namespace twinfeed::backend
