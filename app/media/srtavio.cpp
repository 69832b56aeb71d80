// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/srtavio.h"

#include "app/media/ffmpeg.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <cstring>

#include <netinet/in.h>
#include <srt/access_control.h>
#include <srt/srt.h>

namespace twinfeed::media {

namespace {

constexpr int pollMs = 50;
constexpr int messageBytes = 1316; // 7 TS packets, what every SRT tool expects
constexpr int maxMessageBytes = 1456; // the most SRT carries in live mode
constexpr int avioBytes = 64 * 1024;
constexpr int connectTimeoutMs = 3000;
constexpr int mostMicroseconds = 10'000; // see SrtAddress::latencyMs

void startSrt()
{
    // Never cleaned up: srt_cleanup() would end connections of a thread that is still on its way out.
    static const bool started = [] {
        srt_startup();
        srt_setloglevel(LOG_CRIT);
        return true;
    }();
    Q_UNUSED(started)
}

QString lastSrtError()
{
    return QString::fromUtf8(srt_getlasterror_str());
}

Error interruptedError()
{
    return Error{QStringLiteral("interrupted"), QStringLiteral("The connection was cut short."), {}, {}, {}};
}

Error connectError(const QString &reason)
{
    return Error{
        QStringLiteral("connect-failed"), QStringLiteral("No SRT connection: %1.").arg(reason), {}, {}, {}};
}

Error lostError()
{
    return Error{QStringLiteral("connection-lost"),
                 QStringLiteral("The SRT connection was lost: %1.").arg(lastSrtError()),
                 {},
                 {},
                 {}};
}

/// Closes its socket unless it was taken out.
class Socket
{
public:
    Socket()
        : m_socket(srt_create_socket())
    {
    }
    ~Socket()
    {
        if (m_socket != SRT_INVALID_SOCK)
            srt_close(m_socket);
    }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    operator SRTSOCKET() const { return m_socket; }
    SRTSOCKET release() { return std::exchange(m_socket, SRT_INVALID_SOCK); }

private:
    SRTSOCKET m_socket;
};

template <typename T>
bool setFlag(SRTSOCKET socket, SRT_SOCKOPT option, T value)
{
    return srt_setsockflag(socket, option, &value, sizeof value) != SRT_ERROR;
}

bool setText(SRTSOCKET socket, SRT_SOCKOPT option, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return bytes.isEmpty()
        || srt_setsockflag(socket, option, bytes.constData(), int(bytes.size())) != SRT_ERROR;
}

Result<void> configure(SRTSOCKET socket, const SrtAddress &address, SrtConnection::Direction direction)
{
    const bool sends = direction == SrtConnection::Direction::Send;
    bool ok = setFlag(socket, SRTO_RCVSYN, false) && setFlag(socket, SRTO_SNDSYN, false)
        && setFlag(socket, SRTO_TRANSTYPE, int(SRTT_LIVE)) && setFlag(socket, SRTO_SENDER, int(sends))
        && setFlag(socket, SRTO_LATENCY, address.latencyMs)
        && setFlag(socket, SRTO_CONNTIMEO, connectTimeoutMs)
        && setText(socket, SRTO_PASSPHRASE, address.passphrase);
    if (ok && address.keyBytes > 0)
        ok = setFlag(socket, SRTO_PBKEYLEN, address.keyBytes);
    if (ok && !address.listen)
        ok = setText(socket, SRTO_STREAMID, address.streamId);
    if (!ok)
        return connectError(lastSrtError());
    return {};
}

/// A poll on one socket, released on leaving.
class Poll
{
public:
    Poll(SRTSOCKET socket, int events)
        : m_poll(srt_epoll_create())
    {
        srt_epoll_add_usock(m_poll, socket, &events);
    }
    ~Poll() { srt_epoll_release(m_poll); }
    Poll(const Poll &) = delete;
    Poll &operator=(const Poll &) = delete;

