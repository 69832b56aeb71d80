// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgeservice.h"
#include "app/media/gopbuffer.h"

#include <array>
#include <memory>
#include <optional>

namespace twinfeed::media {

/// The other of the two paths; of the slate the primary.
inline Source otherPath(Source source)
{
    return source == Source::Primary ? Source::Backup : Source::Primary;
}

/// Without a packet for so long a source is lost: `lossUs`, and two and a half of its pictures where these are slow.
int64_t lossOf(int64_t lossUs, const CodecConfig *video);

/// What a splicer knows of its three sources, all by Source. Pure: the clock is a parameter.
struct Sources
{
    std::array<std::shared_ptr<const GopBuffer>, 3> buffers;
    BridgeService *bridge = nullptr; ///< null: cuts are never bridged
    int64_t lossUs = 300'000;
    std::array<int64_t, 3> trims{}; ///< how much later than the hold each is due; the slate's is 0
    std::optional<int64_t> aligned; ///< see Splicer::setAligned()

    const std::shared_ptr<const GopBuffer> &buffer(Source source) const { return buffers[size_t(source)]; }
    int64_t trim(Source source) const { return trims[size_t(source)]; }

    /// Arrival of the newest packet that counts: of the pictures, where it has any, whatever its sound does.
    std::optional<int64_t> newest(Source source) const;
    /// media::lossOf() of it.
    int64_t lossOf(Source source) const;
    bool fresh(Source source, int64_t now) const;
};

} // namespace twinfeed::media
