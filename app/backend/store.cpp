// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/store.h"

#include "app/backend/columns.h"

#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::backend {

namespace {

// What an engineer looks back on after a season.
constexpr int keptAlarmDays = 365;

bool isEnded(const Operation &operation)
{
    return operation.endedAt.has_value();
}

} // namespace

const std::vector<Migration> &Store::migrations()
{
    static const std::vector<Migration> all{
        {1,
         {QStringLiteral(
              "CREATE TABLE channels (id TEXT PRIMARY KEY, position INTEGER NOT NULL, document TEXT NOT NULL,"
              " origin_us INTEGER NOT NULL, boot_id TEXT NOT NULL, mark_us INTEGER NOT NULL,"
              " mark_wall_ms INTEGER NOT NULL, slate_format TEXT NOT NULL) STRICT"),
          QStringLiteral(
              "CREATE TABLE journal (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT NULL,"
              " role TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL, text TEXT NOT NULL,"
              " data TEXT NOT NULL) STRICT"),
          QStringLiteral("CREATE INDEX journal_by_channel ON journal (channel, id)"),
          // Append only, without holes: the file itself refuses anything else, whoever asks.
          QStringLiteral("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN"
                         " SELECT raise(ABORT, 'the journal is append-only'); END"),
          QStringLiteral("CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN"
                         " SELECT raise(ABORT, 'the journal is append-only'); END"),
          QStringLiteral("CREATE TRIGGER journal_no_hole BEFORE INSERT ON journal"
                         " WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM journal) BEGIN"
                         " SELECT raise(ABORT, 'the journal has no holes'); END"),
          QStringLiteral(
              "CREATE TABLE operations (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, ended_ms INTEGER,"
              " document TEXT NOT NULL) STRICT"),
          QStringLiteral("CREATE INDEX operations_by_end ON operations (ended_ms)"),
          QStringLiteral(
              "CREATE TABLE answers (scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL,"
              " status INTEGER NOT NULL, body TEXT NOT NULL, revision INTEGER, location TEXT NOT NULL,"
              " at_ms INTEGER NOT NULL, PRIMARY KEY (scope, key)) STRICT, WITHOUT ROWID"),
          QStringLiteral("CREATE INDEX answers_by_age ON answers (at_ms)"),
          QStringLiteral(
              "CREATE TABLE slates (id TEXT PRIMARY KEY, position INTEGER NOT NULL, document TEXT NOT NULL)"
              " STRICT"),
          QStringLiteral("CREATE TABLE applied (channel TEXT PRIMARY KEY, sha256 BLOB NOT NULL) STRICT")}},
        {2,
         {QStringLiteral("ALTER TABLE channels ADD COLUMN covered TEXT NOT NULL DEFAULT ''"),
          // What a channel of the same id goes on from: a command meant for the old one must not fit the new one.
          QStringLiteral("CREATE TABLE gone (channel TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT")}},
        {3,
         {QStringLiteral(
              "CREATE TABLE keys (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, made_ms INTEGER NOT NULL,"
              " replaced_ms INTEGER, retired INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT"),
          // The sealers that ever started, by key. Append only: a number that came again would break the cipher.
          QStringLiteral("CREATE TABLE incarnations (key INTEGER NOT NULL, value INTEGER NOT NULL,"
                         " PRIMARY KEY (key, value)) STRICT, WITHOUT ROWID"),
          QStringLiteral("CREATE TRIGGER incarnations_no_delete BEFORE DELETE ON incarnations BEGIN"
                         " SELECT raise(ABORT, 'incarnations are append-only'); END"),
          QStringLiteral("CREATE TRIGGER incarnations_no_update BEFORE UPDATE ON incarnations BEGIN"
                         " SELECT raise(ABORT, 'incarnations are append-only'); END")}},
        {4, AlarmStore::schema()},
        {5, PlanStore::schema()},
        {6, DrillStore::schema()},
        {7, PlanStore::rehearsalSchema()},
    };
    return all;
}

