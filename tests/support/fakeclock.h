// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <chrono>
#include <mutex>

namespace twinfeed::test {

/// A clock that stands still until the test moves it. Starts at one hour after the boot and at 2026-01-01 12:00 UTC. Any
/// thread.
class FakeClock final : public Clock
{
public:
    int64_t now() const override;
    QDateTime wall() const override;
    QString bootId() const override;

    /// Moves both clocks on, as time does.
    void advance(std::chrono::microseconds by);
    /// Moves the unit clock alone, in microseconds; it may not step back but by a new boot.
    void setNow(int64_t now);
    /// Steps the wall clock alone: somebody has set it.
    void setWall(const QDateTime &wall);
    /// A new boot of the machine: another id, and the unit clock starts again near zero.
    void reboot();

private:
    mutable std::mutex m_mutex; // guards all below
    int64_t m_now = 3'600'000'000;
    QDateTime m_wall = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    int m_boot = 1;
};

} // namespace twinfeed::test
