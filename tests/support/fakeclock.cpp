// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeclock.h"

#include <QString>

namespace twinfeed::test {

int64_t FakeClock::now() const
{
    const std::lock_guard lock(m_mutex);
    return m_now;
}

QDateTime FakeClock::wall() const
{
    const std::lock_guard lock(m_mutex);
    return m_wall;
}

QString FakeClock::bootId() const
{
    const std::lock_guard lock(m_mutex);
    return QStringLiteral("boot-%1").arg(m_boot);
}

void FakeClock::advance(std::chrono::microseconds by)
{
    Q_ASSERT(by.count() >= 0);
    const std::lock_guard lock(m_mutex);
    const int64_t before = m_now;
    m_now += by.count();
    // Whole milliseconds of the sum, so that many small steps move the wall clock as far as one large one.
    m_wall = m_wall.addMSecs(m_now / 1000 - before / 1000);
}

void FakeClock::setNow(int64_t now)
{
    const std::lock_guard lock(m_mutex);
    Q_ASSERT(now >= m_now);
    m_now = now;
}

void FakeClock::setWall(const QDateTime &wall)
{
    const std::lock_guard lock(m_mutex);
    m_wall = wall.toUTC();
}

void FakeClock::reboot()
{
    const std::lock_guard lock(m_mutex);
    ++m_boot;
    m_now = 1'000'000;
}

} // namespace twinfeed::test