Result<std::unique_ptr<Store>> Store::open(const QString &file)
{
    auto database = Database::open(file, migrations(), Database::Access::Write);
    if (!database)
        return database.error();
    return std::unique_ptr<Store>(new Store(std::move(*database)));
}

Store::Store(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<void> Store::commit(Changes &changes)
{
    return m_database->transaction([&]() -> Result<void> {
        if (auto written = writeEntries(changes.entries); !written)
            return written;
        if (auto written = writeOperations(changes.operations); !written)
            return written;
        if (auto written = writeChannels(changes); !written)
            return written;
        if (auto written = writeSlates(changes); !written)
            return written;
        if (auto written = writeKeys(changes.keys); !written)
            return written;
        if (auto written = alarms().write(changes.alarms); !written)
            return written;
        if (auto written = changes.rules ? alarms().write(*changes.rules) : Result<void>(); !written)
            return written;
        if (auto written = plans().write(changes.plans, changes.removedPlans); !written)
            return written;
        if (auto written = plans().write(changes.runs); !written)
            return written;
        if (auto written = drills().write(changes.drills); !written)
            return written;
        if (auto written = drills().write(changes.scenarios); !written)
            return written;
        if (changes.applied) {
            auto written = m_database->run(QStringLiteral("INSERT OR REPLACE INTO applied VALUES (?, ?)"),
                                           {changes.applied->first, changes.applied->second});
            if (!written)
                return written.error();
        }
        return changes.answer ? writeAnswer(*changes.answer) : Result<void>();
    });
}

Result<void> Store::writeEntries(std::vector<JournalEntry> &entries) const
{
    for (JournalEntry &entry : entries) {
        auto written = m_database->run(
            QStringLiteral("INSERT INTO journal (id, at_ms, actor, role, kind, channel, text, data) VALUES"
                           " ((SELECT coalesce(max(id), 0) + 1 FROM journal), ?, ?, ?, ?, ?, ?, ?)"),
            {entry.at.toMSecsSinceEpoch(), entry.actor.isNull() ? QStringLiteral("") : entry.actor,
             entry.role.isNull() ? QStringLiteral("") : entry.role, entry.kind,
             entry.channel.isNull() ? QStringLiteral("") : entry.channel, entry.text, text(entry.data)});
        if (!written)
            return written.error();
        entry.id = written->lastInsertId().toLongLong();
    }
    return {};
}

Result<void> Store::writeOperations(const std::vector<Operation> &operations) const
{
    for (const Operation &operation : operations) {
        auto written = m_database->run(
            QStringLiteral(
                "INSERT OR REPLACE INTO operations (id, channel, ended_ms, document) VALUES (?, ?, ?, ?)"),
            {operation.id.toLongLong(), operation.channel.isNull() ? QStringLiteral("") : operation.channel,
             isEnded(operation) ? QVariant(operation.endedAt->toMSecsSinceEpoch())
                                : QVariant(QMetaType::fromType<qint64>()),
             text(toJson(operation))});
        if (!written)
            return written.error();
    }
    return {};
}

Result<void> Store::writeChannels(const Changes &changes) const
{
    for (const StoredChannel &channel : changes.channels) {
        const QString id = channel.document.config.id;
        auto written = m_database->run(
            QStringLiteral(
                "INSERT INTO channels (id, position, document, origin_us, boot_id, mark_us, mark_wall_ms,"
                " slate_format, covered) VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM channels),"
                " ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document,"
                " origin_us = excluded.origin_us, boot_id = excluded.boot_id, mark_us = excluded.mark_us,"
                " mark_wall_ms = excluded.mark_wall_ms, slate_format = excluded.slate_format,"
                " covered = excluded.covered"),
            {id, text(toJson(channel.document, true)), qint64(channel.time.originUs), channel.time.bootId,
             qint64(channel.time.markUs), channel.time.markWall.toMSecsSinceEpoch(),
             text(channel.slateFormat), channel.covered ? toWord(*channel.covered) : QStringLiteral("")});
        if (!written)
            return written.error();
    }
    for (const QString &id : changes.removedChannels) {
        auto noted = m_database->run(
            QStringLiteral("INSERT OR REPLACE INTO gone SELECT id, json_extract(document, '$.revision')"
                           " FROM channels WHERE id = ?"),
            {id});
        if (!noted)
            return noted.error();
        if (auto removed = m_database->run(QStringLiteral("DELETE FROM channels WHERE id = ?"), {id});
            !removed)
            return removed.error();
    }
    return {};
}

Result<void> Store::writeSlates(const Changes &changes) const
{
    for (const Slate &slate : changes.slates) {
        auto written =
            m_database->run(QStringLiteral("INSERT INTO slates (id, position, document) VALUES"
                                           " (?, (SELECT coalesce(max(position), 0) + 1 FROM slates), ?)"
                                           " ON CONFLICT (id) DO UPDATE SET document = excluded.document"),
                            {slate.id, text(toJson(slate))});
        if (!written)
            return written.error();
    }
    for (const QString &id : changes.removedSlates) {
        if (auto removed = m_database->run(QStringLiteral("DELETE FROM slates WHERE id = ?"), {id}); !removed)
            return removed.error();
    }
    return {};
}

Result<void> Store::writeKeys(const std::vector<StoredKey> &keys) const
{
    for (const StoredKey &key : keys) {
        auto written = m_database->run(
            QStringLiteral("INSERT INTO keys (id, channel, made_ms, replaced_ms, "
                           "retired, wrapped) VALUES (?, ?, ?, ?, ?, ?)"
                           " ON CONFLICT (id) DO UPDATE SET replaced_ms = "
                           "excluded.replaced_ms, retired = excluded.retired, wrapped = excluded.wrapped"),
            {key.id, key.channel, key.madeAt.toMSecsSinceEpoch(),
             key.replacedAt ? QVariant(key.replacedAt->toMSecsSinceEpoch())
                            : QVariant(QMetaType::fromType<qint64>()),
             int(key.retired), key.wrapped});
        if (!written)
            return written.error();
    }
    return {};
}

Result<void> Store::writeAnswer(const StoredAnswer &stored) const
{
    const server::Answer &answer = stored.answer;
    // An expired answer that was not pruned yet gives way to the new one; a living one was replayed long before.
    return Database::plain(m_database->run(
        QStringLiteral("INSERT OR REPLACE INTO answers (scope, key, fingerprint, status, body, revision, "
                       "location, at_ms)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        {stored.scope, stored.key, stored.fingerprint, answer.status, text(answer.body),
         answer.revision ? QVariant(*answer.revision) : QVariant(QMetaType::fromType<quint64>()),
         answer.location.isNull() ? QStringLiteral("") : answer.location, stored.at.toMSecsSinceEpoch()}));
}

Result<void> Store::keepMarks(const std::vector<std::pair<QString, ProgrammeTime>> &marks)
{
    if (auto eased = m_database->run(QStringLiteral("PRAGMA synchronous=NORMAL")); !eased)
        return eased.error();
    const auto kept = m_database->transaction([&]() -> Result<void> {
        for (const auto &[id, time] : marks) {
            auto written = m_database->run(
                QStringLiteral("UPDATE channels SET mark_us = ?, mark_wall_ms = ? WHERE id = ?"),
                {qint64(time.markUs), time.markWall.toMSecsSinceEpoch(), id});
            if (!written)
                return written.error();
        }
        return {};
    });
    // Without this no later commit would be durable: its failure counts more than a lost mark.
    if (auto strict = m_database->run(QStringLiteral("PRAGMA synchronous=FULL")); !strict)
        return strict.error();
    return kept;
}

Result<void> Store::prune(const QDateTime &now)
{
    return m_database->transaction([&]() -> Result<void> {
        auto answers = m_database->run(QStringLiteral("DELETE FROM answers WHERE at_ms <= ?"),
                                       {now.addDays(-1).toMSecsSinceEpoch()});
        if (!answers)
            return answers.error();
        if (auto pruned = alarms().prune(now.addDays(-keptAlarmDays)); !pruned)
            return pruned;
        // The newest stays whatever its age: the next id is counted from it, and an id that the journal tells of must
        // not be given again.
        return Database::plain(m_database->run(QStringLiteral("DELETE FROM operations WHERE ended_ms <= ?"
                                                              " AND id < (SELECT max(id) FROM operations)"),
                                               {now.addDays(-7).toMSecsSinceEpoch()}));
    });
}

Result<std::vector<StoredChannel>> Store::channels() const
{
    auto query = m_database->run(QStringLiteral("SELECT document, origin_us, boot_id, mark_us, mark_wall_ms, "
                                                "slate_format, covered FROM channels ORDER BY position"));
    if (!query)
        return query.error();
    std::vector<StoredChannel> channels;
    while (query->next()) {
        auto document = channelDocumentFromJson(object(query->value(0)));
        if (!document)
            return damaged(QStringLiteral("a channel"), document.error());
        const auto wall = QDateTime::fromMSecsSinceEpoch(query->value(4).toLongLong(), Qt::UTC);
        channels.push_back(
            {*document,
             {query->value(1).toLongLong(), query->value(2).toString(), query->value(3).toLongLong(), wall},
             object(query->value(5)),
             fromWord<Source>(query->value(6).toString())});
    }
    return channels;
}

Result<quint64> Store::lastRevision(const QString &channel) const
{
    auto query = m_database->run(QStringLiteral("SELECT revision FROM gone WHERE channel = ?"), {channel});
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toULongLong() : 0;
}

Result<std::vector<Slate>> Store::slates() const
{
    auto query = m_database->run(QStringLiteral("SELECT document FROM slates ORDER BY position"));
    if (!query)
        return query.error();
    std::vector<Slate> slates;
    while (query->next()) {
        auto slate = slateFromJson(object(query->value(0)));
        if (!slate)
            return damaged(QStringLiteral("a slate"), slate.error());
        slates.push_back(*slate);
    }
    return slates;
}

Result<std::vector<StoredKey>> Store::keys() const
{
    auto query = m_database->run(QStringLiteral(
        "SELECT id, channel, made_ms, replaced_ms, retired, wrapped FROM keys ORDER BY made_ms, id"));
    if (!query)
        return query.error();
    const auto time = [&query](int column) {
        return QDateTime::fromMSecsSinceEpoch(query->value(column).toLongLong(), Qt::UTC);
    };
    std::vector<StoredKey> keys;
    while (query->next()) {
        keys.push_back({query->value(0).toUInt(), query->value(1).toString(), time(2),
                        query->isNull(3) ? std::nullopt : std::optional(time(3)), query->value(4).toBool(),
                        query->value(5).toByteArray()});
    }
    return keys;
}

Result<std::vector<Operation>> Store::unfinishedOperations() const
{
    auto query =
        m_database->run(QStringLiteral("SELECT document FROM operations WHERE ended_ms IS NULL ORDER BY id"));
    if (!query)
        return query.error();
    std::vector<Operation> operations;
    while (query->next()) {
        auto operation = operationFromJson(object(query->value(0)));
        if (!operation)
            return damaged(QStringLiteral("an operation"), operation.error());
        operations.push_back(*operation);
    }
    return operations;
}

Result<qint64> Store::nextOperationId() const
{
    auto query = m_database->run(QStringLiteral("SELECT coalesce(max(id), 0) + 1 FROM operations"));
    if (!query)
        return query.error();
    query->next();
    return query->value(0).toLongLong();
}

Result<QByteArray> Store::applied(const QString &channel) const
{
    auto query = m_database->run(QStringLiteral("SELECT sha256 FROM applied WHERE channel = ?"), {channel});
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toByteArray() : QByteArray();
}

} // namespace twinfeed::backend
