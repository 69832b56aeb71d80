// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"

namespace twinfeed::backend {

/// Commands about what the engine does by itself, and the keeping of what it did. Contract: server::Backend. Director's
/// thread.
class AutomationCommands final : private Commands
{
public:
    explicit AutomationCommands(CommandWorld world)
        : Commands(std::move(world))
    {
    }

    struct FailoverRequest
    {
        std::optional<FailoverMode> mode;
        bool arm = false;
    };
    void setFailover(const server::Command &command, const QString &channel, const FailoverRequest &request,
                     const server::AnswerDone &done);
    void setLocks(const server::Command &command, const QString &channel, const std::vector<Source> &locked,
                  const server::AnswerDone &done);
    /// Tells the engine, keeps nothing on disk.
    void chooseNext(const server::Command &command, const QString &channel, std::optional<Source> next,
                    const server::AnswerDone &done);
    void end(const server::Command &command, const QString &channel, const server::AnswerDone &done);

private:
    using Change = std::function<void(ChannelDocument &)>;
    /// One that is done as soon as it is kept.
    struct Simple
    {
        QString kind;
        QJsonObject request;
        Change change;
        QString text;
    };
    Result<server::Answer> accept(const server::Command &command, const QString &channel,
                                  const Simple &simple);
};

} // namespace twinfeed::backend
