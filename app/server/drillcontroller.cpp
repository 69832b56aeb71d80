// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

#include <QDate>

namespace twinfeed::server {

namespace {

constexpr qint64 lastId = (qint64(1) << 53) - 1; // what JSON carries exactly
const auto tooMany = QStringLiteral("Too many are reading the drills.");

Result<DrillQuery> readQuery(const Call &call)
{
    const auto before = call.number("before", 1, lastId, 0);
    if (!before)
        return before.error();
    const auto limit = call.number("limit", 1, 1000, 100);
    if (!limit)
        return limit.error();
    const auto scenario = call.text("scenario", 32);
    if (!scenario)
        return scenario.error();
    const auto search = call.text("search", 200);
    if (!search)
        return search.error();
    return DrillQuery{*before, int(*limit), *scenario, *search};
}

} // namespace

void listScenarios(Call &call)
{
    QJsonArray scenarios;
    for (const Scenario &scenario : call.services.backend.scenarios())
        scenarios << toJson(scenario);
    call.reply.json({{QLatin1String("scenarios"), scenarios}});
}

void putScenario(Call &call)
{
    const auto scenario = scenarioFromJson(call.json);
    if (!scenario)
        return call.refuse(scenario.error());
    if (scenario->id != call.parameter("scenario")) {
        return call.refuse({QStringLiteral("invalid-id"),
                            QStringLiteral("The address names another scenario than the body."),
                            QStringLiteral("/id"),
                            QStringLiteral("Use the same id in both."),
                            {}});
    }
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.putScenario(*command, *scenario, call.done());
}

void listDrills(Call &call)
{
    const auto query = readQuery(call);
    if (!query)
        return call.refuse(query.error());
    call.readLater(
        [query = *query](const Backend &backend, const Reply &reply) {
            const auto drills = backend.drills(query);
            if (!drills)
                return reply.fail(drills.error());
            QJsonArray array;
            for (const Drill &drill : *drills)
                array << toJson(drill);
            reply.json({{QLatin1String("drills"), array}});
        },
        tooMany);
}

void getDrill(Call &call)
{
    call.readLater(
        [id = call.parameter("drill")](const Backend &backend, const Reply &reply) {
            const auto drill = backend.drill(id);
            if (!drill)
                return reply.fail(drill.error());
            reply.json(toJson(*drill));
        },
        tooMany);
}

void getDrillPicture(Call &call)
{
    bool isNumber = false;
    const int mark = call.parameter("mark").toInt(&isNumber);
    if (!isNumber || mark < 1)
        return call.refuse({QStringLiteral("no-picture"),
                            QStringLiteral("A mark is a number from 1."),
                            {},
                            QStringLiteral("See the drill for its marks."),
                            {}});
    call.readLater(
        [id = call.parameter("drill"), mark](const Backend &backend, const Reply &reply) {
            const auto picture = backend.drillPicture(id, mark);
            if (!picture)
                return reply.fail(picture.error());
            Response response;
            response.contentType = "image/jpeg";
            response.body = *picture;
            reply.send(std::move(response));
        },
        tooMany);
}

void getReadiness(Call &call)
{
    call.readLater(
        [](const Backend &backend, const Reply &reply) {
            const auto readiness = backend.readiness();
            if (!readiness)
                return reply.fail(readiness.error());
            reply.json(*readiness);
        },
        tooMany);
}

void startDrill(Call &call)
{
    JsonReader reader(call.json);
    DrillOrder order;
    reader.required(QLatin1String("scenario"), order.scenario, 32);
    reader.nullable(QLatin1String("seed"), order.seed);
    if (!reader.failed() && order.seed && (*order.seed < 0 || *order.seed > lastId))
        reader.fail(QLatin1String("seed"), QStringLiteral("out-of-range"),
                    QStringLiteral("A seed is a number from 0 to 2^53-1."),
                    QStringLiteral("Leave it out, or use that of the drill to be repeated."));
    reader.nullableWord(QLatin1String("kind"), order.kind);
    reader.optional(QLatin1String("channel"), order.channel, 32);
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.startDrill(*command, order, call.done());
}

void endDrill(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.endDrill(*command, call.parameter("drill"), call.done());
}

void answerDrill(Call &call)
{
    JsonReader reader(call.json);
    QString question;
    int choice = 0;
    reader.required(QLatin1String("question"), question, 32);
    reader.required(QLatin1String("choice"), choice, 0, 5);
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.answerDrill(*command, call.parameter("drill"), question, choice, call.done());
}

void noteDrill(Call &call)
{
    JsonReader reader(call.json);
    DrillNote note;
    reader.required(QLatin1String("text"), note.text, 4000);
    reader.optional(QLatin1String("owner"), note.owner, 80);
    reader.optional(QLatin1String("due"), note.due, 10);
    if (!reader.failed() && note.text.trimmed().isEmpty())
        reader.fail(QLatin1String("text"), QStringLiteral("missing-field"),
                    QStringLiteral("The note is empty."), QStringLiteral("Write what is to be done."));
    if (!reader.failed() && !note.due.isEmpty() && !QDate::fromString(note.due, Qt::ISODate).isValid())
        reader.fail(QLatin1String("due"), QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" is no date.").arg(note.due),
                    QStringLiteral("Write it as 2026-12-24."));
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.noteDrill(*command, call.parameter("drill"), note, call.done());
}

} // namespace twinfeed::server
