// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"
#include "models/domain/planrun.h"
#include "models/domain/record.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

constexpr int longText = 4096;

void readPlace(JsonReader &reader, PlanPlace &place)
{
    reader.required(QLatin1String("plan"), place.plan);
    reader.optional(QLatin1String("channel"), place.channel);
    reader.optional(QLatin1String("output"), place.output);
}

void readError(JsonReader &reader, const char *name, std::optional<Error> &error)
{
    if (const auto object = reader.nullableObject(QLatin1String(name)))
        error = errorFromJson(*object);
}

std::vector<PlanNumber> readNumbers(JsonReader &reader)
{
    std::vector<PlanNumber> numbers;
    for (const QJsonValue &value : reader.array(QLatin1String("numbers")).value_or(QJsonArray())) {
        const QJsonObject object = value.toObject();
        const auto member = [&](const char *name) { return object.value(QLatin1String(name)).toString(); };
        numbers.push_back({member("name"), member("node"), member("value"), member("limit"), member("unit"),
                           object.value(QLatin1String("holds")).toBool()});
    }
    return numbers;
}

Result<RunStep> runStepFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    RunStep step;
    reader.optional(QLatin1String("plan"), step.plan);
    std::vector<Error> errors;
    if (const auto inner = reader.object(QLatin1String("step"), true))
        step.step = readStep(*inner, reader.pointerTo(QLatin1String("step")), true, errors);
    reader.requiredWord(QLatin1String("state"), step.state);
    reader.nullable(QLatin1String("startedAt"), step.startedAt);
    reader.nullable(QLatin1String("actedAt"), step.actedAt);
    reader.nullable(QLatin1String("endedAt"), step.endedAt);
    step.before = reader.object(QLatin1String("before")).value_or(QJsonObject());
    step.evidence = reader.object(QLatin1String("evidence")).value_or(QJsonObject());
    reader.optional(QLatin1String("answer"), step.answer);
    reader.optional(QLatin1String("answeredBy"), step.answeredBy);
    readError(reader, "problem", step.problem);
    readError(reader, "undoProblem", step.undoProblem);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    if (!errors.empty())
        return errors.front();
    return step;
}

void readReview(JsonReader &run, std::optional<RunReview> &review)
{
    const auto object = run.nullableObject(QLatin1String("review"));
    if (!object)
        return;
    JsonReader reader(*object, run.pointerTo(QLatin1String("review")));
    review.emplace();
    reader.optional(QLatin1String("rootCause"), review->rootCause, longText);
    reader.optional(QLatin1String("notes"), review->notes, longText);
    reader.optional(QLatin1String("by"), review->by);
    reader.required(QLatin1String("at"), review->at);
    if (auto read = reader.finishLenient(); !read)
        run.fail(read.error());
}

QStringList readTexts(JsonReader &reader, const char *name)
{
    QStringList texts;
    for (const QJsonValue &value : reader.array(QLatin1String(name)).value_or(QJsonArray()))
        texts << value.toString();
    return texts;
}

void readTimes(JsonReader &reader, PlanRun &run)
{
    reader.nullable(QLatin1String("faultAt"), run.faultAt);
    reader.nullable(QLatin1String("litAt"), run.litAt);
    reader.required(QLatin1String("firedAt"), run.firedAt);
    reader.nullable(QLatin1String("actedAt"), run.actedAt);
    reader.nullable(QLatin1String("effectAt"), run.effectAt);
    reader.nullable(QLatin1String("endedAt"), run.endedAt);
    reader.nullable(QLatin1String("recoveredAt"), run.recoveredAt);
}

} // namespace

Result<PlanArm> planArmFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    PlanArm arm;
    qint64 planRevision = 1;
    qint64 channelRevision = 1;
    reader.required(QLatin1String("id"), arm.id);
    readPlace(reader, arm.place);
    reader.optional(QLatin1String("planRevision"), planRevision);
    reader.optional(QLatin1String("channelRevision"), channelRevision);
    reader.optional(QLatin1String("by"), arm.by);
    reader.optional(QLatin1String("second"), arm.second);
    reader.required(QLatin1String("until"), arm.until);
    reader.optional(QLatin1String("leftMs"), arm.leftMs);
    arm.preview = reader.array(QLatin1String("preview")).value_or(QJsonArray());
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    arm.planRevision = quint64(planRevision);
    arm.channelRevision = quint64(channelRevision);
    return arm;
}

