// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QFile>
#include <QSaveFile>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace twinfeed::feed {

/// One encoded packet of a loop. Ticks are pictures (1/rate s) for video, samples for sound.
struct LoopEntry
{
    int64_t pts = 0; ///< from the start of the loop
    qint64 offset = 0;
    int size = 0;
    bool keyframe = false;
    bool leading = false; ///< shown before the keyframe that it follows: an open group of pictures
};

/// Packets from one keyframe up to the next, in decoding order.
struct LoopGroup
{
    size_t first = 0;
    size_t count = 0;
    int64_t keyPts = 0;
};

/// Where the packets of a loop belong in time; enough to plan what is sent when.
struct LoopIndex
{
    std::vector<LoopEntry> entries;
    std::vector<LoopGroup> groups;
    int64_t length = 0; ///< ticks
    /// By how many ticks decoding must run ahead of showing, so that no picture is shown before it is decoded.
    int64_t delay = 0;

    /// Fills groups, the leading marks and the delay from the entries.
    void complete();
};

/// What a muxer must know.
struct LoopCodec
{
    int codecId = 0; ///< AVCodecID
    int profile = -99;
    int level = -99;
    int width = 0;
    int height = 0;
    int rate = 0; ///< pictures a second; 0 for sound
    int sampleRate = 0;
    int channels = 0;
    qint64 bitrate = 0;
    QByteArray extradata;
};

/// An encoded loop in a file that is mapped, not read: two processes and any number of feeds share one copy in memory.
/// Immutable, may be used from any thread.
class Loop final
{
public:
    /// Error "no-loop" where the file is missing, cut short or of another version.
    static Result<std::shared_ptr<const Loop>> open(const QString &path);

    const LoopIndex &index() const { return m_index; }
    const LoopCodec &codec() const { return m_codec; }
    std::span<const uint8_t> data(size_t entry) const;

private:
    Loop() = default;

    QFile m_file;
    const uint8_t *m_mapped = nullptr;
    LoopIndex m_index;
    LoopCodec m_codec;
};
using LoopPtr = std::shared_ptr<const Loop>;

/// Writes a loop; the file appears under its name only when it is whole.
class LoopWriter final
{
public:
    explicit LoopWriter(const QString &path);

    Result<void> open();
    Result<void> add(std::span<const uint8_t> data, int64_t pts, bool keyframe);
    Result<void> finish(const LoopCodec &codec, int64_t length);

private:
    Error failed() const;

    QSaveFile m_file;
    LoopIndex m_index;
};

} // namespace twinfeed::feed
