// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/connections.h"
#include "app/server/http.h"
#include "app/server/transport.h"

#include <atomic>
#include <memory>
#include <mutex>

struct MHD_Connection;
struct MHD_Response;

namespace twinfeed::server {

/// What all exchanges of one transport share. Outlives them.
struct ExchangeShared
{
    const Limits &limits;
    RequestHandler &handler;
    const Clock &clock;
    Connections &connections;
    std::atomic<bool> stopping = false;
    std::atomic<qint64> bodies = 0; ///< bytes of bodies that are being received
};

/// One request and its answer. Owned by the connection it came on, from the request line to the last byte of the answer.
///
/// The transport's thread calls all but respond(), abandon(), wake() and timeoutAnswer(), which come from anywhere. A
/// suspended connection is never touched or freed by libmicrohttpd, so m_suspended, set and reset under m_mutex, is the
/// permission to use the connection's handle from another thread: to resume it, once.
class Exchange final : public std::enable_shared_from_this<Exchange>
{
public:
    Exchange(ExchangeShared &shared, MHD_Connection *connection, const QByteArray &uri);
    ~Exchange();

    // The steps of a request. False: the connection has to be closed.
    bool headersRead(const char *method);
    bool bodyRead(const char *data, size_t size);
    bool complete();
    bool gotHeaders() const { return m_gotHeaders; }
    /// The last byte was sent, or the connection broke.
    void finished(bool completely);

    void respond(Response response);
    /// The peer of a stream has gone.
    void abandon();
    /// The server ends: whoever waits for an answer gets 503, streams end.
    void shutDown();
    /// A whole 408 answer in HTTP/1.1. Any thread, once the headers are read.
    QByteArray timeoutAnswer();

private:
    void collectHeaders();
    bool refuseEarly(Response response);
    bool queue();
    void dropBody();
    bool suspend(); // under m_mutex
    void resume(); // under m_mutex
    MHD_Response *mhdResponse();
    qint64 read(char *buffer, size_t most);
    void wake();
    void endStream();
    Response failure(const char *code, const QString &message, const QString &remedy) const;
    void log(bool completely) const;

    ExchangeShared &m_shared;
    MHD_Connection *const m_connection;
    const int64_t m_startedAt;
    Request m_request;
    bool m_gotHeaders = false;
    bool m_handled = false;
    bool m_queued = false;
    bool m_discarding = false; ///< the body is thrown away, m_response is the answer already
    qint64 m_bodyLimit = 0;
    qint64 m_received = 0; ///< of the body
    qint64 m_counted = 0; ///< of m_shared.bodies
    qint64 m_sent = 0; ///< of a stream
    int m_status = 0; ///< of the answer, for the log
    QString m_caller; ///< for the log
    std::unique_ptr<ByteStream> m_stream;

    std::mutex m_mutex; // guards all below
    std::optional<Response> m_response;
    bool m_answered = false; ///< m_response was set once
    bool m_suspended = false;
    bool m_woken = false;
    bool m_abandoned = false;
    bool m_timedOut = false;
};

} // namespace twinfeed::server
