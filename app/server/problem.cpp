// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/problem.h"

#include "app/server/log.h"
#include "models/domain/record.h"

#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::server {

namespace {

constexpr ProblemKind kinds[]{
    {"bad-request", 400, "The request cannot be read"},
    {"not-json", 400, "The body is no JSON"},
    {"missing-idempotency-key", 400, "The command has no Idempotency-Key"},
    {"invalid-idempotency-key", 400, "The Idempotency-Key cannot be used"},
    {"invalid-if-match", 400, "If-Match cannot be read"},
    {"invalid-query", 400, "The query cannot be read"},
    {"duplicate-header", 400, "A header is there twice"},

    {"unauthenticated", 401, "Who are you?"},
    {"address-forged", 403, "The address is not signed by us"},
    {"address-expired", 403, "The time of the address is over"},
    {"address-denied", 403, "Not from there"},
    {"forbidden", 403, "Not allowed with this role"},

    {"unknown-path", 404, "No such path"},
    {"unknown-channel", 404, "No such channel"},
    {"unknown-source", 404, "No such source"},
    {"unknown-slate", 404, "No such slate"},
    {"unknown-key", 404, "No such key"},
    {"unknown-operation", 404, "No such operation"},
    {"unknown-alarm", 404, "No such alarm"},
    {"unknown-plan", 404, "No such plan"},
    {"unknown-run", 404, "No such run"},
    {"unknown-drill", 404, "No such drill"},
    {"unknown-scenario", 404, "No such scenario"},
    {"unknown-question", 404, "No such question"},
    {"method-not-allowed", 405, "Not with this method"},
    {"not-acceptable", 406, "Not available in this form"},
    {"request-timeout", 408, "The request came too slowly"},

    {"channel-exists", 409, "The channel exists already"},
    {"slate-exists", 409, "The slate exists already"},
    {"slate-not-ready", 409, "The slate is not ready"},
    {"slate-failed", 409, "The slate cannot be used"},
    {"slate-mismatch", 409, "The slate does not match the channel"},
    {"slate-in-use", 409, "The slate stands ready somewhere"},
    {"slate-given", 409, "The slate cannot be deleted"},
    {"channel-on-air", 409, "The channel is on air"},
    {"channel-busy", 409, "Something else is going on in the channel"},
    {"too-many-channels", 409, "There are too many channels"},
    {"too-many-slates", 409, "There are too many slates"},
    {"unfit", 409, "The source is not fit"},
    {"locked", 409, "The source is locked"},
    {"held", 409, "Somebody else has the channel"},
    {"no-slate", 409, "No slate stands ready"},
    {"not-carried", 409, "This form cannot carry the stream"},
    {"no-picture", 409, "There is no picture now"},
    {"no-parameters", 409, "The stream has not said what it is made of"},
    {"not-decodable", 409, "The stream cannot be decoded"},

    {"plan-armed", 409, "Somebody else has armed the plan"},
    {"plan-busy", 409, "Another plan is changing the same"},
    {"plan-circle", 422, "The plan runs itself"},
    {"plan-disabled", 409, "The plan cannot be fired now"},
    {"plan-running", 409, "The plan is running"},
    {"not-armed", 409, "The plan is not armed"},
    {"arm-expired", 409, "The arm is over"},
    {"not-your-arm", 409, "Somebody else has armed the plan"},
    {"not-held", 409, "The button was not held"},
    {"second-missing", 409, "A second person is missing"},
    {"not-rehearsed", 409, "There is no green rehearsal of this version"},
    {"no-rehearsal", 409, "This is no rehearsal unit"},
    {"run-over", 409, "The run is over"},
    {"not-asked", 409, "Nothing is asked"},
    {"unknown-answer", 422, "No such answer"},
    {"too-many-plans", 409, "There are too many plans"},

    {"not-a-rehearsal", 409, "Only in a rehearsal unit"},
    {"drill-running", 409, "A drill is going on"},
    {"drill-over", 409, "The drill is over"},
    {"no-outputs", 409, "The channel has no output"},
    {"no-key-url", 409, "Players could not get the key"},
    {"key-retired", 410, "The key is given out no more"},

    {"stale-revision", 412, "The channel has changed"},
    {"stale-rules", 412, "The rules have changed"},
    {"stale-plan", 412, "The plan has changed"},
    {"too-late", 412, "The command came too late"},
    {"too-large", 413, "The body is too large"},
    {"unsupported-media-type", 415, "The body is of another kind"},

    {"idempotency-mismatch", 422, "The Idempotency-Key was used for something else"},
    {"unknown-field", 422, "An unknown field"},
    {"missing-field", 422, "A field is missing"},
    {"wrong-type", 422, "A field has the wrong type"},
    {"out-of-range", 422, "A value is out of range"},
    {"unknown-value", 422, "A value is not one of those possible"},
    {"duplicate-id", 422, "An id is used twice"},
    {"invalid-id", 422, "An id cannot be used"},
    {"invalid-url", 422, "An address cannot be used"},
    {"invalid-path", 422, "A file or folder cannot be used"},
    {"redacted-address", 422, "An address is redacted"},
    {"unknown-output", 422, "No such output"},
    {"address-not-allowed", 422, "An address is not allowed here"},
    {"rehearsal-unit", 422, "A rehearsal unit reaches nothing else"},
    {"slate-undecodable", 422, "The slate cannot be decoded"},

    {"missing-if-match", 428, "The command has no If-Match"},
    {"too-soon", 429, "The same again, too soon"},
    {"headers-too-large", 431, "The headers are too large"},

    {"internal", 500, "A fault of the backend"},
    {"media-failed", 500, "The media engine failed"},
    {"key-failed", 500, "A key cannot be made"},
    {"master-key-wrong", 503, "The master key does not open the keys"},
    {"master-key-missing", 503, "There is no master key"},
    {"store-failed", 503, "The journal cannot be written"},
    {"too-many-connections", 503, "Too many connections"},
    {"too-many-streams", 503, "Too many streams"},
    {"busy", 503, "Busy"},
    {"shutting-down", 503, "The backend is going down"},
};

const ProblemKind *find(const QString &code)
{
    const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&code](const ProblemKind &kind) {
        return code == QLatin1String(kind.code);
    });
    return found == std::end(kinds) ? nullptr : found;
}

} // namespace

