// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The closed vocabularies of plans: PlanWords, second part.

#include "widgets/planwords.h"
#include "widgets/words.h"

#include <algorithm>

namespace twinfeed {

namespace {

/// Calls the right one of several lambdas.
template <typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

} // namespace

QString PlanWords::page(DeckPage page)
{
    switch (page) {
    case DeckPage::Lit:
        return tr("Lit", "page of the deck: what is lit or goes on");
    case DeckPage::Before:
        return phase(PlanPhase::Before);
    case DeckPage::Live:
        return phase(PlanPhase::Live);
    case DeckPage::After:
        return phase(PlanPhase::After);
    }
    return {};
}

QString PlanWords::phase(PlanPhase phase)
{
    switch (phase) {
    case PlanPhase::Before:
        return tr("Before", "phase of a show");
    case PlanPhase::Live:
        return tr("Live", "phase of a show");
    case PlanPhase::After:
        return tr("After", "phase of a show");
    }
    return {};
}

QString PlanWords::danger(PlanDanger danger)
{
    switch (danger) {
    case PlanDanger::Press:
        return tr("one press");
    case PlanDanger::Arm:
        return tr("arm, then fire");
    case PlanDanger::Hold:
        return tr("arm, then hold");
    case PlanDanger::TwoPersons:
        return tr("two persons arm it");
    }
    return {};
}

QString PlanWords::runState(RunState state)
{
    switch (state) {
    case RunState::Running:
        return look(PlanDeck::Look::Running);
    case RunState::Asking:
        return look(PlanDeck::Look::Asking);
    case RunState::RollingBack:
        return look(PlanDeck::Look::RollingBack);
    case RunState::Done:
        return look(PlanDeck::Look::Done);
    case RunState::Restored:
        return look(PlanDeck::Look::Restored);
    case RunState::NotRestored:
        return look(PlanDeck::Look::NotRestored);
    }
    return {};
}

QString PlanWords::runKind(RunKind kind)
{
    return kind == RunKind::Live ? tr("live", "kind of run") : tr("rehearsal", "kind of run");
}

QString PlanWords::stepState(RunStepState state)
{
    switch (state) {
    case RunStepState::Pending:
        return tr("to come", "state of a step");
    case RunStepState::Running:
        return tr("acting", "state of a step");
    case RunStepState::Checking:
        return tr("checking", "state of a step");
    case RunStepState::Done:
        return tr("done", "state of a step");
    case RunStepState::Failed:
        return tr("failed", "state of a step");
    case RunStepState::Skipped:
        return tr("left out", "state of a step");
    case RunStepState::Undoing:
        return tr("undoing", "state of a step");
    case RunStepState::Undone:
        return tr("undone", "state of a step");
    case RunStepState::UndoFailed:
        return tr("not undone", "state of a step");
    }
    return {};
}

QString PlanWords::step(const PlanStep &step)
{
    const QString said = local(step.text);
    return said.isEmpty() ? action(step.action) : said;
}

QString PlanWords::action(const PlanAction &action)
{
    return std::visit(
        Overloaded{
            [](const TakeAction &take) {
                switch (take.source) {
                case TakeTarget::Primary:
                    return tr("Take PRIMARY");
                case TakeTarget::Backup:
                    return tr("Take BACKUP");
                case TakeTarget::Slate:
                    return tr("Take SLATE");
                case TakeTarget::Other:
                    return tr("Take the other path");
                case TakeTarget::Fit:
                    break;
                }
                return tr("Take the fit path");
            },
            [](const SlateInAction &) { return tr("Put the slate on air"); },
            [](const SlateOutAction &) { return tr("From the slate back to a path"); },
            [](const EncryptionAction &encryption) {
                switch (encryption.change) {
                case EncryptionChange::On:
                    return tr("Switch encryption on");
                case EncryptionChange::Off:
                    return tr("Switch encryption off");
                case EncryptionChange::Rotate:
                    break;
                }
                return tr("Change the encryption key");
            },
            [](const FailoverAction &) { return tr("Set automation"); },
            [](const LockAction &) { return tr("Lock sources"); },
            [](const OutputAction &output) {
                if (!output.enabled)
                    return tr("Output %1: change its address").arg(output.output);
                return *output.enabled ? tr("Output %1: on").arg(output.output)
                                       : tr("Output %1: off").arg(output.output);
            },
            [](const RuleAction &rule) { return tr("Change rule %1 for a time").arg(rule.rule); },
            [](const RecordAction &) { return tr("Start recording"); },
            [](const WaitAction &) { return tr("Wait"); },
            [](const NotifyAction &notify) { return tr("Tell everybody: %1").arg(local(notify.text)); },
            [](const HttpAction &http) {
                return tr("Ask %1: %2 %3", "%1: host, %2: verb, %3: path")
                    .arg(http.host, http.method, http.path);
            },
            [](const AskAction &ask) { return tr("Question: %1").arg(local(ask.question)); },
            [](const SubPlanAction &sub) { return tr("Plan %1").arg(sub.plan); },
        },
        action);
}

QString PlanWords::value(const QString &word)
{
    if (const auto source = fromWord<Source>(word))
        return Words::source(*source);
    static const std::pair<const char *, const char *> known[]{
        {"yes", QT_TR_NOOP("yes")},
        {"no", QT_TR_NOOP("no")},
        {"on", QT_TR_NOOP("on")},
        {"off", QT_TR_NOOP("off")},
        {"live", QT_TR_NOOP("live")},
        {"lost", QT_TR_NOOP("lost")},
        {"clear", QT_TR_NOOP("clear")},
        {"sealed", QT_TR_NOOP("sealed")},
        {"failed", QT_TR_NOOP("failed")},
        {"connecting", QT_TR_NOOP("connecting")},
        {"armed", QT_TR_NOOP("armed")},
        {"suspended", QT_TR_NOOP("suspended")},
        {"spent", QT_TR_NOOP("spent")},
        {"ended", QT_TR_NOOP("ended")},
        {"once", QT_TR_NOOP("once")},
        {"floating", QT_TR_NOOP("floating")},
        {"reverting", QT_TR_NOOP("reverting")},
        {"aligned", QT_TR_NOOP("aligned")},
        {"different", QT_TR_NOOP("different")},
        {"unknown", QT_TR_NOOP("unknown")},
        {"refused", QT_TR_NOOP("refused")},
        {"waiting", QT_TR_NOOP("waiting")},
        {"idle", QT_TR_NOOP("idle")},
        {"mixed", QT_TR_NOOP("mixed")},
        {"offset", QT_TR_NOOP("offset")},
        {"rotate", QT_TR_NOOP("new key")},
        {"unfit", QT_TR_NOOP("none is fit")},
        {"wait", QT_TR_NOOP("waited for")},
        {"ask", QT_TR_NOOP("asked")},
        {"notify", QT_TR_NOOP("said")},
        {"http", QT_TR_NOOP("sent")},
    };
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&word](const auto &one) { return word == QLatin1String(one.first); });
    return found == std::end(known) ? word : tr(found->second);
}

