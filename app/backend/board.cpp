// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/board.h"

#include <QJsonArray>

#include <algorithm>

namespace twinfeed::backend {

namespace {

// Older ones are read from the store.
constexpr size_t keptOperations = 256;

} // namespace

void Board::News::channel(const ChannelDocument &document)
{
    m_changes.push_back([document](Board &board) { board.m_channels[document.config.id] = document; });
    m_events.emplace_back(QStringLiteral("channel"), toJson(document, false));
}

void Board::News::channelRemoved(const QString &id)
{
    m_changes.push_back([id](Board &board) {
        board.m_channels.erase(id);
        std::erase_if(board.m_metrics, [&](const Metric &metric) { return metric.channel == id; });
        board.m_statuses.erase(id);
        board.m_taps.erase(id);
        board.m_verdicts.erase(id);
        board.m_controls.erase(id);
    });
    m_events.emplace_back(QStringLiteral("channel-removed"), QJsonObject{{QStringLiteral("id"), id}});
}

void Board::News::status(const ChannelStatus &status)
{
    m_changes.push_back([status](Board &board) { board.m_statuses[status.channel] = status; });
    m_events.emplace_back(QStringLiteral("status"), toJson(status));
}

void Board::News::operation(const Operation &operation)
{
    m_changes.push_back([operation](Board &board) {
        auto &all = board.m_operations;
        std::erase_if(all, [&](const Operation &other) { return other.id == operation.id; });
        all.push_back(operation);
        const auto ended = [](const Operation &other) { return other.endedAt.has_value(); };
        if (all.size() > keptOperations) {
            if (const auto oldest = std::find_if(all.begin(), all.end(), ended); oldest != all.end())
                all.erase(oldest);
        }
    });
    m_events.emplace_back(QStringLiteral("operation"), toJson(operation));
}

void Board::News::journal(const JournalEntry &entry)
{
    m_events.emplace_back(QStringLiteral("journal"), toJson(entry));
}

void Board::News::slate(const Slate &slate)
{
    m_changes.push_back([slate](Board &board) { board.m_slates[slate.id] = slate; });
    m_events.emplace_back(QStringLiteral("slate"), toJson(slate));
}

void Board::News::slateRemoved(const QString &id)
{
    m_changes.push_back([id](Board &board) { board.m_slates.erase(id); });
    m_events.emplace_back(QStringLiteral("slate-removed"), QJsonObject{{QStringLiteral("id"), id}});
}

void Board::News::alarm(const Alarm &alarm)
{
    m_changes.push_back([alarm](Board &board) {
        if (alarm.closed)
            board.m_alarms.erase(alarm.id.toLongLong());
        else
            board.m_alarms[alarm.id.toLongLong()] = alarm;
    });
    m_events.emplace_back(QStringLiteral("alarm"), toJson(alarm));
}

void Board::News::verdict(const Verdict &verdict, int64_t at)
{
    m_changes.push_back([verdict, at](Board &board) {
        board.m_verdicts.insert_or_assign(verdict.channel, std::pair(verdict, at));
    });
    m_events.emplace_back(QStringLiteral("verdict"), toJson(verdict));
}

void Board::News::control(const ChannelControl &control)
{
    m_changes.push_back([control](Board &board) { board.m_controls[control.channel] = control; });
    m_events.emplace_back(QStringLiteral("control"), toJson(control));
}

void Board::News::rules(const server::RuleBook &book)
{
    m_changes.push_back([book](Board &board) { board.m_rules = book; });
    m_events.emplace_back(QStringLiteral("rules"),
                          QJsonObject{{QStringLiteral("revision"), double(book.revision)}});
}

void Board::News::plan(const PlanDocument &document)
{
    m_changes.push_back([document](Board &board) { board.m_plans[document.plan.id] = document; });
    m_events.emplace_back(QStringLiteral("plan"), toJson(document));
}

void Board::News::planRemoved(const QString &id)
{
    m_changes.push_back([id](Board &board) {
        board.m_plans.erase(id);
        std::erase_if(board.m_planStates, [&](const auto &entry) { return entry.first.plan == id; });
    });
    m_events.emplace_back(QStringLiteral("plan-removed"), QJsonObject{{QStringLiteral("id"), id}});
}

void Board::News::planState(const PlanState &state)
{
    m_changes.push_back([state](Board &board) { board.m_planStates[state.place] = state; });
    m_events.emplace_back(QStringLiteral("plan-state"), toJson(state));
}

void Board::News::planStateGone(const PlanPlace &place)
{
    m_changes.push_back([place](Board &board) { board.m_planStates.erase(place); });
}

void Board::News::planRun(const PlanRun &run)
{
    m_changes.push_back([run](Board &board) {
        if (run.isOver())
            board.m_planRuns.erase(run.id.toLongLong());
        else
            board.m_planRuns[run.id.toLongLong()] = run;
    });
    m_events.emplace_back(QStringLiteral("plan-run"), toJson(run));
}

void Board::News::drill(const Drill &drill)
{
    m_events.emplace_back(QStringLiteral("drill"), toJson(drill));
}

void Board::News::scenario(const Scenario &scenario)
{
    m_events.emplace_back(QStringLiteral("scenario"), toJson(scenario));
}

Board::Board(QString incarnation, bool rehearsal)
    : m_incarnation(std::move(incarnation))
    , m_rehearsal(rehearsal)
{
}

void Board::publish(const News &news)
{
    quint64 number = 0;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &change : news.m_changes)
            change(*this);
        number = m_lastEvent;
        m_lastEvent += news.m_events.size();
    }
    for (const auto &[type, data] : news.m_events) {
        const QString id = m_incarnation + QLatin1Char('-') + QString::number(++number);
        for (server::EventSink *each : {m_observer, m_sink}) {
            if (each)
                each->publish({id, type, data});
        }
    }
}

