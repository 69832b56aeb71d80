// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/packet.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <memory>

namespace twinfeed::media {

/// A libavformat muxer that writes into memory, packet by packet, without seeking. For sources of app/media only. One
/// thread.
class MemoryFormat final
{
public:
    /// `options` are those of the muxer. The header goes into `out`.
    static Result<std::unique_ptr<MemoryFormat>>
    open(const char *format, const CodecConfigPtr &video, const CodecConfigPtr &sound,
         const std::vector<std::pair<const char *, const char *>> &options, int64_t maxDelayUs,
         QByteArray &out);
    ~MemoryFormat();
    MemoryFormat(const MemoryFormat &) = delete;
    MemoryFormat &operator=(const MemoryFormat &) = delete;

    bool has(Track track) const { return stream(track) != nullptr; }
    int codecId(Track track) const;
    void setOption(const char *name, const char *value);

    /// Times in microseconds; the packet's own are not looked at.
    Result<void> write(Track track, AVPacket &packet, int64_t dts, int64_t pts, int64_t duration,
                       QByteArray &out);
    /// The trailer; nothing can be written after it.
    void finish(QByteArray &out);

private:
    MemoryFormat() = default;
    AVStream *stream(Track track) const { return track == Track::Video ? m_video : m_sound; }
    Result<void> addStream(const CodecConfigPtr &config);
    static int append(void *self, uint8_t *data, int size);

    struct FreeOutput
    {
        void operator()(AVFormatContext *context) const;
    };

    std::unique_ptr<AVFormatContext, FreeOutput> m_context;
    AVStream *m_video = nullptr; // owned by m_context
    AVStream *m_sound = nullptr; // owned by m_context
    QByteArray *m_out = nullptr; // where append() writes; set for the time of a call
    bool m_open = false;
};

} // namespace twinfeed::media
