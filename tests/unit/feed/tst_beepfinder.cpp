// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/beepfinder.h"
#include "app/feed/testsound.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestBeepFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEachBeepOnce()
    {
        const TestSound sound({2, 48'000, 2});
        BeepFinder finder;
        std::vector<int64_t> found;
        for (int64_t frame = 10; frame < 10 + 48 * 10; ++frame) { // in AAC's pieces
            std::vector<float> samples(1'024);
            for (size_t i = 0; i < samples.size(); ++i)
                samples[i] = sound.sample(frame * 1'024 + int64_t(i));
            finder.feed(samples, frame * 1'024 * 1'000'000 / 48'000, 48'000,
                        [&](int64_t at) { found.push_back(at); });
        }
        QCOMPARE(found.size(), size_t(10));
        for (size_t i = 0; i < found.size(); ++i)
            QVERIFY(qAbs(found[i] - int64_t(i + 1) * 1'000'000) < 1'000);
    }

    void aStreamThatStartsInABeepHasNone()
    {
        const TestSound sound({1, 48'000, 2});
        BeepFinder finder;
        std::vector<float> samples(4'800);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = sound.sample(int64_t(i) + 1'000);
        finder.feed(samples, 0, 48'000, [](int64_t) { QFAIL("nothing begins here"); });
    }
};

QTEST_GUILESS_MAIN(TestBeepFinder)
#include "tst_beepfinder.moc"
