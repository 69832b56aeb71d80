// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/controlbook.h"
#include "app/backend/storequeries.h"

namespace twinfeed::backend {

/// The newest accepted take of a channel.
struct LastTake
{
    Source target = Source::Slate;
    Source from = Source::Slate;
    int64_t at = 0; ///< unit clock, microseconds
    QString operation;
    bool ended = false;
    std::optional<Source> covered =
        {}; ///< what the slate stood for until then; of a take that fails it does so again
};

/// What a command must pass before it is done, in the order of the protocol: replay of its key, its time and the
/// revision it saw (412), who has the channel (409), the pace of takes (429). Director's thread.
class CommandGate final
{
public:
    /// All outlive it.
    CommandGate(const Store &store, const Clock &clock, const ControlBook &controls);

    /// The first answer where this key was used in the last 24 hours; "idempotency-mismatch" for other content.
    Result<std::optional<server::Answer>> replay(const server::Command &command) const;
    /// Of a stored answer that is not too old. Any thread.
    static Result<std::optional<server::Answer>> replayOf(const StoredAnswer &stored,
                                                          const QByteArray &fingerprint);
    /// `current` null: the command makes something new, there is no revision to have seen. Errors:
    /// "missing-idempotency-key", "missing-if-match", "too-late", "stale-revision" with the state as "current", "held" with
    /// the "holder".
    Result<void> admit(const server::Command &command, const ChannelDocument *current) const;
    /// "too-soon" (with "retryAfterMs") where the take that was accepted last was the same, less than 1000 ms ago:
    /// a bouncing key. A take to another source, also the one back, is never refused for time.
    Result<void> pace(const std::optional<LastTake> &last, Source target) const;

    static constexpr int64_t sameTakeUs = 1'000'000;

private:
    const Store &m_store;
    const Clock &m_clock;
    const ControlBook &m_controls;
};

} // namespace twinfeed::backend