std::span<const ProblemKind> problemKinds()
{
    return kinds;
}

int statusOf(const QString &code)
{
    const ProblemKind *kind = find(code);
    return kind ? kind->status : 500;
}

Response problem(const Error &error, const QString &requestId)
{
    const ProblemKind *kind = find(error.code);
    if (!kind)
        qCWarning(serverLog, "an error without a status code=%s message=\"%s\"", qUtf8Printable(error.code),
                  qUtf8Printable(error.message));
    const int status = kind ? kind->status : 500;
    QJsonObject body = toJson(error);
    body.insert(QLatin1String("type"), QString(QLatin1String("urn:twinfeed:problem:") + error.code));
    body.insert(QLatin1String("title"), QLatin1String(kind ? kind->title : "A fault of the backend"));
    body.insert(QLatin1String("status"), status);
    body.insert(QLatin1String("instance"), QString(QLatin1String("urn:twinfeed:request:") + requestId));
    Response response = jsonResponse(status, body);
    response.contentType = "application/problem+json";
    if (status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"twinfeed\"");
    if (status == 429 || status == 503) {
        const int wait = error.details.value(QLatin1String("retryAfterMs")).toInt(1000);
        response.headers.emplace_back("Retry-After", QByteArray::number(std::max(1, (wait + 999) / 1000)));
    }
    return response;
}

Error unknownChannel(const QString &id)
{
    return {QStringLiteral("unknown-channel"),
            QStringLiteral("There is no channel \"%1\".").arg(id),
            {},
            QStringLiteral("See /v1/channels for those there are."),
            {}};
}

} // namespace twinfeed::server
