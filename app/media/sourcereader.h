// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgeservice.h"
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

/// A picture that stands this little before a place counts as standing at it: rounding to milliseconds on the way.
inline constexpr int64_t roundingUs = 1'500;

/// By decodeTime; nothing where no such keyframe is buffered. A keyframe counts once a picture that is not leading
/// stands behind it: only then is its delay known.
std::optional<EntryPoint> entryAtOrBefore(const GopBuffer &buffer, int64_t decodeTime);
std::optional<EntryPoint> entryAtOrAfter(const GopBuffer &buffer, int64_t decodeTime);
std::optional<EntryPoint> newestEntry(const GopBuffer &buffer);

/// The distance of a stream's pictures as its config declares it, microseconds; of a usual stream where it does not.
inline constexpr int64_t leastPictureUs = 4'000;
inline constexpr int64_t mostPictureUs = 250'000;
int64_t declaredPictureUs(const CodecConfig *config);

/// What the splicer has read of one source and not sent yet, per track: shared payloads only. Reading on as packets come
/// makes it independent of how long the buffer keeps them. One thread.
///
/// Entered by a bridge, the first pictures are the bridge's and the later ones the source's own, in one row; the sound is the
/// source's from the beginning. The bridge is cancelled with the reader, unless another order has taken it over.
class SourceReader final
{
public:
    /// From a keyframe on.
    SourceReader(std::shared_ptr<const GopBuffer> buffer, const EntryPoint &entry);
    /// From a picture on in the middle of a group, for whoever knows that the ones before it were sent; sound from
    /// sequence `sound` on, or from a little before the picture (0).
    SourceReader(std::shared_ptr<const GopBuffer> buffer, const GopBuffer::Cursor &picture, uint64_t sound);
    /// Behind a bridge that has given its first pictures. `delayUs` as in its order.
    SourceReader(std::shared_ptr<const GopBuffer> buffer, BridgeService &bridge, Source source,
                 int64_t delayUs, BridgeService::Progress begun);
    ~SourceReader();
    SourceReader(const SourceReader &) = delete;
    SourceReader &operator=(const SourceReader &) = delete;

    /// Takes over what has come.
    void pull();
    /// The source's sound goes on where another reader of it stands, which is done.
    void continueSound(SourceReader &before);

    std::deque<Packet> pictures; ///< the first one is the entry's keyframe
    /// From a little before the keyframe in the multiplex: sound of the same time may stand in front of it.
    std::deque<Packet> sounds;

    /// The delay at the front picture, which must be a keyframe, from what has been read behind it; nothing where that
    /// does not tell.
    std::optional<int64_t> delayAtFront() const;

    /// A picture of a bridge: only the source's own have a place in its buffer.
    static bool isBridged(const Packet &picture) { return picture.sequence == 0; }
    /// The bridge is at work.
    bool bridging() const { return m_bridge; }
    /// The bridge will be used otherwise: what it has given is all that comes.
    void loseBridge();
    /// Nothing comes behind what is there: the bridge ended before the source's own pictures could go on.
    bool ended() const { return m_held && !m_bridge; }

private:
    void read();
    void takeProgress(BridgeService::Progress progress);
    void join();

    const std::shared_ptr<const GopBuffer> m_buffer;
    GopBuffer::Cursor m_cursor;
    uint64_t m_firstPicture = 0; // sequences
    uint64_t m_firstSound = 0;
    uint64_t m_newestSound = 0; // that was read

    // While a bridge is on its way to the source's own pictures
    BridgeService *m_bridge = nullptr;
    Source m_source = Source::Primary;
    int64_t m_delay = 0;
    std::optional<std::deque<Packet>> m_held; // the source's own pictures from its next keyframe on
    int64_t m_begins = 0; // pts
    std::optional<int64_t> m_joins; // pts of the keyframe with which they go on
};

} // namespace twinfeed::media
