// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/database.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

const Migration first{1, {QStringLiteral("CREATE TABLE t (a INTEGER) STRICT")}};
const Migration second{
    2, {QStringLiteral("ALTER TABLE t ADD COLUMN b TEXT"), QStringLiteral("UPDATE t SET b = 'migrated'")}};
const Migration broken{3, {QStringLiteral("ALTER TABLE t ADD COLUMN c TEXT"), QStringLiteral("nonsense")}};

QVariant one(const Database &database, const QString &sql)
{
    auto query = database.run(sql);
    return query && query->next() ? query->value(0) : QVariant();
}

} // namespace

class tst_Database : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsAreDurable();
    void migratesForwardWithABackup();
    void aFailedMigrationHasNotHappened();
    void refusesANewerSchemaUntouched();
    void transactionIsWholeOrNothing();
    void readersSeeNothingOfAnOpenTransaction();
    void fullDiskLeavesTheOldState();
    void unopenable();

private:
    QString file(const QTemporaryDir &folder) const { return folder.filePath(QStringLiteral("x.db")); }
};

void tst_Database::settingsAreDurable()
{
    const QTemporaryDir folder;
    const auto database = Database::open(file(folder), {first}, Database::Access::Write);
    QVERIFY(database);
    QCOMPARE(one(**database, QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
    QCOMPARE(one(**database, QStringLiteral("PRAGMA synchronous")).toInt(), 2);
    QCOMPARE(one(**database, QStringLiteral("PRAGMA foreign_keys")).toInt(), 1);
    const auto rights = QFile::permissions(file(folder));
    QVERIFY(!(rights & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
}

void tst_Database::migratesForwardWithABackup()
{
    const QTemporaryDir folder;
    {
        const auto old = Database::open(file(folder), {first}, Database::Access::Write);
        QVERIFY(old);
        QVERIFY((*old)->run(QStringLiteral("INSERT INTO t VALUES (7)")));
    }
    const auto now = Database::open(file(folder), {first, second}, Database::Access::Write);
    QVERIFY(now);
    QCOMPARE(one(**now, QStringLiteral("PRAGMA user_version")).toInt(), 2);
    QCOMPARE(one(**now, QStringLiteral("SELECT b FROM t WHERE a = 7")).toString(),
             QStringLiteral("migrated"));
    // The copy is a whole store of the old version.
    const QString copy = file(folder) + QStringLiteral(".v1.bak");
    const auto before = Database::open(copy, {first}, Database::Access::Write);
    QVERIFY(before);
    QCOMPARE(one(**before, QStringLiteral("PRAGMA user_version")).toInt(), 1);
    QCOMPARE(one(**before, QStringLiteral("SELECT a FROM t")).toInt(), 7);
}

void tst_Database::aFailedMigrationHasNotHappened()
{
    const QTemporaryDir folder;
    QVERIFY(Database::open(file(folder), {first, second}, Database::Access::Write));
    const auto failed = Database::open(file(folder), {first, second, broken}, Database::Access::Write);
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, QStringLiteral("store-failed"));
    const auto still = Database::open(file(folder), {first, second}, Database::Access::Write);
    QVERIFY(still);
    QCOMPARE(one(**still, QStringLiteral("SELECT count(*) FROM pragma_table_info('t')")).toInt(), 2);
}

void tst_Database::refusesANewerSchemaUntouched()
{
    const QTemporaryDir folder;
    QVERIFY(Database::open(file(folder), {first, second}, Database::Access::Write));
    const auto refused = Database::open(file(folder), {first}, Database::Access::Write);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("store-newer"));
    QVERIFY(refused.error().message.contains(QLatin1String("schema 2; this one knows 1")));
    QVERIFY(!refused.error().remedy.isEmpty());
}

void tst_Database::transactionIsWholeOrNothing()
{
    const QTemporaryDir folder;
    const auto database = Database::open(file(folder), {first}, Database::Access::Write);
    QVERIFY(database);
    const auto result = (*database)->transaction([&]() -> Result<void> {
        if (auto done = (*database)->run(QStringLiteral("INSERT INTO t VALUES (1)")); !done)
            return done.error();
        return Error{QStringLiteral("changed-my-mind"), {}, {}, {}, {}};
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, QStringLiteral("changed-my-mind"));
    QCOMPARE(one(**database, QStringLiteral("SELECT count(*) FROM t")).toInt(), 0);
}

void tst_Database::readersSeeNothingOfAnOpenTransaction()
{
    const QTemporaryDir folder;
    const auto writer = Database::open(file(folder), {first}, Database::Access::Write);
    const auto reader = Database::open(file(folder), {}, Database::Access::Read);
    QVERIFY(writer && reader);
    int seenWithin = -1;
    const auto result = (*writer)->transaction([&]() -> Result<void> {
        auto done = (*writer)->run(QStringLiteral("INSERT INTO t VALUES (1)"));
        seenWithin = one(**reader, QStringLiteral("SELECT count(*) FROM t")).toInt();
        return Database::plain(done);
    });
    QVERIFY(result);
    QCOMPARE(seenWithin, 0);
    QCOMPARE(one(**reader, QStringLiteral("SELECT count(*) FROM t")).toInt(), 1);
    QVERIFY(!(*reader)->run(QStringLiteral("INSERT INTO t VALUES (2)")));
}

void tst_Database::fullDiskLeavesTheOldState()
{
    const QTemporaryDir folder;
    const auto database = Database::open(file(folder), {first, second}, Database::Access::Write);
    QVERIFY(database);
    QVERIFY((*database)->run(QStringLiteral("INSERT INTO t VALUES (1, 'kept')")));
    QVERIFY((*database)->run(QStringLiteral("PRAGMA max_page_count=8")));
    const auto result = (*database)->transaction([&]() -> Result<void> {
        for (int i = 0; i < 100; ++i) {
            if (auto done = (*database)->run(QStringLiteral("INSERT INTO t VALUES (2, ?)"),
                                             {QString(4000, QLatin1Char('x'))});
                !done)
                return done.error();
        }
        return {};
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, QStringLiteral("store-failed"));
    QVERIFY(result.error().message.contains(QLatin1String("full")));
    QCOMPARE(one(**database, QStringLiteral("SELECT count(*) FROM t")).toInt(), 1);
    // And the next transaction that fits goes through.
    QVERIFY((*database)->transaction([&]() -> Result<void> {
        return Database::plain((*database)->run(QStringLiteral("INSERT INTO t VALUES (3, 'small')")));
    }));
}

void tst_Database::unopenable()
{
    const auto database =
        Database::open(QStringLiteral("/nonexistent/x.db"), {first}, Database::Access::Write);
    QVERIFY(!database);
    QCOMPARE(database.error().code, QStringLiteral("store-failed"));
}

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"
