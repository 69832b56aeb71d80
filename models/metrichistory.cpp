// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/metrichistory.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twinfeed {

namespace {

constexpr int64_t slotUs = 1'000'000;
constexpr double leastRate = 15; // the default rule's bound
constexpr double partOfDeclared =
    0.8; // a declared 15/s or less: 80 % of it, as the bound would always hold else
constexpr double partOfMean = 0.75; // the default rule's "over 25 % off its mean"
constexpr int leastValuesForMean = 10;
constexpr int64_t patience = 3; // values that were to come

} // namespace

void MetricHistory::add(const Metric &metric, int64_t now, int64_t ageMs)
{
    m_newest = metric;
    m_measuredAt = now - std::max<int64_t>(ageMs, 0) * 1000;
    const double value = metric.value.value_or(std::numeric_limits<double>::quiet_NaN());
    if (m_values.empty() || now >= m_slotEnds) {
        // Seconds in which nothing came are holes, not a shorter line.
        const int64_t missed = m_values.empty() ? 0 : (now - m_slotEnds) / slotUs;
        for (int64_t i = 0; i < std::min<int64_t>(missed, capacity); ++i)
            m_values.push_back(std::numeric_limits<double>::quiet_NaN());
        m_meanSeconds += size_t(std::min<int64_t>(missed, capacity));
        m_slotEnds = m_values.empty() ? now + slotUs : m_slotEnds + (missed + 1) * slotUs;
        m_values.push_back(value);
        ++m_meanSeconds;
    } else {
        m_values.back() = value;
    }
    while (m_values.size() > capacity)
        m_values.pop_front();
}

int64_t MetricHistory::ageMs(int64_t now) const
{
    return std::max<int64_t>((now - m_measuredAt) / 1000, 0);
}

bool MetricHistory::isStale(int64_t now) const
{
    return ageMs(now) > std::max<int64_t>(staleAfterMs, patience * int64_t(m_newest.periodMs));
}

std::optional<double> MetricHistory::threshold(double declaredRate) const
{
    if (m_newest.name == QLatin1String("fps"))
        return declaredRate > 0 ? std::min(leastRate, partOfDeclared * declaredRate) : leastRate;
    if (m_newest.name != QLatin1String("bitrate"))
        return std::nullopt;
    double sum = 0;
    int count = 0;
    const size_t seconds = std::min(m_meanSeconds, m_values.size());
    for (auto value = m_values.cend() - ptrdiff_t(seconds); value != m_values.cend(); ++value) {
        if (std::isfinite(*value)) {
            sum += *value;
            ++count;
        }
    }
    if (count < leastValuesForMean)
        return std::nullopt;
    return partOfMean * sum / count;
}

MetricWorth MetricHistory::worth(int64_t now, double declaredRate) const
{
    if (isStale(now))
        return MetricWorth::Stale;
    if (!m_newest.value)
        return MetricWorth::Missing;
    const std::optional<double> bound = threshold(declaredRate);
    return bound && *m_newest.value < *bound ? MetricWorth::Low : MetricWorth::InOrder;
}

} // namespace twinfeed
