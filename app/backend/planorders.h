// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmcommands.h"
#include "app/backend/automationcommands.h"
#include "app/backend/channelcommands.h"
#include "app/backend/encryptioncommands.h"
#include "app/backend/planeyes.h"
#include "app/backend/plans/planrunner.h"
#include "app/backend/slatecommands.h"

#include <deque>
#include <functional>

namespace twinfeed::backend {

/// A row of orders, one after the other; over when the last one's operation is.
struct PlanDoing
{
    using Todo = std::function<Result<void>(PlanDoing &)>;
    std::deque<Todo> todo;
    QString operation; ///< whose end is waited for
    std::optional<HttpAction> http; ///< whose answer is waited for
    QJsonObject evidence;
};
using PlanTodo = PlanDoing::Todo;
using PlanTodos = std::deque<PlanTodo>;

/// What a plan may order, in the name of who fired it: the commands that people give, each an operation with its journal entry and its measured
/// evidence. Director's thread.
class PlanOrders final
{
public:
    struct World
    {
        const Clock &clock;
        Ledger &ledger;
        Board &board;
        Units &units;
        AlarmDesk &alarms;
        const PlanEyes &eyes;
        ChannelCommands &channelCommands;
        SlateCommands &slateCommands;
        AutomationCommands &automationCommands;
        EncryptionCommands &encryptionCommands;
        AlarmCommands &alarmCommands;
    };
    explicit PlanOrders(World world);

    const World &world() const { return m_world; }
    /// Null where there is none.
    ChannelUnit *unit(const PlanPlace &place) const;
    /// A state as it is seen; empty where it is not known.
    QString seen(const PlanPlace &place, const char *name, const QString &node = {}) const;

    PlanTodo take(const PlanDeed &deed, Source source, std::optional<Cut> cut, bool force) const;
    PlanTodo armSlate(const PlanDeed &deed, const QString &slate) const;
    PlanTodo failover(const PlanDeed &deed, std::optional<FailoverMode> mode, bool arm) const;
    PlanTodo locks(const PlanDeed &deed, const std::vector<Source> &sources) const;
    PlanTodo encryption(const PlanDeed &deed, const EncryptionOrder &order) const;
    PlanTodo replace(const PlanDeed &deed, std::function<void(ChannelConfig &)> change) const;
    /// `other`: nothing takes the override away.
    PlanTodo overrideRule(const PlanDeed &deed, const QString &rule, std::optional<RuleOverride> other) const;

private:
    using Order = std::function<void(const server::Command &, const server::AnswerDone &)>;
    PlanTodo ordered(const PlanDeed &deed, Order order) const;

    const World m_world;
};

/// `details`: of what a console in another language makes its words.
Error planFault(const char *code, const QString &message, const QString &remedy = {},
                const QJsonObject &details = {});

} // namespace twinfeed::backend
