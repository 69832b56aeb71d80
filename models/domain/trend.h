// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QDateTime>

/// How a measured value has been over time, and what happened meanwhile.
namespace twinfeed {

/// What a value was within one step.
struct TrendPoint
{
    double min = 0;
    double mean = 0;
    double max = 0;

    bool operator==(const TrendPoint &) const = default;
};

struct TrendSeries
{
    QString node; ///< as in Metric
    QString unit; ///< as in Metric
    /// One a step; nothing where nothing was measured, which is not zero.
    std::vector<std::optional<TrendPoint>> points;

    bool operator==(const TrendSeries &) const = default;
};

/// Something that a reader of a trend wants to see at its place.
struct TrendMark
{
    QDateTime at; ///< UTC
    /// "take", "failover", "encryption", "alarm" (one begins, or is back), "alarm-end"
    QString kind;
    QString channel; ///< empty: of the whole backend
    QString node; ///< of an alarm
    /// What went on air, of a take or failover.
    std::optional<Source> source;
    std::optional<Severity> severity; ///< of an alarm
    QString alarm; ///< its id
    QString text; ///< one English sentence; as in the journal
    qint64 journal = 0; ///< id of the entry

    bool operator==(const TrendMark &) const = default;
};

/// GET /v1/metrics/history: point i is what was measured from `from` + i * `stepMs` on, for `stepMs`.
struct Trend
{
    QString channel;
    QString metric;
    QDateTime from; ///< UTC; on a step, so at or just before what was asked for
    QDateTime to;
    qint64 stepMs = 1000;
    QDateTime since; ///< nothing is known of before
    std::vector<TrendSeries> series; ///< by node
    std::vector<TrendMark> marks; ///< oldest first

    bool operator==(const Trend &) const = default;
};

QJsonObject toJson(const TrendMark &);
QJsonObject toJson(const Trend &);
/// Lenient to unknown fields.
Result<Trend> trendFromJson(const QJsonObject &);

} // namespace twinfeed
