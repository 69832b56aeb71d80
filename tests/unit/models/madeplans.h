// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/planboard.h"

#include <QJsonArray>

namespace twinfeed::test {

/// Plans that could be, and how they stand: for the tests of the deck and its pictures.
struct MadePlans
{
    static QString channel() { return QStringLiteral("main"); }
    static PlanPlace place(const QString &plan, const QString &output = {})
    {
        return {plan, channel(), output};
    }

    static Condition metric(const char *name, const char *node, double below)
    {
        Condition condition;
        condition.kind = Condition::Kind::Metric;
        condition.name = QLatin1String(name);
        condition.node = QLatin1String(node);
        condition.compare = Condition::Compare::Below;
        condition.value = below;
        return condition;
    }

    static Condition state(const char *name, const char *node, const char *is)
    {
        Condition condition;
        condition.kind = Condition::Kind::State;
        condition.name = QLatin1String(name);
        condition.node = QLatin1String(node);
        condition.is = {QLatin1String(is)};
        return condition;
    }

    static PlanStep step(const char *id, const PlanAction &action, const std::optional<Condition> &check)
    {
        PlanStep step;
        step.id = QLatin1String(id);
        step.action = action;
        step.check = check;
        step.deadlineMs = 4000;
        return step;
    }

    static LocalText text(const char *english, const char *chinese)
    {
        return {{QStringLiteral("en"), QString::fromUtf8(english)},
                {QStringLiteral("zh_CN"), QString::fromUtf8(chinese)}};
    }

    static Plan plan(const QString &id, const LocalText &title, PlanDanger danger,
                     PlanPhase phase = PlanPhase::Live, Severity severity = Severity::Warning)
    {
        Plan plan;
        plan.id = id;
        plan.title = title;
        plan.danger = danger;
        plan.phase = phase;
        plan.severity = severity;
        plan.owner = QStringLiteral("anna");
        plan.contacts = {
            {QStringLiteral("Anna Berg"), QStringLiteral("MCR"), QStringLiteral("+47 22 00 11 22")},
            {QStringLiteral("CDN desk"), QStringLiteral("24 h"), QStringLiteral("#cdn-war-room")}};
        plan.text =
            text("Take the backup with F2, then call the venue.", "用 F2 切到备路，然后打电话给现场。");
        plan.trigger = PlanTrigger{metric("fps", "on-air", 15), 2000, 3000};
        plan.expected =
            PlanExpectation{text("The backup is on air without a gap.", "备路播出，没有断口。"), 1000};
        plan.steps = {step("take-other", TakeAction{}, state("onAir", "", "backup")),
                      step("call", NotifyAction{text("Call the venue.", "打电话给现场。")}, {})};
        plan.checklist = {{0, 5, text("Look at both pictures.", "看两路画面。"), {}},
                          {5, 15, text("Tell the CDN what happened.", "告诉 CDN 发生了什么。"), {}}};
        return plan;
    }

    static PlanDocument document(const Plan &plan, bool rehearsed = true)
    {
        PlanDocument document;
        document.plan = plan;
        document.revision = 3;
        document.author = QStringLiteral("anna");
        document.reason = QStringLiteral("Shorter deadline.");
        document.at = QDateTime(QDate(2026, 6, 11), QTime(9, 12), Qt::UTC);
        document.rehearsed = rehearsed;
        return document;
    }

    static PlanState dark(const PlanPlace &place)
    {
        PlanState state;
        state.place = place;
        state.planRevision = 3;
        state.rehearsed = true;
        state.numbers = {{QStringLiteral("fps"), QStringLiteral("primary"), QStringLiteral("30"),
                          QStringLiteral("below 15"), QStringLiteral("1/s"), false}};
        return state;
    }

    static PlanState lit(const PlanPlace &place, const QDateTime &at)
    {
        PlanState state = dark(place);
        state.state = DeckState::Lit;
        state.lit = true;
        state.numbers = {{QStringLiteral("fps"), QStringLiteral("primary"), QStringLiteral("11.4"),
                          QStringLiteral("below 15"), QStringLiteral("1/s"), true},
                         {QStringLiteral("fit"),
                          QStringLiteral("backup"),
                          QStringLiteral("yes"),
                          QStringLiteral("is yes"),
                          {},
                          true}};
        state.faultAt = at.addSecs(-3);
        state.litAt = at.addSecs(-1);
        return state;
    }

