// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/testsound.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestTestSound final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beepsAtEachFullSecond()
    {
        for (const int sampleRate : {48'000, 44'100}) {
            for (int source = 1; source <= 6; ++source) {
                const TestSound sound({source, sampleRate, 2});
                int first = -1;
                int last = -1;
                for (int i = 0; i < sampleRate; ++i) {
                    if (std::abs(sound.sample(sampleRate * 7LL + i)) >= TestSound::beepLevel) {
                        first = first < 0 ? i : first;
                        last = i;
                    }
                }
                QVERIFY(first >= 0 && first < sampleRate / 1'000); // within a millisecond
                QVERIFY(last > sampleRate * 9 / 100 && last < sampleRate / 10);
            }
        }
    }

    void isNeverSilentNorTooLoud()
    {
        const TestSound sound({1, 48'000, 2});
        double most = 0;
        double energy = 0;
        for (int i = 9'600; i < 48'000; ++i)
            energy += std::pow(sound.sample(i), 2);
        for (int i = 0; i < 48'000; ++i)
            most = std::max(most, double(std::abs(sound.sample(i))));
        const double dbfs = 10 * std::log10(energy / 38'400);
        QVERIFY2(dbfs > -45 && dbfs < -30, qPrintable(QString::number(dbfs)));
        QVERIFY(most < 0.5);
    }

    void periodsAreWholeSecondsAndWholeFrames()
    {
        QCOMPARE(TestSound::framesOfPeriod({1, 48'000, 2}), 375);
        QCOMPARE(TestSound::framesOfPeriod({1, 44'100, 2}), 11'025);
        QCOMPARE(TestSound::framesOfPeriod({1, 48'000, 2, true}), 3'000);
        QCOMPARE(TestSound::framesOfPeriod({1, 44'100, 2, true}), 11'025);
        QCOMPARE(3'000 * 1'024 % (64 * 48'000), 0);
        QCOMPARE(11'025 * 1'024 % (64 * 44'100), 0);
        QCOMPARE(375 * 1'024 % 48'000, 0);
        QCOMPARE(11'025 * 1'024 % 44'100, 0);
    }

    void aMelodyIsTheSameForAllAndSofterThanBeeps()
    {
        const TestSound a({1, 48'000, 2, true});
        const TestSound b({2, 48'000, 2, true});
        const TestSound c({2, 44'100, 1, true});
        double likeASecondLater = 0;
        double energy = 0;
        for (int i = 0; i < 64 * 48'000; i += 7) {
            if (i % 48'000 < 4'800)
                continue; // the beep
            QVERIFY(std::abs(a.sample(i)) < TestSound::beepLevel / 1.5F);
            QCOMPARE(a.sample(i), b.sample(i));
            QCOMPARE(a.sample(i), a.sample(i + 64 * 48'000));
            if (i % 160 == 0)
                QVERIFY(std::abs(a.sample(i) - c.sample(int64_t(i) * 147 / 160)) < 1e-5F);
            likeASecondLater += double(a.sample(i)) * double(a.sample(i + 48'000));
            energy += std::pow(double(a.sample(i)), 2);
        }
        QVERIFY(std::abs(likeASecondLater) < energy / 5);
    }

    void sourcesSoundDifferent()
    {
        QVERIFY(TestSound({1, 48'000, 2}).sample(100) != TestSound({2, 48'000, 2}).sample(100));
    }
};

QTEST_GUILESS_MAIN(TestTestSound)
#include "tst_testsound.moc"
