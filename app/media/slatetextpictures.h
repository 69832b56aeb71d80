// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/skippictures.h"
#include "app/media/slate.h"
#include "models/domain/clock.h"

#include <atomic>
#include <map>
#include <mutex>

namespace twinfeed::media {

/// Encodes the picture of a still slate with a time written into it, each as an IDR by itself. One thread.
class SlateTextEncoder final
{
public:
    /// Opens nothing yet. The clip has a text.
    explicit SlateTextEncoder(std::shared_ptr<const SlateClip> clip);
    ~SlateTextEncoder();

    /// Some 10 ms of a core at 1080p; the first takes ten times as long. Errors: see withSlateText().
    Result<Packet> encode(const QString &time);
    /// After the first encode().
    const SkipPictures &skips() const;

private:
    class Private;
    const std::unique_ptr<Private> d;
};

/// The pictures of a slate with a running time: where the second changes an IDR, encoded once; between them pictures that
/// repeat the one before (see SkipPictures). So what it costs is one picture a second, whatever the picture rate is, and a
/// cut finds a keyframe that is a second old at most.
///
/// The text is that of when a picture leaves with the programme: `aheadUs` (the hold) behind its own time.
class SlateTextPictures final
{
public:
    SlateTextPictures(std::shared_ptr<const SlateClip> clip, const Clock &clock, int64_t aheadUs);
    ~SlateTextPictures();

    /// Any thread.
    void setAhead(int64_t aheadUs) { m_aheadUs = aheadUs; }

    /// One thread, from time to time: encodes what is going to be written next. Gives the unit clock at which it wants to be called
    /// again, a second ahead of need; the largest value after an error, which dress() then knows.
    int64_t prepare();

    /// Puts what is to be seen at its time into a picture of the clip's loop: payload, config and keyframe; its times stay. False,
    /// and the picture as it was, before the first is ready. One thread, which never waits for an encoder.
    bool dress(Packet &picture);
    /// True when dress() will do, or never will.
    bool settled() const;

private:
    int64_t secondAt(int64_t unitUs, int64_t wallOffsetUs) const;
    void keep(int64_t second, Packet encoded);

    const std::shared_ptr<const SlateClip> m_clip;
    const Clock &m_clock;
    std::atomic<int64_t> m_aheadUs;

    // Of prepare() only
    SlateTextEncoder m_encoder;
    QString m_written;
    Packet m_encoded; // with m_written

    mutable std::mutex m_mutex; // guards the four below
    std::map<int64_t, Packet> m_ready; // by second
    std::optional<SkipPictures> m_skips;
    int64_t m_wallOffsetUs = 0; // wall clock less unit clock
    bool m_failed = false;

    // Of dress() only
    std::optional<int64_t> m_shown; // second
    CodecConfigPtr m_config;
    int m_since = 0; // pictures since the IDR
};

} // namespace twinfeed::media
