// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/operationlog.h"

namespace twinfeed::backend {

OperationLog::OperationLog(qint64 next, const Clock &clock)
    : m_next(next)
    , m_clock(clock)
{
}

Operation OperationLog::make(const QString &kind, const QString &channel, const server::Command &command,
                             const QJsonObject &request) const
{
    Operation operation;
    operation.id = QString::number(m_next);
    operation.kind = kind;
    operation.channel = channel;
    operation.actor = command.caller.name;
    operation.acceptedAt = m_clock.wall();
    operation.request = request;
    return operation;
}

void OperationLog::keep(const Operation &operation)
{
    m_next = operation.id.toLongLong() + 1;
    if (!operation.endedAt)
        m_running.insert_or_assign(operation.id, operation);
}

std::optional<Operation> OperationLog::end(const QString &id, const std::optional<TakeEvidence> &evidence,
                                           const std::optional<Error> &problem)
{
    const auto it = m_running.find(id);
    if (it == m_running.end())
        return std::nullopt;
    Operation operation = it->second;
    m_running.erase(it);
    operation.state = problem ? OperationState::Failed : OperationState::Done;
    operation.endedAt = m_clock.wall();
    operation.evidence = evidence;
    operation.problem = problem;
    return operation;
}

server::Answer OperationLog::accepted(const Operation &operation, std::optional<quint64> revision)
{
    return {202, toJson(operation), revision, QLatin1String("/v1/operations/") + operation.id};
}

StoredAnswer OperationLog::storedAnswer(const server::Command &command, const server::Answer &answer) const
{
    return {command.caller.name, command.idempotencyKey, command.fingerprint, answer, m_clock.wall()};
}

} // namespace twinfeed::backend
