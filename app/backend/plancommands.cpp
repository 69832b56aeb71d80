// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plancommands.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

Error fault(const char *code, const QString &message, const QString &remedy)
{
    return Error{QLatin1String(code), message, {}, remedy, {}};
}

Error noPlan(const QString &plan)
{
    return fault("unknown-plan", QStringLiteral("There is no plan \"%1\".").arg(plan),
                 QStringLiteral("See those that are listed."));
}

/// The members that differ: {member: {before, after}}.
QJsonObject difference(const QJsonObject &before, const QJsonObject &after)
{
    QJsonObject changes;
    QStringList names = before.keys() + after.keys();
    names.removeDuplicates();
    for (const QString &name : std::as_const(names)) {
        if (before.value(name) == after.value(name))
            continue;
        QJsonObject change;
        if (before.contains(name))
            change.insert(QStringLiteral("before"), before.value(name));
        if (after.contains(name))
            change.insert(QStringLiteral("after"), after.value(name));
        changes.insert(name, change);
    }
    return changes;
}

QString titleOf(const Plan &plan)
{
    return plan.title.value(QStringLiteral("en"));
}

} // namespace

Operation PlanCommands::done(const QString &kind, const QString &channel, const server::Command &command,
                             const QJsonObject &request) const
{
    Operation operation = m_world.operations.make(kind, channel, command, request);
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    return operation;
}

Result<void> PlanCommands::seen(const server::Command &command, const QString &plan) const
{
    const quint64 current = m_desk.book().at(plan).revision;
    if (!command.revision)
        return fault("missing-if-match",
                     QStringLiteral("The command does not say which version of the plan was seen."),
                     QStringLiteral("Send it as If-Match."));
    if (*command.revision == current)
        return {};
    return fault("stale-plan",
                 QStringLiteral("The plan has changed since: it is at version %1.").arg(current),
                 QStringLiteral("Read it again, and decide again."));
}

void PlanCommands::put(const server::Command &command, const Plan &plan, const QString &reason,
                       const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("change plan ") + plan.id, plan.channel,
        [&] { return acceptPut(command, plan, reason); }, done);
}

Result<server::Answer> PlanCommands::acceptPut(const server::Command &command, const Plan &plan,
                                               const QString &reason)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const auto found = m_desk.book().find(plan.id);
    const bool exists = found != m_desk.book().end();
    if (auto saw = exists ? seen(command, plan.id) : Result<void>(); !saw)
        return saw.error();
    if (!exists && m_desk.book().size() >= mostPlans)
        return fault("too-many-plans", QStringLiteral("There are %1 plans already.").arg(mostPlans),
                     QStringLiteral("Take one away that nobody needs."));
    PlanDocument document{plan,   m_desk.nextRevision(plan.id), false, command.caller.name,
                          reason, m_world.clock.wall(),         false};
    PlanBook book = m_desk.book();
    book[plan.id] = document;
    if (auto steps = stepsOf(plan, book); !steps)
        return steps.error();
    const QJsonObject before = exists ? toJson(found->second.plan) : QJsonObject();
    const QJsonObject request{{QStringLiteral("plan"), plan.id},
                              {QStringLiteral("version"), double(document.revision)},
                              {QStringLiteral("reason"), reason},
                              {QStringLiteral("difference"), difference(before, toJson(plan))}};
    Changes changes;
    changes.plans.push_back(document);
    Board::News news;
    news.plan(document);
    auto answer = keep(command,
                       {done(QStringLiteral("put-plan"), plan.channel, command, request), std::nullopt,
                        QStringLiteral("Plan \"%1\" is at version %2: %3")
                            .arg(titleOf(plan))
                            .arg(document.revision)
                            .arg(reason)},
                       std::move(changes), std::move(news));
    if (answer)
        m_desk.adopt(document);
    return answer;
}

void PlanCommands::remove(const server::Command &command, const QString &plan, const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("take away plan ") + plan, {}, [&] { return acceptRemove(command, plan); },
        done);
}

