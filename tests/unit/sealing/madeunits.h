// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealer.h"

#include <QRandomGenerator>

/// Made-up units for the tests of sealing.
namespace twinfeed::test {

inline sealing::Key madeKey(sealing::KeyId id = 7)
{
    sealing::Key key;
    key.id = id;
    for (size_t i = 0; i < key.bytes.size(); ++i)
        key.bytes[i] = uint8_t(i * 7 + id);
    return key;
}

inline sealing::Buffer madeBytes(QRandomGenerator &random, size_t size, int mostValue = 255)
{
    sealing::Buffer bytes(size);
    for (uint8_t &byte : bytes)
        byte = uint8_t(random.bounded(mostValue + 1));
    return bytes;
}

/// A NAL unit as an encoder gives it: escaped, with its type in the header.
inline sealing::Buffer madeNal(QRandomGenerator &random, uint8_t header, size_t payload, int mostValue = 255)
{
    sealing::Buffer nal{header};
    const sealing::Buffer body = madeBytes(random, payload, mostValue);
    nal.insert(nal.end(), body.begin(), body.end());
    if (nal.back() == 0)
        nal.back() = 0x80; // rbsp_trailing_bits
    sealing::escapeFrom(nal, 1);
    return nal;
}

inline void append(sealing::Buffer &unit, const sealing::Buffer &nal)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        unit.push_back(uint8_t(nal.size() >> shift));
    unit.insert(unit.end(), nal.begin(), nal.end());
}

/// What may not stand in a NAL unit: a start code, or its beginning.
inline bool holdsStartCode(sealing::Bytes nal)
{
    for (size_t i = 2; i < nal.size(); ++i) {
        if (nal[i - 2] == 0 && nal[i - 1] == 0 && nal[i] < 3)
            return true;
    }
    return !nal.empty() && nal.back() == 0;
}

} // namespace twinfeed::test
