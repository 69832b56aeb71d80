// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/planrun.h"

#include <map>
#include <set>

namespace twinfeed::backend {

/// All plans there are, by id.
using PlanBook = std::map<QString, PlanDocument>;

/// A plan's steps as they run: those of sub-plans in their places. Errors: "unknown-plan", "plan-circle".
Result<std::vector<RunStep>> stepsOf(const Plan &plan, const PlanBook &book);
/// Its preconditions and those of its sub-plans.
std::vector<PlanPrecondition> preconditionsOf(const Plan &plan, const PlanBook &book);
/// What a run of these steps would change: "source main", "outputs main", "host cdn", ... Two that share one do not run at once.
std::set<QString> touchedBy(const std::vector<RunStep> &steps, const QString &channel);
/// The same for two plans only where they, and all that they run, say the same in everything: so a rehearsal of one proves something of the
/// other.
QString digestOf(const Plan &plan, const PlanBook &book);
/// In the words of states, what a step leaves as it should be: {"onAir", "backup"}; empty where that cannot be said.
QString effectOf(const PlanAction &action);

} // namespace twinfeed::backend
