// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planstore.h"

#include "app/backend/columns.h"
#include "app/backend/storequeries.h"

#include <QJsonDocument>

namespace twinfeed::backend {

namespace {

const QString hiddenKey = QStringLiteral("hidden");

/// What is to be found by searching.
QString wordsOf(const PlanRun &run)
{
    QStringList words = run.title.values();
    words << run.place.plan << run.by << run.second << run.reason;
    if (run.review)
        words << run.review->rootCause << run.review->notes;
    return words.join(QLatin1Char('\n'));
}

QString hiddenOf(const PlanRun &run)
{
    QJsonArray hidden;
    for (const RunStep &step : run.steps)
        hidden << step.before.value(hiddenKey).toObject();
    return QString::fromUtf8(QJsonDocument(hidden).toJson(QJsonDocument::Compact));
}

} // namespace

QStringList PlanStore::schema()
{
    return {QStringLiteral(
                "CREATE TABLE plans (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, document TEXT) STRICT"),
            QStringLiteral(
                "CREATE TABLE plan_runs (id INTEGER PRIMARY KEY, plan TEXT NOT NULL, channel TEXT NOT NULL,"
                " fired_ms INTEGER NOT NULL, ended_ms INTEGER, text TEXT NOT NULL, document TEXT NOT NULL,"
                " hidden TEXT NOT NULL) STRICT"),
            QStringLiteral("CREATE INDEX plan_runs_by_plan ON plan_runs (plan, id)"),
            QStringLiteral("CREATE INDEX plan_runs_by_end ON plan_runs (ended_ms)")};
}

QStringList PlanStore::rehearsalSchema()
{
    return {QStringLiteral(
        "CREATE TABLE plan_rehearsals (plan TEXT NOT NULL, revision INTEGER NOT NULL, digest TEXT NOT NULL,"
        " run INTEGER NOT NULL, PRIMARY KEY (plan, revision, digest)) STRICT")};
}

Result<void> PlanStore::write(const std::vector<PlanDocument> &plans, const QStringList &removed) const
{
    for (const PlanDocument &plan : plans) {
        auto written = m_database.run(
            QStringLiteral("INSERT OR REPLACE INTO plans (id, revision, document) VALUES (?, ?, ?)"),
            {plan.plan.id, plan.revision, text(toJson(plan))});
        if (!written)
            return written.error();
    }
    for (const QString &id : removed) {
        // The row stays: what was meant for this version must not fit the next one.
        auto written =
            m_database.run(QStringLiteral("INSERT INTO plans (id, revision, document) VALUES (?, 1, NULL)"
                                          " ON CONFLICT (id) DO UPDATE SET document = NULL"),
                           {id});
        if (!written)
            return written.error();
    }
    return {};
}

Result<void> PlanStore::write(const std::vector<PlanRun> &runs) const
{
    for (const PlanRun &run : runs) {
        auto written = m_database.run(
            QStringLiteral("INSERT OR REPLACE INTO plan_runs (id, plan, channel, fired_ms, ended_ms, text, "
                           "document, hidden)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
            {run.id.toLongLong(), run.place.plan, filled(run.place.channel), run.firedAt.toMSecsSinceEpoch(),
             run.isOver() && run.endedAt ? QVariant(run.endedAt->toMSecsSinceEpoch())
                                         : QVariant(QMetaType::fromType<qint64>()),
             filled(wordsOf(run)), text(toJson(run)), hiddenOf(run)});
        if (!written)
            return written.error();
        if (run.kind != RunKind::Rehearsal || run.state != RunState::Done)
            continue;
        auto proven = m_database.run(
            QStringLiteral(
                "INSERT OR REPLACE INTO plan_rehearsals (plan, revision, digest, run) VALUES (?, ?, ?, ?)"),
            {run.place.plan, run.planRevision, filled(run.planDigest), run.id.toLongLong()});
        if (!proven)
            return proven.error();
    }
    return {};
}

Result<std::set<PlanRehearsal>> PlanStore::rehearsals() const
{
    auto query = m_database.run(QStringLiteral("SELECT plan, revision, digest FROM plan_rehearsals"));
    if (!query)
        return query.error();
    std::set<PlanRehearsal> rehearsals;
    while (query->next())
        rehearsals.insert(
            {query->value(0).toString(), query->value(1).toULongLong(), query->value(2).toString()});
    return rehearsals;
}

Result<std::vector<PlanRun>> PlanStore::read(const QString &condition, const QVariantList &values,
                                             bool hidden) const
{
    auto query =
        m_database.run(QStringLiteral("SELECT document, hidden FROM plan_runs WHERE ") + condition, values);
    if (!query)
        return query.error();
    std::vector<PlanRun> runs;
    while (query->next()) {
        auto run = planRunFromJson(object(query->value(0)));
        if (!run)
            return damaged(QStringLiteral("a run"), run.error());
        const QJsonArray kept = QJsonDocument::fromJson(query->value(1).toString().toUtf8()).array();
        for (qsizetype i = 0; hidden && i < kept.size() && size_t(i) < run->steps.size(); ++i) {
            if (!kept.at(i).toObject().isEmpty())
                run->steps[size_t(i)].before.insert(hiddenKey, kept.at(i));
        }
        runs.push_back(std::move(*run));
    }
    return runs;
}

Result<std::vector<PlanRun>> PlanStore::unfinished() const
{
    return read(QStringLiteral("ended_ms IS NULL ORDER BY id"), {}, true);
}

Result<std::vector<PlanRun>> PlanStore::runs(const server::RunQuery &query) const
{
    QStringList conditions{QStringLiteral("1")};
    QVariantList values;
    if (query.before > 0) {
        conditions << QStringLiteral("id < ?");
        values << query.before;
    }
    if (!query.plan.isEmpty()) {
        conditions << QStringLiteral("plan = ?");
        values << query.plan;
    }
    if (!query.channel.isEmpty()) {
        conditions << QStringLiteral("channel = ?");
        values << query.channel;
    }
    if (!query.search.isEmpty()) {
        conditions << QStringLiteral("text LIKE ? ESCAPE '\\'");
        values << containing(query.search);
    }
    values << query.limit;
    return read(conditions.join(QLatin1String(" AND ")) + QStringLiteral(" ORDER BY id DESC LIMIT ?"), values,
                false);
}

Result<std::optional<PlanRun>> PlanStore::run(const QString &id) const
{
    bool isNumber = false;
    const qint64 number = id.toLongLong(&isNumber);
    if (!isNumber)
        return std::optional<PlanRun>();
    const auto found = read(QStringLiteral("id = ?"), {number}, false);
    if (!found)
        return found.error();
    return found->empty() ? std::optional<PlanRun>() : std::optional(found->front());
}

Result<qint64> PlanStore::nextId() const
{
    auto query = m_database.run(QStringLiteral("SELECT coalesce(max(id), 0) + 1 FROM plan_runs"));
    if (!query)
        return query.error();
    query->next();
    return query->value(0).toLongLong();
}

Result<std::vector<PlanDocument>> PlanStore::plans() const
{
    auto query =
        m_database.run(QStringLiteral("SELECT document FROM plans WHERE document IS NOT NULL ORDER BY id"));
    if (!query)
        return query.error();
    std::vector<PlanDocument> plans;
    while (query->next()) {
        auto plan = planDocumentFromJson(object(query->value(0)));
        if (!plan)
            return damaged(QStringLiteral("a plan"), plan.error());
        plans.push_back(std::move(*plan));
    }
    return plans;
}

Result<std::map<QString, quint64>> PlanStore::removed() const
{
    auto query = m_database.run(QStringLiteral("SELECT id, revision FROM plans WHERE document IS NULL"));
    if (!query)
        return query.error();
    std::map<QString, quint64> removed;
    while (query->next())
        removed[query->value(0).toString()] = query->value(1).toULongLong();
    return removed;
}

} // namespace twinfeed::backend
