// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/planrun.h"

#include <functional>

/// What the server needs of those who keep and run plans. Part of Backend, with its contract.
namespace twinfeed::server {

struct Command;
struct Answer;

struct RunQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString plan;
    QString channel;
    QString search; ///< in titles, people, reasons, root causes and notes
};

/// What is said of a plan that is fired. The command's revision is that of the channel.
struct PlanFire
{
    PlanPlace place;
    QString arm; ///< its id; empty where the plan needs none
    quint64 planRevision = 0;
    bool held = false;
    QString reason; ///< why without a green rehearsal
    RunKind kind = RunKind::Live;
};

enum class RunVerb { Abort, Answer, Review };

struct RunOrder
{
    RunVerb verb = RunVerb::Abort;
    QString run;
    QString answer;
    QString rootCause;
    QString notes;
};

class Planning
{
public:
    virtual ~Planning() = default;

    using PlanDone = std::function<void(Result<Answer>)>;

    // Questions; any thread.
    virtual std::vector<PlanDocument> plans() const = 0;
    virtual std::vector<PlanState> planStates() const = 0;
    virtual std::vector<PlanTimes> planTimes() const = 0;
    /// Newest first. Read the disk: called on a server worker.
    virtual Result<std::vector<PlanRun>> runs(const RunQuery &query) const = 0;
    virtual Result<std::optional<PlanRun>> run(const QString &id) const = 0;

    // Commands; contract: Backend.
    /// Puts a plan in place of the one of its id, or a new one. The command's revision is that of the plan; none for a new one. Errors:
    /// "stale-plan", "missing-if-match", "unknown-channel", "plan-circle", "unknown-plan", "too-many-plans".
    virtual void putPlan(Command command, Plan plan, QString reason, PlanDone done) = 0;
    /// Errors: "unknown-plan", "stale-plan", "plan-running".
    virtual void deletePlan(Command command, QString plan, PlanDone done) = 0;
    /// The command's revision is that of the channel. Errors: "unknown-plan", "unknown-channel", "unknown-output", "plan-armed", "plan-disabled",
    /// "plan-busy".
    virtual void armPlan(Command command, PlanPlace place, PlanDone done) = 0;
    /// Ends every arm of the plan. Errors: "not-armed".
    virtual void disarmPlan(Command command, QString plan, PlanDone done) = 0;
    /// Errors: those of arming, and "stale-plan", "not-armed", "arm-expired", "not-your-arm", "not-held", "second-missing", "not-rehearsed",
    /// "no-rehearsal".
    virtual void firePlan(Command command, PlanFire fire, PlanDone done) = 0;
    /// Errors: "unknown-run", "run-over", "not-asked", "unknown-answer".
    virtual void orderRun(Command command, RunOrder order, PlanDone done) = 0;
};

} // namespace twinfeed::server
