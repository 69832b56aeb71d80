// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/meterballistics.h"

#include <algorithm>

namespace twinfeed {

void MeterBallistics::feed(const SoundLevel &level, int64_t now)
{
    const double seconds = m_fedAt == 0 ? 0 : double(std::max<int64_t>(now - m_fedAt, 0)) / 1e6;
    m_fedAt = now;
    m_present = level.present;
    m_lufs = level.momentaryLufs;
    for (int channel = 0; channel < 2; ++channel) {
        const double peak = level.present ? std::clamp(level.peakDbfs[channel], floorDb, 0.0) : floorDb;
        m_level[channel] = std::max(peak, std::max(m_level[channel] - fallDbPerS * seconds, floorDb));
        if (m_level[channel] >= m_held[channel] || now >= m_heldUntil[channel]) {
            m_held[channel] = m_level[channel];
            m_heldUntil[channel] = now + holdUs;
        }
    }
}

} // namespace twinfeed
