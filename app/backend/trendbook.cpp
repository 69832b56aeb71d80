// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/trendbook.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace twinfeed::backend {

namespace {

constexpr int64_t secondUs = 1'000'000;
constexpr int64_t tidySeconds = 60;

int64_t roundedUp(int64_t value, int64_t to)
{
    return (value + to - 1) / to * to;
}

int64_t roundedDown(int64_t value, int64_t to)
{
    return value >= 0 ? value / to * to : -roundedUp(-value, to);
}

/// One that people read easily.
int64_t usualStep(int64_t seconds)
{
    for (const int64_t step : {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800}) {
        if (seconds / step <= TrendBook::usualPoints)
            return step;
    }
    return 3600;
}

std::optional<TrendMark> markOf(const JournalEntry &entry)
{
    TrendMark mark;
    mark.channel = entry.channel;
    mark.text = entry.text;
    mark.journal = entry.id;
    const auto source = [](const QJsonObject &object) {
        return fromWord<Source>(object.value(QLatin1String("to")).toString());
    };
    if (entry.kind == QLatin1String("take-done")) {
        mark.kind = QStringLiteral("take");
        mark.source = source(entry.data.value(QLatin1String("evidence")).toObject());
    } else if (entry.kind == QLatin1String("failover")) {
        mark.kind = QStringLiteral("failover");
        mark.source = source(entry.data.value(QLatin1String("decision")).toObject());
    } else if (entry.kind == QLatin1String("set-encryption-done")) {
        mark.kind = QStringLiteral("encryption");
    } else if (entry.kind == QLatin1String("alarm") || entry.kind == QLatin1String("alarm-returned")
               || entry.kind == QLatin1String("alarm-cleared")) {
        const QJsonObject alarm = entry.data.value(QLatin1String("alarm")).toObject();
        mark.kind = entry.kind == QLatin1String("alarm-cleared") ? QStringLiteral("alarm-end")
                                                                 : QStringLiteral("alarm");
        mark.node = alarm.value(QLatin1String("node")).toString();
        mark.severity = fromWord<Severity>(alarm.value(QLatin1String("severity")).toString());
        mark.alarm = alarm.value(QLatin1String("id")).toString();
    } else {
        return std::nullopt;
    }
    return mark;
}

} // namespace

void TrendBook::Series::closeSecond()
{
    const auto point = now.point();
    if (!point)
        return;
    fine.add(second, *point);
    const int64_t slot = second / coarseSlotSeconds;
    if (slot != coarse) {
        coarseNow = {};
        coarse = slot;
    }
    coarseNow.add(*point, now.count());
    now = {};
    // As far as it is known: a day's trend ends now, and not up to ten seconds ago.
    rough.add(coarse, *coarseNow.point());
}

void TrendBook::Series::add(double value, int64_t atSecond)
{
    if (atSecond != second) {
        closeSecond();
        second = atSecond;
    }
    now.add(value);
}

std::optional<TrendPoint> TrendBook::Series::step(int64_t from, int64_t seconds) const
{
    TrendSum sum;
    const bool isFine = from >= fine.first() || seconds % coarseSlotSeconds != 0;
    const int64_t width = isFine ? 1 : coarseSlotSeconds;
    const TrendLane &lane = isFine ? fine : rough;
    if (!lane.isEmpty()) {
        for (int64_t at = std::max(from, lane.first() * width); at < from + seconds; at += width) {
            if (const auto point = lane.at(at / width))
                sum.add(*point, 1);
        }
    }
    if (second >= from && second < from + seconds) {
        if (const auto point = now.point())
            sum.add(*point, 1);
    }
    return sum.point();
}

bool TrendBook::Key::operator<(const Key &other) const
{
    return std::tie(channel, name, node) < std::tie(other.channel, other.name, other.node);
}

void TrendBook::Series::forget(int64_t atSecond)
{
    if (second >= 0 && second < atSecond)
        closeSecond();
    fine.dropBefore(atSecond - fineSeconds);
    rough.dropBefore((atSecond - coarseSeconds) / coarseSlotSeconds);
}

qsizetype TrendBook::Series::bytes() const
{
    return qsizetype(sizeof(Key) + sizeof(Series)) + fine.bytes() + rough.bytes();
}

TrendBook::TrendBook(const Clock &clock, qsizetype mostBytes)
    : m_clock(clock)
    , m_mostBytes(mostBytes)
    , m_since(clock.now())
{
}

void TrendBook::add(const std::vector<Metric> &metrics)
{
    const int64_t second = m_clock.now() / secondUs;
    const std::lock_guard lock(m_mutex);
    for (const Metric &metric : metrics) {
        if (!metric.value || !std::isfinite(*metric.value))
            continue;
        const Key key{metric.channel, metric.name, metric.node};
        auto it = m_series.find(key);
        if (it == m_series.end()) {
            if (m_series.size() >= mostSeries)
                continue;
            it = m_series.try_emplace(key).first;
        }
        it->second.unit = metric.unit;
        it->second.add(*metric.value, second);
    }
    if (second - m_tidied >= tidySeconds)
        tidy(second);
}

