// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"
#include "tests/bench/figures.h"
#include "tests/bench/rivals.h"
#include "tests/bench/usage.h"
#include "tests/support/wait.h"
#include "tests/system/feeds.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRandomGenerator>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench others`: what may be used in place of Twinfeed, on the same feeds, seen by the same reader; Twinfeed beside
/// them. All of them pull two streams from one nginx-rtmp and push one to it.
namespace {

struct Row
{
    Spread first;
    Spread gap;
    Spread step;
    Spread lost;
    Spread repeated;
    int damaged = 0;
    int failed = 0;
    double cpu = 0;
    double memoryMb = 0;
};

Table tableOf()
{
    return Table({{QStringLiteral("GOP 2 s"), -27},
                  {QStringLiteral("first picture, ms"), 20},
                  {QStringLiteral("gap in arrivals, ms"), 20},
                  {QStringLiteral("step of stamps, ms"), 20},
                  {QStringLiteral("lost"), 6},
                  {QStringLiteral("repeated"), 9},
                  {QStringLiteral("damaged"), 8},
                  {QStringLiteral("failed"), 7},
                  {QStringLiteral("CPU %"), 6},
                  {QStringLiteral("MB"), 6}});
}

QStringList cells(const QString &name, const Row &row)
{
    return {name,
            row.first.text(),
            row.gap.text(),
            row.step.isEmpty()
                ? QStringLiteral("-")
                : QStringLiteral("%1 .. %2").arg(row.step.at(0), 0, 'f', 0).arg(row.step.worst(), 0, 'f', 0),
            QString::number(row.lost.sum()),
            QString::number(row.repeated.sum()),
            QString::number(row.damaged),
            QString::number(row.failed),
            QString::number(row.cpu, 'f', 1),
            QString::number(row.memoryMb, 'f', 0)};
}

void note(Row &row, const std::optional<Switched> &switched)
{
    if (!switched) {
        ++row.failed;
        return;
    }
    row.first.add(switched->firstMs);
    row.gap.add(switched->gapMs);
    row.step.add(switched->stepMs);
    row.lost.add(switched->lost);
    row.repeated.add(switched->repeated);
}

bool takes(Rival &rival, int count, Row &row)
{
    Audience audience(rival.programme());
    if (!rival.start() || !audience.start()) {
        QTextStream(stdout) << rival.name() << " did not start\n"
                            << rival.report() << audience.report() << Qt::endl;
        return false;
    }
    letRun(3s);
    row.cpu = cpuPercent(rival.pids(), 5s);
    row.memoryMb = heldBy(rival.pids()).memoryMb;
    QRandomGenerator random(1);
    const double beganUs = nowUs();
    for (int i = 0; i < count; ++i) {
        letRun(1s + std::chrono::milliseconds(random.bounded(2000)));
        const int feed = i % 2 == 0 ? 2 : 1;
        const double sentUs = nowUs();
        rival.take(feed);
        note(row, audience.switched(QString::number(feed), sentUs, 20s));
    }
    letRun(3s);
    row.damaged = audience.damagedSince(beganUs);
    return true;
}

double cutAtUs(Feeds &feeds, int feed)
{
    return feeds.say(QStringLiteral("%1 cut").arg(feed)).value(QLatin1String("at_us")).toDouble();
}

/// The encoder on air goes; a player of nginx-rtmp is sent away and asks for the other stream, again and again.
void reconnecting(const Hub &hub, Feeds &feeds, int count, Row &row)
{
    auto audience = std::make_unique<Audience>(hub.in(1));
    if (!audience->start())
        ++row.failed;
    for (int i = 0; i < count && row.failed == 0; ++i) {
        const int gone = i % 2 == 0 ? 1 : 2;
        const double cutUs = cutAtUs(feeds, gone);
        if (!waitUntil([&] { return !audience->isRunning(); }, 40s, "the player to be sent away"))
            break;
        audience = std::make_unique<Audience>(hub.in(3 - gone));
        if (audience->start())
            row.first.add((audience->firstSeenUs() - cutUs) / 1000);
        else
            ++row.failed;
        feeds.say(QStringLiteral("%1 resume").arg(gone));
        letRun(1s);
    }
}

/// The encoder on air goes; ffmpeg ends, and what started it starts it on the other stream.
void restarted(const Hub &hub, Feeds &feeds, int count, Row &row)
{
    const auto rival = ffmpegRival(hub);
    Audience audience(hub.out());
    if (!rival->start() || !audience.start()) {
        ++row.failed;
        return;
    }
    for (int i = 0; i < count; ++i) {
        letRun(2s);
        const int gone = i % 2 == 0 ? 1 : 2;
        const double cutUs = cutAtUs(feeds, gone);
        waitUntil([&] { return rival->pids().front() == 0; }, 40s, "ffmpeg to end");
        rival->take(3 - gone);
        note(row, audience.switched(QString::number(3 - gone), cutUs, 30s));
        feeds.say(QStringLiteral("%1 resume").arg(gone));
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("What may be used in place of Twinfeed, beside it."));
    parser.addHelpOption();
    const QCommandLineOption takesOption(QStringLiteral("takes"),
                                         QStringLiteral("Takes in each row (default 20)."),
                                         QStringLiteral("N"), QStringLiteral("20"));
    parser.addOption(takesOption);
    parser.process(application);
    const int count = parser.value(takesOption).toInt();

    NginxRtmp nginx;
    const Hub hub{nginx};
    Feeds feeds({QStringLiteral("--gop"), QStringLiteral("60")}, {hub.in(1), hub.in(2)});
    QTextStream out(stdout);
    if (!nginx.start() || !feeds.start()) {
        out << feeds.report() << nginx.report() << Qt::endl;
        return 1;
    }
    out << "Takes: 1080p30 H.264 4 Mb/s, GOP 2 s, from and to nginx-rtmp; " << count
        << " in a row, from command to reader; median, p99, worst" << Qt::endl;
    Table table = tableOf();
    std::vector<std::unique_ptr<Rival> (*)(const Hub &)> rivals{
        [](const Hub &h) { return twinfeedRival(h, QStringLiteral("bridged")); },
        [](const Hub &h) { return twinfeedRival(h, QStringLiteral("cached")); },
        ffmpegRival,
        redirectRival,
        [](const Hub &h) { return gstreamerRival(h, QStringLiteral("copy")); },
        [](const Hub &h) { return gstreamerRival(h, QStringLiteral("encode")); }};
    bool complete = true;
    for (const auto make : rivals) {
        const auto rival = make(hub);
        Row row;
        complete = takes(*rival, count, row) && complete;
        table.print(cells(rival->name(), row));
    }

    out << "\nFailover: the encoder on air goes away; from there to a reader's first picture of the other. "
           "Twinfeed's is in "
           "`./dev bench failover`."
        << Qt::endl;
    Table others = tableOf();
    Row players;
    reconnecting(hub, feeds, count, players);
    others.print(cells(QStringLiteral("nginx-rtmp, player reconnects"), players));
    Row restarts;
    restarted(hub, feeds, count, restarts);
    others.print(cells(QStringLiteral("ffmpeg -c copy, restarted"), restarts));
    return complete ? 0 : 1;
}
