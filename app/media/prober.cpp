// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/prober.h"

#include <algorithm>
#include <limits>

#include <pthread.h>

namespace twinfeed::media {

namespace {

constexpr int64_t longestLookUs = 8'000'000; // of one that nothing is waited for: two long groups of pictures
constexpr int64_t turnUs = 6'000'000; // where others are waited for too
constexpr int64_t askUs = 200'000; // how often it is asked who is waited for
constexpr int64_t idleUs = 2'000'000; // until it is asked again which outputs are live

int64_t lastOf(const std::map<QString, int64_t> &looks, const QString &output)
{
    const auto look = looks.find(output);
    return look == looks.end() ? std::numeric_limits<int64_t>::min() / 2 : look->second;
}

} // namespace

Prober::Prober(FindSealingKey findKey, const Clock &clock, Hooks hooks)
    : m_findKey(std::move(findKey))
    , m_clock(clock)
    , m_hooks(std::move(hooks))
{
    for (int number = 0; number < most; ++number)
        m_threads.emplace_back([this, number](const std::stop_token &stop) { run(number, stop); });
}

Prober::~Prober()
{
    for (std::jthread &thread : m_threads) // all of them before any is waited for
        thread.request_stop();
}

void Prober::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_wakes;
    }
    m_wakeUp.notify_all();
}

std::optional<size_t> Prober::next(const std::vector<Target> &targets,
                                   const std::map<QString, int64_t> &lastLooks,
                                   const std::set<QString> &lookedAt, int64_t now, int64_t &dueAt)
{
    dueAt = now + idleUs;
    std::optional<size_t> best;
    for (size_t i = 0; i < targets.size(); ++i) {
        if (lookedAt.contains(targets[i].output))
            continue;
        const int64_t last = lastOf(lastLooks, targets[i].output);
        const int64_t due = last + (targets[i].urgent ? retryUs : periodUs);
        if (due > now) {
            dueAt = std::min(dueAt, due);
            continue;
        }
        const bool better = !best || (targets[i].urgent && !targets[*best].urgent)
            || (targets[i].urgent == targets[*best].urgent
                && last < lastOf(lastLooks, targets[*best].output));
        if (better)
            best = i;
    }
    return best;
}

std::optional<Prober::Target> Prober::choose(int64_t &dueAt)
{
    std::vector<Target> targets = m_hooks.targets();
    const std::lock_guard lock(m_mutex);
    const auto chosen = next(targets, m_lastLooks, m_lookedAt, m_clock.now(), dueAt);
    if (!chosen)
        return std::nullopt;
    m_lookedAt.insert(targets[*chosen].output);
    return std::move(targets[*chosen]);
}

void Prober::run(int number, const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), QByteArray("probe-" + QByteArray::number(number)).constData());
    while (!stop.stop_requested()) {
        uint64_t wakes = 0;
        {
            const std::lock_guard lock(m_mutex);
            wakes = m_wakes;
        }
        int64_t dueAt = 0;
        const auto target = choose(dueAt);
        if (!target) {
            sleepUntil(dueAt, wakes, stop);
            continue;
        }
        lookAt(*target, stop);
        const std::lock_guard lock(m_mutex);
        m_lastLooks[target->output] = m_clock.now();
        m_lookedAt.erase(target->output);
    }
}

void Prober::sleepUntil(int64_t at, uint64_t wakes, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_wakeUp.wait_for(lock, stop, std::chrono::microseconds(std::max<int64_t>(0, at - m_clock.now())),
                      [this, wakes] { return m_wakes != wakes; });
}

bool Prober::isLookedAt(const QString &output)
{
    const std::lock_guard lock(m_mutex);
    return m_lookedAt.contains(output);
}

void Prober::lookAt(const Target &target, const std::stop_token &stop)
{
    ProbeReader reader(target.place, m_findKey, m_clock, stop);
    const int64_t since = m_clock.now();
    int64_t askedAt = since;
    std::optional<Sight> told;
    ProbeReader::Look newest;
    int unopened = 0; // told
    int groups = 0; // told
    const auto tell = [&](const Sight &sight) {
        m_hooks.saw(target, sight, newest.unopened - unopened, m_clock.now());
        unopened = newest.unopened;
        groups = newest.wholeGroups;
        told = sight;
    };
    const auto ended = reader.read([&](const ProbeReader::Look &look) {
        newest = look;
        if (!told || *told != look.sight || groups != look.wholeGroups)
            tell(look.sight);
        const int64_t now = m_clock.now();
        if (now - askedAt < askUs)
            return true;
        askedAt = now;
        return goesOn(target, look, since);
    });
    if (ended)
        tell(newest.sight); // it is as new as this
    else if (!stop.stop_requested())
        tell({EncryptionSeen::Unknown, {}, ended.error().message, ended.error().code});
}

bool Prober::goesOn(const Target &target, const ProbeReader::Look &look, int64_t since)
{
    const std::vector<Target> targets = m_hooks.targets();
    const auto self = std::ranges::find(targets, target.output, &Target::output);
    if (self == targets.end())
        return false;
    const bool others = std::ranges::any_of(
        targets, [this](const Target &each) { return each.urgent && !isLookedAt(each.output); });
    const int64_t elapsed = m_clock.now() - since;
    if (self->urgent)
        return !others || elapsed < turnUs;
    return !others && look.wholeGroups == 0 && elapsed < longestLookUs;
}

} // namespace twinfeed::media
