// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace twinfeed::feed {

/// Finds where beeps begin: the first sample above TestSound::beepLevel after 300 ms below it.
class BeepFinder final
{
public:
    /// `ptsUs` of the first sample; what is found is told by its time.
    void feed(std::span<const float> samples, int64_t ptsUs, int sampleRate,
              const std::function<void(int64_t)> &found);

private:
    double m_quietSeconds = 0;
};

} // namespace twinfeed::feed
