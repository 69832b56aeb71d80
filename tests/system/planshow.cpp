// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/planshow.h"

#include "tests/support/wait.h"

#include <QJsonDocument>

using namespace std::chrono_literals;

namespace twinfeed::test {

namespace {

const QString channel = QStringLiteral("main");

} // namespace

QJsonObject PlanShow::plan(const QString &id)
{
    return api().get(QStringLiteral("/v1/plans/") + id).json;
}

QJsonObject PlanShow::state(const QString &plan, const QString &output)
{
    const QJsonObject all = api().get(QStringLiteral("/v1/plans")).json;
    for (const QJsonValue &one : all.value(QLatin1String("states")).toArray()) {
        if (wordOf(one, "plan") == plan && wordOf(one, "output") == output)
            return one.toObject();
    }
    return {};
}

bool PlanShow::waitForState(const QString &plan, const QString &wanted, const QString &output,
                            std::chrono::milliseconds timeout)
{
    const bool came = waitUntil([&] { return wordOf(state(plan, output), "state") == wanted; }, timeout,
                                qPrintable(plan + QLatin1String(" to be ") + wanted));
    if (!came)
        qInfo().noquote()
            << QJsonDocument(state(plan, output)).toJson()
            << QJsonDocument(api().get(QStringLiteral("/v1/channels/main/status")).json).toJson();
    return came;
}

QByteArray PlanShow::tag()
{
    return '"' + QByteArray::number(api().revision(channel)) + '"';
}

QString PlanShow::armed(const QString &plan, const QString &output, Api &by)
{
    const auto answer =
        by.send("POST", QStringLiteral("/v1/plans/%1/arm").arg(plan),
                QJsonObject{{QStringLiteral("channel"), channel}, {QStringLiteral("output"), output}},
                {{"if-match", tag()}});
    return answer.status == 202 ? wordOf(answer.json.value(QLatin1String("request")), "arm") : QString();
}

QString PlanShow::fire(const QString &plan, const QString &output, const QString &reason)
{
    const QJsonObject document = this->plan(plan);
    const QString danger = wordOf(document.value(QLatin1String("plan")), "danger");
    QJsonObject body{{QStringLiteral("channel"), channel},
                     {QStringLiteral("output"), output},
                     {QStringLiteral("held"), danger == QLatin1String("hold")},
                     {QStringLiteral("planRevision"), document.value(QLatin1String("revision"))}};
    if (danger == QLatin1String("two-persons")) {
        m_ben = std::make_unique<Api>(api().url({}), secretOfBen());
        armed(plan, output, *m_ben);
    }
    if (danger != QLatin1String("press"))
        body.insert(QStringLiteral("arm"), armed(plan, output, api()));
    if (!reason.isEmpty())
        body.insert(QStringLiteral("reason"), reason);
    const auto answer =
        api().send("POST", QStringLiteral("/v1/plans/%1/runs").arg(plan), body, {{"if-match", tag()}});
    if (answer.status == 202)
        return wordOf(answer.json.value(QLatin1String("request")), "run");
    qInfo().noquote() << answer.body;
    return wordOf(answer.json, "code");
}

QJsonObject PlanShow::run(const QString &id)
{
    return api().get(QStringLiteral("/v1/runs/") + id).json;
}

int PlanShow::answer(const QString &run, const QString &answer, std::chrono::milliseconds timeout)
{
    const bool asks = waitUntil([&] { return wordOf(this->run(run), "state") == QLatin1String("asking"); },
                                timeout, "the question");
    if (!asks) {
        qInfo().noquote() << QJsonDocument(this->run(run)).toJson();
        return 0;
    }
    return api()
        .send("POST", QStringLiteral("/v1/runs/%1/answer").arg(run),
              QJsonObject{{QStringLiteral("answer"), answer}})
        .status;
}

QJsonObject PlanShow::ended(const QString &run, std::chrono::milliseconds timeout)
{
    QJsonObject now;
    const bool over = waitUntil(
        [&] {
            now = this->run(run);
            return now.value(QLatin1String("endedAt")).isString();
        },
        timeout, "the end of the run");
    if (!over)
        qInfo().noquote() << QJsonDocument(now).toJson();
    return now;
}

bool PlanShow::recovered(const QString &run, std::chrono::milliseconds timeout)
{
    return waitUntil([&] { return !wordOf(this->run(run), "recoveredAt").isEmpty(); }, timeout,
                     "the clear criteria");
}

QString PlanShow::put(const QJsonObject &plan)
{
    const auto answer =
        api().send("PUT", QStringLiteral("/v1/plans/") + wordOf(plan, "id"),
                   {{QStringLiteral("plan"), plan}, {QStringLiteral("reason"), QStringLiteral("A test.")}});
    return answer.status == 202 ? QString() : QString::fromUtf8(answer.body);
}

} // namespace twinfeed::test
