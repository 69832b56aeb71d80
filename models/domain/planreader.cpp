// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/channel.h"
#include "models/domain/jsonreader.h"
#include "models/domain/plan.h"

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int longestMs = 3'600'000;
constexpr int mostSteps = 50;
constexpr int longText = 4000;

void readId(JsonReader &reader, QLatin1String name, QString &id)
{
    reader.required(name, id);
    if (!reader.failed(name) && !isValidId(id))
        reader.fail(name, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
}

Condition conditionIn(JsonReader &reader, const char *name, bool perOutput, std::vector<Error> &errors)
{
    const QLatin1String field(name);
    const auto object = reader.object(field, true);
    return object ? readCondition(*object, reader.pointerTo(field), perOutput, errors) : Condition();
}

/// A time shorter than the period of a value that it asks for says nothing.
void checkTime(JsonReader &reader, const Condition &when, int forMs)
{
    eachLeaf(when, [&](const Condition &leaf) {
        const MetricKind *kind = leaf.kind == Condition::Kind::Metric ? metricKind(leaf.name) : nullptr;
        if (!kind || forMs == 0 || forMs >= kind->periodMs)
            return;
        reader.fail(QLatin1String("forMs"), QStringLiteral("out-of-range"),
                    QStringLiteral("\"forMs\" is shorter than the %1 ms in which a value of \"%2\" comes.")
                        .arg(kind->periodMs)
                        .arg(leaf.name),
                    QStringLiteral("Use 0, or %1 and more.").arg(kind->periodMs));
    });
}

void refuseBaseline(JsonReader &reader, const char *name, const Condition &when, const QString &why)
{
    eachLeaf(when, [&](const Condition &leaf) {
        if (leaf.kind == Condition::Kind::Metric && leaf.compare >= Condition::Compare::AtLeastBaseline)
            reader.fail(QLatin1String(name), QStringLiteral("out-of-range"), why,
                        QStringLiteral("Compare with a number: below, above or outside."));
    });
}

std::optional<PlanTrigger> readTrigger(JsonReader &plan, bool perOutput, std::vector<Error> &errors)
{
    const QLatin1String field("trigger");
    const auto object = plan.nullableObject(field);
    if (!object)
        return {};
    JsonReader reader(*object, plan.pointerTo(field));
    PlanTrigger trigger;
    trigger.when = conditionIn(reader, "when", perOutput, errors);
    reader.optional(QLatin1String("forMs"), trigger.forMs, 0, longestMs);
    reader.optional(QLatin1String("clearForMs"), trigger.clearForMs, 0, longestMs);
    if (reader.failed(QLatin1String("forMs")))
        trigger.forMs = longestMs; // wrong as it is: nothing more is wrong because of it
    checkTime(reader, trigger.when, trigger.forMs);
    refuseBaseline(
        reader, "when", trigger.when,
        QStringLiteral("A baseline is what was before the trigger held: it cannot light the plan itself."));
    reader.finishInto(errors);
    return trigger;
}

std::optional<PlanClear> readClear(JsonReader &plan, bool perOutput, std::vector<Error> &errors)
{
    const QLatin1String field("clear");
    const auto object = plan.nullableObject(field);
    if (!object)
        return {};
    JsonReader reader(*object, plan.pointerTo(field));
    PlanClear clear;
    clear.when = conditionIn(reader, "when", perOutput, errors);
    reader.optional(QLatin1String("forMs"), clear.forMs, 0, longestMs);
    checkTime(reader, clear.when, clear.forMs);
    reader.finishInto(errors);
    return clear;
}

std::optional<PlanExpectation> readExpectation(JsonReader &plan, std::vector<Error> &errors)
{
    const QLatin1String field("expected");
    const auto object = plan.nullableObject(field);
    if (!object)
        return {};
    JsonReader reader(*object, plan.pointerTo(field));
    PlanExpectation expected;
    expected.effect = readLocalText(reader, QLatin1String("effect"), true);
    reader.required(QLatin1String("withinMs"), expected.withinMs, 0, longestMs);
    reader.finishInto(errors);
    return expected;
}

void readContacts(JsonReader &plan, std::vector<PlanContact> &contacts, std::vector<Error> &errors)
{
    const QLatin1String field("contacts");
    const QJsonArray array = plan.array(field).value_or(QJsonArray());
    for (qsizetype i = 0; i < array.size(); ++i) {
        JsonReader reader(array.at(i).toObject(), plan.pointerTo(field, i));
        PlanContact contact;
        reader.required(QLatin1String("name"), contact.name, 80);
        reader.required(QLatin1String("role"), contact.role, 80);
        reader.required(QLatin1String("how"), contact.how, 200);
        reader.finishInto(errors);
        contacts.push_back(contact);
    }
}

void readChecklist(JsonReader &plan, bool perOutput, std::vector<PlanDuty> &checklist,
                   std::vector<Error> &errors)
{
    const QLatin1String field("checklist");
    const QJsonArray array = plan.array(field).value_or(QJsonArray());
    for (qsizetype i = 0; i < array.size(); ++i) {
        JsonReader reader(array.at(i).toObject(), plan.pointerTo(field, i));
        PlanDuty duty;
        reader.required(QLatin1String("fromMinute"), duty.fromMinute, 0, 24 * 60);
        reader.required(QLatin1String("toMinute"), duty.toMinute, 0, 24 * 60);
        if (!reader.failed(QLatin1String("fromMinute")) && duty.toMinute <= duty.fromMinute)
            reader.fail(QLatin1String("toMinute"), QStringLiteral("out-of-range"),
                        QStringLiteral("It is to be over (%1 min) before it begins (%2 min).")
                            .arg(duty.toMinute)
                            .arg(duty.fromMinute),
                        QStringLiteral("Use a later minute."));
        duty.text = readLocalText(reader, QLatin1String("text"), true);
        const QLatin1String done("done");
        if (const auto object = reader.nullableObject(done))
            duty.done = readCondition(*object, reader.pointerTo(done), perOutput, errors);
        reader.finishInto(errors);
        checklist.push_back(duty);
    }
}

void readSteps(JsonReader &plan, bool perOutput, std::vector<PlanStep> &steps, std::vector<Error> &errors)
{
    const QLatin1String field("steps");
    const auto array = plan.array(field, true);
    if (!array)
        return;
    if (array->isEmpty() || array->size() > mostSteps)
        plan.fail(field, QStringLiteral("out-of-range"),
                  QStringLiteral("A plan has 1 to %1 steps.").arg(mostSteps),
                  QStringLiteral("Write what is to be done."));
    for (qsizetype i = 0; i < array->size(); ++i) {
        PlanStep step = readStep(array->at(i).toObject(), plan.pointerTo(field, i), perOutput, errors);
        if (!step.id.isEmpty() && std::ranges::find(steps, step.id, &PlanStep::id) != steps.end())
            errors.push_back({QStringLiteral("duplicate-id"),
                              QStringLiteral("There are two steps \"%1\".").arg(step.id),
                              plan.pointerTo(field, i) + QLatin1String("/id"),
                              QStringLiteral("Give each step its own id."),
                              {}});
        steps.push_back(std::move(step));
    }
}

void readUndo(JsonReader &reader, const QJsonObject &object, bool perOutput, bool actionRead, PlanStep &step,
              std::vector<Error> &errors)
{
    const QLatin1String field("undo");
    if (object.value(field).isObject()) {
        step.undo = PlanStep::Undo::Action;
        step.undoAction = readAction(*reader.object(field, true), reader.pointerTo(field), perOutput, errors);
        const QString kind = kindOf(*step.undoAction);
        if (kind == QLatin1String("ask") || kind == QLatin1String("plan"))
            reader.fail(field, QStringLiteral("out-of-range"),
                        QStringLiteral("A way back asks nobody and runs no other plan."),
                        QStringLiteral("Use an action that does it."));
        return;
    }
    QString word = QStringLiteral("restore");
    reader.optional(field, word);
    if (word == QLatin1String("none"))
        step.undo = PlanStep::Undo::None;
    else if (!reader.failed(field) && word != QLatin1String("restore"))
        reader.fail(field, QStringLiteral("unknown-value"),
                    QStringLiteral("\"%1\" is no way back.").arg(word),
                    QStringLiteral("Use restore, none, or an action."));
    else if (actionRead && reader.has(field) && !canBeRestored(step.action))
        reader.fail(field, QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" has nothing that could be put back.").arg(kindOf(step.action)),
                    QStringLiteral("Use none, or an action."));
}

