// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/faultproxy.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>
#include <deque>
#include <random>
#include <tuple>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::drills {

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr size_t most = 65'536; // of a datagram, and held back of a connection each way
constexpr int tick = 10; // ms
constexpr int toServer = 0;
constexpr int toClient = 1;

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void closeAtOnce(int fd, bool reset)
{
    if (fd < 0)
        return;
    const linger now{1, 0};
    if (reset)
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(fd);
}

/// How much may pass now.
class Allowance
{
public:
    qint64 now(int bytesPerSecond, Time at)
    {
        if (bytesPerSecond <= 0) {
            m_since = at;
            m_used = 0;
            return most;
        }
        if (m_rate != bytesPerSecond || at - m_since > std::chrono::seconds(5)) {
            m_rate = bytesPerSecond;
            m_since = at;
            m_used = 0;
        }
        const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(at - m_since).count();
        return std::max<qint64>(0, passed * bytesPerSecond / 1'000'000 - m_used);
    }
    void use(qint64 bytes) { m_used += bytes; }

private:
    int m_rate = 0;
    Time m_since;
    qint64 m_used = 0;
};

} // namespace

/// One connection, or one sender of datagrams.
struct FaultProxy::Relay
{
    int server = -1;
    int client = -1; // TCP
    sockaddr_in sender{}; // UDP
    QByteArray held[2]; // read of a stream and not passed on, by way
    bool ended[2] = {false, false}; // no more will come that way
    Allowance allowance[2];
    struct Delayed
    {
        std::chrono::steady_clock::time_point due;
        int way = toServer;
        QByteArray bytes;
    };
    std::deque<Delayed> delayed; // datagrams, by when they are due
    std::mt19937 random;
    qint64 untilError[2] = {0, 0};
    bool gone = false;

    int from(int way) const { return way == toServer ? client : server; }
    int to(int way) const { return way == toServer ? server : client; }
};

