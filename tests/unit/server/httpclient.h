// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace twinfeed::test {

struct HttpAnswer
{
    int status = 0;
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in small letters
    QByteArray body; ///< chunks put together

    QByteArray header(const char *name) const;
    QJsonObject json() const;
    QString code() const; ///< of a problem document
};

/// HTTP over a plain blocking socket, so that a test can send what no library would. Waits at most `patience` for
/// anything, and then reports nothing.
class HttpClient final
{
public:
    explicit HttpClient(quint16 port, const char *host = "127.0.0.1", int receiveBuffer = 0);
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    bool isConnected() const { return m_fd >= 0; }
    int descriptor() const { return m_fd; }
    /// False when the peer has closed.
    bool send(const QByteArray &bytes);
    /// The next whole answer; `bodyless` for one to HEAD.
    std::optional<HttpAnswer> answer(bool bodyless = false);
    /// Status and headers of an answer whose body is a stream, which streamUntil() then reads.
    std::optional<HttpAnswer> streamHead();
    /// Body bytes so far, once they contain `text` (all of them once `count` times); nothing when it never comes.
    bool streamUntil(const QByteArray &text, int count = 1);
    /// All that came of the stream so far.
    const QByteArray &stream() const { return m_stream; }
    /// Reads until the peer closes; false when it does not.
    bool closed();
    void close();
    void shutdownWrite();

    static constexpr std::chrono::seconds patience{20};

private:
    bool receive(); // more into m_buffer
    bool dechunk(); // from m_buffer into m_stream
    std::optional<QByteArray> line();

    int m_fd = -1;
    QByteArray m_buffer;
    QByteArray m_stream;
    bool m_streamEnded = false;
    std::chrono::steady_clock::time_point m_until;
};

/// The bytes of a request. Content-Length is added for a body; headers are "Name: value" lines.
QByteArray requestBytes(const QByteArray &method, const QByteArray &target,
                        const std::vector<QByteArray> &headers = {}, const QByteArray &body = {});

/// One request on a connection of its own.
std::optional<HttpAnswer> ask(quint16 port, const QByteArray &method, const QByteArray &target,
                              const std::vector<QByteArray> &headers = {}, const QByteArray &body = {});

} // namespace twinfeed::test
