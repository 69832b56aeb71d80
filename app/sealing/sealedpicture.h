// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealcipher.h"

/// One picture: an access unit of NAL units, each behind a four-byte big-endian length. Pure functions.
///
/// Sealed are the slices (H.264 types 1 and 5, HEVC 0-9 and 16-21) from their 33rd byte on, as they stand, escapes and all;
/// slices of 48 bytes and less stay clear, but are authenticated. The ciphertext is escaped again, so that no relay meets a
/// start code in it, and the note goes into a SEI of its own in front of the first slice. Zeros at the end of a NAL unit are no
/// part of it: both ways drop them.
namespace twinfeed::sealing {

enum class PictureCodec { H264, Hevc };

/// The sealed unit. Errors: "damaged-unit" (a length beyond the end), "no-slice" (nothing to seal), "already-sealed",
/// "cipher-failed".
Result<Buffer> sealedPicture(PictureCodec codec, Bytes unit, const Note &note, SealCipher &cipher);

/// The note of a sealed picture; nothing for a clear one. Error "damaged-unit": a length beyond the end, a note that is cut
/// short, or two of them.
Result<std::optional<Note>> noteOfPicture(PictureCodec codec, Bytes unit);

/// The unit as it was before, byte for byte (but for zeros at the end of its NAL units). Errors: "not-sealed", "damaged-unit", "seal-broken" (wrong key, or something
/// was changed on the way: nothing of it may be shown).
Result<Buffer> openedPicture(PictureCodec codec, Bytes unit, SealCipher &cipher);

/// How many bytes a picture's slices have, and how many of them sealing hides: a picture of one colour may be so small that
/// hardly any are. Error "damaged-unit".
struct Cover
{
    size_t hidden = 0;
    size_t all = 0;
};
Result<Cover> coverOf(PictureCodec codec, Bytes unit);

/// A NAL unit's bytes from `from` on as they may stand in a stream: 0x03 behind two zeros in front of what is not above 3, and
/// one more at the end where that is a zero or a zero and only 0x03 behind it. The bytes before `from` are taken as they are.
void escapeFrom(Buffer &nal, size_t from);
/// The other way.
void unescapeFrom(Buffer &nal, size_t from);

} // namespace twinfeed::sealing
