// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/adts.h"
#include "app/media/soundanalyser.h"
#include "tests/unit/media/tones.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

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

/// Noise and tones of a level that changes now and then, as speech over music does; the last five seconds are even.
Wave programmeLike(unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> noise(48'000 * 3);
    std::normal_distribution<float> normal(0, 0.08F);
    float low = 0;
    for (float &sample : noise)
        sample = low = 0.7F * low + normal(random);
    return [noise](double t) {
        const double level = t > 7 ? 0.8 : 0.3 + 0.7 * std::abs(std::sin(1.3 * t));
        const auto at = size_t(std::abs(t) * 48'000) % noise.size();
        return float(level * (double(noise[at]) + 0.2 * std::sin(2 * M_PI * 330 * t)));
    };
}

bool writeAdts(const QString &path, const std::vector<Packet> &packets)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    for (const Packet &packet : packets) {
        AacFormat format;
        format.sampleRate = packet.config->sampleRate;
        format.channels = format.channelConfig = packet.config->channels;
        const auto header = buildAdts(format, size_t(packet.payload->size));
        if (!header)
            return false;
        file.write(reinterpret_cast<const char *>(header->data()), qint64(header->size()));
        file.write(reinterpret_cast<const char *>(packet.payload->data), packet.payload->size);
    }
    return true;
}

/// The last value that ffmpeg's filter ebur128 gives for this key.
double byFfmpeg(const QString &file, const char *key)
{
    QProcess process;
    process.start(QStringLiteral("ffmpeg"),
                  {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"), file,
                   QStringLiteral("-af"),
                   QStringLiteral("ebur128=metadata=1:peak=true,ametadata=print:file=-"),
                   QStringLiteral("-f"), QStringLiteral("null"), QStringLiteral("-")});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return NAN;
    double value = NAN;
    const QByteArray start = QByteArray("lavfi.r128.") + key + '=';
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        if (line.startsWith(start))
            value = line.mid(start.size()).trimmed().toDouble();
    }
    return value;
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

    /// Within 0.1 LU of ffmpeg's ebur128, which is another implementation.
    void agreesWithFfmpeg_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::newRow("stereo") << 48'000 << 2;
        QTest::newRow("mono, 44.1 kHz") << 44'100 << 1;
    }
    void agreesWithFfmpeg()
    {
        QFETCH(int, rate);
        QFETCH(int, channels);
        const auto packets = soundOf(programmeLike(5), {rate, channels}, 0, 12 * second);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("sound.aac"));
        QVERIFY(writeAdts(file, packets));
        SoundAnalyser analyser;
        double highest = -200; // over all; a reading is of 3 s
        for (const Packet &packet : packets) {
            analyser.add(packet);
            highest = std::max(highest, analyser.reading().truePeak.value_or(-200));
        }
        const SoundAnalyser::Reading reading = analyser.reading();
        const double truePeak = 20 * std::log10(byFfmpeg(file, "true_peaks_ch0"));
        const double momentary = byFfmpeg(file, "M");
        const double shortTerm = byFfmpeg(file, "S");
        qInfo("momentary %.2f, ffmpeg %.2f; short-term %.2f, ffmpeg %.2f; true peak %.2f, ffmpeg %.2f",
              *reading.momentary, momentary, *reading.shortTerm, shortTerm, highest, truePeak);
        // As far as EBU Tech 3341 lets true peak meters differ: +0.2, -0.4 dB.
        QVERIFY(highest - truePeak < 0.2 && highest - truePeak > -0.4);
        QVERIFY(std::abs(*reading.shortTerm - shortTerm) < 0.1);
        // Ours is up to 200 ms older, and of 400 ms of noise no two are alike.
        QVERIFY(std::abs(*reading.momentary - momentary) < 0.2);
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
