// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/rule.h"

#include "models/domain/wordtable.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<Severity> severities[]{
    {Severity::Notice, "notice"}, {Severity::Warning, "warning"}, {Severity::Critical, "critical"}};
constexpr Word<Comparison> comparisons[]{{Comparison::Below, "below"},
                                         {Comparison::Above, "above"},
                                         {Comparison::Outside, "outside"},
                                         {Comparison::OffMean, "off-mean"},
                                         {Comparison::Rising, "rising"}};

// "down" and "sealMissing" are 1 where they hold and 0 where they do not; black, frozen and silent say for how long by now.
constexpr MetricKind kinds[]{
    {"fps", "1/s", 1000, "path programme output slate"},
    {"bitrate", "bit/s", 1000, "path programme output slate node"},
    {"bitrateMean", "bit/s", 1000, "path programme output slate"},
    {"bitrateWobble", "%", 1000, "path programme output slate"},
    {"keyframeInterval", "s", 1000, "path programme output slate"},
    {"jitter", "ms", 1000, "path programme output slate"},
    {"largestGap", "ms", 1000, "path programme output slate"},
    {"bytes", "1", 1000, "path programme output slate node"},
    {"bitrateOut", "bit/s", 1000, "node"},
    {"publishing", "1", 1000, "node"},
    {"readers", "1", 1000, "node"},
    {"waiting", "1", 1000, "webhook"},
    {"lostPackets", "1", 1000, "path"},
    {"missingPictures", "1", 1000, "path"},
    {"discontinuities", "1", 1000, "path"},
    {"reconnects", "1", 1000, "path output"},
    {"connected", "s", 1000, "path output"},
    {"droppedPictures", "1", 1000, "output"},
    {"contentOffset", "ms", 1000, "path"},
    {"contentOffsetCertainty", "1", 1000, "path"},
    {"dataAge", "ms", 250, "path"},
    {"down", "1", 250, "path programme output node webhook"},
    {"black", "s", 250, "path programme"},
    {"frozen", "s", 250, "path programme"},
    {"silent", "s", 250, "path programme"},
    {"brightness", "%", 1000, "path programme"},
    {"loudnessMomentary", "LUFS", 500, "path programme"},
    {"loudnessShortTerm", "LUFS", 1000, "path programme"},
    {"truePeak", "dBTP", 1000, "path programme"},
    {"soundOffset", "ms", 1000, "path programme"},
    {"roundTrip", "ms", 1000, "path output"},
    {"retransmits", "1", 1000, "path output"},
    {"linkLoss", "%", 1000, "path output"},
    {"sealMissing", "1", 1000, "output"},
    {"probeFailures", "1", 10'000, "output"},
    {"probeAddress", "1", 10'000, "output"},
    {"probeStream", "1", 10'000, "output"},
    {"probePicture", "1", 10'000, "output"},
};

} // namespace

TWINFEED_WORDS(Severity, severities)
TWINFEED_WORDS(Comparison, comparisons)

std::span<const MetricKind> metricKinds()
{
    return kinds;
}

const MetricKind *metricKind(const QString &name)
{
    for (const MetricKind &kind : kinds) {
        if (name == QLatin1String(kind.name))
            return &kind;
    }
    return nullptr;
}

QString nodeKind(const QString &node)
{
    if (node == QLatin1String("primary") || node == QLatin1String("backup"))
        return QStringLiteral("path");
    if (node == QLatin1String("programme") || node == QLatin1String("slate"))
        return node;
    for (const char *kind : {"output", "node", "webhook"}) {
        if (node.startsWith(QString(QLatin1String(kind) + QLatin1Char(':'))))
            return QLatin1String(kind);
    }
    return {};
}

Rule RuleSet::effective(const Rule &rule, const QString &channel) const
{
    Rule own = rule;
    for (const RuleOverride &other : overrides) {
        if (other.rule != rule.id || other.channel != channel)
            continue;
        own.enabled = other.enabled.value_or(own.enabled);
        own.value = other.value.value_or(own.value);
        own.low = other.low.value_or(own.low);
        own.clear = other.clear.value_or(own.clear);
        own.forMs = other.forMs.value_or(own.forMs);
        own.clearForMs = other.clearForMs.value_or(own.clearForMs);
        own.severity = other.severity.value_or(own.severity);
        own.failover = other.failover.value_or(own.failover);
    }
    return own;
}

QJsonObject toJson(const Rule &rule)
{
    QJsonObject object{{QStringLiteral("id"), rule.id},
                       {QStringLiteral("name"), rule.name},
                       {QStringLiteral("enabled"), rule.enabled},
                       {QStringLiteral("metric"), rule.metric},
                       {QStringLiteral("nodes"), QJsonArray::fromStringList(rule.nodes)},
                       {QStringLiteral("compare"), toWord(rule.compare)},
                       {QStringLiteral("value"), rule.value},
                       {QStringLiteral("forMs"), rule.forMs},
                       {QStringLiteral("clearForMs"), rule.clearForMs},
                       {QStringLiteral("windowMs"), rule.windowMs},
                       {QStringLiteral("severity"), toWord(rule.severity)},
                       {QStringLiteral("root"), rule.root},
                       {QStringLiteral("failover"), rule.failover},
                       {QStringLiteral("text"), rule.text}};
    if (rule.compare != Comparison::Rising)
        object.insert(QStringLiteral("clear"), rule.clear);
    if (rule.compare == Comparison::Outside)
        object.insert(QStringLiteral("low"), rule.low);
    if (rule.compare == Comparison::OffMean)
        object.insert(QStringLiteral("meanMs"), rule.meanMs);
    return object;
}

QJsonObject toJson(const RuleOverride &other)
{
    QJsonObject object{{QStringLiteral("channel"), other.channel}, {QStringLiteral("rule"), other.rule}};
    const auto put = [&object](const char *name, const auto &value) {
        if (value)
            object.insert(QLatin1String(name), *value);
    };
    put("enabled", other.enabled);
    put("value", other.value);
    put("low", other.low);
    put("clear", other.clear);
    put("forMs", other.forMs);
    put("clearForMs", other.clearForMs);
    put("failover", other.failover);
    if (other.severity)
        object.insert(QStringLiteral("severity"), toWord(*other.severity));
    return object;
}

QJsonObject toJson(const RuleSet &set)
{
    QJsonArray rules;
    for (const Rule &rule : set.rules)
        rules << toJson(rule);
    QJsonArray overrides;
    for (const RuleOverride &other : set.overrides)
        overrides << toJson(other);
    return {{QStringLiteral("rules"), rules}, {QStringLiteral("overrides"), overrides}};
}

} // namespace twinfeed
