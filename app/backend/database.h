// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <vector>

namespace twinfeed::backend {

/// One step of the schema: the statements that lead to version `to` from the one before.
struct Migration
{
    int to = 0;
    QStringList statements;
};

/// One SQLite file in WAL mode with synchronous=FULL: what commit() acknowledged survives a power cut. Belongs to the
/// thread that made it. Errors: "store-failed" (nothing of the transaction happened), "store-newer".
class Database final
{
public:
    enum class Access { Write, Read };

    /// Opens (and, writing, makes and migrates) the file. Before a migration of existing data a copy is put beside the
    /// file as "<file>.v<version>.bak". A file of a newer program is refused untouched.
    static Result<std::unique_ptr<Database>> open(const QString &file,
                                                  const std::vector<Migration> &migrations, Access access);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Prepares, binds, runs.
    Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {}) const;
    /// Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back when it, or the commit, fails.
    template <typename Body>
    Result<void> transaction(Body body)
    {
        if (auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
            return begun.error();
        Result<void> result = body();
        if (result)
            result = plain(run(QStringLiteral("COMMIT")));
        if (!result)
            rollBack();
        return result;
    }

    static Result<void> plain(const Result<QSqlQuery> &query)
    {
        return query ? Result<void>() : Result<void>(query.error());
    }

private:
    explicit Database(QString name);
    Result<void> prepare(const QString &file, const std::vector<Migration> &migrations, Access access);
    Result<void> migrate(const QString &file, const std::vector<Migration> &migrations);
    void rollBack() const;

    const QString m_name; // of the connection
    QSqlDatabase m_sql;
};

} // namespace twinfeed::backend
