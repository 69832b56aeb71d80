// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drillcommands.h"

#include <QRandomGenerator>

#include <algorithm>

namespace twinfeed::backend {

namespace {

constexpr qint64 seedsEnd = 1'000'000; // short enough to be read out and typed

Error error(const char *code, const QString &message, const QString &where, const QString &remedy)
{
    return Error{QLatin1String(code), message, where, remedy, {}};
}

QString textOf(const Drill &drill)
{
    const QString name = drill.scenario.name.en;
    switch (drill.state) {
    case DrillState::Running:
        return QStringLiteral("The drill \"%1\" begins, with the seed %2.").arg(name).arg(drill.seed);
    case DrillState::Ended:
        return QStringLiteral("The drill \"%1\" has ended with %2 points.").arg(name).arg(drill.score.points);
    case DrillState::Aborted:
        return QStringLiteral("The drill \"%1\" was ended before its time: %2").arg(name, drill.reason);
    case DrillState::Failed:
        return QStringLiteral("The drill \"%1\" could not be held: %2").arg(name, drill.reason);
    case DrillState::Preparing:
        break;
    }
    return QStringLiteral("The drill \"%1\" is being prepared.").arg(name);
}

} // namespace

Error unknownDrill(const QString &id)
{
    return error("unknown-drill", QStringLiteral("There is no drill \"%1\".").arg(id), {},
                 QStringLiteral("See /v1/drills for those there are."));
}

Operation DrillCommands::done(const server::Command &command, const QString &kind, const QString &channel,
                              const QJsonObject &request) const
{
    Operation operation = m_world.operations.make(kind, channel, command, request);
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    return operation;
}

void DrillCommands::putScenario(const server::Command &command, const Scenario &scenario,
                                const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("change scenario ") + scenario.id, {},
        [&] { return accept(command, scenario); }, done);
}

Result<server::Answer> DrillCommands::accept(const server::Command &command, const Scenario &scenario)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    Changes changes;
    changes.scenarios.push_back(scenario);
    Board::News news;
    news.scenario(scenario);
    auto answer =
        keep(command,
             {done(command, QStringLiteral("put-scenario"), {}, {{QStringLiteral("scenario"), scenario.id}}),
              std::nullopt, QStringLiteral("The scenario \"%1\" is changed.").arg(scenario.name.en)},
             std::move(changes), std::move(news));
    if (answer)
        m_drills.shelf.put(scenario);
    return answer;
}

void DrillCommands::start(const server::Command &command, const server::DrillOrder &order,
                          const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("start drill ") + order.scenario, order.channel,
        [&] { return accept(command, order); }, done);
}

Result<Drill> DrillCommands::newDrill(const server::Command &command, const server::DrillOrder &order) const
{
    const auto scenario = m_drills.shelf.scenario(order.scenario);
    if (!scenario)
        return error("unknown-scenario", QStringLiteral("There is no scenario \"%1\".").arg(order.scenario),
                     QStringLiteral("/scenario"), QStringLiteral("See /v1/scenarios for those there are."));
    Drill drill;
    drill.id = QString::number(m_drills.next);
    drill.scenario = *scenario;
    drill.kind = order.kind.value_or(scenario->kind);
    drill.seed = order.seed.value_or(qint64(QRandomGenerator::system()->bounded(quint32(seedsEnd))));
    drill.startedBy = command.caller.name;
    drill.startedAt = m_world.clock.wall();
    if ((drill.kind == DrillKind::Tabletop) != (scenario->kind == DrillKind::Tabletop))
        return error("unknown-value",
                     QStringLiteral("This scenario cannot be held as a %1.").arg(toWord(drill.kind)),
                     QStringLiteral("/kind"), QStringLiteral("Leave the kind out."));
    if (drill.kind == DrillKind::Tabletop)
        return drill;
    if (!m_drills.rehearsal)
        return error("not-a-rehearsal",
                     QStringLiteral("This is a live unit: nothing is broken here on purpose."), {},
                     QStringLiteral("Start a rehearsal unit (twinfeedd --rehearsal), and the drill there."));
    const QStringList channels = m_world.units.ids();
    drill.channel = !order.channel.isEmpty() ? order.channel
        : !scenario->channel.isEmpty()       ? scenario->channel
                                             : channels.value(0);
    if (!channels.contains(drill.channel))
        return error("unknown-channel", QStringLiteral("There is no channel \"%1\".").arg(drill.channel),
                     QStringLiteral("/channel"),
                     QStringLiteral("Choose one of the channels that are listed."));
    return drill;
}

Result<server::Answer> DrillCommands::accept(const server::Command &command, const server::DrillOrder &order)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    if (const auto running = m_drills.shelf.running())
        return error("drill-running", QStringLiteral("The drill %1 is not over.").arg(running->id), {},
                     QStringLiteral("Wait for its end, or end it."));
    const auto drill = newDrill(command, order);
    if (!drill)
        return drill.error();
    Changes changes;
    changes.drills.push_back(*drill);
    Board::News news;
    news.drill(*drill);
    const QJsonObject request{{QStringLiteral("drill"), drill->id},
                              {QStringLiteral("scenario"), drill->scenario.id},
                              {QStringLiteral("seed"), double(drill->seed)}};
    auto answer = keep(
        command,
        {done(command, QStringLiteral("start-drill"), drill->channel, request), std::nullopt, textOf(*drill)},
        std::move(changes), std::move(news));
    if (!answer)
        return answer;
    ++m_drills.next;
    m_drills.shelf.set(*drill);
    m_drills.desk.begin(*drill);
    return answer;
}

