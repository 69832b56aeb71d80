// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/gopbuffer.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace twinfeed::media;
using namespace twinfeed::test;

class TestGopBuffer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAtTheNewestKeyframe();
    void readsEachPacketOnceInOrder();
    void keepsTwoGroupsAndTheTime();
    void dropsWholeGroupsWhenBytesRunOut();
    void boundsAnEndlessGroup();
    void boundsSoundOnly();
    void boundsSoundThatGoesOnAlone();
    void countsWhatAnEntryCosts();
    void keepsLessWhenTold();
    void knowsTheArrivalOfEachTrack();
    void findsPacketsBySourceTime();
    void movesASlowReaderAndCounts();
    void startsAnewAfterClear();
    void findsKeyframesByTime();
    void wakesAWaitingReader();
    void closeEndsWaiting();
    void stopEndsWaiting();
    void unsubscribedIsCalledNoMore();
    void listenerMayUnsubscribeItself();
    void manyReadersSeeEverything();
};

namespace {

// Two seconds a group at 30 pictures a second.
void pushPictures(GopBuffer &buffer, int from, int count, int gop = 60, int bytes = 0)
{
    for (int i = from; i < from + count; ++i) {
        Packet packet = picture(int64_t(i) * 33'333, i % gop == 0);
        if (bytes > 0)
            packet.payload = payloadOf(bytes);
        buffer.push(packet);
    }
}

} // namespace

void TestGopBuffer::startsAtTheNewestKeyframe()
{
    GopBuffer buffer;
    GopBuffer::Cursor cursor;
    buffer.push(picture(0, false));
    QVERIFY(buffer.read(cursor).packets.empty());
    pushPictures(buffer, 60, 70);
    const auto read = buffer.read(cursor);
    QVERIFY(!read.moved);
    QCOMPARE(read.packets.size(), size_t(10));
    QVERIFY(read.packets.front().keyframe);
    QCOMPARE(read.packets.front().dts, int64_t(120) * 33'333);
    QCOMPARE(cursor.skipped, uint64_t(0));

    // Without video a reader starts at the newest packet.
    GopBuffer soundOnly;
    GopBuffer::Cursor other;
    soundOnly.push(sound(0));
    soundOnly.push(sound(21'333));
    QCOMPARE(soundOnly.read(other).packets.size(), size_t(1));
}

void TestGopBuffer::readsEachPacketOnceInOrder()
{
    GopBuffer buffer;
    pushPictures(buffer, 0, 30);
    GopBuffer::Cursor cursor;
    uint64_t expected = 1;
    for (int round = 0; round < 5; ++round) {
        for (auto read = buffer.read(cursor, 7); !read.packets.empty(); read = buffer.read(cursor, 7)) {
            QVERIFY(read.packets.size() <= 7);
            for (const Packet &packet : read.packets)
                QCOMPARE(packet.sequence, expected++);
        }
        pushPictures(buffer, 30 + round * 11, 11);
    }
    QCOMPARE(expected, uint64_t(30 + 4 * 11 + 1));
}

void TestGopBuffer::keepsTwoGroupsAndTheTime()
{
    GopBuffer buffer({6'000'000, 64u << 20});
    pushPictures(buffer, 0, 60 * 20);
    // Six seconds are three groups, and the one that is being filled.
    QVERIFY(buffer.spanUs() >= 6'000'000);
    QVERIFY(buffer.spanUs() < 8'000'000);

    GopBuffer longGroups({6'000'000, 64u << 20});
    pushPictures(longGroups, 0, 300 * 4 + 10, 300);
    QVERIFY(longGroups.keyframeAtOrBefore(int64_t(300 * 3) * 33'333).has_value());
    QVERIFY(!longGroups.keyframeAtOrBefore(int64_t(300 * 3) * 33'333 - 1).has_value()
            || longGroups.spanUs() < 21'000'000);
    QVERIFY(longGroups.spanUs() >= 10'000'000);
}

void TestGopBuffer::dropsWholeGroupsWhenBytesRunOut()
{
    GopBuffer buffer({6'000'000, 100'000});
    pushPictures(buffer, 0, 200, 30, 1000);
    QVERIFY(buffer.bytes() <= 100'000);
    QVERIFY(buffer.bytes() >= 60'000);
    Packet oldest;
    QVERIFY(buffer.keyframeAtOrAfter(0, &oldest).has_value());
    QCOMPARE(oldest.dts + buffer.spanUs(), int64_t(199) * 33'333);
}

void TestGopBuffer::boundsAnEndlessGroup()
{
    GopBuffer buffer({6'000'000, 100'000});
    pushPictures(buffer, 0, 1000, 100'000, 1000);
    QVERIFY(buffer.bytes() <= 100'000);
    GopBuffer::Cursor cursor;
    QVERIFY(buffer.read(cursor).packets.empty()); // its keyframe is gone: nothing to start with
    buffer.push(picture(1000 * 33'333, true));
    QCOMPARE(buffer.read(cursor).packets.size(), size_t(1));
}

void TestGopBuffer::boundsSoundOnly()
{
    GopBuffer buffer({1'000'000, 64u << 20});
    for (int i = 0; i < 500; ++i)
        buffer.push(sound(int64_t(i) * 21'333));
    QVERIFY(buffer.spanUs() >= 1'000'000);
    QVERIFY(buffer.spanUs() < 1'100'000);
}

void TestGopBuffer::boundsSoundThatGoesOnAlone()
{
    GopBuffer buffer({1'000'000, 64u << 20});
    pushPictures(buffer, 0, 90);
    for (int i = 0; i < 5000; ++i)
        buffer.push(sound(90 * 33'333 + int64_t(i) * 21'333));
    QVERIFY(buffer.spanUs() < 1'100'000);
    // Pictures that come back start it anew.
    GopBuffer::Cursor cursor;
    QVERIFY(buffer.read(cursor).packets.empty());
    buffer.push(picture(90 * 33'333 + 5000 * 21'333, true));
    QCOMPARE(buffer.read(cursor).packets.size(), size_t(1));
}

void TestGopBuffer::countsWhatAnEntryCosts()
{
    // Packets without payload are no way round the bound.
    GopBuffer buffer({600'000'000, 100 * GopBuffer::entryBytes});
    for (int i = 0; i < 5000; ++i)
        buffer.push(sound(int64_t(i) * 21'333));
    QCOMPARE(buffer.bytes(), 100 * GopBuffer::entryBytes);
    buffer.clear();
    QCOMPARE(buffer.bytes(), size_t(0));
}

void TestGopBuffer::keepsLessWhenTold()
{
    GopBuffer buffer({9'000'000, 64u << 20});
    pushPictures(buffer, 0, 600);
    QVERIFY(buffer.spanUs() >= 9'000'000);
    buffer.setKeep(1'000'000);
    pushPictures(buffer, 600, 1);
    QVERIFY(buffer.spanUs() < 4'100'000);
    buffer.setKeep(9'000'000);
    pushPictures(buffer, 601, 600);
    QVERIFY(buffer.spanUs() >= 9'000'000);
}

void TestGopBuffer::knowsTheArrivalOfEachTrack()
{
    GopBuffer buffer;
    QVERIFY(!buffer.newestArrival());
    buffer.push(picture(100'000, true));
    QVERIFY(!buffer.newestArrival(Track::Sound));
    buffer.push(sound(300'000));
    buffer.push(sound(250'000));
    QCOMPARE(buffer.newestArrival(Track::Video), std::optional<int64_t>(100'000));
    QCOMPARE(buffer.newestArrival(Track::Sound), std::optional<int64_t>(250'000));
    QCOMPARE(buffer.newestArrival(), std::optional<int64_t>(250'000));
}

void TestGopBuffer::findsPacketsBySourceTime()
{
    GopBuffer buffer;
    for (int i = 0; i < 90; ++i) {
        Packet packet = picture(int64_t(i) * 33'333, i % 30 == 0);
        packet.sourceDts = packet.dts + 7'000'000;
        buffer.push(packet);
        packet = sound(int64_t(i) * 33'333);
        packet.sourceDts = packet.dts + 7'000'100;
        buffer.push(packet);
    }
    Packet found;
    auto cursor = buffer.atSourceDts(Track::Video, 7'000'000 + 40 * 33'333 + 400, 1'000, &found);
    QVERIFY(cursor);
    QCOMPARE(found.dts, int64_t(40) * 33'333);
    QCOMPARE(buffer.read(*cursor, 1).packets.front().sequence, found.sequence);
    QVERIFY(buffer.atSourceDts(Track::Sound, 7'000'100 + 40 * 33'333, 0, &found));
    QCOMPARE(found.track, Track::Sound);
    QVERIFY(!buffer.atSourceDts(Track::Video, 7'000'000 + 40 * 33'333 + 2'000, 1'000));
    QVERIFY(!buffer.atSourceDts(Track::Video, 1'000, 1'000));
}

void TestGopBuffer::movesASlowReaderAndCounts()
{
    GopBuffer buffer({1'000'000, 64u << 20});
    pushPictures(buffer, 0, 5);
    GopBuffer::Cursor cursor;
    QCOMPARE(buffer.read(cursor).packets.size(), size_t(5));
    for (int i = 5; i < 605; ++i) {
        buffer.push(picture(int64_t(i) * 33'333, i % 60 == 0));
        buffer.push(sound(int64_t(i) * 33'333));
    }
    const auto read = buffer.read(cursor, 1);
    QVERIFY(read.moved);
    QVERIFY(read.packets.front().keyframe);
    QCOMPARE(read.packets.front().dts, int64_t(600) * 33'333);
    QCOMPARE(cursor.skippedPictures, uint64_t(595));
    QCOMPARE(cursor.skipped, uint64_t(2 * 595));
    QVERIFY(!buffer.read(cursor, 1).moved);
}

void TestGopBuffer::startsAnewAfterClear()
{
    GopBuffer buffer;
    pushPictures(buffer, 0, 5);
    GopBuffer::Cursor cursor;
    QCOMPARE(buffer.read(cursor).packets.size(), size_t(5));
    buffer.clear();
    QVERIFY(!buffer.newestArrival());
    QVERIFY(!buffer.config(Track::Video));
    buffer.push(picture(6 * 33'333, false));
    QVERIFY(buffer.read(cursor).packets.empty());
    buffer.push(picture(7 * 33'333, true));
    const auto read = buffer.read(cursor);
    QVERIFY(read.moved);
    QCOMPARE(read.packets.size(), size_t(1));
    QVERIFY(read.packets.front().keyframe);
    QCOMPARE(cursor.skippedPictures, uint64_t(1));
}

void TestGopBuffer::findsKeyframesByTime()
{
    GopBuffer buffer;
    pushPictures(buffer, 0, 170);
    Packet keyframe;
    QVERIFY(buffer.keyframeAtOrBefore(70 * 33'333, &keyframe));
    QCOMPARE(keyframe.pts, int64_t(60) * 33'333);
    QVERIFY(buffer.keyframeAtOrBefore(60 * 33'333, &keyframe));
    QCOMPARE(keyframe.pts, int64_t(60) * 33'333);
    QVERIFY(buffer.keyframeAtOrAfter(61 * 33'333, &keyframe));
    QCOMPARE(keyframe.pts, int64_t(120) * 33'333);
    QVERIFY(!buffer.keyframeAtOrAfter(121 * 33'333));
    QVERIFY(!buffer.keyframeAtOrBefore(-1));
    auto cursor = buffer.keyframeAtOrBefore(70 * 33'333);
    QCOMPARE(buffer.read(*cursor, 1000).packets.size(), size_t(110));
    QCOMPARE(buffer.newestKeyframe()->pts, int64_t(120) * 33'333);
}

void TestGopBuffer::wakesAWaitingReader()
{
    GopBuffer buffer;
    std::atomic<int> got{0};
    std::jthread reader([&](std::stop_token stop) {
        GopBuffer::Cursor cursor;
        while (got < 3 && !stop.stop_requested())
            got += int(buffer.waitAndRead(cursor, stop, 10'000'000).packets.size());
    });
    pushPictures(buffer, 0, 3);
    QTRY_COMPARE(got.load(), 3);
}

void TestGopBuffer::closeEndsWaiting()
{
    GopBuffer buffer;
    std::atomic<bool> ended{false};
    std::jthread reader([&](std::stop_token stop) {
        GopBuffer::Cursor cursor;
        buffer.waitAndRead(cursor, stop, 60'000'000);
        ended = true;
    });
    buffer.close();
    QTRY_VERIFY(ended.load());
    QVERIFY(buffer.closed());
}

void TestGopBuffer::stopEndsWaiting()
{
    GopBuffer buffer;
    std::atomic<bool> ended{false};
    std::jthread reader([&](std::stop_token stop) {
        GopBuffer::Cursor cursor;
        buffer.waitAndRead(cursor, stop, 60'000'000);
        ended = true;
    });
    reader.request_stop();
    QTRY_VERIFY(ended.load());
}

void TestGopBuffer::unsubscribedIsCalledNoMore()
{
    GopBuffer buffer;
    std::jthread writer([&](std::stop_token stop) {
        for (int i = 0; !stop.stop_requested(); ++i)
            buffer.push(picture(int64_t(i) * 33'333, i % 30 == 0));
    });
    for (int i = 0; i < 200; ++i) {
        auto calls = std::make_unique<std::atomic<int>>(0);
        const int id = buffer.subscribe([&calls] { ++*calls; });
        while (*calls == 0)
            std::this_thread::yield();
        buffer.unsubscribe(id);
        calls.reset(); // a late call would touch freed memory
    }
}

void TestGopBuffer::listenerMayUnsubscribeItself()
{
    GopBuffer buffer;
    int calls = 0;
    int id = 0;
    id = buffer.subscribe([&] {
        ++calls;
        buffer.unsubscribe(id);
    });
    pushPictures(buffer, 0, 3);
    QCOMPARE(calls, 1);
}

void TestGopBuffer::manyReadersSeeEverything()
{
    constexpr int total = 3000;
    GopBuffer buffer({600'000'000, 64u << 20});
    std::atomic<int> complete{0};
    std::vector<std::jthread> readers;
    for (int r = 0; r < 4; ++r) {
        readers.emplace_back([&](std::stop_token stop) {
            GopBuffer::Cursor cursor;
            int got = 0;
            int64_t last = -1;
            while (got < total && !stop.stop_requested()) {
                for (const Packet &packet : buffer.waitAndRead(cursor, stop, 100'000).packets) {
                    if (packet.dts <= last)
                        return;
                    last = packet.dts;
                    ++got;
                }
            }
            complete += got == total;
        });
    }
    // Readers begin at the newest keyframe: there is only one.
    pushPictures(buffer, 0, total, 1'000'000);
    QTRY_COMPARE(complete.load(), 4);
}

QTEST_GUILESS_MAIN(TestGopBuffer)
#include "tst_gopbuffer.moc"
