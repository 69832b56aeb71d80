// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"
#include "tests/bench/figures.h"
#include "tests/bench/show.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QTextStream>

#include <algorithm>
#include <map>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench take`: how long a take takes and what it costs the viewer, per cut, GOP length, protocol, aligned or not, as
/// the operation's evidence says and as a reader of the programme sees it.
namespace {

constexpr double pictureMs = 1000.0 / 30;

struct Kind
{
    ShowKind show;
    QString cut;
};

struct Row
{
    Spread left; ///< accepted command to first target picture leaving the output, as the engine measured it
    Spread seen; ///< sent command to first target picture at the reader behind nginx-rtmp
    Spread gap; ///< by the engine: between presentation times across the cut
    Spread seenGap; ///< at the reader: between arrivals, around the cut
    Spread lost;
    Spread repeated;
    std::map<QString, int> made;
    int failed = 0;
    int damaged = 0;
    QString faults;
};

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble();
}

/// Takes there and back at moments that have nothing to do with the GOPs.
void measure(Show &show, Audience &audience, const Kind &kind, int takes, Row &row)
{
    QRandomGenerator random(1);
    const double beganUs = nowUs();
    for (int i = 0; i < takes; ++i) {
        letRun(std::chrono::milliseconds(random.bounded(std::min(kind.show.gopSeconds, 3) * 1000)));
        const QString source = i % 2 == 0 ? QStringLiteral("backup") : QStringLiteral("primary");
        const double sentUs = nowUs();
        const QJsonObject operation = show.api().takeAndWait(Show::channel(), source, kind.cut);
        const QJsonObject evidence = operation.value(QLatin1String("evidence")).toObject();
        if (evidence.isEmpty()) {
            ++row.failed;
            continue;
        }
        const QString instead = evidence.value(QLatin1String("insteadCode")).toString();
        ++row.made[evidence.value(QLatin1String("cut")).toString()
                   + (instead.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(instead))];
        row.left.add(number(evidence, "firstPictureMs"));
        row.gap.add(number(evidence, "gapMs"));
        if (kind.show.aligned) { // the same pictures on both: nobody could tell the change by them
            letRun(1s);
            continue;
        }
        const auto switched = audience.switched(shownOf(source), sentUs, 20s);
        if (!switched) {
            ++row.failed;
            continue;
        }
        row.seen.add(switched->firstMs);
        row.seenGap.add(switched->gapMs);
        row.lost.add(switched->lost);
        row.repeated.add(switched->repeated);
    }
    row.damaged = audience.damagedSince(beganUs);
}

bool bench(const Kind &kind, int takes, Row &row)
{
    Show show(kind.show);
    Audience audience(show.programme());
    if (!show.start() || !audience.start()) {
        QTextStream(stdout) << show.report() << Qt::endl;
        return false;
    }
    measure(show, audience, kind, takes, row);
    const QJsonObject summary = audience.finish();
    if (kind.show.aligned) {
        row.lost.add(number(summary, "lost"));
        row.repeated.add(number(summary, "repeated"));
    }
    row.faults = faultsIn(summary);
    return true;
}

Table tableOf()
{
    return Table({{QStringLiteral("cut"), -8},
                  {QStringLiteral("feeds"), -20},
                  {QStringLiteral("picture left, ms"), 20},
                  {QStringLiteral("picture seen, ms"), 20},
                  {QStringLiteral("gap in stamps, ms"), 20},
                  {QStringLiteral("gap in arrivals, ms"), 20},
                  {QStringLiteral("lost"), 5},
                  {QStringLiteral("repeated in a take"), 20},
                  {QStringLiteral("damaged"), 7},
                  {QStringLiteral("made"), -12}});
}

void print(const Kind &kind, const Row &row, Table &table)
{
    QStringList made;
    for (const auto &[cut, count] : row.made)
        made << QStringLiteral("%1 %2").arg(count).arg(cut);
    if (row.failed > 0)
        made << QStringLiteral("%1 failed").arg(row.failed);
    if (!row.faults.isEmpty())
        made << row.faults;
    table.print({kind.cut, kind.show.name(), row.left.text(), row.seen.text(), row.gap.text(),
                 row.seenGap.text(), QString::number(row.lost.sum()), row.repeated.text(),
                 QString::number(row.damaged), made.join(QLatin1String("; "))});
}

