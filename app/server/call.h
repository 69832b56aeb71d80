// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/auth.h"
#include "app/server/http.h"
#include "app/server/limits.h"
#include "models/domain/clock.h"
#include "models/domain/jsonreader.h"

#include <QJsonArray>

#include <atomic>
#include <memory>

namespace twinfeed::server {

class EventHub;
class SignedAccess;
class Workers;
struct Route;

/// What controllers work with. All of it outlives every call.
struct Services
{
    Backend &backend;
    EventHub &hub;
    Workers &workers;
    const Clock &clock;
    const Limits &limits;
    const SignedAccess &access;
    std::shared_ptr<std::atomic<int>> previews = std::make_shared<std::atomic<int>>(0); ///< open now
};

/// The way back to the one who asked. Copyable, so that answers may come later and from any thread; the first counts.
class Reply
{
public:
    Reply(Respond respond, QString requestId, Caller caller);

    void send(Response response) const;
    void json(const QJsonObject &body) const;
    void fail(const Error &error) const;
    /// A command's answer; `replayed` marks the repeat of an earlier one.
    void answer(const Result<Answer> &answer, bool replayed = false) const;

private:
    Respond m_respond;
    QString m_requestId;
    Caller m_caller;
};

/// One request on its way through a controller: who, where, what. Lives as long as the handler runs.
struct Call
{
    const Request &request;
    const Route &route;
    const Services &services;
    const Reply reply;
    /// Of the token; empty name on an open route.
    Caller caller;
    /// What the pattern's {names} matched.
    QHash<QString, QString> parameters;
    /// Checked to be known to the route.
    QHash<QString, QString> query;
    /// The body of a route that takes JSON.
    QJsonObject json;
    /// The key and fingerprint, on a command's route.
    Command command;

    QString parameter(const char *name) const { return parameters.value(QLatin1String(name)); }
    bool seesSecrets() const { return includes(caller.role, Role::Engineer); }

    /// A whole number of the query within its range, or its default. Error "wrong-type" or "out-of-range".
    Result<qint64> number(const char *name, qint64 least, qint64 most, qint64 otherwise) const;
    /// A text of the query. Error "missing-field" (when required) or "out-of-range".
    Result<QString> text(const char *name, int maxLength, bool required = false) const;

    /// Refuses a request that the server itself finds at fault; a command's refusal is journalled.
    void refuse(const Error &error) const;
    /// The command, ready for the backend: reads notAfter where `reader` is one, finishes it, and reads If-Match where
    /// the channel exists already. Nothing where that failed: the refusal has been answered.
    enum class Revision { Needed, None };
    std::optional<Command> ready(JsonReader *reader, Revision revision) const;
    /// Answers on a server worker what takes time or the disk, for which no stream may wait; "busy" with `tooMany` where none
    /// is free.
    void readLater(std::function<void(const Backend &backend, const Reply &reply)> answer,
                   const QString &tooMany) const;
    /// A callback for the backend that answers.
    AnswerDone done() const;
};

} // namespace twinfeed::server
