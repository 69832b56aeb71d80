// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundprint.h"

#include "app/media/fouriertransform.h"
#include "app/media/soundsamples.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace twinfeed::media {

namespace {

constexpr SoundFormat monoFormat{16'000, 1};
constexpr int64_t samplesPerStep = SoundPrint::stepUs * monoFormat.sampleRate / 1'000'000;
constexpr int window = 512; // 32 ms
constexpr size_t flux = 5; // steps: 25 ms
constexpr float mostChange = 12; // dB; a door that slams is not to outshout everything else
// -70 dB: below it is what encoders make of silence.
constexpr float floorPower = 1e-7F;
constexpr std::array<int, SoundPrint::bands + 1> edges{120,   250,   400,   570,   770,   1'000, 1'270,
                                                       1'600, 2'000, 2'600, 3'400, 4'400, 5'800};

class Spectrum final
{
public:
    Spectrum()
    {
        double power = 0;
        for (size_t i = 0; i < window; ++i) {
            m_hann[i] = float(0.5 - 0.5 * std::cos(2 * std::numbers::pi * double(i) / window));
            power += double(m_hann[i]) * double(m_hann[i]);
        }
        // A tone at full scale has 1 in its band.
        m_scale = float(2 / (power * window / 2));
    }

    SoundPrint::Step levels(const float *samples)
    {
        for (size_t i = 0; i < window; ++i)
            m_in[i] = samples[i] * m_hann[i];
        m_transform.forward(m_in, m_out);
        SoundPrint::Step step{};
        for (size_t band = 0; band < step.size(); ++band) {
            float power = 0;
            for (int bin = binOf(edges[band]); bin < binOf(edges[band + 1]); ++bin)
                power += std::norm(m_out[size_t(bin)]);
            step[band] = 10 * std::log10(power * m_scale + floorPower);
        }
        return step;
    }

private:
    static int binOf(int hertz)
    {
        return (hertz * window + monoFormat.sampleRate / 2) / monoFormat.sampleRate;
    }

    FourierTransform m_transform{window};
    std::array<float, window> m_hann{};
    std::vector<float> m_in = std::vector<float>(window);
    std::vector<std::complex<float>> m_out;
    float m_scale = 1;
};

struct Stretch
{
    std::vector<float> samples;
    int64_t startUs = 0;
};

/// Of the last stretch without a hole.
Stretch decoded(const std::vector<Packet> &packets, const std::stop_token &stop)
{
    std::optional<SoundSamples> sound;
    CodecConfigPtr config;
    for (const Packet &packet : packets) {
        if (stop.stop_requested())
            return {};
        if (packet.track != Track::Sound || !packet.config)
            continue;
        if (!sound || packet.config != config || !sound->follows(packet)) {
            sound.emplace();
            config = packet.config;
            if (!sound->open(*config, monoFormat))
                return {};
        }
        sound->add(packet);
    }
    if (!sound || sound->size() == 0)
        return {};
    const float *samples = sound->planes().front();
    return {{samples, samples + sound->size()}, sound->timeOf(sound->first()).unit};
}

} // namespace

double SoundPrint::activity() const
{
    double sum = 0;
    for (const Step &step : steps) {
        for (const float change : step)
            sum += double(change) * double(change);
    }
    return steps.empty() ? 0 : std::sqrt(sum / double(steps.size() * bands));
}

SoundPrint soundPrint(const std::vector<Packet> &packets, const std::stop_token &stop)
{
    const Stretch stretch = decoded(packets, stop);
    std::vector<SoundPrint::Step> levels;
    Spectrum spectrum;
    for (size_t at = 0; at + window <= stretch.samples.size(); at += samplesPerStep) {
        if (stop.stop_requested())
            return {};
        levels.push_back(spectrum.levels(stretch.samples.data() + at));
    }
    SoundPrint print;
    print.startUs = stretch.startUs + int64_t(flux) * SoundPrint::stepUs;
    for (size_t i = flux; i < levels.size(); ++i) {
        SoundPrint::Step &step = print.steps.emplace_back();
        for (size_t band = 0; band < step.size(); ++band)
            step[band] = std::clamp(levels[i][band] - levels[i - flux][band], -mostChange, mostChange);
    }
    return print;
}

} // namespace twinfeed::media
