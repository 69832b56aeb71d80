// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace twinfeed::media {

/// Writes bits, highest first, and Exp-Golomb codes (H.264 9.1): the other way of BitReader.
class BitWriter final
{
public:
    void bit(bool value)
    {
        if (m_used == 0)
            m_bytes.push_back(0);
        m_bytes.back() |= uint8_t(value) << (7 - m_used);
        m_used = (m_used + 1) % 8;
    }
    void bits(uint32_t value, unsigned count)
    {
        while (count-- > 0)
            bit(value >> count & 1);
    }
    void ue(uint32_t value)
    {
        unsigned length = 0;
        while ((uint64_t(value) + 1) >> (length + 1))
            ++length;
        bits(0, length);
        bits(value + 1, length + 1);
    }
    /// Bits from `begin` up to, not including, `end`.
    void copy(std::span<const uint8_t> from, size_t begin, size_t end)
    {
        for (size_t i = begin; i < end; ++i)
            bit(from[i >> 3] >> (7 - (i & 7)) & 1);
    }
    void alignWithOnes()
    {
        while (m_used != 0)
            bit(true);
    }
    /// Where the bytes are full.
    void append(std::span<const uint8_t> bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    std::vector<uint8_t> take() { return std::move(m_bytes); }

private:
    std::vector<uint8_t> m_bytes;
    unsigned m_used = 0; // bits of the last byte
};

} // namespace twinfeed::media
