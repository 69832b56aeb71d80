// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/media/pictureprint.h"

#include <deque>
#include <optional>

namespace twinfeed::media {

/// What keyframes look like that were decoded lately, by their payload: the programme carries those of the path that it shows, so
/// looking at it costs no decoding. A payload is held as long as it is known here. One thread.
class KeyframeThumbs final
{
public:
    /// As of this packet's time; nothing where it was not decoded, or too long ago.
    std::optional<PicturePrint::Thumb> find(const Packet &keyframe) const
    {
        for (const Known &known : m_known) {
            if (keyframe.payload && known.packet.payload == keyframe.payload) {
                PicturePrint::Thumb thumb = known.thumb;
                thumb.pts += keyframe.pts - known.packet.pts;
                return thumb;
            }
        }
        return std::nullopt;
    }
    void keep(const Packet &keyframe, const PicturePrint::Thumb &thumb)
    {
        m_known.push_back({keyframe, thumb});
        if (m_known.size() > most)
            m_known.pop_front();
    }

private:
    // Of two paths with a keyframe a second, over the longest hold of 5 s, and some to spare; 3 MB at 170 kB each.
    static constexpr size_t most = 16;

    struct Known
    {
        Packet packet;
        PicturePrint::Thumb thumb;
    };
    std::deque<Known> m_known;
};

} // namespace twinfeed::media
