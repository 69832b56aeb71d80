// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/store.h"

#include <map>

namespace twinfeed::backend {

/// Commands as resources: gives them ids and keeps those that run. Director's thread.
class OperationLog final
{
public:
    /// `next`: the first id that is free.
    OperationLog(qint64 next, const Clock &clock);

    /// A new operation, accepted now. Not known here until keep() after its commit.
    Operation make(const QString &kind, const QString &channel, const server::Command &command,
                   const QJsonObject &request) const;
    /// The operation is on disk: its id is spent; it runs until it has ended.
    void keep(const Operation &operation);
    /// The operation as it ends now, done or, with a problem, failed; nothing where it does not run. It is forgotten.
    std::optional<Operation> end(const QString &id, const std::optional<TakeEvidence> &evidence,
                                 const std::optional<Error> &problem);
    /// The 202 that a command gets.
    static server::Answer accepted(const Operation &operation, std::optional<quint64> revision);
    /// The same, to be kept for a repeat of the command.
    StoredAnswer storedAnswer(const server::Command &command, const server::Answer &answer) const;

private:
    qint64 m_next;
    const Clock &m_clock;
    std::map<QString, Operation> m_running;
};

} // namespace twinfeed::backend