Result<PlanRun> planRunFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    PlanRun run;
    qint64 planRevision = 1;
    std::vector<Error> errors;
    reader.required(QLatin1String("id"), run.id);
    readPlace(reader, run.place);
    run.title = readLocalText(reader, QLatin1String("title"), true);
    reader.optional(QLatin1String("planRevision"), planRevision);
    reader.optional(QLatin1String("planDigest"), run.planDigest);
    reader.requiredWord(QLatin1String("kind"), run.kind);
    reader.requiredWord(QLatin1String("state"), run.state);
    reader.optional(QLatin1String("by"), run.by);
    reader.optional(QLatin1String("second"), run.second);
    reader.optional(QLatin1String("reason"), run.reason, longText);
    run.numbers = readNumbers(reader);
    readTimes(reader, run);
    readError(reader, "problem", run.problem);
    for (const QJsonValue &value : reader.array(QLatin1String("notRestored")).value_or(QJsonArray()))
        run.notRestored.push_back(errorFromJson(value.toObject()));
    run.ticked = readTexts(reader, "ticked");
    run.baseline = reader.object(QLatin1String("baseline")).value_or(QJsonObject());
    readReview(reader, run.review);
    const QJsonArray steps = reader.array(QLatin1String("steps"), true).value_or(QJsonArray());
    for (qsizetype i = 0; i < steps.size(); ++i) {
        auto step = runStepFromJson(steps.at(i).toObject(), reader.pointerTo(QLatin1String("steps"), i));
        if (step)
            run.steps.push_back(std::move(*step));
        else
            reader.fail(step.error());
    }
    const QJsonArray preconditions = reader.array(QLatin1String("preconditions")).value_or(QJsonArray());
    for (qsizetype i = 0; i < preconditions.size(); ++i)
        run.preconditions.push_back(readPrecondition(preconditions.at(i).toObject(),
                                                     reader.pointerTo(QLatin1String("preconditions"), i),
                                                     true, errors));
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    if (!errors.empty())
        return errors.front();
    run.planRevision = quint64(planRevision);
    return run;
}

Result<PlanState> planStateFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    PlanState state;
    qint64 planRevision = 1;
    readPlace(reader, state.place);
    reader.optional(QLatin1String("planRevision"), planRevision);
    reader.requiredWord(QLatin1String("state"), state.state);
    reader.optional(QLatin1String("reason"), state.reason, longText);
    reader.optional(QLatin1String("reasonCode"), state.reasonCode);
    state.reasonDetails = reader.object(QLatin1String("reasonDetails")).value_or(QJsonObject());
    reader.optional(QLatin1String("lit"), state.lit);
    reader.optional(QLatin1String("undecided"), state.undecided);
    state.numbers = readNumbers(reader);
    reader.nullable(QLatin1String("faultAt"), state.faultAt);
    reader.nullable(QLatin1String("litAt"), state.litAt);
    if (const auto arm = reader.nullableObject(QLatin1String("arm"))) {
        if (auto read = planArmFromJson(*arm))
            state.arm = *read;
        else
            reader.fail(read.error());
    }
    reader.optional(QLatin1String("run"), state.run);
    reader.optional(QLatin1String("step"), state.step, 0, 10'000);
    reader.optional(QLatin1String("steps"), state.steps, 0, 10'000);
    reader.optional(QLatin1String("stepId"), state.stepId);
    reader.optionalWord(QLatin1String("stepState"), state.stepState);
    reader.nullable(QLatin1String("deadline"), state.deadline);
    reader.optional(QLatin1String("check"), state.check, longText);
    reader.optional(QLatin1String("rehearsed"), state.rehearsed);
    state.lastTime = reader.nullableObject(QLatin1String("lastTime")).value_or(QJsonObject());
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    state.planRevision = quint64(planRevision);
    return state;
}

Result<PlanTimes> planTimesFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    PlanTimes times;
    reader.required(QLatin1String("plan"), times.plan);
    reader.optional(QLatin1String("runs"), times.runs, 0, 1'000'000'000);
    reader.optional(QLatin1String("done"), times.done, 0, 1'000'000'000);
    reader.optional(QLatin1String("restored"), times.restored, 0, 1'000'000'000);
    reader.optional(QLatin1String("notRestored"), times.notRestored, 0, 1'000'000'000);
    reader.nullable(QLatin1String("detectMs"), times.detectMs);
    reader.nullable(QLatin1String("decideMs"), times.decideMs);
    reader.nullable(QLatin1String("actMs"), times.actMs);
    reader.nullable(QLatin1String("effectMs"), times.effectMs);
    reader.nullable(QLatin1String("recoverMs"), times.recoverMs);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return times;
}

} // namespace twinfeed
