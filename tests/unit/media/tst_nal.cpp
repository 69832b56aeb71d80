// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/nal.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <random>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

using ByteVector = std::vector<uint8_t>;

ByteVector fromHex(const char *hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return {bytes.begin(), bytes.end()};
}

/// The n-th parameter set of an encoder's stream.
ByteVector setOf(const StreamSpec &spec, size_t index)
{
    const auto packets = makePackets(spec);
    return packets.front().config->parameterSets.at(index);
}

/// A copy in memory of exactly this size, so that the address sanitizer sees a byte read too many.
void exercise(const ByteVector &bytes)
{
    const std::unique_ptr<uint8_t[]> copy(new uint8_t[bytes.size()]);
    std::ranges::copy(bytes, copy.get());
    const Bytes data(copy.get(), bytes.size());
    size_t inside = 0;
    for (const Bytes nal : splitAnnexB(data))
        inside += nal.size();
    QVERIFY(inside <= data.size());
    for (int lengthBytes : {1, 2, 4}) {
        if (const auto nals = splitLengthPrefixed(data, lengthBytes)) {
            for (const Bytes nal : *nals)
                QVERIFY(nal.data() >= data.data() && nal.data() + nal.size() <= data.data() + data.size());
        }
    }
    for (const auto &sps : {parseH264Sps(data), parseHevcSps(data)}) {
        if (sps)
            QVERIFY(sps->width > 0 && sps->height > 0 && sps->width <= 16384 && sps->height <= 16384
                    && sps->frameRateDen > 0 && sps->reorder >= 0 && sps->reorder <= 16);
    }
    (void)parseH264Pps(data);
    (void)parseHevcPps(data);
    (void)parseHevcVpsId(data);
    (void)parseH264Slice(data);
    (void)parseHevcSlicePps(data);
    (void)hasExactRecoveryPoint(data);
    (void)parseAvcC(data);
    (void)parseHvcC(data);
}

} // namespace

class NalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void annexBIsSplitAtBothStartCodes()
    {
        const auto data = fromHex("00000001 09f0 000001 6742 00000000 01 65aabb 000003 01 0000");
        const Nals nals = splitAnnexB(data);
        QCOMPARE(nals.size(), size_t(3));
        QCOMPARE(ByteVector(nals[0].begin(), nals[0].end()), fromHex("09f0"));
        QCOMPARE(ByteVector(nals[1].begin(), nals[1].end()), fromHex("6742"));
        QCOMPARE(ByteVector(nals[2].begin(), nals[2].end()), fromHex("65aabb00000301"));
        QVERIFY(splitAnnexB(fromHex("aabbccdd")).empty());
        QVERIFY(splitAnnexB({}).empty());
    }

    void lengthsAreReadAtAnySize()
    {
        const auto one = fromHex("01aa 02bbcc");
        const auto nals = splitLengthPrefixed(one, 1);
        QVERIFY(nals);
        QCOMPARE(nals->size(), size_t(2));
        QCOMPARE(nals->at(1).size(), size_t(2));
        const auto padded = fromHex("00000000 00000001aa");
        QCOMPARE(splitLengthPrefixed(padded, 4)->size(), size_t(1));
        QCOMPARE(splitLengthPrefixed(fromHex("0003aabb"), 2).error().code, QStringLiteral("damaged-unit"));
        QVERIFY(!splitLengthPrefixed(fromHex("00000001aa0000"), 4));
        QVERIFY(!splitLengthPrefixed(fromHex("ffffffffaa"), 4));
    }

    void anEncodersSpsIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("bFrames");
        QTest::addColumn<int>("profile");
        QTest::addColumn<int>("reorder");
        QTest::newRow("cropped") << QByteArray() << QSize(320, 180) << 0
                                 << FF_PROFILE_H264_CONSTRAINED_BASELINE << 0;
        QTest::newRow("odd crop") << QByteArray() << QSize(322, 182) << 0
                                  << FF_PROFILE_H264_CONSTRAINED_BASELINE << 0;
        QTest::newRow("b-frames") << QByteArray("preset=veryfast,profile=main") << QSize(320, 192) << 2
                                  << FF_PROFILE_H264_MAIN << 2;
        QTest::newRow("high") << QByteArray("preset=veryfast") << QSize(640, 360) << 0 << FF_PROFILE_H264_HIGH
                              << 0;
        QTest::newRow("interlaced") << QByteArray("preset=veryfast,x264-params=interlaced=1")
                                    << QSize(320, 180) << 0 << FF_PROFILE_H264_HIGH << 0;
        QTest::newRow("id") << QByteArray("x264-params=sps-id=7") << QSize(320, 180) << 0
                            << FF_PROFILE_H264_CONSTRAINED_BASELINE << 0;
    }
    void anEncodersSpsIsUnderstood()
    {
        QFETCH(QByteArray, options);
        QFETCH(QSize, size);
        QFETCH(int, bFrames);
        StreamSpec spec{.options = options.constData(), .pictures = 4, .bFrames = bFrames, .sound = false};
        spec.width = size.width();
        spec.height = size.height();
        spec.fps = 25;
        const auto sps = parseH264Sps(setOf(spec, 0));
        QVERIFY(sps);
        QCOMPARE(QSize(sps->width, sps->height), size);
        QTEST(sps->profile, "profile");
        QTEST(sps->reorder, "reorder");
        QCOMPARE(sps->frameRateNum, 25);
        QCOMPARE(sps->frameRateDen, 1);
        QCOMPARE(sps->id, options.contains("sps-id") ? 7U : 0U);
        QVERIFY(sps->level > 0 && sps->level <= 62);
    }

    void withoutVuiTheLevelSaysHowMuchIsReordered()
    {
        // Main at level 3.0, 720 x 576, poc type 0, no VUI: 8100 / (45 * 36) = 5 frames.
        const auto main = parseH264Sps(fromHex("674d001e f405a09320"));
        QVERIFY(main);
        QCOMPARE(main->width, 720);
        QCOMPARE(main->height, 576);
        QCOMPARE(main->frameRateNum, 0);
        QCOMPARE(main->reorder, 5);
    }

    void hevcIsUnderstood()
    {
        const StreamSpec spec{
            .encoder = "libx265", .width = 322, .height = 182, .fps = 25, .pictures = 10, .sound = false};
        const auto config = makePackets(spec).front().config;
        QCOMPARE(config->codecId, int(AV_CODEC_ID_HEVC));
        QCOMPARE(config->width, 322);
        QCOMPARE(config->height, 182);
        QCOMPARE(config->frameRateNum, 25);
        QCOMPARE(config->profile, FF_PROFILE_HEVC_MAIN);
        QCOMPARE(config->parameterSets.size(), size_t(3));
        QVERIFY(config->extradata.empty());
    }

    void avcCGoesThereAndBack()
    {
        const auto config = makePackets({.pictures = 2, .sound = false}).front().config;
        const auto record = parseAvcC(config->extradata);
        QVERIFY(record);
        QCOMPARE(record->lengthBytes, 4);
        QCOMPARE(record->parameterSets, config->parameterSets);
        QVERIFY(!parseAvcC(Bytes(config->extradata).first(config->extradata.size() / 2)));
        QVERIFY(buildAvcC({}).empty());
    }

    void recoveryPointsAreFound()
    {
        QVERIFY(hasExactRecoveryPoint(fromHex("06 06 01 c4 80")));
        QVERIFY(!hasExactRecoveryPoint(fromHex("06 06 01 44 80"))); // two frames later
        QVERIFY(!hasExactRecoveryPoint(fromHex("06 04 02 aabb 80")));
        QVERIFY(hasExactRecoveryPoint(fromHex("06 04 02 aabb 06 01 c4 80")));
        QVERIFY(!hasExactRecoveryPoint(fromHex("06 06 ff")));
    }

    void emulationPreventionIsTakenOut()
    {
        QCOMPARE(unescaped(fromHex("65 000003 00 000003 01")), fromHex("65 0000 00 0000 01"));
        QCOMPARE(unescaped(fromHex("65 0003")), fromHex("65 0003"));
    }

    void nothingIsReadOutsideDamagedBytes()
    {
        std::mt19937 random(20250101);
        std::vector<ByteVector> seeds;
        for (const char *encoder : {"libx264", "libx265"}) {
            const auto config =
                makePackets({.encoder = encoder, .pictures = 3, .sound = false}).front().config;
            seeds.insert(seeds.end(), config->parameterSets.begin(), config->parameterSets.end());
        }
        seeds.push_back(makePackets({.pictures = 2, .sound = false}).front().config->extradata);
        for (int round = 0; round < 20'000; ++round) {
            ByteVector bytes = seeds[random() % seeds.size()];
            for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
                bytes[random() % bytes.size()] ^= uint8_t(1U << random() % 8);
            bytes.resize(random() % (bytes.size() + 1));
            exercise(bytes);
        }
        for (int round = 0; round < 20'000; ++round) {
            ByteVector bytes(random() % 64);
            std::ranges::generate(bytes, [&random] { return uint8_t(random() % 4 ? random() : 0); });
            exercise(bytes);
        }
    }
};

QTEST_GUILESS_MAIN(NalTest)
#include "tst_nal.moc"
