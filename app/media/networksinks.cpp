// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/networksinks.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/hostlookup.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::media {

namespace {

constexpr int rtmpPort = 1935;
constexpr int rtmpsPort = 443;
constexpr qsizetype datagramBytes = 1316; // 7 TS packets: what fits an Ethernet frame and every tool expects
constexpr int sendBufferBytes = 1 << 20; // a large keyframe at once
constexpr int multicastHops = 16; // as FFmpeg's default

Error connectFailed(const QString &message, const QString &remedy = {})
{
    return errorOf(QStringLiteral("connect-failed"), message, remedy);
}

QString systemText(int code)
{
    return QString::fromLocal8Bit(std::strerror(code));
}

/// What went wrong, without the address: it may hold a stream key.
Error rtmpError(int code, const IoGate &gate, bool opening)
{
    if (code == AVERROR_EXIT || code == AVERROR(ETIMEDOUT)) {
        return gate.timedOut() || code == AVERROR(ETIMEDOUT)
            ? (opening ? errorOf(QStringLiteral("no-answer"),
                                 QStringLiteral("The RTMP server did not answer in time."))
                       : errorOf(QStringLiteral("takes-no-data"),
                                 QStringLiteral("The RTMP server takes no more data.")))
            : errorOf(QStringLiteral("interrupted"), QStringLiteral("The connection was cut short."));
    }
    if (code == AVERROR(ECONNREFUSED))
        return errorOf(QStringLiteral("refuses-connection"),
                       QStringLiteral("The RTMP server refused the connection."),
                       QStringLiteral("Check address and port, and whether the server runs."));
    if (opening
        && (code == AVERROR_EOF || code == AVERROR(EIO) || code == AVERROR_UNKNOWN
            || code == AVERROR_INVALIDDATA || code == AVERROR(ECONNRESET)))
        return errorOf(
            QStringLiteral("stream-refused"), QStringLiteral("The RTMP server did not take the stream."),
            QStringLiteral("Check application and stream key, and whether somebody else publishes there."));
    return errorOf(opening ? QStringLiteral("connect-failed") : QStringLiteral("connection-lost"),
                   QStringLiteral("The RTMP connection failed: %1.").arg(avErrorText(code)));
}

} // namespace

RtmpSink::RtmpSink(QString url)
    : m_url(std::move(url))
{
}

RtmpSink::~RtmpSink()
{
    close();
}

Result<void> RtmpSink::open(IoGate &gate)
{
    m_gate = &gate;
    const QUrl url(m_url);
    const bool secure = url.scheme() == QLatin1String("rtmps");
    if (auto found =
            lookUpHost(url.host(), url.port(secure ? rtmpsPort : rtmpPort), [&gate] { return gate.cut(); });
        !found)
        return found.error();
    const AVIOInterruptCB interrupt{&IoGate::callback, &gate};
    AVDictionary *options = nullptr;
    av_dict_set(&options, "tcp_nodelay", "1", 0);
    if (secure)
        av_dict_set(&options, "tls_verify", "1", 0);
    m_tcp.emplace();
    const int code = avio_open2(&m_io, m_url.toUtf8().constData(), AVIO_FLAG_WRITE, &interrupt, &options);
    av_dict_free(&options);
    if (code < 0)
        return rtmpError(code, gate, true);
    m_tcp->look(url.port(secure ? rtmpsPort : rtmpPort));
    return {};
}

Result<void> RtmpSink::write(const Packet &, const QByteArray &bytes)
{
    avio_write(m_io, reinterpret_cast<const uint8_t *>(bytes.constData()), int(bytes.size()));
    avio_flush(m_io);
    if (m_io->error < 0)
        return rtmpError(m_io->error, *m_gate, false);
    return {};
}

void RtmpSink::close()
{
    m_tcp.reset();
    if (m_io)
        avio_closep(&m_io);
}

SrtSink::SrtSink(QString url)
    : m_address(SrtAddress::parse(url))
{
}

int64_t SrtSink::openTimeoutUs() const
{
    return m_address && m_address->listen ? IoGate::forEver : OutputSink::openTimeoutUs();
}

Result<void> SrtSink::open(IoGate &gate)
{
    m_gate = &gate;
    if (!m_address)
        return m_address.error();
    auto connection =
        SrtConnection::open(*m_address, SrtConnection::Direction::Send, [&gate] { return gate.cut(); });
    if (!connection) {
        if (connection.error().code == QLatin1String("interrupted") && gate.timedOut())
            return errorOf(QStringLiteral("no-answer"),
                           QStringLiteral("The SRT server did not answer in time."));
        return connection.error();
    }
    m_connection = std::move(*connection);
    return {};
}

Result<void> SrtSink::write(const Packet &, const QByteArray &bytes)
{
    auto sent = m_connection->send(reinterpret_cast<const uint8_t *>(bytes.constData()), int(bytes.size()));
    if (!sent && sent.error().code == QLatin1String("interrupted") && m_gate->timedOut())
        return errorOf(QStringLiteral("takes-no-data"), QStringLiteral("The SRT server takes no more data."));
    return sent;
}

void SrtSink::close()
{
    m_connection.reset();
}

UdpSink::UdpSink(QString url)
    : m_url(std::move(url))
{
}

UdpSink::~UdpSink()
{
    close();
}

Result<void> UdpSink::open(IoGate &gate)
{
    const QUrl url(m_url);
    const QUrlQuery query(url);
    auto found = lookUpHost(url.host(), url.port(), [&gate] { return gate.cut(); });
    if (!found)
        return found.error();
    m_to = found->front();
    m_socket = ::socket(m_to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (m_socket < 0)
        return connectFailed(QStringLiteral("No UDP socket: %1.").arg(systemText(errno)));
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDBUF, &sendBufferBytes, sizeof sendBufferBytes);
    const QString hopsText = query.queryItemValue(QStringLiteral("ttl"));
    const int hops = hopsText.isEmpty() ? multicastHops : std::clamp(hopsText.toInt(), 0, 255);
    if (m_to.storage.ss_family == AF_INET6) {
        ::setsockopt(m_socket, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);
        return {};
    }
    ::setsockopt(m_socket, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
    const QByteArray local = query.queryItemValue(QStringLiteral("localaddr")).toLatin1();
    in_addr from{};
    if (!local.isEmpty()
        && (::inet_pton(AF_INET, local.constData(), &from) != 1
            || ::setsockopt(m_socket, IPPROTO_IP, IP_MULTICAST_IF, &from, sizeof from) != 0))
        return connectFailed(QStringLiteral("There is no network interface with the address of localaddr."));
    return {};
}

Result<void> UdpSink::write(const Packet &, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size(); at += datagramBytes) {
        const auto size = size_t(std::min(datagramBytes, bytes.size() - at));
        ssize_t sent = 0;
        do {
            sent = ::sendto(m_socket, bytes.constData() + at, size, MSG_NOSIGNAL,
                            reinterpret_cast<const sockaddr *>(&m_to.storage), m_to.length);
        } while (sent < 0 && errno == EINTR);
        // Nobody listens there yet, or the network card is busy: what a datagram may suffer.
        if (sent < 0 && errno != ECONNREFUSED && errno != ENOBUFS)
            return errorOf(QStringLiteral("connection-lost"),
                           QStringLiteral("UDP cannot be sent: %1.").arg(systemText(errno)));
    }
    return {};
}

void UdpSink::close()
{
    if (m_socket >= 0)
        ::close(std::exchange(m_socket, -1));
}

} // namespace twinfeed::media
