// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"
#include "app/backend/plandesk.h"

namespace twinfeed::backend {

/// Commands about plans and their runs. Contract: server::Planning. Director's thread.
class PlanCommands final : private Commands
{
public:
    /// `kind`: what every run on this unit is.
    PlanCommands(CommandWorld world, PlanDesk &desk, RunKind kind)
        : Commands(std::move(world))
        , m_desk(desk)
        , m_kind(kind)
    {
    }

    void put(const server::Command &command, const Plan &plan, const QString &reason,
             const server::AnswerDone &done);
    void remove(const server::Command &command, const QString &plan, const server::AnswerDone &done);
    void arm(const server::Command &command, const PlanPlace &place, const server::AnswerDone &done);
    void disarm(const server::Command &command, const QString &plan, const server::AnswerDone &done);
    void fire(const server::Command &command, const server::PlanFire &fire, const server::AnswerDone &done);
    void order(const server::Command &command, const server::RunOrder &order, const server::AnswerDone &done);

    static constexpr size_t mostPlans = 200;

private:
    Result<server::Answer> acceptPut(const server::Command &command, const Plan &plan, const QString &reason);
    Result<server::Answer> acceptRemove(const server::Command &command, const QString &plan);
    Result<server::Answer> acceptArm(const server::Command &command, const PlanPlace &place);
    Result<server::Answer> acceptDisarm(const server::Command &command, const QString &plan);
    Result<server::Answer> acceptFire(const server::Command &command, const server::PlanFire &fire);
    Result<server::Answer> acceptOrder(const server::Command &command, const server::RunOrder &order);
    Result<server::Answer> acceptReview(const server::Command &command, const server::RunOrder &order);
    Operation done(const QString &kind, const QString &channel, const server::Command &command,
                   const QJsonObject &request) const;
    Result<void> seen(const server::Command &command, const QString &plan) const;
    /// The channel as it is now, after the gate.
    Result<quint64> admitted(const server::Command &command, const PlanPlace &place);

    PlanDesk &m_desk;
    const RunKind m_kind;
};

} // namespace twinfeed::backend
