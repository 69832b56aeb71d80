// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/database.h"
#include "app/backend/store.h"

namespace twinfeed::backend {

/// What any thread may ask the store, each with a connection of its own.
/// A pattern for LIKE ... ESCAPE '\\' that finds the words anywhere.
QString containing(QString words);

class StoreQueries final
{
public:
    /// A reader's connection. Opening costs about a third of a millisecond: one per question, none kept.
    static Result<StoreQueries> open(const QString &file);
    /// Over somebody's connection, on its thread.
    explicit StoreQueries(const Database &database)
        : m_database(&database)
    {
    }

    /// Newest first; with `after`, oldest first.
    Result<std::vector<JournalEntry>> journal(const server::JournalQuery &query) const;
    /// The answer given to this key since `oldest`.
    Result<std::optional<StoredAnswer>> answer(const QString &scope, const QString &key,
                                               const QDateTime &oldest) const;
    Result<std::optional<Operation>> operation(const QString &id) const;
    AlarmStore alarms() const { return AlarmStore(*m_database); }
    PlanStore plans() const { return PlanStore(*m_database); }
    DrillStore drills() const { return DrillStore(*m_database); }

private:
    explicit StoreQueries(std::unique_ptr<Database> own)
        : m_own(std::move(own))
        , m_database(m_own.get())
    {
    }

    std::unique_ptr<Database> m_own;
    const Database *m_database;
};

} // namespace twinfeed::backend
