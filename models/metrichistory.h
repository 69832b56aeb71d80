// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/live.h"

#include <QString>

#include <deque>
#include <optional>

namespace twinfeed {

/// What a measured value is worth now. What it looks like is decided in widgets/.
enum class MetricWorth {
    Missing, ///< nothing can be measured: N/A, which is not zero
    Stale, ///< see MetricHistory::isStale(): says nothing about now
    Low, ///< below its threshold
    InOrder,
};

/// The newest value of one metric and where it came from: 5 minutes at one value a second, for the threshold and the
/// spark line. Times are the console's unit clock in microseconds. UI thread.
class MetricHistory final
{
public:
    static constexpr int64_t staleAfterMs = 3000;
    static constexpr size_t capacity = 300;

    /// `ageMs`: how old the value was when it arrived.
    void add(const Metric &metric, int64_t now, int64_t ageMs);

    /// Another stream comes from now on: what was before is no measure for it.
    void restartMean() { m_meanSeconds = 0; }

    const Metric &newest() const { return m_newest; }
    int64_t ageMs(int64_t now) const;
    /// Older than staleAfterMs; of what comes more seldom by itself, than three times its expected period.
    bool isStale(int64_t now) const;
    /// Below this a value is too low; nothing while there is no ground for one. Picture rate: 15 a second, or 80 % of
    /// `declaredRate` where that is less. Bitrate: 75 % of the mean of the last 5 minutes, or since restartMean(), from 10 s of values on.
    std::optional<double> threshold(double declaredRate) const;
    MetricWorth worth(int64_t now, double declaredRate) const;
    /// One value a second, oldest first; NaN where there was none.
    const std::deque<double> &values() const { return m_values; }

private:
    Metric m_newest;
    int64_t m_measuredAt = 0;
    int64_t m_slotEnds = 0;
    std::deque<double> m_values;
    size_t m_meanSeconds = 0; ///< how many of the newest values make the mean
};

} // namespace twinfeed
