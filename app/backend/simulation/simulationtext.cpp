// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a simulation has shown, for people and for programs.

#include "app/backend/simulation/simulation.h"

#include <QJsonArray>
#include <QTextStream>

namespace twinfeed::simulation {

namespace {

double perThousand(int times, const Tally &tally)
{
    return tally.shows == 0 ? 0 : 1000.0 * times / tally.shows;
}

double secondsToLight(const PlanTally &plan)
{
    return plan.lit == 0 ? 0 : double(plan.litAfterUs) / plan.lit / 1e6;
}

void addPlans(QTextStream &out, const Tally &tally)
{
    out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 %9\n")
               .arg(QStringLiteral("plan"), -20)
               .arg(QStringLiteral("lit"), 7)
               .arg(QStringLiteral("needless"), 9)
               .arg(QStringLiteral("after s"), 8)
               .arg(QStringLiteral("fired"), 7)
               .arg(QStringLiteral("helped"), 7)
               .arg(QStringLiteral("harm"), 6)
               .arg(QStringLiteral("failed"), 7)
               .arg(QStringLiteral("contradicted"), 13);
    for (const auto &[id, plan] : tally.plans) {
        out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 %9\n")
                   .arg(id, -20)
                   .arg(plan.lit, 7)
                   .arg(plan.litNeedlessly, 9)
                   .arg(plan.lit > 0 ? QString::number(secondsToLight(plan), 'f', 1) : QStringLiteral("-"), 8)
                   .arg(plan.fired, 7)
                   .arg(plan.helped, 7)
                   .arg(plan.harmed, 6)
                   .arg(plan.failed, 7)
                   .arg(plan.contradicted, 13);
    }
    for (const auto &[pair, times] : tally.contradictions)
        out << QStringLiteral("%1 and %2 were lit together %3 times and want different sources on air\n")
                   .arg(pair.first, pair.second)
                   .arg(times);
}

/// In a thousand shows, by the factor of the thresholds.
void addChanges(QTextStream &out, const std::map<double, Tally> &tallies)
{
    out << "\nwith other thresholds (values and times of all triggers), in a thousand shows:\n"
        << QStringLiteral("%1").arg(QStringLiteral("plan"), -20);
    for (const auto &[factor, tally] : tallies)
        out << QStringLiteral(" | x %1: %2 %3 %4 %5")
                   .arg(factor, 4)
                   .arg(QStringLiteral("lit"), 6)
                   .arg(QStringLiteral("needless"), 8)
                   .arg(QStringLiteral("helped"), 6)
                   .arg(QStringLiteral("harm"), 5);
    out << '\n';
    for (const auto &[id, plan] : tallies.begin()->second.plans) {
        out << QStringLiteral("%1").arg(id, -20);
        for (const auto &[factor, tally] : tallies) {
            const auto found = tally.plans.find(id);
            const PlanTally one = found == tally.plans.end() ? PlanTally() : found->second;
            out << QStringLiteral(" |         %1 %2 %3 %4")
                       .arg(perThousand(one.lit, tally), 6, 'f', 0)
                       .arg(perThousand(one.litNeedlessly, tally), 8, 'f', 0)
                       .arg(perThousand(one.helped, tally), 6, 'f', 0)
                       .arg(perThousand(one.harmed, tally), 5, 'f', 0);
        }
        out << '\n';
    }
}

QJsonObject toJson(const PlanTally &plan)
{
    return {{QStringLiteral("lit"), plan.lit},
            {QStringLiteral("litNeedlessly"), plan.litNeedlessly},
            {QStringLiteral("secondsToLight"), secondsToLight(plan)},
            {QStringLiteral("fired"), plan.fired},
            {QStringLiteral("helped"), plan.helped},
            {QStringLiteral("harmed"), plan.harmed},
            {QStringLiteral("failed"), plan.failed},
            {QStringLiteral("contradicted"), plan.contradicted}};
}

} // namespace

QString textOf(const std::map<double, Tally> &tallies, quint64 seed)
{
    QString text;
    QTextStream out(&text);
    const auto as = tallies.find(1);
    const Tally &tally = as == tallies.end() ? tallies.begin()->second : as->second;
    out << QStringLiteral(
               "%1 shows from seed %2: %3 scenarios, %4 faults, %5 alarms, %6 switches by automation, "
               "%7 s a show in which the audience got something spoilt or nothing\n\n")
               .arg(tally.shows)
               .arg(seed)
               .arg(tally.scenarios)
               .arg(tally.faults)
               .arg(tally.alarms)
               .arg(tally.failovers)
               .arg(tally.shows > 0 ? double(tally.badUs) / 1e6 / tally.shows : 0, 0, 'f', 1);
    addPlans(out, tally);
    if (tallies.size() > 1)
        addChanges(out, tallies);
    return text;
}

QJsonObject toJson(const std::map<double, Tally> &tallies, quint64 seed)
{
    QJsonArray all;
    for (const auto &[factor, tally] : tallies) {
        QJsonObject plans;
        for (const auto &[id, plan] : tally.plans)
            plans.insert(id, toJson(plan));
        QJsonArray contradictions;
        for (const auto &[pair, times] : tally.contradictions)
            contradictions << QJsonObject{{QStringLiteral("plan"), pair.first},
                                          {QStringLiteral("other"), pair.second},
                                          {QStringLiteral("times"), times}};
        all << QJsonObject{{QStringLiteral("thresholds"), factor},
                           {QStringLiteral("shows"), tally.shows},
                           {QStringLiteral("scenarios"), tally.scenarios},
                           {QStringLiteral("faults"), tally.faults},
                           {QStringLiteral("alarms"), tally.alarms},
                           {QStringLiteral("failovers"), tally.failovers},
                           {QStringLiteral("spoiltSeconds"), double(tally.badUs) / 1e6},
                           {QStringLiteral("plans"), plans},
                           {QStringLiteral("contradictions"), contradictions}};
    }
    return {{QStringLiteral("seed"), double(seed)}, {QStringLiteral("results"), all}};
}

} // namespace twinfeed::simulation
