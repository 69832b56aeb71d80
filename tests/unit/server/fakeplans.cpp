// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

#include <QJsonDocument>

namespace twinfeed::test {

using namespace server;

Plan FakeBackend::samplePlan()
{
    static const QByteArray text =
        R"({"id": "both-bad", "title": {"en": "Both bad"}, "severity": "critical", "owner": "Vision", "text": {"en": "Slate, then back."},
  "trigger": {"when": {"state": "fit", "node": "primary", "is": "no"}, "forMs": 1000}, "danger": "press", "key": "F9",
  "preconditions": [{"that": {"state": "fit", "node": "slate", "is": "yes"}}],
  "steps": [{"id": "slate", "do": {"slate-in": {}}, "check": {"state": "onAir", "is": "slate"}, "deadlineMs": 2000}],
  "expected": {"effect": {"en": "Slate"}, "withinMs": 500}, "clear": {"when": {"state": "fit", "node": "primary", "is": "yes"}},
  "contacts": [{"name": "Li", "role": "CDN", "how": "1"}], "checklist": [{"fromMinute": 0, "toMinute": 5, "text": {"en": "Call."}}]})";
    return readPlan(QJsonDocument::fromJson(text).object()).plan;
}

PlanRun FakeBackend::sampleRun()
{
    const Plan plan = samplePlan();
    const QDateTime at(QDate(2026, 1, 31), QTime(20, 15), Qt::UTC);
    PlanRun run;
    run.id = QStringLiteral("5");
    run.place = {plan.id, QStringLiteral("main"), {}};
    run.title = plan.title;
    run.planRevision = 3;
    run.by = QStringLiteral("anna");
    run.faultAt = run.litAt = at;
    run.firedAt = at;
    run.numbers = {{QStringLiteral("fit"),
                    QStringLiteral("primary"),
                    QStringLiteral("no"),
                    QStringLiteral("is no"),
                    {},
                    true}};
    RunStep step;
    step.plan = plan.id;
    step.step = plan.steps.front();
    step.state = RunStepState::Checking;
    step.startedAt = step.actedAt = at;
    step.before = {{QStringLiteral("onAir"), QStringLiteral("primary")}};
    step.problem = Error{QStringLiteral("step-failed"), QStringLiteral("Not seen."), {}, {}, {}};
    run.steps = {step};
    run.preconditions = plan.preconditions;
    run.review =
        RunReview{QStringLiteral("A cable."), QStringLiteral("Taped down."), QStringLiteral("anna"), at};
    return run;
}

std::vector<PlanDocument> FakeBackend::plans() const
{
    return {{samplePlan(), 3, true, QStringLiteral("twinfeed"), QStringLiteral("As shipped."), m_clock.wall(),
             false}};
}

std::vector<PlanState> FakeBackend::planStates() const
{
    PlanState state;
    state.place = sampleRun().place;
    state.planRevision = 3;
    state.state = DeckState::Armed;
    state.lit = true;
    state.numbers = sampleRun().numbers;
    state.faultAt = state.litAt = m_clock.wall();
    state.arm = PlanArm{QStringLiteral("arm-1"),
                        state.place,
                        3,
                        7,
                        QStringLiteral("anna"),
                        {},
                        m_clock.wall().addSecs(10),
                        10'000,
                        {QJsonObject{{QLatin1String("step"), QLatin1String("slate")},
                                     {QLatin1String("before"), QLatin1String("primary")},
                                     {QLatin1String("after"), QLatin1String("slate")}}}};
    state.lastTime = {{QLatin1String("run"), QLatin1String("5")}};
    return {state};
}

std::vector<PlanTimes> FakeBackend::planTimes() const
{
    PlanTimes times;
    times.plan = samplePlan().id;
    times.runs = times.done = 2;
    times.detectMs = 250;
    return {times};
}

Result<std::vector<PlanRun>> FakeBackend::runs(const RunQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    PlanRun run = sampleRun();
    run.reason = QStringLiteral("before=%1 limit=%2 plan=%3 channel=%4 search=%5")
                     .arg(query.before)
                     .arg(query.limit)
                     .arg(query.plan, query.channel, query.search);
    return std::vector{run};
}

Result<std::optional<PlanRun>> FakeBackend::run(const QString &id) const
{
    if (const auto failure = takeFailure())
        return *failure;
    return id == QLatin1String("5") ? std::optional(sampleRun()) : std::nullopt;
}

void FakeBackend::putPlan(Command command, Plan plan, QString reason, AnswerDone done)
{
    accept({QStringLiteral("put-plan"),
            std::move(command),
            {},
            {{QLatin1String("plan"), toJson(plan)}, {QLatin1String("reason"), reason}},
            {}},
           std::move(done));
}

void FakeBackend::deletePlan(Command command, QString plan, AnswerDone done)
{
    accept({QStringLiteral("delete-plan"), std::move(command), {}, {{QLatin1String("plan"), plan}}, {}},
           std::move(done));
}

void FakeBackend::armPlan(Command command, PlanPlace place, AnswerDone done)
{
    accept({QStringLiteral("arm-plan"), std::move(command), place.channel, toJson(place), {}},
           std::move(done));
}

void FakeBackend::disarmPlan(Command command, QString plan, AnswerDone done)
{
    accept({QStringLiteral("disarm-plan"), std::move(command), {}, {{QLatin1String("plan"), plan}}, {}},
           std::move(done));
}

void FakeBackend::firePlan(Command command, PlanFire fire, AnswerDone done)
{
    QJsonObject what = toJson(fire.place);
    what.insert(QLatin1String("arm"), fire.arm);
    what.insert(QLatin1String("held"), fire.held);
    what.insert(QLatin1String("reason"), fire.reason);
    what.insert(QLatin1String("planRevision"), double(fire.planRevision));
    accept({QStringLiteral("fire-plan"), std::move(command), fire.place.channel, what, {}}, std::move(done));
}

void FakeBackend::orderRun(Command command, RunOrder order, AnswerDone done)
{
    static const QStringList kinds{QStringLiteral("abort-run"), QStringLiteral("answer-run"),
                                   QStringLiteral("review-run")};
    accept({kinds.at(int(order.verb)),
            std::move(command),
            {},
            {{QLatin1String("run"), order.run},
             {QLatin1String("answer"), order.answer},
             {QLatin1String("rootCause"), order.rootCause},
             {QLatin1String("notes"), order.notes}},
            {}},
           std::move(done));
}

} // namespace twinfeed::test
