// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"
#include "tests/bench/figures.h"
#include "tests/bench/show.h"
#include "tests/support/wait.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QRandomGenerator>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench failover`: the encoder on air is cut off or goes silent; what the viewer loses until the other is on air.
namespace {

constexpr double pictureMs = 1000.0 / 30;

struct Row
{
    Spread
        after; ///< from the fault to the first picture of the other at the reader (it comes the hold later anyway)
    Spread step; ///< of the timestamps, at the reader
    Spread gap; ///< of the arrivals, at the reader
    Spread lost;
    Spread repeated;
    int failed = 0;
    int damaged = 0;
    QString faults;
};

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble();
}

QString onAir(Api &api)
{
    return api.get(QStringLiteral("/v1/channels/") + Show::channel())
        .json.value(QLatin1String("onAir"))
        .toString();
}

QString sourceOf(int feed)
{
    return feed == 1 ? QStringLiteral("primary") : QStringLiteral("backup");
}

/// One fault and its end; false when nobody took over.
bool failOnce(Show &show, Audience &audience, const ShowKind &kind, int gone, const QString &fault, Row &row)
{
    const QJsonObject did = show.feeds().say(QStringLiteral("%1 %2").arg(gone).arg(fault));
    const QString other = sourceOf(3 - gone);
    if (!waitUntil([&] { return onAir(show.api()) == other; }, 20s, "the failover"))
        return false;
    if (kind.aligned) { // the same pictures on both: nobody could tell the change by them
        letRun(1s);
    } else {
        const auto switched = audience.switched(shownOf(other), number(did, "at_us"), 20s);
        if (!switched)
            return false;
        row.after.add(switched->firstMs);
        row.step.add(switched->stepMs);
        row.gap.add(switched->gapMs);
        row.lost.add(switched->lost);
        row.repeated.add(switched->repeated);
    }
    show.feeds().say(QStringLiteral("%1 resume").arg(gone));
    return show.api().waitUntilFit(Show::channel(), sourceOf(gone));
}

bool bench(const ShowKind &kind, int kills, Row &row)
{
    Show show(kind);
    Audience audience(show.programme());
    if (!show.start() || !audience.start()) {
        QTextStream(stdout) << show.report() << Qt::endl;
        return false;
    }
    QRandomGenerator random(1);
    const double beganUs = nowUs();
    for (int i = 0; i < kills; ++i) {
        letRun(1s + std::chrono::milliseconds(random.bounded(2000)));
        const QString fault = i % 4 < 2 ? QStringLiteral("cut") : QStringLiteral("stop");
        if (!failOnce(show, audience, kind, i % 2 == 0 ? 1 : 2, fault, row)) {
            ++row.failed;
            break; // what is on air now is not what comes next
        }
    }
    row.damaged = audience.damagedSince(beganUs);
    const QJsonObject summary = audience.finish();
    if (kind.aligned) {
        row.step.add(number(summary, "largest_gap_ms"));
        row.gap.add(number(summary, "largest_wall_gap_ms"));
        row.lost.add(number(summary, "lost"));
        row.repeated.add(number(summary, "repeated"));
    }
    row.faults = faultsIn(summary);
    return true;
}

void holdGoals(const ShowKind &kind, const Row &row, Goals &goals)
{
    const QString name = QStringLiteral("failover, ") + kind.name();
    goals.hold(name, row.failed == 0, QStringLiteral("nobody took over"));
    goals.hold(name, row.faults.isEmpty(), row.faults);
    goals.hold(name + QStringLiteral(", damaged"), row.damaged, 0, QStringLiteral("pictures"));
    // From picture to picture is one picture's time: a gap of one picture doubles it.
    goals.hold(name + QStringLiteral(", gap"), row.step.worst(), 2 * pictureMs + 1, QStringLiteral("ms"));
    if (kind.aligned) {
        goals.hold(name + QStringLiteral(", lost"), row.lost.sum(), 0, QStringLiteral("pictures"));
        goals.hold(name + QStringLiteral(", repeated"), row.repeated.sum(), 0, QStringLiteral("pictures"));
    }
}

std::vector<ShowKind> kindsOf(const QStringList &gops, const QStringList &protocols, int holdMs)
{
    std::vector<ShowKind> kinds;
    for (const bool aligned : {false, true}) {
        for (const QString &gop : gops)
            kinds.push_back({.gopSeconds = gop.toInt(), .aligned = aligned, .holdMs = holdMs});
    }
    for (const QString &protocol : protocols) {
        if (protocol != QLatin1String("rtmp"))
            kinds.push_back({.protocol = protocol, .holdMs = holdMs});
    }
    for (ShowKind &kind : kinds)
        kind.failover = QStringLiteral("once");
    return kinds;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("default.info=false"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("What a viewer loses when the encoder on air goes away."));
    parser.addHelpOption();
    const auto option = [&](const char *name, const char *what, const char *standard) {
        QCommandLineOption made(QLatin1String(name),
                                QLatin1String(what)
                                    + QStringLiteral(" (default %1).").arg(QLatin1String(standard)),
                                QStringLiteral("LIST"), QLatin1String(standard));
        parser.addOption(made);
        return made;
    };
    const auto takesOption = option("takes", "Faults in each row", "20");
    const auto gopOption = option("gop", "GOP lengths in seconds", "1,2,4,10");
    const auto protocolOption = option("protocol", "Protocols", "rtmp,srt,udp");
    const auto holdOption = option("hold", "Hold in ms", "500");
    parser.process(application);
    const auto list = [&](const QCommandLineOption &of) { return parser.value(of).split(QLatin1Char(',')); };

    QTextStream out(stdout);
    out << "Failover: 1080p30 H.264 4 Mb/s, hold " << parser.value(holdOption) << " ms; "
        << parser.value(takesOption)
        << " faults in a row, the connection cut and the encoder silent in turn; median, p99, worst, at a "
           "reader behind "
           "nginx-rtmp"
        << Qt::endl;
    Table table({{QStringLiteral("feeds"), -24},
                 {QStringLiteral("after the fault, ms"), 20},
                 {QStringLiteral("gap in stamps, ms"), 20},
                 {QStringLiteral("gap in arrivals, ms"), 20},
                 {QStringLiteral("lost"), 20},
                 {QStringLiteral("repeated"), 20},
                 {QStringLiteral("damaged"), 7},
                 {QString(), -1}});
    Goals goals;
    for (const ShowKind &kind :
         kindsOf(list(gopOption), list(protocolOption), parser.value(holdOption).toInt())) {
        Row row;
        if (!bench(kind, parser.value(takesOption).toInt(), row)) {
            out << "the show of " << kind.name() << " did not start" << Qt::endl;
            return 1;
        }
        table.print({kind.name(), row.after.text(), row.step.text(), row.gap.text(), row.lost.text(),
                     row.repeated.text(), QString::number(row.damaged), row.faults});
        holdGoals(kind, row, goals);
    }
    return goals.conclude();
}
