// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/channelsound.h"
#include "app/media/silentsound.h"
#include "models/domain/channel.h"
#include "models/domain/result.h"

#include <memory>
#include <optional>

namespace twinfeed::media {

/// Silence in the channel's format, made by the encoder that adapts paths too. Takes a millisecond: once per format. Errors:
/// "sound-refused".
Result<SilentSound> makeSilence(const SoundFormat &format);

/// The silence of a running channel. One thread: the splicer's.
class ChannelSilence final
{
public:
    explicit ChannelSilence(std::shared_ptr<const ChannelSound> sound)
        : m_sound(std::move(sound))
    {
    }

    /// Another one than the last time; nothing where that is still right. A channel of which nobody has said the format
    /// within 5 s gets silence in the usual one (48 kHz, stereo): until then its sound may only be late.
    std::optional<SilentSound> changed(int64_t now);

private:
    const std::shared_ptr<const ChannelSound> m_sound;
    std::optional<int64_t> m_since;
    std::optional<SoundFormat> m_made;
};

} // namespace twinfeed::media
