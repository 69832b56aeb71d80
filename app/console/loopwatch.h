// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <QAbstractEventDispatcher>
#include <QObject>

#include <cstdint>

namespace twinfeed {

/// Records the longest turn of the UI thread's event loop: from waking up to sleeping again. A turn of over 100 ms is
/// noticed by a person, and is logged with how long it took. UI thread.
class LoopWatch final : public QObject
{
    Q_OBJECT

public:
    /// Watches the loop of the thread that makes it. `clock` outlives it.
    explicit LoopWatch(const Clock &clock, QObject *parent = nullptr);

    /// Microseconds; since the start, or since reset().
    int64_t longestUs() const { return m_longest; }
    void reset() { m_longest = 0; }

    static constexpr int64_t noticedUs = 100'000;

private:
    void awake();
    void aboutToBlock();

    const Clock &m_clock;
    int64_t m_awakeAt = 0; ///< 0: asleep
    int64_t m_longest = 0;
};

} // namespace twinfeed
