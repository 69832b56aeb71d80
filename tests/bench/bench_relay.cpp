// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"
#include "tests/bench/figures.h"
#include "tests/bench/usage.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench relay`: what it costs only to relay. A channel has two inputs, hold and one output, no previews. Beside it two
/// `ffmpeg -c copy` a channel, and an nginx-rtmp that takes two streams a channel and pushes one of them on. All of them
/// take 1080p30 at 4 Mb/s from one nginx-rtmp and push to it.
namespace {

struct Cost
{
    double cpu = 0;
    Held held;
};

Cost costOf(const std::vector<qint64> &pids, std::chrono::seconds time)
{
    letRun(5s); // begun
    Cost cost;
    cost.cpu = cpuPercent(pids, time);
    cost.held = heldBy(pids);
    return cost;
}

QString outName(const QString &who, int channel)
{
    return QStringLiteral("%1%2").arg(who).arg(channel);
}

bool allPublished(const NginxRtmp &nginx, const QString &who, int channels)
{
    for (int i = 0; i < channels; ++i) {
        if (!nginx.waitForPublisher(outName(who, i), 30s))
            return false;
    }
    return true;
}

std::optional<Cost> ownRelay(const NginxRtmp &hub, int channels, std::chrono::seconds time)
{
    const QString pull = QStringLiteral("pull");
    const QString who = QStringLiteral("twinfeed");
    QJsonArray list;
    for (int i = 0; i < channels; ++i)
        list.append(channelJson(
            QStringLiteral("channel-%1").arg(i), hub.url(QStringLiteral("a")), pull,
            hub.url(QStringLiteral("b")), pull,
            {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), hub.url(outName(who, i)))}));
    Daemon daemon(list);
    if (!daemon.start())
        return {};
    for (int i = 0; i < channels; ++i) {
        const QString channel = QStringLiteral("channel-%1").arg(i);
        if (!daemon.api().waitUntilFit(channel, QStringLiteral("primary"))
            || !daemon.api().waitUntilFit(channel, QStringLiteral("backup"))
            || !daemon.api()
                    .takeAndWait(channel, QStringLiteral("primary"))
                    .contains(QLatin1String("evidence")))
            return {};
    }
    if (!allPublished(hub, who, channels))
        return {};
    return costOf({daemon.pid()}, time);
}

