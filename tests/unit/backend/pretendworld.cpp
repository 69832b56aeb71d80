// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/backend/pretendworld.h"

#include <QJsonArray>

#include <algorithm>

namespace twinfeed::test {

using backend::PlanDeed;
using backend::PlanSight;
using backend::Truth;

namespace {

const QString primary = QStringLiteral("primary");
const QString backup = QStringLiteral("backup");
const QString slate = QStringLiteral("slate");
const QString yes = QStringLiteral("yes");
const QString off = QStringLiteral("off");
const QString live = QStringLiteral("live");
const QStringList outputs{QStringLiteral("output:cdn"), QStringLiteral("output:second")};

} // namespace

const PlanPlace PretendWorld::place{QStringLiteral("p"), QStringLiteral("main"), QStringLiteral("cdn")};

PretendWorld::PretendWorld(const FakeClock &clock)
    : m_clock(clock)
{
    const auto set = [this](const char *name, const QString &node, const QString &value) {
        m_states[{QLatin1String(name), node}] = {value};
    };
    set("onAir", {}, primary);
    set("failover", {}, QStringLiteral("suspended"));
    set("mode", {}, QStringLiteral("floating"));
    set("ended", {}, QStringLiteral("no"));
    set("slate", {}, QStringLiteral("calm"));
    m_states[{QStringLiteral("overridden"), {}}] = {};
    for (const QString &source : {primary, backup, slate}) {
        set("fit", source, yes);
        set("locked", source, QStringLiteral("no"));
        set("input", source, live);
    }
    for (const QString &output : outputs) {
        set("output", output, live);
        set("encrypted", output, yes);
        set("sealed", output, QStringLiteral("sealed"));
    }
}

bool PretendWorld::isFit(const QString &source) const
{
    return m_states.at({QStringLiteral("fit"), source}) == QStringList(yes);
}

QString PretendWorld::nodeOf(const QString &node) const
{
    return backend::placeOf(node, sight(), place.output);
}

void PretendWorld::satisfy(const Condition &condition, bool holds)
{
    switch (condition.kind) {
    case Condition::Kind::Metric:
        return satisfyMetric(condition, holds);
    case Condition::Kind::State:
        return satisfyState(condition, holds);
    case Condition::Kind::Not:
        return satisfy(condition.parts.front(), !holds);
    case Condition::Kind::All:
    case Condition::Kind::Any:
        break;
    }
    const bool every = (condition.kind == Condition::Kind::All) == holds;
    for (const Condition &part : condition.parts) {
        satisfy(part, holds);
        if (!every)
            return;
    }
}

void PretendWorld::satisfyMetric(const Condition &leaf, bool holds)
{
    double &number = m_numbers[{leaf.name, nodeOf(leaf.node)}];
    switch (leaf.compare) {
    case Condition::Compare::Below:
        number = leaf.value + (holds ? -1 : 1);
        break;
    case Condition::Compare::Above:
        number = leaf.value + (holds ? 1 : -1);
        break;
    case Condition::Compare::Outside:
        number = holds ? leaf.value + 1 : (leaf.low + leaf.value) / 2;
        break;
    case Condition::Compare::AtLeastBaseline:
    case Condition::Compare::AtMostBaseline:
        number = 1;
        break;
    }
}

void PretendWorld::satisfyState(const Condition &leaf, bool holds)
{
    QStringList &value = m_states[{leaf.name, nodeOf(leaf.node)}];
    if (holds) {
        if (!leaf.is.contains(value.value(0)))
            value = {leaf.is.front()};
        return;
    }
    const QStringList all =
        QString::fromLatin1(stateKind(leaf.name)->values).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto another =
        std::ranges::find_if(all, [&](const QString &one) { return !leaf.is.contains(one); });
    if (another != all.end())
        value = {*another};
}

PlanSight PretendWorld::sight() const
{
    PlanSight seen;
    for (const auto &[key, values] : m_states)
        seen.facts[key] = {values, m_clock.now()};
    QStringList all;
    for (const QString &output : outputs)
        all << m_states.at({QStringLiteral("output"), output});
    seen.facts[{QStringLiteral("outputs"), {}}] = {all, m_clock.now()};
    for (const auto &[key, number] : m_numbers)
        seen.metrics[key] = {number, {}, m_clock.now(), 1000};
    return seen;
}

void PretendWorld::fail(const QString &step, Failing how)
{
    m_failing[step] = how;
}

void PretendWorld::pass()
{
    for (auto &[key, due] : m_due) {
        if (m_clock.now() >= due.at && m_hanging.removeOne(key))
            act(due.action, due.step);
    }
}

void PretendWorld::turnTo(const RunStep &step)
{
    if (const auto *wait = std::get_if<WaitAction>(&step.step.action))
        satisfy(wait->until, !waitsInVain(step));
}

std::vector<PretendWorld::Key> PretendWorld::touchedBy(const PlanAction &action) const
{
    const QString kind = kindOf(action);
    if (kind == QLatin1String("take") || kind.startsWith(QLatin1String("slate")))
        return {{QStringLiteral("onAir"), {}}, {QStringLiteral("slate"), {}}};
    if (kind == QLatin1String("failover"))
        return {{QStringLiteral("mode"), {}}, {QStringLiteral("failover"), {}}};
    if (kind == QLatin1String("lock"))
        return {{QStringLiteral("locked"), primary},
                {QStringLiteral("locked"), backup},
                {QStringLiteral("locked"), slate}};
    if (kind == QLatin1String("rule"))
        return {{QStringLiteral("overridden"), {}}};
    std::vector<Key> keys;
    const auto *output = std::get_if<OutputAction>(&action);
    const QString which = output ? output->output : QStringLiteral("all");
    for (const QString &node : outputs) {
        const bool mine = node == outputs.front();
        const bool meant = which == QLatin1String("all") || node.endsWith(which)
            || (which == QLatin1String("this") && mine) || (which == QLatin1String("others") && !mine);
        if (meant && (output || kind == QLatin1String("record")))
            keys.push_back({QStringLiteral("output"), node});
        else if (kind == QLatin1String("encryption"))
            keys.push_back({QStringLiteral("sealed"), node});
    }
    return keys;
}

QJsonObject PretendWorld::before(const PlanAction &action, const PlanPlace &)
{
    QJsonObject found;
    for (const Key &key : touchedBy(action))
        found.insert(key.first + QLatin1Char(' ') + key.second, QJsonArray::fromStringList(m_states.at(key)));
    return found;
}

void PretendWorld::take(TakeTarget target)
{
    QString &onAir = m_states.at({QStringLiteral("onAir"), {}}).front();
    if (target == TakeTarget::Other)
        onAir = onAir == primary ? backup : primary;
    else if (target == TakeTarget::Fit)
        onAir = isFit(primary) ? primary : backup;
    else
        onAir = toWord(target);
}

void PretendWorld::act(const PlanAction &action, const PlanStep &step)
{
    if (const auto *one = std::get_if<TakeAction>(&action))
        take(one->source);
    else if (std::holds_alternative<SlateInAction>(action))
        take(TakeTarget::Slate);
    else if (const auto *out = std::get_if<SlateOutAction>(&action))
        take(out->source);
    else if (const auto *failover = std::get_if<FailoverAction>(&action)) {
        if (failover->mode)
            m_states[{QStringLiteral("mode"), {}}] = {toWord(*failover->mode)};
        m_states[{QStringLiteral("failover"), {}}] = {
            failover->mode == FailoverMode::Off ? off : QStringLiteral("armed")};
    } else {
        for (const Key &key : touchedBy(action)) {
            QStringList &state = m_states.at(key);
            if (const auto *output = std::get_if<OutputAction>(&action))
                state = {output->enabled.value_or(state.front() != off) ? live : off};
            else if (const auto *encryption = std::get_if<EncryptionAction>(&action))
                state = {encryption->change == EncryptionChange::Off ? QStringLiteral("clear")
                                                                     : QStringLiteral("sealed")};
            else if (const auto *lock = std::get_if<LockAction>(&action))
                state = {
                    std::ranges::any_of(lock->sources, [&](Source one) { return toWord(one) == key.second; })
                        ? yes
                        : QStringLiteral("no")};
            else if (const auto *rule = std::get_if<RuleAction>(&action))
                state = {rule->rule};
            else
                state = {live}; // a recording
        }
    }
    // Numbers follow what is on air; states come of the action alone.
    if (step.check)
        eachLeaf(*step.check, [this, &step](const Condition &leaf) {
            if (leaf.kind == Condition::Kind::Metric)
                satisfyMetric(leaf, step.check->kind != Condition::Kind::Not);
        });
}

Result<void> PretendWorld::begin(const PlanAction &action, const PlanDeed &deed)
{
    const bool undo = deed.key.endsWith(QLatin1String("-undo"));
    (undo ? undone : begun) << deed.step->id;
    const auto failing = m_failing.find(deed.step->id);
    if (undo || failing == m_failing.end()) {
        act(action, *deed.step);
        return {};
    }
    if (failing->second == Failing::Refused)
        return Error{QStringLiteral("locked"), QStringLiteral("It is locked."), {}, {}, {}};
    if (failing->second == Failing::Ineffective)
        return {};
    m_hanging << deed.key;
    if (failing->second == Failing::Late)
        m_due[deed.key] = {m_clock.now() + (deed.step->deadlineMs + 1000) * 1000LL, action, *deed.step};
    return {};
}

Result<void> PretendWorld::restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed)
{
    const QString source = before.value(QLatin1String("onAir ")).toArray().at(0).toString();
    if (!source.isEmpty() && source != onAir() && !isFit(source))
        return Error{QStringLiteral("unfit"), QStringLiteral("Not fit."), {}, {}, {}};
    undone << deed.step->id;
    for (const Key &key : touchedBy(action)) {
        QStringList values;
        for (const QJsonValue &value :
             before.value(QString(key.first + QLatin1Char(' ') + key.second)).toArray())
            values << value.toString();
        m_states[key] = values;
    }
    return {};
}

backend::PlanHands::Progress PretendWorld::progress(const QString &key)
{
    return {!m_hanging.contains(key), {}, {}};
}

Truth PretendWorld::isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place)
{
    return this->before(action, place) == before ? Truth::Yes : Truth::No;
}

} // namespace twinfeed::test
