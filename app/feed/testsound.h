// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"

namespace twinfeed::feed {

/// The sound of a source: a beep of 100 ms that begins at each full second, together with the flash, over a quiet chord
/// at about -33 dBFS (so that a silence detector keeps calm between beeps). All tones are whole numbers of Hz: the sound
/// repeats each second, and so joins wherever a whole number of seconds and of AAC frames meet.
///
/// With SoundFormat::melody notes of an eighth of a second take the place of the chord, the same for every source, and
/// none like another stretch of them within 64 s: by them it can be heard how far two feeds are apart.
class TestSound final
{
public:
    explicit TestSound(const SoundFormat &format);

    /// Sample number `at`, -1 to 1. Both channels carry the same.
    float sample(int64_t at) const;

    /// From this level on it is the beep (peak 0.35), below it is the chord (peak under 0.05).
    static constexpr float beepLevel = 0.12F;

    /// How many AAC frames of 1024 samples make a whole number of seconds: 375 (8 s) at 48 kHz, 11025 (256 s) at 44.1.
    /// A melody makes 64 s of it: 3000 frames, and 11025.
    static int framesOfPeriod(const SoundFormat &format);

private:
    double note(int64_t at) const;

    const SoundFormat m_format;
    const int m_beep; // Hz
    const int m_chord; // Hz of the lowest tone
};

} // namespace twinfeed::feed