QString PlanWords::values(const QString &words)
{
    QStringList parts;
    for (const QString &part : words.split(QStringLiteral(", "))) {
        const QString last = part.section(QLatin1Char(' '), -1);
        const QString output = part.section(QLatin1Char(' '), 0, -2);
        parts << (output.isEmpty() ? value(part)
                                   : tr("%1: %2", "%1: output, %2: on or off").arg(output, value(last)));
    }
    return parts.join(QStringLiteral(", "));
}

QString PlanWords::limit(const QString &limit)
{
    const auto after = [&limit](const char *start) {
        return limit.startsWith(QLatin1String(start)) ? limit.mid(qsizetype(qstrlen(start))) : QString();
    };
    if (const QString value = after("below "); !value.isEmpty())
        return tr("below %1").arg(value);
    if (const QString value = after("above "); !value.isEmpty())
        return tr("above %1").arg(value);
    if (const QString values = after("is "); !values.isEmpty()) {
        QStringList words;
        for (const QString &word : values.split(QStringLiteral(" or ")))
            words << value(word);
        return tr("asked: %1", "value of a state").arg(words.join(QStringLiteral(" / ")));
    }
    const QStringList parts = after("outside ").split(QStringLiteral(" to "));
    if (parts.size() == 2)
        return tr("outside %1 to %2").arg(parts.at(0), parts.at(1));
    if (const QString share = after("at least ").section(QLatin1Char(' '), 0, 0); !share.isEmpty())
        return tr("at least %1 % of before").arg(share);
    if (const QString share = after("at most ").section(QLatin1Char(' '), 0, 0); !share.isEmpty())
        return tr("at most %1 % of before").arg(share);
    return limit;
}

