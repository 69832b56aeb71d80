// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/readiness.h"

#include <QJsonArray>

#include <functional>
#include <set>

namespace twinfeed::drills {

namespace {

constexpr int quarter = 92; // days

struct Exercise
{
    const char *id;
    int everyDays;
    size_t least; ///< faults
    size_t most;
};
constexpr Exercise calendar[]{
    {"weekly-load", 7, 1, 1000}, {"monthly-single", 31, 1, 1}, {"quarterly-chain", quarter, 3, 1000}};

/// The newest that fits, and whether a green one lies within its time.
QJsonObject standing(const std::vector<Drill> &drills, int everyDays, const QDateTime &now,
                     const std::function<bool(const Drill &)> &fits)
{
    const Drill *newest = nullptr;
    const Drill *green = nullptr;
    for (const Drill &drill : drills) {
        if (drill.state != DrillState::Ended || !drill.endedAt || !fits(drill))
            continue;
        newest = !newest || *drill.endedAt >= *newest->endedAt ? &drill : newest;
        if (drill.score.green)
            green = !green || *drill.endedAt >= *green->endedAt ? &drill : green;
    }
    QJsonObject object{
        {QStringLiteral("everyDays"), everyDays},
        {QStringLiteral("drill"), newest ? QJsonValue(newest->id) : QJsonValue()},
        {QStringLiteral("scenario"), newest ? QJsonValue(newest->scenario.id) : QJsonValue()},
        {QStringLiteral("at"), QJsonValue()},
        {QStringLiteral("due"), QJsonValue()},
        {QStringLiteral("green"), newest && newest->score.green},
        {QStringLiteral("by"), QJsonArray::fromStringList(newest ? newest->operators : QStringList())},
        {QStringLiteral("ready"), false}};
    if (newest)
        object.insert(QStringLiteral("at"), newest->endedAt->toString(Qt::ISODateWithMs));
    if (green) {
        const QDateTime due = green->endedAt->addDays(everyDays);
        object.insert(QStringLiteral("due"), due.toString(Qt::ISODateWithMs));
        // The newest one counts: what was green last month and red today is not ready.
        object.insert(QStringLiteral("ready"), due >= now && newest->score.green);
    }
    return object;
}

} // namespace

QJsonObject readinessOf(const std::vector<Drill> &drills, const std::vector<Scenario> &scenarios,
                        const QDateTime &now)
{
    QJsonArray exercises;
    for (const Exercise &exercise : calendar) {
        QJsonObject line = standing(drills, exercise.everyDays, now, [&](const Drill &drill) {
            const size_t faults = drill.scenario.faults.size();
            return drill.kind != DrillKind::Tabletop && faults >= exercise.least && faults <= exercise.most;
        });
        line.insert(QStringLiteral("id"), QLatin1String(exercise.id));
        exercises << line;
    }
    std::set<QString> names;
    for (const Scenario &scenario : scenarios)
        names.insert(scenario.plans.begin(), scenario.plans.end());
    for (const Drill &drill : drills)
        names.insert(drill.scenario.plans.begin(), drill.scenario.plans.end());
    QJsonArray plans;
    for (const QString &name : names) {
        QJsonObject line = standing(drills, quarter, now,
                                    [&](const Drill &drill) { return drill.scenario.plans.contains(name); });
        line.insert(QStringLiteral("plan"), name);
        plans << line;
    }
    return {{QStringLiteral("at"), now.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("calendar"), exercises},
            {QStringLiteral("plans"), plans}};
}

} // namespace twinfeed::drills
