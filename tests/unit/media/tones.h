// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/aacencoder.h"
#include "app/media/packet.h"

#include <QtDebug>

#include <cmath>
#include <functional>
#include <vector>

/// Sound for tests: made by a function of time, encoded by the programme's own encoder, decoded by libav.
namespace twinfeed::test {

using Wave = std::function<float(double seconds)>;

inline Wave tone(double hertz, double phase = 0, double level = 0.25)
{
    return [=](double t) { return float(level * std::sin(2 * M_PI * hertz * t + phase)); };
}

/// Packets from `startUs` on; the wave's time 0 is at dts 0.
inline std::vector<media::Packet> soundOf(const Wave &wave, const SoundFormat &format, int64_t startUs,
                                          int64_t lengthUs, Source source = Source::Primary)
{
    constexpr int frame = media::AacEncoder::frameSamples;
    auto encoder = media::AacEncoder::create(format);
    if (!encoder)
        qFatal("%s", qPrintable(encoder.error().message));
    std::vector<float> samples(frame);
    const std::vector<const float *> planes(size_t(format.channels), samples.data());
    std::vector<media::AacEncoder::Encoded> encoded;
    const int64_t frames = av_rescale(lengthUs, format.sampleRate, 1'000'000LL * frame);
    for (int64_t n = -2; n < frames + 2; ++n) {
        for (int i = 0; i < frame; ++i)
            samples[size_t(i)] = wave(double(startUs) / 1e6 + double(n * frame + i) / format.sampleRate);
        if (!(*encoder)->encode(planes, n * frame, encoded))
            qFatal("encode");
    }
    (void)(*encoder)->finish(encoded);
    std::vector<media::Packet> packets;
    for (const auto &one : encoded) {
        if (one.firstSample < 0 || one.firstSample >= frames * frame)
            continue;
        media::Packet packet;
        packet.track = media::Track::Sound;
        packet.keyframe = true;
        packet.source = source;
        packet.dts = packet.pts = startUs + av_rescale(one.firstSample, 1'000'000, format.sampleRate);
        packet.sourceDts = packet.sourcePts = packet.arrival = packet.dts;
        packet.duration = media::AacEncoder::frameUs(format.sampleRate);
        packet.config = (*encoder)->config();
        packet.payload = one.payload;
        packets.push_back(std::move(packet));
    }
    return packets;
}

struct Heard
{
    std::vector<float> samples; ///< of the first channel
    std::vector<int64_t> frameTimes; ///< dts of the packet of each 1024 of them
    int sampleRate = 0;
    int channels = 0;

    double timeOf(size_t sample) const
    {
        const size_t frame = sample / media::AacEncoder::frameSamples;
        return double(frameTimes[frame]) / 1e6
            + double(sample % media::AacEncoder::frameSamples) / sampleRate;
    }
};

/// One decoder for all of it, as a player has.
inline Heard hear(const std::vector<media::Packet> &packets)
{
    Heard heard;
    media::AvCodecContext decoder;
    const media::AvFrame frame(av_frame_alloc());
    for (const media::Packet &packet : packets) {
        if (packet.track != media::Track::Sound)
            continue;
        if (!decoder) {
            const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_AAC);
            decoder.reset(avcodec_alloc_context3(codec));
            const auto &extradata = packet.config->extradata;
            decoder->extradata =
                static_cast<uint8_t *>(av_mallocz(extradata.size() + AV_INPUT_BUFFER_PADDING_SIZE));
            std::copy(extradata.begin(), extradata.end(), decoder->extradata);
            decoder->extradata_size = int(extradata.size());
            if (avcodec_open2(decoder.get(), codec, nullptr) < 0)
                qFatal("no decoder");
        }
        if (avcodec_send_packet(decoder.get(), packet.payload.get()) < 0)
            qFatal("damaged sound");
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
            const auto *samples = reinterpret_cast<const float *>(frame->extended_data[0]);
            heard.samples.insert(heard.samples.end(), samples, samples + frame->nb_samples);
            heard.frameTimes.push_back(packet.dts);
            heard.sampleRate = frame->sample_rate;
            heard.channels = frame->ch_layout.nb_channels;
        }
    }
    return heard;
}

} // namespace twinfeed::test
