// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/workers.h"

#include <pthread.h>

#include <cstdio>

namespace twinfeed::server {

Workers::Workers(int threads, size_t queue)
    : m_limit(queue)
{
    for (int i = 0; i < threads; ++i) {
        m_threads.emplace_back([this](const std::stop_token &stop) { run(stop); });
        char name[16];
        std::snprintf(name, sizeof name, "tf-http-work-%d", i % 10);
        pthread_setname_np(m_threads.back().native_handle(), name);
    }
}

Workers::~Workers()
{
    for (std::jthread &thread : m_threads)
        thread.request_stop();
    m_threads.clear();
}

bool Workers::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_jobs.size() >= m_limit)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_more.notify_one();
    return true;
}

void Workers::run(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_more.wait(lock, stop, [this] { return !m_jobs.empty(); }))
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace twinfeed::server
