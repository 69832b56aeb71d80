// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace twinfeed::drills {

/// Stands between two programs on the loopback interface and spoils what passes: give one of them port() in place of the
/// other's port. Without a fault every byte passes as it came. Faults may be set at any time, also together, and from
/// any thread; they hold when the call returns (about 10 ms), for connections that are open and for later ones.
///
///     FaultProxy proxy(FaultProxy::Protocol::Tcp, nginx.port());
///     push("rtmp://127.0.0.1:" + proxy.port() + "/live/key");
///     proxy.stall();  ...  proxy.heal();
///
/// A thread of its own ("faultproxy"), so that the test may block meanwhile.
class FaultProxy final
{
public:
    enum class Protocol {
        Tcp, ///< RTMP, HTTP, HLS, the REST interface
        Udp, ///< SRT and TS over UDP: whole datagrams, any number of senders
    };
    enum class Way { ToServer, ToClient, Both };

    /// `target`: port on 127.0.0.1 that is connected to as callers come; nobody need listen there yet. `port`: where it
    /// listens; 0: a free one.
    explicit FaultProxy(Protocol protocol, quint16 target, quint16 port = 0);
    /// Closes everything.
    ~FaultProxy();
    FaultProxy(const FaultProxy &) = delete;
    FaultProxy &operator=(const FaultProxy &) = delete;

    /// 0 where it could not listen.
    quint16 port() const { return m_port; }

    /// Resets all open connections, once; new ones are let in. (UDP: forgets who sent, no more.)
    void reset();
    /// Resets all open connections and every new one. (UDP: drops every datagram.)
    void cut();
    /// Half open: connections stay, nothing passes and nothing is read, so that windows fill up. Callers are still let in.
    /// (UDP: as cut().)
    void stall();
    /// At most so many bytes a second each way and connection. A drip is 1. (UDP: what is over it is dropped.)
    void slow(int bytesPerSecond, Way way = Way::Both);
    void drip() { slow(1); }
    /// One bit in so many bytes is turned over, in the mean; seeded: the same bytes are damaged alike.
    void damage(int bytesPerError, quint32 seed = 1, Way way = Way::Both);
    /// So many datagrams of a thousand are lost. UDP only.
    void lose(int perThousand, quint32 seed = 1);
    /// Every datagram comes so many milliseconds later, each way: a round trip takes twice as long. UDP only.
    void delay(int ms);
    /// No fault any more.
    void heal();

    /// Connections let in so far (UDP: senders).
    int connections() const { return m_connections; }
    /// Open now.
    int open() const { return m_open; }
    /// Bytes that have been passed on, both ways.
    qint64 passed() const { return m_passed; }
    /// Bytes that have been damaged.
    qint64 damaged() const { return m_damaged; }

private:
    struct Faults
    {
        bool cut = false;
        bool stall = false;
        int resets = 0; ///< how often reset() was called
        int changes = 0;
        int bytesPerSecond[2] = {0, 0}; ///< to the server, to the client; 0: no bound
        int bytesPerError[2] = {0, 0};
        int losesPerThousand = 0;
        int delayMs = 0;
        quint32 seed = 1;
    };
    struct Relay;

    void run(const std::stop_token &stop);
    void wait(const std::vector<Relay> &relays, const Faults &faults) const;
    void accept(std::vector<Relay> &relays, const Faults &faults);
    void takeDatagrams(std::vector<Relay> &relays, const Faults &faults);
    bool add(std::vector<Relay> &relays, const Faults &faults, int client);
    void relay(Relay &relay, const Faults &faults);
    void relayStream(Relay &relay, int way, const Faults &faults);
    void relayAnswers(Relay &relay, const Faults &faults);
    void spoil(Relay &relay, int way, const Faults &faults, char *bytes, qint64 count);
    void pass(Relay &relay, int way, const Faults &faults, const char *bytes, qint64 count);
    void passDelayed(Relay &relay);
    void sendOn(Relay &relay, int way, const char *bytes, qint64 count);
    bool loses(Relay &relay, int way, const Faults &faults, qint64 count);
    Faults faults() const;
    void change(const std::function<void(Faults &)> &change);

    const Protocol m_protocol;
    const quint16 m_target;
    quint16 m_port = 0;
    int m_listener = -1;
    mutable std::mutex m_mutex; // guards m_faults
    Faults m_faults;
    std::atomic<int> m_obeyed = 0; // changes that hold
    std::atomic<int> m_connections = 0;
    std::atomic<int> m_open = 0;
    std::atomic<qint64> m_passed = 0;
    std::atomic<qint64> m_damaged = 0;
    std::jthread m_thread; // last: uses all of the above
};

} // namespace twinfeed::drills
