// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/consoletiles.h"

#include "app/console/console.h"
#include "app/console/previewhub.h"
#include "tests/bench/audience.h"
#include "tests/bench/previewwire.h"
#include "tests/bench/usage.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"
#include "widgets/mainwindow.h"
#include "widgets/multiview.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTextStream>
#include <QTimer>

#include <ctime>
#include <map>
#include <mutex>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace twinfeed::bench {

namespace {

const QString channel = QStringLiteral("main");
constexpr QSize tileSize(640, 360);

double ownCpuSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

/// Two streams on one nginx-rtmp, and a backend that pulls them.
struct Streams
{
    NginxRtmp nginx;
    std::unique_ptr<Feeds> feeds;
    std::unique_ptr<Daemon> daemon;

    bool start()
    {
        if (!nginx.start())
            return false;
        feeds = std::make_unique<Feeds>(QStringList{QStringLiteral("--gop"), QStringLiteral("60")},
                                        QStringList{url(0), url(1)});
        const QString pull = QStringLiteral("pull");
        daemon = std::make_unique<Daemon>(
            QJsonArray{channelJson(channel, url(0), pull, url(1), pull, QJsonArray())});
        return feeds->start() && daemon->start()
            && daemon->api().waitUntilFit(channel, QStringLiteral("primary"))
            && daemon->api().waitUntilFit(channel, QStringLiteral("backup"))
            && !daemon->api().takeAndWait(channel, QStringLiteral("primary")).isEmpty();
    }
    QString url(int i) const { return nginx.url(i % 2 == 0 ? QStringLiteral("a") : QStringLiteral("b")); }
    media::Preview::Address preview(const QString &source)
    {
        return {daemon->api()
                    .url(QStringLiteral("/v1/channels/main/sources/%1/preview.flv").arg(source))
                    .toString(),
                daemon->api().token()};
    }
};

/// Four windows of one tile each, as the others make them.
struct FourTiles
{
    SystemClock clock;
    ConsoleState state{clock};
    PreviewHub hub{state};
    std::vector<std::unique_ptr<VideoTile>> tiles;
    QTimer poll;

