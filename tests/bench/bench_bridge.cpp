// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgethread.h"

#include "tests/bench/figures.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"
#include "tests/unit/media/madestream.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <thread>
#include <utility>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::bench;
using namespace twinfeed::media;

/// `./dev bench bridge`: what a bridge costs by itself, without the channel around it: from its order to the place where it begins
/// and to its first picture, at moments spread evenly over a group of pictures, and the CPU time until then.
namespace {

int64_t cpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return int64_t(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

/// A stream that has arrived up to a hold in front of the programme, which stands at picture `index` now.
struct Channel
{
    Channel(std::vector<Packet> packets, size_t index, int64_t now)
    {
        pictureUs = packets.at(1).dts - packets.at(0).dts;
        delay = packets.at(0).pts - packets.at(0).dts;
        const int64_t shift = now - packets.at(index).pts;
        for (Packet &packet : packets) {
            packet.dts += shift;
            packet.pts += shift;
            buffer->push(packet);
        }
        from = now;
    }
    /// Where the next picture to be sent stands, less half of one.
    int64_t aim(int64_t now) const { return from + (now - from) / pictureUs * pictureUs + pictureUs / 2; }

    std::shared_ptr<GopBuffer> buffer = std::make_shared<GopBuffer>(GopBuffer::Limits{60'000'000, 64u << 20});
    int64_t pictureUs = 0;
    int64_t delay = 0;
    int64_t from = 0;
};

std::vector<Packet> feed()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("feed.ts"));
    test::Process process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed"),
                          {QStringLiteral("push"), QStringLiteral("--gop"), QStringLiteral("60"),
                           QStringLiteral("--unpaced"), QStringLiteral("--duration"), QStringLiteral("12"),
                           path});
    QFile file(path);
    if (!process.start() || !process.waitForEnd(300s) || !file.open(QIODevice::ReadOnly))
        return {};
    auto packets = test::internalPackets(file.readAll());
    std::erase_if(packets, [](const Packet &packet) { return packet.track != Track::Video; });
    return packets;
}

/// Spread over the second group of pictures.
size_t placeOf(const std::vector<Packet> &packets, int index, int count)
{
    const auto second = std::ranges::find_if(packets.begin() + 1, packets.end(), &Packet::keyframe);
    const auto third = std::ranges::find_if(second + 1, packets.end(), &Packet::keyframe);
    return size_t(second - packets.begin())
        + size_t(third - second) * size_t(2 * index + 1) / size_t(2 * count);
}

struct Figures
{
    Spread begins;
    Spread first;
    Spread cpu;
    int joined = 0;
    int failed = 0;
};

/// The decoder is where the programme is: that is due, and nothing is being decoded.
bool caughtUp(const Clock &clock, int64_t due)
{
    int64_t before = cpuTime();
    int still = 0;
    return test::waitUntil(
        [&] {
            const int64_t cpu = cpuTime();
            still = cpu - std::exchange(before, cpu) < 3'000 ? still + 1 : 0;
            return still >= 3 && clock.now() >= due;
        },
        20s, "the warm decoder");
}

void measure(const std::vector<Packet> &packets, size_t index, bool warm, Figures &figures)
{
    const SystemClock clock;
    const int64_t due = clock.now() + (warm ? 1'000'000 : 0);
    const Channel channel(packets, index, due);
    BridgeThread bridge(clock);
    if (warm) {
        bridge.setBehind(0);
        bridge.setWarm(channel.buffer);
        if (!caughtUp(clock, due)) {
            ++figures.failed;
            return;
        }
    }
    const int64_t cpu = cpuTime();
    const int64_t ordered = clock.now();
    bridge.begin({1, Source::Backup, channel.buffer, channel.delay, channel.aim(ordered)});
    bool begun = false;
    for (;;) {
        std::this_thread::sleep_for(200us);
        const int64_t now = clock.now();
        if (!begun)
            bridge.aim(channel.aim(now));
        const auto progress = bridge.progress();
        if (progress.beginsAt && !begun) {
            begun = true;
            figures.begins.add(double(now - ordered) / 1000);
        }
        if (progress.failure)
            ++figures.failed;
        if (progress.pictures.empty() && progress.joinsAt)
            ++figures.joined;
        if (!progress.pictures.empty())
            figures.first.add(double(now - ordered) / 1000);
        if (progress.failure || progress.joinsAt || !progress.pictures.empty())
            break;
    }
    figures.cpu.add(double(cpuTime() - cpu) / 1000);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("What a bridge costs by itself, without the channel around it."));
    parser.addHelpOption();
    const QCommandLineOption orders(QStringLiteral("orders"),
                                    QStringLiteral("Orders in each row (default 20)."), QStringLiteral("N"),
                                    QStringLiteral("20"));
    parser.addOption(orders);
    parser.process(application);
    const int count = parser.value(orders).toInt();

    QTextStream out(stdout);
    const auto packets = feed();
    if (packets.empty()) {
        out << "there is no feed to be had" << Qt::endl;
        return 1;
    }
    out << "Bridge: 1080p30 H.264 4 Mb/s, GOP 2 s; " << count
        << " orders spread evenly over a group; median, p99, worst" << Qt::endl;
    Table table({{QStringLiteral("decoder"), -8},
                 {QStringLiteral("begins, ms"), 20},
                 {QStringLiteral("first picture, ms"), 20},
                 {QStringLiteral("CPU until then, ms"), 20},
                 {QStringLiteral("at a keyframe"), 13},
                 {QStringLiteral("failed"), 6}});
    int failed = 0;
    for (const bool warm : {false, true}) {
        Figures figures;
        for (int i = 0; i < count; ++i)
            measure(packets, placeOf(packets, i, count), warm, figures);
        table.print({warm ? QStringLiteral("warm") : QStringLiteral("cold"), figures.begins.text(),
                     figures.first.text(), figures.cpu.text(), QString::number(figures.joined),
                     QString::number(figures.failed)});
        failed += figures.failed;
    }
    return failed > 0 ? 1 : 0;
}
