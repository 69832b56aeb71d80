// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/plan.h"

#include <tuple>

/// What becomes of plans: how each button stands, and what was run.
namespace twinfeed {

enum class RunKind { Live, Rehearsal };
/// `RollingBack`: a step failed, its deadline passed, somebody aborted or the backend ended; what ran is undone. The last three are ends:
/// `NotRestored` stays red.
enum class RunState { Running, Asking, RollingBack, Done, Restored, NotRestored };
enum class RunStepState { Pending, Running, Checking, Done, Failed, Skipped, Undoing, Undone, UndoFailed };
/// How a plan's button stands. That its trigger is undecided (what it asks for is missing or stale) is said beside it: such a plan
/// is not lit and does not fire by itself, but people may arm and fire it.
enum class DeckState { Dark, Lit, Disabled, Armed, Running, Failed, Done, Restored, NotRestored };

QString toWord(RunKind);
QString toWord(RunState);
QString toWord(RunStepState);
QString toWord(DeckState);
template <>
std::optional<RunKind> fromWord(const QString &);
template <>
std::optional<RunState> fromWord(const QString &);
template <>
std::optional<RunStepState> fromWord(const QString &);
template <>
std::optional<DeckState> fromWord(const QString &);
template <>
QStringList wordsOf<RunKind>();
template <>
QStringList wordsOf<RunState>();
template <>
QStringList wordsOf<RunStepState>();
template <>
QStringList wordsOf<DeckState>();

/// Which of a plan's buttons: a plan has one for each channel, and perhaps each output.
struct PlanPlace
{
    QString plan;
    QString channel;
    QString output; ///< empty where the plan is not about one

    bool operator==(const PlanPlace &) const = default;
    bool operator<(const PlanPlace &other) const
    {
        return std::tie(plan, channel, output) < std::tie(other.plan, other.channel, other.output);
    }
};

/// One number or state that a condition saw.
struct PlanNumber
{
    QString name; ///< of the metric or state
    QString node; ///< where it really was: "primary", never "on-air"; empty: of the channel
    QString value; ///< "12.5", "no"; empty: not known
    QString limit; ///< "below 15", "is yes"
    QString unit;
    bool holds = false;

    bool operator==(const PlanNumber &) const = default;
};

/// An arm: lets one person fire one plan, as it is now, for ten seconds.
struct PlanArm
{
    QString id;
    PlanPlace place;
    quint64 planRevision = 1;
    quint64 channelRevision = 1;
    QString by;
    QString second; ///< who confirmed; of two persons
    QDateTime until; ///< UTC
    qint64 leftMs = 0; ///< when this was told
    /// What is, and what would be, one line a step: {step, before, after}, in the words of the state.
    QJsonArray preview;

    bool operator==(const PlanArm &) const = default;
};

struct RunStep
{
    QString plan; ///< of a sub-plan's step another one than the run's
    PlanStep step; ///< as it was when the run began
    RunStepState state = RunStepState::Pending;
    std::optional<QDateTime> startedAt; ///< UTC
    std::optional<QDateTime> actedAt; ///< the action was over
    std::optional<QDateTime> endedAt;
    /// What the action found, and puts back. Its member "hidden" goes to the store only, never on the wire.
    QJsonObject before;
    QJsonObject evidence; ///< as it was measured: {numbers: [...], take: {...}, operation, status, answer}
    QString answer; ///< of a question, with `answeredBy`
    QString answeredBy;
    std::optional<Error> problem; ///< why it failed
    std::optional<Error> undoProblem;

    bool operator==(const RunStep &) const = default;
};

/// What people wrote afterwards.
struct RunReview
{
    QString rootCause;
    QString notes;
    QString by;
    QDateTime at; ///< UTC

