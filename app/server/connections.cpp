// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/connections.h"

#include "app/server/exchange.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace twinfeed::server {

namespace {

/// More than are admitted of one address may be open, to be told 503.
constexpr int spareOfAddress = 8;

} // namespace

Connections::Connections(const Limits &limits, const Clock &clock)
    : m_limits(limits)
    , m_clock(clock)
{
}

bool Connections::mayOpen(const QString &address) const
{
    const std::lock_guard lock(m_mutex);
    const auto open = std::count_if(m_entries.begin(), m_entries.end(), [&address](const auto &entry) {
        return entry.second.address == address;
    });
    return open < m_limits.connectionsPerAddress + spareOfAddress;
}

void Connections::open(const void *key, int fd, const QString &address, bool encrypted)
{
    const std::lock_guard lock(m_mutex);
    Entry &entry = m_entries[key];
    entry = {};
    entry.fd = fd;
    entry.address = address;
    entry.encrypted = encrypted;
    entry.deadline = m_clock.now() + m_limits.request;
}

void Connections::close(const void *key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return;
    if (found->second.admitted)
        --m_admitted;
    m_entries.erase(found);
    m_changed.notify_all();
}

int Connections::admittedOf(const QString &address) const
{
    return int(std::count_if(m_entries.begin(), m_entries.end(), [&address](const auto &entry) {
        return entry.second.admitted && entry.second.address == address;
    }));
}

bool Connections::admit(const void *key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return false;
    Entry &entry = found->second;
    if (entry.admitted)
        return true;
    if (m_admitted >= m_limits.connections || admittedOf(entry.address) >= m_limits.connectionsPerAddress)
        return false;
    entry.admitted = true;
    ++m_admitted;
    return true;
}

QString Connections::address(const void *key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? QString() : found->second.address;
}

int Connections::count() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_entries.size());
}

void Connections::enter(const void *key, Phase phase, const std::shared_ptr<Exchange> &exchange)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return;
    Entry &entry = found->second;
    const int64_t now = m_clock.now();
    switch (phase) {
    case Phase::Opened:
    case Phase::Body:
        break; // the time of a request counts from its first byte
    case Phase::Head:
        if (entry.phase != Phase::Opened) // the first request's time counts from the connection's start
            entry.deadline = now + m_limits.request;
        break;
    case Phase::Working:
    case Phase::Waiting:
        entry.deadline = 0;
        break;
    case Phase::Answering:
        entry.deadline = now + m_limits.answer;
        break;
    case Phase::Streaming:
        entry.deadline = now + m_limits.stall;
        break;
    case Phase::Idle:
        entry.deadline = now + m_limits.idle;
        m_changed.notify_all();
        break;
    }
    entry.phase = phase;
    entry.exchange = exchange;
}

void Connections::expire(Entry &entry)
{
    entry.deadline = 0;
    if (entry.phase == Phase::Body && !entry.encrypted) {
        // libmicrohttpd lets nobody answer in mid-body, so this is written past it; it has written nothing yet. Into TLS
        // this thread may not write.
        if (const auto exchange = entry.exchange.lock()) {
            const QByteArray answer = exchange->timeoutAnswer();
            [[maybe_unused]] const auto sent =
                ::send(entry.fd, answer.constData(), size_t(answer.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        }
    }
    ::shutdown(entry.fd, SHUT_RDWR);
}

void Connections::sweep()
{
    std::vector<std::shared_ptr<Exchange>> gone;
    {
        const std::lock_guard lock(m_mutex);
        const int64_t now = m_clock.now();
        std::vector<pollfd> waiting;
        std::vector<std::weak_ptr<Exchange>> waiters;
        for (auto &[key, entry] : m_entries) {
            if (entry.deadline != 0 && now >= entry.deadline)
                expire(entry);
            if (entry.phase == Phase::Waiting) {
                waiting.push_back({entry.fd, POLLRDHUP, 0});
                waiters.push_back(entry.exchange);
            }
        }
        if (!waiting.empty() && ::poll(waiting.data(), nfds_t(waiting.size()), 0) > 0) {
            for (size_t i = 0; i < waiting.size(); ++i) {
                if (waiting[i].revents == 0)
                    continue;
                if (auto exchange = waiters[i].lock())
                    gone.push_back(std::move(exchange));
            }
        }
    }
    for (const auto &exchange : gone)
        exchange->abandon();
}

bool Connections::waitUntilIdle(std::chrono::milliseconds atMost) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, atMost, [this] {
        return std::all_of(m_entries.begin(), m_entries.end(), [](const auto &entry) {
            return entry.second.phase < Phase::Working || entry.second.phase == Phase::Idle;
        });
    });
}

std::vector<std::shared_ptr<Exchange>> Connections::exchanges() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<Exchange>> all;
    for (const auto &[key, entry] : m_entries) {
        if (auto exchange = entry.exchange.lock())
            all.push_back(std::move(exchange));
    }
    return all;
}

} // namespace twinfeed::server
