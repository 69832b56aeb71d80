// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/error.h"

#include <array>
#include <deque>
#include <optional>
#include <unordered_map>

namespace twinfeed::media {

/// Finds out whether both paths carry the same encoder's pictures, and watches that they go on to. Pure: no clock, one
/// thread.
///
/// Two pictures are equal when their slices are, to the byte. Parameter sets, delimiters, SEI and filler data are not
/// looked at: containers and servers keep, repeat and leave them out as they like. Compared by size and 64 bits of
/// MurmurHash3 over every byte of the slices. Sound is not asked: where a server, or an adapter of ours, encoded one
/// path's anew, the pictures are still the same.
///
/// The paths are aligned when eight pictures in a row, among them a keyframe or 4 KiB of pictures of some size, were
/// equal at source times with one constant between them, give or take 2 ms: FLV rounds to 1 ms, servers shift. They no
/// longer are with the first picture that differs, when one path begins anew (a discontinuity), or when 30 of both
/// in a row have no counterpart. A picture that is missing on one path is no difference.
class Alignment final
{
public:
    struct Verdict
    {
        bool aligned = false;
        /// sourceDts of the backup less that of the primary, for the same picture, in microseconds; only when aligned.
        int64_t sourceOffsetUs = 0;
        /// The same for dts, so on the unit's clock: how much later the backup shows it.
        int64_t unitOffsetUs = 0;
        /// Why not: "alignment-waiting" (a path has no pictures yet), "alignment-searching" (too few to tell),
        /// "packets-differ".
        std::optional<Error> why;
    };

    /// A path's next packet, in the order of its buffer.
    void add(Source path, const Packet &packet);
    /// What comes from this path now does not follow what came before.
    void forget(Source path);

    Verdict verdict() const;

private:
    struct Seen
    {
        int64_t sourceDts = 0;
        int64_t dts = 0;
        uint64_t hash = 0;
        int size = 0;
        bool keyframe = false;

        bool equals(const Seen &other) const { return hash == other.hash && size == other.size; }
    };
    struct Place
    {
        int count = 0; // how often this payload is among the pictures
        int64_t sourceDts = 0; // of the newest
    };
    struct Path
    {
        std::deque<Seen> pictures; // of the newest 16 s, by sourceDts
        std::unordered_map<uint64_t, Place> byHash;

        const Seen *near(int64_t sourceDts) const;
        void push(const Seen &seen);
    };
    /// Equal pictures in a row at one offset.
    struct Run
    {
        int pictures = 0; // 0: none goes on
        int64_t offset = 0; // follows the differences of the newest pairs
        bool guessed = false; // the offset is where the first payload was found, nothing else speaks for it
        // Of the pictures that count as evidence:
        int telling = 0;
        int64_t bytes = 0;
        bool keyframe = false;
        std::array<int, 2> alone{}; // since the last pair, by path: without a counterpart
    };

    void compare(size_t path, const Seen &seen);
    void begin(size_t path, const Seen &seen);
    std::optional<int64_t> offsetByHash(size_t path, const Seen &seen) const;
    /// The payload is once among the other path's pictures and was not among this path's before.
    bool unique(size_t path, const Seen &seen) const;
    void match(size_t path, const Seen &seen, const Seen &peer);
    void end();
    bool aligned() const;

    std::array<Path, 2> m_paths; // by Source
    Run m_run;
    int64_t m_lastOffset = 0; // of the last run that made them aligned
    // Differences of the newest pairs, backup less primary.
    std::deque<int64_t> m_sourceDiffs;
    std::deque<int64_t> m_unitDiffs;
};

} // namespace twinfeed::media
