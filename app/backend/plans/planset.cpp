// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planset.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace twinfeed::backend {

namespace {

Result<void> collect(const Plan &plan, const PlanBook &book, QStringList path, std::vector<RunStep> &steps)
{
    if (path.contains(plan.id)) {
        return Error{QStringLiteral("plan-circle"),
                     QStringLiteral("The plan %1 runs itself, by way of %2.")
                         .arg(plan.id, path.join(QLatin1String(", "))),
                     {},
                     QStringLiteral("Take one of the steps out that run another plan."),
                     {}};
    }
    path << plan.id;
    for (const PlanStep &step : plan.steps) {
        const auto *sub = std::get_if<SubPlanAction>(&step.action);
        if (!sub) {
            RunStep one;
            one.plan = plan.id;
            one.step = step;
            steps.push_back(one);
            continue;
        }
        const auto found = book.find(sub->plan);
        if (found == book.end()) {
            return Error{QStringLiteral("unknown-plan"),
                         QStringLiteral("The step \"%1\" runs the plan \"%2\", which there is not.")
                             .arg(step.id, sub->plan),
                         {},
                         QStringLiteral("Name one of the plans that are listed."),
                         {}};
        }
        if (auto collected = collect(found->second.plan, book, path, steps); !collected)
            return collected;
    }
    return {};
}

void collectPreconditions(const Plan &plan, const PlanBook &book, QStringList path,
                          std::vector<PlanPrecondition> &all)
{
    if (path.contains(plan.id))
        return;
    path << plan.id;
    all.insert(all.end(), plan.preconditions.begin(), plan.preconditions.end());
    for (const PlanStep &step : plan.steps) {
        const auto *sub = std::get_if<SubPlanAction>(&step.action);
        const auto found = sub ? book.find(sub->plan) : book.end();
        if (found != book.end())
            collectPreconditions(found->second.plan, book, path, all);
    }
}

QString touched(const PlanAction &action)
{
    const QString kind = kindOf(action);
    if (kind == QLatin1String("take") || kind.startsWith(QLatin1String("slate")))
        return QStringLiteral("source");
    if (kind == QLatin1String("failover") || kind == QLatin1String("lock"))
        return QStringLiteral("failover");
    if (kind == QLatin1String("output") || kind == QLatin1String("record"))
        return QStringLiteral("outputs");
    return kind == QLatin1String("encryption") ? kind : QString();
}

} // namespace

Result<std::vector<RunStep>> stepsOf(const Plan &plan, const PlanBook &book)
{
    std::vector<RunStep> steps;
    if (auto collected = collect(plan, book, {}, steps); !collected)
        return collected.error();
    return steps;
}

std::vector<PlanPrecondition> preconditionsOf(const Plan &plan, const PlanBook &book)
{
    std::vector<PlanPrecondition> all;
    collectPreconditions(plan, book, {}, all);
    return all;
}

std::set<QString> touchedBy(const std::vector<RunStep> &steps, const QString &channel)
{
    std::set<QString> things;
    const auto add = [&](const PlanAction &action) {
        if (const QString thing = touched(action); !thing.isEmpty())
            things.insert(QString(thing + QLatin1Char(' ') + channel));
        if (std::holds_alternative<RuleAction>(action))
            things.insert(QStringLiteral("rules"));
        if (const auto *http = std::get_if<HttpAction>(&action))
            things.insert(QStringLiteral("host ") + http->host);
    };
    for (const RunStep &step : steps) {
        add(step.step.action);
        if (step.step.undoAction)
            add(*step.step.undoAction);
    }
    return things;
}

QString digestOf(const Plan &plan, const PlanBook &book)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QStringList ids{plan.id};
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const auto found = book.find(ids.at(i));
        const Plan *one = i == 0 ? &plan : found == book.end() ? nullptr : &found->second.plan;
        if (!one)
            continue;
        hash.addData(QJsonDocument(toJson(*one)).toJson(QJsonDocument::Compact));
        for (const PlanStep &step : one->steps) {
            const auto *sub = std::get_if<SubPlanAction>(&step.action);
            if (sub && !ids.contains(sub->plan))
                ids << sub->plan;
        }
    }
    return QString::fromLatin1(hash.result().toHex());
}

QString effectOf(const PlanAction &action)
{
    if (const auto *take = std::get_if<TakeAction>(&action))
        return QStringLiteral("source ") + toWord(take->source);
    if (std::holds_alternative<SlateInAction>(action))
        return QStringLiteral("source slate");
    if (const auto *out = std::get_if<SlateOutAction>(&action))
        return QStringLiteral("source ") + toWord(out->source);
    if (const auto *encryption = std::get_if<EncryptionAction>(&action))
        return QStringLiteral("encryption ") + toWord(encryption->change);
    if (const auto *failover = std::get_if<FailoverAction>(&action); failover && failover->mode)
        return QStringLiteral("mode ") + toWord(*failover->mode);
    if (const auto *output = std::get_if<OutputAction>(&action); output && output->enabled)
        return QStringLiteral("output:%1 %2")
            .arg(output->output, *output->enabled ? QStringLiteral("on") : QStringLiteral("off"));
    return {};
}

} // namespace twinfeed::backend
