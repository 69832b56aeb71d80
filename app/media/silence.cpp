// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/silence.h"

#include "app/media/aacencoder.h"

#include <array>

namespace twinfeed::media {

namespace {

// The encoder's rate control settles within two; a frame from behind that is like every later one.
constexpr int framesEncoded = 6;
constexpr int64_t formatPatience = 5'000'000;

} // namespace

Result<SilentSound> makeSilence(const SoundFormat &format)
{
    auto encoder = AacEncoder::create(format);
    if (!encoder)
        return encoder.error();
    constexpr std::array<float, AacEncoder::frameSamples> zeros{};
    const std::vector<const float *> planes(size_t(format.channels), zeros.data());
    std::vector<AacEncoder::Encoded> frames;
    for (int i = 0; i < framesEncoded; ++i) {
        if (auto encoded = (*encoder)->encode(planes, int64_t(i) * AacEncoder::frameSamples, frames);
            !encoded)
            return encoded.error();
    }
    if (auto finished = (*encoder)->finish(frames); !finished)
        return finished.error();
    return SilentSound{(*encoder)->config(), frames[frames.size() / 2].payload,
                       AacEncoder::frameUs(format.sampleRate)};
}

std::optional<SilentSound> ChannelSilence::changed(int64_t now)
{
    if (!m_since)
        m_since = now;
    auto wanted = m_sound->format();
    if (!wanted && now - *m_since >= formatPatience)
        wanted = SoundFormat{};
    if (!wanted || wanted == m_made)
        return std::nullopt;
    m_made = wanted;
    auto silence = makeSilence(*wanted);
    return silence ? std::optional(std::move(*silence)) : std::nullopt;
}

} // namespace twinfeed::media
