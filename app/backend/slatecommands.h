// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"

namespace twinfeed::backend {

/// Commands about slates: bring one, choose which one stands ready. Contract: server::Backend. Director's thread.
class SlateCommands final : private Commands
{
public:
    explicit SlateCommands(CommandWorld world)
        : Commands(std::move(world))
    {
    }

    struct NewSlate
    {
        QString id;
        QString name;
        QString fileName;
        QByteArray content;
        // Of one made of a picture: where that was seen.
        QString channel = {};
        QString source = {};
        std::optional<SlateText> text = std::nullopt;
    };
    void arm(const server::Command &command, const QString &channel, const QString &slate,
             const server::AnswerDone &done);
    void add(const server::Command &command, const NewSlate &slate, const server::AnswerDone &done);
    /// Makes a slate of a source's newest keyframe, or the programme's ("programme").
    void keepPicture(const server::Command &command, const QString &channel, const QString &source,
                     NewSlate slate, const server::AnswerDone &done);
    /// Makes a slate of another one's picture with a running time in it.
    void addText(const server::Command &command, const QString &picture, NewSlate slate,
                 const server::AnswerDone &done);
    void remove(const server::Command &command, const QString &slate, const server::AnswerDone &done);

    /// As large as the server's own limit.
    static constexpr qsizetype mostBytes = 32 << 20;
    /// Of those that users added: with the largest files that is 2 GiB of disk.
    static constexpr int mostSlates = 64;

private:
    Result<server::Answer> acceptArm(const server::Command &command, const QString &channel,
                                     const QString &slate);
    Result<server::Answer> acceptAdd(const server::Command &command, const NewSlate &slate,
                                     const QString &draft);
    Result<server::Answer> acceptRemove(const server::Command &command, const QString &slate);
    Result<void> checkNew(const NewSlate &added) const;
    void armEnded(const QString &channel, const QString &operation, const QString &before,
                  const SlateShelf::Clip &clip);
    void addEnded(const QString &id, const QString &operation, const SlateShelf::Clip &clip);
};

} // namespace twinfeed::backend
