// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/readiness.h"

#include <QJsonArray>

#include <algorithm>

namespace twinfeed {

namespace {

std::optional<QDateTime> timeOf(const QJsonValue &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

ReadinessLine lineOf(const QJsonObject &object, const char *id, bool plan)
{
    ReadinessLine line;
    line.id = object.value(QLatin1String(id)).toString();
    line.plan = plan;
    line.everyDays = object.value(QLatin1String("everyDays")).toInt();
    line.drill = object.value(QLatin1String("drill")).toString();
    line.scenario = object.value(QLatin1String("scenario")).toString();
    line.at = timeOf(object.value(QLatin1String("at")));
    line.due = timeOf(object.value(QLatin1String("due")));
    line.green = object.value(QLatin1String("green")).toBool();
    for (const QJsonValue &name : object.value(QLatin1String("by")).toArray())
        line.by << name.toString();
    line.ready = object.value(QLatin1String("ready")).toBool();
    return line;
}

} // namespace

bool Readiness::isReady() const
{
    return std::ranges::all_of(lines, [](const ReadinessLine &line) { return line.plan || line.ready; });
}

Result<Readiness> readinessFromJson(const QJsonObject &object)
{
    const QJsonValue calendar = object.value(QLatin1String("calendar"));
    const QJsonValue plans = object.value(QLatin1String("plans"));
    if (!calendar.isArray() || !plans.isArray()) {
        return Error{QStringLiteral("wrong-type"),
                     QStringLiteral("Readiness has a calendar and plans."),
                     calendar.isArray() ? QStringLiteral("/plans") : QStringLiteral("/calendar"),
                     {},
                     {}};
    }
    Readiness readiness;
    for (const QJsonValue &value : calendar.toArray())
        readiness.lines.push_back(lineOf(value.toObject(), "id", false));
    for (const QJsonValue &value : plans.toArray())
        readiness.lines.push_back(lineOf(value.toObject(), "plan", true));
    return readiness;
}

} // namespace twinfeed
