// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/planeyes.h"
#include "app/backend/plans/planset.h"
#include "app/backend/plans/planwatch.h"

namespace twinfeed::backend {

/// One button: a plan at its place, its trigger watched.
struct PlanButton
{
    PlanPlace place;
    quint64 revision = 0; ///< of the plan that it was made for
    std::optional<PlanWatch> watch; ///< nothing: no trigger
    std::vector<PlanNumber> numbers; ///< what the trigger saw last
    std::optional<QDateTime> faultAt; ///< UTC; of the open fault
    std::optional<QDateTime> litAt;
    int told = 0; ///< faults that were told
    std::deque<int64_t> automatic; ///< unit clock: when it fired by itself
    std::optional<PlanState> published;
    int64_t publishedAt = 0;
};

/// The buttons of all plans: one for each channel or output that a plan is about. Director's thread.
class PlanButtons final
{
public:
    explicit PlanButtons(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// Makes those that there are to be, forgets the others; a plan of another version begins anew. Gives what is gone.
    std::vector<PlanPlace> sync(const PlanBook &book, const PlanEyes &eyes);
    /// Feeds every trigger.
    void feed(const PlanBook &book, const PlanEyes &eyes);
    PlanButton *find(const PlanPlace &place);
    std::map<PlanPlace, PlanButton> &all() { return m_buttons; }

private:
    const Clock &m_clock;
    std::map<PlanPlace, PlanButton> m_buttons;
};

/// True where the difference is worth an event: all but numbers that run on while nobody is called.
bool isNews(const PlanState &before, const PlanState &now);

} // namespace twinfeed::backend
