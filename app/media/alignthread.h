// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/alignwatch.h"
#include "models/domain/clock.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace twinfeed::media {

/// Watches in the background how a channel's paths lie to each other: thread "align", at low priority, woken once a second.
/// Joined in the destructor, which waits for no measurement.
class AlignThread final
{
public:
    /// On the thread, with no lock held, when it has changed by more than rounding: what Splicer::setAligned() wants.
    using Aligned = std::function<void(std::optional<int64_t> sourceOffsetUs)>;

    AlignThread(AlignWatch::Buffers buffers, const Clock &clock, Aligned aligned);

    /// Any thread. The backup counts as `trimUs` later than it comes: its InputConfig::delayMs less the primary's.
    AlignmentStatus status(int64_t trimUs) const;

private:
    void run(const std::stop_token &stop);

    const Clock &m_clock;
    const Aligned m_aligned;

    mutable std::mutex m_mutex; // guards the status
    std::condition_variable_any m_wake; // the stop, nothing else
    AlignmentStatus m_status;

    AlignWatch m_watch; // the thread's
    std::jthread m_thread; // last
};

} // namespace twinfeed::media
