// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace twinfeed::media {

/// Reads bits, highest first, and Exp-Golomb codes (H.264 9.1). Past the end it gives zeros and remembers that it did:
/// callers read a whole header and ask ok() once.
class BitReader final
{
public:
    explicit BitReader(std::span<const uint8_t> data)
        : m_data(data)
    {
    }

    bool ok() const { return m_ok; }
    /// A value that cannot be was read: from here on ok() is false.
    void fail() { m_ok = false; }
    size_t bitsLeft() const { return m_ok ? m_data.size() * 8 - m_at : 0; }

    bool bit() { return bits(1); }

    /// Up to 32 bits.
    uint32_t bits(unsigned count)
    {
        if (count > bitsLeft()) {
            m_ok = false;
            return 0;
        }
        uint32_t value = 0;
        for (; count > 0; --count, ++m_at)
            value = value << 1 | (m_data[m_at >> 3] >> (7 - (m_at & 7)) & 1);
        return value;
    }

    void skip(size_t count)
    {
        if (count > bitsLeft())
            m_ok = false;
        else
            m_at += count;
    }

    /// ue(v). Codes of more than 32 bits are errors.
    uint32_t ue()
    {
        unsigned zeros = 0;
        while (m_ok && !bit()) {
            if (++zeros > 31)
                m_ok = false;
        }
        return m_ok ? (uint32_t(1) << zeros) - 1 + bits(zeros) : 0;
    }

    /// ue(v) that must not be above `most`.
    uint32_t ue(uint32_t most)
    {
        const uint32_t value = ue();
        if (value > most)
            m_ok = false;
        return m_ok ? value : 0;
    }

    /// se(v)
    int32_t se()
    {
        const uint32_t code = ue();
        const auto magnitude = int32_t(code / 2 + code % 2);
        return code % 2 ? magnitude : -magnitude;
    }

private:
    std::span<const uint8_t> m_data;
    size_t m_at = 0; // in bits; never beyond the end
    bool m_ok = true;
};

} // namespace twinfeed::media
