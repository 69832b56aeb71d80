// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/trend.h"

#include <QByteArray>
#include <QList>
#include <QPointF>

/// What is drawn and written of trends. Pure.
namespace twinfeed::trendtable {

/// Means over time, in runs without a hole: where nothing was measured there is no line. x: milliseconds since 1970 in the
/// middle of the step, y: the value. At most about `most` points in all: neighbours are brought together, and the
/// extremes among them are kept.
std::vector<QList<QPointF>> runsOf(const TrendSeries &series, const QDateTime &from, qint64 stepMs,
                                   size_t most = 300);
/// The mean at that time; nothing where nothing was measured.
std::optional<double> valueAt(const TrendSeries &series, const QDateTime &from, qint64 stepMs, qint64 atMs);
/// Lowest and highest of all points; nothing without any.
std::optional<std::pair<double, double>> rangeOf(const TrendSeries &series);
/// One line a point: at,channel,node,metric,unit,min,mean,max; RFC 4180, UTC. Points without a value are left out.
QByteArray csvOf(const std::vector<Trend> &trends);

} // namespace twinfeed::trendtable
