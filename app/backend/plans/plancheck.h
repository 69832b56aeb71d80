// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/planset.h"

namespace twinfeed::backend {

/// One thing that a look at plans found; `plan` and `where` (JSON pointer in it) say the place.
struct PlanFinding
{
    /// `Mistake`: it cannot be used so. `Contradiction`: two that may light together want opposite things. `Together`: two that may light together and
    /// change the same thing, so that only one can run. `Never`: its trigger or preconditions cannot hold.
    enum class Kind { Mistake, Contradiction, Together, Never };

    Kind kind = Kind::Mistake;
    QString plan;
    QString other; ///< of two plans
    QString where;
    QString text; ///< one sentence
    QString remedy;

    bool operator==(const PlanFinding &) const = default;
};
QString toWord(PlanFinding::Kind kind);

/// Looks at all plans as a whole: unknown sub-plans, circles, the same key twice, which can light together, contradict each other or can
/// never be fired.
std::vector<PlanFinding> checkPlans(const PlanBook &book);
/// Can both hold at once? False only where it is sure that they cannot: the same value or state asked to be two things.
bool canHoldTogether(const Condition &one, const Condition &other);

} // namespace twinfeed::backend
