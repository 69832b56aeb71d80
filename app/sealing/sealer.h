// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealedpicture.h"
#include "app/sealing/sealedsound.h"

#include <memory>

namespace twinfeed::sealing {

/// One track of a stream.
struct UnitKind
{
    enum Codec { H264, Hevc, Aac };
    Codec codec = H264;
    int channels = 2; ///< of sound
};

/// Where a sealer may begin to count: at random below 2^39, 0 where there are no random numbers. Copies of a store draw their
/// incarnations each by themselves; should two meet in one, their counters lie apart all the same.
uint64_t drawnCounter();

/// Seals the units of one stream with one key, pictures and sound in the order in which they leave. Owns the counter: as long
/// as each Sealer gets an incarnation that no other ever had with this key, no nonce is used twice. One thread.
class Sealer final
{
public:
    /// `incarnation` must be on disk as used before the first unit leaves.
    Sealer(const Key &key, uint32_t incarnation, uint64_t firstCounter = drawnCounter());

    KeyId keyId() const { return m_cipher.keyId(); }

    /// The sealed unit. Errors: those of sealedPicture() and sealedSound(), and "spent" after counter 2^40: two
    /// centuries at 77 units a second, wherever it began.
    Result<Buffer> seal(const UnitKind &kind, Bytes unit);

private:
    SealCipher m_cipher;
    const uint32_t m_incarnation;
    uint64_t m_counter;
};

} // namespace twinfeed::sealing
