// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"
#include "models/domain/rule.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

const QLatin1String rulesKey("rules");
const QLatin1String overridesKey("overrides");
const QLatin1String idKey("id");
const QLatin1String nameKey("name");
const QLatin1String enabledKey("enabled");
const QLatin1String metricKey("metric");
const QLatin1String nodesKey("nodes");
const QLatin1String compareKey("compare");
const QLatin1String valueKey("value");
const QLatin1String lowKey("low");
const QLatin1String clearKey("clear");
const QLatin1String forKey("forMs");
const QLatin1String clearForKey("clearForMs");
const QLatin1String windowKey("windowMs");
const QLatin1String meanKey("meanMs");
const QLatin1String severityKey("severity");
const QLatin1String rootKey("root");
const QLatin1String failoverKey("failover");
const QLatin1String textKey("text");
const QLatin1String channelKey("channel");
const QLatin1String ruleKey("rule");

constexpr int longest = 3'600'000; // an hour
constexpr int mostRules = 200;
constexpr int mostOverrides = 2000;
constexpr double largest = 1e15;

bool isId(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("\\A[a-z0-9-]{1,32}\\z"));
    return form.match(text).hasMatch();
}

/// A number that can be compared with. YAML's .nan and .inf come as texts, those of a client as null or not at all.
void readNumber(JsonReader &reader, const QJsonObject &object, QLatin1String name, double &value,
                bool required)
{
    if (!object.contains(name)) {
        if (required)
            reader.fail(name, QStringLiteral("missing-field"), QStringLiteral("\"%1\" is missing.").arg(name),
                        QStringLiteral("Add the field."));
        return;
    }
    static const QRegularExpression none(QStringLiteral("\\A[-+]?\\.?(nan|inf|infinity)\\z"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QJsonValue json = object.value(name);
    const bool isNone = (json.isString() && none.match(json.toString()).hasMatch())
        || (json.isDouble() && !(std::abs(json.toDouble()) <= largest));
    if (isNone) {
        return reader.fail(
            name, QStringLiteral("out-of-range"),
            QStringLiteral("\"%1\" is no number that something can be compared with.").arg(name),
            QStringLiteral("Write a finite number."));
    }
    reader.optional(name, value);
}

void checkRange(JsonReader &reader, const QJsonObject &object, const MetricKind &kind, QLatin1String name,
                int value)
{
    if (reader.failed() || value >= kind.periodMs || !object.contains(name))
        return;
    reader.fail(name, QStringLiteral("out-of-range"),
                QStringLiteral("\"%1\" is shorter than the %2 ms in which a value of \"%3\" comes.")
                    .arg(name)
                    .arg(kind.periodMs)
                    .arg(QLatin1String(kind.name)),
                QStringLiteral("Use %1 or more.").arg(kind.periodMs));
}

/// The value at which it is right again must be on the right side.
void checkClear(JsonReader &reader, const Rule &rule)
{
    if (reader.failed())
        return;
    const auto wrong = [&](const QString &where) {
        reader.fail(clearKey, QStringLiteral("out-of-range"),
                    QStringLiteral("\"clear\" (%1) is on the wrong side of \"value\" (%2).")
                        .arg(rule.clear)
                        .arg(rule.value),
                    where);
    };
    if (rule.compare == Comparison::Below && rule.clear < rule.value)
        return wrong(QStringLiteral("Use the value itself or one above it."));
    if (rule.compare == Comparison::Above && rule.clear > rule.value)
        return wrong(QStringLiteral("Use the value itself or one below it."));
    if (rule.compare == Comparison::OffMean && (rule.clear > rule.value || rule.clear < 0))
        return wrong(QStringLiteral("Use a deviation from 0 to the value."));
    if (rule.compare == Comparison::OffMean && rule.value <= 0)
        return reader.fail(valueKey, QStringLiteral("out-of-range"),
                           QStringLiteral("A deviation of %1 % is always there.").arg(rule.value),
                           QStringLiteral("Use a value above 0."));
    if (rule.compare != Comparison::Outside)
        return;
    if (rule.low >= rule.value)
        return reader.fail(
            lowKey, QStringLiteral("out-of-range"),
            QStringLiteral("\"low\" (%1) is not below \"value\" (%2).").arg(rule.low).arg(rule.value),
            QStringLiteral("Nothing could be between them: use a lower one."));
    if (rule.clear < 0 || 2 * rule.clear > rule.value - rule.low)
        return reader.fail(
            clearKey, QStringLiteral("out-of-range"),
            QStringLiteral("\"clear\" (%1) leaves no room between the limits.").arg(rule.clear),
            QStringLiteral("Use 0 to %1.").arg((rule.value - rule.low) / 2));
}

void readNodes(JsonReader &reader, const MetricKind &kind, QStringList &nodes)
{
    const QStringList known = QString::fromLatin1(kind.nodes).split(QLatin1Char(' '));
    const auto array = reader.array(nodesKey, true);
    if (!array)
        return;
    if (array->isEmpty())
        reader.fail(nodesKey, QStringLiteral("missing-field"), QStringLiteral("The rule is about no node."),
                    QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))));
    for (qsizetype i = 0; i < array->size(); ++i) {
        const QString node = array->at(i).toString();
        if (!known.contains(node)) {
            reader.fail(
                Error{QStringLiteral("unknown-value"),
                      QStringLiteral("\"%1\" is not measured at \"%2\".").arg(QLatin1String(kind.name), node),
                      reader.pointerTo(nodesKey, i),
                      QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))),
                      {}});
        } else if (nodes.contains(node)) {
            reader.fail(Error{QStringLiteral("duplicate-id"),
                              QStringLiteral("\"%1\" is there twice.").arg(node),
                              reader.pointerTo(nodesKey, i),
                              QStringLiteral("Remove one of the two."),
                              {}});
        }
        nodes << node;
    }
}

