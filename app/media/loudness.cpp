// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/loudness.h"

#include "app/media/soundsamples.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace twinfeed::media {

namespace {

struct FreeLoudness
{
    void operator()(ebur128_state *state) const { ebur128_destroy(&state); }
};

} // namespace

std::optional<Loudness> loudnessOf(const std::vector<std::vector<float>> &planes, int sampleRate)
{
    const size_t channels = planes.size();
    const std::unique_ptr<ebur128_state, FreeLoudness> state(ebur128_init(
        unsigned(channels), static_cast<unsigned long>(sampleRate), EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
    if (!state)
        return std::nullopt;
    std::vector<float> interleaved(planes.front().size() * channels);
    for (size_t channel = 0; channel < channels; ++channel) {
        for (size_t i = 0; i < planes[channel].size(); ++i)
            interleaved[i * channels + channel] = planes[channel][i];
    }
    if (ebur128_add_frames_float(state.get(), interleaved.data(), planes.front().size()) != EBUR128_SUCCESS)
        return std::nullopt;
    Loudness loudness;
    if (ebur128_loudness_global(state.get(), &loudness.integrated) != EBUR128_SUCCESS
        || !std::isfinite(loudness.integrated))
        return std::nullopt;
    double highest = 0;
    for (unsigned channel = 0; channel < channels; ++channel) {
        double peak = 0;
        ebur128_true_peak(state.get(), channel, &peak);
        highest = std::max(highest, peak);
    }
    loudness.truePeak = 20 * std::log10(std::max(highest, 1e-9));
    return loudness;
}

std::optional<Loudness> loudnessOf(const GopBuffer &buffer)
{
    const CodecConfigPtr config = buffer.config(Track::Sound);
    auto cursor = buffer.keyframeAtOrBefore(std::numeric_limits<int64_t>::max());
    if (!config || !cursor || config->channels < 1)
        return std::nullopt;
    *cursor = buffer.earlier(*cursor, std::numeric_limits<uint16_t>::max());
    SoundSamples samples;
    if (!samples.open(*config, {config->sampleRate, config->channels}))
        return std::nullopt;
    for (auto read = buffer.read(*cursor); !read.packets.empty(); read = buffer.read(*cursor)) {
        for (const Packet &packet : read.packets) {
            if (packet.track != Track::Sound || packet.config != config)
                continue;
            // A gap is where the programme stood still: what was before it is not what is on now.
            if (!samples.follows(packet)) {
                samples = {};
                if (!samples.open(*config, {config->sampleRate, config->channels}))
                    return std::nullopt;
            }
            samples.add(packet);
        }
    }
    const auto from = samples.planes();
    std::vector<std::vector<float>> planes;
    for (const float *plane : from)
        planes.emplace_back(plane, plane + samples.size());
    if (planes.empty() || planes.front().empty())
        return std::nullopt;
    return loudnessOf(planes, config->sampleRate);
}

} // namespace twinfeed::media
