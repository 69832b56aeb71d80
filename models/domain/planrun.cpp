// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/planrun.h"

#include "models/domain/record.h"
#include "models/domain/wordtable.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<RunKind> kinds[]{{RunKind::Live, "live"}, {RunKind::Rehearsal, "rehearsal"}};
constexpr Word<RunState> states[]{
    {RunState::Running, "running"},          {RunState::Asking, "asking"},
    {RunState::RollingBack, "rolling-back"}, {RunState::Done, "done"},
    {RunState::Restored, "restored"},        {RunState::NotRestored, "not-restored"}};
constexpr Word<RunStepState> stepStates[]{
    {RunStepState::Pending, "pending"},       {RunStepState::Running, "running"},
    {RunStepState::Checking, "checking"},     {RunStepState::Done, "done"},
    {RunStepState::Failed, "failed"},         {RunStepState::Skipped, "skipped"},
    {RunStepState::Undoing, "undoing"},       {RunStepState::Undone, "undone"},
    {RunStepState::UndoFailed, "undo-failed"}};
constexpr Word<DeckState> deckStates[]{
    {DeckState::Dark, "dark"},   {DeckState::Lit, "lit"},           {DeckState::Disabled, "disabled"},
    {DeckState::Armed, "armed"}, {DeckState::Running, "running"},   {DeckState::Failed, "failed"},
    {DeckState::Done, "done"},   {DeckState::Restored, "restored"}, {DeckState::NotRestored, "not-restored"}};

QString text(const QDateTime &at)
{
    return at.toUTC().toString(Qt::ISODateWithMs);
}

void put(QJsonObject &object, const char *name, const std::optional<QDateTime> &at)
{
    object.insert(QLatin1String(name), at ? QJsonValue(text(*at)) : QJsonValue(QJsonValue::Null));
}

void put(QJsonObject &object, const char *name, const std::optional<double> &value)
{
    object.insert(QLatin1String(name), value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null));
}

void put(QJsonObject &object, const char *name, const std::optional<Error> &error)
{
    object.insert(QLatin1String(name), error ? QJsonValue(toJson(*error)) : QJsonValue(QJsonValue::Null));
}

QJsonArray arrayOf(const std::vector<Error> &errors)
{
    QJsonArray array;
    for (const Error &error : errors)
        array << toJson(error);
    return array;
}

QJsonArray arrayOf(const std::vector<PlanNumber> &numbers)
{
    QJsonArray array;
    for (const PlanNumber &number : numbers)
        array << toJson(number);
    return array;
}

void putPlace(QJsonObject &object, const PlanPlace &place)
{
    object.insert(QStringLiteral("plan"), place.plan);
    object.insert(QStringLiteral("channel"), place.channel);
    object.insert(QStringLiteral("output"), place.output);
}

QJsonObject stepObject(const RunStep &step)
{
    QJsonObject before = step.before;
    before.remove(QStringLiteral("hidden"));
    QJsonObject object{{QStringLiteral("plan"), step.plan},
                       {QStringLiteral("step"), toJson(step.step)},
                       {QStringLiteral("state"), toWord(step.state)},
                       {QStringLiteral("before"), before},
                       {QStringLiteral("evidence"), step.evidence},
                       {QStringLiteral("answer"), step.answer},
                       {QStringLiteral("answeredBy"), step.answeredBy}};
    put(object, "startedAt", step.startedAt);
    put(object, "actedAt", step.actedAt);
    put(object, "endedAt", step.endedAt);
    put(object, "problem", step.problem);
    put(object, "undoProblem", step.undoProblem);
    return object;
}

QJsonValue reviewObject(const std::optional<RunReview> &review)
{
    if (!review)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("rootCause"), review->rootCause},
                       {QStringLiteral("notes"), review->notes},
                       {QStringLiteral("by"), review->by},
                       {QStringLiteral("at"), text(review->at)}};
}

/// Adds up what is known, for a mean.
struct Mean
{
    double sum = 0;
    int count = 0;

    void add(const std::optional<QDateTime> &from, const std::optional<QDateTime> &to)
    {
        if (!from || !to || *to < *from)
            return;
        sum += double(from->msecsTo(*to));
        ++count;
    }
    std::optional<double> value() const { return count > 0 ? std::optional(sum / count) : std::nullopt; }
};

} // namespace

TWINFEED_WORDS(RunKind, kinds)
TWINFEED_WORDS(RunState, states)
TWINFEED_WORDS(RunStepState, stepStates)
TWINFEED_WORDS(DeckState, deckStates)

QStringList leftAsTheyAre(const PlanRun &run)
{
    QStringList left;
    for (const RunStep &step : run.steps) {
        // What was over has had its effect, whatever became of its check.
        if (step.actedAt && step.step.undo == PlanStep::Undo::None && canBeRestored(step.step.action))
            left << step.step.id;
    }
    return left;
}

