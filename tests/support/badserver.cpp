// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/badserver.h"

#include "tests/support/ports.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::test {

namespace {

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void reset(int fd)
{
    const linger now{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(fd);
}

} // namespace

BadServer::BadServer(Manner manner, QByteArray answer, std::chrono::milliseconds interval)
    : m_manner(manner)
    , m_answer(std::move(answer))
    , m_interval(interval)
    , m_port(freePort())
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = loopback(m_port);
    const int backlog = manner == Manner::Unreachable ? 0 : 16;
    if (::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::listen(m_listener, backlog) != 0)
        qFatal("BadServer cannot listen on port %d", m_port);
    if (manner == Manner::Unreachable) {
        // Linux keeps backlog + 1 connections that nobody accepts and drops the packets of all others.
        for (int &filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            std::ignore = ::connect(filler, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        }
        return;
    }
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

BadServer::~BadServer()
{
    m_thread = {}; // stops and joins
    for (const int filler : m_fillers) {
        if (filler >= 0)
            ::close(filler);
    }
    ::close(m_listener);
}

void BadServer::run(const std::stop_token &stop)
{
    ::pthread_setname_np(::pthread_self(), "badserver");
    std::vector<Peer> peers;
    auto next = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        std::vector<pollfd> wanted{{m_listener, POLLIN, 0}};
        for (const Peer &peer : peers)
            wanted.push_back({peer.fd, static_cast<short>(m_manner == Manner::Silent ? 0 : POLLIN), 0});
        // Wakes at least every 20 ms to see that it shall stop.
        ::poll(wanted.data(), wanted.size(), static_cast<int>(std::min<qint64>(20, m_interval.count())));
        const bool due = std::chrono::steady_clock::now() >= next;
        if (due)
            next = std::chrono::steady_clock::now() + m_interval;
        for (std::size_t i = 0; i < peers.size(); ++i) {
            const bool readable = wanted[i + 1].revents & (POLLIN | POLLHUP | POLLERR);
            if (!serve(peers[i], readable && m_manner != Manner::Silent, due)) {
                ::close(peers[i].fd);
                peers[i].fd = -1;
                ++m_closed;
            }
        }
        std::erase_if(peers, [](const Peer &peer) { return peer.fd < 0; });
        if (!(wanted[0].revents & POLLIN))
            continue;
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            continue;
        ++m_connections;
        if (m_manner == Manner::Reset)
            reset(fd);
        else
            peers.push_back({fd});
    }
    for (const Peer &peer : peers)
        ::close(peer.fd);
}

bool BadServer::serve(Peer &peer, bool readable, bool due)
{
    if (readable) {
        char bytes[16384];
        const ssize_t count = ::recv(peer.fd, bytes, sizeof bytes, 0);
        if (count == 0 || (count < 0 && errno != EAGAIN))
            return false;
        m_received += std::max<ssize_t>(0, count);
    }
    qsizetype most = 0;
    if (m_manner == Manner::Garbage)
        most = m_answer.size() - peer.sent;
    else if (m_manner == Manner::Drip && due)
        most = std::min<qsizetype>(1, m_answer.size() - peer.sent);
    if (most > 0) {
        const ssize_t count =
            ::send(peer.fd, m_answer.constData() + peer.sent, static_cast<size_t>(most), MSG_NOSIGNAL);
        peer.sent += std::max<ssize_t>(0, count);
    }
    return true;
}

} // namespace twinfeed::test