void Board::publishMetrics(std::vector<Metric> metrics)
{
    {
        const std::lock_guard lock(m_mutex);
        m_metrics = metrics;
    }
    if (m_sink)
        m_sink->publishMetrics(metrics);
}

void Board::setTaps(const QString &channel, Taps taps)
{
    const std::lock_guard lock(m_mutex);
    m_taps[channel] = std::move(taps);
}

void Board::refreshStatus(const ChannelStatus &status)
{
    const std::lock_guard lock(m_mutex);
    m_statuses[status.channel] = status;
}

void Board::refreshControl(const ChannelControl &control)
{
    const std::lock_guard lock(m_mutex);
    m_controls[control.channel] = control;
}

void Board::refreshVerdict(const Verdict &verdict, int64_t at)
{
    const std::lock_guard lock(m_mutex);
    m_verdicts.insert_or_assign(verdict.channel, std::pair(verdict, at));
}

void Board::setRuleStates(QJsonArray states)
{
    const std::lock_guard lock(m_mutex);
    m_ruleStates = std::move(states);
}

void Board::setNodes(QJsonArray states)
{
    const std::lock_guard lock(m_mutex);
    m_nodes = std::move(states);
}

QJsonArray Board::nodes() const
{
    const std::lock_guard lock(m_mutex);
    return m_nodes;
}

void Board::setPlanTimes(std::vector<PlanTimes> times)
{
    const std::lock_guard lock(m_mutex);
    m_planTimes = std::move(times);
}

std::vector<PlanDocument> Board::plans() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<PlanDocument> plans;
    for (const auto &[id, document] : m_plans)
        plans.push_back(document);
    return plans;
}

std::vector<PlanState> Board::planStates() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<PlanState> states;
    for (const auto &[place, state] : m_planStates)
        states.push_back(state);
    return states;
}

std::vector<PlanTimes> Board::planTimes() const
{
    const std::lock_guard lock(m_mutex);
    return m_planTimes;
}

std::vector<ChannelDocument> Board::channels() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<ChannelDocument> documents;
    for (const auto &[id, document] : m_channels)
        documents.push_back(document);
    return documents;
}

