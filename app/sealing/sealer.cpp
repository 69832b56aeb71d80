// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealer.h"

#include <openssl/rand.h>

namespace twinfeed::sealing {

uint64_t drawnCounter()
{
    uint64_t drawn = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char *>(&drawn), sizeof drawn) != 1)
        return 0;
    return drawn % (mostCounter / 2 + 1);
}

Sealer::Sealer(const Key &key, uint32_t incarnation, uint64_t firstCounter)
    : m_cipher(key)
    , m_incarnation(incarnation)
    , m_counter(firstCounter)
{
}

Result<Buffer> Sealer::seal(const UnitKind &kind, Bytes unit)
{
    if (m_counter > mostCounter)
        return Error{QStringLiteral("spent"),
                     QStringLiteral("The key has been used for as long as it may."),
                     {},
                     QStringLiteral("Rotate the key."),
                     {}};
    // Counted also where sealing fails: a number is never given twice, whatever became of the first.
    const Note note{m_cipher.keyId(), m_incarnation, m_counter++};
    switch (kind.codec) {
    case UnitKind::H264:
        return sealedPicture(PictureCodec::H264, unit, note, m_cipher);
    case UnitKind::Hevc:
        return sealedPicture(PictureCodec::Hevc, unit, note, m_cipher);
    case UnitKind::Aac:
        break;
    }
    return sealedSound(unit, kind.channels, note, m_cipher);
}

} // namespace twinfeed::sealing
