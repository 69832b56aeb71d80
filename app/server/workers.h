// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace twinfeed::server {

/// A few threads for what reads the disk or decodes (journal, stills), so that the transport's thread never waits.
/// Owned by Server; any thread may post.
class Workers final
{
public:
    /// `queue`: jobs that may wait.
    Workers(int threads, size_t queue);
    /// Ends after the jobs that run; those that wait are dropped.
    ~Workers();
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    /// False where too many wait already: the job was not taken.
    bool post(std::function<void()> job);

private:
    void run(const std::stop_token &stop);

    const size_t m_limit;
    std::mutex m_mutex; // guards m_jobs
    std::condition_variable_any m_more;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::jthread> m_threads; // last: joined first
};

} // namespace twinfeed::server
