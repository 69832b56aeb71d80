// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealcipher.h"

/// One AAC frame (a raw_data_block, ISO/IEC 14496-3 4.4.2.1, without ADTS). Pure functions.
///
/// The sealed frame is: data stream elements that carry note, tag and the whole frame enciphered, then channel elements of
/// perfect silence, then the end. A player without the key passes over the data and plays silence, where a frame enciphered in
/// place would make it play noise.
namespace twinfeed::sealing {

/// `channels` 1 to 8, in the standard layouts of those numbers. Errors: "channels-refused" for any other, "already-sealed",
/// "too-large" where it would not fit an ADTS frame (8184 bytes), "cipher-failed".
Result<Buffer> sealedSound(Bytes frame, int channels, const Note &note, SealCipher &cipher);

/// The note of a sealed frame; nothing for a clear one. Error "damaged-unit": it is cut short.
Result<std::optional<Note>> noteOfSound(Bytes frame);

/// The frame as it was before. Errors: "not-sealed", "damaged-unit", "seal-broken".
Result<Buffer> openedSound(Bytes frame, SealCipher &cipher);

} // namespace twinfeed::sealing
