// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundsamples.h"

#include "app/media/errors.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t longestHole = second;
// Frames have times in milliseconds; half of the shortest one (1024 at 96 kHz) is a hole.
constexpr int64_t leastHole = 5'300;
constexpr size_t mostMarks = 64;

int64_t usOf(int64_t samples, int rate)
{
    return av_rescale(samples, second, rate);
}

Error refused(const QString &what, int code)
{
    return avError(what, code, QStringLiteral("sound-refused"));
}

} // namespace

Result<void> SoundSamples::open(const CodecConfig &from, const SoundFormat &to)
{
    m_to = to;
    m_planes.assign(size_t(to.channels), {});
    return change(from);
}

Result<void> SoundSamples::change(const CodecConfig &from)
{
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_AAC);
    m_decoder.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    m_frame.reset(av_frame_alloc());
    if (!m_decoder || !m_frame)
        return outOfMemory();
    m_decoder->thread_count = 1;
    m_decoder->sample_rate = from.sampleRate;
    const size_t size = from.extradata.size();
    m_decoder->extradata = static_cast<uint8_t *>(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE));
    if (!m_decoder->extradata)
        return outOfMemory();
    m_decoder->extradata_size = int(size);
    std::copy(from.extradata.begin(), from.extradata.end(), m_decoder->extradata);
    if (const int code = avcodec_open2(m_decoder.get(), codec, nullptr); code < 0)
        return refused(QStringLiteral("The sound's format cannot be decoded"), code);
    return {};
}

int64_t SoundSamples::reached() const
{
    const int64_t held = m_swr ? swr_get_delay(m_swr.get(), m_to.sampleRate) : 0;
    return m_first + size() + held;
}

SoundSamples::Time SoundSamples::timeOf(int64_t sample) const
{
    if (m_marks.empty())
        return {};
    auto mark = std::ranges::upper_bound(m_marks, sample, {}, &Mark::sample);
    if (mark != m_marks.begin())
        --mark;
    const int64_t distance = usOf(sample - mark->sample, m_to.sampleRate);
    return {mark->time.unit + distance, mark->time.source + distance};
}

bool SoundSamples::follows(const Packet &packet) const
{
    return m_marks.empty()
        || (!packet.discontinuity && std::abs(packet.pts - timeOf(reached()).unit) <= longestHole);
}

void SoundSamples::add(const Packet &packet)
{
    if (!packet.payload || avcodec_send_packet(m_decoder.get(), packet.payload.get()) < 0)
        return; // the hole is filled when the next one comes
    while (avcodec_receive_frame(m_decoder.get(), m_frame.get()) >= 0)
        take(*m_frame, packet);
}

void SoundSamples::take(const AVFrame &sound, const Packet &packet)
{
    if (sound.format != AV_SAMPLE_FMT_FLTP || !prepare(sound))
        return;
    if (!m_marks.empty()) {
        const int64_t hole = packet.pts - timeOf(reached()).unit;
        if (hole < -leastHole - packet.duration)
            return; // was heard already
        if (hole > std::max(leastHole, packet.duration / 2)) {
            if (swr_inject_silence(m_swr.get(), int(av_rescale(hole, m_fromRate, second))) < 0)
                return;
        }
    }
    m_marks.push_back({reached(), {packet.pts, packet.sourcePts}});
    if (m_marks.size() > mostMarks)
        m_marks.pop_front();
    convert(&sound);
}

Result<void> SoundSamples::prepare(const AVFrame &sound)
{
    if (m_swr && m_fromRate == sound.sample_rate && m_fromChannels == sound.ch_layout.nb_channels)
        return {};
    if (m_swr)
        convert(nullptr);
    AVChannelLayout to{};
    AVChannelLayout from{};
    av_channel_layout_default(&to, m_to.channels);
    if (sound.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&from, sound.ch_layout.nb_channels);
    else
        av_channel_layout_copy(&from, &sound.ch_layout);
    SwrContext *swr = nullptr;
    int code = swr_alloc_set_opts2(&swr, &to, AV_SAMPLE_FMT_FLTP, m_to.sampleRate, &from, AV_SAMPLE_FMT_FLTP,
                                   sound.sample_rate, 0, nullptr);
    m_swr.reset(swr);
    if (code >= 0)
        code = swr_init(swr);
    av_channel_layout_uninit(&to);
    av_channel_layout_uninit(&from);
    if (code < 0) {
        m_swr.reset();
        return refused(QStringLiteral("The sound cannot be converted"), code);
    }
    m_fromRate = sound.sample_rate;
    m_fromChannels = sound.ch_layout.nb_channels;
    return {};
}

void SoundSamples::convert(const AVFrame *sound)
{
    const int room = swr_get_out_samples(m_swr.get(), sound ? sound->nb_samples : 0);
    if (room <= 0)
        return;
    const size_t before = m_planes.front().size();
    std::vector<uint8_t *> to;
    for (auto &plane : m_planes) {
        plane.resize(before + size_t(room));
        to.push_back(reinterpret_cast<uint8_t *>(plane.data() + before));
    }
    const int count = swr_convert(m_swr.get(), to.data(), room,
                                  sound ? const_cast<const uint8_t **>(sound->extended_data) : nullptr,
                                  sound ? sound->nb_samples : 0);
    for (auto &plane : m_planes)
        plane.resize(before + size_t(std::max(count, 0)));
}

void SoundSamples::flush(int frame)
{
    if (m_swr)
        convert(nullptr);
    const int64_t missing = (frame - size() % frame) % frame;
    for (auto &plane : m_planes)
        plane.resize(plane.size() + size_t(missing));
}

std::span<const float *const> SoundSamples::planes()
{
    m_pointers.clear();
    for (const auto &plane : m_planes)
        m_pointers.push_back(plane.data() + m_dropped);
    return m_pointers;
}

void SoundSamples::drop(int64_t samples)
{
    m_dropped += samples;
    m_first += samples;
    // Moved once per some frames, not for each.
    if (m_dropped < size())
        return;
    for (auto &plane : m_planes)
        plane.erase(plane.begin(), plane.begin() + ptrdiff_t(m_dropped));
    m_dropped = 0;
}

} // namespace twinfeed::media
