// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/planhand.h"

#include <array>

namespace twinfeed::backend {

/// What runs act by in a real backend: finds the hand for each action, and follows what was begun to its end. Director's thread.
class LivePlanHands final : public PlanHands
{
public:
    LivePlanHands(PlanOrders::World world, PlanOutside outside);

    QJsonObject before(const PlanAction &action, const PlanPlace &place) override;
    Result<void> begin(const PlanAction &action, const PlanDeed &deed) override;
    Result<void> restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed) override;
    Progress progress(const QString &key) override;
    void stop(const QString &key) override;
    Truth isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place) override;

    /// What a step needs that is not there: "no-host", "no-secret", "no-address", "unknown-output", "unknown-rule"; nothing where all is.
    std::optional<Error> missing(const PlanAction &action, const PlanPlace &place) const;
    /// In words of states: what is, and what the action would make of it.
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place) const;

private:
    PlanHand *handFor(const PlanAction &action) const;
    Result<void> start(const QString &key, Result<PlanTodos> todo);
    Progress next(PlanDoing &doing);
    Progress operationProgress(PlanDoing &doing);
    Progress webProgress(const QString &key, PlanDoing &doing);

    const PlanOrders m_orders;
    const PlanOutside m_outside;
    PlanWeb m_web;
    std::array<std::unique_ptr<PlanHand>, std::variant_size_v<PlanAction>>
        m_hands; // null: the run itself does it
    std::map<QString, PlanDoing> m_doing;
};

} // namespace twinfeed::backend
