// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/planrunner.h"
#include "app/backend/simulation/madeworld.h"

#include <functional>

namespace twinfeed::simulation {

/// What plans act by in a world that is not there: sources, outputs and failover change it; everything else is done at once
/// and changes nothing. One thread.
class MadeHands final : public backend::PlanHands
{
public:
    struct World
    {
        MadeWorld &made;
        media::Failover &failover;
        const Clock &clock;
        /// A source was put on air.
        std::function<void(Source source)> taken;
    };

    explicit MadeHands(World world)
        : m_world(std::move(world))
    {
    }

    QJsonObject before(const PlanAction &action, const PlanPlace &place) override;
    Result<void> begin(const PlanAction &action, const backend::PlanDeed &deed) override;
    Result<void> restore(const PlanAction &action, const QJsonObject &before,
                         const backend::PlanDeed &deed) override;
    Progress progress(const QString &key) override;
    void stop(const QString &key) override { Q_UNUSED(key) } // everything is over at once
    backend::Truth isRestored(const PlanAction &action, const QJsonObject &before,
                              const PlanPlace &place) override;

    /// The source that the action would put on air now; nothing where it is about something else.
    static std::optional<Source> targetOf(const PlanAction &action, const MadeWorld &world);

private:
    Result<void> take(Source source, bool force);
    void setOutputs(const OutputAction &action, const QString &mine);

    const World m_world;
};

} // namespace twinfeed::simulation