void readId(JsonReader &reader, QLatin1String name, QString &id)
{
    reader.required(name, id);
    if (!reader.failed() && !isId(id))
        reader.fail(name, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
}

const MetricKind *readMetric(JsonReader &reader, QString &metric)
{
    reader.required(metricKey, metric);
    if (reader.failed())
        return nullptr;
    const MetricKind *kind = metricKind(metric);
    if (kind)
        return kind;
    QStringList names;
    for (const MetricKind &known : metricKinds())
        names << QLatin1String(known.name);
    reader.fail(metricKey, QStringLiteral("unknown-value"),
                QStringLiteral("There is no metric \"%1\".").arg(metric),
                QStringLiteral("Use one of: %1.").arg(names.join(QLatin1String(", "))));
    return nullptr;
}

/// The braces of a text must name what can be filled in.
void checkText(JsonReader &reader, const QString &text)
{
    static const QRegularExpression braces(QStringLiteral("\\{([^}]*)\\}?"));
    static const QStringList known{QStringLiteral("channel"), QStringLiteral("node"), QStringLiteral("value"),
                                   QStringLiteral("limit"),   QStringLiteral("mean"), QStringLiteral("was"),
                                   QStringLiteral("for")};
    for (auto found = braces.globalMatch(text); !reader.failed() && found.hasNext();) {
        const QString name = found.next().captured(1);
        if (!known.contains(name))
            reader.fail(textKey, QStringLiteral("unknown-value"),
                        QStringLiteral("\"{%1}\" is nothing that can be filled in.").arg(name),
                        QStringLiteral("Use some of: {%1}.").arg(known.join(QLatin1String("}, {"))));
    }
}

void checkComparison(JsonReader &reader, const Rule &rule)
{
    if (reader.failed())
        return;
    if (rule.compare == Comparison::Rising && rule.windowMs == 0)
        reader.fail(windowKey, QStringLiteral("missing-field"),
                    QStringLiteral("\"rising\" needs the time within which the total may grow."),
                    QStringLiteral("Add \"windowMs\"."));
    else if (rule.compare == Comparison::Rising && reader.has(clearKey))
        reader.fail(clearKey, QStringLiteral("unknown-field"),
                    QStringLiteral("A total that stops rising is right again: there is no \"clear\" here."),
                    QStringLiteral("Remove the field."));
    else if (rule.compare != Comparison::Outside && reader.has(lowKey))
        reader.fail(lowKey, QStringLiteral("unknown-field"),
                    QStringLiteral("Only \"outside\" has a \"low\"."), QStringLiteral("Remove the field."));
    else if (rule.compare != Comparison::OffMean && reader.has(meanKey))
        reader.fail(meanKey, QStringLiteral("unknown-field"),
                    QStringLiteral("Only \"off-mean\" has a \"meanMs\"."),
                    QStringLiteral("Remove the field."));
    else if (rule.failover && !rule.nodes.contains(QStringLiteral("path")))
        reader.fail(failoverKey, QStringLiteral("out-of-range"),
                    QStringLiteral("A rule can only speak against a path, and this one is about none."),
                    QStringLiteral("Add the node \"path\", or leave \"failover\" out."));
}

Result<Rule> readRule(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    Rule rule;
    readId(reader, idKey, rule.id);
    reader.required(nameKey, rule.name, 80);
    if (!reader.failed() && rule.name.trimmed().isEmpty())
        reader.fail(nameKey, QStringLiteral("out-of-range"), QStringLiteral("The name is empty."),
                    QStringLiteral("Say in a few words what is wrong when the rule holds."));
    reader.optional(enabledKey, rule.enabled);
    const MetricKind *kind = readMetric(reader, rule.metric);
    if (kind)
        readNodes(reader, *kind, rule.nodes);
    reader.requiredWord(compareKey, rule.compare);
    readNumber(reader, object, valueKey, rule.value, true);
    readNumber(reader, object, lowKey, rule.low, rule.compare == Comparison::Outside);
    rule.clear = rule.compare == Comparison::Outside ? 0 : rule.value;
    readNumber(reader, object, clearKey, rule.clear, false);
    reader.required(forKey, rule.forMs, 0, longest);
    rule.clearForMs = rule.forMs;
    reader.optional(clearForKey, rule.clearForMs, 0, longest);
    reader.optional(windowKey, rule.windowMs, 0, longest);
    reader.optional(meanKey, rule.meanMs, 5000, longest);
    reader.requiredWord(severityKey, rule.severity);
    reader.optional(rootKey, rule.root);
    reader.optional(failoverKey, rule.failover);
    reader.required(textKey, rule.text, 300);
    checkText(reader, rule.text);
    checkComparison(reader, rule);
    checkClear(reader, rule);
    if (kind) {
        checkRange(reader, object, *kind, forKey, rule.forMs);
        checkRange(reader, object, *kind, clearForKey, rule.clearForMs);
        if (rule.windowMs > 0)
            checkRange(reader, object, *kind, windowKey, rule.windowMs);
    }
    if (auto read = reader.finish(); !read)
        return read.error();
    return rule;
}

Result<RuleOverride> readOverride(const QJsonObject &object, const QString &pointer,
                                  const std::vector<Rule> &rules)
{
    JsonReader reader(object, pointer);
    RuleOverride other;
    readId(reader, channelKey, other.channel);
    readId(reader, ruleKey, other.rule);
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const Rule &known) { return known.id == other.rule; });
    if (!reader.failed() && rule == rules.end())
        reader.fail(ruleKey, QStringLiteral("unknown-value"),
                    QStringLiteral("There is no rule \"%1\".").arg(other.rule),
                    QStringLiteral("Use the id of a rule above."));
    const auto number = [&](QLatin1String name, std::optional<double> &value) {
        double read = 0;
        readNumber(reader, object, name, read, false);
        if (object.contains(name))
            value = read;
    };
    reader.nullable(enabledKey, other.enabled);
    number(valueKey, other.value);
    number(lowKey, other.low);
    number(clearKey, other.clear);
    reader.nullable(forKey, other.forMs, 0, longest);
    reader.nullable(clearForKey, other.clearForMs, 0, longest);
    reader.nullableWord(severityKey, other.severity);
    reader.nullable(failoverKey, other.failover);
    if (!reader.failed()) {
        // What comes of it must be as good as a rule of its own.
        RuleSet set;
        set.overrides = {other};
        const Rule own = set.effective(*rule, other.channel);
        const MetricKind &kind = *metricKind(own.metric);
        checkComparison(reader, own);
        checkClear(reader, own);
        checkRange(reader, object, kind, forKey, own.forMs);
        checkRange(reader, object, kind, clearForKey, own.clearForMs);
    }
    if (auto read = reader.finish(); !read)
        return read.error();
    return other;
}

