// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/commandgate.h"

namespace twinfeed::backend {

CommandGate::CommandGate(const Store &store, const Clock &clock, const ControlBook &controls)
    : m_store(store)
    , m_clock(clock)
    , m_controls(controls)
{
}

Result<std::optional<server::Answer>> CommandGate::replay(const server::Command &command) const
{
    if (command.idempotencyKey.isEmpty())
        return std::optional<server::Answer>();
    const auto stored = StoreQueries(m_store.database())
                            .answer(command.caller.name, command.idempotencyKey, m_clock.wall().addDays(-1));
    if (!stored)
        return stored.error();
    return *stored ? replayOf(**stored, command.fingerprint) : std::optional<server::Answer>();
}

Result<std::optional<server::Answer>> CommandGate::replayOf(const StoredAnswer &stored,
                                                            const QByteArray &fingerprint)
{
    if (stored.fingerprint == fingerprint)
        return std::optional(stored.answer);
    return Error{QStringLiteral("idempotency-mismatch"),
                 QStringLiteral("This Idempotency-Key was used for another command."),
                 {},
                 QStringLiteral("Send each new command with a new key."),
                 {}};
}

Result<void> CommandGate::admit(const server::Command &command, const ChannelDocument *current) const
{
    if (command.idempotencyKey.isEmpty()) {
        return Error{QStringLiteral("missing-idempotency-key"),
                     QStringLiteral("The command carries no Idempotency-Key."),
                     {},
                     QStringLiteral("Send the header with a new random value for each command."),
                     {}};
    }
    if (current && !command.revision) {
        return Error{QStringLiteral("missing-if-match"),
                     QStringLiteral("The command does not say which state it saw."),
                     {},
                     QStringLiteral("Send If-Match with the channel's ETag."),
                     {}};
    }
    if (command.notAfter && m_clock.wall() > *command.notAfter) {
        return Error{QStringLiteral("too-late"),
                     QStringLiteral("The command came after the time it was good for."),
                     QStringLiteral("/notAfter"),
                     QStringLiteral("Look again, and decide again."),
                     {}};
    }
    if (current && *command.revision != current->revision) {
        return Error{QStringLiteral("stale-revision"),
                     QStringLiteral("The channel has changed: it is at revision %1, the command saw %2.")
                         .arg(current->revision)
                         .arg(*command.revision),
                     {},
                     QStringLiteral("Look at the current state, and decide again."),
                     {{QStringLiteral("current"), toJson(*current, false)}}};
    }
    return current && !command.ofRun ? m_controls.mayCommand(command.caller, current->config.id)
                                     : Result<void>();
}

Result<void> CommandGate::pace(const std::optional<LastTake> &last, Source target) const
{
    if (!last || last->target != target)
        return {};
    const int64_t wait = last->at + sameTakeUs - m_clock.now();
    if (wait <= 0)
        return {};
    return Error{QStringLiteral("too-soon"),
                 QStringLiteral("The same take was accepted a moment ago."),
                 {},
                 QStringLiteral("Wait a second, if it is really meant again."),
                 {{QStringLiteral("retryAfterMs"), double(wait / 1'000 + 1)}}};
}

} // namespace twinfeed::backend
