// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <cstdint>
#include <limits>
#include <stop_token>

namespace twinfeed::media {

/// Says to whatever blocks on a network whether it may go on: not after stop, and not after the time that the owner allowed
/// for what it is doing. One thread, the one that does the I/O; the stop may come from any.
class IoGate final
{
public:
    static constexpr int64_t forEver = std::numeric_limits<int64_t>::max() / 2;

    IoGate(const Clock &clock, std::stop_token stop)
        : m_clock(clock)
        , m_stop(std::move(stop))
    {
    }

    /// From now on, so many microseconds.
    void allow(int64_t us)
    {
        m_deadline = us == forEver ? forEver : m_clock.now() + us;
        m_closing = false;
    }
    /// The same for saying goodbye, which a stop does not cut short.
    void allowClosing(int64_t us)
    {
        allow(us);
        m_closing = true;
    }

    bool cut() const { return (!m_closing && m_stop.stop_requested()) || timedOut(); }
    bool timedOut() const { return m_clock.now() > m_deadline; }

    /// As AVIOInterruptCB wants it; `self` is an IoGate.
    static int callback(void *self) { return static_cast<const IoGate *>(self)->cut() ? 1 : 0; }

private:
    const Clock &m_clock;
    const std::stop_token m_stop;
    int64_t m_deadline = 0;
    bool m_closing = false;
};

} // namespace twinfeed::media
