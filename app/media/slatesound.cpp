// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sound half of slateencoder.h.

#include "app/media/slateencoder.h"

#include "app/media/aacencoder.h"
#include "app/media/errors.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::media {

namespace {

constexpr int frameSamples = SlateClip::samplesPerFrame;
// Encoded in front of the loop, so that what the encoder learns of the signal is settled where it begins.
constexpr int runInFrames = 4;
// Ends that are further apart than -34 dBFS click; 5 ms are enough to hide it and too short to be heard as a pause.
constexpr float audibleStep = 0.02F;
constexpr int fadesPerSecond = 200;
// Sound that strays this far from its timestamps has a hole, or overlaps.
constexpr int slackPerSecond = 20;

Error soundError(const QString &what, int code)
{
    return avError(what, code, QStringLiteral("slate-refused"));
}

/// One frame of the loop, as if it had gone on before and after.
void cutOut(const SlateSamples &samples, int64_t from, std::vector<std::vector<float>> &to)
{
    const int64_t length = samples.size();
    for (size_t channel = 0; channel < to.size(); ++channel) {
        for (int i = 0; i < frameSamples; ++i)
            to[channel][size_t(i)] =
                samples.planes()[channel][size_t(((from + i) % length + length) % length)];
    }
}

Packet packetOf(const AacEncoder::Encoded &encoded, const CodecConfigPtr &config, const SlateFormat &format)
{
    const int64_t index = encoded.firstSample / frameSamples;
    Packet packet;
    packet.track = Track::Sound;
    packet.source = Source::Slate;
    packet.keyframe = true;
    packet.dts = packet.pts = soundTime(format, index);
    packet.duration = soundTime(format, index + 1) - packet.pts;
    packet.sourceDts = packet.sourcePts = packet.pts;
    packet.config = config;
    packet.payload = encoded.payload;
    return packet;
}

} // namespace

SlateSamples::SlateSamples(const SlateFormat &format)
    : m_format(format)
    , m_planes(size_t(format.channels))
{
}

Result<void> SlateSamples::prepare(const AVFrame &sound)
{
    if (m_swr && m_fromRate == sound.sample_rate && m_fromFormat == sound.format
        && m_fromChannels == sound.ch_layout.nb_channels)
        return {};
    AVChannelLayout to{};
    AVChannelLayout from{};
    av_channel_layout_default(&to, m_format.channels);
    if (sound.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&from, sound.ch_layout.nb_channels);
    else
        av_channel_layout_copy(&from, &sound.ch_layout);
    SwrContext *swr = nullptr;
    int code = swr_alloc_set_opts2(&swr, &to, AV_SAMPLE_FMT_FLTP, m_format.sampleRate, &from,
                                   AVSampleFormat(sound.format), sound.sample_rate, 0, nullptr);
    m_swr.reset(swr);
    if (code >= 0)
        code = swr_init(swr);
    av_channel_layout_uninit(&to);
    av_channel_layout_uninit(&from);
    if (code < 0)
        return soundError(QStringLiteral("The clip's sound cannot be used"), code);
    m_fromRate = sound.sample_rate;
    m_fromFormat = sound.format;
    m_fromChannels = sound.ch_layout.nb_channels;
    return {};
}

Result<void> SlateSamples::add(const AVFrame &sound, int64_t at)
{
    if (auto prepared = prepare(sound); !prepared)
        return prepared;
    std::vector<std::vector<float>> piece(m_planes.size());
    std::vector<uint8_t *> to;
    const int room = swr_get_out_samples(m_swr.get(), sound.nb_samples);
    for (auto &plane : piece) {
        plane.resize(size_t(std::max(0, room)));
        to.push_back(reinterpret_cast<uint8_t *>(plane.data()));
    }
    const int count = swr_convert(m_swr.get(), to.data(), room,
                                  const_cast<const uint8_t **>(sound.extended_data), sound.nb_samples);
    if (count < 0)
        return soundError(QStringLiteral("The clip's sound cannot be used"), count);
    // Nearly always sound simply goes on; timestamps in milliseconds must not make a hole of each rounding.
    const bool goesOn = size() > 0 && std::abs(at - size()) <= m_format.sampleRate / slackPerSecond;
    const int64_t begin = goesOn ? size() : std::max(at, int64_t(0));
    const auto cut = size_t(std::clamp<int64_t>(goesOn ? 0 : begin - at, 0, count));
    for (size_t channel = 0; channel < m_planes.size(); ++channel) {
        m_planes[channel].resize(size_t(begin));
        m_planes[channel].insert(m_planes[channel].end(), piece[channel].begin() + ptrdiff_t(cut),
                                 piece[channel].begin() + count);
    }
    return {};
}

void SlateSamples::fit(int64_t samples)
{
    const auto fade = size_t(std::min<int64_t>(m_format.sampleRate / fadesPerSecond, samples / 2));
    for (auto &plane : m_planes)
        plane.resize(size_t(samples));
    const bool clicks = std::ranges::any_of(
        m_planes, [](const auto &plane) { return std::abs(plane.front() - plane.back()) > audibleStep; });
    if (!clicks)
        return;
    for (auto &plane : m_planes) {
        for (size_t i = 0; i < fade; ++i) {
            const float gain = float(i) / float(fade);
            plane[i] *= gain;
            plane[plane.size() - 1 - i] *= gain;
        }
    }
}

Result<std::vector<Packet>> encodeSlateSound(const SlateSamples &samples, const SlateFormat &format,
                                             int64_t frames, const std::stop_token &stop)
{
    auto encoder = AacEncoder::create({format.sampleRate, format.channels}, QStringLiteral("slate-format"));
    if (!encoder)
        return encoder.error();
    std::vector<std::vector<float>> piece(size_t(format.channels), std::vector<float>(frameSamples));
    std::vector<const float *> planes;
    for (const auto &plane : piece)
        planes.push_back(plane.data());
    std::vector<AacEncoder::Encoded> encoded;
    // One frame more than is wanted: the last one overlaps it.
    for (int64_t index = -runInFrames; index < frames + 1; ++index) {
        if (stop.stop_requested())
            return errorOf(QStringLiteral("interrupted"),
                           QStringLiteral("The slate's encoding was stopped."));
        cutOut(samples, index * frameSamples, piece);
        if (auto taken = (*encoder)->encode(planes, index * frameSamples, encoded); !taken)
            return taken.error();
    }
    if (auto taken = (*encoder)->finish(encoded); !taken)
        return taken.error();
    std::vector<Packet> packets;
    for (const auto &frame : encoded) {
        if (frame.firstSample >= 0 && frame.firstSample < frames * frameSamples)
            packets.push_back(packetOf(frame, (*encoder)->config(), format));
    }
    if (int64_t(packets.size()) != frames)
        return errorOf(QStringLiteral("slate-refused"),
                       QStringLiteral("The slate's sound could not be encoded whole."));
    return packets;
}

} // namespace twinfeed::media
