// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/analyser.h"
#include "app/feed/packetopener.h"
#include "app/feed/pictureinspector.h"
#include "app/feed/streaminput.h"
#include "models/domain/clock.h"
#include "models/domain/result.h"

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

/// Demuxes (thread "demux") and decodes (the caller's thread) any stream that FFmpeg can open, and opens what is sealed in
/// it where a key is to be had. Starts with the first keyframe.
class StreamReader final
{
public:
    using Address = StreamInput::Address;

    /// `findKey`: for sealed units; without it they are decoded as they are.
    StreamReader(Address address, const Clock &clock, ReadSink &sink,
                 sealing::Unsealer::FindKey findKey = {});
    ~StreamReader();

    /// Until the end of the stream or the stop, which cuts everything short. An error where it could not be opened
    /// ("open-failed") or broke ("read-failed").
    Result<void> run(std::stop_token stop);

    /// What became of sealed units so far; nothing without a key. Any time after run().
    std::optional<PacketOpener::Counts> sealing() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::feed
