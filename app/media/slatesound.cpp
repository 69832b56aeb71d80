// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sound half of slateencoder.h.

#include "app/media/slateencoder.h"

#include "app/media/errors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace twinfeed::media {

namespace {

constexpr int frameSamples = SlateClip::samplesPerFrame;
constexpr int bitsPerChannel = 64'000;
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

Result<AvCodecContext> openEncoder(const SlateFormat &format)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("aac");
    AvCodecContext context(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!context)
        return errorOf(QStringLiteral("slate-refused"), QStringLiteral("There is no AAC encoder."));
    context->sample_fmt = AV_SAMPLE_FMT_FLTP;
    context->sample_rate = format.sampleRate;
    context->time_base = {1, format.sampleRate};
    context->bit_rate = int64_t(bitsPerChannel) * format.channels;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_channel_layout_default(&context->ch_layout, format.channels);
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return soundError(QStringLiteral("The slate's sound format cannot be encoded"), code);
    return context;
}

Result<AvFrame> frameOf(const SlateSamples &samples, const SlateFormat &format, int64_t from)
{
    AvFrame frame(av_frame_alloc());
    if (!frame)
        return outOfMemory();
    frame->nb_samples = frameSamples;
    frame->format = AV_SAMPLE_FMT_FLTP;
    frame->sample_rate = format.sampleRate;
    frame->pts = from;
    av_channel_layout_default(&frame->ch_layout, format.channels);
    if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0)
        return soundError(QStringLiteral("Sound cannot be made"), code);
    const int64_t length = samples.size();
    for (int channel = 0; channel < format.channels; ++channel) {
        auto *to = reinterpret_cast<float *>(frame->extended_data[channel]);
        for (int i = 0; i < frameSamples; ++i)
            to[i] = samples.planes()[size_t(channel)][size_t(((from + i) % length + length) % length)];
    }
    return frame;
}

/// Packets that are ready, those with a place in the loop only. A packet's pts is that of the first sample that a decoder
/// gives for it, encoder delay included.
Result<void> takePackets(AVCodecContext &encoder, InternalForm &form, const SlateFormat &format,
                         int64_t frames, std::vector<Packet> &packets)
{
    const AvPacket encoded(av_packet_alloc());
    if (!encoded)
        return outOfMemory();
    while (avcodec_receive_packet(&encoder, encoded.get()) >= 0) {
        const int64_t index = encoded->pts / frameSamples;
        if (encoded->pts >= 0 && index < frames) {
            auto units = form.convert(*encoded);
            if (!units)
                return units.error();
            Packet packet;
            packet.track = Track::Sound;
            packet.source = Source::Slate;
            packet.keyframe = true;
            packet.dts = packet.pts = soundTime(format, index);
            packet.duration = soundTime(format, index + 1) - packet.pts;
            packet.sourceDts = packet.sourcePts = packet.pts;
            packet.config = units->front().config;
            packet.payload = units->front().payload;
            packets.push_back(std::move(packet));
        }
        av_packet_unref(encoded.get());
    }
    return {};
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
    const bool clicks = std::ranges::any_of(m_planes, [samples](auto &plane) {
        plane.resize(size_t(samples));
        return std::abs(plane.front() - plane.back()) > audibleStep;
    });
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
    auto encoder = openEncoder(format);
    if (!encoder)
        return encoder.error();
    const AvCodecParameters parameters(avcodec_parameters_alloc());
    if (!parameters || avcodec_parameters_from_context(parameters.get(), encoder->get()) < 0)
        return outOfMemory();
    auto form = InternalForm::create(*parameters, 1, format.sampleRate);
    if (!form)
        return form.error();
    std::vector<Packet> packets;
    // One frame more than is wanted: the last one overlaps it.
    for (int64_t index = -runInFrames; index < frames + 1; ++index) {
        if (stop.stop_requested())
            return errorOf(QStringLiteral("interrupted"),
                           QStringLiteral("The slate's encoding was stopped."));
        auto frame = frameOf(samples, format, index * frameSamples);
        if (!frame)
            return frame.error();
        if (const int code = avcodec_send_frame(encoder->get(), frame->get()); code < 0)
            return soundError(QStringLiteral("The slate's sound cannot be encoded"), code);
        if (auto taken = takePackets(**encoder, **form, format, frames, packets); !taken)
            return taken.error();
    }
    avcodec_send_frame(encoder->get(), nullptr);
    if (auto taken = takePackets(**encoder, **form, format, frames, packets); !taken)
        return taken.error();
    if (int64_t(packets.size()) != frames)
        return errorOf(QStringLiteral("slate-refused"),
                       QStringLiteral("The slate's sound could not be encoded whole."));
    return packets;
}

} // namespace twinfeed::media
