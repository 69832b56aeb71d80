// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/watchclient.h"

#include <QJsonArray>

namespace twinfeed::client {

namespace {

Result<RuleBook> ruleBookOf(QJsonObject body)
{
    const double revision = body.take(QStringLiteral("revision")).toDouble();
    auto set = ruleSetFromJson(body);
    if (!set)
        return set.error();
    return RuleBook{std::move(*set), quint64(revision)};
}

Result<std::vector<Alarm>> alarmsOf(const QJsonObject &body)
{
    std::vector<Alarm> alarms;
    for (const QJsonValue &value : body.value(QLatin1String("alarms")).toArray()) {
        auto alarm = alarmFromJson(value.toObject());
        if (!alarm)
            return alarm.error();
        alarms.push_back(std::move(*alarm));
    }
    return alarms;
}

/// Hands an answer on as what `read` makes of it.
template <typename T, typename Read>
Client::JsonDone as(WatchClient::Done<T> done, Read read)
{
    return [done = std::move(done), read](const Result<QJsonObject> &body) {
        done(body ? Result<T>(read(*body)) : Result<T>(body.error()));
    };
}

QString alarmPath(const QString &alarm, const char *verb)
{
    return QStringLiteral("/v1/alarms/%1/%2").arg(alarm, QLatin1String(verb));
}

} // namespace

QString WatchClient::acknowledge(const QString &alarm, Client::OperationDone done)
{
    return m_client.order("POST", alarmPath(alarm, "acknowledge"), {}, 0, false, std::move(done));
}

QString WatchClient::shelve(const QString &alarm, const QString &reason, int minutes,
                            Client::OperationDone done)
{
    return m_client.order(
        "POST", alarmPath(alarm, "shelve"),
        QJsonObject{{QStringLiteral("reason"), reason}, {QStringLiteral("minutes"), minutes}}, 0, false,
        std::move(done));
}

QString WatchClient::unshelve(const QString &alarm, Client::OperationDone done)
{
    return m_client.order("POST", alarmPath(alarm, "unshelve"), {}, 0, false, std::move(done));
}

QString WatchClient::note(const QString &channel, const QString &alarm, const QString &text,
                          Client::OperationDone done)
{
    QJsonObject body{{QStringLiteral("text"), text}};
    if (!channel.isEmpty())
        body.insert(QLatin1String("channel"), channel);
    if (!alarm.isEmpty())
        body.insert(QLatin1String("alarm"), alarm);
    return m_client.order("POST", QStringLiteral("/v1/journal/notes"), body, 0, false, std::move(done));
}

QString WatchClient::setRules(const RuleSet &rules, quint64 revision, Client::OperationDone done)
{
    return m_client.order("PUT", QStringLiteral("/v1/rules"), toJson(rules), revision, false,
                          std::move(done));
}

QString WatchClient::resetRules(quint64 revision, Client::OperationDone done)
{
    return m_client.order("DELETE", QStringLiteral("/v1/rules"), {}, revision, false, std::move(done));
}

void WatchClient::rules(Done<RuleBook> done)
{
    m_client.get(QStringLiteral("/v1/rules"), {}, as<RuleBook>(std::move(done), ruleBookOf));
}

void WatchClient::alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done)
{
    m_client.get(QStringLiteral("/v1/alarms/history"),
                 {{QStringLiteral("before"), query.before > 0 ? QString::number(query.before) : QString()},
                  {QStringLiteral("limit"), QString::number(query.limit)},
                  {QStringLiteral("channel"), query.channel},
                  {QStringLiteral("search"), query.search}},
                 as<std::vector<Alarm>>(std::move(done), alarmsOf));
}

void WatchClient::alarmQuality(int hours, Done<AlarmQuality> done)
{
    m_client.get(QStringLiteral("/v1/alarms/quality"), {{QStringLiteral("hours"), QString::number(hours)}},
                 as<AlarmQuality>(std::move(done), alarmQualityFromJson));
}

void WatchClient::trend(const TrendQuery &query, Done<Trend> done)
{
    m_client.get(QStringLiteral("/v1/metrics/history"),
                 {{QStringLiteral("channel"), query.channel},
                  {QStringLiteral("metric"), query.metric},
                  {QStringLiteral("node"), query.node},
                  {QStringLiteral("from"), query.from.toUTC().toString(Qt::ISODateWithMs)},
                  {QStringLiteral("to"), query.to.toUTC().toString(Qt::ISODateWithMs)},
                  {QStringLiteral("step"), QString::number(query.stepSeconds)}},
                 as<Trend>(std::move(done), trendFromJson));
}

} // namespace twinfeed::client
