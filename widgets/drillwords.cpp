// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillwords.h"

#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/planwords.h"
#include "widgets/words.h"

#include <algorithm>

namespace twinfeed {

namespace {

template <typename T>
const T *byId(const std::vector<T> &list, const QString &id)
{
    const auto found = std::ranges::find(list, id, &T::id);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

QString DrillWords::local(const ScenarioText &text)
{
    return PlanWords::local({{QStringLiteral("en"), text.en}, {QStringLiteral("zh_CN"), text.zh}});
}

QString DrillWords::kind(DrillKind kind)
{
    switch (kind) {
    case DrillKind::Tabletop:
        return tr("Tabletop", "kind of drill");
    case DrillKind::Simulated:
        return tr("Simulated", "kind of drill");
    case DrillKind::WalkThrough:
        return tr("Walk-through", "kind of drill");
    }
    return {};
}

QString DrillWords::state(DrillState state)
{
    switch (state) {
    case DrillState::Preparing:
        return tr("Preparing", "of a drill");
    case DrillState::Running:
        return tr("Running", "of a drill");
    case DrillState::Ended:
        return tr("Ended", "of a drill");
    case DrillState::Aborted:
        return tr("Broken off", "of a drill");
    case DrillState::Failed:
        return tr("Could not be held", "of a drill");
    }
    return {};
}

QString DrillWords::place(const QString &on)
{
    if (const auto source = fromWord<Source>(on))
        return Words::source(*source);
    if (on == QLatin1String("either"))
        return tr("one of both paths");
    if (on == QLatin1String("other"))
        return tr("the other path");
    if (on == QLatin1String("on-air"))
        return tr("the path on air");
    if (on == QLatin1String("standby"))
        return tr("the path that stands by");
    return on.isEmpty() ? tr("the first output") : on;
}

QString DrillWords::fault(FaultKind kind, const QString &on)
{
    static const std::pair<const char *, const char *> sentences[]{
        {"stop", QT_TR_NOOP("%1: the encoder stops")},
        {"cut", QT_TR_NOOP("%1: the connection is cut")},
        {"black", QT_TR_NOOP("%1: black picture")},
        {"freeze", QT_TR_NOOP("%1: the picture stands still")},
        {"part-freeze", QT_TR_NOOP("%1: a part of the picture stands still")},
        {"dark", QT_TR_NOOP("%1: the picture is dark")},
        {"bitrate", QT_TR_NOOP("%1: bitrate too low")},
        {"fps", QT_TR_NOOP("%1: picture rate too low")},
        {"silence", QT_TR_NOOP("%1: no sound")},
        {"clip", QT_TR_NOOP("%1: the sound is clipped")},
        {"late", QT_TR_NOOP("%1: the sound is late")},
        {"jitter", QT_TR_NOOP("%1: packets come unevenly")},
        {"loss", QT_TR_NOOP("%1: packets are lost")},
        {"reset", QT_TR_NOOP("%1: the connection is reset")},
        {"stall", QT_TR_NOOP("%1: nothing passes, the connection stays")},
        {"slow", QT_TR_NOOP("%1: the network is slow")},
        {"drip", QT_TR_NOOP("%1: a byte a second")},
        {"block", QT_TR_NOOP("%1: nobody gets through")},
        {"output-down", QT_TR_NOOP("%1: the destination is down")},
    };
    const QString word = toWord(kind);
    for (const auto &[known, sentence] : sentences) {
        if (word == QLatin1String(known))
            return tr(sentence).arg(place(on));
    }
    return QStringLiteral("%1: %2").arg(place(on), word);
}

QString DrillWords::fault(const ScenarioFault &fault)
{
    const QString said = local(fault.say);
    return said.isEmpty() ? DrillWords::fault(fault.kind, fault.on) : said;
}

QString DrillWords::faultOf(const Drill &drill, const QString &id)
{
    const ScenarioFault *known = byId(drill.scenario.faults, id);
    if (!known)
        return id;
    const auto began = std::ranges::find_if(drill.marks, [&id](const DrillMark &mark) {
        return mark.kind == QLatin1String("fault") && mark.id == id;
    });
    return fault(known->kind, began != drill.marks.end() ? began->on : known->on);
}

QString DrillWords::action(OperatorAction action, const QString &on)
{
    switch (action) {
    case OperatorAction::Take:
        return tr("Put %1 on air", "%1: a source").arg(place(on));
    case OperatorAction::ArmSlate:
        return tr("Choose a slate");
    case OperatorAction::SetFailover:
        return tr("Change or arm automation");
    case OperatorAction::SetLocks:
        return tr("Lock or unlock a source");
    case OperatorAction::SetEncryption:
        return tr("Switch encryption");
    case OperatorAction::AcknowledgeAlarm:
        return tr("Acknowledge an alarm");
    case OperatorAction::RunPlan:
        return tr("Fire the plan %1", "%1: name of a plan").arg(on);
    }
    return {};
}

QString DrillWords::expected(const ExpectedAction &expected)
{
    const QString said = local(expected.say);
    const bool plan = expected.action == OperatorAction::RunPlan;
    return said.isEmpty() ? action(expected.action, plan ? expected.plan : expected.source) : said;
}

QString DrillWords::mark(const Drill &drill, const DrillMark &mark)
{
    const auto by = [&mark](const QString &what) {
        return mark.actor.isEmpty() ? what : tr("%1 (%2)", "%1: what, %2: who").arg(what, mark.actor);
    };
    if (mark.kind == QLatin1String("fault")) {
        const auto kind = fromWord<FaultKind>(mark.what);
        return tr("Fault: %1").arg(kind ? fault(*kind, mark.on) : mark.id);
    }
    if (mark.kind == QLatin1String("fault-end"))
        return tr("Fault over: %1").arg(faultOf(drill, mark.id));
    if (mark.kind == QLatin1String("alarm"))
        return tr("Alarm: %1").arg(AlarmWords::rule(mark.id, mark.id));
    if (mark.kind == QLatin1String("action")) {
        const auto what = fromWord<OperatorAction>(mark.what);
        return by(what ? action(*what, mark.on) : mark.what);
    }
    if (mark.kind == QLatin1String("programme"))
        return tr("On air: %1").arg(place(mark.id));
    if (mark.kind == QLatin1String("good"))
        return tr("The programme is good again: %1").arg(place(mark.id));
    const ScenarioQuestion *question = byId(drill.scenario.questions, mark.id);
    const int choice = mark.what.toInt();
    return question && choice >= 0 && choice < int(question->choices.size())
        ? by(tr("Answer: %1").arg(local(question->choices[size_t(choice)])))
        : by(tr("Answer"));
}

QString DrillWords::findingKind(const QString &kind)
{
    static const std::pair<const char *, const char *> words[]{
        {"late", QT_TR_NOOP("Late")},
        {"missed", QT_TR_NOOP("Not done")},
        {"wrong", QT_TR_NOOP("Wrong press")},
        {"needless", QT_TR_NOOP("Needless press")},
        {"missed-alarm", QT_TR_NOOP("Missed alarm")},
        {"forbidden", QT_TR_NOOP("Must not happen")},
        {"slow", QT_TR_NOOP("Slow")},
        {"no-alarm", QT_TR_NOOP("No alarm")},
        {"wrong-answer", QT_TR_NOOP("Wrong answer")},
    };
    for (const auto &[word, text] : words) {
        if (kind == QLatin1String(word))
            return tr(text);
    }
    return kind;
}

QString DrillWords::finding(const Drill &drill, const DrillFinding &finding)
{
    const QString &kind = finding.kind;
    const auto seconds = [](double s) { return Words::seconds(s); };
    if (kind == QLatin1String("late") || kind == QLatin1String("missed")) {
        const ExpectedAction *wanted = byId(drill.scenario.expected, finding.id);
        if (!wanted)
            return finding.text;
        return kind == QLatin1String("late")
            ? tr("%1: done by %2 later than the %3 there were.", "%1: what, %2: who, %3: a time")
                  .arg(expected(*wanted), finding.actor, seconds(wanted->within))
            : tr("%1: not done within %2, nor later.", "%1: what, %2: a time")
                  .arg(expected(*wanted), seconds(wanted->within));
    }
    if (kind == QLatin1String("wrong"))
        return tr("%1 put %2 on air, which is the broken one.").arg(finding.actor, place(finding.id));
    if (kind == QLatin1String("needless"))
        return tr("%1 put %2 on air while the programme was good.").arg(finding.actor, place(finding.id));
    if (kind == QLatin1String("forbidden"))
        return finding.id.isEmpty()
            ? tr("%1 did what must not happen here.").arg(finding.actor)
            : tr("%1 put %2 on air, which must not happen here.").arg(finding.actor, place(finding.id));
    if (kind == QLatin1String("missed-alarm"))
        return tr("Nobody did anything about the alarm of: %1").arg(faultOf(drill, finding.id));
    if (kind == QLatin1String("slow"))
        return tr("The programme was good again more than %1 after the press: %2", "%1: a time, %2: a fault")
            .arg(seconds(drill.scenario.targets.good), faultOf(drill, finding.id));
    if (const ScenarioFault *fault = byId(drill.scenario.faults, finding.id);
        fault && kind == QLatin1String("no-alarm"))
        return tr("No alarm within %1 showed: %2 (costs nobody anything)", "%1: a time, %2: a fault")
            .arg(seconds(fault->alarmWithin), faultOf(drill, finding.id));
    if (const ScenarioQuestion *question = byId(drill.scenario.questions, finding.id))
        return finding.actor.isEmpty() ? tr("Not answered: %1").arg(local(question->ask))
                                       : tr("Answered wrongly: %1 %2", "%1: a question, %2: what is right")
                                             .arg(local(question->ask), local(question->why));
    return finding.text;
}

QString DrillWords::clockInSeconds(qint64 ms)
{
    return QStringLiteral("%1:%2").arg(ms / 60'000).arg(ms / 1000 % 60, 2, 10, QLatin1Char('0'));
}

QString DrillWords::clock(qint64 ms)
{
    return QStringLiteral("%1.%2").arg(clockInSeconds(ms)).arg(ms / 100 % 10);
}

QString DrillWords::time(const std::optional<qint64> &ms)
{
    return ms ? Words::seconds(double(*ms) / 1000) : Words::notMeasured();
}

QString DrillWords::score(const DrillScore &score)
{
    return score.green ? tr("%1 of 100: green").arg(score.points)
                       : tr("%1 of 100: not green").arg(score.points);
}

QString DrillWords::seed(qint64 seed)
{
    return tr("Seed %1", "the same seed repeats a drill exactly").arg(seed);
}

QString DrillWords::exercise(const ReadinessLine &line)
{
    if (line.plan)
        return tr("Plan: %1").arg(line.id);
    if (line.id == QLatin1String("weekly-load"))
        return tr("Each week: a drill with streams");
    if (line.id == QLatin1String("monthly-single"))
        return tr("Each month: a single fault");
    if (line.id == QLatin1String("quarterly-chain"))
        return tr("Each quarter: three faults and more");
    return line.id;
}

QString DrillWords::problem(const Error &error)
{
    static const std::pair<const char *, const char *> known[]{
        {"not-a-rehearsal",
         QT_TR_NOOP("This is a live unit: only tabletops are held here. Start a rehearsal.")},
        {"drill-running", QT_TR_NOOP("A drill is running already. End it first.")},
        {"drill-over", QT_TR_NOOP("The drill is over.")},
        {"unknown-drill", QT_TR_NOOP("There is no such drill any more.")},
        {"unknown-scenario", QT_TR_NOOP("There is no such scenario any more.")},
        {"unknown-question", QT_TR_NOOP("There is no such question in this drill.")},
    };
    for (const auto &[code, sentence] : known) {
        if (error.code == QLatin1String(code))
            return tr(sentence);
    }
    return BusWords::problem(error);
}

} // namespace twinfeed
