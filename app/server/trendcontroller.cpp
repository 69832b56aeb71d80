// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/problem.h"

namespace twinfeed::server {

namespace {

constexpr qint64 usualSpanSeconds = 3600;

Result<QDateTime> timeOf(const Call &call, const char *name, const QDateTime &otherwise)
{
    const QLatin1String key(name);
    if (!call.query.contains(key))
        return otherwise;
    QJsonObject object{{key, call.query.value(key)}};
    JsonReader reader(object);
    QDateTime time;
    reader.required(key, time);
    if (auto read = reader.finish(); !read) {
        Error error = read.error();
        error.where = key; // of the query: no pointer
        return error;
    }
    return time;
}

Result<TrendQuery> readQuery(const Call &call)
{
    const auto channel = call.text("channel", 32);
    if (!channel)
        return channel.error();
    const auto node = call.text("node", 64);
    if (!node)
        return node.error();
    const auto metric = call.text("metric", 64, true);
    if (!metric)
        return metric.error();
    const auto to = timeOf(call, "to", call.services.clock.wall());
    if (!to)
        return to.error();
    const auto from = timeOf(call, "from", to->addSecs(-usualSpanSeconds));
    if (!from)
        return from.error();
    const auto step = call.number("step", 1, 3600, 0);
    if (!step)
        return step.error();
    if (*from >= *to) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("\"from\" is not before \"to\"."),
                     QStringLiteral("from"),
                     QStringLiteral("Ask for a time that has a length."),
                     {}};
    }
    return TrendQuery{*channel, *node, *metric, *from, *to, int(*step)};
}

} // namespace

void getTrend(Call &call)
{
    const auto query = readQuery(call);
    if (!query)
        return call.refuse(query.error());
    if (!query->channel.isEmpty() && !call.services.backend.channel(query->channel))
        return call.refuse(unknownChannel(query->channel));
    call.readLater(
        [query = *query](const Backend &backend, const Reply &reply) {
            const auto trend = backend.trend(query);
            if (!trend)
                return reply.fail(trend.error());
            reply.json(toJson(*trend));
        },
        QStringLiteral("Too many are reading what was measured."));
}

} // namespace twinfeed::server