FaultProxy::FaultProxy(Protocol protocol, quint16 target, quint16 port)
    : m_protocol(protocol)
    , m_target(target)
{
    const bool tcp = protocol == Protocol::Tcp;
    m_listener = ::socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || (tcp && ::listen(m_listener, 16) != 0)
        || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return;
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

FaultProxy::~FaultProxy()
{
    m_thread = {}; // stops and joins
    ::close(m_listener);
}

void FaultProxy::reset()
{
    change([](Faults &faults) { ++faults.resets; });
}

void FaultProxy::cut()
{
    change([](Faults &faults) { faults.cut = true; });
}

void FaultProxy::stall()
{
    change([](Faults &faults) { faults.stall = true; });
}

void FaultProxy::slow(int bytesPerSecond, Way way)
{
    change([&](Faults &faults) {
        if (way != Way::ToClient)
            faults.bytesPerSecond[toServer] = bytesPerSecond;
        if (way != Way::ToServer)
            faults.bytesPerSecond[toClient] = bytesPerSecond;
    });
}

void FaultProxy::damage(int bytesPerError, quint32 seed, Way way)
{
    change([&](Faults &faults) {
        faults.seed = seed;
        if (way != Way::ToClient)
            faults.bytesPerError[toServer] = bytesPerError;
        if (way != Way::ToServer)
            faults.bytesPerError[toClient] = bytesPerError;
    });
}

void FaultProxy::lose(int perThousand, quint32 seed)
{
    change([&](Faults &faults) {
        faults.losesPerThousand = perThousand;
        faults.seed = seed;
    });
}

void FaultProxy::delay(int ms)
{
    change([ms](Faults &faults) { faults.delayMs = ms; });
}

void FaultProxy::heal()
{
    change([](Faults &faults) { faults = {.resets = faults.resets, .changes = faults.changes}; });
}

void FaultProxy::change(const std::function<void(Faults &)> &change)
{
    int wanted = 0;
    {
        const std::lock_guard lock(m_mutex);
        change(m_faults);
        wanted = ++m_faults.changes;
    }
    if (m_port == 0)
        return;
    for (int seen = m_obeyed; seen < wanted; seen = m_obeyed)
        m_obeyed.wait(seen);
}

FaultProxy::Faults FaultProxy::faults() const
{
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

void FaultProxy::run(const std::stop_token &stop)
{
    ::pthread_setname_np(::pthread_self(), "faultproxy");
    std::vector<Relay> relays;
    int resets = 0;
    while (!stop.stop_requested()) {
        const Faults now = faults();
        const bool reset =
            std::exchange(resets, now.resets) != now.resets || (now.cut && m_protocol == Protocol::Tcp);
        for (Relay &each : relays) {
            if (!reset)
                relay(each, now);
            passDelayed(each);
            if (!reset && !each.gone)
                continue;
            each.gone = true;
            closeAtOnce(each.server, reset);
            closeAtOnce(each.client, reset);
        }
        std::erase_if(relays, [](const Relay &each) { return each.gone; });
        if (m_protocol == Protocol::Tcp)
            accept(relays, now);
        else
            takeDatagrams(relays, now);
        m_open = int(relays.size());
        m_obeyed = now.changes;
        m_obeyed.notify_all();
        wait(relays, now);
    }
    for (const Relay &each : relays) {
        closeAtOnce(each.server, false);
        closeAtOnce(each.client, false);
    }
}

/// Until there is something to read, at most 10 ms: a bound on the rate, or a full window, is looked at again then.
void FaultProxy::wait(const std::vector<Relay> &relays, const Faults &faults) const
{
    std::vector<pollfd> wanted{{m_listener, POLLIN, 0}};
    const bool bounded = faults.bytesPerSecond[toServer] > 0 || faults.bytesPerSecond[toClient] > 0;
    for (const Relay &each : relays) {
        if (faults.stall || bounded)
            break;
        for (const int way : {toServer, toClient}) {
            if (each.from(way) >= 0 && each.held[way].isEmpty() && !each.ended[way])
                wanted.push_back({each.from(way), POLLIN, 0});
        }
    }
    int timeout = tick;
    for (const Relay &each : relays) {
        if (each.delayed.empty())
            continue;
        const auto left = each.delayed.front().due - std::chrono::steady_clock::now();
        timeout = std::clamp(int(std::chrono::ceil<std::chrono::milliseconds>(left).count()), 0, timeout);
    }
    ::poll(wanted.data(), wanted.size(), timeout);
}

bool FaultProxy::add(std::vector<Relay> &relays, const Faults &faults, int client)
{
    const int type = m_protocol == Protocol::Tcp ? SOCK_STREAM : SOCK_DGRAM;
    const int server = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_target);
    if (::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(server);
        return false;
    }
    const int on = 1;
    for (const int end : {server, client})
        std::ignore = ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::ignore = ::fcntl(server, F_SETFL, O_NONBLOCK);
    Relay &relay = relays.emplace_back();
    relay.server = server;
    relay.client = client;
    relay.random.seed(faults.seed);
    ++m_connections;
    return true;
}

void FaultProxy::accept(std::vector<Relay> &relays, const Faults &faults)
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client >= 0 && (faults.cut || !add(relays, faults, client)))
        closeAtOnce(
            client,
            false); // a reset in the middle of connecting leaves Qt's sockets connecting for half a minute
}

void FaultProxy::takeDatagrams(std::vector<Relay> &relays, const Faults &faults)
{
    char bytes[most];
    for (;;) {
        sockaddr_in sender{};
        socklen_t length = sizeof sender;
        const ssize_t count =
            ::recvfrom(m_listener, bytes, sizeof bytes, 0, reinterpret_cast<sockaddr *>(&sender), &length);
        if (count < 0)
            return;
        auto found = std::find_if(relays.begin(), relays.end(), [&](const Relay &relay) {
            return relay.sender.sin_port == sender.sin_port;
        });
        if (found == relays.end()) {
            if (!add(relays, faults, -1))
                continue;
            found = std::prev(relays.end());
            found->sender = sender;
        }
        if (loses(*found, toServer, faults, count))
            continue;
        spoil(*found, toServer, faults, bytes, count);
        pass(*found, toServer, faults, bytes, count);
    }
}

