// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <QObject>

#include <cstdint>

namespace twinfeed {

/// Records the longest turn of the UI thread's event loop: for so long a key press had to wait at worst. A turn that a person
/// notices is logged. UI thread; one for the program.
///
/// A turn begins with the first event that is delivered after the loop has slept, and ends when it is about to sleep, or to begin the
/// next round without sleep. The dispatcher's own signals do not frame it: GLib's says "awake" behind the work, UNIX's in front of half of it.
/// Costs a comparison for each event, and reads the clock twice a turn.
class LoopWatch final : public QObject
{
    Q_OBJECT

public:
    /// Watches the loop of the thread that makes it. `clock` outlives it.
    explicit LoopWatch(const Clock &clock, QObject *parent = nullptr);

    /// Microseconds; since the start, or since reset().
    int64_t longestUs() const { return m_longest; }
    /// From the next turn on.
    void reset();

    static constexpr int64_t noticedUs = 100'000;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void end();

    const Clock &m_clock;
    bool m_inTurn = false;
    bool m_counts = true; ///< false: this turn began before reset()
    int64_t m_begunAt = 0;
    int64_t m_longest = 0;
};

} // namespace twinfeed