/// `ffmpeg -c copy` from each address to the one beside it; false when one could not be started.
bool startCopies(const std::vector<std::pair<QString, QString>> &ways,
                 std::vector<std::unique_ptr<Process>> &copies)
{
    for (const auto &[from, to] : ways) {
        copies.push_back(std::make_unique<Process>(
            QStringLiteral("ffmpeg"),
            QStringList{QStringLiteral("-nostdin"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                        QStringLiteral("-i"), from, QStringLiteral("-c"), QStringLiteral("copy"),
                        QStringLiteral("-f"), QStringLiteral("flv"), to}));
        if (!copies.back()->start())
            return false;
    }
    return true;
}

std::optional<Cost> ffmpegRelay(const NginxRtmp &hub, int channels, std::chrono::seconds time)
{
    const QString who = QStringLiteral("ffmpeg");
    std::vector<std::pair<QString, QString>> ways;
    for (int i = 0; i < 2 * channels; ++i)
        ways.emplace_back(hub.url(i % 2 == 0 ? QStringLiteral("a") : QStringLiteral("b")),
                          hub.url(outName(who, i)));
    std::vector<std::unique_ptr<Process>> copies;
    if (!startCopies(ways, copies) || !allPublished(hub, who, 2 * channels))
        return {};
    std::vector<qint64> pids;
    for (const auto &copy : copies)
        pids.push_back(copy->pid());
    return costOf(pids, time);
}

/// Others bring the two streams: what nginx-rtmp itself pulls on its own account it pulls only for a player.
std::optional<Cost> nginxRelay(const NginxRtmp &hub, int channels, std::chrono::seconds time)
{
    const QString who = QStringLiteral("nginx");
    QByteArray applications;
    for (int i = 0; i < channels; ++i)
        applications +=
            QStringLiteral("application on%1 { live on; push %2; } application standby%1 { live on; }\n")
                .arg(i)
                .arg(hub.url(outName(who, i)))
                .toUtf8();
    NginxRtmp relay(applications);
    std::vector<std::pair<QString, QString>> ways;
    for (int i = 0; i < channels; ++i) {
        const QString to = QStringLiteral("rtmp://127.0.0.1:%1/%2%3/in").arg(relay.port());
        ways.emplace_back(hub.url(QStringLiteral("a")), to.arg(QStringLiteral("on")).arg(i));
        ways.emplace_back(hub.url(QStringLiteral("b")), to.arg(QStringLiteral("standby")).arg(i));
    }
    std::vector<std::unique_ptr<Process>> copies;
    if (!relay.start() || !startCopies(ways, copies) || !allPublished(hub, who, channels))
        return {};
    return costOf({relay.pid()}, time);
}

void print(Table &table, const QString &who, int channels, const std::optional<Cost> &cost)
{
    if (!cost) {
        table.print({who, QString::number(channels), QStringLiteral("did not start")});
        return;
    }
    table.print({who, QString::number(channels), QString::number(cost->cpu, 'f', 2),
                 QString::number(cost->cpu / channels, 'f', 2), QString::number(cost->held.memoryMb, 'f', 0),
                 QString::number(cost->held.threads), QString::number(cost->held.handles)});
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("What it costs only to relay."));
    parser.addHelpOption();
    const QCommandLineOption secondsOption(QStringLiteral("seconds"),
                                           QStringLiteral("Time of each measurement (default 20)."),
                                           QStringLiteral("S"), QStringLiteral("20"));
    const QCommandLineOption channelsOption(QStringLiteral("channels"), QStringLiteral("Default 1,4,8."),
                                            QStringLiteral("LIST"), QStringLiteral("1,4,8"));
    // So that ./dev bench --takes N can be said of all.
    parser.addOptions(
        {secondsOption,
         channelsOption,
         {QStringLiteral("takes"), QStringLiteral("Nothing is taken here."), QStringLiteral("N")}});
    parser.process(application);
    const std::chrono::seconds time(parser.value(secondsOption).toInt());

    QTextStream out(stdout);
    NginxRtmp hub;
    Feeds feeds({QStringLiteral("--gop"), QStringLiteral("60")},
                {hub.url(QStringLiteral("a")), hub.url(QStringLiteral("b"))});
    if (!hub.start() || !feeds.start()) {
        out << feeds.report() << hub.report() << Qt::endl;
        return 1;
    }
    out << "Relay: 1080p30 H.264 4 Mb/s, two streams in and one out a channel, from and to nginx-rtmp; over "
        << time.count() << " s; CPU in percent of one core; memory as PSS" << Qt::endl;
    Table table({{QStringLiteral("who"), -26},
                 {QStringLiteral("channels"), 8},
                 {QStringLiteral("CPU %"), 8},
                 {QStringLiteral("CPU % each"), 10},
                 {QStringLiteral("MB"), 6},
                 {QStringLiteral("threads"), 8},
                 {QStringLiteral("files"), 6}});
    Goals goals;
    for (const QString &number : parser.value(channelsOption).split(QLatin1Char(','))) {
        const int channels = number.toInt();
        const auto own = ownRelay(hub, channels, time);
        print(table, QStringLiteral("Twinfeed"), channels, own);
        const auto copying = ffmpegRelay(hub, channels, time);
        print(table, QStringLiteral("ffmpeg -c copy, two each"), channels, copying);
        print(table, QStringLiteral("nginx-rtmp, push"), channels, nginxRelay(hub, channels, time));
        const QString name = QStringLiteral("relay, %1 channels").arg(channels);
        goals.hold(name, own && copying, QStringLiteral("not measured"));
        if (!own || !copying)
            continue;
        goals.hold(name + QStringLiteral(", beside two ffmpeg each"), own->cpu, copying->cpu,
                   QStringLiteral("% of a core"));
        if (channels == 8) {
            goals.hold(name, own->cpu, 5, QStringLiteral("% of a core"));
            goals.hold(name, own->held.memoryMb, 150, QStringLiteral("MB"));
        }
    }
    return goals.conclude();
}
