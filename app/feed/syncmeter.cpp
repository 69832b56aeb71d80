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

} // namespace

void SyncMeter::flash(int64_t us)
{
    if (m_beep && std::abs(us - *m_beep) <= reachUs)
        pair(us, *m_beep);
    else
        m_flash = us;
}

void SyncMeter::beep(int64_t us)
{
    if (m_flash && std::abs(us - *m_flash) <= reachUs)
        pair(*m_flash, us);
    else
        m_beep = us;
}

void SyncMeter::changed(int64_t us)
{
    m_change = us;
    m_flash.reset();
}

void SyncMeter::pair(int64_t flash, int64_t beep)
{
    m_flash.reset();
    m_beep.reset();
    const bool spans = m_change && std::min(flash, beep) - unsureUs < *m_change
        && *m_change < std::max(flash, beep) + unsureUs;
    if (!spans)
        m_aheadMs.push_back(double(flash - beep) / 1'000);
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
