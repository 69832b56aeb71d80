// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/database.h"
#include "app/server/backend.h"

namespace twinfeed::backend {

/// Drills and changed scenarios in the store: what is written belongs to the transaction around it. Over somebody's connection,
/// on its thread. Errors: "store-failed", "store-damaged".
class DrillStore final
{
public:
    /// To be added to the store's schema.
    static QStringList schema();

    explicit DrillStore(const Database &database)
        : m_database(database)
    {
    }

    Result<void> write(const std::vector<Drill> &drills) const;
    Result<void> write(const std::vector<Scenario> &scenarios) const;

    Result<std::vector<Drill>> find(const server::DrillQuery &query) const;
    Result<std::optional<Drill>> drill(const QString &id) const;
    /// Those that had not ended when the unit did.
    Result<std::vector<Drill>> unfinished() const;
    Result<std::vector<Drill>> since(const QDateTime &from) const;
    Result<qint64> nextId() const; ///< 1 where there is none yet
    /// Those that somebody put in place of, or beside, those that come with the program.
    Result<std::vector<Scenario>> scenarios() const;

private:
    Result<std::vector<Drill>> read(const QString &condition, const QVariantList &values) const;

    const Database &m_database;
};

} // namespace twinfeed::backend
