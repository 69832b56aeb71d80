// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/director.h"
#include "app/backend/plandesk.h"

namespace twinfeed::backend {

/// What there is of plans when a backend starts: those of the program, those of its store, and in a rehearsal unit those of the event, each in the
/// event's version. Errors: of the store.
Result<PlanDesk::Kept> keptPlans(const PlanStore &store, const Director::Setup &setup);
/// What was green on the unit whose data folder this is; its store is only read. None where there is no such unit, or it cannot be read.
std::set<PlanRehearsal> rehearsalsIn(const QString &folder);

} // namespace twinfeed::backend
