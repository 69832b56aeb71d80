// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/storequeries.h"

#include <QJsonDocument>

namespace twinfeed::backend {

namespace {

QJsonObject object(const QVariant &column)
{
    return QJsonDocument::fromJson(column.toString().toUtf8()).object();
}

} // namespace

QString containing(QString words)
{
    words.replace(QLatin1Char('\\'), QLatin1String("\\\\"))
        .replace(QLatin1Char('%'), QLatin1String("\\%"))
        .replace(QLatin1Char('_'), QLatin1String("\\_"));
    QString pattern = QLatin1Char('%') + words + QLatin1Char('%');
    return pattern;
}

Result<StoreQueries> StoreQueries::open(const QString &file)
{
    auto database = Database::open(file, {}, Database::Access::Read);
    if (!database)
        return database.error();
    return StoreQueries(std::move(*database));
}

Result<std::vector<JournalEntry>> StoreQueries::journal(const server::JournalQuery &asked) const
{
    QString sql =
        QStringLiteral("SELECT id, at_ms, actor, role, kind, channel, text, data FROM journal WHERE 1");
    QVariantList values;
    const auto also = [&](const QString &condition, const QVariantList &bound) {
        sql += QLatin1String(" AND ") + condition;
        values += bound;
    };
    if (asked.before > 0)
        also(QStringLiteral("id < ?"), {asked.before});
    if (asked.after > 0)
        also(QStringLiteral("id > ?"), {asked.after});
    if (!asked.channel.isEmpty())
        also(QStringLiteral("channel = ?"), {asked.channel});
    if (!asked.search.isEmpty()) {
        const QString pattern = containing(asked.search);
        also(QStringLiteral(
                 "(text LIKE ? ESCAPE '\\' OR actor LIKE ? ESCAPE '\\' OR kind LIKE ? ESCAPE '\\')"),
             {pattern, pattern, pattern});
    }
    sql += QLatin1String(asked.after > 0 ? " ORDER BY id LIMIT ?" : " ORDER BY id DESC LIMIT ?");
    values << qBound(1, asked.limit, 1000);
    auto query = m_database->run(sql, values);
    if (!query)
        return query.error();
    std::vector<JournalEntry> entries;
    while (query->next()) {
        entries.push_back({query->value(0).toLongLong(),
                           QDateTime::fromMSecsSinceEpoch(query->value(1).toLongLong(), Qt::UTC),
                           query->value(2).toString(), query->value(3).toString(), query->value(4).toString(),
                           query->value(5).toString(), query->value(6).toString(), object(query->value(7))});
    }
    return entries;
}

Result<std::optional<StoredAnswer>> StoreQueries::answer(const QString &scope, const QString &key,
                                                         const QDateTime &oldest) const
{
    auto query = m_database->run(
        QStringLiteral("SELECT fingerprint, status, body, revision, location, at_ms FROM answers"
                       " WHERE scope = ? AND key = ? AND at_ms > ?"),
        {scope, key, oldest.toMSecsSinceEpoch()});
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<StoredAnswer>();
    server::Answer answer{query->value(1).toInt(), object(query->value(2)), {}, query->value(4).toString()};
    if (!query->value(3).isNull())
        answer.revision = query->value(3).toULongLong();
    return std::optional(StoredAnswer{scope, key, query->value(0).toByteArray(), answer,
                                      QDateTime::fromMSecsSinceEpoch(query->value(5).toLongLong(), Qt::UTC)});
}

Result<std::optional<Operation>> StoreQueries::operation(const QString &id) const
{
    bool isNumber = false;
    const qint64 number = id.toLongLong(&isNumber);
    if (!isNumber)
        return std::optional<Operation>();
    auto query = m_database->run(QStringLiteral("SELECT document FROM operations WHERE id = ?"), {number});
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<Operation>();
    auto operation = operationFromJson(object(query->value(0)));
    if (!operation)
        return operation.error();
    return std::optional(*operation);
}

} // namespace twinfeed::backend
