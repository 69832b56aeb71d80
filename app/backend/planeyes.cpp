// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planeyes.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

constexpr int64_t minuteUs = 60'000'000;
// A fault is acted on within minutes; what was before it must still be known then.
constexpr int64_t rememberedUs = 10 * minuteUs;

QString yesNo(bool yes)
{
    return yes ? QStringLiteral("yes") : QStringLiteral("no");
}

} // namespace

void PlanEyes::look(Units &units, const std::vector<Metric> &metrics, const RuleSet &rules, int64_t now)
{
    for (auto &[id, channel] : m_channels)
        channel.seen = false;
    units.each([&](const ChannelUnit &unit) { lookAt(m_channels[unit.id()], unit, rules, now); });
    std::erase_if(m_channels, [](const auto &entry) { return !entry.second.seen; });
    for (const Metric &metric : metrics) {
        if (const auto found = m_channels.find(metric.channel); found != m_channels.end())
            take(found->second, metric, now);
    }
}

void PlanEyes::lookAt(Channel &channel, const ChannelUnit &unit, const RuleSet &rules, int64_t now)
{
    const ChannelDocument &document = unit.document();
    const ChannelStatus status = unit.status();
    channel.seen = true;
    channel.outputs.clear();
    auto &facts = channel.sight.facts;
    facts.clear();
    const auto fact = [&](const char *name, const QString &node, const QStringList &values) {
        facts[{QLatin1String(name), node}] = {values, now};
    };
    // What leaves, never what was ordered.
    if (status.programme)
        fact("onAir", {}, {toWord(*status.programme)});
    fact("failover", {}, {toWord(status.failover.state)});
    fact("mode", {}, {toWord(document.config.failover.mode)});
    fact("ended", {}, {yesNo(document.ended)});
    fact("relation", {}, {toWord(status.alignment.relation)});
    fact("slate", {}, {unit.standing().slate});
    QStringList overridden;
    for (const RuleOverride &one : rules.overrides) {
        if (one.channel == unit.id())
            overridden << one.rule;
    }
    fact("overridden", {}, overridden);
    for (const SourceStatus &source : status.sources) {
        const QString node = toWord(source.source);
        fact("fit", node, {yesNo(source.fit)});
        fact("locked", node,
             {yesNo(std::ranges::find(document.locked, source.source) != document.locked.end())});
        if (source.source != Source::Slate)
            fact("input", node, {toWord(source.state)});
    }
    QStringList outputs;
    for (const OutputStatus &output : status.outputs) {
        outputs << toWord(output.state);
        channel.outputs << output.id;
        fact("output", QLatin1String("output:") + output.id, {toWord(output.state)});
        const bool asked =
            std::ranges::find(document.sealed, output.id, &SealedOutput::output) != document.sealed.end();
        fact("encrypted", QLatin1String("output:") + output.id, {yesNo(asked)});
        fact("sealed", QLatin1String("output:") + output.id, {toWord(output.encryption.seen)});
    }
    outputs.removeDuplicates();
    fact("outputs", {}, outputs);
}

void PlanEyes::take(Channel &channel, const Metric &metric, int64_t now)
{
    const PlanSight::Key key(metric.name, metric.node);
    const auto before = channel.at.find(key);
    if (before != channel.at.end() && before->second == metric.at)
        return; // the same measurement
    channel.at[key] = metric.at;
    channel.sight.metrics[key] = {metric.value, metric.unit, now, metric.periodMs};
    if (!metric.value || !m_remembered.contains(metric.name))
        return;
    auto &past = channel.past[key];
    past.emplace_back(now, *metric.value);
    while (!past.empty() && now - past.front().first > rememberedUs)
        past.pop_front();
}

const PlanSight &PlanEyes::sight(const QString &channel) const
{
    static const PlanSight nothing;
    const auto found = m_channels.find(channel);
    return found == m_channels.end() ? nothing : found->second.sight;
}

QStringList PlanEyes::channels() const
{
    QStringList ids;
    for (const auto &[id, channel] : m_channels)
        ids << id;
    return ids;
}

QStringList PlanEyes::outputs(const QString &channel) const
{
    const auto found = m_channels.find(channel);
    return found == m_channels.end() ? QStringList() : found->second.outputs;
}

QJsonObject PlanEyes::baseline(const QString &channel, int64_t until) const
{
    QJsonObject means;
    const auto found = m_channels.find(channel);
    if (found == m_channels.end())
        return means;
    for (const auto &[key, past] : found->second.past) {
        double sum = 0;
        int count = 0;
        for (const auto &[at, value] : past) {
            if (at > until || until - at > minuteUs)
                continue;
            sum += value;
            ++count;
        }
        if (count > 0)
            means.insert(QString(key.first + QLatin1Char(' ') + key.second), sum / count);
    }
    return means;
}

} // namespace twinfeed::backend
