// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/statemetrics.h"

#include "models/domain/rule.h"

#include <algorithm>

namespace twinfeed::backend {

bool StateMetrics::isIdle(const ChannelStatus &status, const QString &node)
{
    return std::any_of(status.sources.begin(), status.sources.end(), [&node](const SourceStatus &source) {
        return source.source != Source::Slate && source.state == InputState::Idle
            && toWord(source.source) == node;
    });
}

std::optional<double> StateMetrics::downOf(Channel &channel, const OutputStatus &output, bool programme,
                                           int64_t now)
{
    Output &known = channel.outputs[output.id];
    if (output.state == OutputState::Off) {
        known = {};
        return std::nullopt;
    }
    if (output.state == OutputState::Live) {
        known.wasLive = true;
        return 0;
    }
    if (known.wasLive)
        return 1;
    if (!programme)
        known.waitsSince.reset();
    else if (!known.waitsSince)
        known.waitsSince = now;
    if (known.waitsSince && now - *known.waitsSince >= firstLiveUs)
        return 1;
    return std::nullopt;
}

std::vector<Metric> StateMetrics::of(const ChannelStatus &status, int64_t now, const QDateTime &wall)
{
    Channel &channel = m_channels[status.channel];
    std::vector<Metric> metrics;
    const auto add = [&](const QString &node, const char *name, std::optional<double> value) {
        const MetricKind *kind = metricKind(QLatin1String(name));
        metrics.push_back({status.channel, node, QLatin1String(name), value, QLatin1String(kind->unit), 0,
                           kind->periodMs, wall});
    };
    for (const SourceStatus &source : status.sources) {
        if (source.source == Source::Slate || source.state == InputState::Idle)
            continue;
        const QString node = toWord(source.source);
        add(node, "dataAge", source.ageMs ? std::optional<double>(double(*source.ageMs)) : std::nullopt);
        add(node, "down", source.state == InputState::Live ? 0 : 1);
    }
    channel.hadProgramme = channel.hadProgramme || status.programme;
    add(QStringLiteral("programme"), "down",
        channel.hadProgramme ? std::optional<double>(status.programme ? 0 : 1) : std::nullopt);
    for (const OutputStatus &output : status.outputs)
        add(QString(QLatin1String("output:") + output.id), "down",
            downOf(channel, output, status.programme.has_value(), now));
    return metrics;
}

} // namespace twinfeed::backend
