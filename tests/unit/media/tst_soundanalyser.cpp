// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundanalyser.h"
#include "tests/unit/media/tones.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t second = 1'000'000;
constexpr SoundFormat stereo{48'000, 2};

double level(double dbfs)
{
    return std::pow(10, dbfs / 20);
}

SoundAnalyser::Reading after(SoundAnalyser &analyser, const std::vector<Packet> &packets)
{
    for (const Packet &packet : packets)
        analyser.add(packet);
    return analyser.reading();
}

} // namespace

class TestSoundAnalyser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// EBU Tech 3341, case 1: a sine of 1000 Hz at -23 dBFS in both channels is -23 LUFS.
    void theReferenceToneIsMeasuredAsItIs()
    {
        SoundAnalyser analyser;
        const auto reading = after(analyser, soundOf(tone(1000, 0, level(-23)), stereo, 0, 5 * second));
        QVERIFY(reading.momentary && reading.shortTerm && reading.truePeak);
        QVERIFY2(std::abs(*reading.momentary + 23) < 0.1, qPrintable(QString::number(*reading.momentary)));
        QVERIFY2(std::abs(*reading.shortTerm + 23) < 0.1, qPrintable(QString::number(*reading.shortTerm)));
        QVERIFY2(std::abs(*reading.truePeak + 23) < 0.4, qPrintable(QString::number(*reading.truePeak)));
        QCOMPARE(reading.silentUs, int64_t(0));
    }

    /// A sine at a quarter of the sampling rate and 45 degrees has its peaks between the samples: 3 dB above them.
    void thePeakBetweenTheSamplesCounts()
    {
        SoundAnalyser analyser;
        const auto reading =
            after(analyser, soundOf(tone(12'000, M_PI / 4, level(-6)), stereo, 0, 4 * second));
        QVERIFY2(std::abs(*reading.truePeak + 6) < 0.6, qPrintable(QString::number(*reading.truePeak)));
    }

    void silenceIsTimedFromItsBeginning()
    {
        SoundAnalyser analyser;
        const auto wave = [](double t) {
            return t < 2 ? tone(440)(t) : float(level(-75) * std::sin(2000 * t));
        };
        const auto packets = soundOf(wave, stereo, 0, 6 * second);
        std::optional<int64_t> found;
        for (const Packet &packet : packets) {
            analyser.add(packet);
            if (!found && analyser.reading().silentUs >= 2 * second)
                found = packet.pts;
        }
        QVERIFY(found);
        QVERIFY2(std::abs(*found - 4 * second) <= 250'000, qPrintable(QString::number(*found)));
        QVERIFY(*analyser.reading().momentary < -60);
    }

    void soundThatComesBackEndsIt()
    {
        SoundAnalyser analyser;
        after(analyser, soundOf([](double) { return 0.0f; }, stereo, 0, 3 * second));
        QVERIFY(analyser.reading().silentUs > 2 * second);
        const auto reading = after(analyser, soundOf(tone(440), stereo, 3 * second, second));
        QCOMPARE(reading.silentUs, int64_t(0));
    }

    void anotherFormatIsAnotherBeginning()
    {
        SoundAnalyser analyser;
        after(analyser, soundOf(tone(1000, 0, level(-23)), stereo, 0, 4 * second));
        const auto reading =
            after(analyser, soundOf(tone(1000, 0, level(-30)), {44'100, 1}, 4 * second, 5 * second));
        // One channel of what two would make 3 dB louder.
        QVERIFY2(std::abs(*reading.shortTerm + 33) < 0.2, qPrintable(QString::number(*reading.shortTerm)));
    }

    void nothingWasHeardYet()
    {
        const SoundAnalyser analyser;
        QVERIFY(!analyser.reading().momentary);
        QVERIFY(!analyser.reading().truePeak);
    }
};

QTEST_GUILESS_MAIN(TestSoundAnalyser)
#include "tst_soundanalyser.moc"
