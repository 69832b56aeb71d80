// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

/// Made-up sounds and pictures, as StreamSpec::sing and paint want them: functions of the time in seconds.
namespace twinfeed::test {

inline constexpr double turn = 2 * std::numbers::pi;

/// -1 to 1, the same for the same arguments.
inline double dice(int64_t of, int salt)
{
    auto h = uint64_t(of * 7'919 + salt * 104'729 + 12'345);
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ULL;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebULL;
    return double((h ^ (h >> 31)) >> 11) / double(1ULL << 52) - 1;
}

/// Somebody talks: syllables of uneven length, pitch and loudness, with pauses.
inline double talk(double t, int salt)
{
    const auto syllable = int64_t(std::floor(t / 0.25));
    const double begins = double(syllable) * 0.25 + 0.07 * (1 + dice(syllable, salt + 1));
    const double lasts = 0.075 + 0.035 * dice(syllable, salt + 2);
    const double at = t - begins;
    if (at < 0 || at > lasts || dice(syllable, salt + 3) < -0.5)
        return 0;
    const double pitch = 140 + 60 * dice(syllable, salt + 4);
    const double formant = 900 + 500 * dice(syllable, salt + 5);
    // A voice through one formant: a buzz at the pitch that shapes a tone.
    const double value =
        std::sin(turn * formant * t) * (0.4 + 0.6 * std::pow(std::sin(turn * pitch / 2 * t), 4))
        + 0.5 * std::sin(turn * 2.7 * formant * t) * std::pow(std::sin(turn * pitch / 2 * t), 2);
    return 0.3 * value * std::sin(std::numbers::pi * at / lasts);
}

/// A band plays: a steady beat of two a second, and chords that do not come again soon.
inline double music(double t, int salt)
{
    const double beat = std::fmod(t, 0.5);
    double value = 0.3 * std::exp(-30 * beat) * std::sin(turn * 80 * beat);
    const auto bar = int64_t(std::floor(t));
    for (int voice = 0; voice < 4; ++voice) {
        const double note = 220 * std::pow(2, std::round(12 * dice(bar, salt + voice)) / 12);
        value += 0.08 * std::sin(turn * note * t) * std::exp(-1.5 * std::fmod(t, 1.0));
    }
    return value;
}

inline double beeps(double t)
{
    const double at = std::fmod(t, 1.0);
    const double chord = 0.016 * (std::sin(turn * 220 * t) + std::sin(turn * 330 * t));
    return chord + (at < 0.1 ? 0.3 * std::sin(turn * 1'000 * t) : 0);
}

/// Something moves, in two directions that never agree again, over a ground that stands still.
inline int dancer(double t, double x, double y)
{
    const double cx = 0.5 + 0.35 * std::sin(t * 1.9) * std::cos(t * 0.31);
    const double cy = 0.5 + 0.3 * std::cos(t * 1.3 + 0.5 * std::sin(t * 0.7));
    const double away = std::hypot((x - cx) * 1.78, y - cy);
    const int ground = 60 + int(80 * x) + int(30 * std::sin(20 * y));
    return away < 0.13 ? 220 : ground;
}

/// Turns around in a second and a third.
inline int wheel(double t, double x, double y)
{
    const double angle = turn * t / (4.0 / 3);
    return std::hypot(x - 0.5 - 0.3 * std::cos(angle), y - 0.5 - 0.3 * std::sin(angle)) < 0.12 ? 210 : 70;
}

} // namespace twinfeed::test
