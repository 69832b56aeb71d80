// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <QJsonObject>

#include <optional>
#include <vector>

/// The script of a drill: what goes wrong and when, what a good operator then does, and what must not happen. Data, not
/// code; resources/scenarios/scenario.schema.json describes the same. Times are in seconds.
namespace twinfeed {

/// How a drill is held. `Tabletop`: questions, no streams. `Simulated`: with streams. `WalkThrough`: with streams, and
/// what will happen and what is to be pressed is said before.
enum class DrillKind { Tabletop, Simulated, WalkThrough };

/// What goes wrong. Up to Loss they are the feed's own, the next five happen on its way, the last one where the programme goes.
enum class FaultKind {
    Stop,
    Cut,
    Black,
    Freeze,
    PartFreeze,
    Dark,
    Bitrate,
    Fps,
    Silence,
    Clip,
    Late,
    Jitter,
    Loss,
    Reset,
    Stall,
    Slow,
    Drip,
    Block,
    OutputDown
};
/// What an operator may be expected to do, or must not.
enum class OperatorAction { Take, ArmSlate, SetFailover, SetLocks, SetEncryption, AcknowledgeAlarm, RunPlan };

/// How strong a fault may be that has an amount.
struct FaultAmount
{
    int least;
    int most;
    int usual; ///< where none is said
    const char *unit; ///< for people
};
/// Late: ms by which the sound is stamped too late; jitter: ms; loss: per cent. Nothing for all others.
std::optional<FaultAmount> amountOf(FaultKind);

QString toWord(DrillKind);
QString toWord(FaultKind);
QString toWord(OperatorAction);
template <>
std::optional<DrillKind> fromWord(const QString &);
template <>
std::optional<FaultKind> fromWord(const QString &);
template <>
std::optional<OperatorAction> fromWord(const QString &);
template <>
QStringList wordsOf<DrillKind>();
template <>
QStringList wordsOf<FaultKind>();
template <>
QStringList wordsOf<OperatorAction>();

/// What people read, in each language of the console.
struct ScenarioText
{
    QString en;
    QString zh;

    bool operator==(const ScenarioText &) const = default;
};

struct ScenarioFault
{
    QString id; ///< [a-z0-9-]{1,32}; unique in the scenario
    /// Seconds after the start, or after `after`; a seed moves it by up to `spread` either way.
    double at = 0;
    double spread = 0;
    /// Id of a fault (its beginning) or of an expected action (when it was done); empty: the start.
    QString after;
    /// Conditions: not before this source is on air; not before an alarm of this rule has been raised.
    std::optional<Source> onAir;
    QString alarm;
    FaultKind kind = FaultKind::Stop;
    /// "primary", "backup", "either" (a seed says which), "other" (not the one that `either` became), "on-air" (when it
    /// happens), "standby"; the id of an output, or empty for the first, with OutputDown.
    QString on;
    double lasts = 0; ///< 0: to the end
    int bytesPerSecond = 0; ///< of Slow
    int amount = 0; ///< see amountOf(); 0: the usual one
    /// The rule whose alarm shows it, and by when; empty: none is expected.
    QString rule;
    double alarmWithin = 0;
    ScenarioText say;

    bool operator==(const ScenarioFault &) const = default;
};

struct ExpectedAction
{
    QString id;
    QString after; ///< id of a fault or of another expected action
    double within = 0;
    OperatorAction action = OperatorAction::Take;
    /// Of a take: "primary", "backup", "slate", "either", "other"; empty with other actions.
    QString source;
    QString plan; ///< its name; of RunPlan, and a hint with others
    ScenarioText say;

    bool operator==(const ExpectedAction &) const = default;
};

struct ForbiddenAction
{
    OperatorAction action = OperatorAction::Take;
    QString source; ///< as in ExpectedAction; empty: any

    bool operator==(const ForbiddenAction &) const = default;
};

struct ScenarioQuestion
{
    QString id;
    ScenarioText ask;
    std::vector<ScenarioText> choices; ///< two to six
    int right = 0; ///< from 0
    ScenarioText why;

    bool operator==(const ScenarioQuestion &) const = default;
};

struct ScenarioTargets
{
    double alarm = 5; ///< fault to alarm (MTTD)
    double action = 15; ///< alarm to the first right action
    double good = 5; ///< action to programme good again (MTTR)

    bool operator==(const ScenarioTargets &) const = default;
};

struct Scenario
{
    QString id; ///< [a-z0-9-]{1,32}
    int version = 1;
    ScenarioText name;
    ScenarioText summary;
    DrillKind kind = DrillKind::Simulated;
    double lasts = 120; ///< seconds, 10 to 7200
    QString channel; ///< empty: the first of the event
    FailoverMode failover = FailoverMode::Off; ///< as the drill begins
    bool aligned = false; ///< both feeds carry the same packets
    QStringList plans; ///< that it rehearses
    std::vector<ScenarioFault> faults;
    std::vector<ExpectedAction> expected;
    std::vector<ForbiddenAction> forbidden;
    std::vector<ScenarioQuestion> questions;
    ScenarioTargets targets;

    bool operator==(const Scenario &) const = default;
};

/// Strict. Errors name their place as a JSON pointer.
Result<Scenario> scenarioFromJson(const QJsonObject &);
QJsonObject toJson(const Scenario &);

} // namespace twinfeed
