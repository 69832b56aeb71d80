// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/media/keyframethumbs.h"
#include "app/media/pictureanalyser.h"
#include "app/media/soundanalyser.h"
#include "models/domain/clock.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace twinfeed::media {

/// Listens to and looks at several streams of a channel, in the background: thread "analysis", at low priority, ten times a
/// second. A keyframe that several of them carry is decoded once. Falling behind costs it pictures, nobody else. Joined in the
/// destructor, after what it is decoding at the most.
class AnalysisThread final
{
public:
    using Buffers = std::vector<std::shared_ptr<const GopBuffer>>;

    AnalysisThread(Buffers buffers, const Clock &clock);

    /// Everything is nothing where the stream has no such track, or nothing new of it has come for 3 s.
    struct Reading
    {
        std::optional<double> momentary; ///< LUFS
        std::optional<double> shortTerm; ///< LUFS
        std::optional<double> truePeak; ///< dBTP
        std::optional<int64_t> silentUs;
        std::optional<double> brightness; ///< %
        std::optional<int64_t> blackUs;
        std::optional<int64_t> frozenUs;
    };
    /// Any thread. Of the buffer with this number.
    Reading reading(size_t stream) const;

private:
    struct Stream
    {
        std::shared_ptr<const GopBuffer> buffer;
        GopBuffer::Cursor cursor = {};
        SoundAnalyser sound = {};
        PictureAnalyser pictures;
        // On the unit's clock, when there was something new of each.
        std::optional<int64_t> soundAt = {};
        std::optional<int64_t> picturesAt = {};
    };

    void run(const std::stop_token &stop);
    void look(Stream &stream, const std::stop_token &stop) const;
    static Reading readingOf(const Stream &stream, int64_t now);

    const Clock &m_clock;
    mutable std::mutex m_mutex; // guards the readings
    std::condition_variable_any m_wake; // the stop, nothing else
    std::vector<Reading> m_readings;

    KeyframeThumbs m_thumbs; // the thread's, as the streams; before them
    std::vector<Stream> m_streams;
    std::jthread m_thread; // last
};

} // namespace twinfeed::media