    /// False: interrupted.
    bool wait(const Interrupted &interrupted) const
    {
        for (;;) {
            SRT_EPOLL_EVENT event{};
            if (srt_epoll_uwait(m_poll, &event, 1, pollMs) > 0)
                return true;
            if (interrupted && interrupted())
                return false;
        }
    }

private:
    const int m_poll;
};

Result<int> call(const SrtAddress &address, SrtConnection::Direction direction,
                 const Interrupted &interrupted)
{
    const auto hosts = lookUpHost(address.host, address.port, interrupted);
    if (!hosts)
        return hosts.error();
    Error last = connectError(QStringLiteral("the host has no address"));
    for (const SocketAddress &host : *hosts) {
        Socket socket;
        if (auto configured = configure(socket, address, direction); !configured)
            return configured.error();
        const Poll poll(socket, SRT_EPOLL_OUT | SRT_EPOLL_ERR);
        if (srt_connect(socket, reinterpret_cast<const sockaddr *>(&host.storage), int(host.length))
            == SRT_ERROR) {
            last = connectError(lastSrtError());
            continue;
        }
        if (!poll.wait(interrupted))
            return interruptedError();
        if (srt_getsockstate(socket) == SRTS_CONNECTED)
            return int(socket.release());
        last = connectError(QString::fromUtf8(srt_rejectreason_str(srt_getrejectreason(socket))));
    }
    return last;
}

/// libsrt asks this for each caller before it is let in. `opaque` is the stream id as UTF-8.
int letIn(void *opaque, SRTSOCKET socket, int, const sockaddr *, const char *streamId)
{
    const auto *wanted = static_cast<const QByteArray *>(opaque);
    if (wanted->isEmpty() || *wanted == streamId)
        return 0;
    srt_setrejectreason(socket, SRT_REJX_FORBIDDEN);
    return -1;
}

Result<int> listenForOne(const SrtAddress &address, SrtConnection::Direction direction,
                         const Interrupted &interrupted)
{
    const QString host = address.host.isEmpty() ? QStringLiteral("0.0.0.0") : address.host;
    const auto hosts = lookUpHost(host, address.port, interrupted);
    if (!hosts)
        return hosts.error();
    QByteArray streamId = address.streamId.toUtf8(); // outlives the socket below
    Socket socket;
    if (auto configured = configure(socket, address, direction); !configured)
        return configured.error();
    const SocketAddress &local = hosts->front();
    if (srt_listen_callback(socket, letIn, &streamId) == SRT_ERROR
        || srt_bind(socket, reinterpret_cast<const sockaddr *>(&local.storage), int(local.length))
            == SRT_ERROR
        || srt_listen(socket, 1) == SRT_ERROR) {
        return connectError(lastSrtError());
    }
    const Poll poll(socket, SRT_EPOLL_IN | SRT_EPOLL_ERR);
    for (;;) {
        if (!poll.wait(interrupted))
            return interruptedError();
        const SRTSOCKET peer = srt_accept(socket, nullptr, nullptr);
        if (peer != SRT_INVALID_SOCK)
            return int(peer);
        if (srt_getsockstate(socket) != SRTS_LISTENING)
            return connectError(lastSrtError());
    }
}

int readAvio(void *opaque, uint8_t *buffer, int size)
{
    const auto read = static_cast<SrtConnection *>(opaque)->receive(buffer, size);
    if (!read)
        return read.error().code == QLatin1String("interrupted") ? AVERROR_EXIT : AVERROR(EIO);
    return *read > 0 ? *read : AVERROR_EOF;
}

int writeAvio(void *opaque, uint8_t *buffer, int size)
{
    const auto sent = static_cast<SrtConnection *>(opaque)->send(buffer, size);
    if (!sent)
        return sent.error().code == QLatin1String("interrupted") ? AVERROR_EXIT : AVERROR(EIO);
    return size;
}

} // namespace

Result<SrtAddress> SrtAddress::parse(const QString &url, bool listen)
{
    const auto wrong = [](const QString &what, const QString &remedy) {
        return Error{QStringLiteral("invalid-url"), what, QStringLiteral("/url"), remedy, {}};
    };
    const QUrl parsed(url, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.scheme() != QLatin1String("srt") || parsed.port() < 1) {
        return wrong(QStringLiteral("This is no SRT address with a port."),
                     QStringLiteral("Write it as srt://host:port?streamid=...&latency=120."));
    }
    const QUrlQuery query(parsed);
    const auto value = [&](const char *name) {
        return query.queryItemValue(QString::fromLatin1(name), QUrl::FullyDecoded);
    };
    SrtAddress address;
    address.host = parsed.host();
    address.port = parsed.port();
    address.streamId = value("streamid");
    address.passphrase = value("passphrase");
    const QString mode = value("mode");
    if (!mode.isEmpty() && mode != QLatin1String("caller") && mode != QLatin1String("listener"))
        return wrong(QStringLiteral("\"%1\" is no SRT mode that can be used.").arg(mode),
                     QStringLiteral("Use caller or listener."));
    address.listen = listen || mode == QLatin1String("listener");
    if (!address.listen && address.host.isEmpty())
        return wrong(QStringLiteral("The address names no host to call."),
                     QStringLiteral("Add the host, or mode=listener."));
    if (!address.passphrase.isEmpty() && (address.passphrase.size() < 10 || address.passphrase.size() > 79))
        return wrong(QStringLiteral("The passphrase must have 10 to 79 characters."), {});
    bool ok = true;
    if (const QString bytes = value("pbkeylen"); !bytes.isEmpty()) {
        address.keyBytes = bytes.toInt(&ok);
        if (!ok
            || (address.keyBytes != 0 && address.keyBytes != 16 && address.keyBytes != 24
                && address.keyBytes != 32))
            return wrong(QStringLiteral("pbkeylen must be 16, 24 or 32."), {});
    }
    if (const QString latency = value("latency"); !latency.isEmpty()) {
        const qint64 number = latency.toLongLong(&ok);
        const qint64 milliseconds = number > mostMicroseconds ? number / 1000 : number;
        if (!ok || milliseconds < 0 || milliseconds > 60'000)
            return wrong(QStringLiteral("latency must be 0 to 10000 milliseconds."), {});
        address.latencyMs = int(milliseconds);
    }
    return address;
}

Result<std::unique_ptr<SrtConnection>> SrtConnection::open(const SrtAddress &address, Direction direction,
                                                           Interrupted interrupted)
{
    startSrt();
    const auto socket = address.listen ? listenForOne(address, direction, interrupted)
                                       : call(address, direction, interrupted);
    if (!socket)
        return socket.error();
    return std::unique_ptr<SrtConnection>(new SrtConnection(*socket, direction, std::move(interrupted)));
}

SrtConnection::SrtConnection(int socket, Direction direction, Interrupted interrupted)
    : m_socket(socket)
    , m_poll(srt_epoll_create())
    , m_direction(direction)
    , m_interrupted(std::move(interrupted))
{
    // An accepted socket has its listener's options; it must not block either.
    setFlag(m_socket, SRTO_RCVSYN, false);
    setFlag(m_socket, SRTO_SNDSYN, false);
    const int events = (direction == Direction::Send ? SRT_EPOLL_OUT : SRT_EPOLL_IN) | SRT_EPOLL_ERR;
    srt_epoll_add_usock(m_poll, m_socket, &events);
}

SrtConnection::~SrtConnection()
{
    srt_epoll_release(m_poll);
    srt_close(m_socket);
}

Result<void> SrtConnection::wait()
{
    for (;;) {
        SRT_EPOLL_EVENT event{};
        if (srt_epoll_uwait(m_poll, &event, 1, pollMs) > 0)
            return {};
        if (m_interrupted && m_interrupted())
            return interruptedError();
    }
}

Result<int> SrtConnection::receive(uint8_t *data, int size)
{
    if (m_interrupted && m_interrupted())
        return interruptedError();
    int filled = 0;
    const auto take = [&](const uint8_t *from, size_t bytes) {
        const size_t fits = std::min(bytes, size_t(size - filled));
        if (fits == 0)
            return fits;
        std::memcpy(data + filled, from, fits);
        filled += int(fits);
        return fits;
    };
    m_rest.erase(m_rest.begin(), m_rest.begin() + ptrdiff_t(take(m_rest.data(), m_rest.size())));
    uint8_t message[maxMessageBytes];
    while (m_rest.empty() && filled < size) {
        const int bytes = srt_recvmsg(m_socket, reinterpret_cast<char *>(message), sizeof message);
        if (bytes > 0) {
            const size_t fitted = take(message, size_t(bytes));
            m_rest.assign(message + fitted, message + bytes);
            continue;
        }
        if (filled > 0)
            break;
        if (bytes == 0 || srt_getsockstate(m_socket) != SRTS_CONNECTED)
            return 0;
        if (srt_getlasterror(nullptr) != SRT_EASYNCRCV)
            return lostError();
        if (auto ready = wait(); !ready)
            return ready.error();
    }
    return filled;
}

Result<void> SrtConnection::send(const uint8_t *data, int size)
{
    for (int sent = 0; sent < size;) {
        const int bytes = std::min(messageBytes, size - sent);
        if (srt_sendmsg(m_socket, reinterpret_cast<const char *>(data + sent), bytes, -1, true) == bytes) {
            sent += bytes;
            continue;
        }
        if (srt_getlasterror(nullptr) != SRT_EASYNCSND || srt_getsockstate(m_socket) != SRTS_CONNECTED)
            return lostError();
        if (auto ready = wait(); !ready)
            return ready.error();
    }
    return {};
}

SrtFigures SrtConnection::figures() const
{
    SRT_TRACEBSTATS stats{};
    if (srt_bstats(m_socket, &stats, 0) == SRT_ERROR)
        return {};
    const bool sends = m_direction == Direction::Send;
    SrtFigures figures;
    figures.rttMs = stats.msRTT;
    figures.packets = sends ? stats.pktSentTotal : stats.pktRecvTotal;
    figures.lost = sends ? stats.pktSndLossTotal : stats.pktRcvLossTotal;
    figures.retransmitted = sends ? stats.pktRetransTotal : stats.pktRcvRetrans;
    figures.dropped = sends ? stats.pktSndDropTotal : stats.pktRcvDropTotal;
    figures.linkMbps = stats.mbpsBandwidth;
    return figures;
}

void FreeAvio::operator()(AVIOContext *context) const
{
    av_freep(&context->buffer);
    avio_context_free(&context);
}

Avio makeAvio(SrtConnection &connection, SrtConnection::Direction direction)
{
    const bool sends = direction == SrtConnection::Direction::Send;
    auto *buffer = static_cast<uint8_t *>(av_malloc(avioBytes));
    AVIOContext *context =
        avio_alloc_context(buffer, avioBytes, sends, &connection, sends ? nullptr : readAvio,
                           sends ? writeAvio : nullptr, nullptr);
    if (context && sends)
        context->max_packet_size = messageBytes;
    return Avio(context);
}

} // namespace twinfeed::media