void TrendBook::tidy(int64_t second)
{
    m_tidied = second;
    for (auto &[key, series] : m_series)
        series.forget(second);
    std::erase_if(m_series, [](const auto &entry) { return entry.second.isOver(); });
    while (!m_marks.empty() && m_marks.front().at / secondUs < second - coarseSeconds)
        m_marks.pop_front();
    qsizetype bytes = sum();
    while (bytes > m_mostBytes) {
        if (!dropOldest(&Series::rough) && !dropOldest(&Series::fine))
            break;
        bytes = sum();
    }
}

bool TrendBook::dropOldest(TrendLane Series::*lane)
{
    // A tenth of the time that is kept goes at once: this is asked once a minute, and must not be asked for each chunk.
    int64_t first = std::numeric_limits<int64_t>::max();
    int64_t last = -1;
    for (const auto &[key, series] : m_series) {
        first = std::min(first, (series.*lane).first());
        last = std::max(last, (series.*lane).last());
    }
    if (last - first < TrendLane::chunkSlots * 2)
        return false;
    const int64_t before = first + std::max<int64_t>(TrendLane::chunkSlots, (last - first) / 10);
    for (auto &[key, series] : m_series)
        (series.*lane).dropBefore(before);
    return true;
}

qsizetype TrendBook::sum() const
{
    qsizetype sum = 0;
    for (const auto &[key, series] : m_series)
        sum += series.bytes();
    return sum;
}

qsizetype TrendBook::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return sum();
}

void TrendBook::add(const JournalEntry &entry)
{
    auto mark = markOf(entry);
    if (!mark)
        return;
    const int64_t now = m_clock.now();
    // An entry that had to wait for its disk is of then.
    const int64_t age = std::max<int64_t>(0, entry.at.msecsTo(m_clock.wall())) * 1000;
    const std::lock_guard lock(m_mutex);
    m_marks.push_back({std::max(m_since, now - age), std::move(*mark)});
    if (m_marks.size() > mostMarks)
        m_marks.pop_front();
}

std::vector<TrendMark> TrendBook::marksOf(const QString &channel, int64_t from, int64_t to,
                                          const QDateTime &zero) const
{
    std::vector<TrendMark> marks;
    for (const Mark &known : m_marks) {
        const bool ofHere = known.mark.channel.isEmpty() || known.mark.channel == channel;
        if (!ofHere || known.at < from * secondUs || known.at >= to * secondUs)
            continue;
        TrendMark mark = known.mark;
        mark.at = zero.addMSecs(known.at / 1000);
        marks.push_back(std::move(mark));
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const TrendMark &one, const TrendMark &two) { return one.at < two.at; });
    return marks;
}

Result<Trend> TrendBook::read(const server::TrendQuery &query) const
{
    const int64_t nowUs = m_clock.now();
    const int64_t now = nowUs / secondUs;
    // The wall clock's time of the unit clock's beginning.
    const QDateTime zero = m_clock.wall().addMSecs(-nowUs / 1000);
    const auto secondOf = [&](const QDateTime &time) {
        return int64_t(std::floor(double(zero.msecsTo(time)) / 1000));
    };
    const int64_t asked = secondOf(query.from);
    const int64_t end = std::min(secondOf(query.to) + 1, now + 1);
    int64_t step = query.stepSeconds > 0 ? query.stepSeconds : usualStep(end - asked);
    if (asked < now - fineSeconds)
        step = roundedUp(step, coarseSlotSeconds);
    const int64_t from = roundedDown(asked, step);
    const int64_t points = end > from ? (end - from + step - 1) / step : 0;

    const std::lock_guard lock(m_mutex);
    std::vector<std::pair<QString, const Series *>> found;
    for (auto it = m_series.lower_bound({query.channel, query.metric, query.node}); it != m_series.end();
         ++it) {
        if (it->first.channel != query.channel || it->first.name != query.metric
            || (!query.node.isEmpty() && it->first.node != query.node))
            break;
        found.emplace_back(it->first.node, &it->second);
    }
    if (points > mostPoints || points * int64_t(found.size()) > 4 * mostPoints) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("That would be %1 points.").arg(points),
                     QStringLiteral("step"),
                     QStringLiteral("Take a longer step, or a shorter time."),
                     {}};
    }
    Trend trend{query.channel,
                query.metric,
                zero.addSecs(from),
                zero.addSecs(from + points * step),
                step * 1000,
                zero.addMSecs(m_since / 1000),
                {},
                marksOf(query.channel, from, from + points * step, zero)};
    for (const auto &[node, series] : found) {
        TrendSeries &one = trend.series.emplace_back(TrendSeries{node, series->unit, {}});
        for (int64_t i = 0; i < points; ++i)
            one.points.push_back(series->step(from + i * step, step));
    }
    return trend;
}

} // namespace twinfeed::backend
