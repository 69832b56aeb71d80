// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/analyser.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestAnalyser final : public QObject
{
    Q_OBJECT

private:
    static constexpr int64_t tick = 33'333;

    static PictureFact fact(int source, int counter, int64_t number)
    {
        PictureFact fact;
        fact.ptsUs = number * tick;
        fact.arrivedUs = 1'000'000'000 + number * tick;
        fact.width = 1'920;
        fact.height = 1'080;
        if (source > 0)
            fact.reading = {PictureReading::Found::Code, {source, Variant::Normal, 30, counter, 1'800}};
        return fact;
    }
    static std::vector<ReadEvent> eventsOf(const Analyser &analyser, ReadEvent::Kind kind)
    {
        std::vector<ReadEvent> events;
        for (const ReadEvent &event : analyser.events()) {
            if (event.kind == kind)
                events.push_back(event);
        }
        return events;
    }
    static PacketFact packet(bool video, int64_t dtsUs, int64_t arrivedUs)
    {
        return {video, dtsUs, arrivedUs, 100};
    }

private Q_SLOTS:
    void aCleanStreamHasNothingToTell()
    {
        Analyser analyser;
        for (int i = 0; i < 4'000; ++i) // over two joins of the loop
            analyser.picture(fact(1, i % 1'800, i));
        QCOMPARE(analyser.totals().pictures, int64_t(4'000));
        QCOMPARE(analyser.totals().lost, int64_t(0));
        QCOMPARE(analyser.totals().repeated, int64_t(0));
        QCOMPARE(analyser.totals().ptsNotRising, int64_t(0));
        QVERIFY(qAbs(analyser.totals().largestGapMs - 33.333) < 0.01);
        QCOMPARE(analyser.events().size(), size_t(2)); // first picture, its size
        QCOMPARE(analyser.picturesInARow(), int64_t(4'000));
    }

    void countsLostAndRepeatedWithinASource()
    {
        Analyser analyser;
        int64_t number = 0;
        for (const int counter : {10, 11, 14, 15, 13, 14, 15, 16})
            analyser.picture(fact(1, counter, number++));
        QCOMPARE(analyser.totals().lost, int64_t(2));
        QCOMPARE(analyser.totals().repeated, int64_t(3));
        const auto jumps = eventsOf(analyser, ReadEvent::Kind::Jump);
        QCOMPARE(jumps.size(), size_t(2));
        QCOMPARE(jumps[0].lost, int64_t(2));
        QCOMPARE(*jumps[0].step, int64_t(3));
        QCOMPARE(jumps[1].repeated, int64_t(3));
        QCOMPARE(*jumps[1].step, int64_t(-2));
    }

    void tellsChangesWithCountersAndTimes()
    {
        Analyser analyser;
        analyser.picture(fact(1, 100, 0));
        analyser.picture(fact(1, 101, 1));
        analyser.picture(fact(2, 102, 2)); // seamless
        analyser.picture(fact(2, 103, 3));
        analyser.picture(fact(1, 90, 4)); // repeats 14
        analyser.picture(fact(2, 95, 5)); // loses 4
        const auto changes = eventsOf(analyser, ReadEvent::Kind::Change);
        QCOMPARE(changes.size(), size_t(3));
        QCOMPARE(changes[0].from, 1);
        QCOMPARE(changes[0].to, 2);
        QCOMPARE(*changes[0].counterBefore, 101);
        QCOMPARE(*changes[0].counterAfter, 102);
        QCOMPARE(*changes[0].step, int64_t(1));
        QCOMPARE(changes[0].ptsUs, 2 * tick);
        QCOMPARE(changes[0].arrivedUs, 1'000'000'000 + 2 * tick);
        QCOMPARE(changes[1].repeated, int64_t(14));
        QCOMPARE(changes[2].lost, int64_t(4));
        QCOMPARE(analyser.totals().repeatedAtChanges, int64_t(14));
        QCOMPARE(analyser.totals().lostAtChanges, int64_t(4));
        QCOMPARE(analyser.totals().lost, int64_t(0)); // none of it within a source
        QCOMPARE(analyser.totals().repeated, int64_t(0));
    }

    void aSlateIsNoSourceAndNoDamage()
    {
        Analyser analyser;
        analyser.picture(fact(1, 100, 0));
        for (int i = 1; i < 50; ++i)
            analyser.picture(fact(0, 0, i));
        QCOMPARE(analyser.source(), 0);
        QCOMPARE(analyser.picturesInARow(), int64_t(49));
        analyser.picture(fact(1, 150, 50));
        QCOMPARE(analyser.totals().none, int64_t(49));
        QCOMPARE(analyser.totals().damaged, int64_t(0));
        QCOMPARE(analyser.totals().lost, int64_t(0));
        const auto changes = eventsOf(analyser, ReadEvent::Kind::Change);
        QCOMPARE(changes.size(), size_t(2));
        QCOMPARE(changes[0].to, 0);
        QVERIFY(!changes[0].counterAfter && !changes[0].step);
        QVERIFY(!changes[1].counterBefore && !changes[1].step);
        QCOMPARE(*changes[1].counterAfter, 150);
    }

    void unreadablePicturesAreDamagedButFillTheirPlace()
    {
        Analyser analyser;
        analyser.picture(fact(1, 100, 0));
        for (int i = 1; i <= 3; ++i) {
            PictureFact smeared = fact(0, 0, i);
            smeared.reading.found = PictureReading::Found::Unreadable;
            analyser.picture(smeared);
        }
        analyser.picture(fact(1, 104, 4));
        QCOMPARE(analyser.totals().unreadable, int64_t(3));
        QCOMPARE(analyser.totals().damaged, int64_t(3));
        QCOMPARE(analyser.totals().lost, int64_t(0));
        QVERIFY(eventsOf(analyser, ReadEvent::Kind::Change).empty());
        const auto damages = eventsOf(analyser, ReadEvent::Kind::Damage);
        QCOMPARE(damages.size(), size_t(1));
        QCOMPARE(damages[0].pictures, int64_t(3));
    }

    void freezeAndHalfRateAreToldNotCounted()
    {
        Analyser analyser;
        int64_t number = 0;
        const auto show = [&](int counter, Variant variant) {
            PictureFact picture = fact(1, counter, number++);
            picture.reading.code.variant = variant;
            analyser.picture(picture);
        };
        for (int i = 0; i < 60; ++i)
            show(i, Variant::Normal);
        for (int i = 0; i < 90; ++i)
            show(60, Variant::Freeze);
        for (int i = 150; i < 180; i += 2)
            show(i, Variant::HalfRate);
        for (int i = 180; i < 200; ++i)
            show(i, Variant::Normal);
        QCOMPARE(analyser.totals().lost, int64_t(0));
        QCOMPARE(analyser.totals().repeated, int64_t(0));
        QCOMPARE(analyser.totals().frozen, int64_t(89));
        QCOMPARE(eventsOf(analyser, ReadEvent::Kind::Variant).size(), size_t(3));
        QCOMPARE(analyser.totals().variants.at(Variant::HalfRate), int64_t(15));
    }

    void seesTimestampsThatDoNotRise()
    {
        Analyser analyser;
        for (const int64_t dts : {0, 40, 40, 30, 70})
            analyser.packet(packet(true, dts, 0));
        for (const int64_t dts : {0, 21, 20})
            analyser.packet(packet(false, dts, 0));
        QCOMPARE(analyser.totals().videoDtsNotRising, int64_t(2));
        QCOMPARE(analyser.totals().soundDtsNotRising, int64_t(1));
        analyser.picture(fact(1, 1, 5));
        analyser.picture(fact(1, 2, 5));
        QCOMPARE(analyser.totals().ptsNotRising, int64_t(1));
    }

    void findsTheLargestGaps()
    {
        Analyser analyser;
        analyser.picture(fact(1, 1, 0));
        analyser.picture(fact(1, 2, 1));
        analyser.picture(fact(1, 3, 7));
        QCOMPARE(analyser.totals().largestGapMs, 6 * tick / 1'000.0);
        analyser.sound(0);
        analyser.sound(21'333);
        analyser.sound(85'333);
        QCOMPARE(analyser.totals().largestSoundGapMs, 64.0);
        // On the clock only after the first second: what comes before is a server's burst.
        analyser.packet(packet(true, 0, 10'000'000));
        analyser.packet(packet(true, 1, 10'900'000));
        QCOMPARE(analyser.totals().largestWallGapMs, 0.0);
        analyser.packet(packet(true, 2, 11'100'000));
        QCOMPARE(analyser.totals().largestWallGapMs, 100.0);
        analyser.packet(packet(true, 3, 11'400'000));
        QCOMPARE(analyser.totals().largestWallGapMs, 300.0);
        QCOMPARE(analyser.totals().largestSoundWallGapMs, 0.0);
        QCOMPARE(analyser.firstArrivalUs(), int64_t(10'000'000));
    }

    void measuresSoundAgainstFlash()
    {
        Analyser analyser;
        for (int i = 1; i < 95; ++i) {
            PictureFact picture = fact(1, i, i);
            picture.lampLit = i % 30 < 2;
            analyser.picture(picture);
            if (i % 30 == 0)
                analyser.beep(i * tick - 25'000);
        }
        QCOMPARE(analyser.sync()->count, 3);
        QCOMPARE(analyser.sync()->median, 25.0);
    }

    void tellsSizes()
    {
        Analyser analyser;
        analyser.picture(fact(1, 1, 0));
        PictureFact small = fact(1, 2, 1);
        small.width = 1'280;
        small.height = 720;
        analyser.picture(small);
        analyser.picture(small);
        const auto sizes = eventsOf(analyser, ReadEvent::Kind::Size);
        QCOMPARE(sizes.size(), size_t(2));
        QCOMPARE(sizes[1].width, 1'280);
    }
};

QTEST_GUILESS_MAIN(TestAnalyser)
#include "tst_analyser.moc"