/// What changes the programme and is not looked at has no proof.
void checkProof(JsonReader &reader, const PlanStep &step)
{
    const bool needs = canBeRestored(step.action) && kindOf(step.action) != QLatin1String("rule");
    if (needs && !step.check)
        reader.fail(
            QLatin1String("check"), QStringLiteral("missing-field"),
            QStringLiteral("The step \"%1\" changes something, and nothing says whether it came about.")
                .arg(step.id),
            QStringLiteral("Add a check of what is measured behind it."));
    const auto *http = std::get_if<HttpAction>(&step.action);
    if (http && qint64(http->timeoutMs) * (1 + http->retries) > step.deadlineMs)
        reader.fail(QLatin1String("deadlineMs"), QStringLiteral("out-of-range"),
                    QStringLiteral("The deadline passes before the request and its retries can (%1 ms).")
                        .arg(http->timeoutMs * (1 + http->retries)),
                    QStringLiteral("Use a later deadline, or a shorter time-out."));
}

void checkWhole(JsonReader &reader, const Plan &plan)
{
    if (reader.failed(QLatin1String("trigger")) || reader.failed(QLatin1String("danger")))
        return;
    if (plan.automatic && !plan.trigger)
        reader.fail(QLatin1String("auto"), QStringLiteral("missing-field"),
                    QStringLiteral("A plan without a trigger cannot fire by itself."),
                    QStringLiteral("Add a trigger, or leave \"auto\" out."));
    else if (plan.automatic && plan.danger == PlanDanger::TwoPersons)
        reader.fail(QLatin1String("auto"), QStringLiteral("out-of-range"),
                    QStringLiteral("What needs two persons cannot fire by itself."),
                    QStringLiteral("Choose one of the two."));
    else if (plan.automatic && plan.trigger->forMs == 0)
        reader.fail(QLatin1String("auto"), QStringLiteral("out-of-range"),
                    QStringLiteral("A plan that fires by itself must wait for its trigger to last."),
                    QStringLiteral("Give the trigger a \"forMs\"."));
}

