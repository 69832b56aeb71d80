// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/sinksocket.h"

#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::drills {

namespace {

/// The port that was bound; 0 where it was not.
quint16 bindLoopback(int socket, quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *plain = reinterpret_cast<sockaddr *>(&address);
    if (::bind(socket, plain, length) != 0 || ::getsockname(socket, plain, &length) != 0)
        return 0;
    return ntohs(address.sin_port);
}

} // namespace

SinkSocket::SinkSocket(SinkSocket &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
    , m_port(other.m_port)
{
}

bool SinkSocket::open(quint16 port)
{
    close();
    m_socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    // What is never read need not be kept.
    const int least = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
    const quint16 bound = bindLoopback(m_socket, port);
    if (bound == 0) {
        close();
        return false;
    }
    m_port = bound;
    return true;
}

void SinkSocket::close()
{
    if (m_socket >= 0)
        ::close(std::exchange(m_socket, -1));
}

quint16 freeLoopbackPort(quint16 wanted)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // Connections of a program that has just ended are nobody who listens.
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const quint16 port = bindLoopback(socket, wanted);
    ::close(socket);
    return port != 0 || wanted == 0 ? port : freeLoopbackPort();
}

} // namespace twinfeed::drills
