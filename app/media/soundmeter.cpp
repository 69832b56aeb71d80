// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundmeter.h"

#include "app/media/ffmpeg.h"
#include "app/media/soundplayout.h"
#include "app/media/truepeak.h"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <vector>

namespace twinfeed::media {

namespace {

/// What a meter shows where there is nothing at all; log of zero is no number for a widget.
constexpr double silence = -200;
constexpr int peakMs = 50;
constexpr int programmeMs = 3'000;
// A loudness costs the sum over its whole window: for each frame of AAC that is 1.2 % of a core, most of what listening costs.
// A needle moves 20 times a second and more; what is judged by rules is asked for four times.
constexpr int programmeEveryMs = 200;
constexpr int levelsEveryMs = 40;
constexpr int mostChannels = 8;

struct FreeLoudness
{
    void operator()(ebur128_state *state) const { ebur128_destroy(&state); }
};

double decibels(float peak)
{
    return peak > 0 ? std::max(silence, 20 * std::log10(double(peak))) : silence;
}

/// Peaks of one decoded frame.
struct Peaks
{
    int samples = 0;
    float channel[2] = {0, 0};
};

} // namespace

class SoundMeter::Private
{
public:
    explicit Private(Depth depth)
        : depth(depth)
    {
    }

    bool take(const AVFrame &frame);
    void measureLoudness();
    void noteTruePeak(const AVFrame &frame, int channels, int rate);
    bool prepare(int channels, int rate);
    void notePeaks(const AVFrame &frame, int channels, int rate);

