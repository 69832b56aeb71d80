// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"
#include "app/backend/controlbook.h"

namespace twinfeed::backend {

/// Who has a channel, and how that changes. Contract: server::Backend. Director's thread.
class ControlCommands final : private Commands
{
public:
    /// `board` hears of every change.
    ControlCommands(CommandWorld world, ControlBook &book, Board &board)
        : Commands(std::move(world))
        , m_book(book)
        , m_board(board)
    {
    }

    void order(const server::Command &command, const QString &channel, const ControlOrder &order,
               const server::AnswerDone &done);
    /// Lets go of what belongs to consoles that are gone.
    void tick();

private:
    Result<server::Answer> accept(const server::Command &command, const QString &channel,
                                  const ControlOrder &order);

    ControlBook &m_book;
    Board &m_board;
};

} // namespace twinfeed::backend
