// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"

#include <deque>
#include <memory>
#include <optional>

namespace twinfeed::media {

/// A keyframe at which the programme may change to a source.
struct EntryPoint
{
    Packet keyframe;
    GopBuffer::Cursor cursor;
    /// How far pts is behind dts where a stream is closed in display order, microseconds. At a keyframe with leading
    /// pictures its own distance is larger by those: they are taken off, so that one source has one delay.
    int64_t delay = 0;
    /// The keyframe's pts less the delay: where it stands among the dts of a stream of closed groups.
    int64_t decodeTime = 0;
    int64_t pictureUs = 33'333; ///< distance of pictures
};

/// By decodeTime; nothing where no such keyframe is buffered. A keyframe counts once a picture that is not leading
/// stands behind it: only then is its delay known.
std::optional<EntryPoint> entryAtOrBefore(const GopBuffer &buffer, int64_t decodeTime);
std::optional<EntryPoint> entryAtOrAfter(const GopBuffer &buffer, int64_t decodeTime);
std::optional<EntryPoint> newestEntry(const GopBuffer &buffer);

/// What the splicer has read of one source and not sent yet, per track: shared payloads only. Reading on as packets come
/// makes it independent of how long the buffer keeps them. One thread.
class SourceReader final
{
public:
    SourceReader(std::shared_ptr<const GopBuffer> buffer, const EntryPoint &entry);

    /// Takes over what has come.
    void pull();

    std::deque<Packet> pictures; ///< the first one is the entry's keyframe
    /// From a little before the keyframe in the multiplex: sound of the same time may stand in front of it.
    std::deque<Packet> sounds;

    /// The delay at the front picture, which must be a keyframe, from what has been read behind it; nothing where that
    /// does not tell.
    std::optional<int64_t> delayAtFront() const;

private:
    const std::shared_ptr<const GopBuffer> m_buffer;
    const uint64_t m_first; // sequence of the entry's keyframe
    GopBuffer::Cursor m_cursor;
};

} // namespace twinfeed::media
