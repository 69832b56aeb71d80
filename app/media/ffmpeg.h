// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

// Only sources of app/media and the feed program include this header; no public header of media does.

#include "models/domain/error.h"

#include <QByteArray>

#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/dict.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

/// Every FFmpeg handle is one of these: freed by its own function, never by hand.
namespace twinfeed::media {

struct FreePacket
{
    void operator()(AVPacket *p) const { av_packet_free(&p); }
};
struct FreeFrame
{
    void operator()(AVFrame *p) const { av_frame_free(&p); }
};
struct FreeCodecContext
{
    void operator()(AVCodecContext *p) const { avcodec_free_context(&p); }
};
struct FreeCodecParameters
{
    void operator()(AVCodecParameters *p) const { avcodec_parameters_free(&p); }
};
struct FreeBsf
{
    void operator()(AVBSFContext *p) const { av_bsf_free(&p); }
};
struct FreeSws
{
    void operator()(SwsContext *p) const { sws_freeContext(p); }
};
struct FreeSwr
{
    void operator()(SwrContext *p) const { swr_free(&p); }
};
struct CloseInput
{
    void operator()(AVFormatContext *p) const { avformat_close_input(&p); }
};
struct FreeBuffer
{
    void operator()(AVBufferRef *p) const { av_buffer_unref(&p); }
};

using AvPacket = std::unique_ptr<AVPacket, FreePacket>;
using AvFrame = std::unique_ptr<AVFrame, FreeFrame>;
using AvCodecContext = std::unique_ptr<AVCodecContext, FreeCodecContext>;
using AvCodecParameters = std::unique_ptr<AVCodecParameters, FreeCodecParameters>;
using AvBsf = std::unique_ptr<AVBSFContext, FreeBsf>;
using Sws = std::unique_ptr<SwsContext, FreeSws>;
using Swr = std::unique_ptr<SwrContext, FreeSwr>;
using AvInput = std::unique_ptr<AVFormatContext, CloseInput>;
using AvBuffer = std::unique_ptr<AVBufferRef, FreeBuffer>;

constexpr AVRational microseconds{1, 1'000'000};

/// "what: FFmpeg's own text for the code"
QString avErrorText(int code);
/// An Error for a failed call: code "media-failed" unless given.
Error avError(const QString &what, int code, const QString &errorCode = QStringLiteral("media-failed"));

/// Takes FFmpeg's log messages into Qt's logging category "twinfeed.ffmpeg" (warnings and worse), without addresses'
/// secrets; a line that comes again and again is said now and then only, with its count (see LogThrottle). Call in main(); calling it again does no harm.
void installAvLog();

/// Listens to what FFmpeg says on this thread (warnings and worse) for as long as it lives: some things are only to be
/// learned there. Needs installAvLog().
class AvLogTap final
{
public:
    AvLogTap();
    ~AvLogTap();
    AvLogTap(const AvLogTap &) = delete;
    AvLogTap &operator=(const AvLogTap &) = delete;

    bool contains(const char *text) const { return m_lines.contains(text); }
    /// For the log callback only.
    void add(const QByteArray &line);

private:
    QByteArray m_lines;
    AvLogTap *const m_outer;
};

} // namespace twinfeed::media
