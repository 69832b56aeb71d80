// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/syncmeter.h"

#include <algorithm>
#include <cstdlib>

namespace twinfeed::feed {

namespace {

constexpr int64_t reachUs = 400'000;
// A beep that lasts 100 ms seems to begin where a change cuts into it.
constexpr int64_t unsureUs = 150'000;
constexpr size_t mostWaiting = 8;

} // namespace

void SyncMeter::flash(int64_t us)
{
    match(m_beeps, m_flashes, us, 1);
}

void SyncMeter::beep(int64_t us)
{
    match(m_flashes, m_beeps, us, -1);
}

void SyncMeter::changed(int64_t us)
{
    m_change = us;
}

/// Pairs with one of those that wait, or waits among its own kind. `sign`: 1 for a flash, -1 for a beep.
void SyncMeter::match(std::deque<int64_t> &waiting, std::deque<int64_t> &own, int64_t us, int sign)
{
    const auto near = std::find_if(waiting.begin(), waiting.end(),
                                   [us](int64_t other) { return std::abs(us - other) <= reachUs; });
    if (near == waiting.end()) {
        own.push_back(us);
        if (own.size() > mostWaiting)
            own.pop_front();
        return;
    }
    const auto [early, late] = std::minmax(us, *near);
    const bool spans = m_change && early - unsureUs < *m_change && *m_change < late + unsureUs;
    if (!spans)
        m_aheadMs.push_back(double(sign * (us - *near)) / 1'000);
    waiting.erase(near);
}

std::optional<SyncMeter::Result> SyncMeter::result() const
{
    if (m_aheadMs.empty())
        return std::nullopt;
    std::vector<double> sorted = m_aheadMs;
    std::sort(sorted.begin(), sorted.end());
    return Result{int(sorted.size()), sorted[sorted.size() / 2], sorted.front(), sorted.back()};
}

} // namespace twinfeed::feed