Result<server::Answer> PlanCommands::acceptRemove(const server::Command &command, const QString &plan)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const auto found = m_desk.book().find(plan);
    if (found == m_desk.book().end())
        return noPlan(plan);
    if (auto saw = seen(command, plan); !saw)
        return saw.error();
    if (m_desk.isRunning(plan))
        return fault("plan-running", QStringLiteral("The plan is running."),
                     QStringLiteral("Wait until it is over, or abort it."));
    Changes changes;
    changes.plans.push_back(found->second); // its version is what the next one of this id goes on from
    changes.removedPlans << plan;
    Board::News news;
    news.planRemoved(plan);
    auto answer =
        keep(command,
             {done(QStringLiteral("delete-plan"), {}, command, {{QStringLiteral("plan"), plan}}),
              std::nullopt, QStringLiteral("Plan \"%1\" is taken away.").arg(titleOf(found->second.plan))},
             std::move(changes), std::move(news));
    if (answer)
        m_desk.drop(plan);
    return answer;
}

Result<quint64> PlanCommands::admitted(const server::Command &command, const PlanPlace &place)
{
    if (!m_desk.book().contains(place.plan))
        return noPlan(place.plan);
    const auto unit = unitOf(place.channel);
    if (!unit)
        return unit.error();
    if (auto admitted = m_world.gate.admit(command, &(*unit)->document()); !admitted)
        return admitted.error();
    if (const auto why = m_desk.whyNot(place))
        return *why;
    return (*unit)->document().revision;
}

void PlanCommands::arm(const server::Command &command, const PlanPlace &place, const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("arm plan ") + place.plan, place.channel,
        [&] { return acceptArm(command, place); }, done);
}

Result<server::Answer> PlanCommands::acceptArm(const server::Command &command, const PlanPlace &place)
{
    const auto revision = admitted(command, place);
    if (!revision)
        return revision.error();
    const PlanDocument &document = m_desk.book().at(place.plan);
    const PlanArms before = m_desk.arms();
    const auto arm =
        m_desk.arms().arm(document, place, *revision, command.caller.name, m_desk.preview(place));
    if (!arm)
        return arm.error();
    QJsonObject request = toJson(place);
    request.insert(QStringLiteral("arm"), arm->id);
    request.insert(QStringLiteral("version"), double(document.revision));
    auto answer = keep(command,
                       {done(QStringLiteral("arm-plan"), place.channel, command, request), std::nullopt,
                        QStringLiteral("Plan \"%1\" is armed for ten seconds.").arg(titleOf(document.plan))});
    if (!answer)
        m_desk.arms().restore(before);
    m_desk.publish();
    return answer;
}

void PlanCommands::disarm(const server::Command &command, const QString &plan, const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("disarm plan ") + plan, {}, [&] { return acceptDisarm(command, plan); }, done);
}

Result<server::Answer> PlanCommands::acceptDisarm(const server::Command &command, const QString &plan)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const auto found = m_desk.book().find(plan);
    if (found == m_desk.book().end())
        return noPlan(plan);
    if (!m_desk.arms().disarm(plan))
        return fault("not-armed", QStringLiteral("The plan is not armed."), {});
    auto answer =
        keep(command,
             {done(QStringLiteral("disarm-plan"), {}, command, {{QStringLiteral("plan"), plan}}),
              std::nullopt, QStringLiteral("Plan \"%1\" is disarmed.").arg(titleOf(found->second.plan))});
    m_desk.publish();
    return answer;
}

void PlanCommands::fire(const server::Command &command, const server::PlanFire &fire,
                        const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("fire plan ") + fire.place.plan, fire.place.channel,
        [&] { return acceptFire(command, fire); }, done);
}

Result<server::Answer> PlanCommands::acceptFire(const server::Command &command, const server::PlanFire &fire)
{
    const auto revision = admitted(command, fire.place);
    if (!revision)
        return revision.error();
    if (fire.kind == RunKind::Rehearsal && m_kind != RunKind::Rehearsal)
        return fault("no-rehearsal", QStringLiteral("This unit is on air: nothing is rehearsed on it."),
                     QStringLiteral("Rehearse on a rehearsal unit."));
    const PlanDocument document = m_desk.book().at(fire.place.plan);
    const FireAsk ask{fire.place, command.caller.name,   fire.arm, fire.held, fire.planRevision,
                      *revision,  fire.reason.trimmed(), m_kind};
    const PlanArms before = m_desk.arms();
    const auto arm = m_desk.arms().admit(ask, document, *revision);
    if (!arm)
        return arm.error();
    QString second;
    if (*arm)
        second = (*arm)->by == ask.by ? (*arm)->second : (*arm)->by;
    const auto run = m_desk.prepare(fire.place, ask.by, second, ask.reason, m_kind);
    if (!run) {
        m_desk.arms().restore(before);
        return run.error();
    }
    QJsonObject request = toJson(fire.place);
    request.insert(QStringLiteral("run"), run->id);
    request.insert(QStringLiteral("version"), double(document.revision));
    if (!ask.reason.isEmpty())
        request.insert(QStringLiteral("reason"), ask.reason);
    Changes changes;
    changes.runs.push_back(*run);
    auto answer = keep(command,
                       {done(QStringLiteral("fire-plan"), fire.place.channel, command, request), std::nullopt,
                        QStringLiteral("Plan \"%1\" is fired.").arg(titleOf(document.plan))},
                       std::move(changes));
    if (answer)
        m_desk.start(*run);
    else
        m_desk.arms().restore(before);
    m_desk.publish();
    return answer;
}

