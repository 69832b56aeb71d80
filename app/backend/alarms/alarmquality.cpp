// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmquality.h"

#include <algorithm>
#include <deque>
#include <map>

namespace twinfeed::backend {

namespace {

constexpr qint64 tenMinutesMs = 600'000;
constexpr int floodAlarms = 10;
constexpr size_t mostOften = 10;

/// Times in order; what any ten minutes held, and how often that was a flood.
void measureRate(std::vector<qint64> times, AlarmQuality &quality)
{
    std::sort(times.begin(), times.end());
    std::deque<qint64> window;
    bool flood = false;
    for (const qint64 at : times) {
        window.push_back(at);
        while (at - window.front() >= tenMinutesMs)
            window.pop_front();
        quality.most10Minutes = std::max(quality.most10Minutes, int(window.size()));
        const bool floods = window.size() > size_t(floodAlarms);
        quality.floods += floods && !flood ? 1 : 0;
        flood = floods;
    }
}

void count(const Alarm &alarm, AlarmQuality &quality)
{
    ++quality.alarms;
    quality.notices += alarm.severity == Severity::Notice ? 1 : 0;
    quality.warnings += alarm.severity == Severity::Warning ? 1 : 0;
    quality.criticals += alarm.severity == Severity::Critical ? 1 : 0;
}

std::vector<AlarmQuality::Often> oftenest(const std::map<QString, int> &counts)
{
    std::vector<AlarmQuality::Often> often;
    for (const auto &[rule, alarms] : counts)
        often.push_back({rule, alarms});
    std::stable_sort(often.begin(), often.end(),
                     [](const auto &a, const auto &b) { return a.alarms > b.alarms; });
    if (often.size() > mostOften)
        often.resize(mostOften);
    return often;
}

} // namespace

AlarmQuality qualityOf(const std::vector<Alarm> &alarms, const QDateTime &from, const QDateTime &to)
{
    AlarmQuality quality;
    quality.from = from;
    quality.to = to;
    std::vector<qint64> times;
    std::map<QString, int> counts;
    for (const Alarm &alarm : alarms) {
        const bool standsAlone = alarm.root.isEmpty();
        if (!alarm.closed && alarm.active && standsAlone && alarm.raisedAt.msecsTo(to) > tenMinutesMs)
            ++quality.standing;
        quality.shelved += alarm.state() == AlarmState::Shelved ? 1 : 0;
        if (alarm.raisedAt < from || alarm.raisedAt > to)
            continue;
        if (!standsAlone) {
            ++quality.folded;
            continue;
        }
        count(alarm, quality);
        quality.chattering += alarm.chattering ? 1 : 0;
        times.push_back(alarm.raisedAt.toMSecsSinceEpoch());
        ++counts[alarm.rule];
    }
    measureRate(std::move(times), quality);
    const double spans = double(from.msecsTo(to)) / double(tenMinutesMs);
    quality.per10Minutes = spans > 1 ? quality.alarms / spans : quality.alarms;
    quality.often = oftenest(counts);
    return quality;
}

} // namespace twinfeed::backend
