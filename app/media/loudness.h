// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"

#include <optional>
#include <vector>

/// How loud a piece of sound is, as a whole. Pure functions.
namespace twinfeed::media {

struct Loudness
{
    double integrated = 0; ///< LUFS, EBU R 128 (gated)
    double truePeak = 0; ///< dBTP, the loudest channel
};

/// Samples by channel. Nothing for silence (all of it under -70 LUFS) and for less than 400 ms.
std::optional<Loudness> loudnessOf(const std::vector<std::vector<float>> &planes, int sampleRate);
/// What a buffer holds of sound just now, decoded: 15 ms for 6 s. Nothing too where it holds none.
std::optional<Loudness> loudnessOf(const GopBuffer &buffer);

} // namespace twinfeed::media
