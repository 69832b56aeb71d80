// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"
#include "models/domain/planrun.h"

#include <map>

namespace twinfeed::backend {

/// What somebody asks for who fires.
struct FireAsk
{
    PlanPlace place;
    QString by;
    QString arm; ///< its id; empty: fired without arming
    bool held = false; ///< the button was held down
    quint64 planRevision = 0; ///< as it was seen
    quint64 channelRevision = 0; ///< as it was seen
    QString reason; ///< why without a green rehearsal
    RunKind kind = RunKind::Live;
};

/// Who armed what, and who may fire. One arm a button: the first counts. Pure but for the clock. One thread.
class PlanArms final
{
public:
    explicit PlanArms(const Clock &clock);

    /// Arms for ten seconds; of two persons the second confirms the first one's arm, which then counts anew. The same person arming again
    /// begins anew. Errors: "plan-armed" with who, what and until when.
    Result<PlanArm> arm(const PlanDocument &document, const PlanPlace &place, quint64 channelRevision,
                        const QString &by, QJsonArray preview);
    /// Ends the arms of a plan, whoever's they are. False where there is none.
    bool disarm(const QString &plan);
    /// True where some have run out.
    bool expire();
    /// As it was in a copy: what did not reach the disk has not happened.
    void restore(const PlanArms &before)
    {
        m_arms = before.m_arms;
        m_next = before.m_next;
    }
    void forget(const PlanPlace &place) { m_arms.erase(place); }
    std::optional<PlanArm> find(const PlanPlace &place) const;

    /// May it be fired? Uses the arm up where it may. Errors: "stale-plan", "stale-revision", "not-armed", "arm-expired", "not-your-arm",
    /// "not-held", "second-missing", "not-rehearsed".
    Result<std::optional<PlanArm>> admit(const FireAsk &ask, const PlanDocument &document,
                                         quint64 channelRevision);

    static constexpr int64_t validUs = 10'000'000;

private:
    struct Armed
    {
        PlanArm arm;
        int64_t until = 0; // unit clock
    };
    Result<void> admitArm(const FireAsk &ask, const PlanDocument &document, quint64 channelRevision) const;

    const Clock &m_clock;
    std::map<PlanPlace, Armed> m_arms;
    qint64 m_next = 1;
};

} // namespace twinfeed::backend
