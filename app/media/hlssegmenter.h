// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/sealing/hlskey.h"
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
/// Encrypted segments (AES-128) each have an IV of their own and name their key by its address; the first clear one behind them
/// says METHOD=NONE. None of that is a DISCONTINUITY: players go on without a seam.
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
        QString keyUrl = {}; ///< where players get a key, with `{key}` for its id
    };

    HlsSegmenter(Settings settings, const Clock &clock);
    ~HlsSegmenter();

    /// Makes the folder and takes over the playlist in it. Again after any error, which are "disk-failed".
    Result<void> open();
    /// What is written from now on belongs into segments of this key, or clear ones (null). The next keyframe begins the first.
    void encrypt(std::shared_ptr<const sealing::Key> key) { m_key = std::move(key); }
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
        QByteArray key = {}; ///< its EXT-X-KEY; empty for a clear one
    };

    void takeOver();
    void removeStrays() const;
    bool beginsSegment(const Packet &packet) const;
    Result<void> beginSegment(const Packet &packet);
    Result<void> beginCipher();
    Result<void> writeBytes(std::span<const uint8_t> bytes);
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

    std::shared_ptr<const sealing::Key> m_key; // asked for
    std::shared_ptr<const sealing::Key> m_currentKey; // of the segment being written
    std::unique_ptr<sealing::SegmentCipher> m_cipher; // of the same; null where it is clear

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
