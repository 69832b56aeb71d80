// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/trendtable.h"

#include "models/csv.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::trendtable {

namespace {

struct Sample
{
    double x;
    TrendPoint point;
};

/// Of each bundle the sample that lies furthest from the one before: a short fault stays seen at any zoom.
QList<QPointF> thinned(const std::vector<Sample> &run, size_t bundle)
{
    QList<QPointF> points;
    for (size_t i = 0; i < run.size(); i += bundle) {
        const size_t end = std::min(i + bundle, run.size());
        const double before = points.isEmpty() ? run[i].point.mean : points.last().y();
        size_t chosen = i;
        double value = run[i].point.mean;
        for (size_t j = i; j < end; ++j) {
            for (const double other : {run[j].point.mean, run[j].point.min, run[j].point.max}) {
                const bool extreme = other != run[j].point.mean && bundle == 1;
                if (!extreme && std::abs(other - before) > std::abs(value - before)) {
                    chosen = j;
                    value = other;
                }
            }
        }
        points << QPointF(run[chosen].x, value);
    }
    return points;
}

} // namespace

std::vector<QList<QPointF>> runsOf(const TrendSeries &series, const QDateTime &from, qint64 stepMs,
                                   size_t most)
{
    const size_t bundle = std::max<size_t>((series.points.size() + most - 1) / most, 1);
    std::vector<QList<QPointF>> runs;
    std::vector<Sample> run;
    const double first = double(from.toMSecsSinceEpoch()) + double(stepMs) / 2;
    for (size_t i = 0; i <= series.points.size(); ++i) {
        if (i < series.points.size() && series.points[i]) {
            run.push_back({first + double(i) * double(stepMs), *series.points[i]});
            continue;
        }
        if (!run.empty())
            runs.push_back(thinned(run, bundle));
        run.clear();
    }
    return runs;
}

std::optional<double> valueAt(const TrendSeries &series, const QDateTime &from, qint64 stepMs, qint64 atMs)
{
    const qint64 offset = atMs - from.toMSecsSinceEpoch();
    if (offset < 0 || stepMs <= 0 || size_t(offset / stepMs) >= series.points.size())
        return std::nullopt;
    const std::optional<TrendPoint> &point = series.points[size_t(offset / stepMs)];
    return point ? std::optional(point->mean) : std::nullopt;
}

std::optional<std::pair<double, double>> rangeOf(const TrendSeries &series)
{
    std::optional<std::pair<double, double>> range;
    for (const std::optional<TrendPoint> &point : series.points) {
        if (!point)
            continue;
        if (!range)
            range = {point->min, point->max};
        range->first = std::min(range->first, point->min);
        range->second = std::max(range->second, point->max);
    }
    return range;
}

QByteArray csvOf(const std::vector<Trend> &trends)
{
    QByteArray text("at,channel,node,metric,unit,min,mean,max\r\n");
    for (const Trend &trend : trends) {
        for (const TrendSeries &series : trend.series) {
            const QByteArray what = csv::field(trend.channel) + ',' + csv::field(series.node) + ','
                + csv::field(trend.metric) + ',' + csv::field(series.unit) + ',';
            for (size_t i = 0; i < series.points.size(); ++i) {
                if (!series.points[i])
                    continue;
                const QDateTime at = trend.from.addMSecs(qint64(i) * trend.stepMs).toUTC();
                const TrendPoint &point = *series.points[i];
                text += at.toString(Qt::ISODateWithMs).toLatin1() + ',' + what
                    + QByteArray::number(point.min, 'g', 9) + ',' + QByteArray::number(point.mean, 'g', 9)
                    + ',' + QByteArray::number(point.max, 'g', 9) + "\r\n";
            }
        }
    }
    return text;
}

} // namespace twinfeed::trendtable
