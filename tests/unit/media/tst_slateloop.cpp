// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slateloop.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

#include <limits>

using namespace twinfeed::media;
using namespace twinfeed::test;

class TestSlateLoop final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadyAtOnce();
    void loopsWithoutEnd();
    void exchangesAtAKeyframe();
    void goesAndComesBack();
    void survivesASleepingMachine();
    void refusesAnEmptyClip();
};

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t headStart = 2'500'000;

constexpr int64_t soundUs(int64_t frame)
{
    return frame * 1024 * 1'000'000 / 48'000;
}

// A keyframe each second; the last sound frame reaches over the end, as it does wherever loops of pictures and of sound
// frames have no common length.
std::shared_ptr<const SlateClip> clipOf(int seconds, int width = 1920)
{
    auto clip = std::make_shared<SlateClip>();
    clip->format.frameRateNum = 25;
    clip->pictures = seconds * 25;
    clip->video = videoConfig(0, width);
    clip->sound = soundConfig();
    clip->loopUs = seconds * second;
    int64_t frame = 0;
    for (int i = 0; i < clip->pictures; ++i) {
        Packet shown = picture(i * 40'000, i % 25 == 0, 0, 40'000);
        shown.config = clip->video;
        clip->packets.push_back(shown);
        for (; soundUs(frame) < (i + 1) * 40'000; ++frame)
            clip->packets.push_back(sound(soundUs(frame), soundUs(1)));
    }
    return clip;
}

std::vector<Packet> readAll(const GopBuffer &buffer, GopBuffer::Cursor &cursor)
{
    return buffer.read(cursor, 100'000).packets;
}

} // namespace

void TestSlateLoop::isReadyAtOnce()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, headStart);
    QCOMPARE(loop.advance(100 * second), std::numeric_limits<int64_t>::max());
    loop.setClip(clipOf(4), 100 * second);
    const int64_t next = loop.advance(100 * second);
    QVERIFY(next > 100 * second);
    QVERIFY(next <= 100 * second + 40'000);
    QVERIFY(buffer->keyframeAtOrBefore(100 * second - headStart));
    QVERIFY(*buffer->newestArrival() <= 100 * second);
    Packet keyframe;
    QVERIFY(buffer->keyframeAtOrBefore(100 * second, &keyframe));
    QCOMPARE(keyframe.source, twinfeed::Source::Slate);
    QVERIFY(keyframe.pts > 99 * second - 500'000);
}

void TestSlateLoop::loopsWithoutEnd()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, 0);
    loop.setClip(clipOf(2), 100 * second);
    int64_t now = 100 * second;
    GopBuffer::Cursor cursor;
    int64_t lastPicture = -1;
    int64_t lastSound = -1;
    int pictures = 0;
    int64_t sounds = 0;
    while (now < 130 * second) {
        now = loop.advance(now);
        for (const Packet &packet : readAll(*buffer, cursor)) {
            if (packet.track == Track::Video) {
                QVERIFY(lastPicture < 0 || packet.dts - lastPicture == 40'000);
                lastPicture = packet.dts;
            } else {
                // Whole frames one behind the other, across the seams as well: no gap, no overlap, no drift.
                QCOMPARE(packet.dts, 100 * second + soundUs(sounds++));
                lastSound = packet.dts;
            }
            QVERIFY(!packet.discontinuity);
            pictures += packet.track == Track::Video;
        }
    }
    QCOMPARE(pictures, 30 * 25);
    QVERIFY(std::abs(lastSound - lastPicture) <= 40'000);
}

void TestSlateLoop::exchangesAtAKeyframe()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, 0);
    loop.setClip(clipOf(4, 1920), 100 * second);
    int64_t now = 100 * second;
    while (now < 101 * second + 300'000)
        now = loop.advance(now);
    loop.setClip(clipOf(3, 1280), now);
    GopBuffer::Cursor cursor;
    auto packets = readAll(*buffer, cursor);
    while (now < 104 * second) {
        now = loop.advance(now);
        for (const Packet &packet : readAll(*buffer, cursor))
            packets.push_back(packet);
    }
    int64_t last = 0;
    bool exchanged = false;
    for (const Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        if (packet.config->width == 1280 && !exchanged) {
            QVERIFY(packet.keyframe);
            QCOMPARE(packet.dts, 102 * second);
            exchanged = true;
        }
        QCOMPARE(packet.config->width, exchanged ? 1280 : 1920);
        QVERIFY(last == 0 || packet.dts - last == 40'000);
        last = packet.dts;
    }
    QVERIFY(exchanged);
    QCOMPARE(loop.clip()->loopUs, 3 * second);
}

void TestSlateLoop::goesAndComesBack()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, headStart);
    loop.setClip(clipOf(4), 100 * second);
    loop.advance(103 * second);
    GopBuffer::Cursor cursor;
    const int64_t last = readAll(*buffer, cursor).back().dts;
    loop.setClip(nullptr, 103 * second);
    QVERIFY(!buffer->newestKeyframe());
    QCOMPARE(loop.advance(104 * second), std::numeric_limits<int64_t>::max());
    loop.setClip(clipOf(4), 104 * second);
    loop.advance(105 * second);
    const auto packets = readAll(*buffer, cursor);
    QVERIFY(packets.front().keyframe);
    QVERIFY(packets.front().dts >= last);
}

void TestSlateLoop::survivesASleepingMachine()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, headStart);
    loop.setClip(clipOf(4), 100 * second);
    loop.advance(100 * second);
    const int64_t next = loop.advance(100'000 * second);
    QVERIFY(next > 100'000 * second);
    QVERIFY(next < 100'001 * second);
    QVERIFY(buffer->spanUs() < 100'000 * second);
    QVERIFY(buffer->keyframeAtOrBefore(100'000 * second - 2 * second));
}

void TestSlateLoop::refusesAnEmptyClip()
{
    auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    SlateLoop loop(buffer, meter, headStart);
    loop.setClip(std::make_shared<SlateClip>(), 100 * second);
    QVERIFY(!loop.clip());
    QCOMPARE(loop.advance(100 * second), std::numeric_limits<int64_t>::max());
}

QTEST_GUILESS_MAIN(TestSlateLoop)
#include "tst_slateloop.moc"
