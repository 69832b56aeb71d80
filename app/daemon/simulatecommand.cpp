// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/simulatecommand.h"

#include "app/backend/config.h"
#include "app/backend/planfile.h"
#include "app/backend/rulefile.h"
#include "app/backend/scenariofile.h"
#include "app/backend/simulation/simulation.h"
#include "app/daemon/exitcode.h"

#include <QCommandLineParser>
#include <QDir>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <cstdio>
#include <thread>

namespace twinfeed::daemon {

namespace {

constexpr int mostRuns = 1'000'000;
constexpr int variedLess = 5; // shows with other thresholds, against those with the plans' own

struct Order
{
    simulation::Setup setup;
    int runs = 1000;
    quint64 seed = 0;
    std::vector<double> factors{1};
    bool json = false;
};

Error wrong(const QString &message)
{
    return Error{QStringLiteral("bad-command-line"), message, {}, {}, {}};
}

Result<void> load(Order &order, const QCommandLineParser &parser)
{
    auto plans = backend::loadPlans(parser.value(QStringLiteral("plans")));
    if (!plans)
        return plans.error();
    auto scenarios = backend::loadScenarios(parser.value(QStringLiteral("scenarios")));
    if (!scenarios)
        return scenarios.error();
    auto rules = backend::loadRules(parser.value(QStringLiteral("rules")));
    if (!rules)
        return rules.error();
    if (plans->empty())
        return wrong(QStringLiteral("there is no plan in %1").arg(parser.value(QStringLiteral("plans"))));
    if (scenarios->empty())
        return wrong(
            QStringLiteral("there is no scenario in %1").arg(parser.value(QStringLiteral("scenarios"))));
    order.setup.plans = std::move(*plans);
    order.setup.scenarios = std::move(*scenarios);
    order.setup.rules = std::move(*rules);
    return {};
}

Result<Order> read(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QString folder = QStringLiteral("DIR");
    const QString number = QStringLiteral("N");
    parser.addOptions({{QStringLiteral("plans"), {}, folder, QStringLiteral(":/plans")},
                       {QStringLiteral("scenarios"), {}, folder, QStringLiteral(":/scenarios")},
                       {QStringLiteral("rules"), {}, folder, QStringLiteral(":/rules/default.json")},
                       {QStringLiteral("runs"), {}, number, QStringLiteral("1000")},
                       {QStringLiteral("seed"), {}, number},
                       {QStringLiteral("vary"), {}, number},
                       QCommandLineOption(QStringLiteral("json"))});
    if (!parser.parse(QStringList(QStringLiteral("simulate")) + arguments))
        return wrong(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return wrong(QStringLiteral("\"%1\" is no option").arg(parser.positionalArguments().first()));
    Order order;
    bool good = false;
    order.runs = parser.value(QStringLiteral("runs")).toInt(&good);
    if (!good || order.runs < 1 || order.runs > mostRuns)
        return wrong(QStringLiteral("--runs must be a number from 1 to %1").arg(mostRuns));
    order.seed = QRandomGenerator::system()->bounded(1, 1'000'000);
    if (parser.isSet(QStringLiteral("seed")))
        order.seed = parser.value(QStringLiteral("seed")).toULongLong(&good);
    if (!good)
        return wrong(QStringLiteral("--seed must be a number"));
    for (const QString &factor : parser.values(QStringLiteral("vary"))) {
        order.factors.push_back(factor.toDouble(&good));
        if (!good || order.factors.back() <= 0 || order.factors.back() > 100)
            return wrong(QStringLiteral("--vary must be a factor above 0, such as 0.5"));
    }
    order.json = parser.isSet(QStringLiteral("json"));
    if (auto loaded = load(order, parser); !loaded)
        return loaded.error();
    return order;
}

} // namespace

int simulate(const QStringList &arguments)
{
    const auto order = read(arguments);
    if (!order) {
        std::fprintf(stderr, "twinfeedd: %s\n", qPrintable(backend::toText(order.error())));
        return order.error().code == QLatin1String("bad-command-line") ? ExitUsage : ExitConfig;
    }
    const int threads = int(std::max(1U, std::thread::hardware_concurrency()));
    std::map<double, simulation::Tally> tallies;
    for (const double factor : order->factors) {
        simulation::Setup setup = order->setup;
        setup.thresholds = factor;
        const int runs = factor == 1 ? order->runs : std::max(1, order->runs / variedLess);
        tallies[factor] = simulation::playShows(setup, runs, order->seed, threads);
    }
    const QByteArray said = order->json ? QJsonDocument(simulation::toJson(tallies, order->seed)).toJson()
                                        : simulation::textOf(tallies, order->seed).toUtf8();
    std::fwrite(said.constData(), 1, size_t(said.size()), stdout);
    return ExitOk;
}

} // namespace twinfeed::daemon
