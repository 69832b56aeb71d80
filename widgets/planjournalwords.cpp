// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planjournalwords.h"

#include "widgets/planreasons.h"
#include "widgets/planwords.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QString local(const QJsonObject &data, const char *name)
{
    LocalText all;
    const QJsonObject object = data.value(QLatin1String(name)).toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        all.insert(it.key(), it.value().toString());
    return PlanWords::local(all);
}

QString problem(const QJsonValue &value)
{
    return value.isObject() ? PlanReasons::sentence(errorFromJson(value.toObject())) : QString();
}

QString numbers(const QJsonObject &data)
{
    std::vector<PlanNumber> all;
    for (const QJsonValue &value : data.value(QLatin1String("numbers")).toArray()) {
        const QJsonObject one = value.toObject();
        all.push_back({text(one, "name"), text(one, "node"), text(one, "value"), text(one, "limit"),
                       text(one, "unit"), one.value(QLatin1String("holds")).toBool()});
    }
    return PlanWords::numbers(all);
}

} // namespace

bool PlanJournalWords::isAbout(const QString &kind)
{
    return kind.startsWith(QLatin1String("plan-")) || kind.endsWith(QLatin1String("-plan"))
        || kind.endsWith(QLatin1String("-run"));
}

QString PlanJournalWords::sentence(const JournalEntry &entry)
{
    if (!entry.kind.startsWith(QLatin1String("plan-")))
        return ofCommand(entry);
    QString title = local(entry.data, "title");
    if (title.isEmpty())
        title = text(entry.data, "plan");
    if (entry.kind == QLatin1String("plan-notice"))
        return local(entry.data, "text");
    return entry.data.contains(QLatin1String("step")) ? ofStep(entry, title) : ofRun(entry, title);
}

QString PlanJournalWords::ofStep(const JournalEntry &entry, const QString &title)
{
    const QString step = text(entry.data, "step");
    const QString why = problem(entry.data.value(QLatin1String("problem")));
    if (entry.kind == QLatin1String("plan-step-done"))
        return tr("Plan \"%1\": step %2 is done").arg(title, step);
    if (entry.kind == QLatin1String("plan-step-undone"))
        return tr("Plan \"%1\": step %2 is undone").arg(title, step);
    if (entry.kind == QLatin1String("plan-step-failed") && !why.isEmpty())
        return tr("Plan \"%1\": step %2 failed: %3").arg(title, step, why);
    if (entry.kind == QLatin1String("plan-undo-failed") && !why.isEmpty())
        return tr("Plan \"%1\": step %2 could NOT be undone: %3").arg(title, step, why);
    return {};
}

QString PlanJournalWords::ofRun(const JournalEntry &entry, const QString &title)
{
    const QString why = problem(entry.data.value(QLatin1String("problem")));
    if (entry.kind == QLatin1String("plan-lit"))
        return tr("Plan \"%1\" is lit: %2", "title, numbers").arg(title, numbers(entry.data));
    if (entry.kind == QLatin1String("plan-auto"))
        return tr("Plan \"%1\" fires by itself").arg(title);
    if (entry.kind == QLatin1String("plan-not-fired") && !why.isEmpty())
        return tr("Plan \"%1\" does not fire by itself: %2").arg(title, why);
    if (entry.kind == QLatin1String("plan-rolling-back") && !why.isEmpty())
        return tr("Plan \"%1\" is rolled back: %2").arg(title, why);
    if (entry.kind == QLatin1String("plan-done"))
        return tr("Plan \"%1\" is done").arg(title);
    if (entry.kind == QLatin1String("plan-restored")) {
        QStringList left;
        for (const QJsonValue &step : entry.data.value(QLatin1String("left")).toArray())
            left << step.toString();
        if (left.isEmpty())
            return tr("Plan \"%1\" is rolled back: everything is as it was before").arg(title);
        return tr("Plan \"%1\" is rolled back: what was to be undone is as it was before; %2 stays", "steps")
            .arg(title, left.join(QStringLiteral(", ")));
    }
    if (entry.kind != QLatin1String("plan-not-restored"))
        return {};
    QStringList what;
    for (const QJsonValue &one : entry.data.value(QLatin1String("notRestored")).toArray())
        what << problem(one);
    return tr("Plan \"%1\": NOT RESTORED. %2").arg(title, what.join(QLatin1Char(' ')));
}

QString PlanJournalWords::ofCommand(const JournalEntry &entry)
{
    const QJsonObject request = entry.data.value(QLatin1String("request")).toObject();
    const QString plan = text(request, "plan");
    const QString run = text(request, "run");
    if (entry.kind == QLatin1String("put-plan"))
        return tr("Changed the plan %1 to version %2: %3", "id, number, reason")
            .arg(plan)
            .arg(request.value(QLatin1String("version")).toInt())
            .arg(text(request, "reason"));
    if (entry.kind == QLatin1String("delete-plan"))
        return tr("Took the plan %1 away").arg(plan);
    if (entry.kind == QLatin1String("arm-plan"))
        return tr("Armed the plan %1 for ten seconds").arg(plan);
    if (entry.kind == QLatin1String("disarm-plan"))
        return tr("Disarmed the plan %1").arg(plan);
    if (entry.kind == QLatin1String("fire-plan")) {
        const QString reason = text(request, "reason");
        return reason.isEmpty() ? tr("Fired the plan %1").arg(plan)
                                : tr("Fired the plan %1 without a rehearsal: %2").arg(plan, reason);
    }
    if (entry.kind == QLatin1String("abort-run"))
        return tr("Aborted run %1 of the plan %2").arg(run, plan);
    if (entry.kind == QLatin1String("answer-run"))
        return tr("Answered run %1 of the plan %2: %3").arg(run, plan, text(request, "answer"));
    if (entry.kind == QLatin1String("review-run"))
        return tr("Wrote down the root cause of run %1: %2").arg(run, text(request, "rootCause"));
    return {};
}

} // namespace twinfeed
