// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/automationcommands.h"

#include <QJsonArray>

namespace twinfeed::backend {

Result<server::Answer> AutomationCommands::accept(const server::Command &command, const QString &channel,
                                                  const Simple &simple)
{
    const auto unit = unitOf(channel);
    if (!unit)
        return unit.error();
    if (auto admitted = m_world.gate.admit(command, &(*unit)->document()); !admitted)
        return admitted.error();
    Operation operation = m_world.operations.make(simple.kind, channel, command, simple.request);
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    ChannelDocument document = (*unit)->document();
    simple.change(document);
    ++document.revision;
    auto answer = keep(command, {operation, (*unit)->storedWith(document), simple.text});
    if (!answer)
        return answer;
    (*unit)->adopt(document);
    m_world.units.refresh(**unit);
    return answer;
}

void AutomationCommands::setFailover(const server::Command &command, const QString &channel,
                                     const FailoverRequest &request, const server::AnswerDone &done)
{
    Simple simple;
    simple.kind = QStringLiteral("set-failover");
    QStringList said;
    if (request.mode) {
        simple.request.insert(QStringLiteral("mode"), toWord(*request.mode));
        said << QStringLiteral("Failover is set to %1.").arg(toWord(*request.mode));
    }
    if (request.arm) {
        simple.request.insert(QStringLiteral("armed"), true);
        said << QStringLiteral("Failover is armed.");
    }
    simple.text = said.join(QLatin1Char(' '));
    simple.change = [request](ChannelDocument &document) {
        ChannelConfig config = document.config;
        config.failover.mode = request.mode.value_or(config.failover.mode);
        setConfig(document, config);
        if (request.arm)
            document.suspended = false;
    };
    carryOut(
        command, QStringLiteral("change failover"), channel,
        [&] {
            auto answer = accept(command, channel, simple);
            if (ChannelUnit *unit = answer && request.arm ? m_world.units.find(channel) : nullptr) {
                unit->engine().arm();
                m_world.units.refresh(*unit);
            }
            return answer;
        },
        done);
}

void AutomationCommands::setLocks(const server::Command &command, const QString &channel,
                                  const std::vector<Source> &locked, const server::AnswerDone &done)
{
    QStringList words;
    for (const Source source : locked)
        words << toWord(source);
    Simple simple;
    simple.kind = QStringLiteral("set-locks");
    simple.request = {{QStringLiteral("locked"), QJsonArray::fromStringList(words)}};
    simple.text = words.isEmpty() ? QStringLiteral("No source is locked.")
                                  : QStringLiteral("Locked: %1.").arg(words.join(QLatin1String(", ")));
    simple.change = [locked](ChannelDocument &document) { document.locked = locked; };
    carryOut(
        command, QStringLiteral("lock sources"), channel, [&] { return accept(command, channel, simple); },
        done);
}

void AutomationCommands::chooseNext(const server::Command &command, const QString &channel,
                                    std::optional<Source> next, const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("say what is next"), channel,
        [&]() -> Result<server::Answer> {
            const auto unit = unitOf(channel);
            if (!unit)
                return unit.error();
            if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
                return admitted.error();
            const auto holds = (*unit)->engine().expectTake(next);
            server::Answer answer;
            answer.status = 202;
            answer.body = {
                {QStringLiteral("source"), next ? QJsonValue(toWord(*next)) : QJsonValue(QJsonValue::Null)},
                {QStringLiteral("holdsForMs"), qint64(holds.count())}};
            m_world.answers.keep(m_world.operations.storedAnswer(command, answer));
            return answer;
        },
        done);
}

void AutomationCommands::end(const server::Command &command, const QString &channel,
                             const server::AnswerDone &done)
{
    Simple simple;
    simple.kind = QStringLiteral("end");
    simple.text = QStringLiteral("The event is over.");
    simple.change = [](ChannelDocument &document) { document.ended = true; };
    carryOut(
        command, QStringLiteral("end the event"), channel, [&] { return accept(command, channel, simple); },
        done);
}

} // namespace twinfeed::backend
