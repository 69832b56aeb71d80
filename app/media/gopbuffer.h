// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace twinfeed::media {

/// The newest packets of one stream: one writer, many readers. Keeps at least the newest two groups of pictures and
/// `keepUs` of time, bounded by `maxBytes`; what is older goes, also where only sound goes on coming. A reader that is overtaken is moved on to the newest
/// keyframe and told so, never waited for. Every method may be called from any thread; no callback is called with the
/// lock held.
class GopBuffer final
{
public:
    struct Limits
    {
        int64_t keepUs = 6'000'000; ///< at least this much time, where bytes allow
        size_t maxBytes = 64u << 20; ///< as bytes() counts; on overflow whole old GOPs go first
    };
    /// What an entry costs beside its payload: itself, the payload's own headers and the allocator's.
    static constexpr size_t entryBytes = 256;

    GopBuffer();
    explicit GopBuffer(Limits limits);

    /// Writer only. Gives the packet its sequence and wakes readers.
    void push(Packet packet);
    /// The same for several at once, with one wake-up.
    void push(std::vector<Packet> packets);
    /// Writer only: forgets everything (the input is another one now). Readers start at the next keyframe.
    void clear();
    /// No more packets for ever: waiting readers return.
    void close();
    bool closed() const;
    /// Changes Limits::keepUs; takes effect with the next packet.
    void setKeep(int64_t keepUs);

    /// A place in the stream. Plain value: belongs to its reader.
    struct Cursor
    {
        uint64_t next = 0; ///< sequence wanted next; 0: start at the newest keyframe
        uint64_t skipped = 0; ///< packets that were passed over since the start
        uint64_t skippedPictures = 0;
        // For the buffer itself: pictures pushed before `next`, and how often it was cleared before.
        uint64_t pictures = 0;
        uint64_t generation = 0;
    };
    struct Read
    {
        std::vector<Packet> packets;
        /// The reader was overtaken: the first packet is a keyframe and does not follow what was read before.
        bool moved = false;
    };

    /// Up to `most` packets from the cursor on, without waiting. A new cursor starts at the newest keyframe (a stream
    /// without video: at the newest packet).
    Read read(Cursor &cursor, size_t most = 64) const;
    /// The same, waiting up to `timeoutUs` or until stopped or closed for at least one packet.
    Read waitAndRead(Cursor &cursor, std::stop_token stop, int64_t timeoutUs, size_t most = 64) const;

    /// A cursor at the newest video keyframe whose pts is not after `pts`; nothing where none is buffered.
    std::optional<Cursor> keyframeAtOrBefore(int64_t pts, Packet *keyframe = nullptr) const;
    /// A cursor at the first video keyframe whose pts is at or after `pts`.
    std::optional<Cursor> keyframeAtOrAfter(int64_t pts, Packet *keyframe = nullptr) const;
    /// A cursor at the packet of a track whose sourceDts is the nearest to this one within `toleranceUs`, the newest where two
    /// are; for aligned paths, whose packets are the same but for a constant.
    std::optional<Cursor> atSourceDts(Track track, int64_t sourceDts, int64_t toleranceUs,
                                      Packet *found = nullptr) const;
    /// A cursor up to `packets` earlier than another, as far as they are buffered: for the sound that was multiplexed in
    /// front of a keyframe and belongs behind it.
    Cursor earlier(const Cursor &cursor, size_t packets) const;

    /// The newest packet's config of a track; null before the first.
    CodecConfigPtr config(Track track) const;
    /// Arrival of the newest packet on the unit's clock; nothing before the first.
    std::optional<int64_t> newestArrival() const;
    /// The same of one track: sound may go on where pictures have stopped.
    std::optional<int64_t> newestArrival(Track track) const;
    /// The newest keyframe; for stills.
    std::optional<Packet> newestKeyframe() const;

    /// A wake-up without data after each push, clear and close, called on the writer's thread: must be quick and must
    /// not call back into a writer method. The id unsubscribes; after unsubscribe() returned it is called no more.
    int subscribe(std::function<void()> wakeUp) const;
    void unsubscribe(int id) const;

    size_t bytes() const; ///< payloads and entryBytes each
    int64_t spanUs() const; ///< newest dts less oldest

private:
    struct Listeners;
    struct Entry
    {
        Packet packet;
        uint64_t pictures = 0; // pushed before this packet, for counting what a reader missed
    };

    // All of these need m_mutex.
    const Entry &at(uint64_t sequence) const;
    std::optional<uint64_t> startSequence() const;
    Cursor cursorAt(uint64_t sequence) const;
    Read readLocked(Cursor &cursor, size_t most) const;
    void append(Packet packet);
    void dropFront(size_t count);
    void trim();

    mutable std::mutex m_mutex; // guards everything below
    Limits m_limits;
    mutable std::condition_variable_any m_changed;
    std::deque<Entry> m_entries; // sequences without holes
    std::deque<uint64_t> m_keyframes; // sequences of the video keyframes among them
    uint64_t m_nextSequence = 1;
    uint64_t m_pictures = 0;
    uint64_t m_generation = 0;
    size_t m_bytes = 0;
    bool m_closed = false;
    CodecConfigPtr m_video;
    CodecConfigPtr m_sound;
    std::array<std::optional<int64_t>, 2> m_arrivals; // newest by Track
    int64_t m_newestPicture = 0; // dts

    const std::shared_ptr<Listeners> m_listeners; // has its own lock
};

} // namespace twinfeed::media
