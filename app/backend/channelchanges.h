// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"

namespace twinfeed::backend {

/// What a change makes of a channel, checked in all respects and not done: whoever asks keeps it and acts. The places of errors
/// are those in the channel's configuration. Director's thread.
class ChannelChanges final
{
public:
    explicit ChannelChanges(CommandWorld world)
        : m_world(std::move(world))
    {
    }

    /// A channel that was not there; `count`: how many there would then be. Errors: "channel-exists", "too-many-channels", those of
    /// AddressPolicy and CommandGate.
    Result<StoredChannel> created(const server::Command &command, const ChannelConfig &config,
                                  size_t count) const;
    /// The same without a question whether it may be.
    Result<StoredChannel> fresh(const ChannelConfig &config) const;
    /// One that is there, with the next revision. Errors: those of AddressPolicy and CommandGate, "no-key-url" where something
    /// sealed could be sealed no more.
    Result<ChannelDocument> replaced(const server::Command &command, const ChannelUnit &unit,
                                     const ChannelConfig &config) const;
    /// Whether it may be taken down. Errors: "channel-on-air", those of CommandGate.
    Result<void> removable(const server::Command &command, const ChannelUnit &unit) const;

private:
    const CommandWorld m_world;
};

} // namespace twinfeed::backend
