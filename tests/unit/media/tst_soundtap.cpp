// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundtap.h"

#include <QTest>

#include <algorithm>
#include <vector>

using twinfeed::media::SoundTap;

class TestSoundTap final : public QObject
{
    Q_OBJECT

    /// `count` samples of both channels, numbered from `first`.
    static std::vector<int16_t> numbers(size_t count, int first = 1)
    {
        std::vector<int16_t> samples;
        for (size_t i = 0; i < count * SoundTap::channels; ++i)
            samples.push_back(int16_t(first + int(i) % 30'000));
        return samples;
    }

private Q_SLOTS:
    void beginsWithAReserve()
    {
        SoundTap tap;
        std::vector<int16_t> out(200, 7);
        QVERIFY(!tap.read(out));
        QCOMPARE(std::ranges::count(out, 0), 200);
        tap.write(numbers(SoundTap::begin - 1));
        QVERIFY(!tap.read(out));
        QCOMPARE(tap.waiting(), SoundTap::begin - 1);
        tap.write(numbers(1));
        QVERIFY(tap.read(out));
        QCOMPARE(out, numbers(100));
    }

    void whatFollowsFollows()
    {
        SoundTap tap;
        tap.write(numbers(SoundTap::begin));
        std::vector<int16_t> out(400);
        QVERIFY(tap.read(out));
        QVERIFY(tap.read(out));
        QCOMPARE(out.front(), int16_t(401));
        QCOMPARE(tap.waiting(), SoundTap::begin - 400);
    }

    void aHoleIsSilenceAndThenAReserveAgain()
    {
        SoundTap tap;
        tap.write(numbers(SoundTap::begin));
        std::vector<int16_t> out(SoundTap::begin * SoundTap::channels + 100, 7);
        QVERIFY(tap.read(out));
        QCOMPARE(std::count(out.end() - 100, out.end(), 0), 100);
        tap.write(numbers(100));
        QVERIFY(!tap.read(std::span(out).first(50)));
        tap.write(numbers(SoundTap::begin));
        QVERIFY(tap.read(std::span(out).first(50)));
    }

    void aBurstIsLeftOutToItsNewest()
    {
        SoundTap tap;
        tap.write(numbers(SoundTap::most));
        QCOMPARE(tap.waiting(), SoundTap::most);
        tap.write(numbers(10, 5));
        QCOMPARE(tap.waiting(), SoundTap::kept);
        std::vector<int16_t> out(SoundTap::kept * SoundTap::channels);
        QVERIFY(tap.read(out));
        QCOMPARE(out.back(), int16_t(24));
    }
};

QTEST_APPLESS_MAIN(TestSoundTap)
#include "tst_soundtap.moc"
