// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/bench/figures.h"
#include "tests/support/wait.h"
#include "tests/system/planshow.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTextStream>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench plans`: from a fault to the lit button of the plan for it, and from the press to the measured effect.
namespace {

struct Case
{
    const char *plan;
    const char *fault; ///< of the primary's feed
    int thresholdMs; ///< so long the fault must last before the plan may light
};
// The loss time of a path is its hold less 200 ms; the plan waits for 500 ms more. Pictures and sound: what their rules call a fault.
constexpr Case cases[]{{"primary-bad", "stop", 1300 + 500},
                       {"on-air-black", "black", 2000},
                       {"on-air-frozen", "freeze", 2000},
                       {"on-air-silent", "silence", 2000}};

struct Row
{
    Spread late; ///< lit behind the threshold
    Spread effect; ///< from the press to the first picture of the other at the reader
    int failed = 0;
};

void once(PlanShow &show, const Case &one, Row &row)
{
    const QString plan = QLatin1String(one.plan);
    show.feeds().say(QStringLiteral("1 resume"));
    show.feeds().say(QStringLiteral("1 normal"));
    const twinfeed::SystemClock clock;
    bool good = show.ready() && show.waitForState(plan, QStringLiteral("dark"), {}, 60s);
    const QJsonObject did = show.feeds().say(QLatin1String("1 ") + QLatin1String(one.fault));
    good =
        good && waitUntil([&] { return show.state(plan).value(QLatin1String("lit")).toBool(); }, 20s, "lit");
    const int64_t litAt = clock.now();
    if (good)
        row.late.add(double(litAt) / 1000 - did.value(QLatin1String("at_us")).toDouble() / 1000
                     - one.thresholdMs);
    const int64_t firedAt = clock.now();
    const QString run = good ? show.fire(plan) : QString();
    const QJsonObject change = good ? show.seen(QStringLiteral("2"), firedAt) : QJsonObject();
    good = good && !change.isEmpty() && wordOf(show.ended(run), "state") == QLatin1String("done");
    if (good)
        row.effect.add(change.value(QLatin1String("at_us")).toDouble() / 1000 - double(firedAt) / 1000);
    row.failed += !good;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("default.info=false"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("How long a plan takes to light, and to show its effect."));
    parser.addHelpOption();
    const QCommandLineOption takes(QStringLiteral("takes"),
                                   QStringLiteral("Faults in each row (default 20)."), QStringLiteral("N"),
                                   QStringLiteral("20"));
    parser.addOption(takes);
    parser.process(application);
    const int count = std::max(1, parser.value(takes).toInt());

    QTextStream out(stdout);
    out << "Plans: 640x360 over RTMP, hold 1500 ms; " << count
        << " faults in a row, ms; median, p99, worst. lit: behind the threshold, as a console sees it; "
           "effect: from the "
           "press to the first picture of the other path at a reader behind nginx-rtmp (the hold is in it)"
        << Qt::endl;
    PlanShow show;
    if (!show.start({.feedOptions = {QStringLiteral("--prepare"), QStringLiteral("black,freeze,silence")}})) {
        out << "the show did not start" << Qt::endl << show.report() << Qt::endl;
        return 1;
    }
    Table table({{QStringLiteral("plan"), -14},
                 {QStringLiteral("lit"), 20},
                 {QStringLiteral("effect"), 20},
                 {QStringLiteral("failed"), 6}});
    Goals goals;
    for (const Case &one : cases) {
        Row row;
        for (int i = 0; i < count; ++i)
            once(show, one, row);
        table.print(
            {QLatin1String(one.plan), row.late.text(), row.effect.text(), QString::number(row.failed)});
        goals.hold(QLatin1String(one.plan) + QLatin1String(" lit behind its threshold"), row.late.worst(),
                   250, QStringLiteral("ms"));
        goals.hold(QLatin1String(one.plan) + QLatin1String(" fired"), row.failed == 0,
                   QStringLiteral("failed"));
    }
    return goals.conclude();
}