PlanTimes timesOf(const QString &plan, const std::vector<PlanRun> &runs)
{
    PlanTimes times;
    times.plan = plan;
    Mean detect, decide, act, effect, recover;
    for (const PlanRun &run : runs) {
        if (run.place.plan != plan || run.kind != RunKind::Live || !run.isOver())
            continue;
        ++times.runs;
        times.done += run.state == RunState::Done;
        times.restored += run.state == RunState::Restored;
        times.notRestored += run.state == RunState::NotRestored;
        detect.add(run.faultAt, run.litAt);
        decide.add(run.litAt, run.firedAt);
        act.add(run.firedAt, run.actedAt);
        effect.add(run.firedAt, run.effectAt);
        recover.add(run.faultAt, run.recoveredAt);
    }
    times.detectMs = detect.value();
    times.decideMs = decide.value();
    times.actMs = act.value();
    times.effectMs = effect.value();
    times.recoverMs = recover.value();
    return times;
}

QJsonObject toJson(const PlanPlace &place)
{
    QJsonObject object;
    putPlace(object, place);
    return object;
}

QJsonObject toJson(const PlanNumber &number)
{
    return {{QStringLiteral("name"), number.name},   {QStringLiteral("node"), number.node},
            {QStringLiteral("value"), number.value}, {QStringLiteral("limit"), number.limit},
            {QStringLiteral("unit"), number.unit},   {QStringLiteral("holds"), number.holds}};
}

QJsonObject toJson(const PlanArm &arm)
{
    QJsonObject object{{QStringLiteral("id"), arm.id},
                       {QStringLiteral("planRevision"), double(arm.planRevision)},
                       {QStringLiteral("channelRevision"), double(arm.channelRevision)},
                       {QStringLiteral("by"), arm.by},
                       {QStringLiteral("second"), arm.second},
                       {QStringLiteral("until"), text(arm.until)},
                       {QStringLiteral("leftMs"), double(arm.leftMs)},
                       {QStringLiteral("preview"), arm.preview}};
    putPlace(object, arm.place);
    return object;
}

QJsonObject toJson(const PlanRun &run)
{
    QJsonArray steps;
    for (const RunStep &step : run.steps)
        steps << stepObject(step);
    QJsonArray preconditions;
    for (const PlanPrecondition &precondition : run.preconditions)
        preconditions << toJson(precondition);
    QJsonObject object{{QStringLiteral("id"), run.id},
                       {QStringLiteral("title"), toJson(run.title)},
                       {QStringLiteral("planRevision"), double(run.planRevision)},
                       {QStringLiteral("planDigest"), run.planDigest},
                       {QStringLiteral("kind"), toWord(run.kind)},
                       {QStringLiteral("state"), toWord(run.state)},
                       {QStringLiteral("by"), run.by},
                       {QStringLiteral("second"), run.second},
                       {QStringLiteral("reason"), run.reason},
                       {QStringLiteral("numbers"), arrayOf(run.numbers)},
                       {QStringLiteral("firedAt"), text(run.firedAt)},
                       {QStringLiteral("steps"), steps},
                       {QStringLiteral("preconditions"), preconditions},
                       {QStringLiteral("baseline"), run.baseline},
                       {QStringLiteral("notRestored"), arrayOf(run.notRestored)},
                       {QStringLiteral("ticked"), QJsonArray::fromStringList(run.ticked)},
                       {QStringLiteral("review"), reviewObject(run.review)}};
    putPlace(object, run.place);
    put(object, "faultAt", run.faultAt);
    put(object, "litAt", run.litAt);
    put(object, "actedAt", run.actedAt);
    put(object, "effectAt", run.effectAt);
    put(object, "endedAt", run.endedAt);
    put(object, "recoveredAt", run.recoveredAt);
    put(object, "problem", run.problem);
    return object;
}

QJsonObject toJson(const PlanState &state)
{
    QJsonObject object{
        {QStringLiteral("planRevision"), double(state.planRevision)},
        {QStringLiteral("state"), toWord(state.state)},
        {QStringLiteral("reason"), state.reason},
        {QStringLiteral("reasonCode"), state.reasonCode},
        {QStringLiteral("reasonDetails"), state.reasonDetails},
        {QStringLiteral("lit"), state.lit},
        {QStringLiteral("undecided"), state.undecided},
        {QStringLiteral("numbers"), arrayOf(state.numbers)},
        {QStringLiteral("arm"), state.arm ? QJsonValue(toJson(*state.arm)) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("run"), state.run},
        {QStringLiteral("step"), state.step},
        {QStringLiteral("steps"), state.steps},
        {QStringLiteral("stepId"), state.stepId},
        {QStringLiteral("stepState"), toWord(state.stepState)},
        {QStringLiteral("check"), state.check},
        {QStringLiteral("rehearsed"), state.rehearsed},
        {QStringLiteral("lastTime"),
         state.lastTime.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(state.lastTime)}};
    putPlace(object, state.place);
    put(object, "faultAt", state.faultAt);
    put(object, "litAt", state.litAt);
    put(object, "deadline", state.deadline);
    return object;
}

QJsonObject toJson(const PlanTimes &times)
{
    QJsonObject object{{QStringLiteral("plan"), times.plan},
                       {QStringLiteral("runs"), times.runs},
                       {QStringLiteral("done"), times.done},
                       {QStringLiteral("restored"), times.restored},
                       {QStringLiteral("notRestored"), times.notRestored}};
    put(object, "detectMs", times.detectMs);
    put(object, "decideMs", times.decideMs);
    put(object, "actMs", times.actMs);
    put(object, "effectMs", times.effectMs);
    put(object, "recoverMs", times.recoverMs);
    return object;
}

} // namespace twinfeed