std::optional<ChannelDocument> Board::channel(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_channels.find(id);
    return it == m_channels.end() ? std::nullopt : std::optional(it->second);
}

std::optional<ChannelStatus> Board::status(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_statuses.find(channel);
    return it == m_statuses.end() ? std::nullopt : std::optional(it->second);
}

std::vector<Slate> Board::slates() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Slate> slates;
    for (const auto &[id, slate] : m_slates)
        slates.push_back(slate);
    return slates;
}

std::optional<Operation> Board::operation(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto same = [&](const Operation &operation) { return operation.id == id; };
    const auto it = std::find_if(m_operations.begin(), m_operations.end(), same);
    return it == m_operations.end() ? std::nullopt : std::optional(*it);
}

std::vector<Metric> Board::metrics() const
{
    const std::lock_guard lock(m_mutex);
    return m_metrics;
}

std::vector<Alarm> Board::alarms() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Alarm> alarms;
    for (const auto &[id, alarm] : m_alarms)
        alarms.push_back(alarm);
    return alarms;
}

server::RuleBook Board::rules() const
{
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

QJsonArray Board::ruleStates() const
{
    const std::lock_guard lock(m_mutex);
    return m_ruleStates;
}

std::optional<ChannelControl> Board::control(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_channels.contains(channel))
        return std::nullopt;
    const auto it = m_controls.find(channel);
    return it == m_controls.end() ? ChannelControl{channel, {}, {}, 0} : it->second;
}

std::optional<std::pair<Verdict, int64_t>> Board::verdict(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_verdicts.find(channel);
    return it == m_verdicts.end() ? std::nullopt : std::optional(it->second);
}

std::optional<Taps> Board::taps(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_taps.find(channel);
    return it == m_taps.end() ? std::nullopt : std::optional(it->second);
}

server::Backend::Snapshot Board::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    QJsonArray channels;
    for (const auto &[id, document] : m_channels)
        channels << toJson(document, false);
    QJsonArray statuses;
    for (const auto &[id, status] : m_statuses)
        statuses << toJson(status);
    QJsonArray slates;
    for (const auto &[id, slate] : m_slates)
        slates << toJson(slate);
    QJsonArray metrics;
    for (const Metric &metric : m_metrics)
        metrics << toJson(metric);
    QJsonArray running;
    for (const Operation &operation : m_operations) {
        if (!operation.endedAt)
            running << toJson(operation);
    }
    QJsonArray alarms;
    for (const auto &[id, alarm] : m_alarms)
        alarms << toJson(alarm);
    QJsonArray verdicts;
    for (const auto &[id, verdict] : m_verdicts)
        verdicts << toJson(verdict.first);
    QJsonArray controls;
    for (const auto &[id, control] : m_controls) {
        if (!control.holder.isEmpty())
            controls << toJson(control);
    }
    QJsonArray plans;
    for (const auto &[id, document] : m_plans)
        plans << toJson(document);
    QJsonArray planStates;
    for (const auto &[place, state] : m_planStates)
        planStates << toJson(state);
    QJsonArray planRuns;
    for (const auto &[id, run] : m_planRuns)
        planRuns << toJson(run);
    return {m_incarnation + QLatin1Char('-') + QString::number(m_lastEvent),
            {{QStringLiteral("rehearsal"), m_rehearsal},
             {QStringLiteral("channels"), channels},
             {QStringLiteral("statuses"), statuses},
             {QStringLiteral("slates"), slates},
             {QStringLiteral("metrics"), metrics},
             {QStringLiteral("operations"), running},
             {QStringLiteral("alarms"), alarms},
             {QStringLiteral("verdicts"), verdicts},
             {QStringLiteral("controls"), controls},
             {QStringLiteral("plans"), plans},
             {QStringLiteral("planStates"), planStates},
             {QStringLiteral("planRuns"), planRuns}}};
}

} // namespace twinfeed::backend
