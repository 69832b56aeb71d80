// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"
#include "models/readiness.h"

#include <QCoreApplication>

namespace twinfeed {

/// Drills, their faults, marks and findings in the language that is set. UI thread.
class DrillWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::DrillWords)

public:
    /// In our language; in English where it has no other.
    static QString local(const ScenarioText &text);
    static QString kind(DrillKind kind);
    static QString state(DrillState state);
    /// "PRIMARY is cut"; `on` is a path, an output, or as a scenario says it ("either", "on-air").
    static QString fault(FaultKind kind, const QString &on);
    /// As the scenario says it, else what it is.
    static QString fault(const ScenarioFault &fault);
    /// The same of a fault of this drill, by its id, at the place where it came about.
    static QString faultOf(const Drill &drill, const QString &id);
    /// "Put BACKUP on air"
    static QString action(OperatorAction action, const QString &on);
    static QString expected(const ExpectedAction &expected);
    /// What happened, in a line.
    static QString mark(const Drill &drill, const DrillMark &mark);
    /// "late", "missed", ... as a word.
    static QString findingKind(const QString &kind);
    static QString finding(const Drill &drill, const DrillFinding &finding);
    /// "1:05.3" after the beginning.
    static QString clock(qint64 ms);
    /// "1:05"
    static QString clockInSeconds(qint64 ms);
    /// "0.8 s"; N/A where there is none.
    static QString time(const std::optional<qint64> &ms);
    /// "92 of 100, green"
    static QString score(const DrillScore &score);
    static QString seed(qint64 seed);

    // Readiness.
    static QString exercise(const ReadinessLine &line);
    static QString problem(const Error &error);

private:
    static QString place(const QString &on);
};

} // namespace twinfeed
