// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/condition.h"

#include "models/domain/jsonreader.h"
#include "models/domain/rule.h"

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

const QLatin1String allKey("all");
const QLatin1String anyKey("any");
const QLatin1String notKey("not");
const QLatin1String metricKey("metric");
const QLatin1String stateKey("state");
const QLatin1String nodeKey("node");
const QLatin1String isKey("is");
const QLatin1String outsideKey("outside");

constexpr int deepest = 6;
constexpr double largest = 1e15;

struct CompareWord
{
    Condition::Compare compare;
    const char *name;
};
constexpr CompareWord comparisons[]{{Condition::Compare::Below, "below"},
                                    {Condition::Compare::Above, "above"},
                                    {Condition::Compare::AtLeastBaseline, "atLeastBaseline"},
                                    {Condition::Compare::AtMostBaseline, "atMostBaseline"}};

constexpr StateKind kinds[]{
    {"onAir", "", "primary backup slate"},
    {"failover", "", "off armed suspended spent ended"},
    {"mode", "", "off once floating reverting"},
    {"ended", "", "yes no"},
    {"relation", "", "unknown aligned offset different"},
    {"slate", "", ""},
    {"overridden", "", ""},
    {"fit", "path slate", "yes no"},
    {"locked", "path slate", "yes no"},
    {"input", "path", "idle connecting waiting live lost refused"},
    {"outputs", "", "off connecting live failed"}, // those that outputs are in
    {"output", "output", "off connecting live failed"},
    {"encrypted", "output", "yes no"}, // asked for
    {"sealed", "output", "unknown clear sealed mixed"}, // seen
};

QStringList split(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// Also of the nodes that only conditions know.
QString kindOfNode(const QString &node)
{
    if (node == QLatin1String("on-air") || node == QLatin1String("standby"))
        return QStringLiteral("path");
    return node == QLatin1String("output") ? node : nodeKind(node);
}

QStringList nodesOf(const QStringList &places, bool perOutput)
{
    QStringList nodes;
    if (places.contains(QLatin1String("path")))
        nodes << QStringLiteral("primary") << QStringLiteral("backup") << QStringLiteral("on-air")
              << QStringLiteral("standby");
    for (const char *place : {"programme", "slate"}) {
        if (places.contains(QLatin1String(place)))
            nodes << QLatin1String(place);
    }
    if (places.contains(QLatin1String("output")))
        nodes << (perOutput ? QStringLiteral("output, output:<id>") : QStringLiteral("output:<id>"));
    return nodes;
}

void checkNode(JsonReader &reader, const QString &node, const QStringList &places, bool perOutput)
{
    if (reader.failed(nodeKey))
        return;
    const bool here = node.isEmpty() ? places.isEmpty() : places.contains(kindOfNode(node));
    if (!here) {
        reader.fail(nodeKey, QStringLiteral("unknown-value"),
                    node.isEmpty() ? QStringLiteral("It does not say where.")
                                   : QStringLiteral("There is none at \"%1\".").arg(node),
                    places.isEmpty() ? QStringLiteral("Remove the field: it is of the whole channel.")
                                     : QStringLiteral("Use one of: %1.")
                                           .arg(nodesOf(places, perOutput).join(QLatin1String(", "))));
    } else if (node == QLatin1String("output") && !perOutput) {
        reader.fail(nodeKey, QStringLiteral("unknown-value"), QStringLiteral("The plan is about no output."),
                    QStringLiteral("Name one (\"output:<id>\"), or say \"perOutput\": true."));
    }
}

void readNumber(JsonReader &reader, QLatin1String name, double &value)
{
    reader.optional(name, value);
    if (!reader.failed(name) && !(std::abs(value) <= largest))
        reader.fail(name, QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" is no number that something can be compared with.").arg(name),
                    QStringLiteral("Write a finite number."));
}

void readOutside(JsonReader &reader, Condition &condition)
{
    const auto limits = reader.array(outsideKey);
    if (!limits)
        return;
    if (limits->size() != 2 || !limits->at(0).isDouble() || !limits->at(1).isDouble()) {
        return reader.fail(outsideKey, QStringLiteral("wrong-type"),
                           QStringLiteral("\"outside\" must be two numbers."),
                           QStringLiteral("Write the lower and the upper one: [-60, 40]."));
    }
    condition.low = limits->at(0).toDouble();
    condition.value = limits->at(1).toDouble();
    if (condition.low >= condition.value)
        reader.fail(
            outsideKey, QStringLiteral("out-of-range"),
            QStringLiteral("Nothing can be between %1 and %2.").arg(condition.low).arg(condition.value),
            QStringLiteral("Write the lower one first."));
}