    explicit FourTiles(const client::Endpoint &endpoint)
    {
        hub.setEndpoint(endpoint);
        for (int i = 0; i < 4; ++i) {
            tiles.push_back(std::make_unique<VideoTile>(false));
            VideoTile &tile = *tiles.back();
            tile.setFrames(
                hub.make(channel, i % 2 == 0 ? QStringLiteral("primary") : QStringLiteral("backup")));
            const int height = VideoTile::heightFor(tileSize.width() + 34, false);
            tile.setGeometry(i % 2 * 700, i / 2 * 440, VideoTile::widthFor(height, false), height);
            tile.show();
        }
        QObject::connect(&poll, &QTimer::timeout, &poll, [this] {
            for (const auto &tile : tiles)
                tile->poll(clock.now());
        });
        poll.start(50);
    }
};

struct Player
{
    QString name;
    std::function<QStringList(const QString &url)> command;
};

std::vector<Player> players()
{
    const QString scale = QStringLiteral("scale=640:360:flags=fast_bilinear,format=bgr0");
    return {{QStringLiteral("decoding and scaling alone (ffmpeg)"),
             [scale](const QString &url) {
                 return QStringList{QStringLiteral("ffmpeg"),
                                    QStringLiteral("-nostdin"),
                                    QStringLiteral("-loglevel"),
                                    QStringLiteral("error"),
                                    QStringLiteral("-threads"),
                                    QStringLiteral("1"),
                                    QStringLiteral("-i"),
                                    url,
                                    QStringLiteral("-an"),
                                    QStringLiteral("-vf"),
                                    scale,
                                    QStringLiteral("-f"),
                                    QStringLiteral("null"),
                                    QStringLiteral("-")};
             }},
            {QStringLiteral("mpv"),
             [](const QString &url) {
                 return QStringList{QStringLiteral("mpv"),
                                    QStringLiteral("--no-config"),
                                    QStringLiteral("--vo=x11"),
                                    QStringLiteral("--ao=null"),
                                    QStringLiteral("--profile=low-latency"),
                                    QStringLiteral("--geometry=640x360"),
                                    QStringLiteral("--really-quiet"),
                                    url};
             }},
            {QStringLiteral("ffplay"),
             [](const QString &url) {
                 return QStringList{
                     QStringLiteral("ffplay"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                     QStringLiteral("-an"),    QStringLiteral("-x"),        QStringLiteral("640"),
                     QStringLiteral("-y"),     QStringLiteral("360"),       url};
             }},
            {QStringLiteral("GStreamer"), [](const QString &url) {
                 return QStringLiteral(
                            "gst-launch-1.0 -q rtmpsrc location=%1 ! flvdemux ! h264parse ! avdec_h264 "
                            "max-threads=1 ! videoscale ! video/x-raw,width=640,height=360 ! videoconvert ! "
                            "ximagesink sync=false")
                     .arg(url)
                     .split(QLatin1Char(' '));
             }}};
}

void print(Table &table, const QString &name, double cpu, double mb)
{
    table.print({name, QString::number(cpu, 'f', 1), QString::number(mb, 'f', 0)});
}

/// % of a core of four of them; nothing where they did not run.
std::optional<double> costOf(const Player &player, const Streams &streams, std::chrono::milliseconds time,
                             Table &table)
{
    std::vector<std::unique_ptr<Process>> processes;
    std::vector<qint64> pids;
    for (int i = 0; i < 4; ++i) {
        QStringList command = player.command(streams.url(i));
        const QString program = QStandardPaths::findExecutable(command.takeFirst());
        processes.push_back(std::make_unique<Process>(program, command));
        if (program.isEmpty() || !processes.back()->start())
            return {};
        pids.push_back(processes.back()->pid());
    }
    runLoop(5s);
    const double cpu = cpuPercent(pids, time);
    for (const auto &process : processes) {
        if (!process->isRunning()) {
            QTextStream(stdout) << player.name << " ended: " << process->report() << Qt::endl;
            return {};
        }
    }
    print(table, player.name, cpu, heldBy(pids).memoryMb);
    return cpu;
}

void benchCost(Goals &goals, Streams &streams, std::chrono::milliseconds time)
{
    Table table({{QStringLiteral("four tiles, 1080p30 in 640x360"), -40},
                 {QStringLiteral("CPU %"), 8},
                 {QStringLiteral("MB"), 6}});
    double ours = 0;
    {
        const FourTiles four(*client::Endpoint::parse(streams.daemon->api().url(QString()).toString(),
                                                      streams.daemon->api().token()));
        runLoop(5s);
        ours = ownCpuPercent(time);
        print(table, QStringLiteral("Twinfeed's tiles, with sound meters"), ours,
              heldBy({::getpid()}).memoryMb);
        goals.hold(QStringLiteral("no tile shows less"), four.hub.load().step() == 0,
                   QStringLiteral("the machine was too slow for all pictures"));
    }
    goals.hold(QStringLiteral("four tiles"), ours, 45, QStringLiteral("%"));
    for (const Player &player : players()) {
        const auto cost = costOf(player, streams, time, table);
        if (cost && player.name.startsWith(QLatin1String("decoding")))
            goals.hold(QStringLiteral("four tiles against decoding and scaling alone"), ours / *cost, 1.2,
                       QStringLiteral("times"));
    }
}

/// From the picture's last byte at a reader that does nothing else, to its being taken by the UI thread.
Spread lateness(Streams &streams, std::chrono::milliseconds time)
{
    const auto address = streams.preview(QStringLiteral("primary"));
    PreviewWire wire(address.url, address.bearerToken);
    QObject ui;
    Spread spread;
    std::unique_ptr<media::Preview> preview;
    std::vector<std::pair<int64_t, double>> taken; // pts in ms, when
    media::PreviewPicture picture;
    preview = std::make_unique<media::Preview>(address, [&] {
        QMetaObject::invokeMethod(
            &ui,
            [&] {
                if (preview->takeNewest(picture) && !picture.catchingUp)
                    taken.emplace_back((picture.pts + 500) / 1000, nowUs());
            },
            Qt::QueuedConnection);
    });
    preview->setTargetSize(tileSize.width(), tileSize.height());
    runLoop(time);
    preview.reset();
    const std::map<int64_t, double> arrived = wire.arrivals();
    for (const auto &[pts, at] : taken) {
        if (const auto came = arrived.find(pts); came != arrived.end())
            spread.add((at - came->second) / 1000);
    }
    return spread;
}

Spread firstPictures(Streams &streams, int count)
{
    Spread spread;
    for (int i = 0; i < count; ++i) {
        std::atomic<double> came = 0;
        const double begun = nowUs();
        media::Preview preview(streams.preview(QStringLiteral("backup")), [&came] {
            double none = 0;
            came.compare_exchange_strong(none, nowUs());
        });
        preview.setTargetSize(tileSize.width(), tileSize.height());
        if (waitUntil([&] { return came > 0; }, 10s, "a picture"))
            spread.add((came - begun) / 1000);
        runLoop(130ms);
    }
    return spread;
}

Spread starts(Streams &streams, int count)
{
    Spread spread;
    for (int i = 0; i < count; ++i) {
        Process console(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--start"),
                         streams.daemon->folder() + QStringLiteral("/runtime.json"),
                         QString::number(nowUs(), 'f', 0)});
        console.start();
        if (const auto said = console.waitForLine(QStringLiteral("^both move after (\\d+)$"), 30s))
            spread.add(said->captured(1).toDouble());
        console.waitForEnd(10s);
    }
    return spread;
}

} // namespace

