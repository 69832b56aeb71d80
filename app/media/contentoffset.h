// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/pictureprint.h"
#include "app/media/soundprint.h"

#include <cstdint>

namespace twinfeed::media {

/// How much later the backup shows or plays the same as the primary.
struct OffsetFinding
{
    enum class Kind {
        Nothing, ///< too little to compare: too short, silent, a steady tone, a picture that stands still
        Unlike, ///< enough to compare, and alike nowhere
        Ambiguous, ///< alike at several places, or hardly: a beep each second, music that repeats itself
        Found,
    };
    Kind kind = Kind::Nothing;
    int64_t offsetUs = 0; ///< of the likest place; to be relied on only where it was found
    double certainty = 0; ///< 0 to 1; at least 0.5 where it was found
    double likeness = 0; ///< at that place, -1 to 1
};

/// By what is heard: normalised cross-correlation over all distances up to 10 s at which at least 4 s overlap. Good to
/// 2 ms where certain.
OffsetFinding offsetOf(const SoundPrint &primary, const SoundPrint &backup);

/// By what is seen: each of a path's pictures is looked for among the other path's, which should be `All` of a stretch; what
/// does not change in them does not count. Up to 10 s; good to a picture where certain.
OffsetFinding offsetOf(const PicturePrint &primary, const PicturePrint &backup);

} // namespace twinfeed::media
