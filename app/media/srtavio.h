// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/hostlookup.h"
#include "models/domain/result.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

struct AVIOContext;

namespace twinfeed::media {

/// What an srt:// address says.
struct SrtAddress
{
    QString host; ///< empty: any (listener)
    int port = 0;
    bool listen = false; ///< mode=listener
    QString streamId; ///< streamid; as a listener: the only one that is let in
    QString passphrase; ///< passphrase, 10 to 79 characters
    int keyBytes = 0; ///< pbkeylen: 16, 24, 32; 0: libsrt's choice
    /// latency (rcvlatency, peerlatency are not told apart). Up to 10 000 it is milliseconds, as SRT's own tools write
    /// it; above that it can only be meant in microseconds, as FFmpeg writes it.
    int latencyMs = 120;

    /// Errors: "invalid-url" with what is wrong. `listen` as given here wins over a missing mode.
    static Result<SrtAddress> parse(const QString &url, bool listen = false);
};

/// Figures of a connection since it began, as SRT measures them.
struct SrtFigures
{
    double rttMs = 0;
    int64_t packets = 0; ///< received or sent
    int64_t lost = 0; ///< found missing; most are sent again
    int64_t retransmitted = 0;
    int64_t dropped = 0; ///< came too late, or never: lost for good
    double linkMbps = 0; ///< the link's capacity as SRT estimates it
};

/// One SRT connection in live mode. Blocks only for as long as `interrupted` says false, which is asked about every 50 ms.
/// One thread reads or writes; figures() may be called from any.
class SrtConnection final
{
public:
    enum class Direction { Receive, Send };

    /// Calls, or waits for the one caller that brings the right stream id and passphrase (others are turned away and the
    /// waiting goes on). Errors: "host-unknown", "connect-failed" with SRT's reason, "interrupted".
    static Result<std::unique_ptr<SrtConnection>> open(const SrtAddress &address, Direction direction,
                                                       Interrupted interrupted);
    ~SrtConnection();
    SrtConnection(const SrtConnection &) = delete;
    SrtConnection &operator=(const SrtConnection &) = delete;

    /// As many whole messages as have come and fit, at least one; 0: the peer has ended. Errors: "interrupted",
    /// "connection-lost".
    Result<int> receive(uint8_t *data, int size);
    /// Sends all of it, in messages of 1316 bytes (7 TS packets). Errors as above.
    Result<void> send(const uint8_t *data, int size);

    SrtFigures figures() const;

private:
    SrtConnection(int socket, Direction direction, Interrupted interrupted);
    /// Until the socket is ready in its direction.
    Result<void> wait();

    const int m_socket;
    const int m_poll;
    const Direction m_direction;
    const Interrupted m_interrupted;
    std::vector<uint8_t> m_rest; // of a message that did not fit
};

/// An SRT connection as FFmpeg reads or writes it. Freed with avio_context_free() through this deleter; the connection
/// must live longer.
struct FreeAvio
{
    void operator()(AVIOContext *context) const;
};
using Avio = std::unique_ptr<AVIOContext, FreeAvio>;
Avio makeAvio(SrtConnection &connection, SrtConnection::Direction direction);

} // namespace twinfeed::media
