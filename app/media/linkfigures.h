// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/srtavio.h"

#include <cstdint>
#include <optional>
#include <set>

namespace twinfeed::media {

/// What is known of the way that a connection takes, since it began. Nothing where nobody measures it: missing is not zero.
struct LinkFigures
{
    std::optional<double> roundTripMs;
    std::optional<int64_t>
        retransmits; ///< packets sent again; of what is received over TCP only the sender knows it
    std::optional<double> lossPercent; ///< of the packets on their way, before they were sent again

    bool operator==(const LinkFigures &) const = default;
};

LinkFigures linkFigures(const SrtFigures &srt);

/// Finds the TCP connection that a library has just opened on this thread and tells nobody of, and asks the kernel about it
/// (TCP_INFO). Make it before opening, look afterwards. Other threads may open connections meanwhile: what could be more than
/// one is not known, and N/A. One thread.
class TcpLink final
{
public:
    /// A peer on this machine is a relay or a tunnel: its round trip says nothing of the way behind it. `Anywhere` is for tests.
    enum class Peers { Elsewhere, Anywhere };

    explicit TcpLink(Peers peers = Peers::Elsewhere);
    /// The one connection that is new since then and whose port at the far end, or where somebody came to us at this one, is
    /// `port`.
    void look(int port);
    /// Nothing once the connection has gone.
    LinkFigures figures() const;

private:
    const Peers m_peers;
    std::set<uint64_t> m_before; // inodes of sockets
    int m_socket = -1; // the library's: looked at, never closed
    uint64_t m_inode = 0; // the number may be given to another file
};

} // namespace twinfeed::media
