// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/database.h"
#include "app/server/backend.h"

#include <map>
#include <set>
#include <tuple>

namespace twinfeed::backend {

/// What a green rehearsal proves: this version of a plan, as it read then.
struct PlanRehearsal
{
    QString plan;
    quint64 revision = 1;
    QString digest;

    bool operator<(const PlanRehearsal &other) const
    {
        return std::tie(plan, revision, digest) < std::tie(other.plan, other.revision, other.digest);
    }
};

/// Plans that people changed, and runs, in the store. On whose thread the database is.
class PlanStore final
{
public:
    /// To be added to the store's schema.
    static QStringList schema();
    /// What came later.
    static QStringList rehearsalSchema();

    explicit PlanStore(const Database &database)
        : m_database(database)
    {
    }

    Result<void> write(const std::vector<PlanDocument> &plans, const QStringList &removed) const;
    Result<void> write(const std::vector<PlanRun> &runs) const;

    /// With what steps have to put back that is not for everybody to see.
    Result<std::vector<PlanRun>> unfinished() const;
    /// Newest first; without what is not for everybody to see.
    Result<std::vector<PlanRun>> runs(const server::RunQuery &query) const;
    Result<std::optional<PlanRun>> run(const QString &id) const;
    /// Those that were green here.
    Result<std::set<PlanRehearsal>> rehearsals() const;
    Result<qint64> nextId() const; ///< 1 where there is none yet
    /// Those that people made or changed.
    Result<std::vector<PlanDocument>> plans() const;
    /// Versions of those that people took away: a plan of the same id goes on from there.
    Result<std::map<QString, quint64>> removed() const;

private:
    Result<std::vector<PlanRun>> read(const QString &condition, const QVariantList &values,
                                      bool hidden) const;

    const Database &m_database;
};

} // namespace twinfeed::backend
