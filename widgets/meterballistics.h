// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"

#include <cstdint>

namespace twinfeed {

/// How a sound meter moves: up at once, down by 20 dB in 1.7 s (IEC 60268-10 type I), with the peak held for 1.5 s. Fed
/// about 20 times a second; times in microseconds of the unit clock.
class MeterBallistics final
{
public:
    static constexpr double floorDb = -60; ///< the lower end of the scale, dBFS
    static constexpr double fallDbPerS = 20 / 1.7;
    static constexpr int64_t holdUs = 1'500'000;

    void feed(const SoundLevel &level, int64_t now);

    /// False while there is no sound at all; the levels then say nothing.
    bool present() const { return m_present; }
    /// dBFS, floorDb to 0; `channel` 0 (left) or 1 (right).
    double level(int channel) const { return m_level[channel]; }
    double held(int channel) const { return m_held[channel]; }
    double momentaryLufs() const { return m_lufs; }

private:
    bool m_present = false;
    double m_level[2] = {floorDb, floorDb};
    double m_held[2] = {floorDb, floorDb};
    int64_t m_heldUntil[2] = {0, 0};
    int64_t m_fedAt = 0;
    double m_lufs = -200;
};

} // namespace twinfeed
