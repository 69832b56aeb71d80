// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/client/fakehttp.h"

#include <QHostAddress>

namespace twinfeed::test {

FakeHttp::FakeHttp()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++m_connections;
            m_buffers.insert(socket, {});
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { takeBytes(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_buffers.remove(socket);
                socket->deleteLater();
            });
        }
    });
    if (m_server.listen(QHostAddress::LocalHost))
        m_port = m_server.serverPort();
}

FakeHttp::~FakeHttp()
{
    goAway();
}

void FakeHttp::goAway()
{
    m_server.close();
    const auto sockets = m_buffers.keys();
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

bool FakeHttp::comeBack()
{
    return m_server.listen(QHostAddress::LocalHost, m_port);
}

void FakeHttp::takeBytes(QTcpSocket *socket)
{
    const auto found = m_buffers.find(socket);
    if (found == m_buffers.end())
        return;
    QByteArray buffer = *found + socket->readAll();
    while (takeRequest(socket, buffer)) { }
    if (m_buffers.contains(socket))
        m_buffers[socket] = buffer;
}

bool FakeHttp::takeRequest(QTcpSocket *socket, QByteArray &buffer)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    QList<QByteArray> lines = buffer.first(end).split('\n');
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    Request request{first.value(0), first.value(1), {}, {}, socket};
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (buffer.size() < end + 4 + length)
        return false;
    request.body = buffer.sliced(end + 4, length);
    buffer.remove(0, end + 4 + length);
    m_requests.push_back(request);
    if (m_handler)
        m_handler(request);
    return true;
}

void FakeHttp::answer(const Request &request, int status, const QByteArray &body,
                      const QByteArray &contentType, const QByteArray &moreHeaders)
{
    if (!request.socket)
        return;
    request.socket->write("HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: " + contentType
                          + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + moreHeaders
                          + "\r\n" + body);
}

void FakeHttp::begin(const Request &request, const QByteArray &contentType)
{
    request.socket->write("HTTP/1.1 200 OK\r\nContent-Type: " + contentType
                          + "\r\nConnection: close\r\n\r\n");
}

void FakeHttp::drop(const Request &request)
{
    if (request.socket)
        request.socket->abort();
}

} // namespace twinfeed::test
