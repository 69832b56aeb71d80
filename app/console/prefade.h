// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/soundtap.h"

#include <QIODevice>

#include <memory>

namespace twinfeed {

/// What sound is played on. The system's in the program; a test's keeps what it is given. UI thread.
class SoundDevice
{
public:
    virtual ~SoundDevice() = default;
    /// Begins to read `sound` (16 bit, stereo, 48 kHz; never ends, never waits), which outlives the playing. False where there
    /// is no device.
    virtual bool start(QIODevice &sound) = 0;
    virtual void stop() = 0;
    /// False also when the device was pulled out.
    virtual bool isPlaying() const = 0;
};

/// The system's default output, through QtMultimedia.
std::unique_ptr<SoundDevice> systemSoundDevice();

/// Pre-fade listening: plays one preview's sound, which nobody of the audience hears. Where there is no device, or no longer, it says so and
/// plays as soon as there is one. UI thread.
class PreFade final
{
public:
    explicit PreFade(std::unique_ptr<SoundDevice> device);
    ~PreFade();

    /// What is written into the tap is heard from now on; what was heard before is not.
    std::shared_ptr<media::SoundTap> begin();
    void end();
    bool isPlaying() const { return m_reader && m_device->isPlaying(); }
    /// Once a second: a device may have come.
    void tryAgain();

private:
    class Reader;

    const std::unique_ptr<SoundDevice> m_device;
    std::unique_ptr<Reader> m_reader; ///< null: nobody listens
};

} // namespace twinfeed
