// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <thread>

namespace twinfeed::test {

/// A TCP server on the loopback interface that misbehaves in one way, on a thread of its own ("badserver"), so that the test
/// may block meanwhile. For a server that refuses, take a freePort() where nobody listens.
class BadServer final
{
public:
    enum class Manner {
        Hang, ///< accepts, reads, never answers
        Silent, ///< accepts and does not even read: the sender's window fills up
        Unreachable, ///< the connection itself never comes about: packets are dropped, as behind a firewall
        Reset, ///< accepts and resets at once
        Drip, ///< accepts, reads, and gives `answer` one byte an interval, then hangs
        Garbage, ///< accepts and gives `answer` at once, then hangs
    };

    explicit BadServer(Manner manner, QByteArray answer = {},
                       std::chrono::milliseconds interval = std::chrono::milliseconds(100));
    /// Closes everything.
    ~BadServer();
    BadServer(const BadServer &) = delete;
    BadServer &operator=(const BadServer &) = delete;

    quint16 port() const { return m_port; }
    /// Connections accepted so far.
    int connections() const { return m_connections; }
    /// Connections that their peer has closed so far (not with Silent, which does not read).
    int closed() const { return m_closed; }
    /// Bytes read so far, of all connections.
    qint64 received() const { return m_received; }

private:
    void run(const std::stop_token &stop);
    struct Peer
    {
        int fd;
        qsizetype sent = 0;
    };
    /// False when the peer is gone.
    bool serve(Peer &peer, bool readable, bool due);

    const Manner m_manner;
    const QByteArray m_answer;
    const std::chrono::milliseconds m_interval;
    int m_listener = -1;
    int m_fillers[3] = {-1, -1, -1}; ///< our own connections that fill the queue of Unreachable
    quint16 m_port = 0;
    std::atomic<int> m_connections = 0;
    std::atomic<int> m_closed = 0;
    std::atomic<qint64> m_received = 0;
    std::jthread m_thread; // last: uses all of the above
};

} // namespace twinfeed::test
