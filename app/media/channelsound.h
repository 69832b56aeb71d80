// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace twinfeed::media {

/// The one sound format of a channel: what is configured, else that of the first path that is live, kept for as long as
/// the channel runs. Shared by its inputs; any thread, no lock.
class ChannelSound final
{
public:
    explicit ChannelSound(std::optional<SoundFormat> configured = {}) { configure(configured); }

    /// Nothing: what is in force stays.
    void configure(std::optional<SoundFormat> configured)
    {
        if (configured)
            m_format = packed(*configured);
    }
    /// Nothing as long as nobody has said what it is to be.
    std::optional<SoundFormat> format() const
    {
        const uint64_t value = m_format;
        if (value == 0)
            return std::nullopt;
        return SoundFormat{int(value >> 8), int(value & 0xFF)};
    }
    /// The format in force; the one that is offered where there was none.
    SoundFormat agree(const SoundFormat &offered)
    {
        uint64_t none = 0;
        m_format.compare_exchange_strong(none, packed(offered));
        return *format();
    }

private:
    static uint64_t packed(const SoundFormat &format)
    {
        return uint64_t(format.sampleRate) << 8 | uint64_t(format.channels);
    }

    std::atomic<uint64_t> m_format{0}; // 0: none yet
};

} // namespace twinfeed::media
