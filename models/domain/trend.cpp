// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/trend.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

const QLatin1String channelKey("channel");
const QLatin1String metricKey("metric");
const QLatin1String fromKey("from");
const QLatin1String toKey("to");
const QLatin1String stepKey("stepMs");
const QLatin1String sinceKey("since");
const QLatin1String seriesKey("series");
const QLatin1String marksKey("marks");
const QLatin1String nodeKey("node");
const QLatin1String unitKey("unit");
const QLatin1String pointsKey("points");
const QLatin1String minKey("min");
const QLatin1String meanKey("mean");
const QLatin1String maxKey("max");
const QLatin1String atKey("at");
const QLatin1String kindKey("kind");
const QLatin1String sourceKey("source");
const QLatin1String severityKey("severity");
const QLatin1String alarmKey("alarm");
const QLatin1String textKey("text");
const QLatin1String journalKey("journal");

constexpr int longText = 4096;

QString stamp(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

template <typename T>
QJsonValue wordOrNull(const std::optional<T> &value)
{
    return value ? QJsonValue(toWord(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonObject toJson(const TrendSeries &series)
{
    QJsonArray points;
    for (const auto &point : series.points) {
        if (point)
            points << QJsonObject{{minKey, point->min}, {meanKey, point->mean}, {maxKey, point->max}};
        else
            points << QJsonValue(QJsonValue::Null);
    }
    return {{nodeKey, series.node}, {unitKey, series.unit}, {pointsKey, points}};
}

Result<TrendPoint> pointFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    TrendPoint point;
    reader.optional(minKey, point.min);
    reader.optional(meanKey, point.mean);
    reader.optional(maxKey, point.max);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return point;
}

Result<TrendSeries> seriesFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    TrendSeries series;
    reader.required(nodeKey, series.node);
    reader.required(unitKey, series.unit);
    if (const auto points = reader.array(pointsKey, true)) {
        series.points.reserve(size_t(points->size()));
        for (qsizetype i = 0; i < points->size(); ++i) {
            const QJsonValue value = points->at(i);
            if (value.isNull()) {
                series.points.emplace_back();
                continue;
            }
            const auto point = pointFromJson(value.toObject(), reader.pointerTo(pointsKey, i));
            if (!point)
                return point.error();
            series.points.emplace_back(*point);
        }
    }
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return series;
}

Result<TrendMark> markFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    TrendMark mark;
    reader.required(atKey, mark.at);
    reader.required(kindKey, mark.kind);
    reader.optional(channelKey, mark.channel);
    reader.optional(nodeKey, mark.node);
    reader.nullableWord(sourceKey, mark.source);
    reader.nullableWord(severityKey, mark.severity);
    reader.optional(alarmKey, mark.alarm);
    reader.optional(textKey, mark.text, longText);
    reader.optional(journalKey, mark.journal);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return mark;
}

} // namespace

QJsonObject toJson(const TrendMark &mark)
{
    return {{atKey, stamp(mark.at)},
            {kindKey, mark.kind},
            {channelKey, mark.channel},
            {nodeKey, mark.node},
            {sourceKey, wordOrNull(mark.source)},
            {severityKey, wordOrNull(mark.severity)},
            {alarmKey, mark.alarm},
            {textKey, mark.text},
            {journalKey, mark.journal}};
}

QJsonObject toJson(const Trend &trend)
{
    QJsonArray series;
    for (const TrendSeries &one : trend.series)
        series << toJson(one);
    QJsonArray marks;
    for (const TrendMark &mark : trend.marks)
        marks << toJson(mark);
    return {{channelKey, trend.channel}, {metricKey, trend.metric}, {fromKey, stamp(trend.from)},
            {toKey, stamp(trend.to)},    {stepKey, trend.stepMs},   {sinceKey, stamp(trend.since)},
            {seriesKey, series},         {marksKey, marks}};
}

Result<Trend> trendFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Trend trend;
    reader.optional(channelKey, trend.channel);
    reader.required(metricKey, trend.metric);
    reader.required(fromKey, trend.from);
    reader.required(toKey, trend.to);
    reader.optional(stepKey, trend.stepMs);
    reader.required(sinceKey, trend.since);
    if (!reader.failed() && trend.stepMs < 1)
        reader.fail(stepKey, QStringLiteral("out-of-range"), QStringLiteral("A step takes time."));
    if (const auto all = reader.array(seriesKey, true)) {
        for (qsizetype i = 0; i < all->size(); ++i) {
            const auto series = seriesFromJson(all->at(i).toObject(), reader.pointerTo(seriesKey, i));
            if (!series)
                return series.error();
            trend.series.push_back(*series);
        }
    }
    if (const auto all = reader.array(marksKey, true)) {
        for (qsizetype i = 0; i < all->size(); ++i) {
            const auto mark = markFromJson(all->at(i).toObject(), reader.pointerTo(marksKey, i));
            if (!mark)
                return mark.error();
            trend.marks.push_back(*mark);
        }
    }
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return trend;
}

} // namespace twinfeed
