// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planshelf.h"

#include "app/backend/storequeries.h"

#include <QFile>
#include <QLoggingCategory>

namespace twinfeed::backend {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.plans")

constexpr int lookedBackOn = 300; // runs

std::optional<StoreQueries> storeIn(const QString &folder)
{
    const QString file = folder + QLatin1String("/twinfeed.db");
    if (folder.isEmpty() || !QFile::exists(file))
        return std::nullopt;
    auto store = StoreQueries::open(file);
    return store ? std::optional(std::move(*store)) : std::nullopt;
}

void takeOver(const PlanStore &event, PlanDesk::Kept &kept)
{
    const auto plans = event.plans();
    const auto removed = event.removed();
    if (!plans || !removed) {
        qCWarning(log, "The event's own plans cannot be read: only those of the program are rehearsed.");
        return;
    }
    const auto drop = [&kept](const QString &id) {
        std::erase_if(kept.own, [&id](const PlanDocument &own) { return own.plan.id == id; });
        kept.removed.erase(id);
    };
    for (const PlanDocument &plan : *plans) {
        drop(plan.plan.id);
        kept.own.push_back(plan);
    }
    for (const auto &[id, revision] : *removed) {
        drop(id);
        kept.removed[id] = revision;
    }
}

} // namespace

Result<PlanDesk::Kept> keptPlans(const PlanStore &store, const Director::Setup &setup)
{
    auto own = store.plans();
    auto removed = store.removed();
    auto rehearsed = store.rehearsals();
    auto unfinished = store.unfinished();
    auto recent = store.runs({0, lookedBackOn, {}, {}, {}});
    const auto next = store.nextId();
    if (!own || !removed || !rehearsed)
        return !own ? own.error() : !removed ? removed.error() : rehearsed.error();
    if (!unfinished || !recent || !next)
        return !unfinished ? unfinished.error() : !recent ? recent.error() : next.error();
    std::erase_if(*recent, [](const PlanRun &run) { return !run.isOver(); });
    PlanDesk::Kept kept{setup.plans,
                        std::move(*own),
                        std::move(*removed),
                        std::move(*unfinished),
                        std::move(*recent),
                        std::move(*rehearsed),
                        *next};
    if (!setup.rehearsal)
        kept.rehearsed.merge(rehearsalsIn(setup.folderBeside));
    else if (const auto event = storeIn(setup.folderBeside))
        takeOver(event->plans(), kept);
    return kept;
}

std::set<PlanRehearsal> rehearsalsIn(const QString &folder)
{
    const auto store = storeIn(folder);
    if (!store)
        return {};
    const auto found = store->plans().rehearsals();
    return found ? *found : std::set<PlanRehearsal>();
}

} // namespace twinfeed::backend
