// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/channelchanges.h"
#include "app/backend/commands.h"

namespace twinfeed::backend {

struct TakeRequest
{
    QString channel;
    Source target = Source::Slate;
    std::optional<Cut> cut; ///< empty: the channel's
    bool force = false;
};

/// Commands about channels: set up, change, take down, take. Contract: server::Backend. Director's thread.
class ChannelCommands final : private Commands
{
public:
    explicit ChannelCommands(CommandWorld world)
        : Commands(world)
        , m_changes(std::move(world))
    {
    }

    void create(const server::Command &command, const ChannelConfig &config, const server::AnswerDone &done);
    void replace(const server::Command &command, const ChannelConfig &config, const server::AnswerDone &done);
    void remove(const server::Command &command, const QString &channel, const server::AnswerDone &done);
    void take(const server::Command &command, const TakeRequest &request, const server::AnswerDone &done);

    /// Sets a channel up or changes it as the configuration file says. Errors: "store-failed".
    Result<void> applyConfigured(const ChannelConfig &config, const QByteArray &sha256);

private:
    Result<server::Answer> acceptCreate(const server::Command &command, const ChannelConfig &config);
    Result<server::Answer> acceptReplace(const server::Command &command, const ChannelConfig &config);
    Result<server::Answer> acceptRemove(const server::Command &command, const QString &channel);
    Result<server::Answer> acceptTake(const server::Command &command, const TakeRequest &request);
    void takeEnded(const QString &channel, const QString &operation, const Result<TakeEvidence> &result);

    const ChannelChanges m_changes;
};

} // namespace twinfeed::backend
