// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/drillrun.h"
#include "models/domain/drill.h"

namespace twinfeed::drills {

/// What somebody did.
struct Act
{
    QString actor;
    OperatorAction action = OperatorAction::Take;
    QString source; ///< of a take
    QString plan; ///< of a plan's run
};

/// Watches a drill and says what it was worth. Pure: what happens comes in with its time, in milliseconds after the beginning
/// and in that order; marks and a score come out. One thread.
///
/// A press belongs to the expected action that has been open longest and that it fits; one that fits none is forbidden,
/// wrong (it leads to a source that is broken) or needless (the programme was good), or of no matter: what mends a mistake
/// is none.
class DrillWatch final
{
public:
    DrillWatch(Scenario scenario, Schedule schedule);

    void faultBegan(const QString &fault, const QString &on, qint64 atMs);
    void faultEnded(const QString &fault, qint64 atMs);
    void alarmRaised(const QString &rule, qint64 atMs);
    /// The id of the expected action that it was; empty where it was none.
    QString acted(const Act &act, qint64 atMs);
    /// What is on air now, and whether it is fit to be seen.
    void programme(Source onAir, bool fit, qint64 atMs);
    /// Of a tabletop; `choice` from 0. The first answer counts. False for an unknown question or choice.
    bool answered(const QString &question, int choice, const QString &actor, qint64 atMs);

    const std::vector<DrillMark> &marks() const { return m_marks; }
    DrillScore score(qint64 atMs) const;

    static constexpr int enough = 80; ///< points

private:
    struct Seen // of a fault
    {
        QString on;
        qint64 began = 0;
        std::optional<qint64> ended;
        std::optional<qint64> alarm;
        std::optional<qint64> action;
        std::optional<qint64> good;
        bool heeded = false; // somebody did something after its alarm
    };
    struct Done // of an expected action
    {
        qint64 at = 0;
        QString actor;
    };

    DrillMark &mark(const QString &kind, const QString &id, qint64 atMs);
    std::optional<qint64> openedAt(const ExpectedAction &expected) const;
    bool fits(const ExpectedAction &expected, const Act &act) const;
    bool isBroken(const QString &source) const;
    bool isGood() const;
    /// The fault that an expected action is there for, by what it comes after.
    QString causeOf(const ExpectedAction &expected) const;
    void judge(const Act &act, qint64 atMs);
    void judgeExpected(DrillScore &score, qint64 atMs) const;
    void judgeFaults(DrillScore &score) const;
    void judgeAnswers(DrillScore &score, qint64 atMs) const;

    const Scenario m_scenario;
    const Schedule m_schedule;
    std::vector<DrillMark> m_marks;
    std::map<QString, Seen> m_faults;
    std::map<QString, Done> m_done;
    std::map<QString, std::pair<int, QString>> m_answers;
    std::vector<DrillFinding> m_presses; // wrong, needless, forbidden
    std::optional<Source> m_onAir;
    bool m_fit = false;
    bool m_wasGood = false;
};

} // namespace twinfeed::drills