QString PlanWords::name(const QString &name, const QString &node)
{
    static const std::pair<const char *, const char *> states[]{
        {"onAir", QT_TR_NOOP("On air")},
        {"failover", QT_TR_NOOP("Automation")},
        {"mode", QT_TR_NOOP("Mode")},
        {"ended", QT_TR_NOOP("Event ended")},
        {"relation", QT_TR_NOOP("Both paths")},
        {"slate", QT_TR_NOOP("Slate")},
        {"overridden", QT_TR_NOOP("Rules changed for a time")},
        {"fit", QT_TR_NOOP("Fit")},
        {"locked", QT_TR_NOOP("Locked")},
        {"input", QT_TR_NOOP("Input")},
        {"output", QT_TR_NOOP("State")},
        {"outputs", QT_TR_NOOP("Outputs")},
        {"encrypted", QT_TR_NOOP("Encryption asked for")},
        {"sealed", QT_TR_NOOP("Encryption seen")},
    };
    const auto state = std::find_if(std::begin(states), std::end(states),
                                    [&name](const auto &one) { return name == QLatin1String(one.first); });
    const QString what = state == std::end(states) ? Words::metric(name) : tr(state->second);
    if (node.isEmpty())
        return what;
    QString where = Words::node(node);
    if (node == QLatin1String("on-air"))
        where = tr("the source on air");
    else if (node == QLatin1String("standby"))
        where = tr("the other path");
    else if (node == QLatin1String("output"))
        where = tr("this output");
    return tr("%1, %2", "%1: name of a value, %2: where").arg(what, where);
}

QString PlanWords::number(const PlanNumber &number)
{
    QString measured = number.value.isEmpty() ? Words::notMeasured() : value(number.value);
    if (!number.value.isEmpty() && !number.unit.isEmpty() && number.unit != QLatin1String("1")) {
        const QString unit = number.unit == QLatin1String("1/s") ? Words::rateUnit() : number.unit;
        measured = tr("%1 %2", "%1: value, %2: unit").arg(measured, unit);
    }
    return tr("%1: %2 (%3)", "name, value, limit")
        .arg(name(number.name, number.node), measured, limit(number.limit));
}

QString PlanWords::numbers(const std::vector<PlanNumber> &numbers)
{
    QStringList lines;
    for (const PlanNumber &one : numbers) {
        if (one.holds)
            lines << number(one);
    }
    if (lines.isEmpty() && !numbers.empty())
        lines << number(numbers.front());
    return lines.join(QStringLiteral(" · "));
}

QString PlanWords::condition(const Condition &condition)
{
    QStringList parts;
    for (const Condition &part : condition.parts)
        parts << PlanWords::condition(part);
    switch (condition.kind) {
    case Condition::Kind::All:
        return parts.join(QStringLiteral(" · "));
    case Condition::Kind::Any:
        return tr("one of: %1").arg(parts.join(QStringLiteral(" / ")));
    case Condition::Kind::Not:
        return tr("not: %1").arg(parts.join(QString()));
    case Condition::Kind::Metric:
    case Condition::Kind::State:
        break;
    }
    return tr("%1 %2", "%1: name of a value, %2: limit")
        .arg(name(condition.name, condition.node), limit(limitOf(condition)));
}

} // namespace twinfeed
