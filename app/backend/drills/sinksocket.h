// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace twinfeed::drills {

/// Where the programme of a rehearsal ends: a UDP port of the loopback interface that takes everything and keeps nothing.
/// The kernel drops what nobody reads, so it costs neither a thread nor a disk. Closed, its sender is refused: the
/// destination is down. One thread.
class SinkSocket final
{
public:
    SinkSocket() = default;
    ~SinkSocket() { close(); }
    SinkSocket(SinkSocket &&other) noexcept;
    SinkSocket &operator=(SinkSocket &&) = delete;

    /// `port` 0: a free one. False where it is taken.
    bool open(quint16 port = 0);
    void close();
    bool isOpen() const { return m_socket >= 0; }
    /// Of the newest open(); also while closed.
    quint16 port() const { return m_port; }

private:
    int m_socket = -1;
    quint16 m_port = 0;
};

/// A TCP port of the loopback interface on which nobody listens now: `wanted` where that is one; 0 where there is none.
quint16 freeLoopbackPort(quint16 wanted = 0);

} // namespace twinfeed::drills
