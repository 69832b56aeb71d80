// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/motion.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <functional>
#include <memory>

namespace twinfeed {

/// Sound of a tile, newest 50 ms.
struct SoundLevel
{
    bool present = false; ///< has sound, and it is fresh
    double momentaryLufs = -200; ///< EBU R 128 momentary (400 ms)
    double peakDbfs[2] = {-200, -200}; ///< left, right
};

/// Where a tile gets its pictures from: pixels do not pass through REST or models. An interface of widgets/, filled from
/// media by the console. All methods are called on the UI thread and return at once.
class FrameSource
{
public:
    virtual ~FrameSource() = default;

    /// A wake-up without data, called on any thread when takeNewest() may give a picture; null ends it, and after that
    /// call has returned it is called no more.
    virtual void setWakeUp(std::function<void()> wakeUp) = 0;
    /// Device pixels of the tile; pictures come in a size that fits inside.
    virtual void setTargetSize(QSize pixels) = 0;
    /// The newest picture, or a null image when there is none since the last call. `catchingUp` says that it is the first
    /// keyframe and not yet live.
    virtual QImage takeNewest(bool *catchingUp) = 0;
    /// Age of the newest picture that arrived, in milliseconds; -1 when none ever did.
    virtual qint64 pictureAgeMs() const = 0;
    /// The most that is wanted: tiles of which there are many show keyframes only.
    virtual void setMotion(Motion) { }
    /// What is shown: less than wanted where the machine is too slow for more.
    virtual Motion motion() const { return Motion::All; }
    /// Its sound is to be heard, or not any more.
    virtual void setHeard(bool) { }
    virtual Hearing hearing() const { return Hearing::Off; }
    virtual SoundLevel sound() const = 0;
    /// In one sentence why there are no pictures; empty while connected.
    virtual QString problem() const = 0;
};

/// Makes the pictures of one tile: `sourceWord` is "primary", "backup", "slate" or "programme". May give null: the tile
/// then says that there is no preview. Called on the UI thread, again whenever another channel is shown.
using FrameSourceFactory =
    std::function<std::unique_ptr<FrameSource>(const QString &channel, const QString &sourceWord)>;

} // namespace twinfeed