Result<Drill> DrillCommands::runningDrill(const QString &id) const
{
    const auto running = m_drills.shelf.running();
    if (running && running->id == id)
        return *running;
    const auto stored = m_drills.store.drills().drill(id);
    if (!stored)
        return stored.error();
    if (!*stored)
        return unknownDrill(id);
    return error("drill-over", QStringLiteral("The drill %1 is over.").arg(id), {},
                 QStringLiteral("Start another one."));
}

void DrillCommands::end(const server::Command &command, const QString &drill,
                        const server::AnswerDone &answered)
{
    const auto accept = [&]() -> Result<server::Answer> {
        if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
            return admitted.error();
        const auto running = runningDrill(drill);
        if (!running)
            return running.error();
        auto answer = keep(
            command,
            {done(command, QStringLiteral("end-drill"), running->channel, {{QStringLiteral("drill"), drill}}),
             std::nullopt, QStringLiteral("The drill %1 is to end.").arg(drill)});
        if (answer)
            m_drills.desk.end(QStringLiteral("%1 ended it.").arg(command.caller.name));
        return answer;
    };
    carryOut(command, QLatin1String("end drill ") + drill, {}, accept, answered);
}

void DrillCommands::answer(const server::Command &command, const QString &drill, const QString &question,
                           int choice, const server::AnswerDone &answered)
{
    const auto accept = [&]() -> Result<server::Answer> {
        if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
            return admitted.error();
        const auto running = runningDrill(drill);
        if (!running)
            return running.error();
        const auto asked = std::ranges::find(running->scenario.questions, question, &ScenarioQuestion::id);
        if (asked == running->scenario.questions.end() || choice >= int(asked->choices.size()))
            return error("unknown-question",
                         QStringLiteral("The drill does not ask \"%1\", or not so.").arg(question),
                         QStringLiteral("/question"), QStringLiteral("See the scenario for its questions."));
        auto answer = keep(command,
                           {done(command, QStringLiteral("answer-drill"), {},
                                 {{QStringLiteral("drill"), drill},
                                  {QStringLiteral("question"), question},
                                  {QStringLiteral("choice"), choice}}),
                            std::nullopt, QStringLiteral("%1 is answered.").arg(question)});
        if (answer)
            m_drills.desk.answer(question, choice, command.caller.name);
        return answer;
    };
    carryOut(command, QLatin1String("answer drill ") + drill, {}, accept, answered);
}

void DrillCommands::note(const server::Command &command, const QString &drill, DrillNote note,
                         const server::AnswerDone &answered)
{
    carryOut(
        command, QLatin1String("note on drill ") + drill, {},
        [&] { return acceptNote(command, drill, note); }, answered);
}

Result<server::Answer> DrillCommands::acceptNote(const server::Command &command, const QString &id,
                                                 DrillNote note)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    if (const auto running = m_drills.shelf.running(); running && running->id == id)
        return error("drill-running", QStringLiteral("The drill %1 is not over.").arg(id), {},
                     QStringLiteral("Write the note when it is."));
    auto stored = m_drills.store.drills().drill(id);
    if (!stored)
        return stored.error();
    if (!*stored)
        return unknownDrill(id);
    Drill drill = **stored;
    note.at = m_world.clock.wall();
    note.by = command.caller.name;
    drill.notes.push_back(note);
    Changes changes;
    changes.drills.push_back(drill);
    Board::News news;
    news.drill(drill);
    return keep(command,
                {done(command, QStringLiteral("note-drill"), drill.channel,
                      {{QStringLiteral("drill"), id}, {QStringLiteral("owner"), note.owner}}),
                 std::nullopt, QStringLiteral("A note on the drill %1: %2").arg(id, note.text)},
                std::move(changes), std::move(news));
}

void DrillCommands::changed(const Drill &drill)
{
    m_drills.shelf.set(drill);
    Changes changes;
    changes.drills.push_back(drill);
    Board::News news;
    news.drill(drill);
    const QString told = drill.id + QLatin1Char(' ') + toWord(drill.state);
    if (told != m_told)
        changes.entries.push_back({0,
                                   m_world.clock.wall(),
                                   QStringLiteral("twinfeed"),
                                   {},
                                   QLatin1String("drill-") + toWord(drill.state),
                                   drill.channel,
                                   textOf(drill),
                                   {{QStringLiteral("drill"), drill.id},
                                    {QStringLiteral("seed"), double(drill.seed)},
                                    {QStringLiteral("points"), drill.score.points}}});
    m_told = told;
    m_world.ledger.settle(std::move(changes), std::move(news));
}

Result<void> DrillCommands::abortInterrupted()
{
    auto drills = m_drills.store.drills().unfinished();
    if (!drills)
        return drills.error();
    for (Drill &drill : *drills) {
        drill.state = DrillState::Aborted;
        drill.reason = QStringLiteral("The unit went down.");
        drill.endedAt = m_world.clock.wall();
        changed(drill);
    }
    return {};
}

} // namespace twinfeed::backend
