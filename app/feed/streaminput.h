// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedconnection.h"

#include <QStringList>

#include <optional>

struct AVFormatContext;
struct AVPacket;

namespace twinfeed::feed {

/// Reads packets from any address that FFmpeg can open (RTMP, SRT, UDP, HTTP-FLV, HLS, a file); probes nothing where the
/// container tells by itself, so that the first packet comes at once. One thread at a time; whatever blocks is cut short
/// by the stop.
class StreamInput final
{
public:
    struct Address
    {
        QString url;
        QStringList headers; ///< of HTTP: "Authorization: Bearer ..."
        bool listen = false; ///< RTMP, HTTP: wait for a publisher to come
        double waitSeconds = 10; ///< to try again until the stream is there
    };

    StreamInput(Address address, const Clock &clock);
    ~StreamInput();

    /// Tries until it is there or the time is over. Error "open-failed".
    Result<void> open(std::stop_token stop);
    /// Who may cut read() short from now on; open() has said so already.
    void setStop(std::stop_token stop) { m_patience.stop = std::move(stop); }
    /// read() gives up when nothing comes for so long, in microseconds; without this it waits for ever.
    void setSilence(int64_t us) { m_silenceUs = us; }
    /// The next packet; else FFmpeg's code (AVERROR_EOF at the end).
    int read(AVPacket &packet);
    /// Valid once open() was done.
    const AVFormatContext &context() const { return *m_context; }
    /// What a connection is ended with, so that another can be opened.
    void close();

private:
    int tryOpen(int64_t until);

    const Address m_address;
    const Clock &m_clock;
    Patience m_patience;
    std::optional<int64_t> m_silenceUs;
    AVFormatContext *m_context = nullptr; // owned
};

} // namespace twinfeed::feed
