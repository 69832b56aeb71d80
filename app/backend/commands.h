// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/addresspolicy.h"
#include "app/backend/answerbook.h"
#include "app/backend/operationlog.h"
#include "app/backend/units.h"

namespace twinfeed::backend {

/// What commands work with. All of it lives on the director's thread.
struct CommandWorld
{
    const Clock &clock;
    const CommandGate &gate;
    const AddressPolicy &policy;
    Ledger &ledger;
    OperationLog &operations;
    AnswerBook &answers;
    SlateShelf &shelf;
    Units &units;
    SlateShelf::Post post;
    const SealSupply &seals;
};

/// One command, as it is recorded: what is kept of it when it is accepted.
struct Acceptance
{
    Operation operation;
    /// The channel after the command; nothing where it concerns none, or ends it.
    std::optional<StoredChannel> channel;
    QString text; ///< of the journal entry
};

/// What the commands about channels and about slates have in common.
class Commands
{
protected:
    explicit Commands(CommandWorld world)
        : m_world(std::move(world))
    {
    }
    ~Commands() = default;

    /// Runs `accept` unless the command is a repeat; journals a refusal; answers.
    void carryOut(const server::Command &command, const QString &what, const QString &channel,
                  const std::function<Result<server::Answer>()> &accept, const server::AnswerDone &done);
    /// Keeps an accepted command: journal entry, operation, document and answer in one transaction, then tells it.
    /// The caller then acts.
    Result<server::Answer> keep(const server::Command &command, Acceptance acceptance, Changes changes = {},
                                Board::News news = {});
    /// Ends an operation, with its journal entry ("<kind>-done" or "<kind>-failed") and perhaps a changed document.
    void conclude(const QString &operation, const std::optional<TakeEvidence> &evidence,
                  const std::optional<Error> &problem, const QString &text,
                  const std::optional<ChannelDocument> &document = {});
    /// The unit, or "unknown-channel".
    Result<ChannelUnit *> unitOf(const QString &channel);

    const CommandWorld m_world;
};

} // namespace twinfeed::backend
