// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgethread.h"

#include "tests/support/wait.h"
#include "tests/unit/media/bridgeride.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <limits>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

StreamSpec spec(int gop = 60)
{
    return {.options = "preset=superfast", .pictures = 150, .gop = gop, .counter = true, .sound = false};
}

// Nothing here is about being late, on however busy a machine: so long is a bridge waited for, and so much later its pictures
// arrive than they are shown.
constexpr int64_t patience = 60'000'000;

/// A stream whose middle picture is due on the programme now; its first `buffered` pictures are buffered.
struct Now
{
    explicit Now(const StreamSpec &made = spec(), int buffered = std::numeric_limits<int>::max())
    {
        const SystemClock clock;
        packets = makePackets(made, 0, Source::Backup);
        const int64_t shift = clock.now() - packets.at(size_t(made.pictures) / 2).pts;
        for (Packet &packet : packets) {
            packet.dts += shift;
            packet.pts += shift;
            packet.arrival += shift + patience;
        }
        pushUntil(size_t(buffered));
        aim = clock.now();
    }

    void pushUntil(size_t end)
    {
        for (; m_pushed < std::min(end, packets.size()); ++m_pushed)
            buffer->push(packets[m_pushed]);
    }

    BridgeService::Order order() const
    {
        return {1, Source::Backup, buffer, delayOf(packets), aim, patience};
    }

    std::vector<Packet> packets;
    std::shared_ptr<GopBuffer> buffer = std::make_shared<GopBuffer>(GopBuffer::Limits{60'000'000, 64u << 20});
    int64_t aim = 0;

private:
    size_t m_pushed = 0;
};

BridgeService::Progress followed(BridgeThread &bridge)
{
    BridgeService::Progress all;
    waitUntil(
        [&] {
            gather(bridge.progress(), all);
            return all.joinsAt || all.failure;
        },
        20s, "the bridge to end");
    return all;
}

qint64 milliseconds(const std::function<void()> &doing)
{
    const SystemClock clock;
    const int64_t before = clock.now();
    doing();
    return (clock.now() - before) / 1000;
}

/// CPU time of this process, microseconds.
int64_t cpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return int64_t(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

} // namespace

class TestBridgeThread final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bridges();
    void wakesWhoWaits();
    void refuses();
    void theAimIsFollowed();
    void aNewOrderEndsTheOneBefore();
    void cancelled();
    void failureIsTold();
    void endsAtOnce_data();
    void endsAtOnce();
    void picturesThatNobodyFetches();
    void forgetsWhatHasEnded();
    void warm();
    void warmElsewhere();

private:
    const SystemClock m_clock;
};

