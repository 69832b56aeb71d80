// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/prefade.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QMediaDevices>

#include <cstring>
#include <vector>

namespace twinfeed {

namespace {

constexpr qint64 bytesPerSample = sizeof(int16_t);

QAudioFormat format()
{
    QAudioFormat format;
    format.setSampleRate(media::SoundTap::rate);
    format.setChannelCount(media::SoundTap::channels);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

class SystemSoundDevice final : public SoundDevice
{
public:
    bool start(QIODevice &sound) override
    {
        const QAudioDevice device = QMediaDevices::defaultAudioOutput();
        if (device.isNull() || !device.isFormatSupported(format()))
            return false;
        m_sink = std::make_unique<QAudioSink>(device, format());
        // A fifth of a second: longer than any turn of the event loop that feeds it may take.
        m_sink->setBufferSize(qsizetype(format().bytesForDuration(200'000)));
        m_sink->start(&sound);
        return isPlaying();
    }
    void stop() override { m_sink.reset(); }
    bool isPlaying() const override
    {
        return m_sink && m_sink->error() == QAudio::NoError && m_sink->state() != QAudio::StoppedState;
    }

private:
    std::unique_ptr<QAudioSink> m_sink;
};

} // namespace

std::unique_ptr<SoundDevice> systemSoundDevice()
{
    return std::make_unique<SystemSoundDevice>();
}

/// The reading end of a tap, as a sound card wants it.
class PreFade::Reader final : public QIODevice
{
public:
    Reader() { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override
    {
        // There is always something: silence at least.
        return qint64(media::SoundTap::kept) * media::SoundTap::channels * bytesPerSample;
    }

    const std::shared_ptr<media::SoundTap> tap = std::make_shared<media::SoundTap>();

protected:
    qint64 readData(char *data, qint64 most) override
    {
        m_samples.resize(size_t(most / bytesPerSample));
        tap->read(m_samples);
        const qint64 bytes = qint64(m_samples.size()) * bytesPerSample;
        std::memcpy(data, m_samples.data(), size_t(bytes));
        return bytes;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    std::vector<int16_t> m_samples;
};

PreFade::PreFade(std::unique_ptr<SoundDevice> device)
    : m_device(std::move(device))
{
}

PreFade::~PreFade()
{
    end();
}

std::shared_ptr<media::SoundTap> PreFade::begin()
{
    end();
    m_reader = std::make_unique<Reader>();
    m_device->start(*m_reader);
    return m_reader->tap;
}

void PreFade::end()
{
    if (!m_reader)
        return;
    m_device->stop();
    m_reader.reset();
}

void PreFade::tryAgain()
{
    if (!m_reader || m_device->isPlaying())
        return;
    m_device->stop();
    m_device->start(*m_reader);
}

} // namespace twinfeed
