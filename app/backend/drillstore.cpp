// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drillstore.h"

#include "app/backend/columns.h"
#include "app/backend/storequeries.h"

#include <QJsonDocument>

namespace twinfeed::backend {

QStringList DrillStore::schema()
{
    return {QStringLiteral(
                "CREATE TABLE drills (id INTEGER PRIMARY KEY, scenario TEXT NOT NULL, started_ms INTEGER"
                " NOT NULL, over INTEGER NOT NULL, document TEXT NOT NULL) STRICT"),
            QStringLiteral("CREATE INDEX drills_by_scenario ON drills (scenario, id)"),
            QStringLiteral("CREATE INDEX drills_by_time ON drills (started_ms)"),
            QStringLiteral("CREATE TABLE scenarios (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")};
}

Result<void> DrillStore::write(const std::vector<Drill> &drills) const
{
    for (const Drill &drill : drills) {
        auto written = m_database.run(
            QStringLiteral("INSERT OR REPLACE INTO drills (id, scenario, started_ms, over, document)"
                           " VALUES (?, ?, ?, ?, ?)"),
            {drill.id.toLongLong(), drill.scenario.id, drill.startedAt.toMSecsSinceEpoch(),
             drill.isOver() ? 1 : 0, text(toJson(drill))});
        if (!written)
            return written.error();
    }
    return {};
}

Result<void> DrillStore::write(const std::vector<Scenario> &scenarios) const
{
    for (const Scenario &scenario : scenarios) {
        auto written =
            m_database.run(QStringLiteral("INSERT OR REPLACE INTO scenarios (id, document) VALUES (?, ?)"),
                           {scenario.id, text(toJson(scenario))});
        if (!written)
            return written.error();
    }
    return {};
}

Result<std::vector<Drill>> DrillStore::read(const QString &condition, const QVariantList &values) const
{
    auto query = m_database.run(QStringLiteral("SELECT document FROM drills WHERE ") + condition, values);
    if (!query)
        return query.error();
    std::vector<Drill> drills;
    while (query->next()) {
        auto drill = drillFromJson(object(query->value(0)));
        if (!drill)
            return damaged(QStringLiteral("a drill"), drill.error());
        drills.push_back(std::move(*drill));
    }
    return drills;
}

Result<std::vector<Drill>> DrillStore::find(const server::DrillQuery &asked) const
{
    QString condition = QStringLiteral("1");
    QVariantList values;
    if (asked.before > 0) {
        condition += QLatin1String(" AND id < ?");
        values << asked.before;
    }
    if (!asked.scenario.isEmpty()) {
        condition += QLatin1String(" AND scenario = ?");
        values << asked.scenario;
    }
    if (!asked.search.isEmpty()) {
        condition += QLatin1String(" AND document LIKE ? ESCAPE '\\'");
        values << containing(asked.search);
    }
    values << qBound(1, asked.limit, 1000);
    return read(QString(condition + QLatin1String(" ORDER BY id DESC LIMIT ?")), values);
}

Result<std::optional<Drill>> DrillStore::drill(const QString &id) const
{
    const auto found = read(QStringLiteral("id = ?"), {id.toLongLong()});
    if (!found)
        return found.error();
    return found->empty() ? std::optional<Drill>() : std::optional(found->front());
}

Result<std::vector<Drill>> DrillStore::unfinished() const
{
    return read(QStringLiteral("over = 0 ORDER BY id"), {});
}

Result<std::vector<Drill>> DrillStore::since(const QDateTime &from) const
{
    return read(QStringLiteral("started_ms >= ? ORDER BY id"), {from.toMSecsSinceEpoch()});
}

Result<qint64> DrillStore::nextId() const
{
    auto query = m_database.run(QStringLiteral("SELECT coalesce(max(id), 0) + 1 FROM drills"));
    if (!query)
        return query.error();
    query->next();
    return query->value(0).toLongLong();
}

Result<std::vector<Scenario>> DrillStore::scenarios() const
{
    auto query = m_database.run(QStringLiteral("SELECT document FROM scenarios ORDER BY id"));
    if (!query)
        return query.error();
    std::vector<Scenario> scenarios;
    while (query->next()) {
        auto scenario = scenarioFromJson(object(query->value(0)));
        if (!scenario)
            return damaged(QStringLiteral("a scenario"), scenario.error());
        scenarios.push_back(std::move(*scenario));
    }
    return scenarios;
}

} // namespace twinfeed::backend
