// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundanalyser.h"

#include "app/media/ffmpeg.h"
#include "app/media/soundmeter.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr double silenceDbfs = -60; // as ffmpeg's detector

AvCodecParameters parametersOf(const CodecConfig &config)
{
    AvCodecParameters parameters(avcodec_parameters_alloc());
    const size_t size = config.extradata.size();
    parameters->codec_type = AVMEDIA_TYPE_AUDIO;
    parameters->codec_id = AVCodecID(config.codecId);
    parameters->sample_rate = config.sampleRate;
    av_channel_layout_default(&parameters->ch_layout, config.channels);
    parameters->extradata = static_cast<uint8_t *>(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE));
    if (parameters->extradata) {
        parameters->extradata_size = int(size);
        std::ranges::copy(config.extradata, parameters->extradata);
    }
    return parameters;
}

} // namespace

SoundAnalyser::SoundAnalyser() = default;
SoundAnalyser::~SoundAnalyser() = default;
SoundAnalyser::SoundAnalyser(SoundAnalyser &&) noexcept = default;
SoundAnalyser &SoundAnalyser::operator=(SoundAnalyser &&) noexcept = default;

void SoundAnalyser::forget()
{
    *this = {};
}

void SoundAnalyser::add(const Packet &sound)
{
    if (!sound.config || !sound.payload)
        return;
    if (sound.config != m_config && !(m_config && *sound.config == *m_config)) {
        m_meter = std::make_unique<SoundMeter>(SoundMeter::Depth::Programme);
        if (!m_meter->open(*parametersOf(*sound.config)))
            m_meter.reset();
    }
    m_config = sound.config;
    if (!m_meter || !m_meter->decode(*sound.payload))
        return;
    const PreviewSound levels = m_meter->levels();
    const SoundMeter::Programme programme = m_meter->programme();
    m_reading.momentary = levels.momentaryLufs;
    m_reading.shortTerm = programme.shortTermLufs;
    m_reading.truePeak = programme.truePeakDbtp;
    if (std::max(levels.peakDbfs[0], levels.peakDbfs[1]) > silenceDbfs)
        m_silentSince.reset();
    else if (!m_silentSince)
        m_silentSince = sound.pts;
    m_reading.at = sound.pts + sound.duration;
    m_reading.silentUs = m_silentSince ? m_reading.at - *m_silentSince : 0;
}

} // namespace twinfeed::media
