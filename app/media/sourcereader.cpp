// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sourcereader.h"

#include <algorithm>
#include <limits>

namespace twinfeed::media {

namespace {

// Enough for the leading pictures of the deepest pyramid, with their sound.
constexpr size_t lookAhead = 48;
// Sound that precedes a keyframe in the multiplex: two seconds of it and of pictures at usual rates.
constexpr size_t lookBack = 160;
constexpr int64_t mostDelay = 1'000'000;
constexpr int64_t usualPicture = 33'333;

int64_t delayFor(const Packet &keyframe, int leading, int64_t pictureUs)
{
    return std::clamp<int64_t>(keyframe.pts - keyframe.dts - leading * pictureUs, 0, mostDelay);
}

int64_t declaredDistance(const Packet &picture)
{
    if (picture.duration >= leastPictureUs && picture.duration <= mostPictureUs)
        return picture.duration;
    return declaredPictureUs(picture.config.get());
}

/// How many leading pictures the first picture has; nothing where they may not all have come.
template <typename Packets>
std::optional<int> leadingAfter(const Packets &packets, int64_t &pictureUs)
{
    int leading = 0;
    const Packet *keyframe = nullptr;
    for (const Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        if (!keyframe) {
            keyframe = &packet;
            continue;
        }
        if (packet.discontinuity)
            return std::nullopt; // it ended before all had come
        const int64_t distance = packet.dts - keyframe->dts;
        if (leading == 0 && distance >= leastPictureUs && distance <= mostPictureUs)
            pictureUs = distance;
        if (!packet.leading)
            return leading;
        ++leading;
    }
    return std::nullopt;
}

std::optional<EntryPoint> entryAt(const GopBuffer &buffer, const GopBuffer::Cursor &cursor,
                                  const Packet &keyframe)
{
    GopBuffer::Cursor ahead = cursor;
    const auto read = buffer.read(ahead, lookAhead);
    if (read.moved || read.packets.empty() || read.packets.front().sequence != keyframe.sequence)
        return std::nullopt;
    EntryPoint entry{keyframe, cursor, 0, 0, declaredDistance(keyframe)};
    const auto leading = leadingAfter(read.packets, entry.pictureUs);
    if (!leading)
        return std::nullopt;
    entry.delay = delayFor(keyframe, *leading, entry.pictureUs);
    entry.decodeTime = keyframe.pts - entry.delay;
    return entry;
}

/// The stream broke off behind this keyframe.
bool leadsIntoAHole(const GopBuffer &buffer, GopBuffer::Cursor cursor, const Packet &keyframe)
{
    for (auto read = buffer.read(cursor, lookBack); !read.packets.empty();
         read = buffer.read(cursor, lookBack)) {
        const bool hole = std::ranges::any_of(read.packets, [&keyframe](const Packet &packet) {
            return packet.track == Track::Video && packet.discontinuity
                && packet.sequence > keyframe.sequence;
        });
        if (hole)
            return true;
    }
    return false;
}

/// The newest one whose keyframe is shown at or before `pts`; none where the stream broke off since: a source that has just come
/// back has old pictures and a new keyframe that is not known yet, and whoever entered the old ones would stand still for as long
/// as it was away.
std::optional<EntryPoint> entryBefore(const GopBuffer &buffer, int64_t pts)
{
    Packet keyframe;
    while (const auto cursor = buffer.keyframeAtOrBefore(pts, &keyframe)) {
        if (leadsIntoAHole(buffer, *cursor, keyframe))
            return std::nullopt;
        if (auto entry = entryAt(buffer, *cursor, keyframe))
            return entry;
        pts = keyframe.pts - 1;
    }
    return std::nullopt;
}

/// The one that is followed by this one; none where the stream broke off in between.
std::optional<EntryPoint> followed(const GopBuffer &buffer, const EntryPoint &entry)
{
    return entry.keyframe.discontinuity ? std::nullopt : entryBefore(buffer, entry.keyframe.pts - 1);
}

} // namespace

int64_t declaredPictureUs(const CodecConfig *config)
{
    if (!config || config->frameRateNum <= 0)
        return usualPicture;
    return std::clamp(int64_t(1'000'000) * config->frameRateDen / config->frameRateNum, leastPictureUs,
                      mostPictureUs);
}

std::optional<EntryPoint> newestEntry(const GopBuffer &buffer)
{
    return entryBefore(buffer, std::numeric_limits<int64_t>::max());
}

std::optional<EntryPoint> entryAtOrBefore(const GopBuffer &buffer, int64_t decodeTime)
{
    auto entry = newestEntry(buffer);
    while (entry && entry->decodeTime > decodeTime)
        entry = followed(buffer, *entry);
    return entry;
}

std::optional<EntryPoint> entryAtOrAfter(const GopBuffer &buffer, int64_t decodeTime)
{
    std::optional<EntryPoint> first;
    auto entry = newestEntry(buffer);
    while (entry && entry->decodeTime >= decodeTime) {
        first = entry;
        entry = followed(buffer, *entry);
    }
    return first;
}

SourceReader::SourceReader(std::shared_ptr<const GopBuffer> buffer, const EntryPoint &entry)
    : m_buffer(std::move(buffer))
    , m_cursor(m_buffer->earlier(entry.cursor, lookBack))
    , m_firstPicture(entry.keyframe.sequence)
{
    read();
}

SourceReader::SourceReader(std::shared_ptr<const GopBuffer> buffer, const GopBuffer::Cursor &picture,
                           uint64_t sound)
    : m_buffer(std::move(buffer))
    , m_cursor(m_buffer->earlier(picture, lookBack))
    , m_firstPicture(picture.next)
    , m_firstSound(sound)
{
    read();
}

SourceReader::SourceReader(std::shared_ptr<const GopBuffer> buffer, BridgeService &bridge, Source source,
                           int64_t delayUs, BridgeService::Progress begun)
    : m_buffer(std::move(buffer))
    , m_bridge(&bridge)
    , m_source(source)
    , m_delay(delayUs)
    , m_held(std::in_place)
    , m_begins(begun.pictures.front().pts)
{
    // Sound from the keyframe on with which the bridge's run-up began: what is too old is dropped when its turn comes.
    if (const auto before = m_buffer->keyframeAtOrBefore(m_begins))
        m_cursor = m_buffer->earlier(*before, lookBack);
    takeProgress(std::move(begun));
    read();
    join();
}

SourceReader::~SourceReader()
{
    if (m_bridge)
        m_bridge->cancel();
}

void SourceReader::loseBridge()
{
    m_bridge = nullptr;
}

void SourceReader::pull()
{
    if (m_bridge)
        takeProgress(m_bridge->progress());
    read();
    join();
}

void SourceReader::continueSound(SourceReader &before)
{
    std::erase_if(sounds,
                  [&before](const Packet &packet) { return packet.sequence <= before.m_newestSound; });
    sounds.insert(sounds.begin(), before.sounds.begin(), before.sounds.end());
}

void SourceReader::takeProgress(BridgeService::Progress progress)
{
    for (Packet &picture : progress.pictures) {
        picture.source = m_source;
        picture.dts = picture.pts - m_delay;
        picture.sequence = 0;
        pictures.push_back(std::move(picture));
    }
    if (progress.joinsAt)
        m_joins = progress.joinsAt;
    if (progress.failure && !m_joins)
        m_bridge = nullptr;
}

void SourceReader::read()
{
    for (;;) {
        const auto read = m_buffer->read(m_cursor, 256);
        if (read.packets.empty())
            return;
        bool moved = read.moved;
        for (const Packet &packet : read.packets) {
            if (packet.track == Track::Sound) {
                m_newestSound = packet.sequence;
                if (packet.sequence >= m_firstSound)
                    sounds.push_back(packet);
            } else if (m_held) {
                const bool first = m_held->empty();
                if (first && !(packet.keyframe && packet.pts > m_begins))
                    continue;
                m_held->push_back(packet);
                m_held->back().discontinuity |= std::exchange(moved, false) && !first;
            } else if (packet.sequence >= m_firstPicture) {
                pictures.push_back(packet);
                // What was in between is gone: as after a reconnect, leading pictures have nothing to refer to.
                pictures.back().discontinuity |= std::exchange(moved, false);
            }
        }
    }
}

void SourceReader::join()
{
    if (!m_held || !m_joins)
        return;
    const auto keyframe = std::ranges::find_if(
        *m_held, [this](const Packet &picture) { return picture.keyframe && picture.pts >= *m_joins; });
    if (keyframe == m_held->end())
        return;
    // Where it stands among the bridge's pictures: its own dts is earlier by its leading pictures, which the bridge sent.
    keyframe->dts = std::max(keyframe->dts, keyframe->pts - m_delay);
    pictures.insert(pictures.end(), keyframe, m_held->end());
    m_held.reset();
    m_bridge = nullptr; // it has done its work
}

std::optional<int64_t> SourceReader::delayAtFront() const
{
    int64_t pictureUs = declaredDistance(pictures.front());
    const auto leading = leadingAfter(pictures, pictureUs);
    if (!leading)
        return std::nullopt;
    return delayFor(pictures.front(), *leading, pictureUs);
}

} // namespace twinfeed::media
