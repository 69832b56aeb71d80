// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"

namespace twinfeed::feed {

/// The sound of a source: a beep of 100 ms that begins at each full second, together with the flash, over a quiet chord
/// at about -33 dBFS (so that a silence detector keeps calm between beeps). All tones are whole numbers of Hz: the sound
/// repeats each second, and so joins wherever a whole number of seconds and of AAC frames meet.
class TestSound final
{
public:
    explicit TestSound(const SoundFormat &format);

    /// Sample number `at`, -1 to 1. Both channels carry the same.
    float sample(int64_t at) const;

    /// From this level on it is the beep (peak 0.35), below it is the chord (peak under 0.05).
    static constexpr float beepLevel = 0.12F;

    /// How many AAC frames of 1024 samples make a whole number of seconds: 375 (8 s) at 48 kHz, 11025 (256 s) at 44.1.
    static int framesOfPeriod(int sampleRate);

private:
    const SoundFormat m_format;
    const int m_beep; // Hz
    const int m_chord; // Hz of the lowest tone
};

} // namespace twinfeed::feed
