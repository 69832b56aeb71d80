// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundplayout.h"

#include "app/media/soundtap.h"

#include <algorithm>

namespace twinfeed::media {

void SoundPlayout::give(const AVFrame &sound, SoundTap &tap)
{
    if (!prepare(sound))
        return;
    const int room = swr_get_out_samples(m_swr.get(), sound.nb_samples);
    if (room <= 0)
        return;
    m_samples.resize(size_t(room) * SoundTap::channels);
    auto *to = reinterpret_cast<uint8_t *>(m_samples.data());
    const int count = swr_convert(m_swr.get(), &to, room, const_cast<const uint8_t **>(sound.extended_data),
                                  sound.nb_samples);
    tap.write(std::span(m_samples).first(size_t(std::max(count, 0)) * SoundTap::channels));
}

bool SoundPlayout::prepare(const AVFrame &sound)
{
    const int channels = sound.ch_layout.nb_channels;
    if (m_swr && m_rate == sound.sample_rate && m_channels == channels)
        return true;
    AVChannelLayout to{};
    AVChannelLayout from{};
    av_channel_layout_default(&to, SoundTap::channels);
    av_channel_layout_default(&from, channels);
    SwrContext *swr = nullptr;
    int code = swr_alloc_set_opts2(&swr, &to, AV_SAMPLE_FMT_S16, SoundTap::rate, &from, AV_SAMPLE_FMT_FLTP,
                                   sound.sample_rate, 0, nullptr);
    m_swr.reset(swr);
    if (code >= 0)
        code = swr_init(swr);
    av_channel_layout_uninit(&to);
    av_channel_layout_uninit(&from);
    if (code < 0)
        m_swr.reset();
    m_rate = sound.sample_rate;
    m_channels = channels;
    return code >= 0;
}

} // namespace twinfeed::media
