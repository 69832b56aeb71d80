// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>

#include <cstdint>

namespace twinfeed {

/// The only source of time. Tests give a fake one. All methods may be called from any thread.
class Clock
{
public:
    virtual ~Clock() = default;

    /// The unit's monotonic clock in microseconds (CLOCK_BOOTTIME: goes on across a restart of the program and
    /// through sleep of the machine, not across a boot). Everything is timed by it.
    virtual int64_t now() const = 0;

    /// UTC. Labels things for people; nothing is timed by it.
    virtual QDateTime wall() const = 0;

    /// An id of this boot of the machine; now() of different boots cannot be compared.
    virtual QString bootId() const = 0;
};

/// The machine's real clock.
class SystemClock final : public Clock
{
public:
    int64_t now() const override;
    QDateTime wall() const override;
    QString bootId() const override;
};

} // namespace twinfeed