void FaultProxy::pass(Relay &relay, int way, const Faults &faults, const char *bytes, qint64 count)
{
    if (faults.delayMs == 0)
        return sendOn(relay, way, bytes, count);
    relay.delayed.push_back({std::chrono::steady_clock::now() + std::chrono::milliseconds(faults.delayMs),
                             way, QByteArray(bytes, count)});
}

void FaultProxy::passDelayed(Relay &relay)
{
    while (!relay.delayed.empty() && relay.delayed.front().due <= std::chrono::steady_clock::now()) {
        const Relay::Delayed &next = relay.delayed.front();
        sendOn(relay, next.way, next.bytes.constData(), next.bytes.size());
        relay.delayed.pop_front();
    }
}

void FaultProxy::sendOn(Relay &relay, int way, const char *bytes, qint64 count)
{
    const ssize_t sent = way == toServer
        ? ::send(relay.server, bytes, size_t(count), MSG_NOSIGNAL)
        : ::sendto(m_listener, bytes, size_t(count), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr *>(&relay.sender), sizeof relay.sender);
    m_passed += std::max<ssize_t>(0, sent);
}

void FaultProxy::relay(Relay &relay, const Faults &faults)
{
    if (m_protocol == Protocol::Udp)
        return relayAnswers(relay, faults);
    if (faults.stall)
        return;
    for (const int way : {toServer, toClient})
        relayStream(relay, way, faults);
    relay.gone |= relay.ended[toServer] && relay.ended[toClient];
}

void FaultProxy::relayStream(Relay &relay, int way, const Faults &faults)
{
    const qint64 allowed =
        relay.allowance[way].now(faults.bytesPerSecond[way], std::chrono::steady_clock::now());
    QByteArray &held = relay.held[way];
    if (held.isEmpty() && !relay.ended[way] && allowed > 0) {
        held.resize(std::min<qint64>(most, allowed));
        const ssize_t count = ::recv(relay.from(way), held.data(), size_t(held.size()), 0);
        held.resize(std::max<ssize_t>(0, count));
        spoil(relay, way, faults, held.data(), held.size());
        if (count == 0) {
            relay.ended[way] = true;
            ::shutdown(relay.to(way), SHUT_WR);
        } else if (count < 0 && errno != EAGAIN) {
            relay.gone = true;
        }
    }
    if (held.isEmpty())
        return;
    const ssize_t count = ::send(relay.to(way), held.constData(), size_t(held.size()), MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN)
        relay.gone = true;
    const ssize_t sent = std::max<ssize_t>(0, count);
    relay.allowance[way].use(sent);
    m_passed += sent;
    held.remove(0, sent);
}

void FaultProxy::relayAnswers(Relay &relay, const Faults &faults)
{
    char bytes[most];
    for (ssize_t count = 0; (count = ::recv(relay.server, bytes, sizeof bytes, 0)) >= 0;) {
        if (loses(relay, toClient, faults, count))
            continue;
        spoil(relay, toClient, faults, bytes, count);
        pass(relay, toClient, faults, bytes, count);
    }
}

bool FaultProxy::loses(Relay &relay, int way, const Faults &faults, qint64 count)
{
    if (faults.cut || faults.stall || int(relay.random() % 1000) < faults.losesPerThousand)
        return true;
    if (relay.allowance[way].now(faults.bytesPerSecond[way], std::chrono::steady_clock::now()) < count)
        return true;
    relay.allowance[way].use(faults.bytesPerSecond[way] > 0 ? count : 0);
    return false;
}

void FaultProxy::spoil(Relay &relay, int way, const Faults &faults, char *bytes, qint64 count)
{
    const int mean = faults.bytesPerError[way];
    if (mean <= 0)
        return;
    qint64 at = relay.untilError[way];
    for (; at < count; at += 1 + qint64(relay.random() % quint32(2 * mean))) {
        bytes[at] = char(bytes[at] ^ (1 << relay.random() % 8));
        ++m_damaged;
    }
    relay.untilError[way] = at - count;
}

} // namespace twinfeed::drills
