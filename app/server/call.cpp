// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/call.h"

#include "app/server/problem.h"
#include "app/server/routes.h"
#include "app/server/workers.h"

namespace twinfeed::server {

Reply::Reply(Respond respond, QString requestId, Caller caller)
    : m_respond(std::move(respond))
    , m_requestId(std::move(requestId))
    , m_caller(std::move(caller))
{
}

void Reply::send(Response response) const
{
    response.caller = m_caller.name;
    // A page of any origin may use what was signed for it: the address says all there is to say.
    if (m_caller.signedAddress)
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    m_respond(std::move(response));
}

void Reply::json(const QJsonObject &body) const
{
    send(jsonResponse(200, body));
}

void Reply::fail(const Error &error) const
{
    send(problem(error, m_requestId));
}

void Reply::answer(const Result<Answer> &answer, bool replayed) const
{
    if (!answer)
        return fail(answer.error());
    Response response = jsonResponse(answer->status, answer->body);
    if (answer->status >= 400)
        response.contentType = "application/problem+json";
    if (answer->revision)
        response.headers.emplace_back("ETag", entityTag(*answer->revision));
    if (!answer->location.isEmpty())
        response.headers.emplace_back("Location", answer->location.toLatin1());
    if (replayed)
        response.headers.emplace_back("Idempotent-Replayed", "true");
    send(std::move(response));
}

Result<qint64> Call::number(const char *name, qint64 least, qint64 most, qint64 otherwise) const
{
    const QLatin1String key(name);
    if (!query.contains(key))
        return otherwise;
    const QString text = query.value(key);
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || text.startsWith(QLatin1Char('+')) || text.trimmed() != text)
        return Error{QStringLiteral("wrong-type"),
                     QStringLiteral("\"%1\" must be a whole number.").arg(key),
                     key,
                     {},
                     {}};
    if (value < least || value > most) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("\"%1\" must be from %2 to %3.").arg(key).arg(least).arg(most),
                     key,
                     {},
                     {}};
    }
    return value;
}

Result<QString> Call::text(const char *name, int maxLength, bool required) const
{
    const QLatin1String key(name);
    const QString value = query.value(key);
    if (required && value.trimmed().isEmpty()) {
        return Error{QStringLiteral("missing-field"),
                     QStringLiteral("The parameter \"%1\" is missing.").arg(key),
                     key,
                     QStringLiteral("Add it to the query."),
                     {}};
    }
    if (value.size() > maxLength) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("\"%1\" is longer than %2 characters.").arg(key).arg(maxLength),
                     key,
                     {},
                     {}};
    }
    return value;
}

void Call::refuse(const Error &error) const
{
    if (route.isCommand())
        services.backend.noteRefusal(caller, QString::fromLatin1(request.method),
                                     QString::fromLatin1(request.path), error);
    reply.fail(error);
}

std::optional<Command> Call::ready(JsonReader *reader, Revision revision) const
{
    Command ready = command;
    if (reader) {
        reader->nullable(QLatin1String("notAfter"), ready.notAfter);
        if (const auto read = reader->finish(); !read) {
            refuse(read.error());
            return std::nullopt;
        }
    }
    if (revision == Revision::None)
        return ready;
    const auto header = request.header("if-match");
    if (!header) {
        refuse(header.error());
        return std::nullopt;
    }
    if (!*header) {
        refuse({QStringLiteral("missing-if-match"),
                QStringLiteral("The command does not say which revision was seen."),
                QStringLiteral("If-Match"),
                QStringLiteral("Send the channel's ETag as If-Match."),
                {}});
        return std::nullopt;
    }
    ready.revision = parseEntityTag(**header);
    if (!ready.revision) {
        refuse({QStringLiteral("invalid-if-match"),
                QStringLiteral("If-Match is no revision."),
                QStringLiteral("If-Match"),
                QStringLiteral("Send the channel's ETag as it came, like \"7\" with its quotes."),
                {}});
        return std::nullopt;
    }
    return ready;
}

void Call::readLater(std::function<void(const Backend &backend, const Reply &reply)> answer,
                     const QString &tooMany) const
{
    const bool taken = services.workers.post(
        [&backend = services.backend, reply = reply, answer = std::move(answer)] { answer(backend, reply); });
    if (!taken)
        refuse({QStringLiteral("busy"), tooMany, {}, QStringLiteral("Ask again."), {}});
}

AnswerDone Call::done() const
{
    return [reply = reply](const Result<Answer> &answer) { reply.answer(answer); };
}

} // namespace twinfeed::server
