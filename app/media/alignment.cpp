// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignment.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/nal.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/murmur3.h>
}

namespace twinfeed::media {

namespace {

// Longer than any distance of paths that a trim can mend (5 s), and than most groups of pictures.
constexpr int64_t keptUs = 16'000'000;
// FLV rounds to 1 ms, on both paths, and a server on the way may do it again.
constexpr int64_t tolerance = 2'000;
constexpr int enoughPictures = 8;
// Two encoders make equal pictures of a scene that stands still (some ten bytes that say "nothing new"), but no equal
// keyframes and no equal pictures of any size.
constexpr int64_t enoughBytes = 4'096;
constexpr int tellingSize = 256;
constexpr int mostAlone = 30;
constexpr size_t pairsKept = 31;
// On both paths, before it is said that they differ: three groups of pictures of a second.
constexpr size_t enoughToDiffer = 75;

struct FreeMurmur
{
    void operator()(AVMurMur3 *state) const { av_free(state); }
};

bool isSlice(int codecId, Bytes nal)
{
    switch (kindOf(codecId, nal)) {
    case NalKind::Slice:
    case NalKind::Idr:
    case NalKind::Cra:
    case NalKind::Rasl:
    case NalKind::Radl:
        return true;
    case NalKind::ParameterSet:
    case NalKind::Delimiter:
    case NalKind::End:
    case NalKind::Sei:
    case NalKind::Other:
        break;
    }
    return false;
}

Nals slicesOf(const Packet &packet)
{
    auto split = splitLengthPrefixed({dataOf(packet), size_t(std::max(0, sizeOf(packet)))}, 4);
    if (!split)
        return {};
    Nals slices = std::move(*split);
    std::erase_if(slices, [&packet](Bytes nal) {
        return !isSlice(packet.config ? packet.config->codecId : AV_CODEC_ID_H264, nal);
    });
    return slices;
}

struct Digest
{
    uint64_t hash = 0;
    int size = 0;
};

Digest digestOf(const Nals &slices)
{
    thread_local const std::unique_ptr<AVMurMur3, FreeMurmur> state(av_murmur3_alloc());
    if (!state)
        return {};
    Digest digest;
    av_murmur3_init(state.get());
    for (const Bytes slice : slices) {
        av_murmur3_update(state.get(), slice.data(), slice.size());
        digest.size += int(slice.size());
    }
    uint8_t bytes[16];
    av_murmur3_final(state.get(), bytes);
    std::memcpy(&digest.hash, bytes, sizeof digest.hash);
    return digest;
}

int64_t median(const std::deque<int64_t> &values)
{
    std::vector<int64_t> sorted(values.begin(), values.end());
    const auto middle = sorted.begin() + ptrdiff_t(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

void keepNewest(std::deque<int64_t> &values, int64_t value)
{
    values.push_back(value);
    if (values.size() > pairsKept)
        values.pop_front();
}

} // namespace

const Alignment::Seen *Alignment::Path::near(int64_t sourceDts) const
{
    const auto it = std::lower_bound(pictures.begin(), pictures.end(), sourceDts - tolerance,
                                     [](const Seen &seen, int64_t time) { return seen.sourceDts < time; });
    return it != pictures.end() && it->sourceDts <= sourceDts + tolerance ? &*it : nullptr;
}

void Alignment::Path::push(const Seen &seen)
{
    pictures.push_back(seen);
    Place &place = byHash[seen.hash];
    ++place.count;
    place.sourceDts = seen.sourceDts;
    while (seen.sourceDts - pictures.front().sourceDts > keptUs) {
        const auto it = byHash.find(pictures.front().hash);
        if (--it->second.count == 0)
            byHash.erase(it);
        pictures.pop_front();
    }
}

void Alignment::add(Source path, const Packet &packet)
{
    const auto index = size_t(path);
    if (packet.track != Track::Video || index >= m_paths.size())
        return;
    Path &own = m_paths[index];
    if (packet.discontinuity || (!own.pictures.empty() && packet.sourceDts <= own.pictures.back().sourceDts))
        forget(path);
    const Digest digest = digestOf(slicesOf(packet));
    if (digest.size == 0)
        return;
    const Seen seen{packet.sourceDts, packet.dts, digest.hash, digest.size, packet.keyframe};
    compare(index, seen);
    own.push(seen);
}

void Alignment::forget(Source path)
{
    m_paths[size_t(path)] = {};
    end();
}

void Alignment::compare(size_t path, const Seen &seen)
{
    if (m_run.pictures == 0)
        return begin(path, seen);
    const Path &other = m_paths[1 - path];
    const int64_t there = seen.sourceDts + (path == 0 ? m_run.offset : -m_run.offset);
    if (const Seen *peer = other.near(there)) {
        if (peer->equals(seen))
            return match(path, seen, *peer);
        end();
        return begin(path, seen); // a run at a wrong offset may have hidden the right one
    }
    ++m_run.alone[path];
    if (std::min(m_run.alone[0], m_run.alone[1]) > mostAlone)
        end();
}

void Alignment::begin(size_t path, const Seen &seen)
{
    const Path &other = m_paths[1 - path];
    const auto tryAt = [&](int64_t offset, bool guessed) {
        const Seen *peer = other.near(seen.sourceDts + (path == 0 ? offset : -offset));
        if (!peer || !peer->equals(seen))
            return false;
        m_run.offset = offset;
        m_run.guessed = guessed;
        match(path, seen, *peer);
        return true;
    };
    // What is most likely first: as it was, then equal times, then wherever the same payload is.
    if (tryAt(m_lastOffset, false) || tryAt(0, false))
        return;
    if (const auto offset = offsetByHash(path, seen))
        tryAt(*offset, true);
}

std::optional<int64_t> Alignment::offsetByHash(size_t path, const Seen &seen) const
{
    if (!unique(path, seen))
        return std::nullopt;
    const int64_t difference = m_paths[1 - path].byHash.at(seen.hash).sourceDts - seen.sourceDts;
    return path == 0 ? difference : -difference;
}

bool Alignment::unique(size_t path, const Seen &seen) const
{
    const auto &others = m_paths[1 - path].byHash;
    const auto it = others.find(seen.hash);
    return it != others.end() && it->second.count == 1 && !m_paths[path].byHash.contains(seen.hash);
}

void Alignment::match(size_t path, const Seen &seen, const Seen &peer)
{
    const int64_t sign = path == 0 ? 1 : -1;
    const int64_t difference = sign * (peer.sourceDts - seen.sourceDts);
    keepNewest(m_sourceDiffs, difference);
    keepNewest(m_unitDiffs, sign * (peer.dts - seen.dts));
    m_run.alone = {};
    ++m_run.pictures;
    // A picture that is there several times fits at several offsets.
    if (!m_run.guessed || unique(path, seen)) {
        ++m_run.telling;
        m_run.bytes += seen.size >= tellingSize ? seen.size : 0;
        m_run.keyframe |= seen.keyframe;
    }
    // A first pair off by the most that rounding makes must not leave the others outside.
    m_run.offset += (difference - m_run.offset) / 8;
    if (aligned())
        m_lastOffset = m_run.offset;
}

void Alignment::end()
{
    m_run = {};
    m_sourceDiffs.clear();
    m_unitDiffs.clear();
}

bool Alignment::aligned() const
{
    return m_run.telling >= enoughPictures && (m_run.keyframe || m_run.bytes >= enoughBytes);
}

Alignment::Verdict Alignment::verdict() const
{
    Verdict verdict;
    verdict.aligned = aligned();
    if (verdict.aligned) {
        verdict.sourceOffsetUs = median(m_sourceDiffs);
        verdict.unitOffsetUs = median(m_unitDiffs);
        return verdict;
    }
    const size_t least = std::min(m_paths[0].pictures.size(), m_paths[1].pictures.size());
    if (least == 0)
        verdict.why = errorOf(QStringLiteral("alignment-waiting"),
                              QStringLiteral("One of the paths has no pictures yet."));
    else if (least < enoughToDiffer || m_run.pictures > 0)
        verdict.why = errorOf(QStringLiteral("alignment-searching"),
                              QStringLiteral("The packets of both paths are being compared."));
    else
        verdict.why =
            errorOf(QStringLiteral("packets-differ"),
                    QStringLiteral("The paths carry different packets: what they show was encoded twice."));
    return verdict;
}

} // namespace twinfeed::media
