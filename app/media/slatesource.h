// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "models/domain/result.h"

#include <QFile>
#include <QString>

#include <memory>
#include <stop_token>

namespace twinfeed::media {

/// Decodes the picture and the sound of a slate's file, which somebody has uploaded: it is read by us and nothing that it
/// names is opened (playlists, references), and no picture above 8192 pixels a side is decoded. For sources of app/media
/// only; one thread. All errors are "slate-refused", or "interrupted" after a stop.
class SlateSource final
{
public:
    static constexpr int largestSide = 8192;

    static Result<std::unique_ptr<SlateSource>> open(const QString &file, std::stop_token stop);
    ~SlateSource();
    SlateSource(const SlateSource &) = delete;
    SlateSource &operator=(const SlateSource &) = delete;

    enum class Kind { Picture, Sound, End };
    struct Decoded
    {
        Kind kind = Kind::End;
        AvFrame frame;
        int64_t at = 0; ///< microseconds, as in the file
        int64_t durationUs = 0; ///< 0 where unknown
    };
    /// The next picture or piece of sound, in the order of the file.
    Result<Decoded> next();

    bool hasSound() const { return m_sound.context != nullptr; }

private:
    struct Decoder
    {
        AVStream *stream = nullptr; // owned by m_input
        AvCodecContext context;
        int64_t nextAt = 0; // for frames without a timestamp
        bool ended = false;
    };

    explicit SlateSource(std::stop_token stop);
    Result<void> openInput();
    Result<void> openDecoder(AVMediaType type, Decoder &decoder);
    Result<Decoded> receive(Decoder &decoder, Kind kind);
    Result<void> feed();
    Error stoppedOr(const Error &error) const;
    static int read(void *self, uint8_t *to, int size);
    static int64_t seek(void *self, int64_t offset, int whence);

    const std::stop_token m_stop;
    QFile m_file;
    AVIOContext *m_io = nullptr; // freed in the destructor, after m_input
    AvInput m_input;
    Decoder m_picture;
    Decoder m_sound;
    bool m_still = false; // its format is one of images
    int m_damaged = 0; // packets that could not be decoded
};

} // namespace twinfeed::media
