// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/probereader.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace twinfeed::media {

/// Reads a channel's outputs back, one after the other: those that are about to change until they have, the others each ten
/// seconds for one group of pictures. Thread "probe", which ends within a second whatever the network does.
class Prober final
{
public:
    static constexpr int64_t periodUs = 10'000'000;
    static constexpr int64_t retryUs = 500'000;

    struct Target
    {
        QString output;
        ProbePlace place;
        bool urgent = false; ///< something is waited for
    };
    /// Called on the prober's thread, with no lock held.
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

    /// Which of them is next: an urgent one before the others, the one whose last look is the longest ago among equals. Nothing
    /// where none is due; then `dueAt` is when one will be. Pure.
    static std::optional<size_t> next(const std::vector<Target> &targets,
                                      const std::map<QString, int64_t> &lastLooks, int64_t now,
                                      int64_t &dueAt);

private:
    void run(const std::stop_token &stop);
    void lookAt(const Target &target, const std::stop_token &stop);
    bool goesOn(const Target &target, const ProbeReader::Look &look, int64_t since);
    void sleepUntil(int64_t at, const std::stop_token &stop);

    const FindSealingKey m_findKey;
    const Clock &m_clock;
    const Hooks m_hooks;
    std::map<QString, int64_t> m_lastLooks; // by output; the thread only

    std::mutex m_mutex; // guards the one below
    bool m_woken = false;
    std::condition_variable_any m_wakeUp;
    std::jthread m_thread; // last
};

} // namespace twinfeed::media
