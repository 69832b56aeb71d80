// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/planaction.h"
#include "models/domain/rule.h"

#include <QDateTime>

/// Plans: prepared steps with a trigger, preconditions, checks and a way back. Data, not code.
namespace twinfeed {

/// On which page of the deck a plan stands: before the show, live, after it.
enum class PlanPhase { Before, Live, After };
/// What firing takes: one press; arming first; arming, then holding; two people who arm it.
enum class PlanDanger { Press, Arm, Hold, TwoPersons };

QString toWord(PlanPhase);
QString toWord(PlanDanger);
template <>
std::optional<PlanPhase> fromWord(const QString &);
template <>
std::optional<PlanDanger> fromWord(const QString &);
template <>
QStringList wordsOf<PlanPhase>();
template <>
QStringList wordsOf<PlanDanger>();

struct PlanContact
{
    QString name;
    QString role; ///< what this person is there for
    QString how; ///< telephone, channel, ...

    bool operator==(const PlanContact &) const = default;
};

/// Lights the plan: `when` has held for `forMs` without a break, on fresh data. It is the same fault until it has not held for
/// `clearForMs`.
struct PlanTrigger
{
    Condition when;
    int forMs = 0;
    int clearForMs = 3000;

    bool operator==(const PlanTrigger &) const = default;
};

/// What must hold for the plan to be fired, and again after its rollback.
struct PlanPrecondition
{
    Condition that;
    LocalText text; ///< may be empty

    bool operator==(const PlanPrecondition &) const = default;
};

struct PlanStep
{
    QString id; ///< [a-z0-9-]{1,32}, unique in its plan
    LocalText text; ///< as a person would read it out; may be empty
    PlanAction action;
    /// Evidence of the effect: must hold on what was measured after the action, before the deadline.
    std::optional<Condition> check;
    int deadlineMs = 5000; ///< of the action and its check together, 100 to 3600000
    /// How it is undone: `Restore`: what was there before is put back, where the action has something to put back. `None`:
    /// nothing is done. `Action`: `undoAction`.
    enum class Undo { Restore, None, Action };
    Undo undo = Undo::Restore;
    std::optional<PlanAction> undoAction;

    bool operator==(const PlanStep &) const = default;
};

/// What the plan is said to bring, and how soon.
struct PlanExpectation
{
    LocalText effect;
    int withinMs = 0;

    bool operator==(const PlanExpectation &) const = default;
};

/// When the fault counts as recovered from.
struct PlanClear
{
    Condition when;
    int forMs = 0;

    bool operator==(const PlanClear &) const = default;
};

/// One line of the response checklist, to be done between these minutes after the plan was lit.
struct PlanDuty
{
    int fromMinute = 0;
    int toMinute = 5;
    LocalText text;
    std::optional<Condition> done; ///< ticks itself when this holds

    bool operator==(const PlanDuty &) const = default;
};

struct Plan
{
    QString id; ///< [a-z0-9-]{1,32}
    LocalText title;
    LocalText text; ///< the written steps: what a person would do by hand; may be empty
    bool enabled = true;
    PlanPhase phase = PlanPhase::Live;
    Severity severity = Severity::Warning;
    QString owner;
    std::vector<PlanContact> contacts;
    QString channel; ///< empty: there is one of it for each channel
    bool perOutput = false; ///< there is one of it for each output of the channel
    std::optional<PlanTrigger> trigger; ///< nothing: people alone decide
    std::vector<PlanPrecondition> preconditions;
    std::vector<PlanStep> steps;
    PlanDanger danger = PlanDanger::Arm;
    bool automatic = false; ///< fires by itself when it lights
    std::optional<PlanExpectation> expected;
    std::optional<PlanClear> clear;
    std::vector<PlanDuty> checklist;
    QString key; ///< on the keyboard, as QKeySequence writes it; may be empty

    bool operator==(const Plan &) const = default;
};

/// A plan with what became of it; GET /v1/plans/{p}
struct PlanDocument
{
    Plan plan;
    quint64 revision = 1; ///< its version: counts each change, from 1
    bool shipped = false; ///< as it came with the program
    QString author; ///< of this version
    QString reason; ///< of this version
    QDateTime at; ///< UTC
    bool rehearsed = false; ///< there is a green rehearsal of this version

    bool operator==(const PlanDocument &) const = default;
};

/// A plan as it was read, and every mistake that can be told apart, each with its place (JSON pointer) and remedy. Strict: unknown
/// fields are mistakes.
struct PlanReading
{
    Plan plan; ///< only where there are no errors
    std::vector<Error> errors;
};
PlanReading readPlan(const QJsonObject &object, const QString &pointer = {});
PlanStep readStep(const QJsonObject &object, const QString &pointer, bool perOutput,
                  std::vector<Error> &errors);
PlanPrecondition readPrecondition(const QJsonObject &object, const QString &pointer, bool perOutput,
                                  std::vector<Error> &errors);
QJsonObject toJson(const PlanPrecondition &);
QJsonObject toJson(const PlanStep &);
QJsonObject toJson(const Plan &);
QJsonObject toJson(const PlanDocument &);
/// Lenient about the document, strict about the plan.
Result<PlanDocument> planDocumentFromJson(const QJsonObject &);

} // namespace twinfeed
