// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/hostlookup.h"
#include "app/media/linkfigures.h"
#include "app/media/srtavio.h"
#include "models/domain/channel.h"

#include <memory>
#include <optional>

struct AVFormatContext;
struct AVPacket;

namespace twinfeed::media {

/// One connection to an input's address, from opening to its end: FFmpeg's demuxer with as little probing as possible
/// (the formats of RTMP, SRT and UDP are known; nothing is read ahead to find streams), and our own SRT below it. One
/// thread. Whatever blocks asks `interrupted` at least every 100 ms.
class Demuxer final
{
public:
    /// Takes nothing from the network yet.
    explicit Demuxer(const InputConfig &config);
    ~Demuxer();
    Demuxer(const Demuxer &) = delete;
    Demuxer &operator=(const Demuxer &) = delete;

    /// Before open(). May ask this object about its state.
    void setInterrupted(Interrupted interrupted) { m_interrupted = std::move(interrupted); }

    /// Calls, or waits for a publisher. Errors: "interrupted"; "connect-failed", "refuses-connection", "no-answer",
    /// "port-in-use" and "host-unknown" with the reason; and what will be no better next time: "no-stream", "wrong-key",
    /// "no-file".
    Result<void> open();
    /// The next packet into `packet`. Errors: "interrupted", "ended", "connection-lost", "no-stream".
    Result<void> read(AVPacket &packet);

    /// Valid once open() is done.
    const AVFormatContext &context() const { return *m_context; }
    /// True for what comes faster than real time unless it is held back: files.
    bool paced() const { return m_paced; }
    /// True where open() waits for somebody to come.
    bool listens() const { return m_listens; }
    /// Bytes of payload so far, also while open() is under way (for `interrupted`).
    int64_t bytesRead() const;
    /// Where open() waits for somebody: true once one has connected, or data have come. Asks the system; twice a second
    /// is enough.
    bool peerHasCome() const;
    std::optional<SrtFigures> srtFigures() const;
    LinkFigures link() const;
    /// See Input::Figures; once open() is done.
    bool interleaved() const;

private:
    Result<void> openSrt();
    Result<void> openFile(QString &address);
    Result<void> openContext(const QString &address, const char *format);
    Error errorFor(int code) const;

    const InputConfig m_config;
    const QString m_scheme;
    const bool m_listens;
    Interrupted m_interrupted;
    bool m_paced = false;
    // Taken down from the last to the first: FFmpeg's context reads through the AVIO, that through the connection.
    std::unique_ptr<SrtConnection> m_srt;
    Avio m_avio;
    TcpLink m_tcp;
    AVFormatContext *m_context = nullptr; // owned; FFmpeg frees and clears it when opening fails
};

} // namespace twinfeed::media
