// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/taskthread.h"

#include <pthread.h>

#include <future>

namespace twinfeed::backend {

TaskThread::TaskThread(const char *name, std::chrono::milliseconds period, Task tick)
    : m_name(name)
    , m_period(period)
    , m_tick(std::move(tick))
    , m_thread([this] { loop(); })
{
}

TaskThread::~TaskThread()
{
    finish();
}

bool TaskThread::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_finishing)
            return false;
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_one();
    return true;
}

bool TaskThread::run(const Task &task)
{
    if (isCurrent()) {
        task();
        return true;
    }
    std::promise<void> done;
    if (!post([&] {
            task();
            done.set_value();
        }))
        return false;
    done.get_future().wait();
    return true;
}

void TaskThread::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_finishing = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void TaskThread::loop()
{
    pthread_setname_np(pthread_self(), m_name.c_str());
    using Steady = std::chrono::steady_clock;
    auto nextTick = Steady::now() + m_period;
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto woken = [this] { return m_finishing || !m_tasks.empty(); };
        if (m_tick)
            m_changed.wait_until(lock, nextTick, woken);
        else
            m_changed.wait(lock, woken);
        if (!m_tasks.empty()) {
            const Task task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        } else if (m_finishing) {
            return;
        }
        if (m_tick && Steady::now() >= nextTick) {
            lock.unlock();
            m_tick();
            lock.lock();
            // Counted from now: after a stall one tick is enough, a burst of them would only delay commands.
            nextTick = Steady::now() + m_period;
        }
    }
}

} // namespace twinfeed::backend
