// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/console/fakeunit.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

namespace twinfeed::test {

namespace {

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

FakeUnit::FakeUnit(const QString &channelName)
    : channels{document(QStringLiteral("main"), channelName)}
{
    http.setHandler([this](const FakeHttp::Request &request) { take(request); });
}

ChannelDocument FakeUnit::document(const QString &id, const QString &name)
{
    ChannelDocument document;
    document.config.id = id;
    document.config.name = name;
    document.config.primary.url = QStringLiteral("rtmp://a.example/live/***");
    document.config.backup.url = QStringLiteral("rtmp://b.example/live/***");
    document.revision = 12;
    document.onAir = Source::Primary;
    return document;
}

ChannelStatus FakeUnit::status(const QString &id)
{
    ChannelStatus status;
    status.channel = id;
    status.programme = Source::Primary;
    for (const Source source : allSources) {
        SourceStatus one;
        one.source = source;
        one.state = InputState::Live;
        one.fit = true;
        status.sources.push_back(one);
    }
    return status;
}

QJsonObject FakeUnit::snapshot() const
{
    QJsonArray documents;
    QJsonArray statuses;
    for (const ChannelDocument &channel : channels) {
        documents.append(toJson(channel, false));
        statuses.append(toJson(status(channel.config.id)));
    }
    QJsonObject snapshot = moreOfSnapshot;
    snapshot.insert(QLatin1String("channels"), documents);
    snapshot.insert(QLatin1String("statuses"), statuses);
    return snapshot;
}

void FakeUnit::take(const FakeHttp::Request &request)
{
    if (slowMs == 0)
        return answer(request);
    QTimer::singleShot(slowMs, this, [this, request] {
        if (request.socket)
            answer(request);
    });
}

void FakeUnit::answer(const FakeHttp::Request &request)
{
    if (request.headers.value("authorization") != "Bearer " + token)
        return FakeHttp::answer(
            request, 401,
            R"({"type":"urn:twinfeed:problem:unauthenticated","title":"No.","detail":"Not known."})",
            "application/problem+json");
    if (request.target == "/v1/events")
        return listen(request);
    if (request.verb != "GET") {
        if (command)
            command(request);
        return;
    }
    if (request.target == "/v1/me")
        return FakeHttp::answer(request, 200,
                                bytes({{QStringLiteral("name"), QStringLiteral("anna")},
                                       {QStringLiteral("role"), toWord(role)}}));
    if (request.target.startsWith("/v1/journal"))
        return FakeHttp::answer(request, 200, R"({"entries":[]})");
    FakeHttp::answer(request, 404, "{}");
}

void FakeUnit::listen(const FakeHttp::Request &request)
{
    FakeHttp::begin(request, "text/event-stream");
    request.socket->write(event("snapshot", snapshot()));
    m_streams.push_back(request.socket);
}

QByteArray FakeUnit::event(const char *type, const QJsonObject &data)
{
    return "id: " + incarnation + '-' + QByteArray::number(++m_number) + "\nevent: " + type
        + "\ndata: " + bytes(data) + "\n\n";
}

void FakeUnit::say(const char *type, const QJsonObject &data)
{
    const QByteArray said = event(type, data);
    for (const auto &stream : m_streams) {
        if (stream)
            stream->write(said);
    }
}

void FakeUnit::heartbeat()
{
    std::erase_if(m_streams, [](const auto &stream) { return !stream; });
    const QByteArray at = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
    for (const auto &stream : m_streams) {
        if (stream)
            stream->write("event: heartbeat\ndata: {\"at\":\"" + at + "\"}\n\n");
    }
}

std::vector<FakeHttp::Request> FakeUnit::commands() const
{
    std::vector<FakeHttp::Request> found;
    for (const auto &request : http.requests()) {
        // What a console says by itself of what it will take next is no command.
        if (request.verb != "GET" && !request.target.endsWith("/next"))
            found.push_back(request);
    }
    return found;
}

} // namespace twinfeed::test
