// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/trend.h"

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::backend {

/// Values of one step on their way to a point.
class TrendSum final
{
public:
    void add(double value) { add({value, value, value}, 1); }
    void add(const TrendPoint &point, int count);
    int count() const { return m_count; }
    /// Nothing where there were no values.
    std::optional<TrendPoint> point() const;

private:
    int m_count = 0;
    double m_min = 0;
    double m_max = 0;
    double m_sum = 0;
};

/// One metric's points at one resolution, one a slot; slots rise. Kept by the minute or so of slots, and packed once that is
/// full: 16 bits a figure, so that each is known to a 65,000th of the range that its chunk spans; what does not change takes no
/// room at all. Pure; one thread at a time.
class TrendLane final
{
public:
    static constexpr int chunkSlots = 60;

    /// `chunks`: how many full ones are kept.
    explicit TrendLane(size_t chunks);

    /// `slot` is not below the one before; what is, is left out.
    void add(int64_t slot, const TrendPoint &point);
    std::optional<TrendPoint> at(int64_t slot) const;

    bool isEmpty() const { return m_full.empty() && m_openFirst < 0; }
    /// The oldest slot that may be known; the largest number where there is none.
    int64_t first() const;
    /// The newest slot that may be known; -1 where there is none.
    int64_t last() const;
    void dropBefore(int64_t slot);
    qsizetype bytes() const;

private:
    struct Chunk
    {
        int64_t first = 0;
        double base = 0;
        double scale = 0; // 0: every slot is `base`, and there are no figures
        std::vector<quint16> figures; // min, mean, max of each slot; or one a slot where these are the same
    };
    using Open = std::array<std::optional<TrendPoint>, chunkSlots>;
    static Chunk packed(int64_t first, const Open &open);
    static std::optional<TrendPoint> unpacked(const Chunk &chunk, int64_t slot);
    void closeOpen();

    const size_t m_limit;
    std::deque<Chunk> m_full; // oldest first
    int64_t m_openFirst = -1;
    int64_t m_openLast = -1;
    std::unique_ptr<Open> m_open; // while there is one
};

} // namespace twinfeed::backend
