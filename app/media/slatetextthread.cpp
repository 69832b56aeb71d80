// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatetextthread.h"

#include <algorithm>
#include <chrono>

#include <pthread.h>

namespace twinfeed::media {

std::shared_ptr<SlateTextPictures> SlateTextThread::setClip(const std::shared_ptr<const SlateClip> &clip)
{
    auto pictures =
        clip && clip->text ? std::make_shared<SlateTextPictures>(clip, m_clock, m_aheadUs) : nullptr;
    {
        const std::lock_guard lock(m_mutex);
        m_pictures = pictures;
    }
    m_changed.notify_one();
    if (pictures && !m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    return pictures;
}

void SlateTextThread::setAhead(int64_t aheadUs)
{
    m_aheadUs = aheadUs;
    const std::lock_guard lock(m_mutex);
    if (m_pictures)
        m_pictures->setAhead(aheadUs);
}

void SlateTextThread::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "slate-text");
    std::shared_ptr<SlateTextPictures> done; // failed, or without anything to do
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (m_pictures == done) {
            m_changed.wait(lock, stop, [&] { return m_pictures != done; });
            continue;
        }
        const auto pictures = m_pictures;
        lock.unlock();
        const int64_t next = pictures->prepare();
        lock.lock();
        if (next == std::numeric_limits<int64_t>::max()) {
            done = pictures;
            continue;
        }
        const auto sleep = std::chrono::microseconds(std::max<int64_t>(0, next - m_clock.now()));
        m_changed.wait_for(lock, stop, sleep, [&] { return m_pictures != pictures; });
    }
}

} // namespace twinfeed::media
