// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/planclient.h"

#include <QJsonArray>
#include <QUrl>

namespace twinfeed::client {

namespace {

/// Of a list, each element by `read`; the first that cannot be read is the error.
template <typename T, typename Read>
Result<std::vector<T>> listOf(const QJsonObject &body, const char *name, Read read)
{
    std::vector<T> list;
    for (const QJsonValue &value : body.value(QLatin1String(name)).toArray()) {
        auto one = read(value.toObject());
        if (!one)
            return one.error();
        list.push_back(std::move(*one));
    }
    return list;
}

Result<PlanList> planListOf(const QJsonObject &body)
{
    PlanList list;
    auto documents = listOf<PlanDocument>(body, "plans", planDocumentFromJson);
    if (!documents)
        return documents.error();
    auto states = listOf<PlanState>(body, "states", planStateFromJson);
    if (!states)
        return states.error();
    auto times = listOf<PlanTimes>(body, "times", planTimesFromJson);
    if (!times)
        return times.error();
    return PlanList{std::move(*documents), std::move(*states), std::move(*times)};
}

Result<std::vector<PlanRun>> runsOf(const QJsonObject &body)
{
    return listOf<PlanRun>(body, "runs", planRunFromJson);
}

/// Hands an answer on as what `read` makes of it.
template <typename T, typename Read>
Client::JsonDone as(PlanClient::Done<T> done, Read read)
{
    return [done = std::move(done), read](const Result<QJsonObject> &body) {
        done(body ? Result<T>(read(*body)) : Result<T>(body.error()));
    };
}

QString segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString planPath(const QString &plan, const char *rest = "")
{
    return QStringLiteral("/v1/plans/%1%2").arg(segment(plan), QLatin1String(rest));
}

QString runPath(const QString &run, const char *rest = "")
{
    return QStringLiteral("/v1/runs/%1%2").arg(segment(run), QLatin1String(rest));
}

QJsonObject placeOf(const PlanPlace &place)
{
    QJsonObject body{{QStringLiteral("channel"), place.channel}};
    if (!place.output.isEmpty())
        body.insert(QLatin1String("output"), place.output);
    return body;
}

} // namespace

void PlanClient::arm(const PlanPlace &place, quint64 revision, Client::OperationDone done)
{
    m_client.order("POST", planPath(place.plan, "/arm"), placeOf(place), revision, true, std::move(done));
}

void PlanClient::disarm(const QString &plan, Client::OperationDone done)
{
    m_client.order("DELETE", planPath(plan, "/arm"), std::nullopt, 0, false, std::move(done));
}

void PlanClient::fire(const Fire &fire, quint64 revision, Client::OperationDone done)
{
    QJsonObject body = placeOf(fire.place);
    body.insert(QLatin1String("planRevision"), double(fire.planRevision));
    if (!fire.arm.isEmpty())
        body.insert(QLatin1String("arm"), fire.arm);
    if (fire.held)
        body.insert(QLatin1String("held"), true);
    if (!fire.reason.isEmpty())
        body.insert(QLatin1String("reason"), fire.reason);
    m_client.order("POST", planPath(fire.place.plan, "/runs"), body, revision, true, std::move(done));
}

void PlanClient::abort(const QString &run, Client::OperationDone done)
{
    m_client.order("POST", runPath(run, "/abort"), std::nullopt, 0, false, std::move(done));
}

void PlanClient::answer(const QString &run, const QString &answer, Client::OperationDone done)
{
    m_client.order("POST", runPath(run, "/answer"), QJsonObject{{QStringLiteral("answer"), answer}}, 0, true,
                   std::move(done));
}

void PlanClient::review(const QString &run, const QString &rootCause, const QString &notes,
                        Client::OperationDone done)
{
    m_client.order("PUT", runPath(run, "/review"),
                   QJsonObject{{QStringLiteral("rootCause"), rootCause}, {QStringLiteral("notes"), notes}}, 0,
                   false, std::move(done));
}

void PlanClient::replace(const Plan &plan, const QString &reason, quint64 revision,
                         Client::OperationDone done)
{
    m_client.order("PUT", planPath(plan.id),
                   QJsonObject{{QStringLiteral("plan"), toJson(plan)}, {QStringLiteral("reason"), reason}},
                   revision, false, std::move(done));
}

void PlanClient::plans(Done<PlanList> done)
{
    m_client.get(QStringLiteral("/v1/plans"), {}, as<PlanList>(std::move(done), planListOf));
}

void PlanClient::runs(const RunQuery &query, Done<std::vector<PlanRun>> done)
{
    m_client.get(QStringLiteral("/v1/runs"),
                 {{QStringLiteral("before"), query.before > 0 ? QString::number(query.before) : QString()},
                  {QStringLiteral("limit"), QString::number(query.limit)},
                  {QStringLiteral("plan"), query.plan},
                  {QStringLiteral("channel"), query.channel},
                  {QStringLiteral("search"), query.search}},
                 as<std::vector<PlanRun>>(std::move(done), runsOf));
}

void PlanClient::run(const QString &id, Done<PlanRun> done)
{
    m_client.get(runPath(id), {}, as<PlanRun>(std::move(done), planRunFromJson));
}

} // namespace twinfeed::client
