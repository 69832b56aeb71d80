// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/truepeak.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::media {

namespace {

// ITU-R BS.1770-4, annex 2; the other two phases are these, read backwards.
constexpr std::array<std::array<float, TruePeak::taps>, 2> phases{
    {{0.0017089843750F, 0.0109863281250F, -0.0196533203125F, 0.0332031250000F, -0.0594482421875F,
      0.1373291015625F, 0.9721679687500F, -0.1022949218750F, 0.0476074218750F, -0.0266113281250F,
      0.0148925781250F, -0.0083007812500F},
     {-0.0291748046875F, 0.0292968750000F, -0.0517578125000F, 0.0891113281250F, -0.1665039062500F,
      0.4650878906250F, 0.7797851562500F, -0.2003173828125F, 0.1015625000000F, -0.0582275390625F,
      0.0330810546875F, -0.0189208984375F}}};

float highest(std::span<const float> values)
{
    float peak = 0;
    for (const float value : values)
        peak = std::max(peak, std::fabs(value));
    return peak;
}

} // namespace

float TruePeak::add(std::span<const float> samples)
{
    m_input.assign(m_before.begin(), m_before.end());
    m_input.insert(m_input.end(), samples.begin(), samples.end());
    float peak = highest(samples); // what the filter has not reached yet, and where its ripple lies below
    for (const auto &phase : phases) {
        for (const bool backwards : {false, true}) {
            // Tap by tap over all samples: a form that compilers make vectors of.
            m_phase.assign(samples.size(), 0);
            for (size_t tap = 0; tap < taps; ++tap) {
                const float factor = phase[backwards ? taps - 1 - tap : tap];
                const float *const input = m_input.data() + tap;
                for (size_t i = 0; i < samples.size(); ++i)
                    m_phase[i] += factor * input[i];
            }
            peak = std::max(peak, highest(m_phase));
        }
    }
    std::copy(m_input.end() - ptrdiff_t(m_before.size()), m_input.end(), m_before.begin());
    return peak;
}

} // namespace twinfeed::media
