// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/listener.h"

#include "app/server/transport.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace twinfeed::server {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const QString &address, quint16 port)
{
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const QByteArray host =
        address == QLatin1String("localhost") ? QByteArrayLiteral("127.0.0.1") : address.toLatin1();
    if (host.isEmpty()
        || ::getaddrinfo(host.constData(), QByteArray::number(port).constData(), &hints, &found) != 0)
        found = nullptr;
    return {found, &::freeaddrinfo};
}

quint16 portOf(int fd)
{
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&bound), &size);
    const in_port_t port = bound.ss_family == AF_INET6
        ? reinterpret_cast<const sockaddr_in6 &>(bound).sin6_port
        : reinterpret_cast<const sockaddr_in &>(bound).sin_port;
    return ntohs(port);
}

Error listenFailed(const QString &address, quint16 port, int why)
{
    return {QStringLiteral("listen-failed"),
            QStringLiteral("Cannot listen on %1, port %2: %3.")
                .arg(address)
                .arg(port)
                .arg(QString::fromLocal8Bit(std::strerror(why))),
            {},
            why == EADDRINUSE
                ? QStringLiteral("Choose another port, or 0 for a free one; perhaps this runs already.")
                : QStringLiteral("Choose an address of this machine and a port above 1023."),
            {}};
}

} // namespace

bool isLoopback(const QString &address)
{
    if (address == QLatin1String("localhost"))
        return true;
    const Addresses found = resolve(address, 0);
    if (!found)
        return false;
    if (found->ai_family == AF_INET)
        return (ntohl(reinterpret_cast<const sockaddr_in *>(found->ai_addr)->sin_addr.s_addr) >> 24) == 127;
    return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6 *>(found->ai_addr)->sin6_addr);
}

Result<Listener> listenOn(const QString &address, quint16 port)
{
    const Addresses found = resolve(address, port);
    if (!found) {
        return Error{QStringLiteral("invalid-address"),
                     QStringLiteral("\"%1\" is no address to listen on.").arg(address),
                     {},
                     QStringLiteral("Use a numeric address of this machine, like 127.0.0.1, 0.0.0.0 or ::."),
                     {}};
    }
    const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return listenFailed(address, port, errno);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 128) != 0) {
        const int why = errno;
        ::close(fd);
        return listenFailed(address, port, why);
    }
    return Listener{fd, portOf(fd)};
}

} // namespace twinfeed::server
