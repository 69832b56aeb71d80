// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/looptimeline.h"

#include <QtTest>

#include <set>

using namespace twinfeed::feed;

class TestLoopTimeline final : public QObject
{
    Q_OBJECT

private:
    enum Shape { Plain, WithB, Open };

    /// `pictures` in groups of `gop`, in decoding order.
    static LoopIndexPtr video(int pictures, int gop, Shape shape = Plain, int step = 1)
    {
        auto index = std::make_shared<LoopIndex>();
        index->length = pictures;
        const auto add = [&](int64_t pts, bool key) { index->entries.push_back({pts, 0, 1, key, false}); };
        for (int key = 0; key < pictures; key += gop) {
            const int end = std::min(pictures, key + gop);
            add(key, true);
            if (shape == Open && key > 0) {
                add(key - 2, false);
                add(key - 1, false);
            }
            // Two B-frames before each P; the last two of an open group lead the next keyframe.
            const int stop = shape == Open && end < pictures ? end - 2 : end;
            for (int i = key + 1; i < stop; i += step) {
                if (shape != Plain && i + 2 < stop) {
                    add(i + 2, false);
                    add(i, false);
                    add(i + 1, false);
                    i += 2;
                } else {
                    add(i + step - 1, false);
                }
            }
        }
        index->complete();
        return index;
    }
    static LoopIndexPtr sound(int frames)
    {
        auto index = std::make_shared<LoopIndex>();
        for (int i = 0; i < frames; ++i)
            index->entries.push_back({i * 1'024, 0, 1, true, false});
        index->length = frames * 1'024;
        index->complete();
        return index;
    }
    static TimelinePacket take(LoopTimeline &timeline)
    {
        const TimelinePacket packet = timeline.peek();
        timeline.pop();
        return packet;
    }
    /// Takes so many pictures and checks what must always hold.
    static std::vector<TimelinePacket> takePictures(LoopTimeline &timeline, size_t count)
    {
        std::vector<TimelinePacket> pictures;
        static int64_t lastDts;
        lastDts = INT64_MIN;
        while (pictures.size() < count) {
            const TimelinePacket packet = take(timeline);
            if (!packet.video)
                continue;
            [&] {
                QVERIFY(packet.dts > lastDts);
                QVERIFY(packet.pts >= packet.dts);
                QVERIFY(packet.dts >= 0);
            }();
            lastDts = packet.dts;
            pictures.push_back(packet);
        }
        return pictures;
    }
    static void verifyEachOnce(const std::vector<TimelinePacket> &pictures, int64_t from)
    {
        std::set<int64_t> shown;
        for (const TimelinePacket &packet : pictures)
            shown.insert(packet.pts);
        QCOMPARE(shown.size(), pictures.size());
        QCOMPARE(*shown.begin(), from);
        QCOMPARE(*shown.rbegin(), from + int64_t(pictures.size()) - 1);
    }

private Q_SLOTS:
    void joinsWithoutAGap_data()
    {
        QTest::addColumn<int>("shape");
        QTest::addColumn<int>("pictures");
        QTest::newRow("plain") << int(Plain) << 60;
        QTest::newRow("odd last group") << int(Plain) << 65;
        QTest::newRow("B-frames") << int(WithB) << 60;
        QTest::newRow("open groups") << int(Open) << 60;
    }
    void joinsWithoutAGap()
    {
        QFETCH(int, shape);
        QFETCH(int, pictures);
        const auto index = video(pictures, 10, Shape(shape));
        LoopTimeline timeline(index, 30, sound(375), 48'000);
        const auto taken = takePictures(timeline, size_t(pictures) * 3);
        verifyEachOnce(taken, index->delay);
        for (const TimelinePacket &packet : taken)
            QCOMPARE((packet.pts - index->delay) % pictures, index->entries[packet.entry].pts);
        QVERIFY(taken[size_t(pictures)].keyframe && taken[size_t(pictures)].closed);
    }

    void soundRisesFrameByFrame()
    {
        LoopTimeline timeline(nullptr, 0, sound(375), 48'000);
        for (int64_t i = 0; i < 1'000; ++i) {
            const TimelinePacket packet = take(timeline);
            QCOMPARE(packet.pts, i * 1'024);
            QCOMPARE(packet.entry, size_t(i % 375));
            QCOMPARE(packet.dueUs, i * 1'024 * 1'000'000 / 48'000);
        }
    }

    void isInOrderOfTime()
    {
        LoopTimeline timeline(video(60, 10, WithB), 30, sound(375), 48'000);
        int64_t last = 0;
        for (int i = 0; i < 2'000; ++i) {
            const int64_t due = take(timeline).dueUs;
            QVERIFY(due >= last);
            last = due;
        }
    }

    void soundFitsThePictureInSpiteOfTheDelay()
    {
        // Picture 0 is shown after the delay, and sound sample 0 with it.
        const auto index = video(60, 10, WithB);
        LoopTimeline timeline(index, 30, sound(375), 48'000);
        bool seen = false;
        for (int i = 0; i < 10 && !seen; ++i) {
            const TimelinePacket packet = take(timeline);
            if (packet.video)
                continue;
            QCOMPARE(packet.pts, index->delay * 1'600);
            seen = true;
        }
        QVERIFY(seen);
    }

    void changesVariantAtAKeyframe()
    {
        LoopTimeline timeline(video(60, 10), 30, nullptr, 0);
        timeline.addVariant(Variant::Black, video(60, 10));
        auto before = takePictures(timeline, 13);
        timeline.want(Variant::Black);
        const auto after = takePictures(timeline, 20);
        for (size_t i = 0; i < after.size(); ++i)
            QCOMPARE(int(after[i].variant), int(i < 7 ? Variant::Normal : Variant::Black));
        QVERIFY(after[7].keyframe);
        before.insert(before.end(), after.begin(), after.end());
        verifyEachOnce(before, 0);
    }

    void aVariantThatIsNotThereIsNotShown()
    {
        LoopTimeline timeline(video(60, 10), 30, nullptr, 0);
        timeline.want(Variant::Black);
        for (const TimelinePacket &packet : takePictures(timeline, 30))
            QCOMPARE(int(packet.variant), int(Variant::Normal));
    }

    void freezesAtOneGroupUntilTold()
    {
        LoopTimeline timeline(video(60, 10, WithB), 30, nullptr, 0);
        timeline.addVariant(Variant::Freeze, video(60, 10));
        auto all = takePictures(timeline, 20);
        timeline.want(Variant::Freeze);
        const auto frozen = takePictures(timeline, 50); // also over the join
        for (size_t i = 0; i < frozen.size(); ++i) {
            QCOMPARE(int(frozen[i].variant), int(Variant::Freeze));
            QCOMPARE(frozen[i].entry, 20 + i % 10);
            QCOMPARE(frozen[i].keyframe, i % 10 == 0);
        }
        timeline.want(Variant::Normal);
        const auto after = takePictures(timeline, 10);
        QCOMPARE(after.front().entry, size_t(10)); // where it would have been
        all.insert(all.end(), frozen.begin(), frozen.end());
        all.insert(all.end(), after.begin(), after.end());
        verifyEachOnce(all, 1);
    }

    void halfRateLeavesOutEverySecond()
    {
        auto half = std::make_shared<LoopIndex>();
        for (int i = 0; i < 60; i += 2)
            half->entries.push_back({i, 0, 1, i % 10 == 0, false});
        half->length = 60;
        half->complete();
        LoopTimeline timeline(video(60, 10, WithB), 30, nullptr, 0);
        timeline.addVariant(Variant::HalfRate, half);
        takePictures(timeline, 10);
        timeline.want(Variant::HalfRate);
        const auto pictures = takePictures(timeline, 25); // and back
        for (size_t i = 1; i < pictures.size(); ++i)
            QCOMPARE(pictures[i].pts - pictures[i - 1].pts, int64_t(2));
        timeline.want(Variant::Normal);
        QCOMPARE(take(timeline).pts, pictures.back().pts + 2);
    }

    void leavesOutLeadingPicturesOfAnotherVariant()
    {
        const auto index = video(60, 10, Open);
        LoopTimeline timeline(index, 30, nullptr, 0);
        timeline.addVariant(Variant::Black, video(60, 10, Open));
        takePictures(timeline, 8); // all of the first group: 0 to 7
        timeline.want(Variant::Black);
        const auto pictures = takePictures(timeline, 18);
        QCOMPARE(pictures[0].pts, 10 + index->delay);
        QCOMPARE(int(pictures[0].variant), int(Variant::Black));
        for (size_t i = 1; i < 8; ++i)
            QVERIFY(pictures[i].pts > pictures[0].pts); // none leads
        QCOMPARE(pictures[8].pts, 20 + index->delay);
        QCOMPARE(pictures[9].pts, 18 + index->delay); // within the variant they are all there
    }

    void seeksToTheNextKeyframe()
    {
        for (const Shape shape : {Plain, WithB, Open}) {
            const auto index = video(60, 10, shape);
            LoopTimeline timeline(index, 30, sound(375), 48'000);
            take(timeline);
            timeline.seek(100'033'334); // picture 3001 and a little
            const TimelinePacket packet = take(timeline);
            QVERIFY(packet.video && packet.keyframe);
            QCOMPARE(packet.pts, 3'010 + index->delay);
            TimelinePacket frame = take(timeline);
            while (frame.video)
                frame = take(timeline);
            // The sound from there on, less than a frame later.
            const int64_t late = frame.pts - packet.pts * 1'600;
            QVERIFY(frame.dueUs >= packet.dueUs);
            QVERIFY(late < 1'024);
            QCOMPARE(frame.entry, size_t((frame.pts - index->delay * 1'600) / 1'024 % 375));
        }
    }

    void silenceWaitsForTheEndOfABeep()
    {
        LoopTimeline timeline(nullptr, 0, sound(375), 48'000);
        timeline.wantSound(SoundVariant::Silence); // at 0 there is a beep
        int frames = 0;
        while (take(timeline).sound != SoundVariant::Silence)
            ++frames;
        QVERIFY(frames * 1'024 >= 4'800 && frames * 1'024 < 9'600);
        timeline.wantSound(SoundVariant::Normal);
        QVERIFY(take(timeline).sound == SoundVariant::Normal);
    }

    void aFeedThatEndsIsWhole()
    {
        const auto index = video(60, 10, WithB);
        LoopTimeline timeline(index, 30, sound(375), 48'000);
        std::set<int64_t> shown;
        for (int i = 0; i < 400; ++i) {
            const TimelinePacket next = timeline.peek();
            if (next.closed && !shown.empty())
                QCOMPARE(int64_t(shown.size()), *shown.rbegin() - *shown.begin() + 1);
            if (next.video)
                shown.insert(next.pts);
            timeline.pop();
        }
    }
};

QTEST_GUILESS_MAIN(TestLoopTimeline)
#include "tst_looptimeline.moc"
