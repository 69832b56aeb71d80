// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/probereader.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace twinfeed::media {

/// Reads a channel's outputs back: those that are about to change until they have, the others each ten seconds for one group of
/// pictures. Up to `most` at a time, so that one which hangs does not keep what is known of the others from being renewed:
/// threads "probe-<n>", which end within a second whatever the network does.
class Prober final
{
public:
    static constexpr int64_t periodUs = 10'000'000;
    static constexpr int64_t retryUs = 500'000;
    static constexpr int most = 3;

    struct Target
    {
        QString output;
        ProbePlace place;
        bool urgent = false; ///< something is waited for
    };
    /// Called on the prober's threads, with no lock held.
    struct Hooks
    {
        /// What there is to look at just now.
        std::function<std::vector<Target>()> targets;
        /// What was seen: each time it changes, with each group of pictures, and at the end of each look; `unopened` units since the last call of this look.
        std::function<void(const Target &target, const Sight &sight, int unopened, int64_t at)> saw;
    };

    Prober(FindSealingKey findKey, const Clock &clock, Hooks hooks);
    ~Prober();
    Prober(const Prober &) = delete;
    Prober &operator=(const Prober &) = delete;

    /// Other targets, or others are urgent. Any thread.
    void wake();

    /// Which of them is next: an urgent one before the others, the one whose last look is the longest ago among equals; none
    /// that is being looked at. Nothing where none is due; then `dueAt` is when one will be. Pure.
    static std::optional<size_t> next(const std::vector<Target> &targets,
                                      const std::map<QString, int64_t> &lastLooks,
                                      const std::set<QString> &lookedAt, int64_t now, int64_t &dueAt);

private:
    void run(int number, const std::stop_token &stop);
    std::optional<Target> choose(int64_t &dueAt);
    void lookAt(const Target &target, const std::stop_token &stop);
    bool goesOn(const Target &target, const ProbeReader::Look &look, int64_t since);
    void sleepUntil(int64_t at, uint64_t wakes, const std::stop_token &stop);
    bool isLookedAt(const QString &output);

    const FindSealingKey m_findKey;
    const Clock &m_clock;
    const Hooks m_hooks;

    std::mutex m_mutex; // guards the three below
    std::map<QString, int64_t> m_lastLooks; // by output
    std::set<QString> m_lookedAt; // just now
    uint64_t m_wakes = 0;
    std::condition_variable_any m_wakeUp;
    std::vector<std::jthread> m_threads; // last
};

} // namespace twinfeed::media
