// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/client.h"

#include "app/client/answer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QUrlQuery>
#include <QUuid>

namespace twinfeed::client {

namespace {

Client::OperationDone keepAlive(Client::OperationDone done)
{
    return done ? std::move(done) : [](const Result<Operation> &) {};
}

Call::Done asOperation(Client::OperationDone done)
{
    return [done = keepAlive(std::move(done))](const Result<Reply> &reply) {
        done(reply ? operationFromJson(reply->body) : Result<Operation>(reply.error()));
    };
}

QString segment(const QString &id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id));
}

/// Percent-encodes also what QUrlQuery leaves as it is ('+' above all).
void add(QUrlQuery &query, const QString &name, const QString &value)
{
    query.addQueryItem(name, segment(value));
}

Result<std::vector<JournalEntry>> entriesOf(const QJsonObject &body)
{
    std::vector<JournalEntry> entries;
    const QJsonArray array = body.value(QLatin1String("entries")).toArray();
    entries.reserve(size_t(array.size()));
    for (const QJsonValue &value : array) {
        auto entry = journalEntryFromJson(value.toObject());
        if (!entry)
            return entry.error();
        entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace

Client::Client(const Clock &clock, Timing timing, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timing(timing)
{
}

Client::~Client()
{
    // Calls use m_network and m_endpoint, which go before QObject deletes its children.
    qDeleteAll(findChildren<Call *>(QString(), Qt::FindDirectChildrenOnly));
}

void Client::setEndpoint(const Endpoint &endpoint)
{
    if (m_endpoint == endpoint)
        return;
    m_endpoint = endpoint;
    configure(m_network, endpoint);
    warmUp();
}

void Client::warmUp()
{
    if (!m_endpoint.isValid())
        return;
    const QUrl &base = m_endpoint.base;
    if (base.scheme() == QLatin1String("https"))
        m_network.connectToHostEncrypted(base.host(), quint16(base.port(443)));
    else
        m_network.connectToHost(base.host(), quint16(base.port(80)));
}

QString Client::take(const QString &channel, const Take &take, quint64 revision, OperationDone done)
{
    QJsonObject body{{QStringLiteral("source"), toWord(take.target)}};
    if (take.cut)
        body.insert(QLatin1String("cut"), toWord(*take.cut));
    if (take.force)
        body.insert(QLatin1String("force"), true);
    return sendCommand("POST", QStringLiteral("/v1/channels/%1/take").arg(segment(channel)), body, revision,
                       std::move(done));
}

void Client::chooseNext(const QString &channel, std::optional<Source> next)
{
    Question question = command("PUT", QStringLiteral("/v1/channels/%1/next").arg(segment(channel)));
    question.headers.emplace_back("Content-Type", "application/json");
    const QJsonValue source = next ? QJsonValue(toWord(*next)) : QJsonValue(QJsonValue::Null);
    question.body =
        QJsonDocument(QJsonObject{{QStringLiteral("source"), source}}).toJson(QJsonDocument::Compact);
    ask(std::move(question), [](const Result<Reply> &) {}); // a take needs no hint
}

QString Client::armSlate(const QString &channel, const QString &slate, quint64 revision, OperationDone done)
{
    return sendCommand("PUT", QStringLiteral("/v1/channels/%1/slate").arg(segment(channel)),
                       {{QStringLiteral("slate"), slate}}, revision, std::move(done));
}

QString Client::setFailover(const QString &channel, const FailoverOrder &order, quint64 revision,
                            OperationDone done)
{
    QJsonObject body;
    if (order.mode)
        body.insert(QLatin1String("mode"), toWord(*order.mode));
    if (order.arm)
        body.insert(QLatin1String("armed"), true);
    return sendCommand("PUT", QStringLiteral("/v1/channels/%1/failover").arg(segment(channel)), body,
                       revision, std::move(done));
}

QString Client::setLocks(const QString &channel, const std::vector<Source> &locked, quint64 revision,
                         OperationDone done)
{
    QJsonArray words;
    for (const Source source : locked)
        words.append(toWord(source));
    return sendCommand("PUT", QStringLiteral("/v1/channels/%1/locks").arg(segment(channel)),
                       {{QStringLiteral("locked"), words}}, revision, std::move(done));
}

QString Client::setEncryption(const QString &channel, const EncryptionOrder &order, quint64 revision,
                              OperationDone done)
{
    return sendCommand("PUT", QStringLiteral("/v1/channels/%1/encryption").arg(segment(channel)),
                       toJson(order), order.emergency ? 0 : revision, std::move(done));
}

QString Client::endEvent(const QString &channel, quint64 revision, OperationDone done)
{
    return send(command("POST", QStringLiteral("/v1/channels/%1/end").arg(segment(channel))), revision,
                std::move(done));
}

QString Client::replaceChannel(const ChannelConfig &config, quint64 revision, OperationDone done)
{
    Question question = command("PUT", QStringLiteral("/v1/channels/%1").arg(segment(config.id)));
    question.headers.emplace_back("Content-Type", "application/json");
    question.body = QJsonDocument(toJson(config, true)).toJson(QJsonDocument::Compact);
    return send(std::move(question), revision, std::move(done));
}

QString Client::addSlate(const QString &id, const QString &name, const QString &fileName, QByteArray content,
                         OperationDone done)
{
    QUrlQuery query;
    add(query, QStringLiteral("id"), id);
    add(query, QStringLiteral("name"), name);
    add(query, QStringLiteral("file"), fileName);
    Question question = command("POST", QStringLiteral("/v1/slates?") + query.toString(QUrl::FullyEncoded));
    question.headers.emplace_back("Content-Type", "application/octet-stream");
    question.body = std::move(content);
    question.tryMs = m_timing.uploadTryMs;
    question.lastTryMs = m_timing.uploadTryMs;
    question.giveUpMs = 2 * m_timing.uploadTryMs;
    const QString key = QString::fromLatin1(question.key);
    ask(std::move(question), asOperation(std::move(done)));
    return key;
}

QString Client::keepPicture(const QString &channel, const QString &id, const QString &name,
                            OperationDone done)
{
    return sendCommand("POST", QStringLiteral("/v1/channels/%1/slate").arg(segment(channel)),
                       {{QStringLiteral("id"), id}, {QStringLiteral("name"), name}}, 0, std::move(done));
}

QString Client::addTextSlate(const QString &picture, const QString &id, const QString &name,
                             const SlateText &text, OperationDone done)
{
    return sendCommand(
        "POST", QStringLiteral("/v1/slates/%1/text").arg(segment(picture)),
        {{QStringLiteral("id"), id}, {QStringLiteral("name"), name}, {QStringLiteral("text"), toJson(text)}},
        0, std::move(done));
}

QString Client::deleteSlate(const QString &slate, OperationDone done)
{
    return send(command("DELETE", QStringLiteral("/v1/slates/%1").arg(segment(slate))), 0, std::move(done));
}

QString Client::control(const QString &channel, const ControlOrder &order, ControlDone done)
{
    using Verb = ControlOrder::Verb;
    const QString path = QStringLiteral("/v1/channels/%1/control").arg(segment(channel));
    Question question = command(order.verb == Verb::Release ? "DELETE" : "PUT", path);
    if (order.verb != Verb::Release) {
        QJsonObject body;
        if (order.verb == Verb::TakeOver)
            body.insert(QLatin1String("takeOver"), true);
        if (order.verb == Verb::HandOver)
            body.insert(QLatin1String("handTo"), order.to);
        question.headers.emplace_back("Content-Type", "application/json");
        question.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    const QString key = QString::fromLatin1(question.key);
    ask(std::move(question), [done = std::move(done)](const Result<Reply> &reply) {
        done(reply ? channelControlFromJson(reply->body) : Result<ChannelControl>(reply.error()));
    });
    return key;
}

void Client::me(MeDone done)
{
    Question question;
    question.verb = "GET";
    question.path = QStringLiteral("/v1/me");
    question.tryMs = m_timing.queryTryMs;
    ask(std::move(question), [done = std::move(done)](const Result<Reply> &reply) {
        if (!reply)
            return done(reply.error());
        const QString name = reply->body.value(QLatin1String("name")).toString();
        const auto role = fromWord<Role>(reply->body.value(QLatin1String("role")).toString());
        if (name.isEmpty() || !role)
            return done(Error{QStringLiteral("unexpected-answer"),
                              QStringLiteral("The backend does not say who we are."),
                              {},
                              {},
                              {}});
        done(Me{name, *role});
    });
}

void Client::channel(const QString &id, ChannelDone done)
{
    Question question;
    question.verb = "GET";
    question.path = QStringLiteral("/v1/channels/%1").arg(segment(id));
    question.tryMs = m_timing.queryTryMs;
    ask(std::move(question), [done = std::move(done)](const Result<Reply> &reply) {
        done(reply ? channelDocumentFromJson(reply->body) : Result<ChannelDocument>(reply.error()));
    });
}

void Client::operation(const QString &id, OperationDone done)
{
    Question question;
    question.verb = "GET";
    question.path = QStringLiteral("/v1/operations/%1").arg(segment(id));
    question.tryMs = m_timing.queryTryMs;
    ask(std::move(question), asOperation(std::move(done)));
}

void Client::journal(const JournalQuery &query, JournalDone done)
{
    get(QStringLiteral("/v1/journal"),
        {{QStringLiteral("before"), query.before > 0 ? QString::number(query.before) : QString()},
         {QStringLiteral("after"), query.after > 0 ? QString::number(query.after) : QString()},
         {QStringLiteral("limit"), QString::number(query.limit)},
         {QStringLiteral("channel"), query.channel},
         {QStringLiteral("search"), query.search}},
        [done = std::move(done)](const Result<QJsonObject> &body) {
            done(body ? entriesOf(*body) : Result<std::vector<JournalEntry>>(body.error()));
        });
}

void Client::get(const QString &path, const std::vector<std::pair<QString, QString>> &query, JsonDone done)
{
    QUrlQuery items;
    for (const auto &[name, value] : query) {
        if (!value.isEmpty())
            add(items, name, value);
    }
    Question question;
    question.verb = "GET";
    question.path =
        items.isEmpty() ? path : QString(path + QLatin1Char('?') + items.toString(QUrl::FullyEncoded));
    question.tryMs = m_timing.queryTryMs;
    ask(std::move(question), [done = std::move(done)](const Result<Reply> &reply) {
        done(reply ? Result<QJsonObject>(reply->body) : Result<QJsonObject>(reply.error()));
    });
}

void Client::fetch(const QString &path, BytesDone done)
{
    QNetworkRequest request = requestFor(m_endpoint, path);
    request.setTransferTimeout(m_timing.queryTryMs);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        const QByteArray body = reply->readAll();
        const int status = statusOf(*reply);
        if (failedWithoutAnswer(*reply))
            done(networkError(*reply));
        else if (status < 200 || status > 299)
            done(problemError(status, body));
        else
            done(body);
    });
}

QString Client::order(const QByteArray &verb, const QString &path, std::optional<QJsonObject> body,
                      quint64 revision, bool inTime, OperationDone done)
{
    if (inTime && body)
        return sendCommand(verb, path, *body, revision, std::move(done));
    Question question = command(verb, path);
    if (body) {
        question.headers.emplace_back("Content-Type", "application/json");
        question.body = QJsonDocument(*body).toJson(QJsonDocument::Compact);
    }
    return send(std::move(question), revision, std::move(done));
}

Question Client::command(const QByteArray &verb, const QString &path) const
{
    Question question;
    question.verb = verb;
    question.path = path;
    question.key = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    question.tryMs = m_timing.commandTryMs;
    question.lastTryMs = m_timing.commandLateMs;
    question.giveUpMs = m_timing.commandGiveUpMs;
    return question;
}

QString Client::sendCommand(const QByteArray &verb, const QString &path, QJsonObject body, quint64 revision,
                            OperationDone done)
{
    const QDateTime notAfter = m_clock.wall().addMSecs(m_clockOffsetMs + m_timing.commandLateMs).toUTC();
    body.insert(QLatin1String("notAfter"), notAfter.toString(Qt::ISODateWithMs));
    Question question = command(verb, path);
    question.headers.emplace_back("Content-Type", "application/json");
    question.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return send(std::move(question), revision, std::move(done));
}

QString Client::send(Question question, quint64 revision, OperationDone done)
{
    if (revision > 0)
        question.headers.emplace_back("If-Match", '"' + QByteArray::number(revision) + '"');
    const QString key = QString::fromLatin1(question.key);
    ask(std::move(question), asOperation(std::move(done)));
    return key;
}

void Client::ask(Question question, Call::Done done)
{
    auto *call = new Call(m_network, m_endpoint, m_clock, std::move(question), std::move(done), this);
    call->start();
}

} // namespace twinfeed::client
