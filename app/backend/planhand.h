// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/planorders.h"
#include "app/backend/planoutside.h"
#include "app/backend/planweb.h"

#include <memory>

namespace twinfeed::backend {

/// What actions on one kind of thing need: its state before, the orders, the way back, and how all of that is shown. There is a channel at each
/// place that they are asked about. Director's thread.
class PlanHand
{
public:
    virtual ~PlanHand() = default;

    /// What would be put back; nothing where nothing can be.
    virtual QJsonObject before(const PlanAction &, const PlanPlace &) const { return {}; }
    virtual Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) = 0;
    /// Only asked where before() found something.
    virtual Result<PlanTodos> wayBack(const PlanAction &, const QJsonObject &, const PlanDeed &)
    {
        return PlanTodos();
    }
    virtual Truth isRestored(const PlanAction &action, const QJsonObject &before,
                             const PlanPlace &place) const
    {
        return this->before(action, place) == before ? Truth::Yes : Truth::No;
    }
    /// What it needs that is not there.
    virtual std::optional<Error> missing(const PlanAction &, const PlanPlace &) const { return {}; }
    /// In words of states: what is, and what the action would make of it.
    virtual std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &) const
    {
        return {QStringLiteral("-"), kindOf(action)};
    }
};

/// Takes, slates in and out. `orders` outlives each of these.
std::unique_ptr<PlanHand> makeSourceHand(const PlanOrders &orders);
/// Failover and locks.
std::unique_ptr<PlanHand> makeAutomationHand(const PlanOrders &orders);
std::unique_ptr<PlanHand> makeEncryptionHand(const PlanOrders &orders);
/// Rules that are overridden for a time.
std::unique_ptr<PlanHand> makeRuleHand(const PlanOrders &orders);
/// Outputs and recordings.
std::unique_ptr<PlanHand> makeOutputHand(const PlanOrders &orders, const PlanOutside &outside);
std::unique_ptr<PlanHand> makeNotifyHand(const PlanOrders &orders);
/// HTTP; `web` and `outside` outlive it.
std::unique_ptr<PlanHand> makeWebHand(PlanWeb &web, const PlanOutside &outside);
/// Did the answer say what was expected?
std::optional<Error> judged(const HttpAction &http, const WebAnswer &answer);

/// "a, b", or "-" where there are none.
QString joinedWords(const QStringList &words);
QStringList textsOf(const QJsonValue &array);

} // namespace twinfeed::backend
