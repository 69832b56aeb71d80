// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <vector>

namespace twinfeed::test {

/// An HTTP server on the loopback interface that does what the test says: answers, half answers, hangs, drops. On the
/// test's thread and event loop.
class FakeHttp final : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray verb;
        QByteArray target; ///< path with query
        QHash<QByteArray, QByteArray> headers; ///< names in small letters
        QByteArray body;
        QPointer<QTcpSocket> socket;
    };
    using Handler = std::function<void(const Request &)>;

    FakeHttp();
    ~FakeHttp() override;

    /// Called for each complete request; while there is none, requests hang.
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    quint16 port() const { return m_server.serverPort(); }
    QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(port()); }
    const std::vector<Request> &requests() const { return m_requests; }
    int connections() const { return m_connections; }

    /// Nobody listens any more, and all connections are reset.
    void goAway();
    /// Listens again, on the same port.
    bool comeBack();

    static void answer(const Request &request, int status, const QByteArray &body,
                       const QByteArray &contentType = "application/json",
                       const QByteArray &moreHeaders = {});
    /// The head of an answer without end; write to the socket afterwards.
    static void begin(const Request &request, const QByteArray &contentType);
    static void drop(const Request &request);

private:
    void takeBytes(QTcpSocket *socket);
    bool takeRequest(QTcpSocket *socket, QByteArray &buffer);

    QTcpServer m_server;
    quint16 m_port = 0;
    Handler m_handler;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    std::vector<Request> m_requests;
    int m_connections = 0;
};

} // namespace twinfeed::test
