// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/database.h"

#include <QFile>
#include <QSqlError>

#include <atomic>

namespace twinfeed::backend {

namespace {

Error storeError(const QString &what, const QSqlError &error)
{
    return Error{QStringLiteral("store-failed"),
                 QStringLiteral("%1: %2.").arg(what, error.databaseText().trimmed()),
                 {},
                 QStringLiteral("Check the disk of the data folder: space, permissions, health."),
                 {}};
}

QString newConnectionName()
{
    // Connections are global by name in Qt; a number of our own keeps several stores in one process apart.
    static std::atomic<quint64> counter{0};
    return QStringLiteral("twinfeed-%1").arg(++counter);
}

} // namespace

Database::Database(QString name)
    : m_name(std::move(name))
    , m_sql(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
{
}

Database::~Database()
{
    m_sql.close();
    m_sql = QSqlDatabase(); // the last handle must be gone before the connection is removed
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Database>> Database::open(const QString &file,
                                                 const std::vector<Migration> &migrations, Access access)
{
    std::unique_ptr<Database> database(new Database(newConnectionName()));
    if (auto prepared = database->prepare(file, migrations, access); !prepared)
        return prepared.error();
    return database;
}

Result<void> Database::prepare(const QString &file, const std::vector<Migration> &migrations, Access access)
{
    m_sql.setDatabaseName(file);
    // A reader may meet the writer's checkpoint; it waits rather than fails.
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    if (access == Access::Read)
        options += QLatin1String(";QSQLITE_OPEN_READONLY");
    m_sql.setConnectOptions(options);
    if (!m_sql.open())
        return storeError(QStringLiteral("The store %1 cannot be opened").arg(file), m_sql.lastError());
    if (access == Access::Read)
        return {};
    for (const QString &pragma :
         {QStringLiteral("PRAGMA journal_mode=WAL"), QStringLiteral("PRAGMA synchronous=FULL"),
          QStringLiteral("PRAGMA foreign_keys=ON")}) {
        if (auto set = run(pragma); !set)
            return set.error();
    }
    // Channels hold stream keys in clear: nobody else's business. SQLite gives -wal and -shm the same rights.
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return migrate(file, migrations);
}

Result<void> Database::migrate(const QString &file, const std::vector<Migration> &migrations)
{
    auto asked = run(QStringLiteral("PRAGMA user_version"));
    if (!asked)
        return asked.error();
    asked->next();
    const int version = asked->value(0).toInt();
    asked->finish();
    const int newest = migrations.empty() ? 0 : migrations.back().to;
    if (version > newest) {
        return Error{
            QStringLiteral("store-newer"),
            QStringLiteral("The store %1 was written by a newer Twinfeed (schema %2; this one knows %3).")
                .arg(file)
                .arg(version)
                .arg(newest),
            {},
            QStringLiteral("Start the newer program, or use another data folder."),
            {}};
    }
    if (version > 0 && version < newest) {
        const QString copy = QStringLiteral("%1.v%2.bak").arg(file).arg(version);
        QFile::remove(copy); // of an earlier attempt that did not come through
        if (auto copied = run(QStringLiteral("VACUUM INTO ?"), {copy}); !copied)
            return copied.error();
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    }
    return transaction([&]() -> Result<void> {
        for (const Migration &step : migrations) {
            if (step.to <= version)
                continue;
            for (const QString &statement : step.statements) {
                if (auto done = run(statement); !done)
                    return done.error();
            }
        }
        // Part of the transaction: a migration that is cut short has not happened.
        return plain(run(QStringLiteral("PRAGMA user_version=%1").arg(newest)));
    });
}

Result<QSqlQuery> Database::run(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(m_sql);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return storeError(QStringLiteral("The store refuses a statement"), query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return storeError(QStringLiteral("The store could not be written or read"), query.lastError());
    return query;
}

void Database::rollBack() const
{
    // Fails where SQLite has rolled back by itself (disk full), which is what is wanted.
    QSqlQuery query(m_sql);
    query.exec(QStringLiteral("ROLLBACK"));
}

} // namespace twinfeed::backend
