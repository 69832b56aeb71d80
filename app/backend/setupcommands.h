// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmdesk.h"
#include "app/backend/channelchanges.h"
#include "app/backend/commands.h"
#include "models/domain/setup.h"

namespace twinfeed::backend {

/// Several channels, slates and the rules in one change: all of it is checked, kept in one transaction, and only then done.
/// Contract: server::SettingUp. Director's thread.
class SetupCommands final : private Commands
{
public:
    /// The desk outlives it.
    SetupCommands(CommandWorld world, AlarmDesk &desk)
        : Commands(world)
        , m_changes(std::move(world))
        , m_desk(desk)
    {
    }

    void change(const server::Command &command, const SetupChange &change, const server::AnswerDone &done);

private:
    /// What is to be kept, and what is to be done once it is.
    struct Prepared
    {
        std::vector<StoredChannel> created;
        std::vector<StoredChannel> replaced;
        std::optional<server::RuleBook> rules;
    };
    Result<server::Answer> accept(const server::Command &command, const SetupChange &change);
    Result<Prepared> prepare(const server::Command &command, const SetupChange &change);
    Result<void> prepareChannel(const server::Command &command, const SetupChange &change, size_t index,
                                Prepared &prepared);
    Result<void> checkGone(const server::Command &command, const SetupChange &change);
    Result<void> checkSlates(const SetupChange &change, const Prepared &prepared);
    Result<void> prepareRules(const SetupChange &change, Prepared &prepared) const;
    void carryOutPrepared(const SetupChange &change, const Prepared &prepared);
    /// The slate that was chosen cannot be made: back to the one before.
    void slateEnded(const QString &channel, const QString &before, const SlateShelf::Clip &clip);

    const ChannelChanges m_changes;
    AlarmDesk &m_desk;
};

} // namespace twinfeed::backend
