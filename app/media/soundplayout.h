// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"

#include <cstdint>
#include <vector>

namespace twinfeed::media {

class SoundTap;

/// Brings decoded sound, of any rate and number of channels, to what a SoundTap carries. For sources of app/media only; one thread.
class SoundPlayout final
{
public:
    /// Planar floats, as all AAC decoders give them; what cannot be converted is left out.
    void give(const AVFrame &sound, SoundTap &tap);

private:
    bool prepare(const AVFrame &sound);

    Swr m_swr;
    int m_rate = 0;
    int m_channels = 0;
    std::vector<int16_t> m_samples;
};

} // namespace twinfeed::media
