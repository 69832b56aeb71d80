// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/problem.h"
#include "app/server/workers.h"

#include <algorithm>

namespace twinfeed::server {

namespace {

constexpr qint64 lastId = (qint64(1) << 53) - 1; // what JSON carries exactly
constexpr int longText = 4000;

template <typename T>
QJsonArray arrayOf(const std::vector<T> &all)
{
    QJsonArray array;
    for (const T &one : all)
        array << toJson(one);
    return array;
}

Error unknownPlan(const QString &id)
{
    return {QStringLiteral("unknown-plan"),
            QStringLiteral("There is no plan \"%1\".").arg(id),
            {},
            QStringLiteral("See /v1/plans for those there are."),
            {}};
}

std::optional<PlanDocument> find(const Call &call)
{
    for (PlanDocument &document : call.services.backend.plans()) {
        if (document.plan.id == call.parameter("plan"))
            return std::move(document);
    }
    return std::nullopt;
}

void readPlace(JsonReader &reader, const Call &call, PlanPlace &place)
{
    place.plan = call.parameter("plan");
    reader.required(QLatin1String("channel"), place.channel, 32);
    reader.optional(QLatin1String("output"), place.output, 32);
}

void order(Call &call, RunOrder order, JsonReader *reader)
{
    order.run = call.parameter("run");
    if (auto command = call.ready(reader, Call::Revision::None))
        call.services.backend.orderRun(*command, order, call.done());
}

} // namespace

void listPlans(Call &call)
{
    const Backend &backend = call.services.backend;
    call.reply.json({{QLatin1String("plans"), arrayOf(backend.plans())},
                     {QLatin1String("states"), arrayOf(backend.planStates())},
                     {QLatin1String("times"), arrayOf(backend.planTimes())}});
}

void getPlan(Call &call)
{
    const auto document = find(call);
    if (!document)
        return call.refuse(unknownPlan(call.parameter("plan")));
    Response response = jsonResponse(200, toJson(*document));
    response.headers.emplace_back("ETag", entityTag(document->revision));
    call.reply.send(std::move(response));
}

void putPlan(Call &call)
{
    JsonReader reader(call.json);
    QString reason;
    const auto object = reader.object(QLatin1String("plan"), true);
    reader.required(QLatin1String("reason"), reason, 1000);
    if (!reader.failed() && reason.trimmed().isEmpty())
        reader.fail(QLatin1String("reason"), QStringLiteral("out-of-range"),
                    QStringLiteral("A plan is changed with a reason."),
                    QStringLiteral("Say why in a few words."));
    PlanReading reading;
    if (!reader.failed() && object) {
        reading = readPlan(*object, QStringLiteral("/plan"));
        for (const Error &error : reading.errors)
            reader.fail(error);
        if (reading.errors.empty() && reading.plan.id != call.parameter("plan"))
            reader.fail(Error{QStringLiteral("invalid-id"),
                              QStringLiteral("The plan says another id than its address."),
                              QStringLiteral("/plan/id"),
                              QStringLiteral("Use the same in both."),
                              {}});
    }
    const auto revision = find(call) ? Call::Revision::Needed : Call::Revision::None;
    if (auto command = call.ready(&reader, revision))
        call.services.backend.putPlan(*command, reading.plan, reason.trimmed(), call.done());
}

void deletePlan(Call &call)
{
    if (!find(call))
        return call.refuse(unknownPlan(call.parameter("plan")));
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.deletePlan(*command, call.parameter("plan"), call.done());
}

void armPlan(Call &call)
{
    JsonReader reader(call.json);
    PlanPlace place;
    readPlace(reader, call, place);
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.armPlan(*command, place, call.done());
}

void disarmPlan(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.disarmPlan(*command, call.parameter("plan"), call.done());
}

void firePlan(Call &call)
{
    JsonReader reader(call.json);
    PlanFire fire;
    qint64 revision = 0;
    readPlace(reader, call, fire.place);
    reader.optional(QLatin1String("arm"), fire.arm, 40);
    reader.optional(QLatin1String("planRevision"), revision);
    if (!reader.failed() && revision < 1)
        reader.fail(QLatin1String("planRevision"), QStringLiteral("missing-field"),
                    QStringLiteral("It does not say which version of the plan was seen."),
                    QStringLiteral("Add \"planRevision\"."));
    reader.optional(QLatin1String("held"), fire.held);
    reader.optional(QLatin1String("reason"), fire.reason, 1000);
    reader.optionalWord(QLatin1String("kind"), fire.kind);
    fire.planRevision = quint64(std::max<qint64>(0, revision));
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.firePlan(*command, fire, call.done());
}

void listRuns(Call &call)
{
    const auto before = call.number("before", 1, lastId, 0);
    const auto limit = call.number("limit", 1, 1000, 100);
    const auto plan = call.text("plan", 32);
    const auto channel = call.text("channel", 32);
    const auto search = call.text("search", 200);
    for (const auto *number : {&before, &limit}) {
        if (!*number)
            return call.refuse(number->error());
    }
    for (const auto *text : {&plan, &channel, &search}) {
        if (!*text)
            return call.refuse(text->error());
    }
    const RunQuery query{*before, int(*limit), *plan, *channel, *search};
    call.readLater(
        [query](const Backend &backend, const Reply &reply) {
            const auto runs = backend.runs(query);
            if (!runs)
                return reply.fail(runs.error());
            reply.json({{QLatin1String("runs"), arrayOf(*runs)}});
        },
        QStringLiteral("Too many are reading the runs."));
}

void getRun(Call &call)
{
    call.readLater(
        [id = call.parameter("run")](const Backend &backend, const Reply &reply) {
            const auto run = backend.run(id);
            if (!run)
                return reply.fail(run.error());
            if (!*run)
                return reply.fail({QStringLiteral("unknown-run"),
                                   QStringLiteral("There is no run \"%1\".").arg(id),
                                   {},
                                   QStringLiteral("See /v1/runs for those there are."),
                                   {}});
            reply.json(toJson(**run));
        },
        QStringLiteral("Too many are reading the runs."));
}

void abortRun(Call &call)
{
    order(call, {RunVerb::Abort, {}, {}, {}, {}}, nullptr);
}

void answerRun(Call &call)
{
    JsonReader reader(call.json);
    RunOrder answer{RunVerb::Answer, {}, {}, {}, {}};
    reader.required(QLatin1String("answer"), answer.answer, 32);
    order(call, answer, &reader);
}

void reviewRun(Call &call)
{
    JsonReader reader(call.json);
    RunOrder review{RunVerb::Review, {}, {}, {}, {}};
    reader.required(QLatin1String("rootCause"), review.rootCause, longText);
    reader.optional(QLatin1String("notes"), review.notes, longText);
    if (!reader.failed() && review.rootCause.trimmed().isEmpty())
        reader.fail(QLatin1String("rootCause"), QStringLiteral("out-of-range"),
                    QStringLiteral("The root cause is empty."),
                    QStringLiteral("Write \"not known\" where it is not."));
    order(call, review, &reader);
}

} // namespace twinfeed::server
