// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/commands.h"

namespace twinfeed::backend {

void Commands::carryOut(const server::Command &command, const QString &what, const QString &channel,
                        const std::function<Result<server::Answer>()> &accept, const server::AnswerDone &done)
{
    const auto replayed = m_world.gate.replay(command);
    if (replayed && *replayed)
        return done(**replayed);
    const Result<server::Answer> answer = replayed ? accept() : Result<server::Answer>(replayed.error());
    if (!answer)
        m_world.ledger.noteRefusal(command.caller, what, channel, answer.error());
    done(answer);
}

Result<server::Answer> Commands::keep(const server::Command &command, Acceptance acceptance, Changes changes,
                                      Board::News news)
{
    const Operation &operation = acceptance.operation;
    std::optional<quint64> revision;
    QJsonObject data{{QStringLiteral("operation"), operation.id},
                     {QStringLiteral("request"), operation.request}};
    if (acceptance.channel) {
        revision = acceptance.channel->document.revision;
        data.insert(QStringLiteral("revision"), double(*revision));
        news.channel(acceptance.channel->document);
        changes.channels.push_back(*acceptance.channel);
    }
    const server::Answer answer = OperationLog::accepted(operation, revision);
    changes.answer = m_world.operations.storedAnswer(command, answer);
    changes.operations.push_back(operation);
    changes.entries.insert(
        changes.entries.begin(),
        m_world.ledger.entry(command.caller, operation.kind, operation.channel, acceptance.text, data));
    news.operation(operation);
    const StoredAnswer stored = *changes.answer;
    if (auto kept = m_world.ledger.commit(std::move(changes), std::move(news)); !kept)
        return kept.error();
    m_world.operations.keep(operation);
    m_world.answers.keep(stored);
    return answer;
}

void Commands::conclude(const QString &id, const std::optional<TakeEvidence> &evidence,
                        const std::optional<Error> &problem, const QString &text,
                        const std::optional<ChannelDocument> &document)
{
    const auto operation = m_world.operations.end(id, evidence, problem);
    if (!operation)
        return;
    QJsonObject data{{QStringLiteral("operation"), id}};
    if (evidence)
        data.insert(QStringLiteral("evidence"), toJson(*evidence));
    if (problem)
        data.insert(QStringLiteral("problem"), toJson(*problem));
    Changes changes;
    Board::News news;
    if (ChannelUnit *unit = document ? m_world.units.find(operation->channel) : nullptr) {
        unit->adopt(*document);
        changes.channels.push_back(unit->storedWith(*document));
        news.channel(*document);
    }
    const QString kind = operation->kind + QLatin1String(problem ? "-failed" : "-done");
    changes.entries.push_back(
        {0, m_world.clock.wall(), QStringLiteral("twinfeed"), {}, kind, operation->channel, text, data});
    changes.operations.push_back(*operation);
    news.operation(*operation);
    m_world.ledger.settle(std::move(changes), std::move(news));
}

Result<ChannelUnit *> Commands::unitOf(const QString &channel)
{
    if (ChannelUnit *unit = m_world.units.find(channel))
        return unit;
    return Error{QStringLiteral("unknown-channel"),
                 QStringLiteral("There is no channel \"%1\".").arg(channel),
                 {},
                 QStringLiteral("Choose one of the channels that are listed."),
                 {}};
}

} // namespace twinfeed::backend
