// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QBuffer>
#include <QByteArray>
#include <QObject>

#include <memory>

class QAudioSink;

namespace twinfeed {

/// One sound per severity, told apart with closed eyes: a notice is one soft tone, a warning two, a critical one three rising,
/// louder. 16 bit, mono, 48 kHz. Starts and ends without a click.
QByteArray alarmSound(Severity severity);
constexpr int alarmSoundRate = 48'000;

/// Plays them on the system's sound device; where there is none it is silent, and looks again with the next sound. UI thread;
/// never blocks it.
class AlarmSounds final : public QObject
{
    Q_OBJECT

public:
    explicit AlarmSounds(QObject *parent = nullptr);
    ~AlarmSounds() override;

    void play(Severity severity);
    /// Whether the last one could be given to a device.
    bool isHeard() const { return m_heard; }

private:
    QByteArray m_sound;
    QBuffer m_buffer;
    std::unique_ptr<QAudioSink> m_sink;
    bool m_heard = false;
};

} // namespace twinfeed
