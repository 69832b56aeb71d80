// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <QJsonObject>

#include <optional>
#include <span>
#include <vector>

/// Rules: what of the measured values is wrong, for how long, and how much that matters. Data, not code.
namespace twinfeed {

/// How much an alarm matters: look when there is time; look now; act now.
enum class Severity { Notice, Warning, Critical };
/// How a value is wrong. `OffMean`: further from its own mean than so many per cent. `Rising`: a running total that has grown
/// by more than the value within the window.
enum class Comparison { Below, Above, Outside, OffMean, Rising };

QString toWord(Severity);
QString toWord(Comparison);
template <>
std::optional<Severity> fromWord(const QString &);
template <>
std::optional<Comparison> fromWord(const QString &);
template <>
QStringList wordsOf<Severity>();
template <>
QStringList wordsOf<Comparison>();

/// A metric that rules may speak of. One that nothing measures yet is known here all the same: its rules stay undecided.
struct MetricKind
{
    const char *name;
    const char *unit;
    int periodMs; ///< how often a value comes
    const char *nodes; ///< where it is measured, with a blank between: "path programme output slate node webhook"
};
std::span<const MetricKind> metricKinds();
/// Null where there is none of this name.
const MetricKind *metricKind(const QString &name);
/// "path", "programme", "output", "slate", "node" or "webhook" for "backup", "programme", "output:cdn", "slate",
/// "node:ingest", "webhook:duty"; empty for anything else.
QString nodeKind(const QString &node);

struct Rule
{
    QString id; ///< [a-z0-9-]{1,32}
    QString name; ///< what people call it, 1 to 80 characters
    bool enabled = true;
    QString metric;
    QStringList nodes; ///< some of what nodeKind() says
    Comparison compare = Comparison::Above;
    /// What the value is compared with; with OffMean in per cent of the mean.
    double value = 0;
    /// With Outside: below this or above `value` is wrong.
    double low = 0;
    /// The value is right again at this, on the right side of `value`; between the two it stays what it was. With Outside
    /// the distance inside of both limits.
    double clear = 0;
    /// How long it must be wrong, or right again, without a break. At least the metric's period.
    int forMs = 0;
    int clearForMs = 0;
    /// Over how long values are averaged before they are compared; with Rising, within which the total may grow. 0: no
    /// averaging.
    int windowMs = 0;
    /// With OffMean: over how long the mean is taken.
    int meanMs = 60'000;
    Severity severity = Severity::Warning;
    /// Other alarms of the same node follow from this one, and are folded under it.
    bool root = false;
    /// Speaks against a path's fitness while it holds, so that failover may act.
    bool failover = false;
    /// What is said of it; {channel}, {node}, {value}, {limit}, {mean}, {was} and {for} are filled in.
    QString text;

    bool operator==(const Rule &) const = default;
};

/// What one channel does otherwise.
struct RuleOverride
{
    QString channel;
    QString rule;
    std::optional<bool> enabled;
    std::optional<double> value;
    std::optional<double> low;
    std::optional<double> clear;
    std::optional<int> forMs;
    std::optional<int> clearForMs;
    std::optional<Severity> severity;
    std::optional<bool> failover;

    bool operator==(const RuleOverride &) const = default;
};

struct RuleSet
{
    std::vector<Rule> rules;
    std::vector<RuleOverride> overrides;

    bool operator==(const RuleSet &) const = default;

    /// The rule as it counts in a channel.
    Rule effective(const Rule &rule, const QString &channel) const;
};

/// Every mistake is an error with its place and remedy: unknown metric, a time shorter than the metric's period, a clear
/// value on the wrong side, a number that is none, an id used twice, ... Strict: unknown fields are mistakes.
Result<RuleSet> ruleSetFromJson(const QJsonObject &object, const QString &pointer = {});
QJsonObject toJson(const Rule &);
QJsonObject toJson(const RuleOverride &);
QJsonObject toJson(const RuleSet &);

} // namespace twinfeed
