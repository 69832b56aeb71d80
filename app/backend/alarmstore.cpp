// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarmstore.h"

#include "app/backend/columns.h"
#include "app/backend/storequeries.h"

#include <QJsonDocument>

namespace twinfeed::backend {

QStringList AlarmStore::schema()
{
    return {
        QStringLiteral(
            "CREATE TABLE alarms (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, rule TEXT NOT NULL,"
            " node TEXT NOT NULL, text TEXT NOT NULL, raised_ms INTEGER NOT NULL, closed_ms INTEGER,"
            " document TEXT NOT NULL) STRICT"),
        QStringLiteral("CREATE INDEX alarms_by_time ON alarms (raised_ms)"),
        QStringLiteral("CREATE INDEX alarms_by_end ON alarms (closed_ms)"),
        QStringLiteral("CREATE TABLE rules (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL,"
                       " document TEXT NOT NULL) STRICT")};
}

Result<void> AlarmStore::write(const std::vector<Alarm> &alarms) const
{
    for (const Alarm &alarm : alarms) {
        auto written =
            m_database.run(QStringLiteral("INSERT OR REPLACE INTO alarms (id, channel, rule, node, text, "
                                          "raised_ms, closed_ms, document)"
                                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                           {alarm.id.toLongLong(), filled(alarm.channel), alarm.rule, alarm.node,
                            filled(alarm.text), alarm.raisedAt.toMSecsSinceEpoch(),
                            alarm.closed && alarm.closedAt ? QVariant(alarm.closedAt->toMSecsSinceEpoch())
                                                           : QVariant(QMetaType::fromType<qint64>()),
                            text(toJson(alarm))});
        if (!written)
            return written.error();
    }
    return {};
}

Result<void> AlarmStore::write(const server::RuleBook &book) const
{
    return Database::plain(m_database.run(
        QStringLiteral("INSERT OR REPLACE INTO rules (id, revision, document) VALUES (1, ?, ?)"),
        {book.revision, text(toJson(book.set))}));
}

Result<void> AlarmStore::prune(const QDateTime &before) const
{
    // The newest stays: the next id is counted from it.
    return Database::plain(m_database.run(
        QStringLiteral("DELETE FROM alarms WHERE closed_ms <= ? AND id < (SELECT max(id) FROM alarms)"),
        {before.toMSecsSinceEpoch()}));
}

Result<std::vector<Alarm>> AlarmStore::read(const QString &condition, const QVariantList &values) const
{
    auto query = m_database.run(QStringLiteral("SELECT document FROM alarms WHERE ") + condition, values);
    if (!query)
        return query.error();
    std::vector<Alarm> alarms;
    while (query->next()) {
        auto alarm = alarmFromJson(object(query->value(0)));
        if (!alarm)
            return damaged(QStringLiteral("an alarm"), alarm.error());
        alarms.push_back(*alarm);
    }
    return alarms;
}

Result<std::vector<Alarm>> AlarmStore::open() const
{
    return read(QStringLiteral("closed_ms IS NULL ORDER BY id"), {});
}

Result<qint64> AlarmStore::nextId() const
{
    auto query = m_database.run(QStringLiteral("SELECT coalesce(max(id), 0) + 1 FROM alarms"));
    if (!query)
        return query.error();
    query->next();
    return query->value(0).toLongLong();
}

Result<std::vector<Alarm>> AlarmStore::history(const server::AlarmQuery &asked) const
{
    QString condition = QStringLiteral("1");
    QVariantList values;
    if (asked.before > 0) {
        condition += QLatin1String(" AND id < ?");
        values << asked.before;
    }
    if (!asked.channel.isEmpty()) {
        condition += QLatin1String(" AND channel = ?");
        values << asked.channel;
    }
    if (!asked.search.isEmpty()) {
        const QString pattern = containing(asked.search);
        condition += QLatin1String(
            " AND (text LIKE ? ESCAPE '\\' OR rule LIKE ? ESCAPE '\\' OR node LIKE ? ESCAPE '\\')");
        values << pattern << pattern << pattern;
    }
    values << qBound(1, asked.limit, 1000);
    return read(QString(condition + QLatin1String(" ORDER BY id DESC LIMIT ?")), values);
}

Result<std::vector<Alarm>> AlarmStore::since(const QDateTime &from) const
{
    return read(QStringLiteral("raised_ms >= ? OR closed_ms IS NULL ORDER BY id"),
                {from.toMSecsSinceEpoch()});
}

Result<std::optional<server::RuleBook>> AlarmStore::rules() const
{
    auto query = m_database.run(QStringLiteral("SELECT revision, document FROM rules WHERE id = 1"));
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<server::RuleBook>();
    auto rules = ruleSetFromJson(object(query->value(1)));
    if (!rules)
        return damaged(QStringLiteral("rules"), rules.error());
    return std::optional(server::RuleBook{*rules, query->value(0).toULongLong()});
}

} // namespace twinfeed::backend
