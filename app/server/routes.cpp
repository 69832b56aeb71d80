// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/routes.h"

#include "app/server/controllers.h"

#include <QList>

namespace twinfeed::server {

namespace {

constexpr auto viewer = Role::Viewer;
constexpr auto operating = Role::Operator;
constexpr auto director = Role::Director;
constexpr auto engineer = Role::Engineer;
constexpr auto anybody = std::nullopt;

constexpr auto json = "application/json";
constexpr auto playlist = "application/vnd.apple.mpegurl";
constexpr auto octets = "application/octet-stream";

// clang-format off
constexpr Route table[] {
    // method   path                                                  least role body        answer              query                               handler
    {"GET",    "/v1/health",                                          anybody,  Body::None, json,                "",                                 getHealth},
    {"GET",    "/v1/channels",                                        viewer,   Body::None, json,                "",                                 listChannels},
    {"POST",   "/v1/channels",                                        engineer, Body::Json, json,                "",                                 createChannel},
    {"GET",    "/v1/channels/{channel}",                              viewer,   Body::None, json,                "",                                 getChannel},
    {"PUT",    "/v1/channels/{channel}",                              engineer, Body::Json, json,                "",                                 replaceChannel},
    {"DELETE", "/v1/channels/{channel}",                              engineer, Body::None, json,                "",                                 deleteChannel},
    {"GET",    "/v1/channels/{channel}/status",                       viewer,   Body::None, json,                "",                                 getChannelStatus},
    {"GET",    "/v1/me",                                              viewer,   Body::None, json,                "",                                 getMe},
    {"GET",    "/v1/channels/{channel}/control",                      viewer,   Body::None, json,                "",                                 getControl},
    {"PUT",    "/v1/channels/{channel}/control",                      director, Body::Json, json,                "",                                 setControl},
    {"DELETE", "/v1/channels/{channel}/control",                      director, Body::None, json,                "",                                 releaseControl},
    {"POST",   "/v1/channels/{channel}/take",                         director, Body::Json, json,                "",                                 take},
    {"PUT",    "/v1/channels/{channel}/next",                         director, Body::Json, json,                "",                                 chooseNext},
    {"PUT",    "/v1/channels/{channel}/slate",                        director, Body::Json, json,                "",                                 armSlate},
    {"PUT",    "/v1/channels/{channel}/failover",                     director, Body::Json, json,                "",                                 setFailover},
    {"PUT",    "/v1/channels/{channel}/locks",                        director, Body::Json, json,                "",                                 setLocks},
    {"POST",   "/v1/channels/{channel}/end",                          director, Body::None, json,                "",                                 endProgramme},
    {"POST",   "/v1/channels/{channel}/slate",                        director, Body::Json, json,                "",                                 keepPicture},
    {"GET",    "/v1/channels/{channel}/sources/{source}/preview.flv", viewer,   Body::None, "video/x-flv",       "",                                 getPreviewFlv, true},
    {"GET",    "/v1/channels/{channel}/sources/{source}/preview.ts",  viewer,   Body::None, "video/mp2t",        "",                                 getPreviewTs, true},
    {"GET",    "/v1/channels/{channel}/sources/{source}/preview.jpg", viewer,   Body::None, "image/jpeg",        "width",                            getStill, true},
    {"PUT",    "/v1/channels/{channel}/encryption",                   director, Body::Json, json,                "",                                 setEncryption},
    {"GET",    "/v1/channels/{channel}/outputs/{output}/hls/index.m3u8", viewer, Body::None, playlist,           "",                                 getHlsPlaylist, true},
    {"GET",    "/v1/channels/{channel}/outputs/{output}/hls/{segment}",  viewer, Body::None, "video/mp2t",       "",                                 getHlsSegment, true},
    {"GET",    "/v1/keys",                                            engineer, Body::None, json,                "channel",                          listKeys},
    {"GET",    "/v1/keys/{key}",                                      viewer,   Body::None, json,                "",                                 getKey},
    {"GET",    "/v1/keys/{key}/hls",                                  viewer,   Body::None, octets,              "",                                 getHlsKey, true},
    {"GET",    "/v1/slates",                                          viewer,   Body::None, json,                "",                                 listSlates},
    {"POST",   "/v1/slates",                                          director, Body::File, json,                "id name file",                     addSlate},
    {"POST",   "/v1/slates/{slate}/text",                             director, Body::Json, json,                "",                                 addTextSlate},
    {"DELETE", "/v1/slates/{slate}",                                  director, Body::None, json,                "",                                 deleteSlate},
    {"GET",    "/v1/operations/{operation}",                          viewer,   Body::None, json,                "",                                 getOperation},
    {"GET",    "/v1/journal",                                         viewer,   Body::None, json,                "before after limit channel search", getJournal},
    {"POST",   "/v1/journal/notes",                                   operating, Body::Json, json,               "",                                 addNote},
    {"GET",    "/v1/channels/{channel}/verdict",                      viewer,   Body::None, json,                "",                                 getVerdict},
    {"GET",    "/v1/alarms",                                          viewer,   Body::None, json,                "",                                 listAlarms},
    {"GET",    "/v1/alarms/history",                                  viewer,   Body::None, json,                "before limit channel search",       getAlarmHistory},
    {"GET",    "/v1/alarms/quality",                                  viewer,   Body::None, json,                "hours",                            getAlarmQuality},
    {"POST",   "/v1/alarms/{alarm}/acknowledge",                      operating, Body::None, json,               "",                                 acknowledgeAlarm},
    {"POST",   "/v1/alarms/{alarm}/silence",                          operating, Body::None, json,               "",                                 silenceAlarm},
    {"POST",   "/v1/alarms/{alarm}/shelve",                           operating, Body::Json, json,               "",                                 shelveAlarm},
    {"POST",   "/v1/alarms/{alarm}/unshelve",                         operating, Body::None, json,               "",                                 unshelveAlarm},
    {"GET",    "/v1/rules",                                           viewer,   Body::None, json,                "",                                 getRules},
    {"GET",    "/v1/rules/states",                                    viewer,   Body::None, json,                "channel",                          getRuleStates},
    {"PUT",    "/v1/rules",                                           engineer, Body::Json, json,                "",                                 replaceRules},
    {"DELETE", "/v1/rules",                                           engineer, Body::None, json,                "",                                 resetRules},
    {"POST",   "/v1/setup",                                           engineer, Body::Json, json,                "",                                 changeSetup},
    {"GET",    "/v1/nodes",                                           viewer,   Body::None, json,                "",                                 listNodes},
    {"GET",    "/v1/plans",                                             viewer,   Body::None, json,                "",                                   listPlans},
    {"GET",    "/v1/plans/{plan}",                                      viewer,   Body::None, json,                "",                                   getPlan},
    {"PUT",    "/v1/plans/{plan}",                                      engineer, Body::Json, json,                "",                                   putPlan},
    {"DELETE", "/v1/plans/{plan}",                                      engineer, Body::None, json,                "",                                   deletePlan},
    {"POST",   "/v1/plans/{plan}/arm",                                  director, Body::Json, json,                "",                                   armPlan},
    {"DELETE", "/v1/plans/{plan}/arm",                                  director, Body::None, json,                "",                                   disarmPlan},
    {"POST",   "/v1/plans/{plan}/runs",                                 director, Body::Json, json,                "",                                   firePlan},
    {"GET",    "/v1/runs",                                              viewer,   Body::None, json,                "before limit plan channel search",   listRuns},
    {"GET",    "/v1/runs/{run}",                                        viewer,   Body::None, json,                "",                                   getRun},
    {"POST",   "/v1/runs/{run}/abort",                                  director, Body::None, json,                "",                                   abortRun},
    {"POST",   "/v1/runs/{run}/answer",                                 director, Body::Json, json,                "",                                   answerRun},
    {"PUT",    "/v1/runs/{run}/review",                                 operating,Body::Json, json,                "",                                   reviewRun},
    {"GET",    "/v1/scenarios",                                       viewer,   Body::None, json,                "",                                 listScenarios},
    {"PUT",    "/v1/scenarios/{scenario}",                            engineer, Body::Json, json,                "",                                 putScenario},
    {"GET",    "/v1/drills",                                          viewer,   Body::None, json,                "before limit scenario search",      listDrills},
    {"POST",   "/v1/drills",                                          director, Body::Json, json,                "",                                 startDrill},
    {"GET",    "/v1/drills/{drill}",                                  viewer,   Body::None, json,                "",                                 getDrill},
    {"GET",    "/v1/drills/{drill}/pictures/{mark}",                  viewer,   Body::None, "image/jpeg",        "",                                 getDrillPicture},
    {"POST",   "/v1/drills/{drill}/end",                              director, Body::None, json,                "",                                 endDrill},
    {"POST",   "/v1/drills/{drill}/answers",                          operating, Body::Json, json,               "",                                 answerDrill},
    {"POST",   "/v1/drills/{drill}/notes",                            operating, Body::Json, json,               "",                                 noteDrill},
    {"GET",    "/v1/readiness",                                       viewer,   Body::None, json,                "",                                 getReadiness},
    {"GET",    "/v1/metrics",                                         viewer,   Body::None, json,                "channel",                          getMetrics},
    {"GET",    "/v1/metrics/history",                                 viewer,   Body::None, json,                "channel node metric from to step", getTrend},
    {"GET",    "/metrics",                                            viewer,   Body::None, "text/plain application/openmetrics-text", "",                                 getExposition},
    {"GET",    "/v1/events",                                          viewer,   Body::None, "text/event-stream", "",                                 getEvents},
};
// clang-format on

bool matches(const QByteArray &pattern, const QList<QByteArray> &parts, QHash<QString, QString> &parameters)
{
    const QList<QByteArray> wanted = pattern.split('/');
    if (wanted.size() != parts.size())
        return false;
    parameters.clear();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (wanted[i].startsWith('{')) {
            if (parts[i].isEmpty())
                return false;
            parameters.insert(QString::fromLatin1(wanted[i].mid(1, wanted[i].size() - 2)),
                              QString::fromLatin1(parts[i]));
        } else if (wanted[i] != parts[i]) {
            return false;
        }
    }
    return true;
}

bool isPlain(const QByteArray &path)
{
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '/' || c == '-' || c == '_' || c == '.';
        if (!plain)
            return false;
    }
    return true;
}

} // namespace

qint64 Route::bodyLimit(const Limits &limits) const
{
    switch (body) {
    case Body::None:
        return 0;
    case Body::Json:
        return limits.jsonBody;
    case Body::File:
        return limits.slateBody;
    }
    return 0;
}

std::span<const Route> routes()
{
    return table;
}

Match match(const QByteArray &method, const QByteArray &path)
{
    Match result;
    if (!isPlain(path))
        return result;
    const QByteArray wanted = method == "HEAD" ? QByteArrayLiteral("GET") : method;
    const QList<QByteArray> parts = path.split('/');
    QHash<QString, QString> parameters;
    for (const Route &route : table) {
        if (!matches(route.path, parts, parameters))
            continue;
        if (wanted == route.method)
            return {&route, parameters, {}};
        if (result.allow.contains(route.method))
            continue;
        if (!result.allow.isEmpty())
            result.allow += ", ";
        result.allow += route.method;
        if (!route.isCommand())
            result.allow += ", HEAD";
    }
    return result;
}

} // namespace twinfeed::server
