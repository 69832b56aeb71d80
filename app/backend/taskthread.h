// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace twinfeed::backend {

/// A thread with a queue: runs what is posted, in order, and a tick in between. The owner of what belongs to one
/// thread only (an SQL connection, the channels) makes it, uses it and takes it down inside such tasks.
class TaskThread final
{
public:
    using Task = std::function<void()>;

    /// `name`: at most 15 characters (the kernel's limit). `tick` runs every `period` on the thread; null for none.
    TaskThread(const char *name, std::chrono::milliseconds period = {}, Task tick = {});
    /// finish()
    ~TaskThread();
    TaskThread(const TaskThread &) = delete;
    TaskThread &operator=(const TaskThread &) = delete;

    /// Any thread. False, and the task is dropped, after finish().
    bool post(Task task);
    /// Runs the task on the thread and waits for it; at once when called on it. False as post().
    bool run(const Task &task);
    /// Runs what is queued, then ends and joins. Not from the thread itself.
    void finish();
    bool isCurrent() const { return std::this_thread::get_id() == m_thread.get_id(); }

private:
    void loop();

    const std::string m_name;
    const std::chrono::milliseconds m_period;
    const Task m_tick;
    std::mutex m_mutex; // guards the two below
    std::deque<Task> m_tasks;
    bool m_finishing = false;
    std::condition_variable m_changed;
    std::jthread m_thread; // last: starts when everything else stands
};

} // namespace twinfeed::backend
