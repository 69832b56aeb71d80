// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/beepfinder.h"

#include "app/feed/testsound.h"

#include <cmath>

namespace twinfeed::feed {

void BeepFinder::feed(std::span<const float> samples, int64_t ptsUs, int sampleRate,
                      const std::function<void(int64_t)> &found)
{
    constexpr double quietNeeded = 0.3;
    const double step = 1.0 / sampleRate;
    for (size_t i = 0; i < samples.size(); ++i) {
        if (std::abs(samples[i]) < TestSound::beepLevel) {
            m_quietSeconds += step;
            continue;
        }
        if (m_quietSeconds >= quietNeeded)
            found(ptsUs + int64_t(double(i) * step * 1e6));
        m_quietSeconds = 0;
    }
}

} // namespace twinfeed::feed
