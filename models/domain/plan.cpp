// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/plan.h"

#include "models/domain/jsonreader.h"
#include "models/domain/wordtable.h"

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<PlanPhase> phases[]{
    {PlanPhase::Before, "before"}, {PlanPhase::Live, "live"}, {PlanPhase::After, "after"}};
constexpr Word<PlanDanger> dangers[]{{PlanDanger::Press, "press"},
                                     {PlanDanger::Arm, "arm"},
                                     {PlanDanger::Hold, "hold"},
                                     {PlanDanger::TwoPersons, "two-persons"}};

QJsonObject triggerObject(const PlanTrigger &trigger)
{
    return {{QStringLiteral("when"), toJson(trigger.when)},
            {QStringLiteral("forMs"), trigger.forMs},
            {QStringLiteral("clearForMs"), trigger.clearForMs}};
}

QJsonArray arrayOf(const std::vector<PlanContact> &contacts)
{
    QJsonArray array;
    for (const PlanContact &contact : contacts)
        array << QJsonObject{{QStringLiteral("name"), contact.name},
                             {QStringLiteral("role"), contact.role},
                             {QStringLiteral("how"), contact.how}};
    return array;
}

QJsonArray arrayOf(const std::vector<PlanDuty> &checklist)
{
    QJsonArray array;
    for (const PlanDuty &duty : checklist) {
        QJsonObject object{{QStringLiteral("fromMinute"), duty.fromMinute},
                           {QStringLiteral("toMinute"), duty.toMinute},
                           {QStringLiteral("text"), toJson(duty.text)}};
        if (duty.done)
            object.insert(QStringLiteral("done"), toJson(*duty.done));
        array << object;
    }
    return array;
}

void putText(QJsonObject &object, const char *name, const LocalText &text)
{
    if (!text.isEmpty())
        object.insert(QLatin1String(name), toJson(text));
}

} // namespace

TWINFEED_WORDS(PlanPhase, phases)
TWINFEED_WORDS(PlanDanger, dangers)

QJsonObject toJson(const PlanPrecondition &precondition)
{
    QJsonObject object{{QStringLiteral("that"), toJson(precondition.that)}};
    putText(object, "text", precondition.text);
    return object;
}

QJsonObject toJson(const PlanStep &step)
{
    QJsonObject object{{QStringLiteral("id"), step.id},
                       {QStringLiteral("do"), toJson(step.action)},
                       {QStringLiteral("deadlineMs"), step.deadlineMs}};
    putText(object, "text", step.text);
    if (step.check)
        object.insert(QStringLiteral("check"), toJson(*step.check));
    if (step.undo == PlanStep::Undo::None)
        object.insert(QStringLiteral("undo"), QStringLiteral("none"));
    else if (step.undo == PlanStep::Undo::Action && step.undoAction)
        object.insert(QStringLiteral("undo"), toJson(*step.undoAction));
    return object;
}

QJsonObject toJson(const Plan &plan)
{
    QJsonArray preconditions;
    for (const PlanPrecondition &precondition : plan.preconditions)
        preconditions << toJson(precondition);
    QJsonArray steps;
    for (const PlanStep &step : plan.steps)
        steps << toJson(step);
    QJsonObject object{{QStringLiteral("id"), plan.id},
                       {QStringLiteral("title"), toJson(plan.title)},
                       {QStringLiteral("enabled"), plan.enabled},
                       {QStringLiteral("phase"), toWord(plan.phase)},
                       {QStringLiteral("severity"), toWord(plan.severity)},
                       {QStringLiteral("owner"), plan.owner},
                       {QStringLiteral("contacts"), arrayOf(plan.contacts)},
                       {QStringLiteral("channel"), plan.channel},
                       {QStringLiteral("perOutput"), plan.perOutput},
                       {QStringLiteral("preconditions"), preconditions},
                       {QStringLiteral("steps"), steps},
                       {QStringLiteral("danger"), toWord(plan.danger)},
                       {QStringLiteral("auto"), plan.automatic},
                       {QStringLiteral("checklist"), arrayOf(plan.checklist)},
                       {QStringLiteral("key"), plan.key}};
    putText(object, "text", plan.text);
    if (plan.trigger)
        object.insert(QStringLiteral("trigger"), triggerObject(*plan.trigger));
    if (plan.expected)
        object.insert(QStringLiteral("expected"),
                      QJsonObject{{QStringLiteral("effect"), toJson(plan.expected->effect)},
                                  {QStringLiteral("withinMs"), plan.expected->withinMs}});
    if (plan.clear)
        object.insert(QStringLiteral("clear"),
                      QJsonObject{{QStringLiteral("when"), toJson(plan.clear->when)},
                                  {QStringLiteral("forMs"), plan.clear->forMs}});
    return object;
}

QJsonObject toJson(const PlanDocument &document)
{
    return {{QStringLiteral("plan"), toJson(document.plan)},
            {QStringLiteral("revision"), double(document.revision)},
            {QStringLiteral("shipped"), document.shipped},
            {QStringLiteral("author"), document.author},
            {QStringLiteral("reason"), document.reason},
            {QStringLiteral("at"), document.at.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("rehearsed"), document.rehearsed}};
}

Result<PlanDocument> planDocumentFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    PlanDocument document;
    qint64 revision = 1;
    reader.optional(QLatin1String("revision"), revision);
    reader.optional(QLatin1String("shipped"), document.shipped);
    reader.optional(QLatin1String("author"), document.author);
    reader.optional(QLatin1String("reason"), document.reason, 1000);
    reader.required(QLatin1String("at"), document.at);
    reader.optional(QLatin1String("rehearsed"), document.rehearsed);
    const auto plan = reader.object(QLatin1String("plan"), true);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    PlanReading reading = readPlan(*plan, QStringLiteral("/plan"));
    if (!reading.errors.empty())
        return reading.errors.front();
    document.plan = std::move(reading.plan);
    document.revision = quint64(revision);
    return document;
}

} // namespace twinfeed
