// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/prefade.h"

#include "tests/unit/console/fakesound.h"

#include <QTest>

using namespace twinfeed;
using test::FakeSound;

class TestPreFade final : public QObject
{
    Q_OBJECT

    static void fill(media::SoundTap &tap, int16_t value)
    {
        tap.write(std::vector<int16_t>(media::SoundTap::begin * media::SoundTap::channels, value));
    }

private Q_SLOTS:
    void playsWhatIsWritten()
    {
        FakeSound card;
        PreFade preFade(card.device());
        QVERIFY(!preFade.isPlaying());
        const auto tap = preFade.begin();
        QVERIFY(preFade.isPlaying());
        QCOMPARE(FakeSound::loudest(card.play(20)), 0); // silence, not an end
        fill(*tap, 1000);
        QCOMPARE(FakeSound::loudest(card.play(20)), 1000);
        preFade.end();
        QVERIFY(!preFade.isPlaying());
        QVERIFY(!card.playing);
    }

    void theOneBeforeIsNotHeardAnyMore()
    {
        FakeSound card;
        PreFade preFade(card.device());
        const auto first = preFade.begin();
        const auto second = preFade.begin();
        fill(*first, 1000);
        fill(*second, 500);
        QCOMPARE(FakeSound::loudest(card.play(20)), 500);
    }

    void withoutADeviceItWaitsForOne()
    {
        FakeSound card;
        card.plugged = false;
        PreFade preFade(card.device());
        const auto tap = preFade.begin();
        QVERIFY(!preFade.isPlaying());
        preFade.tryAgain();
        QVERIFY(!preFade.isPlaying());
        card.plugged = true;
        preFade.tryAgain();
        QVERIFY(preFade.isPlaying());
        const int starts = card.starts;
        preFade.tryAgain(); // it plays already
        QCOMPARE(card.starts, starts);
        fill(*tap, 700);
        QCOMPARE(FakeSound::loudest(card.play(20)), 700);
        // Pulled out, and in again.
        card.plugged = false;
        QVERIFY(!preFade.isPlaying());
        card.plugged = true;
        card.playing = nullptr;
        preFade.tryAgain();
        QVERIFY(preFade.isPlaying());
    }

    void nobodyListensNobodyAsks()
    {
        FakeSound card;
        PreFade preFade(card.device());
        preFade.tryAgain();
        QCOMPARE(card.starts, 0);
    }

    /// This machine may have a sound card or none: neither is a crash, and it says which.
    void theSystemsOwnSaysWhatItIs()
    {
        PreFade preFade(systemSoundDevice());
        const auto tap = preFade.begin();
        QVERIFY(tap);
        preFade.tryAgain();
        preFade.end();
        QVERIFY(!preFade.isPlaying());
    }
};

QTEST_GUILESS_MAIN(TestPreFade)
#include "tst_prefade.moc"
