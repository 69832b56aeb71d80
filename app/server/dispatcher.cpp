// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/dispatcher.h"

#include "app/server/problem.h"
#include "app/server/routes.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::server {

namespace {

constexpr int strangersPerMinute = 30;
constexpr int64_t minute = 60'000'000;

bool isKey(const QByteArray &key)
{
    return !key.isEmpty() && key.size() <= 255
        && std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// With lengths, so that no two requests run into one.
QByteArray fingerprintOf(const Request &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &part) {
        hash.addData(QByteArray::number(part.size()));
        hash.addData(":");
        hash.addData(part);
    };
    add(request.method);
    add(request.path);
    add(request.query);
    const auto ifMatch = request.header("if-match");
    add(ifMatch ? ifMatch->value_or(QByteArray()) : QByteArray());
    add(request.body);
    return hash.result();
}

std::optional<Error> contentTypeError(const Request &request, const char *wanted)
{
    const auto header = request.header("content-type");
    if (!header)
        return header.error();
    const QByteArray type = header->value_or(QByteArray()).split(';').front().trimmed().toLower();
    if (type == wanted)
        return std::nullopt;
    return Error{QStringLiteral("unsupported-media-type"),
                 QStringLiteral("The body must be %1.").arg(QLatin1String(wanted)),
                 QStringLiteral("Content-Type"),
                 QStringLiteral("Send it with \"Content-Type: %1\".").arg(QLatin1String(wanted)),
                 {}};
}

/// Qt's parser refuses more than 1024 levels, bad UTF-8 and trailing text.
Result<QJsonObject> parseJson(const QByteArray &body)
{
    QJsonParseError why;
    const QJsonDocument document = QJsonDocument::fromJson(body, &why);
    if (why.error != QJsonParseError::NoError) {
        return Error{
            QStringLiteral("not-json"),
            QStringLiteral("The body is no JSON: %1 at byte %2.").arg(why.errorString()).arg(why.offset),
            {},
            QStringLiteral("Send one JSON object."),
            {{QLatin1String("offset"), why.offset}}};
    }
    if (!document.isObject()) {
        return Error{QStringLiteral("wrong-type"),
                     QStringLiteral("The body must be a JSON object."),
                     {},
                     QStringLiteral("Send one JSON object."),
                     {}};
    }
    return document.object();
}

std::optional<Error> acceptError(const Request &request, const Route &route)
{
    QByteArray accept;
    for (const Header &header : request.headers) {
        if (header.first == "accept")
            accept += (accept.isEmpty() ? "" : ",") + header.second;
    }
    // Whoever can read problems only is nobody; whoever lists them beside is fine.
    for (const QByteArray &type : QByteArray(route.produces).split(' ')) {
        if (accepts(accept, type))
            return std::nullopt;
    }
    return Error{QStringLiteral("not-acceptable"),
                 QStringLiteral("This is %1 only.").arg(QLatin1String(route.produces)),
                 QStringLiteral("Accept"),
                 QStringLiteral("Accept %1.").arg(QLatin1String(route.produces)),
                 {}};
}

Error forbidden(Role has, Role needed)
{
    return {QStringLiteral("forbidden"),
            QStringLiteral("A %1 may not do this.").arg(toWord(has)),
            {},
            QStringLiteral("This needs the role %1.").arg(toWord(needed)),
            {}};
}

void noteRefusal(Backend &backend, const Caller &caller, const Request &request, const Error &why)
{
    backend.noteRefusal(caller, QString::fromLatin1(request.method.left(16)),
                        QString::fromLatin1(request.path.left(200)), why);
}

} // namespace

Dispatcher::Dispatcher(Services services, Authenticator authenticator)
    : m_services(std::move(services))
    , m_authenticator(std::move(authenticator))
{
}

Result<Caller> Dispatcher::callerOf(const Route &route, const SignedAccess::Opened &opened) const
{
    if (!route.role)
        return Caller{};
    // Whoever brings a token is asked for that.
    if (!route.mayBeSigned || !opened.verdict || opened.request.has("authorization"))
        return m_authenticator.callerOf(opened.request);
    if (!*opened.verdict)
        return opened.verdict->error();
    Caller caller{QStringLiteral("signed address")};
    caller.signedAddress = true;
    return caller;
}

