// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace twinfeed::media {

/// A distance in time that is never changed at once but by 1 % of the time that passes: nobody sees a picture that stands
/// 0.3 ms longer. Microseconds. Pure.
class SlewedTime final
{
public:
    static constexpr int64_t divisor = 100;

    explicit SlewedTime(int64_t us = 0)
        : m_now(us)
        , m_wanted(us)
    {
    }

    void set(int64_t us) { m_wanted = us; }
    void jump(int64_t us) { m_now = m_wanted = us; }
    /// `passedUs` of time have gone by; false where that is too little to do anything: give it again with what comes.
    bool pass(int64_t passedUs)
    {
        const int64_t most = passedUs / divisor;
        if (most <= 0)
            return false;
        m_now += std::clamp(m_wanted - m_now, -most, most);
        return true;
    }

    int64_t us() const { return m_now; }
    int64_t wantedUs() const { return m_wanted; }
    int64_t remainingUs() const { return std::abs(m_wanted - m_now) * divisor; }

private:
    int64_t m_now;
    int64_t m_wanted;
};

} // namespace twinfeed::media
