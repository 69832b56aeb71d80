// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/takebook.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace twinfeed::media {

namespace {

// An output that has not sent the picture by then is stuck: what entered the programme is what can be said.
constexpr int64_t outputPatience = 1'000'000;

const QString inProgramme = QStringLiteral("programme");

} // namespace

TakeBook::~TakeBook()
{
    for (auto &[id, take] : std::exchange(m_takes, {})) {
        take.done(Error{QStringLiteral("engine-stopped"),
                        QStringLiteral("The channel was stopped before the take was done."),
                        {},
                        {},
                        {}});
    }
}

uint64_t TakeBook::open(int64_t acceptedAt, Done done)
{
    const std::lock_guard lock(m_mutex);
    const uint64_t id = m_nextId++;
    m_takes[id] = {acceptedAt, std::move(done), {}, 0, 0};
    return id;
}

void TakeBook::fail(uint64_t take, const Error &error)
{
    Done done;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_takes.find(take);
        if (it == m_takes.end())
            return;
        done = std::move(it->second.done);
        m_takes.erase(it);
    }
    done(error);
}

void TakeBook::answer(std::unique_lock<std::mutex> &lock, std::map<uint64_t, Take>::iterator take, int64_t at,
                      const QString &where)
{
    TakeEvidence evidence = *take->second.evidence;
    evidence.firstPictureMs = double(std::max<int64_t>(0, at - take->second.acceptedAt)) / 1000;
    evidence.measuredAt = where;
    const Done done = std::move(take->second.done);
    m_takes.erase(take);
    lock.unlock();
    done(evidence);
    lock.lock();
}

void TakeBook::cut(uint64_t take, const TakeEvidence &evidence, int64_t dts, int64_t now, bool outputsLive)
{
    std::unique_lock lock(m_mutex);
    const auto it = m_takes.find(take);
    if (it == m_takes.end())
        return;
    it->second.evidence = evidence;
    it->second.dts = dts;
    it->second.enteredAt = now;
    // What is on air already has no first picture to wait for.
    if (!outputsLive || evidence.from == evidence.to)
        answer(lock, it, now, inProgramme);
}

void TakeBook::sent(const QString &output, const Packet &packet, int64_t at)
{
    std::unique_lock lock(m_mutex);
    for (auto it = m_takes.begin(); it != m_takes.end(); ++it) {
        const Take &take = it->second;
        if (take.evidence && take.evidence->to == packet.source && packet.dts >= take.dts) {
            const QString where = QStringLiteral("output:") + output;
            return answer(lock, it, at, where);
        }
    }
}

int64_t TakeBook::expire(int64_t now)
{
    std::unique_lock lock(m_mutex);
    int64_t next = std::numeric_limits<int64_t>::max();
    for (auto it = m_takes.begin(); it != m_takes.end();) {
        if (!it->second.evidence) {
            ++it;
        } else if (now - it->second.enteredAt >= outputPatience) {
            answer(lock, it, it->second.enteredAt, inProgramme);
            it = m_takes.begin(); // the lock was given back in between
        } else {
            next = std::min(next, it->second.enteredAt + outputPatience);
            ++it;
        }
    }
    return next;
}

} // namespace twinfeed::media
