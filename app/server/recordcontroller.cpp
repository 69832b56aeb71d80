// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

namespace {

constexpr qint64 lastId = (qint64(1) << 53) - 1; // what JSON carries exactly

Result<JournalQuery> readQuery(const Call &call)
{
    JournalQuery query;
    const auto before = call.number("before", 1, lastId, 0);
    if (!before)
        return before.error();
    const auto after = call.number("after", 1, lastId, 0);
    if (!after)
        return after.error();
    if (*before > 0 && *after > 0) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("\"before\" and \"after\" cannot go together."),
                     QStringLiteral("after"),
                     QStringLiteral("Use one of them."),
                     {}};
    }
    const auto limit = call.number("limit", 1, 1000, 100);
    if (!limit)
        return limit.error();
    const auto channel = call.text("channel", 32);
    if (!channel)
        return channel.error();
    const auto search = call.text("search", 200);
    if (!search)
        return search.error();
    query.before = *before;
    query.after = *after;
    query.limit = int(*limit);
    query.channel = *channel;
    query.search = *search;
    return query;
}

Error unknownOperation(const QString &id)
{
    return {QStringLiteral("unknown-operation"),
            QStringLiteral("There is no operation \"%1\".").arg(id),
            {},
            QStringLiteral("Operations are kept for 24 hours; older ones are in the journal."),
            {}};
}

} // namespace

void getOperation(Call &call)
{
    call.readLater(
        [id = call.parameter("operation")](const Backend &backend, const Reply &reply) {
            const auto operation = backend.operation(id);
            if (!operation)
                return reply.fail(unknownOperation(id));
            reply.json(toJson(*operation));
        },
        QStringLiteral("Too many are reading the records."));
}

void getJournal(Call &call)
{
    const auto query = readQuery(call);
    if (!query)
        return call.refuse(query.error());
    call.readLater(
        [query = *query](const Backend &backend, const Reply &reply) {
            const auto entries = backend.journal(query);
            if (!entries)
                return reply.fail(entries.error());
            QJsonArray array;
            for (const JournalEntry &entry : *entries)
                array << toJson(entry);
            reply.json({{QLatin1String("entries"), array}});
        },
        QStringLiteral("Too many are reading the journal."));
}

} // namespace twinfeed::server