void runLoop(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

double ownCpuPercent(std::chrono::milliseconds time)
{
    const double begun = nowUs();
    const double before = ownCpuSeconds();
    runLoop(time);
    return (ownCpuSeconds() - before) / ((nowUs() - begun) / 1e6) * 100;
}

int sayWhenBothMove(const QString &runtimeFile, double sinceUs)
{
    CommandLine line;
    line.runtimeFile = runtimeFile;
    line.language = QStringLiteral("en");
    line.size = QSize(1920, 1080);
    Console console(line);
    if (!console.start())
        return 1;
    const MultiView *pictures = nullptr;
    for (const QWidget *widget : QApplication::topLevelWidgets()) {
        if (const auto *window = qobject_cast<const MainWindow *>(widget))
            pictures = window->findChild<MultiView *>();
    }
    const auto moves = [&](Source source) {
        return pictures->tile(source)->state().kind == TileState::Kind::Live;
    };
    const bool both =
        waitUntil([&] { return moves(Source::Primary) && moves(Source::Backup); }, 20s, "both to move");
    QTextStream(stdout) << "both move after " << QString::number((nowUs() - sinceUs) / 1000, 'f', 0)
                        << Qt::endl;
    return both ? 0 : 1;
}

void benchTiles(Goals &goals, std::chrono::milliseconds time, int openings)
{
    Streams streams;
    if (!streams.start())
        return goals.hold(QStringLiteral("the streams' start"), false, streams.daemon->report());
    benchCost(goals, streams, time);
    const Spread late = lateness(streams, time);
    const Spread first = firstPictures(streams, openings);
    const Spread moving = starts(streams, std::max(openings / 5, 3));
    Table table({{QStringLiteral("ms, median / p99 / worst"), -40}, {QString(), 20}});
    table.print({QStringLiteral("a picture behind a reader that only reads"), late.text()});
    table.print({QStringLiteral("a tile's first picture after it opens"), first.text()});
    table.print({QStringLiteral("both previews move after the start"), moving.text()});
    goals.hold(QStringLiteral("picture behind the buffer, median"), late.median(), 20, QStringLiteral("ms"));
    goals.hold(QStringLiteral("picture behind the buffer, p99"), late.at(0.99), 60, QStringLiteral("ms"));
    goals.hold(QStringLiteral("first picture, median"), first.median(), 200, QStringLiteral("ms"));
    goals.hold(QStringLiteral("start to both previews moving, median"), moving.median(), 1000,
               QStringLiteral("ms"));
}

} // namespace twinfeed::bench
