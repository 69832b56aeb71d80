// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/database.h"
#include "app/server/backend.h"

namespace twinfeed::backend {

/// Alarms and rules in the store: what is written belongs to the transaction around it. Over somebody's connection, on its
/// thread. Errors: "store-failed", "store-damaged".
class AlarmStore final
{
public:
    /// To be added to the store's schema.
    static QStringList schema();

    explicit AlarmStore(const Database &database)
        : m_database(database)
    {
    }

    Result<void> write(const std::vector<Alarm> &alarms) const;
    Result<void> write(const server::RuleBook &book) const;
    /// Forgets those that were closed before.
    Result<void> prune(const QDateTime &before) const;

    Result<std::vector<Alarm>> open() const;
    Result<qint64> nextId() const; ///< 1 where there is none yet
    Result<std::vector<Alarm>> history(const server::AlarmQuery &query) const;
    /// Those that were raised since, and those that are open.
    Result<std::vector<Alarm>> since(const QDateTime &from) const;
    /// Nothing where nobody has changed them.
    Result<std::optional<server::RuleBook>> rules() const;

private:
    Result<std::vector<Alarm>> read(const QString &condition, const QVariantList &values) const;

    const Database &m_database;
};

} // namespace twinfeed::backend