void readComparison(JsonReader &reader, Condition &condition)
{
    int found = 0;
    for (const CompareWord &word : comparisons) {
        const QLatin1String name(word.name);
        if (!reader.has(name))
            continue;
        ++found;
        condition.compare = word.compare;
        readNumber(reader, name, condition.value);
        const bool share = word.compare >= Condition::Compare::AtLeastBaseline;
        if (!reader.failed(name) && share && (condition.value <= 0 || condition.value > 10))
            reader.fail(name, QStringLiteral("out-of-range"),
                        QStringLiteral("%1 is no share of a baseline.").arg(condition.value),
                        QStringLiteral("Write 0.9 for 90 %, at most 10."));
    }
    if (reader.has(outsideKey)) {
        ++found;
        condition.compare = Condition::Compare::Outside;
        readOutside(reader, condition);
    }
    if (found != 1)
        reader.fail(metricKey, QStringLiteral("missing-field"),
                    QStringLiteral("A metric is compared in exactly one way."),
                    QStringLiteral("Add one of: below, above, outside, atLeastBaseline, atMostBaseline."));
}

void readMetric(JsonReader &reader, bool perOutput, Condition &condition)
{
    condition.kind = Condition::Kind::Metric;
    reader.required(metricKey, condition.name);
    const MetricKind *kind = metricKind(condition.name);
    if (!kind) {
        QStringList names;
        for (const MetricKind &known : metricKinds())
            names << QLatin1String(known.name);
        reader.fail(metricKey, QStringLiteral("unknown-value"),
                    QStringLiteral("There is no metric \"%1\".").arg(condition.name),
                    QStringLiteral("Use one of: %1.").arg(names.join(QLatin1String(", "))));
    }
    reader.required(nodeKey, condition.node);
    if (kind)
        checkNode(reader, condition.node, split(kind->nodes), perOutput);
    readComparison(reader, condition);
}

void readIs(JsonReader &reader, const QJsonObject &object, const StateKind &kind, Condition &condition)
{
    if (object.value(isKey).isArray()) {
        for (const QJsonValue &value : *reader.array(isKey, true))
            condition.is << value.toString();
    } else {
        QString value;
        reader.required(isKey, value);
        condition.is << value;
    }
    const QStringList known = split(kind.values);
    for (const QString &value : std::as_const(condition.is)) {
        if ((value.isEmpty() || (!known.isEmpty() && !known.contains(value))))
            reader.fail(isKey, QStringLiteral("unknown-value"),
                        QStringLiteral("\"%1\" is not a value of \"%2\".").arg(value, condition.name),
                        known.isEmpty()
                            ? QStringLiteral("Write an id.")
                            : QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))));
    }
    if (condition.is.isEmpty())
        reader.fail(isKey, QStringLiteral("missing-field"),
                    QStringLiteral("\"is\" names no value: it could never hold."),
                    QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))));
}

void readState(JsonReader &reader, const QJsonObject &object, bool perOutput, Condition &condition)
{
    condition.kind = Condition::Kind::State;
    reader.required(stateKey, condition.name);
    const StateKind *kind = stateKind(condition.name);
    if (!kind) {
        QStringList names;
        for (const StateKind &known : kinds)
            names << QLatin1String(known.name);
        reader.fail(stateKey, QStringLiteral("unknown-value"),
                    QStringLiteral("There is no state \"%1\".").arg(condition.name),
                    QStringLiteral("Use one of: %1.").arg(names.join(QLatin1String(", "))));
    }
    reader.optional(nodeKey, condition.node);
    if (!kind)
        return reader.pass(isKey);
    checkNode(reader, condition.node, split(kind->nodes), perOutput);
    readIs(reader, object, *kind, condition);
}

Condition readDeep(const QJsonObject &object, const QString &pointer, bool perOutput,
                   std::vector<Error> &errors, int depth);

void readParts(JsonReader &reader, QLatin1String name, bool perOutput, Condition &condition,
               std::vector<Error> &errors, int depth)
{
    const auto array = reader.array(name, true);
    if (!array)
        return;
    if (array->isEmpty())
        reader.fail(name, QStringLiteral("missing-field"), QStringLiteral("\"%1\" joins nothing.").arg(name),
                    QStringLiteral("Write one condition at least."));
    for (qsizetype i = 0; i < array->size(); ++i)
        condition.parts.push_back(
            readDeep(array->at(i).toObject(), reader.pointerTo(name, i), perOutput, errors, depth + 1));
}

