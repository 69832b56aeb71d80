// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/gopbuffer.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace twinfeed::media {

struct GopBuffer::Listeners
{
    // The mutex of one listener is held while it is called, so that unsubscribe() can wait for a call that is under
    // way. Recursive: a listener may unsubscribe itself from inside its call.
    struct Listener
    {
        std::recursive_mutex mutex;
        std::function<void()> wakeUp;
        bool subscribed = true; // guarded by mutex
    };

    std::mutex mutex; // guards the two below
    std::map<int, std::shared_ptr<Listener>> byId;
    int nextId = 1;

    void wake()
    {
        // Mostly one to three; copied so that no lock of ours is held over a call.
        std::vector<std::shared_ptr<Listener>> called;
        {
            const std::lock_guard lock(mutex);
            called.reserve(byId.size());
            for (const auto &[id, listener] : byId)
                called.push_back(listener);
        }
        for (const auto &listener : called) {
            const std::lock_guard lock(listener->mutex);
            if (listener->subscribed)
                listener->wakeUp();
        }
    }
};

GopBuffer::GopBuffer()
    : GopBuffer(Limits{})
{
}

GopBuffer::GopBuffer(Limits limits)
    : m_limits(limits)
    , m_listeners(std::make_shared<Listeners>())
{
}

void GopBuffer::append(Packet packet)
{
    packet.sequence = m_nextSequence++;
    m_arrivals[size_t(packet.track)] = packet.arrival;
    (packet.track == Track::Video ? m_video : m_sound) = packet.config;
    m_bytes += size_t(sizeOf(packet)) + entryBytes;
    const bool picture = packet.track == Track::Video;
    if (picture)
        m_newestPicture = packet.dts;
    if (picture && packet.keyframe)
        m_keyframes.push_back(packet.sequence);
    m_entries.push_back({std::move(packet), m_pictures});
    m_pictures += picture;
    trim();
}

void GopBuffer::push(Packet packet)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        append(std::move(packet));
    }
    m_changed.notify_all();
    m_listeners->wake();
}

void GopBuffer::push(std::vector<Packet> packets)
{
    if (packets.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        for (Packet &packet : packets)
            append(std::move(packet));
    }
    m_changed.notify_all();
    m_listeners->wake();
}

void GopBuffer::clear()
{
    {
        const std::lock_guard lock(m_mutex);
        m_entries.clear();
        m_keyframes.clear();
        m_bytes = 0;
        m_video.reset();
        m_sound.reset();
        m_arrivals = {};
        ++m_generation;
    }
    m_changed.notify_all();
    m_listeners->wake();
}

void GopBuffer::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
    m_listeners->wake();
}

bool GopBuffer::closed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

void GopBuffer::setKeep(int64_t keepUs)
{
    const std::lock_guard lock(m_mutex);
    m_limits.keepUs = keepUs;
}

const GopBuffer::Entry &GopBuffer::at(uint64_t sequence) const
{
    return m_entries[size_t(sequence - m_entries.front().packet.sequence)];
}

std::optional<uint64_t> GopBuffer::startSequence() const
{
    if (!m_keyframes.empty())
        return m_keyframes.back();
    if (!m_video && !m_entries.empty())
        return m_entries.back().packet.sequence;
    return std::nullopt;
}

GopBuffer::Cursor GopBuffer::cursorAt(uint64_t sequence) const
{
    Cursor cursor;
    cursor.next = sequence;
    cursor.pictures = at(sequence).pictures;
    cursor.generation = m_generation;
    return cursor;
}

GopBuffer::Read GopBuffer::readLocked(Cursor &cursor, size_t most) const
{
    Read read;
    const bool fresh = cursor.next == 0;
    const bool overtaken = !fresh
        && (cursor.generation != m_generation
            || (!m_entries.empty() && cursor.next < m_entries.front().packet.sequence));
    if (fresh || overtaken) {
        const auto start = startSequence();
        if (!start)
            return read;
        const Cursor moved = cursorAt(*start);
        if (overtaken) {
            cursor.skipped += moved.next - cursor.next;
            cursor.skippedPictures += moved.pictures - cursor.pictures;
        }
        cursor.next = moved.next;
        cursor.pictures = moved.pictures;
        cursor.generation = moved.generation;
        read.moved = overtaken;
    }
    const size_t count = std::min(most, size_t(m_nextSequence - cursor.next));
    read.packets.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        read.packets.push_back(at(cursor.next++).packet);
        cursor.pictures += read.packets.back().track == Track::Video;
    }
    return read;
}

GopBuffer::Read GopBuffer::read(Cursor &cursor, size_t most) const
{
    const std::lock_guard lock(m_mutex);
    return readLocked(cursor, most);
}

GopBuffer::Read GopBuffer::waitAndRead(Cursor &cursor, std::stop_token stop, int64_t timeoutUs,
                                       size_t most) const
{
    std::unique_lock lock(m_mutex);
    Read read;
    m_changed.wait_for(lock, std::move(stop), std::chrono::microseconds(timeoutUs), [&] {
        read = readLocked(cursor, most);
        return !read.packets.empty() || m_closed;
    });
    return read;
}

std::optional<GopBuffer::Cursor> GopBuffer::keyframeAtOrBefore(int64_t pts, Packet *keyframe) const
{
    const std::lock_guard lock(m_mutex);
    for (auto it = m_keyframes.rbegin(); it != m_keyframes.rend(); ++it) {
        const Packet &packet = at(*it).packet;
        if (packet.pts > pts)
            continue;
        if (keyframe)
            *keyframe = packet;
        return cursorAt(*it);
    }
    return std::nullopt;
}

