// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/plansight.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QString primary = QStringLiteral("primary");
const QString backup = QStringLiteral("backup");

bool isFresh(int64_t at, int periodMs, const ConditionAsk &ask)
{
    return at > ask.newerThan && ask.now - at <= std::max(staleSightUs, 3000 * int64_t(periodMs));
}

Truth compared(const Condition &leaf, double value, const QString &place, const ConditionAsk &ask)
{
    const auto truth = [](bool holds) { return holds ? Truth::Yes : Truth::No; };
    switch (leaf.compare) {
    case Condition::Compare::Below:
        return truth(value < leaf.value);
    case Condition::Compare::Above:
        return truth(value > leaf.value);
    case Condition::Compare::Outside:
        return truth(value < leaf.low || value > leaf.value);
    case Condition::Compare::AtLeastBaseline:
    case Condition::Compare::AtMostBaseline:
        break;
    }
    const QJsonValue before = ask.baseline.value(QString(leaf.name + QLatin1Char(' ') + place));
    if (!before.isDouble())
        return Truth::Undecided;
    const double limit = leaf.value * before.toDouble();
    return truth(leaf.compare == Condition::Compare::AtLeastBaseline ? value >= limit : value <= limit);
}

Truth ofMetric(const Condition &leaf, const PlanSight &sight, const ConditionAsk &ask, PlanNumber &number)
{
    const auto found = sight.metrics.find({leaf.name, number.node});
    if (found == sight.metrics.end() || !found->second.value)
        return Truth::Undecided;
    number.value = QString::number(*found->second.value, 'g', 6);
    number.unit = found->second.unit;
    if (!isFresh(found->second.at, found->second.periodMs, ask))
        return Truth::Undecided;
    return compared(leaf, *found->second.value, number.node, ask);
}

Truth ofState(const Condition &leaf, const PlanSight &sight, const ConditionAsk &ask, PlanNumber &number)
{
    const auto found = sight.facts.find({leaf.name, number.node});
    if (found == sight.facts.end())
        return Truth::Undecided;
    number.value = found->second.values.join(QLatin1String(", "));
    if (!isFresh(found->second.at, 0, ask))
        return Truth::Undecided;
    const bool is =
        std::ranges::any_of(leaf.is, [&](const QString &one) { return found->second.values.contains(one); });
    return is ? Truth::Yes : Truth::No;
}

Truth ofLeaf(const Condition &leaf, const PlanSight &sight, const ConditionAsk &ask,
             std::vector<PlanNumber> *numbers)
{
    PlanNumber number;
    number.name = leaf.name;
    if (numbers)
        number.limit = limitOf(leaf);
    number.node = placeOf(leaf.node, sight, ask.output);
    Truth truth = Truth::No;
    // Where the slate is on air there is no path on air, and nothing can be wrong with it.
    if (!leaf.node.isEmpty() && number.node.isEmpty())
        truth = sight.fact(QStringLiteral("onAir")).isEmpty() ? Truth::Undecided : Truth::No;
    else
        truth = leaf.kind == Condition::Kind::Metric ? ofMetric(leaf, sight, ask, number)
                                                     : ofState(leaf, sight, ask, number);
    if (number.node.isEmpty())
        number.node = leaf.node;
    number.holds = truth == Truth::Yes;
    if (numbers)
        numbers->push_back(number);
    return truth;
}

} // namespace

QString PlanSight::fact(const QString &name, const QString &node) const
{
    const auto found = facts.find({name, node});
    return found == facts.end() ? QString() : found->second.values.value(0);
}

QString placeOf(const QString &node, const PlanSight &sight, const QString &output)
{
    if (node == QLatin1String("output"))
        return output.isEmpty() ? QString() : QString(QLatin1String("output:") + output);
    if (node != QLatin1String("on-air") && node != QLatin1String("standby"))
        return node;
    const QString onAir = sight.fact(QStringLiteral("onAir"));
    if (onAir != primary && onAir != backup)
        return {};
    return (onAir == primary) == (node == QLatin1String("on-air")) ? primary : backup;
}

Truth holds(const Condition &condition, const PlanSight &sight, const ConditionAsk &ask,
            std::vector<PlanNumber> *numbers)
{
    switch (condition.kind) {
    case Condition::Kind::Metric:
    case Condition::Kind::State:
        return ofLeaf(condition, sight, ask, numbers);
    case Condition::Kind::Not: {
        const Truth inner = holds(condition.parts.front(), sight, ask, numbers);
        return inner == Truth::Undecided ? inner : inner == Truth::Yes ? Truth::No : Truth::Yes;
    }
    case Condition::Kind::All:
    case Condition::Kind::Any:
        break;
    }
    const Truth decides = condition.kind == Condition::Kind::All ? Truth::No : Truth::Yes;
    bool decided = false;
    bool undecided = false;
    for (const Condition &part : condition.parts) {
        const Truth truth = holds(part, sight, ask, numbers);
        decided = decided || truth == decides;
        undecided = undecided || truth == Truth::Undecided;
        if (decided && !numbers)
            return decides; // nobody wants to know what the others saw
    }
    if (decided)
        return decides;
    if (undecided)
        return Truth::Undecided;
    return decides == Truth::No ? Truth::Yes : Truth::No;
}

QString saidOf(const std::vector<PlanNumber> &numbers, bool onlyWrong)
{
    QStringList said;
    for (const PlanNumber &number : numbers) {
        if (onlyWrong && number.holds)
            continue;
        const QString at = number.node.isEmpty() ? QString() : QStringLiteral(" at ") + number.node;
        const QString value = number.value.isEmpty() ? QStringLiteral("not known") : number.value;
        said << QStringLiteral("%1%2 is %3 (asked for: %4)").arg(number.name, at, value, number.limit);
    }
    return said.join(QLatin1String(", "));
}

QJsonArray wrongOf(const std::vector<PlanNumber> &numbers)
{
    QJsonArray array;
    for (const PlanNumber &number : numbers) {
        if (!number.holds)
            array << toJson(number);
    }
    return array;
}

Error unmet(const PlanPrecondition &precondition, const std::vector<PlanNumber> &numbers)
{
    QJsonObject details{{QStringLiteral("cause"), QStringLiteral("precondition")},
                        {QStringLiteral("numbers"), wrongOf(numbers)}};
    if (!precondition.text.isEmpty())
        details.insert(QStringLiteral("text"), toJson(precondition.text));
    return {QStringLiteral("plan-disabled"),
            QStringLiteral("What the plan asks for beforehand does not hold: %1.").arg(saidOf(numbers, true)),
            {},
            precondition.text.value(QStringLiteral("en")),
            details};
}

} // namespace twinfeed::backend
