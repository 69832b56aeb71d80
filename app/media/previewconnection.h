// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/preview.h"
#include "models/domain/result.h"

#include <functional>
#include <memory>

struct AVCodecParameters;
struct AVFormatContext;
struct AVPacket;
struct AVRational;

namespace twinfeed::media {

/// One HTTP connection to a preview, demuxed packet by packet with nothing read in advance: what probes throws away the
/// keyframe it probed with. One thread; every wait ends within 100 ms of `interrupted` becoming true (FFmpeg polls it).
class PreviewConnection final
{
public:
    /// Asked on the same thread, often.
    using Interrupted = std::function<bool()>;

    /// No connection, or no byte, for this long, and it is begun anew.
    static constexpr int64_t patience = 5'000'000;

    /// Codes: "interrupted", "unauthorised", "no-stream" (there is none at this address now), "unreachable", "not-a-stream".
    static Result<std::unique_ptr<PreviewConnection>> open(const Preview::Address &address,
                                                           Interrupted interrupted);
    ~PreviewConnection();

    /// The next packet of the track that parametersOf() tells about. Codes: "ended", "interrupted", "silent".
    Result<void> read(AVPacket &packet);
    /// How long the newest read() took, in microseconds.
    int64_t readTook() const { return m_readTook; }
    /// Of the packet's track, as the container last said them.
    const AVCodecParameters &parametersOf(const AVPacket &packet) const;
    /// What the timestamps of the packet's track count.
    AVRational unitOf(const AVPacket &packet) const;
    int64_t microsecondsOf(const AVPacket &packet, int64_t timestamp) const;

private:
    class Deadline;

    explicit PreviewConnection(Interrupted interrupted);
    Result<void> connect(const Preview::Address &address);
    Error failure(int code) const;

    std::unique_ptr<Deadline> m_deadline;
    struct Close
    {
        void operator()(AVFormatContext *context) const;
    };
    std::unique_ptr<AVFormatContext, Close> m_format;
    int64_t m_readTook = 0;
};

} // namespace twinfeed::media
