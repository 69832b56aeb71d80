// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/alarmsounds.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QMediaDevices>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace twinfeed {

namespace {

struct Tone
{
    double hertz;
    int ms;
};

constexpr int pauseMs = 70;
constexpr int edgeMs = 12;

std::vector<Tone> tonesOf(Severity severity)
{
    switch (severity) {
    case Severity::Notice:
        return {{587, 160}};
    case Severity::Warning:
        return {{784, 150}, {784, 150}};
    case Severity::Critical:
        break;
    }
    return {{784, 140}, {988, 140}, {1319, 260}};
}

double levelOf(Severity severity)
{
    return severity == Severity::Critical ? 0.5 : severity == Severity::Warning ? 0.32 : 0.18;
}

void append(QByteArray &sound, const Tone &tone, double level)
{
    const int count = alarmSoundRate * tone.ms / 1000;
    const int edge = alarmSoundRate * edgeMs / 1000;
    for (int i = 0; i < count; ++i) {
        const double fade = std::min({1.0, double(i) / edge, double(count - 1 - i) / edge});
        const double wave = std::sin(2 * std::numbers::pi * tone.hertz * i / alarmSoundRate);
        const auto sample = qint16(std::lround(32767 * level * fade * wave));
        sound.append(char(sample & 0xff)).append(char((sample >> 8) & 0xff));
    }
}

QAudioFormat format()
{
    QAudioFormat format;
    format.setSampleRate(alarmSoundRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

QByteArray alarmSound(Severity severity)
{
    QByteArray sound;
    const QByteArray pause(2 * alarmSoundRate * pauseMs / 1000, '\0');
    for (const Tone &tone : tonesOf(severity)) {
        append(sound, tone, levelOf(severity));
        sound.append(pause);
    }
    return sound;
}

AlarmSounds::AlarmSounds(QObject *parent)
    : QObject(parent)
{
}

AlarmSounds::~AlarmSounds() = default;

void AlarmSounds::play(Severity severity)
{
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    m_heard = false;
    if (device.isNull() || !device.isFormatSupported(format()))
        return;
    m_sink.reset();
    m_buffer.close();
    m_sound = alarmSound(severity);
    m_buffer.setBuffer(&m_sound);
    m_buffer.open(QIODevice::ReadOnly);
    m_sink = std::make_unique<QAudioSink>(device, format());
    m_sink->start(&m_buffer);
    m_heard = m_sink->error() == QAudio::NoError;
}

} // namespace twinfeed
