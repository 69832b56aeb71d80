// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/freshstart.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/bridgeride.h"

#include <QTest>

#include <algorithm>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

Q_DECLARE_METATYPE(StreamSpec)

namespace {

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

int64_t stall(int step)
{
    return step == 5 ? 600'000 : 0;
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

    void adMarkersPassWithTheirPictures();
    void aKeyframeThatIsNearNeedsNoPictures();
    void theProgrammePassesTheNextKeyframe();
    void nothingBuffered();
    void theFirstKeyframeLiesAhead();
    void tooSlowBeforeAndAfterItBegan();
    void newParametersEndIt();
    void aHoleInTheMiddle();
    void overtaken();
    void damagedPictures();
    void waitsForWhatHasNotCome();
    void noFurtherAheadThanASecond();

    void warmNeedsNoRunUp_data();
    void warmNeedsNoRunUp();
    void warmStandsBehindTheProgramme();
    void theRateIsThatOfNow();
    void warmBeginsAnew();
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
    QVERIFY2(!bridge.all.failure, bridge.all.failure ? qPrintable(bridge.all.failure->message) : "");
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

void TestBridgeRun::adMarkersPassWithTheirPictures()
{
    StreamSpec spec = targetSpec();
    spec.bFrames = 2;
    auto packets = makePackets(spec, start, Source::Backup);
    const auto cue = [](uint8_t of) { return std::make_shared<const Cues>(Cues{{0xFC, of}}); };
    std::map<int64_t, std::shared_ptr<const Cues>> cues; // by pts
    for (size_t i = 0; i < packets.size(); i += 7)
        cues[packets[i].pts] = packets[i].cues = cue(uint8_t(i));
    Target target(std::move(packets));
    const auto bridge = ride(target, ptsOf(spec, target.packets, 40));
    QVERIFY(!bridge.all.failure && bridge.all.pictures.size() > 8);
    int carried = 0;
    for (const Packet &picture : bridge.all.pictures) {
        const auto expected = cues.find(picture.pts);
        QCOMPARE(picture.cues, expected == cues.end() ? nullptr : expected->second);
        carried += picture.cues != nullptr;
    }
    QVERIFY(carried > 0);
}

void TestBridgeRun::aKeyframeThatIsNearNeedsNoPictures()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    const auto bridge = ride(target, ptsOf(spec, target.packets, 119));
    QVERIFY(!bridge.all.failure);
    QVERIFY(bridge.all.pictures.empty());
    QCOMPARE(*bridge.all.beginsAt, *bridge.all.joinsAt);
    QVERIFY(std::abs(*bridge.all.joinsAt - ptsOf(spec, target.packets, 120)) < 2'000);
}

void TestBridgeRun::theProgrammePassesTheNextKeyframe()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    // The machine stalls: meanwhile the programme comes from 105 to beyond 120.
    const auto bridge = ride(target, ptsOf(spec, target.packets, 105), stall);
    QVERIFY(bridge.all.beginsAt && !bridge.all.failure);
    const int64_t keyframe = ptsOf(spec, target.packets, 120);
    QVERIFY(*bridge.all.beginsAt >= keyframe - 2'000);
    QVERIFY(*bridge.all.beginsAt < keyframe + 300'000);
    // The stream ends without another keyframe: everything up to its end is encoded, but for what the decoder holds back.
    if (!bridge.all.joinsAt)
        QVERIFY(bridge.all.pictures.back().pts > ptsOf(spec, target.packets, 145));
}

void TestBridgeRun::nothingBuffered()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    std::erase_if(target.packets, [](const Packet &packet) { return packet.keyframe; });
    const auto bridge = ride(target, ptsOf(spec, target.packets, 20));
    QVERIFY(bridge.all.failure);
    QCOMPARE(bridge.all.failure->code, QStringLiteral("no-keyframe"));
}

void TestBridgeRun::theFirstKeyframeLiesAhead()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    target.packets.erase(target.packets.begin(), target.packets.begin() + 30);
    const auto bridge = ride(target, start + 50 * 33'333);
    QVERIFY(bridge.all.pictures.empty() && !bridge.all.failure);
    QVERIFY(std::abs(*bridge.all.beginsAt - ptsOf(spec, target.packets, 60)) < 2'000);
    QCOMPARE(*bridge.all.beginsAt, *bridge.all.joinsAt);
}

void TestBridgeRun::tooSlowBeforeAndAfterItBegan()
{
    StreamSpec spec = targetSpec();
    spec.gop = 300;
    spec.pictures = 420;
    Target far(makePackets(spec, start));
    const auto before = ride(far, ptsOf(spec, far.packets, 250), [](int) { return 10'000; });
    QVERIFY(!before.all.beginsAt && before.all.failure);
    QCOMPARE(before.all.failure->code, QStringLiteral("too-slow"));
    // It is seen long before the second of patience is over.
    QVERIFY(before.endedAt - (ptsOf(spec, far.packets, 250) + hold) < 300'000);

    Target slow(makePackets(spec, start));
    const auto after = ride(slow, ptsOf(spec, slow.packets, 4), [](int) { return 20'000; });
    QVERIFY(after.all.beginsAt && after.all.failure && !after.all.joinsAt);
    QCOMPARE(after.all.failure->code, QStringLiteral("too-slow"));
    QVERIFY(!after.all.pictures.empty());
}

void TestBridgeRun::newParametersEndIt()
{
    const StreamSpec spec = targetSpec();
    StreamSpec larger = spec;
    larger.width = 640;
    larger.height = 360;
    Target target(makePackets(spec, start));
    const auto others = makePackets(larger, start);
    std::copy(others.begin() + 120, others.end(), target.packets.begin() + 120);
    auto bridge = ride(target, ptsOf(spec, target.packets, 75));
    QVERIFY(!bridge.all.failure);
    QCOMPARE(int(bridge.all.pictures.size()), 45);
    QVERIFY(std::abs(*bridge.all.joinsAt - ptsOf(spec, target.packets, 120)) < 2'000);

    // The run-up is overtaken by it: the new size is what is bridged.
    Target late(target.packets);
    bridge = ride(late, ptsOf(spec, late.packets, 112), stall);
    QVERIFY(bridge.all.beginsAt);
    QVERIFY(!bridge.all.pictures.empty());
    QCOMPARE(bridge.all.pictures.front().config->width, 640);

    // In mid-group nobody can decode it.
    Target broken(makePackets(spec, start));
    std::copy(others.begin() + 100, others.end(), broken.packets.begin() + 100);
    bridge = ride(broken, ptsOf(spec, broken.packets, 75));
    QVERIFY(bridge.all.beginsAt && bridge.all.failure);
    QCOMPARE(bridge.all.failure->code, QStringLiteral("source-changed"));
    QVERIFY(int(bridge.all.pictures.size()) >= 20);
}

void TestBridgeRun::aHoleInTheMiddle()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    target.packets[100].discontinuity = true; // the encoder came back in mid-group
    const auto bridge = ride(target, ptsOf(spec, target.packets, 75));
    QVERIFY(bridge.all.failure);
    QCOMPARE(bridge.all.failure->code, QStringLiteral("source-changed"));
    QVERIFY(!bridge.all.joinsAt);

    Target back(makePackets(spec, start));
    back.packets[120].discontinuity = true; // or with a keyframe
    QCOMPARE(int(ride(back, ptsOf(spec, back.packets, 75)).all.pictures.size()), 45);
}

void TestBridgeRun::overtaken()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    target.arriveUntil(start + 2'100'000);
    BridgeRun run({1, Source::Backup, target.buffer, 0, start + 2'050'000}, nullptr, start);
    run.step(start);
    target.buffer->clear();
    target.arriveUntil(start + 5'000'000);
    std::optional<Error> failure;
    for (int i = 0; i < 200 && !failure; ++i)
        failure = run.step(start).progress.failure;
    QVERIFY(failure);
    QVERIFY(run.ended());
    QCOMPARE(failure->code, QStringLiteral("overtaken"));
}

void TestBridgeRun::damagedPictures()
{
    const StreamSpec spec = targetSpec();
    // One that is lost, one that is cut short, one of noise: viewers of the target see the same.
    Target target(makePackets(spec, start));
    target.packets.erase(target.packets.begin() + 90);
    auto bytes = payloadOf(target.packets[80]);
    bytes.resize(bytes.size() / 2);
    setPayload(target.packets[80], bytes);
    for (size_t i = 12; i < bytes.size(); ++i)
        bytes[i] = uint8_t(i * 151);
    setPayload(target.packets[70], bytes);
    auto bridge = ride(target, ptsOf(spec, target.packets, 75));
    QVERIFY(bridge.all.beginsAt && bridge.all.joinsAt && !bridge.all.failure);
    QVERIFY(int(bridge.all.pictures.size()) >= 40);

    // Nothing but noise from somewhere on.
    Target noise(makePackets(spec, start));
    for (size_t i = 85; i < 120; ++i)
        setPayload(noise.packets[i], std::vector<uint8_t>(200, uint8_t(i)));
    bridge = ride(noise, ptsOf(spec, noise.packets, 75));
    QVERIFY(bridge.all.failure);
    QCOMPARE(bridge.all.failure->code, QStringLiteral("damaged"));
}

void TestBridgeRun::waitsForWhatHasNotCome()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    const int64_t aim = ptsOf(spec, target.packets, 75);
    target.arriveUntil(start + 3'000'000);
    BridgeRun run({1, Source::Backup, target.buffer, 0, aim}, nullptr, aim + hold);
    size_t pictures = 0;
    BridgeRun::Step step;
    do {
        step = run.step(aim + hold);
        pictures += step.progress.pictures.size();
    } while (step.next <= aim + hold && !run.ended());
    QVERIFY(!run.ended());
    QCOMPARE(step.next, never);
    QVERIFY(pictures > 10 && pictures < 20);
    // The source has stopped. Seconds later its next packets come: that is not the encoder's fault.
    for (Packet &packet : target.packets)
        packet.arrival += 3'000'000;
    target.arriveUntil(start + 6'000'000);
    run.aim(aim, aim + hold);
    step = run.step(aim + hold + 3'000'000);
    QVERIFY(!step.progress.failure);
}

void TestBridgeRun::noFurtherAheadThanASecond()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    const int64_t aim = ptsOf(spec, target.packets, 61);
    target.arriveUntil(never - 1); // a hold of many seconds
    BridgeRun run({1, Source::Backup, target.buffer, 0, aim}, nullptr, aim);
    BridgeRun::Step step;
    size_t pictures = 0;
    do {
        step = run.step(aim);
        pictures += step.progress.pictures.size();
    } while (step.next <= aim && !run.ended());
    QVERIFY(!run.ended());
    QVERIFY(pictures >= 29 && pictures <= 32);
    QVERIFY(step.next > aim && step.next < aim + 100'000);
}

void TestBridgeRun::warmNeedsNoRunUp_data()
{
    QTest::addColumn<int>("bFrames");
    QTest::addColumn<bool>("openGop");
    QTest::newRow("no B-frames") << 0 << false;
    QTest::newRow("B-frames") << 3 << false;
    QTest::newRow("open groups") << 2 << true;
}

void TestBridgeRun::warmNeedsNoRunUp()
{
    QFETCH(int, bFrames);
    QFETCH(bool, openGop);
    StreamSpec spec = targetSpec();
    spec.gop = 150;
    spec.pictures = 320;
    spec.bFrames = bFrames;
    spec.openGop = openGop;
    Target target(makePackets(spec, start));
    const int64_t delay = delayOf(target.packets);
    BridgeWarm warm(target.buffer);
    // It follows the programme over a keyframe and stands at picture 250.
    const int64_t aim = ptsOf(spec, target.packets, 250);
    for (int64_t now = start + hold; now <= aim - delay + hold;) {
        target.arriveUntil(now);
        now = std::max(now, warm.step(now - hold, now));
    }
    auto reader = warm.release(aim);
    QVERIFY(reader);
    const auto bridge = ride(target, aim, {}, std::move(reader));
    QVERIFY(bridge.all.beginsAt && bridge.all.joinsAt && !bridge.all.failure);
    QVERIFY(std::abs(*bridge.all.beginsAt - aim) < 2'000);
    QCOMPARE(int(bridge.all.pictures.size()), 50);
    QVERIFY2(bridge.stepsToBegin < 16, qPrintable(QString::number(bridge.stepsToBegin)));
    const ReadBack read = readBack(muxed(bridge.all.pictures, Container::Ts));
    QCOMPARE(read.complaints, QStringList());
    for (int i = 0; i < 50; ++i)
        QCOMPARE(read.counters.at(size_t(i)), 250 + i);
}

void TestBridgeRun::theRateIsThatOfNow()
{
    Target target(makePackets({.pictures = 150, .gop = 30, .sound = false}, start, Source::Backup));
    int64_t bytes = 0;
    for (size_t i = 0; i < target.packets.size(); ++i) {
        if (i < 60)
            setPayload(target.packets[i], std::vector<uint8_t>(50'000)); // the show's opening, hours ago
        else if (i >= 90)
            bytes += sizeOf(target.packets[i]);
    }
    target.arriveUntil(never - 1);
    const auto reader = BridgeReader::open(target.buffer, target.packets.front().pts, 0);
    QVERIFY(reader && *reader && (*reader)->pull());
    QCOMPARE((*reader)->ahead().size(), target.packets.size());
    const double meant = double(bytes) * 8 / 2; // bits in the two seconds of the newest two groups
    QVERIFY2(std::abs(double((*reader)->bitrate()) / meant - 1) < 0.02,
             qPrintable(QStringLiteral("%1, not %2").arg((*reader)->bitrate()).arg(meant)));
    QCOMPARE((*reader)->pictureUs(), 33'333);
}

void TestBridgeRun::warmStandsBehindTheProgramme()
{
    const StreamSpec spec = targetSpec();
    Target target(makePackets(spec, start));
    target.arriveUntil(never - 1);
    BridgeWarm warm(target.buffer);
    const int64_t at = ptsOf(spec, target.packets, 40);
    while (warm.step(at, 0) == 0) { }
    // The programme was set back meanwhile: what it wants now has gone by.
    QVERIFY(!warm.release(ptsOf(spec, target.packets, 30)));
    // And begins again. It serves also a cut at a picture that the programme should have shown by then.
    while (warm.step(at, 0) == 0) { }
    QVERIFY(warm.release(at - 2 * 33'334));
    // Released in mid-work it has not begun.
    QVERIFY(!warm.release(at));
}

void TestBridgeRun::warmBeginsAnew()
{
    const StreamSpec spec = targetSpec();
    StreamSpec larger = spec;
    larger.width = 640;
    larger.height = 360;
    Target target(makePackets(spec, start));
    const auto others = makePackets(larger, start);
    std::copy(others.begin() + 120, others.end(), target.packets.begin() + 120);
    target.buffer = std::make_shared<GopBuffer>(GopBuffer::Limits{500'000, 64u << 20});
    BridgeWarm warm(target.buffer);
    QVERIFY(warm.step(start, 0) > 0); // nothing there
    for (int64_t now = start; now < start + 4'500'000;) {
        target.arriveUntil(now);
        now = std::max(now, warm.step(now, now));
    }
    const int64_t aim = start + 4'600'000;
    auto reader = warm.release(aim);
    QVERIFY(reader);
    QCOMPARE(reader->config()->width, 640);
    // Overtaken while nobody looked.
    while (warm.step(start + 4'400'000, 0) == 0) { }
    target.buffer->clear();
    target.buffer->push(target.packets.at(120));
    QVERIFY(warm.step(start + 4'500'000, 0) > 0);
    QVERIFY(!warm.release(aim));
}

QTEST_GUILESS_MAIN(TestBridgeRun)

#include "tst_bridgerun.moc"
