// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/drillclient.h"

#include "app/client/jsonlists.h"

namespace twinfeed::client {

namespace {

QString drillPath(const QString &drill, const char *rest)
{
    return QStringLiteral("/v1/drills/%1%2").arg(drill, QLatin1String(rest));
}

} // namespace

void DrillClient::start(const DrillOrder &order, Client::OperationDone done)
{
    QJsonObject body{{QStringLiteral("scenario"), order.scenario}};
    if (order.seed)
        body.insert(QLatin1String("seed"), double(*order.seed));
    if (order.kind)
        body.insert(QLatin1String("kind"), toWord(*order.kind));
    if (!order.channel.isEmpty())
        body.insert(QLatin1String("channel"), order.channel);
    m_client.order("POST", QStringLiteral("/v1/drills"), body, 0, true, std::move(done));
}

void DrillClient::end(const QString &drill, Client::OperationDone done)
{
    m_client.order("POST", drillPath(drill, "/end"), {}, 0, false, std::move(done));
}

void DrillClient::answer(const QString &drill, const QString &question, int choice,
                         Client::OperationDone done)
{
    m_client.order("POST", drillPath(drill, "/answers"),
                   QJsonObject{{QStringLiteral("question"), question}, {QStringLiteral("choice"), choice}}, 0,
                   true, std::move(done));
}

void DrillClient::note(const QString &drill, const QString &text, const QString &owner, const QString &due,
                       Client::OperationDone done)
{
    QJsonObject body{{QStringLiteral("text"), text}};
    if (!owner.isEmpty())
        body.insert(QLatin1String("owner"), owner);
    if (!due.isEmpty())
        body.insert(QLatin1String("due"), due);
    m_client.order("POST", drillPath(drill, "/notes"), body, 0, false, std::move(done));
}

void DrillClient::scenarios(Done<std::vector<Scenario>> done)
{
    m_client.get(QStringLiteral("/v1/scenarios"), {},
                 as<std::vector<Scenario>>(std::move(done), [](const QJsonObject &body) {
                     return listOf<Scenario>(body, "scenarios", scenarioFromJson);
                 }));
}

void DrillClient::drills(const DrillQuery &query, Done<std::vector<Drill>> done)
{
    m_client.get(QStringLiteral("/v1/drills"),
                 {{QStringLiteral("before"), query.before > 0 ? QString::number(query.before) : QString()},
                  {QStringLiteral("limit"), QString::number(query.limit)},
                  {QStringLiteral("scenario"), query.scenario},
                  {QStringLiteral("search"), query.search}},
                 as<std::vector<Drill>>(std::move(done), [](const QJsonObject &body) {
                     return listOf<Drill>(body, "drills", drillFromJson);
                 }));
}

void DrillClient::picture(const QString &drill, int mark, Done<QByteArray> done)
{
    const QString path = drillPath(drill, "/pictures/") + QString::number(mark);
    m_client.fetch(path, std::move(done));
}

void DrillClient::readiness(Done<QJsonObject> done)
{
    m_client.get(QStringLiteral("/v1/readiness"), {}, std::move(done));
}

} // namespace twinfeed::client
