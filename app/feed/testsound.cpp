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
constexpr int melodySeconds = 64;
constexpr int notesPerSecond = 8;
constexpr double noteLevel = 0.06;

int semitones(double from, int steps)
{
    return int(std::lround(from * std::pow(2.0, steps / 12.0)));
}

/// 0 to 1, the same for the same number.
double chance(uint32_t number)
{
    number = (number ^ (number >> 16)) * 0x45d9f3bU;
    number = (number ^ (number >> 16)) * 0x45d9f3bU;
    return double((number ^ (number >> 16)) & 0xffff) / 0x10000;
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
    double value = m_format.melody
        ? note(at)
        : 0.016 * (tone(m_chord) + tone(m_chord * 3 / 2) + 0.6 * tone(m_chord * 2));
    if (t < beepSeconds) {
        const double attack = std::min(1.0, t / attackSeconds);
        const double release = std::min(1.0, (beepSeconds - t) / releaseSeconds);
        value += 0.3 * attack * release * std::cos(2 * std::numbers::pi * m_beep * t);
    }
    return float(value);
}

double TestSound::note(int64_t at) const
{
    const int64_t inMelody = at % (int64_t(melodySeconds) * m_format.sampleRate);
    const int64_t number = inMelody * notesPerSecond / m_format.sampleRate;
    const double t = double(inMelody) / m_format.sampleRate - double(number) / notesPerSecond;
    // Each begins and ends at zero, and lasts and sounds as chance has it.
    const double lasts = (0.4 + 0.6 * chance(uint32_t(number) * 3 + 1)) / notesPerSecond;
    if (t > lasts)
        return 0;
    const double hertz = 200 * std::pow(2.0, 4 * chance(uint32_t(number) * 3 + 2));
    const double level = noteLevel * (0.4 + 0.6 * chance(uint32_t(number) * 3 + 3));
    return level * std::sin(std::numbers::pi * t / lasts) * std::sin(2 * std::numbers::pi * hertz * t);
}

int TestSound::framesOfPeriod(const SoundFormat &format)
{
    const int64_t samples = int64_t(format.sampleRate) * (format.melody ? melodySeconds : 1);
    return int(std::lcm(samples, int64_t(1'024)) / 1'024);
}

} // namespace twinfeed::feed
