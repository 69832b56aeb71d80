// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/testsound.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace twinfeed::feed {

namespace {

constexpr double beepSeconds = 0.1;
constexpr double attackSeconds = 0.001; // a step would click and spread in the encoder
constexpr double releaseSeconds = 0.01;

int semitones(double from, int steps)
{
    return int(std::lround(from * std::pow(2.0, steps / 12.0)));
}

} // namespace

TestSound::TestSound(const SoundFormat &format)
    : m_format(format)
    , m_beep(semitones(1'000, (format.source - 1) % 6 * 4)) // A 1000 Hz, B 1260 Hz, ...
    , m_chord(semitones(220, (format.source - 1) % 6 * 2))
{
}

float TestSound::sample(int64_t at) const
{
    const double t = double(at % m_format.sampleRate) / m_format.sampleRate; // the sound repeats each second
    const auto tone = [t](int hertz) { return std::sin(2 * std::numbers::pi * hertz * t); };
    double value = 0.016 * (tone(m_chord) + tone(m_chord * 3 / 2) + 0.6 * tone(m_chord * 2));
    if (t < beepSeconds) {
        const double attack = std::min(1.0, t / attackSeconds);
        const double release = std::min(1.0, (beepSeconds - t) / releaseSeconds);
        value += 0.3 * attack * release * std::cos(2 * std::numbers::pi * m_beep * t);
    }
    return float(value);
}

int TestSound::framesOfPeriod(int sampleRate)
{
    return int(std::lcm(int64_t(sampleRate), int64_t(1'024)) / 1'024);
}

} // namespace twinfeed::feed