Admission Dispatcher::admit(const Request &received)
{
    const auto opened = m_services.access.open(received, m_services.clock.wall());
    const Request &request = opened.request;
    const Limits &limits = m_services.limits;
    const auto refuse = [&](const Error &error) { return Admission{problem(error, request.id), 0}; };

    const Match found = match(request.method, request.path);
    if (!found.route && found.allow.isEmpty()) {
        return refuse({QStringLiteral("unknown-path"),
                       QStringLiteral("There is nothing at this path."),
                       {},
                       QStringLiteral("See openapi.yaml for the paths there are."),
                       {}});
    }
    if (!found.route) {
        Admission refused = refuse({QStringLiteral("method-not-allowed"),
                                    QStringLiteral("This path takes other methods."),
                                    {},
                                    QStringLiteral("Use one of: %1.").arg(QString::fromLatin1(found.allow)),
                                    {}});
        refused.refusal->headers.emplace_back("Allow", found.allow);
        return refused;
    }
    const Route &route = *found.route;
    const auto caller = callerOf(route, opened);
    if (!caller) {
        noteStranger(request, caller.error());
        return refuse(caller.error());
    }
    // Slates are large: they are not even received from somebody who may not bring them (and who has no earlier answer
    // that could be given again). Everything else is small, and its order is that of handle().
    if (route.body == Body::File && !includes(caller->role, *route.role)) {
        const auto length = request.header("content-length");
        if (length && length->value_or("0").toLongLong() > limits.jsonBody) {
            const Error error = forbidden(caller->role, *route.role);
            noteRefusal(m_services.backend, *caller, request, error);
            return refuse(error);
        }
        return {std::nullopt, limits.jsonBody};
    }
    return {std::nullopt, route.bodyLimit(limits)};
}

void Dispatcher::handle(const Request &received, Respond respond)
{
    const auto opened = m_services.access.open(received, m_services.clock.wall());
    const Request &request = opened.request;
    const Match found = match(request.method, request.path);
    if (!found.route)
        return; // admit() has answered
    const auto caller = callerOf(*found.route, opened);
    if (!caller) // its time may be over by now
        return respond(problem(caller.error(), request.id));
    Call call{request, *found.route,     m_services, Reply(std::move(respond), request.id, *caller),
              *caller, found.parameters, {},         {},
              {}};
    if (identify(call) && authorise(call) && read(call))
        found.route->handler(call);
}

bool Dispatcher::identify(Call &call) const
{
    if (!call.route.isCommand())
        return true;
    const auto key = call.request.header("idempotency-key");
    if (!key) {
        call.refuse(key.error());
        return false;
    }
    if (!*key || !isKey(**key)) {
        call.refuse(
            {*key ? QStringLiteral("invalid-idempotency-key") : QStringLiteral("missing-idempotency-key"),
             *key ? QStringLiteral("The Idempotency-Key must be 1 to 255 printable ASCII characters.")
                  : QStringLiteral("Each command needs an Idempotency-Key."),
             QStringLiteral("Idempotency-Key"),
             QStringLiteral("Send a new UUID with each command, and the same with its repeats."),
             {}});
        return false;
    }
    call.command.caller = call.caller;
    call.command.idempotencyKey = QString::fromLatin1(**key);
    call.command.fingerprint = fingerprintOf(call.request);
    call.command.receivedAt = call.request.receivedAt;
    const auto earlier =
        m_services.backend.replay(call.caller, call.command.idempotencyKey, call.command.fingerprint);
    if (!earlier) {
        call.refuse(earlier.error());
        return false;
    }
    if (*earlier) {
        call.reply.answer(**earlier, true);
        return false;
    }
    return true;
}

bool Dispatcher::authorise(const Call &call) const
{
    if (!call.route.role || includes(call.caller.role, *call.route.role))
        return true;
    const Error error = forbidden(call.caller.role, *call.route.role);
    if (!call.route.isCommand()) // those are journalled by refuse()
        noteRefusal(m_services.backend, call.caller, call.request, error);
    call.refuse(error);
    return false;
}

bool Dispatcher::read(Call &call) const
{
    const auto refused = [&call](const Error &error) {
        call.refuse(error);
        return false;
    };
    if (const auto error = acceptError(call.request, call.route))
        return refused(*error);
    if (call.route.body != Body::None) {
        const bool json = call.route.body == Body::Json;
        if (const auto error =
                contentTypeError(call.request, json ? "application/json" : "application/octet-stream"))
            return refused(*error);
    }
    auto query = parseQuery(call.request.query);
    if (!query)
        return refused(query.error());
    const QStringList known =
        QString::fromLatin1(call.route.query).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (auto it = query->cbegin(); it != query->cend(); ++it) {
        if (!known.contains(it.key())) {
            return refused({QStringLiteral("unknown-field"),
                            QStringLiteral("\"%1\" is not a parameter here.").arg(it.key()),
                            it.key(),
                            QStringLiteral("Remove it, or check its spelling."),
                            {}});
        }
    }
    call.query = *query;
    if (call.route.body == Body::Json) {
        auto json = parseJson(call.request.body);
        if (!json)
            return refused(json.error());
        call.json = *json;
    }
    return true;
}

void Dispatcher::noteStranger(const Request &request, const Error &why)
{
    const int64_t now = m_services.clock.now();
    if (m_strangers == 0 || now - m_strangersSince >= minute) {
        m_strangersSince = now;
        m_strangers = 0;
    }
    if (++m_strangers <= strangersPerMinute)
        noteRefusal(m_services.backend, {}, request, why);
}

} // namespace twinfeed::server
