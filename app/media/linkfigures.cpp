// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/linkfigures.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace twinfeed::media {

namespace {

constexpr double percent = 100;

/// Of an open socket; 0 for anything else.
uint64_t inodeOf(int file)
{
    struct stat about
    {
    };
    return ::fstat(file, &about) == 0 && S_ISSOCK(about.st_mode) ? uint64_t(about.st_ino) : 0;
}

void eachSocket(const std::function<void(int socket, uint64_t inode)> &found)
{
    DIR *folder = ::opendir("/proc/self/fd");
    if (!folder)
        return;
    while (const dirent *entry = ::readdir(folder)) {
        char *end = nullptr;
        const int file = int(std::strtol(entry->d_name, &end, 10));
        if (end == entry->d_name || *end != '\0')
            continue;
        if (const uint64_t inode = inodeOf(file))
            found(file, inode);
    }
    ::closedir(folder);
}

int portOf(const sockaddr_storage &address)
{
    if (address.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in &>(address).sin_port);
    if (address.ss_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6 &>(address).sin6_port);
    return -1;
}

bool isThisMachine(const sockaddr_storage &address)
{
    if (address.ss_family == AF_INET)
        return ntohl(reinterpret_cast<const sockaddr_in &>(address).sin_addr.s_addr) >> 24 == 127;
    const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
}

} // namespace

LinkFigures linkFigures(const SrtFigures &srt)
{
    LinkFigures figures;
    figures.retransmits = srt.retransmitted;
    if (srt.rttMs > 0)
        figures.roundTripMs = srt.rttMs;
    if (const int64_t all = srt.packets + srt.lost; all > 0)
        figures.lossPercent = std::min(percent, percent * double(srt.lost) / double(all));
    return figures;
}

TcpLink::TcpLink(Peers peers)
    : m_peers(peers)
{
    eachSocket([this](int, uint64_t inode) { m_before.insert(inode); });
}

void TcpLink::look(int port)
{
    int found = 0;
    eachSocket([&](int socket, uint64_t inode) {
        sockaddr_storage peer{};
        sockaddr_storage own{};
        socklen_t peerLength = sizeof peer;
        socklen_t ownLength = sizeof own;
        int type = 0;
        socklen_t typeLength = sizeof type;
        if (m_before.contains(inode) || ::getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &typeLength) != 0
            || type != SOCK_STREAM
            || ::getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &peerLength) != 0
            || ::getsockname(socket, reinterpret_cast<sockaddr *>(&own), &ownLength) != 0)
            return;
        if (portOf(peer) != port && portOf(own) != port)
            return;
        if (m_peers == Peers::Elsewhere && isThisMachine(peer))
            return;
        ++found;
        m_socket = socket;
        m_inode = inode;
    });
    if (found != 1)
        m_socket = -1;
}

LinkFigures TcpLink::figures() const
{
    tcp_info info{};
    socklen_t length = sizeof info;
    if (m_socket < 0 || inodeOf(m_socket) != m_inode
        || ::getsockopt(m_socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return {};
    LinkFigures figures;
    if (info.tcpi_rtt > 0)
        figures.roundTripMs = double(info.tcpi_rtt) / 1000;
    figures.retransmits = info.tcpi_total_retrans;
    return figures;
}

} // namespace twinfeed::media
