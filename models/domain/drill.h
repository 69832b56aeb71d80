// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/scenario.h"

#include <QDateTime>

/// A drill as it is kept: what was made to happen, what people did, and what that was worth.
namespace twinfeed {

/// `Preparing`: feeds come up. `Aborted`: somebody ended it, or the unit went down. `Failed`: it could not be held.
enum class DrillState { Preparing, Running, Ended, Aborted, Failed };

QString toWord(DrillState);
template <>
std::optional<DrillState> fromWord(const QString &);
template <>
QStringList wordsOf<DrillState>();

/// Something that happened in a drill.
struct DrillMark
{
    int number = 0; ///< from 1
    qint64 atMs = 0; ///< after the beginning
    /// "fault", "fault-end", "alarm", "action", "programme" (another source is on air), "good" (it is fit again), "answer"
    QString kind;
    QString
        id; ///< of the fault, the expected action or the question; the rule of an alarm; the source of the programme
    QString what; ///< the word of the fault or action
    QString on; ///< path, output or source
    QString actor;
    bool picture = false; ///< there is one of the programme

    bool operator==(const DrillMark &) const = default;
};

/// Something that was not as it should be.
struct DrillFinding
{
    /// "late", "missed", "wrong" (a press that made it worse), "needless", "missed-alarm" (nobody did anything about it),
    /// "forbidden", "slow" (the programme was good again too late), "no-alarm" (nothing showed the fault; costs nothing),
    /// "wrong-answer"
    QString kind;
    QString id;
    QString actor;
    qint64 atMs = 0;
    int points = 0; ///< that it costs
    QString text; ///< one English sentence

    bool operator==(const DrillFinding &) const = default;
};

/// Of one fault, in milliseconds; nothing where it did not come to that.
struct DrillTimes
{
    QString fault;
    std::optional<qint64> alarm; ///< fault to alarm
    std::optional<qint64> action; ///< alarm (or the fault, without one) to the first right action
    std::optional<qint64> good; ///< action to programme good again

    bool operator==(const DrillTimes &) const = default;
};

struct DrillScore
{
    int points = 0; ///< of 100
    bool green = false; ///< 80 and more, nothing missed, nothing forbidden
    std::vector<DrillFinding> findings;
    std::vector<DrillTimes> times;

    bool operator==(const DrillScore &) const = default;
};

/// What is to be done about it afterwards.
struct DrillNote
{
    QDateTime at; ///< UTC
    QString by;
    QString text;
    QString owner;
    QString due; ///< a date, "2026-03-01"; may be empty

    bool operator==(const DrillNote &) const = default;
};

struct Drill
{
    QString id; ///< a number that rises
    Scenario scenario; ///< as it was then
    DrillKind kind = DrillKind::Simulated;
    qint64 seed = 0; ///< the same one repeats it; below 2^53
    QString channel;
    DrillState state = DrillState::Preparing;
    QString startedBy;
    QDateTime startedAt; ///< UTC; the zero of marks once it runs
    std::optional<QDateTime> endedAt;
    QString reason; ///< why it was aborted or has failed
    QStringList operators; ///< who did something
    std::vector<DrillMark> marks;
    DrillScore score; ///< when it has ended
    std::vector<DrillNote> notes;

    bool operator==(const Drill &) const = default;
    bool isOver() const { return state != DrillState::Preparing && state != DrillState::Running; }
};

QJsonObject toJson(const DrillMark &);
QJsonObject toJson(const DrillScore &);
QJsonObject toJson(const Drill &);
/// Lenient to unknown fields.
Result<Drill> drillFromJson(const QJsonObject &);

} // namespace twinfeed