    AvCodecContext codec;
    AvFrame frame{av_frame_alloc()};
    std::unique_ptr<ebur128_state, FreeLoudness> loudness;
    int unmeasured = 0; ///< samples since the loudness was measured
    std::vector<float> interleaved;
    std::deque<Peaks> peaks; ///< of the newest 50 ms, and a frame at most
    PreviewSound levels;
    const Depth depth;
    struct FramePeak
    {
        int samples = 0;
        float peak = 0;
    };
    std::array<TruePeak, mostChannels> overSamplers;
    std::deque<FramePeak> truePeaks; ///< of the newest 3 s
    int truePeakSamples = 0; ///< of all of them
    Programme programme;
    std::shared_ptr<SoundTap> tap;
    SoundPlayout playout;
};

SoundMeter::SoundMeter(Depth depth)
    : d(std::make_unique<Private>(depth))
{
}

SoundMeter::~SoundMeter() = default;

Result<void> SoundMeter::open(const AVCodecParameters &parameters)
{
    d->codec.reset();
    // Only what decodes to planar float is measured; that is all AAC decoders, and AAC is all that channels carry.
    const AVCodec *codec =
        parameters.codec_id == AV_CODEC_ID_AAC ? avcodec_find_decoder(AV_CODEC_ID_AAC) : nullptr;
    if (!codec)
        return Error{
            QStringLiteral("not-decodable"), QStringLiteral("This sound cannot be measured."), {}, {}, {}};
    AvCodecContext context(avcodec_alloc_context3(codec));
    int code = avcodec_parameters_to_context(context.get(), &parameters);
    context->thread_count = 1;
    if (code >= 0)
        code = avcodec_open2(context.get(), codec, nullptr);
    if (code < 0)
        return avError(QStringLiteral("The sound decoder cannot be opened"), code,
                       QStringLiteral("not-decodable"));
    d->codec = std::move(context);
    return {};
}

bool SoundMeter::isOpen() const
{
    return d->codec != nullptr;
}

void SoundMeter::setTap(std::shared_ptr<SoundTap> tap)
{
    d->tap = std::move(tap);
}

bool SoundMeter::decode(const AVPacket &packet)
{
    if (avcodec_send_packet(d->codec.get(), &packet) < 0)
        return false;
    bool measured = false;
    while (avcodec_receive_frame(d->codec.get(), d->frame.get()) == 0)
        measured = d->take(*d->frame) || measured;
    return measured;
}

PreviewSound SoundMeter::levels() const
{
    return d->levels;
}

SoundMeter::Programme SoundMeter::programme() const
{
    return d->programme;
}

bool SoundMeter::Private::take(const AVFrame &sound)
{
    const int channels = sound.ch_layout.nb_channels;
    const int rate = sound.sample_rate;
    if (sound.format != AV_SAMPLE_FMT_FLTP || channels < 1 || channels > mostChannels
        || !prepare(channels, rate))
        return false;
    if (tap)
        playout.give(sound, *tap);
    const auto samples = size_t(sound.nb_samples);
    interleaved.resize(samples * size_t(channels));
    for (int c = 0; c < channels; ++c) {
        const auto *plane = reinterpret_cast<const float *>(sound.extended_data[c]);
        for (size_t i = 0; i < samples; ++i)
            interleaved[i * size_t(channels) + size_t(c)] = plane[i];
    }
    ebur128_add_frames_float(loudness.get(), interleaved.data(), samples);
    unmeasured += sound.nb_samples;
    const int everyMs = depth == Depth::Programme ? programmeEveryMs : levelsEveryMs;
    if (!levels.present || int64_t(unmeasured) * 1000 >= int64_t(rate) * everyMs)
        measureLoudness();
    levels.present = true;
    notePeaks(sound, channels, rate);
    if (depth == Depth::Programme)
        noteTruePeak(sound, channels, rate);
    return true;
}

void SoundMeter::Private::measureLoudness()
{
    unmeasured = 0;
    const auto measured = [this](int (*measure)(ebur128_state *, double *)) {
        double value = silence;
        const bool good = measure(loudness.get(), &value) == EBUR128_SUCCESS && std::isfinite(value);
        return good ? std::max(silence, value) : silence;
    };
    levels.momentaryLufs = measured(ebur128_loudness_momentary);
    if (depth == Depth::Programme)
        programme.shortTermLufs = measured(ebur128_loudness_shortterm);
}

bool SoundMeter::Private::prepare(int channels, int rate)
{
    if (loudness && loudness->channels == unsigned(channels) && loudness->samplerate == unsigned(rate))
        return true;
    const int mode = depth == Depth::Levels ? EBUR128_MODE_M : EBUR128_MODE_S;
    loudness.reset(ebur128_init(unsigned(channels), unsigned(rate), mode));
    peaks.clear();
    truePeaks.clear();
    overSamplers = {};
    truePeakSamples = 0;
    levels = {};
    programme = {};
    return loudness != nullptr;
}

void SoundMeter::Private::noteTruePeak(const AVFrame &sound, int channels, int rate)
{
    const int samples = sound.nb_samples;
    FramePeak now{samples, 0};
    for (int c = 0; c < channels; ++c) {
        const auto *plane = reinterpret_cast<const float *>(sound.extended_data[c]);
        now.peak = std::max(now.peak, overSamplers[size_t(c)].add({plane, size_t(samples)}));
    }
    truePeaks.push_back(now);
    truePeakSamples += samples;
    while (truePeaks.size() > 1
           && int64_t(truePeakSamples - truePeaks.front().samples) * 1000 >= int64_t(rate) * programmeMs) {
        truePeakSamples -= truePeaks.front().samples;
        truePeaks.pop_front();
    }
    programme.truePeakDbtp = decibels(std::ranges::max_element(truePeaks, {}, &FramePeak::peak)->peak);
}

void SoundMeter::Private::notePeaks(const AVFrame &sound, int channels, int rate)
{
    Peaks now{sound.nb_samples, {0, 0}};
    for (int c = 0; c < std::min(channels, 2); ++c) {
        const auto *plane = reinterpret_cast<const float *>(sound.extended_data[c]);
        for (int i = 0; i < sound.nb_samples; ++i)
            now.channel[c] = std::max(now.channel[c], std::fabs(plane[i]));
    }
    if (channels == 1)
        now.channel[1] = now.channel[0];
    peaks.push_back(now);
    int samples = 0;
    for (const Peaks &peak : peaks)
        samples += peak.samples;
    while (peaks.size() > 1 && int64_t(samples - peaks.front().samples) * 1000 >= int64_t(rate) * peakMs) {
        samples -= peaks.front().samples;
        peaks.pop_front();
    }
    float loudest[2] = {0, 0};
    for (const Peaks &peak : peaks) {
        for (int c = 0; c < 2; ++c)
            loudest[c] = std::max(loudest[c], peak.channel[c]);
    }
    for (int c = 0; c < 2; ++c)
        levels.peakDbfs[c] = decibels(loudest[c]);
}

} // namespace twinfeed::media
