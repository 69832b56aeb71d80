// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/routes.h"
#include "tests/unit/server/fakebackend.h"

#include <QJsonDocument>

namespace twinfeed::test {

/// A request that each route takes.
struct Sample
{
    QString name; ///< "PUT /v1/channels/{channel}"
    const server::Route *route;
    QByteArray method;
    QByteArray target;
    QByteArray contentType;
    QByteArray body;
};

inline QByteArray sampleBody(const QString &name)
{
    if (name.endsWith(QLatin1String("/take")))
        return R"({"source":"backup","cut":"keyframe","force":true,"notAfter":"2026-01-31T20:15:02.000Z"})";
    if (name == QLatin1String("POST /v1/channels/{channel}/slate"))
        return R"({"id":"last-picture","name":"Last picture","source":"programme"})";
    if (name.endsWith(QLatin1String("/slate")))
        return R"({"slate":"standby"})";
    if (name == QLatin1String("POST /v1/slates/{slate}/text"))
        return R"({"id":"doors","name":"Doors","text":{"kind":"countdown","label":"In","until":"2026-01-31T20:15:02.000Z"}})";
    if (name.endsWith(QLatin1String("/failover")))
        return R"({"mode":"reverting","armed":true})";
    if (name.endsWith(QLatin1String("/encryption")))
        return R"({"mode":"sealed","outputs":["cdn"],"notAfter":"2026-01-31T20:15:02.000Z"})";
    if (name.endsWith(QLatin1String("/control")))
        return R"({"handTo":"ben","notAfter":"2026-01-31T20:15:02.000Z"})";
    if (name.endsWith(QLatin1String("/next")))
        return R"({"source":"backup","notAfter":"2026-01-31T20:15:02.000Z"})";
    if (name.endsWith(QLatin1String("/locks")))
        return R"({"locked":["backup","slate"]})";
    if (name.endsWith(QLatin1String("/shelve")))
        return R"({"reason":"The encoder is being replaced.","minutes":30})";
    if (name.endsWith(QLatin1String("/setup")))
        return QJsonDocument(toJson(FakeBackend::sampleChange(), true)).toJson(QJsonDocument::Compact);
    if (name.endsWith(QLatin1String("/rules")))
        return QJsonDocument(toJson(FakeBackend::sampleRules())).toJson(QJsonDocument::Compact);
    if (name == QLatin1String("PUT /v1/plans/{plan}"))
        return QJsonDocument(QJsonObject{{QLatin1String("plan"), toJson(FakeBackend::samplePlan())},
                                         {QLatin1String("reason"), QLatin1String("As rehearsed.")}})
            .toJson(QJsonDocument::Compact);
    if (name.endsWith(QLatin1String("/arm")))
        return R"({"channel":"main"})";
    if (name.endsWith(QLatin1String("/runs")))
        return R"({"channel":"main","planRevision":3,"arm":"arm-1","held":true,"reason":"The show is on."})";
    if (name.endsWith(QLatin1String("/answer")))
        return R"({"answer":"yes"})";
    if (name.endsWith(QLatin1String("/review")))
        return R"({"rootCause":"A cable.","notes":"Taped down."})";
    if (name.endsWith(QLatin1String("/scenarios/{scenario}")))
        return QJsonDocument(toJson(FakeBackend::sampleScenario())).toJson(QJsonDocument::Compact);
    if (name.endsWith(QLatin1String("/drills")))
        return R"({"scenario":"one","seed":7,"kind":"simulated","channel":"main","notAfter":"2026-01-31T20:15:02.000Z"})";
    if (name.endsWith(QLatin1String("/answers")))
        return R"({"question":"first","choice":1})";
    if (name.endsWith(QLatin1String("/journal/notes")))
        return R"({"channel":"main","text":"Doors open."})";
    if (name.endsWith(QLatin1String("/notes")))
        return R"({"text":"Look sooner.","owner":"ben","due":"2026-12-24"})";
    if (name.endsWith(QLatin1String("/slates")))
        return "\x89PNG and so on";
    return QJsonDocument(toJson(FakeBackend::sampleConfig(), true)).toJson(QJsonDocument::Compact);
}

inline std::vector<Sample> samples()
{
    std::vector<Sample> all;
    for (const server::Route &route : server::routes()) {
        Sample sample{QString(QLatin1String(route.method) + QLatin1Char(' ') + QLatin1String(route.path)),
                      &route,
                      route.method,
                      route.path,
                      {},
                      {}};
        sample.target.replace("{channel}", "main")
            .replace("{source}", "backup")
            .replace("{operation}", "1")
            .replace("{key}", "4711")
            .replace("{output}", "web")
            .replace("{segment}", "segment-00000001.ts")
            .replace("{slate}", "standby")
            .replace("{alarm}", "7")
            .replace("{plan}", "both-bad")
            .replace("{run}", "5")
            .replace("{drill}", "7")
            .replace("{mark}", "3")
            .replace("{scenario}", "one");
        if (route.body != server::Body::None) {
            sample.contentType =
                route.body == server::Body::Json ? "application/json" : "application/octet-stream";
            sample.body = sampleBody(sample.name);
        }
        if (route.body == server::Body::File)
            sample.target += "?id=night&name=Good%20night&file=night.png";
        if (sample.target.endsWith("/metrics/history"))
            sample.target += "?channel=main&metric=fps";
        all.push_back(sample);
    }
    return all;
}

} // namespace twinfeed::test
