// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/httpclient.h"

#include <QJsonDocument>
#include <QList>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::test {

using namespace std::chrono;

QByteArray HttpAnswer::header(const char *name) const
{
    for (const auto &header : headers) {
        if (header.first == name)
            return header.second;
    }
    return {};
}

QJsonObject HttpAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString HttpAnswer::code() const
{
    return json().value(QLatin1String("code")).toString();
}

HttpClient::HttpClient(quint16 port, const char *host, int receiveBuffer)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer > 0)
        ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        m_fd = fd;
    else
        ::close(fd);
}

HttpClient::~HttpClient()
{
    close();
}

void HttpClient::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

void HttpClient::shutdownWrite()
{
    ::shutdown(m_fd, SHUT_WR);
}

bool HttpClient::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        pollfd ready{m_fd, POLLOUT, 0};
        if (::poll(&ready, 1, int(milliseconds(patience).count())) <= 0)
            return false;
        const auto count =
            ::send(m_fd, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EAGAIN)
            return false;
        sent += std::max<qsizetype>(count, 0);
    }
    return true;
}

bool HttpClient::receive()
{
    const auto left = duration_cast<milliseconds>(m_until - steady_clock::now());
    pollfd ready{m_fd, POLLIN, 0};
    if (m_fd < 0 || left.count() <= 0 || ::poll(&ready, 1, int(left.count())) <= 0)
        return false;
    char bytes[65536];
    const auto count = ::recv(m_fd, bytes, sizeof bytes, 0);
    if (count <= 0)
        return false;
    m_buffer.append(bytes, qsizetype(count));
    return true;
}

std::optional<QByteArray> HttpClient::line()
{
    for (;;) {
        const qsizetype end = m_buffer.indexOf("\r\n");
        if (end >= 0) {
            const QByteArray text = m_buffer.left(end);
            m_buffer.remove(0, end + 2);
            return text;
        }
        if (!receive())
            return std::nullopt;
    }
}

std::optional<HttpAnswer> HttpClient::streamHead()
{
    m_until = steady_clock::now() + patience;
    HttpAnswer answer;
    do { // past 100 Continue
        answer = {};
        const auto status = line();
        if (!status)
            return std::nullopt;
        answer.status = status->mid(9, 3).toInt();
        for (;;) {
            const auto header = line();
            if (!header)
                return std::nullopt;
            if (header->isEmpty())
                break;
            const qsizetype colon = header->indexOf(':');
            answer.headers.emplace_back(header->left(colon).toLower(), header->mid(colon + 1).trimmed());
        }
    } while (answer.status == 100);
    return answer;
}

std::optional<HttpAnswer> HttpClient::answer(bool bodyless)
{
    auto answer = streamHead();
    if (!answer || bodyless)
        return answer;
    if (answer->header("transfer-encoding") == "chunked") {
        m_stream.clear();
        m_streamEnded = false;
        while (!m_streamEnded) {
            if (!dechunk() && !receive())
                return std::nullopt;
        }
        answer->body = m_stream;
        return answer;
    }
    const qsizetype length = answer->header("content-length").toLongLong();
    while (m_buffer.size() < length) {
        if (!receive())
            return std::nullopt;
    }
    answer->body = m_buffer.left(length);
    m_buffer.remove(0, length);
    return answer;
}

bool HttpClient::dechunk()
{
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (m_streamEnded || end < 0)
        return false;
    const qsizetype size = m_buffer.left(end).split(';').front().toLongLong(nullptr, 16);
    if (m_buffer.size() < end + 2 + size + 2)
        return false;
    m_stream += m_buffer.mid(end + 2, size);
    m_buffer.remove(0, end + 2 + size + 2);
    m_streamEnded = size == 0;
    return true;
}

bool HttpClient::streamUntil(const QByteArray &text, int count)
{
    m_until = steady_clock::now() + patience;
    for (;;) {
        while (dechunk()) { }
        if (m_stream.count(text) >= count)
            return true;
        if (m_streamEnded || !receive())
            return false;
    }
}

bool HttpClient::closed()
{
    m_until = steady_clock::now() + patience;
    while (receive()) { }
    while (dechunk()) { }
    return steady_clock::now() < m_until;
}

QByteArray requestBytes(const QByteArray &method, const QByteArray &target,
                        const std::vector<QByteArray> &headers, const QByteArray &body)
{
    QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const QByteArray &header : headers)
        bytes += header + "\r\n";
    if (!body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

std::optional<HttpAnswer> ask(quint16 port, const QByteArray &method, const QByteArray &target,
                              const std::vector<QByteArray> &headers, const QByteArray &body)
{
    HttpClient client(port);
    client.send(requestBytes(method, target, headers, body)); // what breaks here shows in the answer
    return client.answer(method == "HEAD");
}

} // namespace twinfeed::test