void TestBridgeThread::bridges()
{
    BridgeThread bridge(m_clock);
    const Now now;
    bridge.begin(now.order());
    const auto all = followed(bridge);
    QVERIFY2(!all.failure, all.failure ? qPrintable(all.failure->message) : "");
    QVERIFY(all.beginsAt && *all.beginsAt >= now.aim - 2'000);
    QCOMPARE(all.pictures.empty(), *all.beginsAt == *all.joinsAt);
    if (!all.pictures.empty()) { // a loaded machine may come to the next keyframe first
        QVERIFY(all.pictures.front().keyframe);
        QCOMPARE(all.pictures.front().pts, *all.beginsAt);
        QCOMPARE(int(all.pictures.size()), int((*all.joinsAt - *all.beginsAt + 16'000) / 33'333));
    }
    // Nothing comes behind its end.
    const auto more = bridge.progress();
    QVERIFY(!more.beginsAt && more.pictures.empty() && !more.joinsAt && !more.failure);
}

void TestBridgeThread::wakesWhoWaits()
{
    std::atomic<int> woken = 0;
    BridgeThread bridge(m_clock);
    bridge.setWakeUp([&woken] { ++woken; });
    const Now now;
    bridge.begin(now.order());
    const auto all = followed(bridge);
    // Once for the beginning, once a picture, once for the end, which may be one with the last.
    const int news = int(all.pictures.size()) + (all.pictures.empty() ? 1 : 2);
    QVERIFY(waitUntil([&] { return woken >= news; }, 20s, "all wake-ups")); // each comes behind its news
}

void TestBridgeThread::refuses()
{
    const BridgeThread bridge(m_clock);
    GopBuffer buffer;
    QCOMPARE(bridge.refusal(buffer)->code, QStringLiteral("no-parameters"));
    auto packets = makePackets(spec());
    buffer.push(packets.at(1));
    QCOMPARE(bridge.refusal(buffer)->code, QStringLiteral("no-keyframe"));
    buffer.push(packets.at(0));
    QVERIFY(!bridge.refusal(buffer));
    StreamSpec interlaced = spec();
    interlaced.options = "x264-params=interlaced=1";
    buffer.push(makePackets(interlaced).at(0));
    QCOMPARE(bridge.refusal(buffer)->code, QStringLiteral("interlaced"));
}

void TestBridgeThread::theAimIsFollowed()
{
    BridgeThread bridge(m_clock);
    Now now(spec(150), 60); // the run-up waits for what comes
    bridge.begin(now.order());
    bridge.aim(now.aim + 1'500'000); // the programme is further than was thought
    now.pushUntil(now.packets.size());
    const auto begun = [&] {
        BridgeService::Progress all;
        waitUntil(
            [&] {
                gather(bridge.progress(), all);
                return all.beginsAt || all.failure;
            },
            20s, "the bridge to begin");
        return all;
    }();
    QVERIFY(begun.beginsAt && *begun.beginsAt >= now.aim + 1'498'000);
}

void TestBridgeThread::aNewOrderEndsTheOneBefore()
{
    BridgeThread bridge(m_clock);
    const Now first;
    const Now second;
    auto order = second.order();
    order.target = Source::Primary;
    bridge.begin(first.order());
    bridge.begin(order);
    const auto all = followed(bridge);
    QVERIFY(all.joinsAt);
    for (const Packet &packet : all.pictures)
        QCOMPARE(packet.source, Source::Primary);
}

void TestBridgeThread::cancelled()
{
    BridgeThread bridge(m_clock);
    const Now now;
    bridge.begin(now.order());
    bridge.cancel();
    QVERIFY(!bridge.progress().beginsAt);
    bridge.begin(now.order());
    QVERIFY(waitUntil([&] { return bridge.progress().beginsAt.has_value(); }, 20s, "the bridge to begin"));
    bridge.cancel();
    // It lets go of the buffer: nothing is done any more.
    QVERIFY(waitUntil([&] { return now.buffer.use_count() == 1; }, 20s, "the order to be forgotten"));
    QVERIFY(bridge.progress().pictures.empty());
}

void TestBridgeThread::failureIsTold()
{
    BridgeThread bridge(m_clock);
    StreamSpec odd = spec();
    odd.pixelFormat = AV_PIX_FMT_YUV444P; // whoever does not ask refusal() first
    const Now now(odd);
    bridge.begin(now.order());
    const auto all = followed(bridge);
    QVERIFY(all.failure);
    QCOMPARE(all.failure->code, QStringLiteral("format"));
    // And the next order is none the worse for it.
    const Now good;
    bridge.begin(good.order());
    QVERIFY(followed(bridge).joinsAt);
}

void TestBridgeThread::endsAtOnce_data()
{
    QTest::addColumn<int>("pictures"); ///< when it is told to
    QTest::newRow("while decoding") << 0;
    QTest::newRow("while encoding") << 1;
}

void TestBridgeThread::endsAtOnce()
{
    QFETCH(int, pictures);
    StreamSpec large = spec(300);
    large.width = 1280;
    large.height = 720;
    const Now now(large);
    auto bridge = std::make_unique<BridgeThread>(m_clock);
    bridge->setWarm(std::make_shared<GopBuffer>());
    bridge->begin(now.order());
    size_t got = 0;
    QVERIFY(waitUntil([&] { return (got += bridge->progress().pictures.size()) >= size_t(pictures); }, 20s,
                      "pictures"));
    const qint64 took = milliseconds([&] { bridge.reset(); });
    qInfo("ended in %lld ms", took); // goal 20, where the machine has nothing else to do
    QVERIFY2(took < 2'000, qPrintable(QString::number(took)));
}

void TestBridgeThread::picturesThatNobodyFetches()
{
    // A stream without a second keyframe, as long as nobody has memory for.
    StreamSpec endless = spec(900);
    endless.pictures = 900;
    endless.width = 208;
    endless.height = 64;
    const Now now(endless);
    std::atomic<size_t> news = 0;
    BridgeThread bridge(m_clock);
    bridge.setWakeUp([&news] { ++news; });
    auto order = now.order();
    order.aimPts = now.packets[1].pts; // at the keyframe itself there would be nothing to bridge
    bridge.begin(order);
    BridgeService::Progress begun;
    QVERIFY(waitUntil(
        [&] {
            gather(bridge.progress(), begun);
            return begun.beginsAt.has_value();
        },
        20s, "the bridge to begin"));
    bridge.aim(now.packets.back().pts); // the programme is far ahead, so nothing is paced
    constexpr size_t bound = 256;
    QVERIFY(waitUntil([&] { return news >= 1 + begun.pictures.size() + bound; }, 20s, "the bound"));
    QCOMPARE(bridge.progress().pictures.size(), bound); // and not one more
    QVERIFY(waitUntil([&] { return !bridge.progress().pictures.empty(); }, 20s, "it to go on"));
}

void TestBridgeThread::forgetsWhatHasEnded()
{
    const Now now;
    BridgeThread bridge(m_clock);
    bridge.begin(now.order());
    QVERIFY(followed(bridge).joinsAt);
    // Ended: it holds neither buffer nor picture and hears of no packet.
    QVERIFY(waitUntil([&] { return now.buffer.use_count() == 1; }, 20s, "the order to be forgotten"));
}

void TestBridgeThread::warm()
{
    StreamSpec made = spec(90);
    made.pictures = 450; // the clock goes on for as long as it takes: there must be a keyframe behind the aim
    made.width = 240;
    made.height = 136;
    // Noise: what a decoder has work with.
    made.paint = [state = 1U](double, double, double) mutable {
        state = state * 1'664'525 + 1'013'904'223;
        return int(state >> 24);
    };
    // What it costs from the order to the word where it begins, on the bridge's thread as it says so.
    const auto costOf = [this](BridgeThread &bridge, const BridgeService::Order &order) {
        std::atomic<int64_t> at = 0;
        bridge.setWakeUp([&at] {
            if (at == 0)
                at = cpuTime();
        });
        const int64_t before = cpuTime();
        bridge.begin(order);
        const auto all = followed(bridge);
        bridge.setWakeUp({});
        return all.joinsAt && !all.failure ? at - before : std::numeric_limits<int64_t>::max();
    };
    int64_t cold = 0;
    {
        const Now now(made);
        BridgeThread bridge(m_clock);
        cold = costOf(bridge, now.order());
    }
    const Now now(made);
    BridgeThread bridge(m_clock);
    bridge.setBehind(300'000); // it is to stand in front of the aim
    bridge.setWarm(now.buffer);
    // The decoder comes to the programme; then a bridge begins at once.
    QVERIFY(waitUntil([&] { return now.buffer.use_count() > 2; }, 20s, "the decoder to begin"));
    int64_t before = cpuTime();
    int still = 0;
    QVERIFY(waitUntil(
        [&] {
            const int64_t cpu = cpuTime();
            still = cpu - std::exchange(before, cpu) < 3'000 ? still + 1 : 0;
            return still >= 10;
        },
        20s, "the decoder to have caught up"));
    auto order = now.order();
    order.aimPts = m_clock.now();
    const int64_t warm = costOf(bridge, order);
    qInfo("%lld us of a processor, %lld where nothing was warm", qlonglong(warm), qlonglong(cold));
    QVERIFY(warm * 2 < cold);
    bridge.setWarm(nullptr);
    order.buffer.reset();
    QVERIFY(waitUntil([&] { return now.buffer.use_count() == 1; }, 20s, "the buffer to be let go"));
}

void TestBridgeThread::warmElsewhere()
{
    const Now kept;
    const Now target;
    BridgeThread bridge(m_clock);
    bridge.setWarm(kept.buffer);
    bridge.begin(target.order());
    QVERIFY(followed(bridge).joinsAt);
    bridge.setWarm(target.buffer); // another path
    QVERIFY(waitUntil([&] { return kept.buffer.use_count() == 1; }, 20s, "the buffer to be let go"));
}

QTEST_GUILESS_MAIN(TestBridgeThread)

#include "tst_bridgethread.moc"
