// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planfile.h"

#include "app/backend/config.h"
#include "app/backend/plans/plancheck.h"

#include <QDir>

#include <algorithm>

namespace twinfeed::backend {

PlanFile readPlanFile(const QString &file)
{
    PlanFile read;
    auto document = YamlDocument::load(file);
    if (!document) {
        read.errors.push_back(document.error());
        return read;
    }
    read.document = std::move(*document);
    PlanReading reading = readPlan(read.document->root());
    for (const Error &error : reading.errors)
        read.errors.push_back(read.document->located(error));
    // In the order of the lines, as a person goes through them.
    const auto line = [](const Error &error) {
        return error.where.section(QLatin1Char(':'), -2, -2).toInt();
    };
    std::ranges::stable_sort(read.errors, {}, line);
    if (read.errors.empty())
        read.plan = std::move(reading.plan);
    return read;
}

Result<std::vector<Plan>> loadPlans(const QString &folder)
{
    std::vector<Plan> plans;
    for (const QString &name : QDir(folder).entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        PlanFile read = readPlanFile(folder + QLatin1Char('/') + name);
        if (!read.errors.empty())
            return read.errors.front();
        plans.push_back(std::move(read.plan));
    }
    return plans;
}

PlanCheck checkPlanFiles(const QStringList &files)
{
    PlanCheck check;
    PlanBook book;
    std::map<QString, YamlDocument> documents;
    const auto mistake = [&check](const Error &error) {
        check.lines << toText(error);
        ++check.mistakes;
    };
    for (const QString &file : files) {
        PlanFile read = readPlanFile(file);
        for (const Error &error : read.errors)
            mistake(error);
        if (!read.errors.empty())
            continue;
        const QString id = read.plan.id;
        if (book.contains(id)) {
            mistake(read.document->located({QStringLiteral("duplicate-id"),
                                            QStringLiteral("Another file has a plan \"%1\" too.").arg(id),
                                            QStringLiteral("/id"),
                                            QStringLiteral("Give each plan its own id."),
                                            {}}));
            continue;
        }
        book[id].plan = std::move(read.plan);
        documents.emplace(id, std::move(*read.document));
    }
    for (const PlanFinding &finding : checkPlans(book)) {
        const Error error =
            documents.at(finding.plan)
                .located({toWord(finding.kind), finding.text, finding.where, finding.remedy, {}});
        if (finding.kind == PlanFinding::Kind::Mistake) {
            mistake(error);
            continue;
        }
        QString line = error.where + QLatin1String(": ") + error.code + QLatin1String(": ") + error.message;
        if (!error.remedy.isEmpty())
            line += QLatin1Char(' ') + error.remedy;
        check.lines << line;
    }
    return check;
}

} // namespace twinfeed::backend