void holdGoals(const Kind &kind, const Row &row, Goals &goals)
{
    const QString name = QStringLiteral("take, %1, %2").arg(kind.cut, kind.show.name());
    goals.hold(name, row.failed == 0, QStringLiteral("%1 failed").arg(row.failed));
    goals.hold(name, row.faults.isEmpty(), row.faults);
    goals.hold(name + QStringLiteral(", damaged"), row.damaged, 0, QStringLiteral("pictures"));
    if (kind.cut != QLatin1String("bridged"))
        return;
    // From picture to picture is one picture's time: a gap of one picture doubles it.
    goals.hold(name + QStringLiteral(", gap"), row.gap.worst(), 2 * pictureMs + 1, QStringLiteral("ms"));
    if (kind.show.warm)
        goals.hold(name + QStringLiteral(", median"), row.left.median(), 50, QStringLiteral("ms"));
    if (kind.show.gopSeconds <= 2) {
        goals.hold(name + QStringLiteral(", median"), row.left.median(), 70, QStringLiteral("ms"));
        goals.hold(name + QStringLiteral(", worst"), row.left.worst(), 150, QStringLiteral("ms"));
    }
    const double most = kind.show.aligned ? 0 : 2;
    goals.hold(name + QStringLiteral(", lost in a take"), row.lost.worst(), most, QStringLiteral("pictures"));
    goals.hold(name + QStringLiteral(", repeated in a take"), row.repeated.worst(), most,
               QStringLiteral("pictures"));
}

/// Every cut with every GOP over RTMP; over the other protocols, aligned and warm the one that they are for.
std::vector<Kind> kindsOf(const QStringList &cuts, const QStringList &gops, const QStringList &protocols)
{
    std::vector<Kind> kinds;
    for (const QString &cut : cuts) {
        for (const QString &gop : gops)
            kinds.push_back({{.gopSeconds = gop.toInt()}, cut});
    }
    if (!cuts.contains(QLatin1String("bridged")))
        return kinds;
    for (const QString &protocol : protocols) {
        if (protocol != QLatin1String("rtmp"))
            kinds.push_back({{.protocol = protocol}, QStringLiteral("bridged")});
    }
    for (const QString &gop : gops) {
        kinds.push_back({{.gopSeconds = gop.toInt(), .aligned = true}, QStringLiteral("bridged")});
        kinds.push_back({{.gopSeconds = gop.toInt(), .warm = true}, QStringLiteral("bridged")});
    }
    return kinds;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("default.info=false"));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("How long a take takes, and what it costs who watches."));
    parser.addHelpOption();
    const auto option = [&](const char *name, const char *what, const char *standard) {
        QCommandLineOption made(QLatin1String(name),
                                QLatin1String(what)
                                    + QStringLiteral(" (default %1).").arg(QLatin1String(standard)),
                                QStringLiteral("LIST"), QLatin1String(standard));
        parser.addOption(made);
        return made;
    };
    const auto takesOption = option("takes", "Takes in each row", "20");
    const auto gopOption = option("gop", "GOP lengths in seconds", "1,2,4,10");
    const auto cutOption = option("cut", "Cuts", "bridged,cached,keyframe");
    const auto protocolOption = option("protocol", "Protocols", "rtmp,srt,udp");
    parser.process(application);
    const auto list = [&](const QCommandLineOption &of) { return parser.value(of).split(QLatin1Char(',')); };

    QTextStream out(stdout);
    out << "Take: 1080p30 H.264 4 Mb/s, hold 500 ms; " << parser.value(takesOption)
        << " in a row; median, p99, worst; left: accepted command to the output, as the evidence says; seen: "
           "sent command to "
           "a reader behind nginx-rtmp"
        << Qt::endl;
    Table table = tableOf();
    Goals goals;
    for (const Kind &kind : kindsOf(list(cutOption), list(gopOption), list(protocolOption))) {
        Row row;
        if (!bench(kind, parser.value(takesOption).toInt(), row)) {
            out << "the show of " << kind.cut << ", " << kind.show.name() << " did not start" << Qt::endl;
            return 1;
        }
        print(kind, row, table);
        holdGoals(kind, row, goals);
    }
    return goals.conclude();
}
