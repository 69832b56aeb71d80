// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/previewwire.h"

#include "tests/bench/audience.h"

#include <QTcpSocket>
#include <QUrl>

namespace twinfeed::bench {

namespace {

constexpr int patienceMs = 100;
constexpr qsizetype flvHeader = 13;
constexpr qsizetype tagHeader = 11;
constexpr qsizetype tagEnd = 4;

int byteAt(const QByteArray &bytes, qsizetype at)
{
    return int(uint8_t(bytes.at(at)));
}

int threeBytes(const QByteArray &bytes, qsizetype at)
{
    return byteAt(bytes, at) << 16 | byteAt(bytes, at + 1) << 8 | byteAt(bytes, at + 2);
}

} // namespace

PreviewWire::PreviewWire(const QString &url, const QByteArray &token)
    : m_thread([this, url, token](const std::stop_token &stop) { run(stop, url, token); })
{
}

std::map<int64_t, double> PreviewWire::arrivals() const
{
    const std::lock_guard lock(m_mutex);
    return m_arrivals;
}

void PreviewWire::run(const std::stop_token &stop, const QString &url, const QByteArray &token)
{
    const QUrl address(url);
    QTcpSocket socket;
    socket.connectToHost(address.host(), quint16(address.port()));
    if (!socket.waitForConnected(5000))
        return;
    // HTTP/1.0: no chunks, so what follows the head is the stream itself.
    socket.write("GET " + address.path().toLatin1() + " HTTP/1.0\r\nAuthorization: Bearer " + token
                 + "\r\n\r\n");
    QByteArray bytes;
    bool inStream = false;
    while (!stop.stop_requested() && socket.state() == QAbstractSocket::ConnectedState) {
        if (!socket.waitForReadyRead(patienceMs))
            continue;
        const double atUs = nowUs();
        bytes += socket.readAll();
        const qsizetype head = inStream ? -1 : bytes.indexOf("\r\n\r\n");
        if (head >= 0 && bytes.size() >= head + 4 + flvHeader) {
            bytes.remove(0, head + 4 + flvHeader);
            inStream = true;
        }
        if (inStream)
            take(bytes, atUs);
    }
}

void PreviewWire::take(QByteArray &bytes, double atUs)
{
    while (bytes.size() >= tagHeader) {
        const qsizetype size = tagHeader + threeBytes(bytes, 1) + tagEnd;
        if (bytes.size() < size)
            return;
        const bool picture =
            byteAt(bytes, 0) == 9 && size > tagHeader + 5 && byteAt(bytes, tagHeader + 1) == 1;
        if (picture) {
            const int64_t dts = int64_t(byteAt(bytes, 7)) << 24 | threeBytes(bytes, 4);
            const std::lock_guard lock(m_mutex);
            m_arrivals.emplace(dts + threeBytes(bytes, tagHeader + 2), atUs);
        }
        bytes.remove(0, size);
    }
}

} // namespace twinfeed::bench
