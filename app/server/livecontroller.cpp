// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/eventhub.h"
#include "app/server/openmetrics.h"
#include "app/server/problem.h"

namespace twinfeed::server {

/// Whoever has no token learns no more than these two.
void getHealth(Call &call)
{
    const QJsonObject health = call.services.backend.health();
    call.reply.json(
        {{QLatin1String("status"), health.value(QLatin1String("status")).toString(QStringLiteral("ok"))},
         {QLatin1String("version"),
          health.value(QLatin1String("version")).toString(QStringLiteral(TWINFEED_VERSION))},
         {QLatin1String("rehearsal"), health.value(QLatin1String("rehearsal")).toBool()}});
}

void getMetrics(Call &call)
{
    const QString channel = call.query.value(QStringLiteral("channel"));
    if (!channel.isEmpty() && !call.services.backend.channel(channel))
        return call.refuse(unknownChannel(channel));
    QJsonArray metrics;
    for (const Metric &metric : call.services.backend.metrics()) {
        if (channel.isEmpty() || metric.channel == channel)
            metrics << toJson(metric);
    }
    call.reply.json({{QLatin1String("metrics"), metrics}});
}

void getExposition(Call &call)
{
    bool openMetrics = false;
    for (const Header &header : call.request.headers)
        openMetrics = openMetrics
            || (header.first == "accept" && header.second.contains("application/openmetrics-text"));
    Response response;
    response.contentType = openMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                       : "text/plain; version=0.0.4; charset=utf-8";
    response.body = exposition(call.services.backend, openMetrics);
    call.reply.send(std::move(response));
}

void getEvents(Call &call)
{
    const auto lastEventId = call.request.header("last-event-id");
    if (!lastEventId)
        return call.refuse(lastEventId.error());
    auto stream = call.services.hub.subscribe(QString::fromLatin1(lastEventId->value_or(QByteArray())));
    if (!stream)
        return call.refuse(stream.error());
    Response response;
    response.contentType = "text/event-stream";
    // A proxy that collects an answer before it passes it on would make every event late.
    response.headers.emplace_back("X-Accel-Buffering", "no");
    response.stream = std::move(*stream);
    call.reply.send(std::move(response));
}

} // namespace twinfeed::server