Condition readDeep(const QJsonObject &object, const QString &pointer, bool perOutput,
                   std::vector<Error> &errors, int depth)
{
    JsonReader reader(object, pointer);
    Condition condition;
    if (depth > deepest) {
        errors.push_back({QStringLiteral("out-of-range"),
                          QStringLiteral("Conditions stand in each other more than %1 deep.").arg(deepest),
                          pointer,
                          QStringLiteral("Nobody could read that: make it simpler."),
                          {}});
        return condition;
    }
    if (reader.has(allKey) || reader.has(anyKey)) {
        condition.kind = reader.has(allKey) ? Condition::Kind::All : Condition::Kind::Any;
        readParts(reader, reader.has(allKey) ? allKey : anyKey, perOutput, condition, errors, depth);
    } else if (reader.has(notKey)) {
        condition.kind = Condition::Kind::Not;
        if (const auto part = reader.object(notKey, true))
            condition.parts.push_back(
                readDeep(*part, reader.pointerTo(notKey), perOutput, errors, depth + 1));
    } else if (reader.has(stateKey)) {
        readState(reader, object, perOutput, condition);
    } else if (reader.has(metricKey)) {
        readMetric(reader, perOutput, condition);
    } else {
        errors.push_back({QStringLiteral("missing-field"),
                          QStringLiteral("This is no condition."),
                          pointer,
                          QStringLiteral("Write one of: all, any, not, metric, state."),
                          {}});
        return condition;
    }
    reader.finishInto(errors);
    return condition;
}

QString limitText(const Condition &leaf)
{
    switch (leaf.compare) {
    case Condition::Compare::Below:
        return QStringLiteral("below %1").arg(leaf.value);
    case Condition::Compare::Above:
        return QStringLiteral("above %1").arg(leaf.value);
    case Condition::Compare::Outside:
        return QStringLiteral("outside %1 to %2").arg(leaf.low).arg(leaf.value);
    case Condition::Compare::AtLeastBaseline:
        return QStringLiteral("at least %1 % of before").arg(100 * leaf.value);
    case Condition::Compare::AtMostBaseline:
        break;
    }
    return QStringLiteral("at most %1 % of before").arg(100 * leaf.value);
}

} // namespace

std::span<const StateKind> stateKinds()
{
    return kinds;
}

const StateKind *stateKind(const QString &name)
{
    const auto found =
        std::ranges::find_if(kinds, [&](const StateKind &kind) { return name == QLatin1String(kind.name); });
    return found == std::end(kinds) ? nullptr : found;
}

Condition readCondition(const QJsonObject &object, const QString &pointer, bool perOutput,
                        std::vector<Error> &errors)
{
    return readDeep(object, pointer, perOutput, errors, 0);
}

QJsonObject toJson(const Condition &condition)
{
    QJsonArray parts;
    for (const Condition &part : condition.parts)
        parts << toJson(part);
    switch (condition.kind) {
    case Condition::Kind::All:
        return {{allKey, parts}};
    case Condition::Kind::Any:
        return {{anyKey, parts}};
    case Condition::Kind::Not:
        return {{notKey, parts.first()}};
    case Condition::Kind::State: {
        QJsonObject object{{stateKey, condition.name}, {isKey, QJsonArray::fromStringList(condition.is)}};
        if (!condition.node.isEmpty())
            object.insert(nodeKey, condition.node);
        return object;
    }
    case Condition::Kind::Metric:
        break;
    }
    QJsonObject object{{metricKey, condition.name}, {nodeKey, condition.node}};
    if (condition.compare == Condition::Compare::Outside)
        object.insert(outsideKey, QJsonArray{condition.low, condition.value});
    for (const CompareWord &word : comparisons) {
        if (word.compare == condition.compare)
            object.insert(QLatin1String(word.name), condition.value);
    }
    return object;
}

void eachLeaf(const Condition &condition, const std::function<void(const Condition &)> &what)
{
    if (condition.kind == Condition::Kind::Metric || condition.kind == Condition::Kind::State)
        what(condition);
    for (const Condition &part : condition.parts)
        eachLeaf(part, what);
}

QString limitOf(const Condition &leaf)
{
    return leaf.kind == Condition::Kind::Metric ? limitText(leaf)
                                                : QStringLiteral("is ") + leaf.is.join(QLatin1String(" or "));
}

QString toText(const Condition &condition)
{
    QStringList parts;
    for (const Condition &part : condition.parts)
        parts << toText(part);
    switch (condition.kind) {
    case Condition::Kind::All:
        return parts.join(QLatin1String(" and "));
    case Condition::Kind::Any:
        return QStringLiteral("(%1)").arg(parts.join(QLatin1String(" or ")));
    case Condition::Kind::Not:
        return QStringLiteral("not (%1)").arg(parts.join(QString()));
    case Condition::Kind::Metric:
    case Condition::Kind::State:
        break;
    }
    const QString at = condition.node.isEmpty() ? QString() : QStringLiteral(" at ") + condition.node;
    return condition.name + at + QLatin1Char(' ') + limitOf(condition);
}

} // namespace twinfeed
