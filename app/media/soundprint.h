// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

namespace twinfeed::media {

/// What is heard in a stretch of sound, in a form that another encoder, bitrate, sample rate, loudness or number of channels
/// does not change much: for each 5 ms and each of twelve bands from 120 to 5800 Hz, by how many decibels the level
/// has changed within 25 ms. Silence and steady tones say nothing in it.
struct SoundPrint
{
    static constexpr int64_t stepUs = 5'000;
    static constexpr int bands = 12;
    using Step = std::array<float, bands>;

    int64_t startUs = 0; ///< pts of the first step, on the clock of the packets' pts
    std::vector<Step> steps;

    int64_t spanUs() const { return int64_t(steps.size()) * stepUs; }
    /// How much is going on: root of the mean square over all bands, in dB. Speech and music are above 3, steady tones
    /// below 1.
    double activity() const;
};

/// Decodes and measures: about 1 ms for each second of sound. Packets of one path in their order; those that are no
/// sound are passed over. A hole of more than a second begins a new stretch, and only the last one counts. Empty where
/// nothing can be decoded, and where it was told to stop.
SoundPrint soundPrint(const std::vector<Packet> &packets, const std::stop_token &stop = {});

} // namespace twinfeed::media
