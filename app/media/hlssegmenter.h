// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/clock.h"
#include "models/domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QFile>

#include <deque>
#include <optional>

namespace twinfeed::media {

/// Cuts a TS into segments and keeps a live playlist of the newest (RFC 8216, version 3): index.m3u8, replaced by rename so
/// that a reader never sees half of one, beside segment-<n>.ts. A segment begins with a keyframe, and is listed when it is
/// whole. Segments that left the list stay for as many again, for players with an old copy of it.
///
/// A source with other codec parameters needs no DISCONTINUITY, since its parameter sets come in-band and timestamps run
/// on (a needless one makes players rebuild their decoders); an interruption does: a restart of the program, an error, or
/// a jump of more than 1 s.
///
/// One thread. What was listed by an earlier run stays listed, and its numbers go on.
class HlsSegmenter final
{
public:
    struct Settings
    {
        QString folder;
        int64_t leastUs = 2'000'000; ///< a segment ends at the first keyframe after this
        int window = 6; ///< segments in the list
    };

    HlsSegmenter(Settings settings, const Clock &clock);
    ~HlsSegmenter();

    /// Makes the folder and takes over the playlist in it. Again after any error, which are "disk-failed".
    Result<void> open();
    /// `bytes` are the TS packets that `packet` became; with a keyframe they begin with the program tables.
    Result<void> write(const Packet &packet, const QByteArray &bytes);
    /// Lists what there is of the last segment.
    void close();

private:
    struct Segment
    {
        QString name;
        double seconds = 0;
        bool discontinuity = false;
        QDateTime at; ///< wall clock of its first picture
    };

    void takeOver();
    void removeStrays() const;
    bool beginsSegment(const Packet &packet) const;
    Result<void> beginSegment(const Packet &packet);
    Result<void> endSegment(int64_t endUs);
    Result<void> writePlaylist() const;
    QByteArray playlist() const;
    void dropOld();
    QDateTime labelFor(int64_t pts);
    Error failed(const QString &what);
    QString path(const QString &name) const;

    const Settings m_settings;
    const Clock &m_clock;
    bool m_tookOver = false;
    std::deque<Segment> m_listed;
    std::deque<QString> m_kept; // no longer listed, not yet deleted
    qint64 m_firstNumber = 0; // of m_listed
    qint64 m_discontinuities = 0; // that left the list
    int m_targetSeconds = 0; // the longest so far; never falls

    QFile m_file; // open while a segment is being written
    Segment m_current;
    int64_t m_beginUs = 0; // pts of the current segment's first picture
    int64_t m_endUs = 0; // where the newest packet of the current one ends
    std::optional<int64_t> m_expectedUs; // where the next segment should begin
    bool m_interrupted = true; // the next segment does not follow the last
    bool m_video = false; // the stream has pictures, so segments begin with one
    std::optional<int64_t> m_labelPts; // pts that m_labelWall stands for
    QDateTime m_labelWall;
};

} // namespace twinfeed::media
