// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/trendlane.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::backend {

namespace {

constexpr quint16 missing = std::numeric_limits<quint16>::max();
constexpr double steps = missing - 1;

} // namespace

void TrendSum::add(const TrendPoint &point, int count)
{
    m_min = m_count == 0 ? point.min : std::min(m_min, point.min);
    m_max = m_count == 0 ? point.max : std::max(m_max, point.max);
    m_sum += point.mean * count;
    m_count += count;
}

std::optional<TrendPoint> TrendSum::point() const
{
    if (m_count == 0)
        return std::nullopt;
    // Rounding must not put the mean outside of what it is the mean of.
    return TrendPoint{m_min, std::clamp(m_sum / m_count, m_min, m_max), m_max};
}

TrendLane::TrendLane(size_t chunks)
    : m_limit(chunks)
{
}

TrendLane::Chunk TrendLane::packed(int64_t first, const Open &open)
{
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    bool holes = false;
    bool single = true;
    for (const auto &point : open) {
        holes = holes || !point;
        if (!point)
            continue;
        low = std::min(low, point->min);
        high = std::max(high, point->max);
        single = single && point->min == point->max;
    }
    Chunk chunk{first, low, 0, {}};
    if (!holes && low == high)
        return chunk;
    chunk.scale = high > low ? (high - low) / steps : 1;
    const auto figure = [&](double value) { return quint16(std::lround((value - low) / chunk.scale)); };
    for (const auto &point : open) {
        chunk.figures.push_back(point ? figure(point->min) : missing);
        if (single)
            continue;
        chunk.figures.push_back(point ? figure(point->mean) : missing);
        chunk.figures.push_back(point ? figure(point->max) : missing);
    }
    chunk.figures.shrink_to_fit();
    return chunk;
}

std::optional<TrendPoint> TrendLane::unpacked(const Chunk &chunk, int64_t slot)
{
    if (chunk.scale == 0)
        return TrendPoint{chunk.base, chunk.base, chunk.base};
    const size_t width = chunk.figures.size() / chunkSlots;
    const quint16 *figures = chunk.figures.data() + size_t(slot - chunk.first) * width;
    if (figures[0] == missing)
        return std::nullopt;
    const auto value = [&](quint16 figure) { return chunk.base + figure * chunk.scale; };
    if (width == 1)
        return TrendPoint{value(figures[0]), value(figures[0]), value(figures[0])};
    return TrendPoint{value(figures[0]), value(figures[1]), value(figures[2])};
}

void TrendLane::closeOpen()
{
    if (m_openFirst < 0)
        return;
    m_full.push_back(packed(m_openFirst, *m_open));
    m_open->fill(std::nullopt);
    m_openFirst = m_openLast = -1;
    if (m_full.size() > m_limit)
        m_full.pop_front();
}

void TrendLane::add(int64_t slot, const TrendPoint &point)
{
    if (slot < 0 || slot < last())
        return;
    const int64_t first = slot - slot % chunkSlots;
    if (first != m_openFirst) {
        closeOpen();
        if (!m_open)
            m_open = std::make_unique<Open>();
        m_openFirst = first;
    }
    m_openLast = slot;
    (*m_open)[size_t(slot - first)] = point;
}

std::optional<TrendPoint> TrendLane::at(int64_t slot) const
{
    if (slot < 0 || slot > last())
        return std::nullopt;
    if (m_openFirst >= 0 && slot >= m_openFirst)
        return slot < m_openFirst + chunkSlots ? (*m_open)[size_t(slot - m_openFirst)] : std::nullopt;
    auto it = std::upper_bound(m_full.begin(), m_full.end(), slot,
                               [](int64_t wanted, const Chunk &chunk) { return wanted < chunk.first; });
    if (it == m_full.begin())
        return std::nullopt;
    --it;
    return slot < it->first + chunkSlots ? unpacked(*it, slot) : std::nullopt;
}

int64_t TrendLane::first() const
{
    if (!m_full.empty())
        return m_full.front().first;
    return m_openFirst >= 0 ? m_openFirst : std::numeric_limits<int64_t>::max();
}

int64_t TrendLane::last() const
{
    if (m_openLast >= 0)
        return m_openLast;
    return m_full.empty() ? -1 : m_full.back().first + chunkSlots - 1;
}

void TrendLane::dropBefore(int64_t slot)
{
    if (m_openLast >= 0 && m_openLast < slot) {
        closeOpen();
        m_open.reset(); // it may never come again
    }
    while (!m_full.empty() && m_full.front().first + chunkSlots <= slot)
        m_full.pop_front();
}

qsizetype TrendLane::bytes() const
{
    qsizetype bytes = qsizetype(sizeof(*this)) + (m_open ? qsizetype(sizeof(Open)) : 0);
    for (const Chunk &chunk : m_full)
        bytes += qsizetype(sizeof(Chunk) + chunk.figures.capacity() * sizeof(quint16));
    return bytes;
}

} // namespace twinfeed::backend
