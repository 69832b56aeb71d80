// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/limits.h"
#include "models/domain/clock.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace twinfeed::server {

class Exchange;

/// Where a connection stands, which decides what time it has.
enum class Phase {
    Opened, ///< accepted, no request line yet
    Head, ///< request line read
    Body, ///< headers read
    Working, ///< all read; the answer is being found
    Answering, ///< the answer is being written
    Streaming, ///< a stream is being written, and the peer has to take it
    Waiting, ///< a stream has nothing to write
    Idle, ///< between two requests
};

/// All open connections: counts them, and ends those that take too long. The key is the transport's own handle. Any thread.
///
/// Ending means shutdown() of the socket: the transport, which owns it, then sees its end. The socket's number stays valid
/// for as long as the entry is there, since the transport removes the entry (under the same lock) before it closes it.
class Connections final
{
public:
    Connections(const Limits &limits, const Clock &clock);

    /// Over these the transport does not even accept: somewhat more than are admitted, so that there is room to say 503.
    static int most(const Limits &limits) { return limits.connections + 32; }
    bool mayOpen(const QString &address) const;
    void open(const void *key, int fd, const QString &address, bool encrypted);
    /// Called before the socket is closed.
    void close(const void *key);
    /// Whether the connection is among those that get answers; decided at its first request, kept until it closes.
    bool admit(const void *key);
    QString address(const void *key) const;
    int count() const;

    /// A step in a connection's life; `exchange` is the request it works on.
    void enter(const void *key, Phase phase, const std::shared_ptr<Exchange> &exchange = {});

    void sweep();
    /// Waits until no request is being worked on or answered. False when that takes longer.
    bool waitUntilIdle(std::chrono::milliseconds atMost) const;
    std::vector<std::shared_ptr<Exchange>> exchanges() const;

private:
    struct Entry
    {
        int fd = -1;
        QString address;
        bool encrypted = false;
        bool admitted = false;
        Phase phase = Phase::Opened;
        int64_t deadline = 0; ///< 0: none
        std::weak_ptr<Exchange> exchange;
    };
    void expire(Entry &entry);
    int admittedOf(const QString &address) const;

    const Limits m_limits;
    const Clock &m_clock;
    mutable std::mutex
        m_mutex; // guards m_entries; held over shutdown(), poll() without wait and send() without wait
    mutable std::condition_variable m_changed; ///< a request or a connection has ended
    std::unordered_map<const void *, Entry> m_entries;
    int m_admitted = 0;
};

} // namespace twinfeed::server