    bool operator==(const RunReview &) const = default;
};

/// One execution of a plan; GET /v1/runs/{r}
struct PlanRun
{
    QString id; ///< a number that rises
    PlanPlace place;
    LocalText title;
    quint64 planRevision = 1;
    QString
        planDigest; ///< of the plan and of those that it runs, as they were; empty in runs of older versions
    RunKind kind = RunKind::Live;
    RunState state = RunState::Running;
    QString by; ///< who fired; "twinfeed": it fired by itself
    QString second; ///< of two persons the other
    QString reason; ///< why without a green rehearsal; empty with one
    std::vector<PlanNumber> numbers; ///< why it was lit
    std::optional<QDateTime> faultAt; ///< the trigger began to hold; all UTC
    std::optional<QDateTime> litAt;
    QDateTime firedAt;
    std::optional<QDateTime> actedAt; ///< the first action was over
    std::optional<QDateTime> effectAt; ///< the last check held
    std::optional<QDateTime> endedAt;
    std::optional<QDateTime> recoveredAt; ///< the clear criteria were met
    std::vector<RunStep> steps;
    std::vector<PlanPrecondition> preconditions;
    /// Means of the minute before the fault, by "metric node", where a condition asks for a share of them.
    QJsonObject baseline;
    /// Why it was rolled back: "step-failed", "step-deadline", "aborted", "stopped", "backend-ended"; with where and by whom.
    std::optional<Error> problem;
    std::vector<Error> notRestored; ///< what is not as it was
    QStringList ticked; ///< checklist: number of the line and when it ticked itself, "0 2026-11-21T10:00:00Z"
    std::optional<RunReview> review;

    bool operator==(const PlanRun &) const = default;

    bool isOver() const { return state >= RunState::Done; }
};

/// Steps that changed something and that the plan itself leaves so in a rollback ("undo": "none"): their ids.
QStringList leftAsTheyAre(const PlanRun &run);

/// How a plan's button stands; computed by the backend, sent with the snapshot and at each change.
struct PlanState
{
    PlanPlace place;
    quint64 planRevision = 1;
    DeckState state = DeckState::Dark;
    /// Why it cannot be fired, or why it is undecided; one sentence and its code. Empty where it can.
    QString reason;
    QString reasonCode;
    QJsonObject reasonDetails; ///< of what `reason` is made, for other languages: as Error::details
    bool lit = false; ///< the trigger holds, whatever else is going on
    bool undecided = false; ///< what the trigger asks for is not known, or too old
    std::vector<PlanNumber> numbers; ///< of the trigger, where there is one
    std::optional<QDateTime> faultAt; ///< UTC; of the fault that lit it
    std::optional<QDateTime> litAt;
    std::optional<PlanArm> arm;
    QString run; ///< under way, or the last one while the button shows its end
    int step = 0; ///< from 1; 0: none
    int steps = 0;
    QString stepId;
    RunStepState stepState = RunStepState::Pending;
    std::optional<QDateTime> deadline; ///< UTC; of the step
    QString check; ///< what is waited for
    bool rehearsed = false; ///< fires without a reason
    /// The newest run of this plan that people wrote about, or that ended: {run, at, state, rootCause, notes}; empty: none.
    QJsonObject lastTime;

    bool operator==(const PlanState &) const = default;
};

/// Means over a plan's live runs, in milliseconds; nothing where none is known.
struct PlanTimes
{
    QString plan;
    int runs = 0;
    int done = 0;
    int restored = 0;
    int notRestored = 0;
    std::optional<double> detectMs; ///< fault to lit
    std::optional<double> decideMs; ///< lit to fired
    std::optional<double> actMs; ///< fired to the first action over
    std::optional<double> effectMs; ///< fired to the last check held
    std::optional<double> recoverMs; ///< fault to recovered

    bool operator==(const PlanTimes &) const = default;
};
PlanTimes timesOf(const QString &plan, const std::vector<PlanRun> &runs);

QJsonObject toJson(const PlanPlace &);
QJsonObject toJson(const PlanNumber &);
QJsonObject toJson(const PlanArm &);
QJsonObject toJson(const PlanRun &);
QJsonObject toJson(const PlanState &);
QJsonObject toJson(const PlanTimes &);
/// Lenient to unknown fields.
Result<PlanArm> planArmFromJson(const QJsonObject &);
Result<PlanRun> planRunFromJson(const QJsonObject &);
Result<PlanState> planStateFromJson(const QJsonObject &);
Result<PlanTimes> planTimesFromJson(const QJsonObject &);

} // namespace twinfeed