void readHead(JsonReader &reader, Plan &plan)
{
    readId(reader, QLatin1String("id"), plan.id);
    plan.title = readLocalText(reader, QLatin1String("title"), true, 80);
    plan.text = readLocalText(reader, QLatin1String("text"), false, longText);
    reader.optional(QLatin1String("enabled"), plan.enabled);
    reader.optionalWord(QLatin1String("phase"), plan.phase);
    reader.requiredWord(QLatin1String("severity"), plan.severity);
    reader.required(QLatin1String("owner"), plan.owner, 80);
    reader.optional(QLatin1String("channel"), plan.channel);
    if (!plan.channel.isEmpty() && !isValidId(plan.channel))
        reader.fail(QLatin1String("channel"), QStringLiteral("invalid-id"),
                    QStringLiteral("\"%1\" is no id.").arg(plan.channel),
                    QStringLiteral("Leave it out for a plan of every channel."));
    reader.optionalWord(QLatin1String("danger"), plan.danger);
    reader.optional(QLatin1String("auto"), plan.automatic);
    reader.optional(QLatin1String("key"), plan.key, 40);
}

} // namespace

PlanStep readStep(const QJsonObject &object, const QString &pointer, bool perOutput,
                  std::vector<Error> &errors)
{
    JsonReader reader(object, pointer);
    PlanStep step;
    readId(reader, QLatin1String("id"), step.id);
    step.text = readLocalText(reader, QLatin1String("text"), false);
    const size_t before = errors.size();
    const QLatin1String action("do");
    if (const auto inner = reader.object(action, true))
        step.action = readAction(*inner, reader.pointerTo(action), perOutput, errors);
    // What stands for an action that could not be read says nothing about the rest.
    const bool actionRead = errors.size() == before && !reader.failed(action);
    const QLatin1String check("check");
    if (const auto inner = reader.nullableObject(check)) {
        step.check = readCondition(*inner, reader.pointerTo(check), perOutput, errors);
    }
    reader.optional(QLatin1String("deadlineMs"), step.deadlineMs, 100, longestMs);
    readUndo(reader, object, perOutput, actionRead, step, errors);
    if (actionRead)
        checkProof(reader, step);
    reader.finishInto(errors);
    return step;
}

PlanPrecondition readPrecondition(const QJsonObject &object, const QString &pointer, bool perOutput,
                                  std::vector<Error> &errors)
{
    JsonReader reader(object, pointer);
    PlanPrecondition precondition;
    precondition.that = conditionIn(reader, "that", perOutput, errors);
    precondition.text = readLocalText(reader, QLatin1String("text"), false);
    refuseBaseline(reader, "that", precondition.that,
                   QStringLiteral("Before the plan has run there is no baseline to compare with."));
    reader.finishInto(errors);
    return precondition;
}

PlanReading readPlan(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    PlanReading reading;
    Plan &plan = reading.plan;
    std::vector<Error> &errors = reading.errors;
    readHead(reader, plan);
    reader.optional(QLatin1String("perOutput"), plan.perOutput);
    readContacts(reader, plan.contacts, errors);
    plan.trigger = readTrigger(reader, plan.perOutput, errors);
    const QLatin1String preconditions("preconditions");
    const QJsonArray array = reader.array(preconditions).value_or(QJsonArray());
    for (qsizetype i = 0; i < array.size(); ++i)
        plan.preconditions.push_back(readPrecondition(
            array.at(i).toObject(), reader.pointerTo(preconditions, i), plan.perOutput, errors));
    readSteps(reader, plan.perOutput, plan.steps, errors);
    plan.expected = readExpectation(reader, errors);
    plan.clear = readClear(reader, plan.perOutput, errors);
    readChecklist(reader, plan.perOutput, plan.checklist, errors);
    checkWhole(reader, plan);
    reader.finishInto(errors);
    return reading;
}

} // namespace twinfeed
