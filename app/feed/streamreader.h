// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/analyser.h"
#include "app/feed/pictureinspector.h"
#include "models/domain/clock.h"
#include "models/domain/result.h"

#include <QStringList>

#include <memory>
#include <span>
#include <stop_token>

namespace twinfeed::feed {

/// What the stream is made of, as first seen.
struct ReadFormat
{
    QString container;
    QString video;
    QString profile;
    int width = 0;
    int height = 0;
    int delay = 0; ///< pictures that a decoder must hold back
    QString sound;
    int sampleRate = 0;
    int channels = 0;
};

/// Takes what a StreamReader decodes. Called on the thread of StreamReader::run().
class ReadSink
{
public:
    virtual ~ReadSink() = default;
    virtual void packet(const PacketFact &fact) = 0;
    virtual void picture(const LumaView &luma, int64_t ptsUs, int64_t arrivedUs, bool corrupt) = 0;
    /// One channel.
    virtual void sound(std::span<const float> samples, int64_t ptsUs, int sampleRate) = 0;
    virtual void format(const ReadFormat &format) = 0;
    /// In a decoder's own words.
    virtual void decodeError(const QString &message) = 0;
    /// A packet in front of the first keyframe was left out.
    virtual void skipped() = 0;
};

/// Demuxes (thread "demux") and decodes (the caller's thread) any stream that FFmpeg can open. Starts with the first
/// keyframe, and probes nothing where the container tells by itself, so that the first picture comes at once.
class StreamReader final
{
public:
    struct Address
    {
        QString url;
        QStringList headers; ///< of HTTP: "Authorization: Bearer ..."
        bool listen = false; ///< RTMP, HTTP: wait for a publisher to come
        double waitSeconds = 10; ///< to try again until the stream is there
    };

    StreamReader(Address address, const Clock &clock, ReadSink &sink);
    ~StreamReader();

    /// Until the end of the stream or the stop, which cuts everything short. An error where it could not be opened
    /// ("open-failed") or broke ("read-failed").
    Result<void> run(std::stop_token stop);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::feed
