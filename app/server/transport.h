// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/http.h"
#include "app/server/limits.h"
#include "models/domain/clock.h"

#include <memory>

/// HTTP itself. The sources behind this header are the only ones that know libmicrohttpd.
namespace twinfeed::server {

/// What becomes of a request once its headers are read.
struct Admission
{
    /// The answer, where it is clear already. A small body is read and thrown away first.
    std::optional<Response> refusal;
    /// Else: how large its body may be. Larger: 413.
    qint64 bodyLimit = 0;
};

/// What the transport needs of whoever answers. Called on the transport's one thread.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;
    /// When the headers are read: `request` has no body yet.
    virtual Admission admit(const Request &request) = 0;
    /// When all of it is there. Answers at once or later; the connection waits without costing anything.
    virtual void handle(const Request &request, Respond respond) = 0;
};

struct TransportConfig
{
    QString address; ///< numeric, or "localhost"
    quint16 port = 0; ///< 0: a free one
    QByteArray certificate; ///< PEM chain; empty: no TLS
    QByteArray key; ///< PEM
};

/// Listens, reads requests, writes answers and streams: libmicrohttpd on one epoll thread of its own, with the limits
/// that it does not have: whole-request time, connections over which it answers 503 rather than nothing, peers that have
/// gone while they wait or do not take what they asked for.
class Transport final
{
public:
    Transport(TransportConfig config, const Limits &limits, RequestHandler &handler, const Clock &clock);
    ~Transport();
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;

    /// The port. Errors: "tls-required", "tls-unusable", "invalid-address", "listen-failed".
    Result<quint16> start();
    /// Answers what waits with 503, ends streams, closes all and joins. Answers that come later go nowhere.
    void stop();
    /// To be called a few times a second, from one thread: enforces the limits in time.
    void sweep();
    /// Open connections.
    int connections() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// True for 127.0.0.0/8, ::1 and "localhost".
bool isLoopback(const QString &address);

} // namespace twinfeed::server