    /// `cause`: as the backend says it.
    static PlanState disabled(const PlanPlace &place, const char *cause, QJsonObject details = {})
    {
        PlanState state = dark(place);
        state.state = DeckState::Disabled;
        state.reasonCode = QStringLiteral("plan-disabled");
        state.reason = QStringLiteral("It cannot be fired.");
        details.insert(QStringLiteral("cause"), QLatin1String(cause));
        state.reasonDetails = details;
        return state;
    }

    static PlanArm arm(const PlanPlace &place, const QString &id, const QString &by)
    {
        PlanArm arm;
        arm.id = id;
        arm.place = place;
        arm.planRevision = 3;
        arm.channelRevision = 7;
        arm.by = by;
        arm.until = QDateTime(QDate(2026, 6, 12), QTime(18, 43), Qt::UTC);
        arm.leftMs = 10'000;
        arm.preview = {QJsonObject{{QStringLiteral("step"), QStringLiteral("take-other")},
                                   {QStringLiteral("before"), QStringLiteral("primary")},
                                   {QStringLiteral("after"), QStringLiteral("backup")}}};
        return arm;
    }

    static PlanState armed(PlanState state, const PlanArm &arm)
    {
        state.state = DeckState::Armed;
        state.arm = arm;
        return state;
    }

    /// Of that plan's steps; the first is done, the second in hand.
    static PlanRun run(const Plan &plan, const QString &id, const QDateTime &firedAt)
    {
        PlanRun run;
        run.id = id;
        run.place = place(plan.id);
        run.title = plan.title;
        run.planRevision = 3;
        run.by = QStringLiteral("anna");
        run.firedAt = firedAt;
        run.litAt = firedAt.addSecs(-4);
        for (const PlanStep &step : plan.steps) {
            RunStep one;
            one.plan = plan.id;
            one.step = step;
            run.steps.push_back(one);
        }
        RunStep &first = run.steps.front();
        first.state = RunStepState::Done;
        first.startedAt = firedAt;
        first.endedAt = firedAt.addMSecs(420);
        first.evidence = {{QStringLiteral("numbers"),
                           QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("onAir")},
                                                  {QStringLiteral("value"), QStringLiteral("backup")},
                                                  {QStringLiteral("limit"), QStringLiteral("is backup")},
                                                  {QStringLiteral("holds"), true}}}}};
        if (run.steps.size() > 1) {
            run.steps[1].state = RunStepState::Checking;
            run.steps[1].startedAt = firedAt.addMSecs(430);
        }
        return run;
    }

    static PlanState running(const PlanPlace &place, const QString &run, const QDateTime &now)
    {
        PlanState state = lit(place, now);
        state.state = DeckState::Running;
        state.run = run;
        state.step = 2;
        state.steps = 2;
        state.stepState = RunStepState::Checking;
        state.deadline = now.addMSecs(3100);
        return state;
    }

    /// How the run ended; `problem` why not well.
    static PlanRun ended(PlanRun run, RunState state, const char *problem = "")
    {
        run.state = state;
        run.endedAt = run.firedAt.addMSecs(2310);
        if (*problem)
            run.problem =
                Error{QLatin1String(problem),
                      QStringLiteral("Step 2 did not show its effect in time."),
                      {},
                      {},
                      {{QStringLiteral("cause"), QStringLiteral("check")},
                       {QStringLiteral("withinMs"), 4000},
                       {QStringLiteral("step"), run.steps.back().step.id},
                       {QStringLiteral("numbers"),
                        QJsonArray{toJson(PlanNumber{QStringLiteral("fps"), QStringLiteral("programme"),
                                                     QStringLiteral("11.4"), QStringLiteral("above 15"),
                                                     QStringLiteral("1/s"), false})}}}};
        for (RunStep &step : run.steps) {
            if (state == RunState::Done)
                step.state = RunStepState::Done;
            else
                step.state = &step == &run.steps.front() ? RunStepState::Undone : RunStepState::Failed;
        }
        if (state == RunState::NotRestored) {
            run.steps.front().state = RunStepState::UndoFailed;
            run.notRestored = {Error{
                QStringLiteral("unfit"),
                QStringLiteral("Step cut: The primary, which was on air before, is not fit to be seen."),
                {},
                {},
                {{QStringLiteral("cause"), QStringLiteral("not-fit")},
                 {QStringLiteral("source"), QStringLiteral("primary")},
                 {QStringLiteral("step"), run.steps.front().step.id}}}};
        }
        return run;
    }

    static PlanState over(const PlanPlace &place, const QString &run, DeckState how)
    {
        PlanState state = dark(place);
        state.state = how;
        state.run = run;
        return state;
    }
};

} // namespace twinfeed::test
