// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/plancheck.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twinfeed::backend {

namespace {

using Kind = PlanFinding::Kind;

constexpr double endless = std::numeric_limits<double>::infinity();
constexpr size_t mostCases = 512; // beyond that nothing is said to be impossible

struct Range
{
    double low = -endless;
    double high = endless;
    bool lowIn = false; // the ends belong to it
    bool highIn = false;

    bool isEmpty() const { return low > high || (low == high && !(lowIn && highIn)); }
};

/// What one way for a condition to hold asks for.
struct Case
{
    std::map<std::pair<QString, QString>, Range> numbers;
    std::map<std::pair<QString, QString>, QStringList> states; // those that are possible
    bool possible = true;

    void add(const std::pair<QString, QString> &what, const Range &range)
    {
        Range &mine = numbers[what];
        if (range.low > mine.low || (range.low == mine.low && !range.lowIn))
            mine.low = range.low, mine.lowIn = range.lowIn;
        if (range.high < mine.high || (range.high == mine.high && !range.highIn))
            mine.high = range.high, mine.highIn = range.highIn;
        possible = possible && !mine.isEmpty();
    }
    void add(const std::pair<QString, QString> &what, const QStringList &values)
    {
        const auto found = states.find(what);
        if (found == states.end()) {
            states[what] = values;
        } else {
            QStringList both;
            for (const QString &value : std::as_const(found->second)) {
                if (values.contains(value))
                    both << value;
            }
            found->second = both;
        }
        possible = possible && !states[what].isEmpty();
    }
};
using Cases = std::vector<Case>;

Cases joined(const Cases &one, const Cases &other)
{
    Cases all;
    for (const Case &a : one) {
        for (const Case &b : other) {
            Case both = a;
            for (const auto &[what, range] : b.numbers)
                both.add(what, range);
            for (const auto &[what, values] : b.states)
                both.add(what, values);
            both.possible = both.possible && b.possible;
            if (both.possible)
                all.push_back(both);
            if (all.size() > mostCases)
                return {Case()};
        }
    }
    return all;
}

Cases ofNumber(const Condition &leaf, bool negated)
{
    const std::pair what(leaf.name, leaf.node);
    const auto one = [&](const Range &range) {
        Case made;
        made.add(what, range);
        return made.possible ? Cases{made} : Cases();
    };
    switch (leaf.compare) {
    case Condition::Compare::Below:
        return negated ? one({leaf.value, endless, true, false}) : one({-endless, leaf.value, false, false});
    case Condition::Compare::Above:
        return negated ? one({-endless, leaf.value, false, true}) : one({leaf.value, endless, false, false});
    case Condition::Compare::Outside: {
        if (negated)
            return one({leaf.low, leaf.value, true, true});
        Cases both = one({-endless, leaf.low, false, false});
        both.push_back(one({leaf.value, endless, false, false}).front());
        return both;
    }
    case Condition::Compare::AtLeastBaseline:
    case Condition::Compare::AtMostBaseline:
        break;
    }
    return {Case()}; // of a number that nobody knows yet
}

Cases ofState(const Condition &leaf, bool negated)
{
    QStringList values = leaf.is;
    if (negated) {
        const StateKind *kind = stateKind(leaf.name);
        const QStringList all = kind
            ? QString::fromLatin1(kind->values).split(QLatin1Char(' '), Qt::SkipEmptyParts)
            : QStringList();
        if (all.isEmpty())
            return {Case()};
        values.clear();
        for (const QString &value : all) {
            if (!leaf.is.contains(value))
                values << value;
        }
    }
    Case made;
    made.add({leaf.name, leaf.node}, values);
    return made.possible ? Cases{made} : Cases();
}

/// What is on air while a condition is asked for: it says what "on-air", "standby" and "other" are.
const QStringList scenes{QStringLiteral("primary"), QStringLiteral("backup"), QStringLiteral("slate")};

QString otherThan(const QString &onAir)
{
    return onAir == scenes.at(0) ? scenes.at(1) : onAir == scenes.at(1) ? scenes.at(0) : QString();
}

Cases casesOfLeaf(Condition leaf, const QString &onAir, bool negated)
{
    if (leaf.kind == Condition::Kind::State && leaf.name == QLatin1String("onAir"))
        return leaf.is.contains(onAir) != negated ? Cases{Case()} : Cases();
    const bool live = leaf.node == QLatin1String("on-air");
    if (live || leaf.node == QLatin1String("standby")) {
        // With the slate on air there is no such path, and nothing holds of it.
        if (otherThan(onAir).isEmpty())
            return negated ? Cases{Case()} : Cases();
        leaf.node = live ? onAir : otherThan(onAir);
    }
    return leaf.kind == Condition::Kind::Metric ? ofNumber(leaf, negated) : ofState(leaf, negated);
}

/// Every way for the condition to hold with this on air.
Cases casesOf(const Condition &condition, const QString &onAir, bool negated = false)
{
    switch (condition.kind) {
    case Condition::Kind::Metric:
    case Condition::Kind::State:
        return casesOfLeaf(condition, onAir, negated);
    case Condition::Kind::Not:
        return casesOf(condition.parts.front(), onAir, !negated);
    case Condition::Kind::All:
    case Condition::Kind::Any:
        break;
    }
    const bool all = (condition.kind == Condition::Kind::All) != negated;
    Cases cases = all ? Cases{Case()} : Cases();
    for (const Condition &part : condition.parts) {
        const Cases more = casesOf(part, onAir, negated);
        if (all)
            cases = joined(cases, more);
        else
            cases.insert(cases.end(), more.begin(), more.end());
        if (cases.size() > mostCases)
            return {Case()};
    }
    return cases;
}

Cases whenFired(const Plan &plan, const PlanBook &book, const QString &onAir)
{
    Cases cases = plan.trigger ? casesOf(plan.trigger->when, onAir) : Cases{Case()};
    for (const PlanPrecondition &precondition : preconditionsOf(plan, book))
        cases = joined(cases, casesOf(precondition.that, onAir));
    return cases;
}

void findNever(const Plan &plan, const PlanBook &book, std::vector<PlanFinding> &findings)
{
    const auto never = [](const auto &casesIn) {
        return std::ranges::all_of(scenes, [&](const QString &onAir) { return casesIn(onAir).empty(); });
    };
    if (plan.trigger && never([&](const QString &onAir) { return casesOf(plan.trigger->when, onAir); }))
        findings.push_back({Kind::Never,
                            plan.id,
                            {},
                            QStringLiteral("/trigger/when"),
                            QStringLiteral("The trigger asks for what excludes itself: it can never hold."),
                            QStringLiteral("Take one of the conditions out.")});
    else if (never([&](const QString &onAir) { return whenFired(plan, book, onAir); }))
        findings.push_back(
            {Kind::Never,
             plan.id,
             {},
             QStringLiteral("/preconditions"),
             QStringLiteral("Whenever the trigger holds the preconditions do not: it can never be fired."),
             QStringLiteral("Let the preconditions ask for what the trigger leaves possible.")});
    else if (!plan.enabled)
        findings.push_back({Kind::Never,
                            plan.id,
                            {},
                            QStringLiteral("/enabled"),
                            QStringLiteral("The plan is switched off."),
                            QStringLiteral("Say \"enabled\": true when it is to be used.")});
}

void findMistakes(const Plan &plan, const PlanBook &book, std::vector<PlanFinding> &findings)
{
    if (auto steps = stepsOf(plan, book); !steps)
        findings.push_back({Kind::Mistake,
                            plan.id,
                            {},
                            QStringLiteral("/steps"),
                            steps.error().message,
                            steps.error().remedy});
    for (const auto &[id, other] : book) {
        if (id < plan.id && !plan.key.isEmpty() && other.plan.key == plan.key
            && other.plan.phase == plan.phase)
            findings.push_back({Kind::Mistake, plan.id, id, QStringLiteral("/key"),
                                QStringLiteral("The key %1 is that of the plan %2 too.").arg(plan.key, id),
                                QStringLiteral("Choose another key.")});
    }
}

/// What the steps leave behind, by what they change; without what they alone find out ("fit").
std::map<QString, QString> effectsOf(const std::vector<RunStep> &steps, const QString &onAir)
{
    std::map<QString, QString> last;
    for (const RunStep &step : steps) {
        const QString effect = effectOf(step.step.action);
        const QString what = effect.section(QLatin1Char(' '), 0, 0);
        QString value = effect.section(QLatin1Char(' '), 1);
        if (value == QLatin1String("other"))
            value = otherThan(onAir);
        if (value.isEmpty() || value == QLatin1String("fit"))
            last.erase(what);
        else
            last[what] = value;
    }
    return last;
}

/// "source to be backup, and slate": what two plans want against each other.
QString contradiction(const std::vector<RunStep> &one, const std::vector<RunStep> &other,
                      const QString &onAir)
{
    const auto mine = effectsOf(one, onAir);
    for (const auto &[what, value] : effectsOf(other, onAir)) {
        const auto found = mine.find(what);
        if (found != mine.end() && found->second != value)
            return QStringLiteral("%1 to be %2, and %3").arg(what, found->second, value);
    }
    return {};
}

void findPairs(const Plan &plan, const Plan &other, const PlanBook &book, std::vector<PlanFinding> &findings)
{
    const bool meet = plan.trigger && other.trigger && plan.enabled && other.enabled
        && (plan.channel.isEmpty() || other.channel.isEmpty() || plan.channel == other.channel);
    const auto mine = stepsOf(plan, book);
    const auto theirs = stepsOf(other, book);
    if (!meet || !mine || !theirs)
        return;
    QString against;
    bool together = false;
    for (const QString &onAir : scenes) {
        if (joined(whenFired(plan, book, onAir), whenFired(other, book, onAir)).empty())
            continue;
        together = true;
        if (against.isEmpty())
            against = contradiction(*mine, *theirs, onAir);
    }
    if (!together)
        return;
    const std::set<QString> touched = touchedBy(*mine, QStringLiteral("channel"));
    QStringList both;
    for (const QString &thing : touchedBy(*theirs, QStringLiteral("channel"))) {
        if (touched.contains(thing))
            both << thing.section(QLatin1Char(' '), 0, 0);
    }
    if (both.isEmpty())
        return;
    if (!against.isEmpty())
        findings.push_back(
            {Kind::Contradiction, plan.id, other.id, QStringLiteral("/trigger"),
             QStringLiteral("%1 and %2 can light together and want %3.").arg(plan.id, other.id, against),
             QStringLiteral("Let their triggers or preconditions exclude each other, or leave the choice to "
                            "the director.")});
    else
        findings.push_back(
            {Kind::Together,
             plan.id,
             other.id,
             QStringLiteral("/trigger"),
             QStringLiteral(
                 "%1 and %2 can light together and change the same (%3): only one of them runs at a time.")
                 .arg(plan.id, other.id, both.join(QLatin1String(", "))),
             {}});
}

} // namespace

QString toWord(PlanFinding::Kind kind)
{
    switch (kind) {
    case Kind::Mistake:
        return QStringLiteral("error");
    case Kind::Contradiction:
        return QStringLiteral("contradiction");
    case Kind::Together:
        return QStringLiteral("together");
    case Kind::Never:
        break;
    }
    return QStringLiteral("never");
}

std::vector<PlanFinding> checkPlans(const PlanBook &book)
{
    std::vector<PlanFinding> findings;
    for (const auto &[id, document] : book) {
        findMistakes(document.plan, book, findings);
        findNever(document.plan, book, findings);
    }
    for (auto one = book.begin(); one != book.end(); ++one) {
        for (auto other = std::next(one); other != book.end(); ++other)
            findPairs(one->second.plan, other->second.plan, book, findings);
    }
    return findings;
}

bool canHoldTogether(const Condition &one, const Condition &other)
{
    return std::ranges::any_of(scenes, [&](const QString &onAir) {
        return !joined(casesOf(one, onAir), casesOf(other, onAir)).empty();
    });
}

} // namespace twinfeed::backend
