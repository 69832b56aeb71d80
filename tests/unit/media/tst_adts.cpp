// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/adts.h"

#include <QTest>

#include <random>

using namespace twinfeed::media;

class AdtsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headerGoesThereAndBack()
    {
        for (const int rate : {8000, 44100, 48000, 96000}) {
            for (const int channels : {1, 2, 6}) {
                const AacFormat format{.sampleRate = rate, .channels = channels, .channelConfig = channels};
                const auto bytes = buildAdts(format, 417);
                QVERIFY(bytes);
                const auto header = parseAdts(*bytes);
                QVERIFY(header);
                QVERIFY(header->format == format);
                QCOMPARE(header->frameBytes, size_t(424));
                QCOMPARE(header->headerBytes, size_t(7));
                QCOMPARE(header->rawBlocks, 1);
            }
        }
    }

    void headerRefusesWhatItCannotSay()
    {
        const AacFormat good{.sampleRate = 48000, .channels = 2, .channelConfig = 2};
        QVERIFY(buildAdts(good, 8184));
        QVERIFY(!buildAdts(good, 8185));
        AacFormat odd = good;
        odd.sampleRate = 47000;
        QVERIFY(!buildAdts(odd, 100));
        AacFormat broadcast = good;
        broadcast.samplesPerFrame = 960;
        QVERIFY(!buildAdts(broadcast, 100));
        AacFormat later = good;
        later.objectType = 39; // ER AAC ELD
        QVERIFY(!buildAdts(later, 100));
    }

    void configGoesThereAndBack()
    {
        for (const int rate : {7350, 44100, 48000, 47000}) {
            for (const int frame : {960, 1024}) {
                const AacFormat format{
                    .sampleRate = rate, .channels = 8, .channelConfig = 7, .samplesPerFrame = frame};
                const auto parsed = parseAudioSpecificConfig(buildAudioSpecificConfig(format));
                QVERIFY(parsed);
                QVERIFY(*parsed == format);
            }
        }
    }

    void heAacTellsItsCore()
    {
        // SBR, core 24 kHz (index 6), stereo, extension 48 kHz (3), AAC-LC.
        constexpr uint8_t config[]{0x2B, 0x11, 0x88, 0x00};
        const auto format = parseAudioSpecificConfig(config);
        QVERIFY(format);
        QCOMPARE(format->objectType, 2);
        QCOMPARE(format->sampleRate, 24000);
        QCOMPARE(format->channels, 2);
    }

    void damageIsNoHeader()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 50'000; ++round) {
            std::vector<uint8_t> bytes(random() % 12);
            std::ranges::generate(bytes, [&random] { return uint8_t(random() % 3 ? random() : 0xFF); });
            if (const auto header = parseAdts(bytes)) {
                QVERIFY(header->frameBytes >= header->headerBytes);
                QVERIFY(header->format.sampleRate > 0);
            }
            if (const auto format = parseAudioSpecificConfig(bytes)) {
                QVERIFY(format->sampleRate > 0);
                QVERIFY(format->channels >= 0);
            }
        }
        QVERIFY(!parseAdts({}));
        QVERIFY(!parseAudioSpecificConfig({}));
    }
};

QTEST_GUILESS_MAIN(AdtsTest)
#include "tst_adts.moc"
