// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/api.h"

#include "tests/support/wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QUuid>

#include <memory>

using namespace std::chrono_literals;

namespace twinfeed::test {

namespace {

struct DeleteReply
{
    void operator()(QNetworkReply *reply) const { delete reply; }
};

QJsonObject find(const QJsonArray &list, QLatin1String key, const QString &value)
{
    for (const QJsonValue &entry : list) {
        if (entry.toObject().value(key).toString() == value)
            return entry.toObject();
    }
    return {};
}

bool hasEnded(const QJsonObject &operation)
{
    const QString state = operation.value(QLatin1String("state")).toString();
    return state != QLatin1String("accepted") && state != QLatin1String("running");
}

} // namespace

Api::Api(QUrl base, QByteArray token)
    : m_base(std::move(base))
    , m_token(std::move(token))
{
}

QUrl Api::url(const QString &path) const
{
    return m_base.resolved(QUrl(path));
}

Api::Answer Api::get(const QString &path)
{
    return send("GET", path, QByteArray());
}

Api::Answer Api::send(const QByteArray &method, const QString &path, const QByteArray &body, Headers headers,
                      const QByteArray &contentType)
{
    QNetworkRequest request(url(path));
    request.setTransferTimeout(20'000);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    if (method != "GET" && !headers.contains("Idempotency-Key"))
        headers["Idempotency-Key"] = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);

    const std::unique_ptr<QNetworkReply, DeleteReply> reply(
        m_network.sendCustomRequest(request, method, body));
    waitUntil([&] { return reply->isFinished(); }, 25s, "an answer of the backend");

    Answer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply->readAll();
    answer.json = QJsonDocument::fromJson(answer.body).object();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers[name.toLower()] = value;
    return answer;
}

Api::Answer Api::send(const QByteArray &method, const QString &path, const QJsonObject &body, Headers headers)
{
    return send(method, path, QJsonDocument(body).toJson(QJsonDocument::Compact), std::move(headers));
}

quint64 Api::revision(const QString &channel)
{
    return quint64(
        get(QStringLiteral("/v1/channels/") + channel).json.value(QLatin1String("revision")).toDouble());
}

Api::Answer Api::take(const QString &channel, const QString &source, const QString &cut, bool force)
{
    QJsonObject body{{QStringLiteral("source"), source}};
    if (!cut.isEmpty())
        body.insert(QStringLiteral("cut"), cut);
    if (force)
        body.insert(QStringLiteral("force"), true);
    const QByteArray tag = '"' + QByteArray::number(revision(channel)) + '"';
    return send("POST", QStringLiteral("/v1/channels/%1/take").arg(channel), body, {{"If-Match", tag}});
}

QJsonObject Api::ended(const QJsonObject &operation, std::chrono::milliseconds timeout)
{
    const QString path = QStringLiteral("/v1/operations/") + operation.value(QLatin1String("id")).toString();
    QJsonObject newest = operation;
    waitUntil(
        [&] {
            newest = get(path).json;
            return hasEnded(newest);
        },
        timeout, "the end of an operation");
    return newest;
}

QJsonObject Api::takeAndWait(const QString &channel, const QString &source, const QString &cut, bool force)
{
    const Answer answer = take(channel, source, cut, force);
    return answer.status == 202 ? ended(answer.json) : answer.json;
}

QJsonObject Api::source(const QString &channel, const QString &source)
{
    const QJsonObject status = get(QStringLiteral("/v1/channels/%1/status").arg(channel)).json;
    return find(status.value(QLatin1String("sources")).toArray(), QLatin1String("source"), source);
}

QJsonObject Api::output(const QString &channel, const QString &id)
{
    const QJsonObject status = get(QStringLiteral("/v1/channels/%1/status").arg(channel)).json;
    return find(status.value(QLatin1String("outputs")).toArray(), QLatin1String("id"), id);
}

bool Api::waitForSource(const QString &channel, const QString &name, const QString &state,
                        std::chrono::milliseconds timeout)
{
    return waitUntil([&] { return source(channel, name).value(QLatin1String("state")).toString() == state; },
                     timeout, qPrintable(QStringLiteral("%1 %2").arg(name, state)));
}

bool Api::waitUntilFit(const QString &channel, const QString &name, std::chrono::milliseconds timeout)
{
    return waitUntil([&] { return source(channel, name).value(QLatin1String("fit")).toBool(); }, timeout,
                     qPrintable(name + QStringLiteral(" fit")));
}

bool Api::waitForOutput(const QString &channel, const QString &id, const QString &state,
                        std::chrono::milliseconds timeout)
{
    return waitUntil([&] { return output(channel, id).value(QLatin1String("state")).toString() == state; },
                     timeout, qPrintable(QStringLiteral("output %1 %2").arg(id, state)));
}

} // namespace twinfeed::test
