// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignthread.h"

#include <chrono>
#include <cstdlib>

#include <pthread.h>
#include <sys/resource.h>

namespace twinfeed::media {

namespace {

constexpr std::chrono::seconds period{1};
// A weight of a third: with less, what it does in its locks and at its end would wait for a busy machine.
constexpr int niceness = 5;
// The offset is a median that moves with the rounding of timestamps.
constexpr int64_t rounding = 600;

} // namespace

AlignThread::AlignThread(AlignWatch::Buffers buffers, const Clock &clock, Aligned aligned)
    : m_clock(clock)
    , m_aligned(std::move(aligned))
    , m_watch(std::move(buffers))
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

AlignmentStatus AlignThread::status(int64_t trimUs) const
{
    const std::lock_guard lock(m_mutex);
    AlignmentStatus status = m_status;
    if (status.offsetMs)
        *status.offsetMs += double(trimUs) / 1000;
    return status;
}

void AlignThread::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "align");
    setpriority(PRIO_PROCESS, 0, niceness); // of this thread alone, on Linux
    std::optional<int64_t> told;
    while (!stop.stop_requested()) {
        m_watch.look(m_clock.now(), stop);
        const auto offset = m_watch.sourceOffsetUs();
        if (offset.has_value() != told.has_value() || (offset && std::abs(*offset - *told) > rounding)) {
            told = offset;
            m_aligned(offset);
        }
        std::unique_lock lock(m_mutex);
        m_status = m_watch.status();
        m_wake.wait_for(lock, stop, period, [] { return false; });
    }
}

} // namespace twinfeed::media