Error notAnObject(const QString &pointer)
{
    return {QStringLiteral("wrong-type"),
            QStringLiteral("An entry must have fields."),
            pointer,
            QStringLiteral("Write it as an object."),
            {}};
}

Error twice(const QString &what, const QString &pointer)
{
    return {QStringLiteral("duplicate-id"),
            QStringLiteral("%1 is there twice.").arg(what),
            pointer,
            QStringLiteral("Remove one of the two."),
            {}};
}

Error tooMany(QLatin1String name, int most)
{
    return {QStringLiteral("out-of-range"),
            QStringLiteral("\"%1\" has more than %2 entries.").arg(name).arg(most),
            QString(QLatin1Char('/') + name),
            QStringLiteral("Remove some."),
            {}};
}

} // namespace

Result<RuleSet> ruleSetFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    RuleSet set;
    const QJsonArray rules = reader.array(rulesKey, true).value_or(QJsonArray());
    const QJsonArray overrides = reader.array(overridesKey).value_or(QJsonArray());
    if (auto read = reader.finish(); !read)
        return read.error();
    if (rules.size() > mostRules)
        return tooMany(rulesKey, mostRules);
    if (overrides.size() > mostOverrides)
        return tooMany(overridesKey, mostOverrides);
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const QString place = reader.pointerTo(rulesKey, i);
        if (!rules.at(i).isObject())
            return notAnObject(place);
        auto rule = readRule(rules.at(i).toObject(), place);
        if (!rule)
            return rule.error();
        const auto same = [&](const Rule &known) { return known.id == rule->id; };
        if (std::any_of(set.rules.begin(), set.rules.end(), same))
            return twice(QStringLiteral("The rule \"%1\"").arg(rule->id),
                         QString(place + QLatin1String("/id")));
        set.rules.push_back(*rule);
    }
    for (qsizetype i = 0; i < overrides.size(); ++i) {
        const QString place = reader.pointerTo(overridesKey, i);
        if (!overrides.at(i).isObject())
            return notAnObject(place);
        auto other = readOverride(overrides.at(i).toObject(), place, set.rules);
        if (!other)
            return other.error();
        const auto same = [&](const RuleOverride &known) {
            return known.rule == other->rule && known.channel == other->channel;
        };
        if (std::any_of(set.overrides.begin(), set.overrides.end(), same))
            return twice(
                QStringLiteral("The rule \"%1\" of the channel \"%2\"").arg(other->rule, other->channel),
                QString(place + QLatin1String("/rule")));
        set.overrides.push_back(*other);
    }
    return set;
}

} // namespace twinfeed
