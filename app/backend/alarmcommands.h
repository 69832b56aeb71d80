// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmdesk.h"
#include "app/backend/commands.h"

namespace twinfeed::backend {

/// Commands about alarms and rules, and notes. Contract: server::Judging. Director's thread.
class AlarmCommands final : private Commands
{
public:
    AlarmCommands(CommandWorld world, AlarmDesk &desk)
        : Commands(std::move(world))
        , m_desk(desk)
    {
    }

    void order(const server::Command &command, const server::AlarmOrder &order,
               const server::AnswerDone &done);
    void note(const server::Command &command, const server::NoteOrder &order, const server::AnswerDone &done);
    void setRules(const server::Command &command, const std::optional<RuleSet> &rules,
                  const server::AnswerDone &done);

private:
    Result<server::Answer> accept(const server::Command &command, const server::AlarmOrder &order);
    Result<server::Answer> accept(const server::Command &command, const server::NoteOrder &order);
    Result<server::Answer> accept(const server::Command &command, const std::optional<RuleSet> &rules);
    Operation done(const QString &kind, const QString &channel, const server::Command &command,
                   const QJsonObject &request) const;

    AlarmDesk &m_desk;
};

} // namespace twinfeed::backend
