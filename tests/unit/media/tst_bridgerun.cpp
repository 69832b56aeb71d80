// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgerun.h"

#include "app/media/freshstart.h"
#include "app/media/sourcereader.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

Q_DECLARE_METATYPE(StreamSpec)

namespace {

constexpr int64_t start = 10'000'000;
constexpr int64_t hold = 500'000;
constexpr int64_t never = std::numeric_limits<int64_t>::max();

/// A target whose packets arrive as time goes on, and the programme that stands `hold` behind.
struct Target
{
    explicit Target(std::vector<Packet> made)
        : packets(std::move(made))
    {
    }

    void arriveUntil(int64_t now)
    {
        while (next < packets.size() && packets[next].arrival <= now)
            buffer->push(packets[next++]);
    }

    std::vector<Packet> packets;
    std::shared_ptr<GopBuffer> buffer = std::make_shared<GopBuffer>(GopBuffer::Limits{60'000'000, 64u << 20});
    size_t next = 0;
};

/// What a run gave from its order to its end.
struct Bridged
{
    BridgeService::Progress all;
    int64_t endedAt = 0; ///< of the clock
    size_t mostAtOnce = 0; ///< pictures that one step gave
};

int64_t delayOf(const std::vector<Packet> &packets)
{
    return packets.front().pts - packets.front().dts;
}

/// pts of picture `index` of a stream of makePackets().
int64_t ptsOf(const StreamSpec &spec, const std::vector<Packet> &packets, int index)
{
    return start + delayOf(packets) + int64_t(index) * 1'000'000 / spec.fps;
}

void gather(BridgeService::Progress progress, BridgeService::Progress &all)
{
    if (progress.beginsAt)
        all.beginsAt = progress.beginsAt;
    std::ranges::move(progress.pictures, std::back_inserter(all.pictures));
    if (progress.joinsAt)
        all.joinsAt = progress.joinsAt;
    if (progress.failure)
        all.failure = std::move(progress.failure);
}

/// Runs an order with a clock that stands still while it works and goes on while it waits. `costUs`: what each step takes.
Bridged ride(Target &target, int64_t aimPts, int64_t costUs = 0)
{
    const int64_t delay = delayOf(target.packets);
    int64_t now = aimPts - delay + hold;
    target.arriveUntil(now);
    BridgeRun run({1, Source::Backup, target.buffer, delay, aimPts}, nullptr, now);
    Bridged bridged;
    while (!run.ended()) {
        run.aim(now - hold + delay, now);
        auto step = run.step(now);
        bridged.mostAtOnce = std::max(bridged.mostAtOnce, step.progress.pictures.size());
        gather(std::move(step.progress), bridged.all);
        now += costUs;
        if (step.next > now && !run.ended()) {
            const int64_t arrival =
                target.next < target.packets.size() ? target.packets[target.next].arrival : never;
            if (std::min(step.next, arrival) == never)
                break; // nothing would ever happen
            now = std::max(now, std::min(step.next, arrival));
        }
        target.arriveUntil(now);
    }
    bridged.endedAt = now;
    return bridged;
}

/// The programme as the splicer makes it: another stream up to where the bridge begins, the bridge, the target from where
/// it joins.
std::vector<Packet> spliced(const std::vector<Packet> &before, const Bridged &bridge, const Target &target)
{
    const int64_t delay = delayOf(target.packets);
    std::vector<Packet> packets;
    for (Packet packet : before) {
        packet.pts += delay; // every source stands the largest delay apart
        if (packet.pts < *bridge.all.beginsAt - 1'500)
            packets.push_back(packet);
    }
    std::ranges::copy(bridge.all.pictures, std::back_inserter(packets));
    bool joined = false;
    bool leading = true;
    std::optional<FreshStart> fresh;
    for (Packet packet : target.packets) {
        const bool joins = !joined && packet.keyframe && packet.pts == *bridge.all.joinsAt;
        joined |= joins;
        if (!joined)
            continue;
        leading = joins || (leading && packet.leading);
        if (leading && packet.leading)
            continue;
        if (joins && !FreshStart::isClean(packet))
            fresh = FreshStart::begin(packet);
        else if (fresh && packet.keyframe && FreshStart::isClean(packet))
            fresh.reset();
        else if (fresh)
            fresh->follow(packet);
        packet.dts = std::max(packet.dts, packets.back().dts + 1'000);
        packets.push_back(packet);
    }
    return packets;
}

QByteArray muxed(const std::vector<Packet> &packets, Container container)
{
    auto muxer = StreamMuxer::create(container, packets.front().config, nullptr);
    if (!muxer)
        qFatal("%s", qPrintable(muxer.error().message));
    QByteArray bytes;
    for (const Packet &packet : packets) {
        if (const auto written = (*muxer)->write(packet, bytes); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    (*muxer)->finish(bytes);
    return bytes;
}

StreamSpec targetSpec()
{
    return {.options = "preset=superfast",
            .pictures = 150,
            .gop = 60,
            .brightness = 160,
            .counter = true,
            .sound = false};
}

} // namespace

class TestBridgeRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPictureIsThere_data();
    void everyPictureIsThere();
};

void TestBridgeRun::everyPictureIsThere_data()
{
    QTest::addColumn<StreamSpec>("spec");
    QTest::addColumn<int>("cutAt"); ///< picture of the target
    QTest::addColumn<int>("joinsAt");

    StreamSpec spec = targetSpec();
    QTest::newRow("no B-frames") << spec << 75 << 120;
    QTest::newRow("at the beginning of a group") << spec << 61 << 120;
    QTest::newRow("near the end of a group") << spec << 115 << 120;
    spec.bFrames = 2;
    QTest::newRow("B-frames") << spec << 75 << 120;
    spec.options = "preset=superfast,profile=main,x264-params=b-pyramid=normal:sps-id=1:slices=4";
    spec.bFrames = 3;
    QTest::newRow("pyramid, slices, id 1") << spec << 70 << 120;
    spec = targetSpec();
    spec.options = "preset=superfast,profile=baseline";
    QTest::newRow("Baseline") << spec << 75 << 120;
    spec = targetSpec();
    spec.bFrames = 2;
    spec.openGop = true;
    QTest::newRow("open groups") << spec << 75 << 120;
    spec = targetSpec();
    spec.gop = 30;
    QTest::newRow("1 s") << spec << 44 << 60;
    spec.gop = 120;
    QTest::newRow("4 s") << spec << 44 << 120;
    spec.gop = 300;
    spec.pictures = 330;
    QTest::newRow("10 s") << spec << 200 << 300;
    spec = targetSpec();
    spec.width = 426;
    spec.height = 238;
    spec.fps = 25;
    QTest::newRow("odd size, 25 a second") << spec << 75 << 120;
    spec.width = 320;
    spec.height = 180;
    spec.fps = 50;
    QTest::newRow("50 a second") << spec << 75 << 120;
}

void TestBridgeRun::everyPictureIsThere()
{
    QFETCH(StreamSpec, spec);
    QFETCH(int, cutAt);
    QFETCH(int, joinsAt);
    StreamSpec other = spec;
    other.options = "preset=superfast";
    other.brightness = 60;
    other.bFrames = 0;
    other.openGop = false;
    const auto before = makePackets(other, start, Source::Primary);
    Target target(makePackets(spec, start, Source::Backup));
    const auto bridge = ride(target, ptsOf(spec, target.packets, cutAt));
    QVERIFY2(!bridge.all.failure, qPrintable(bridge.all.failure->message));
    QVERIFY(bridge.all.beginsAt && bridge.all.joinsAt);
    QVERIFY(std::abs(*bridge.all.beginsAt - ptsOf(spec, target.packets, cutAt)) < 2'000);
    QVERIFY(std::abs(*bridge.all.joinsAt - ptsOf(spec, target.packets, joinsAt)) < 2'000);
    QCOMPARE(int(bridge.all.pictures.size()), joinsAt - cutAt);
    QVERIFY(bridge.all.pictures.front().keyframe);
    QVERIFY(FreshStart::isClean(bridge.all.pictures.front()));

    const auto packets = spliced(before, bridge, target);
    const ReadBack source = readBack(muxed(target.packets, Container::Ts), Keep::Luma);
    for (const Container container : {Container::Flv, Container::Ts}) {
        ReadBack read = readBack(muxed(packets, container), Keep::Luma);
        if (spec.openGop)
            read.complaints.removeIf([](const QString &line) {
                return line.contains(QLatin1String("mmco: unref short failure"));
            });
        QCOMPARE(read.complaints, QStringList());
        QCOMPARE(read.pictures, spec.pictures);
        QVERIFY(risesStrictly(read.videoDts));
        QVERIFY(risesStrictly(read.shownPts));
        for (int i = 0; i < read.pictures; ++i) {
            QCOMPARE(read.counters.at(size_t(i)), i);
            QCOMPARE(read.brightness.at(size_t(i)) > 110, i >= cutAt);
            if (i < cutAt)
                continue;
            const double likeness = psnr(read.luma.at(size_t(i)), source.luma.at(size_t(i)));
            QVERIFY2(likeness > 30, qPrintable(QStringLiteral("picture %1: %2 dB").arg(i).arg(likeness)));
        }
    }
}

QTEST_GUILESS_MAIN(TestBridgeRun)

#include "tst_bridgerun.moc"