void PlanCommands::order(const server::Command &command, const server::RunOrder &order,
                         const server::AnswerDone &done)
{
    static const QStringList what{QStringLiteral("abort run "), QStringLiteral("answer run "),
                                  QStringLiteral("review run ")};
    carryOut(
        command, what.at(int(order.verb)) + order.run, {},
        [&] {
            return order.verb == server::RunVerb::Review ? acceptReview(command, order)
                                                         : acceptOrder(command, order);
        },
        done);
}

Result<server::Answer> PlanCommands::acceptOrder(const server::Command &command,
                                                 const server::RunOrder &order)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    PlanRunner *runner = m_desk.running(order.run);
    if (!runner) {
        const bool over =
            std::ranges::find(m_desk.recent(), order.run, &PlanRun::id) != m_desk.recent().end();
        return over ? fault("run-over", QStringLiteral("The run is over."), {})
                    : fault("unknown-run", QStringLiteral("There is no run \"%1\".").arg(order.run),
                            QStringLiteral("See those that are listed."));
    }
    const QString &who = command.caller.name;
    const QString channel = runner->run().place.channel;
    const bool aborts = order.verb == server::RunVerb::Abort;
    if (auto can = aborts ? Result<void>() : runner->canAnswer(order.answer); !can)
        return can.error();
    QJsonObject request{{QStringLiteral("run"), order.run},
                        {QStringLiteral("plan"), runner->run().place.plan}};
    if (!aborts)
        request.insert(QStringLiteral("answer"), order.answer);
    auto answer = keep(
        command,
        {done(aborts ? QStringLiteral("abort-run") : QStringLiteral("answer-run"), channel, command, request),
         std::nullopt,
         aborts ? QStringLiteral("Run %1 is aborted.").arg(order.run)
                : QStringLiteral("Run %1 is answered: %2.").arg(order.run, order.answer)});
    if (!answer)
        return answer;
    if (aborts)
        runner->abort(who);
    else if (auto answered = runner->answer(order.answer, who); !answered)
        return answered.error();
    m_desk.publish();
    return answer;
}

Result<server::Answer> PlanCommands::acceptReview(const server::Command &command,
                                                  const server::RunOrder &order)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    if (m_desk.running(order.run))
        return fault("plan-running", QStringLiteral("The run is not over yet."),
                     QStringLiteral("Write about it afterwards."));
    const auto found = std::ranges::find(m_desk.recent(), order.run, &PlanRun::id);
    if (found == m_desk.recent().end())
        return fault("unknown-run",
                     QStringLiteral("There is no run \"%1\" that is young enough.").arg(order.run),
                     QStringLiteral("See those that are listed."));
    PlanRun run = *found;
    run.review = RunReview{order.rootCause.trimmed(), order.notes.trimmed(), command.caller.name,
                           m_world.clock.wall()};
    Changes changes;
    changes.runs.push_back(run);
    Board::News news;
    news.planRun(run);
    const QJsonObject request{{QStringLiteral("run"), run.id},
                              {QStringLiteral("plan"), run.place.plan},
                              {QStringLiteral("rootCause"), run.review->rootCause},
                              {QStringLiteral("notes"), run.review->notes}};
    auto answer = keep(command,
                       {done(QStringLiteral("review-run"), run.place.channel, command, request), std::nullopt,
                        QStringLiteral("Run %1 was: %2").arg(run.id, run.review->rootCause)},
                       std::move(changes), std::move(news));
    if (answer)
        m_desk.reviewed(run);
    return answer;
}

} // namespace twinfeed::backend
