// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/prefade.h"

#include <QPointer>

#include <algorithm>
#include <vector>

namespace twinfeed::test {

/// A sound card that plays when it is told to, and keeps what it has played.
struct FakeSound
{
    bool plugged = true;
    int starts = 0;
    QPointer<QIODevice> playing;

    /// Plays for `ms`: what a card would have read.
    std::vector<int16_t> play(int ms)
    {
        std::vector<int16_t> samples(size_t(media::SoundTap::rate * ms / 1000 * media::SoundTap::channels));
        if (playing)
            playing->read(reinterpret_cast<char *>(samples.data()), qint64(samples.size() * sizeof(int16_t)));
        return samples;
    }
    static int loudest(const std::vector<int16_t> &samples)
    {
        int most = 0;
        for (const int16_t sample : samples)
            most = std::max(most, std::abs(int(sample)));
        return most;
    }

    std::unique_ptr<SoundDevice> device();
};

class FakeSoundDevice final : public SoundDevice
{
public:
    explicit FakeSoundDevice(FakeSound &card)
        : m_card(card)
    {
    }
    bool start(QIODevice &sound) override
    {
        ++m_card.starts;
        m_card.playing = m_card.plugged ? &sound : nullptr;
        return m_card.plugged;
    }
    void stop() override { m_card.playing = nullptr; }
    bool isPlaying() const override { return m_card.plugged && m_card.playing; }

private:
    FakeSound &m_card;
};

inline std::unique_ptr<SoundDevice> FakeSound::device()
{
    return std::make_unique<FakeSoundDevice>(*this);
}

} // namespace twinfeed::test