std::optional<GopBuffer::Cursor> GopBuffer::keyframeAtOrAfter(int64_t pts, Packet *keyframe) const
{
    const std::lock_guard lock(m_mutex);
    for (const uint64_t sequence : m_keyframes) {
        const Packet &packet = at(sequence).packet;
        if (packet.pts < pts)
            continue;
        if (keyframe)
            *keyframe = packet;
        return cursorAt(sequence);
    }
    return std::nullopt;
}

std::optional<GopBuffer::Cursor> GopBuffer::atSourceDts(Track track, int64_t sourceDts, int64_t toleranceUs,
                                                        Packet *found) const
{
    const std::lock_guard lock(m_mutex);
    const Packet *nearest = nullptr;
    int64_t least = toleranceUs + 1;
    for (auto it = m_entries.rbegin(); it != m_entries.rend() && least > 0; ++it) {
        if (it->packet.track != track)
            continue;
        const int64_t distance = std::abs(it->packet.sourceDts - sourceDts);
        if (distance < least) {
            least = distance;
            nearest = &it->packet;
        }
    }
    if (!nearest)
        return std::nullopt;
    if (found)
        *found = *nearest;
    return cursorAt(nearest->sequence);
}

GopBuffer::Cursor GopBuffer::earlier(const Cursor &cursor, size_t packets) const
{
    const std::lock_guard lock(m_mutex);
    if (m_entries.empty() || cursor.next == 0 || cursor.generation != m_generation)
        return cursor;
    const uint64_t first = m_entries.front().packet.sequence;
    if (cursor.next <= first || cursor.next > m_nextSequence)
        return cursor;
    return cursorAt(cursor.next - std::min<uint64_t>(packets, cursor.next - first));
}

CodecConfigPtr GopBuffer::config(Track track) const
{
    const std::lock_guard lock(m_mutex);
    return track == Track::Video ? m_video : m_sound;
}

std::optional<int64_t> GopBuffer::newestArrival() const
{
    const std::lock_guard lock(m_mutex);
    return std::max(m_arrivals[0], m_arrivals[1]);
}

std::optional<int64_t> GopBuffer::newestArrival(Track track) const
{
    const std::lock_guard lock(m_mutex);
    return m_arrivals[size_t(track)];
}

std::optional<Packet> GopBuffer::newestKeyframe() const
{
    const std::lock_guard lock(m_mutex);
    if (m_keyframes.empty())
        return std::nullopt;
    return at(m_keyframes.back()).packet;
}

int GopBuffer::subscribe(std::function<void()> wakeUp) const
{
    auto listener = std::make_shared<Listeners::Listener>();
    listener->wakeUp = std::move(wakeUp);
    const std::lock_guard lock(m_listeners->mutex);
    const int id = m_listeners->nextId++;
    m_listeners->byId.emplace(id, std::move(listener));
    return id;
}

void GopBuffer::unsubscribe(int id) const
{
    std::shared_ptr<Listeners::Listener> listener;
    {
        const std::lock_guard lock(m_listeners->mutex);
        const auto it = m_listeners->byId.find(id);
        if (it == m_listeners->byId.end())
            return;
        listener = std::move(it->second);
        m_listeners->byId.erase(it);
    }
    const std::lock_guard lock(listener->mutex);
    listener->subscribed = false;
}

size_t GopBuffer::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

int64_t GopBuffer::spanUs() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.empty() ? 0 : m_entries.back().packet.dts - m_entries.front().packet.dts;
}

void GopBuffer::dropFront(size_t count)
{
    for (; count > 0; --count) {
        const Packet &oldest = m_entries.front().packet;
        m_bytes -= size_t(sizeOf(oldest)) + entryBytes;
        if (!m_keyframes.empty() && m_keyframes.front() == oldest.sequence)
            m_keyframes.pop_front();
        m_entries.pop_front();
    }
}

void GopBuffer::trim()
{
    const int64_t newest = m_entries.back().packet.dts;
    while (m_entries.size() > 1) {
        const uint64_t first = m_entries.front().packet.sequence;
        const bool startsAtKeyframe = !m_keyframes.empty() && m_keyframes.front() == first;
        // Where the next group of pictures begins, and how many groups would be left from there on.
        const size_t groupsAfter = m_keyframes.size() - startsAtKeyframe;
        const bool overBytes = m_bytes > m_limits.maxBytes;
        // Sound that goes on alone goes packet by packet, and so does an endless group where bytes demand it.
        const bool soundOnly = !m_video || newest - m_newestPicture > m_limits.keepUs;
        const bool tooOld = soundOnly && newest - m_entries[1].packet.dts >= m_limits.keepUs;
        if (tooOld || (groupsAfter == 0 && overBytes)) {
            dropFront(1);
            continue;
        }
        if (groupsAfter == 0)
            return;
        const uint64_t nextGroup = m_keyframes[startsAtKeyframe];
        const bool longEnough = newest - at(nextGroup).packet.dts >= m_limits.keepUs;
        if (!overBytes && (groupsAfter < 2 || !longEnough))
            return;
        dropFront(size_t(nextGroup - first));
    }
}

} // namespace twinfeed::media
