// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/parametersets.h"

#include "tests/unit/media/madestream.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

std::vector<std::vector<uint8_t>> setsOf(const StreamSpec &spec)
{
    return makePackets(spec).front().config->parameterSets;
}

const StreamSpec one{.pictures = 2, .sound = false};
const StreamSpec larger{.width = 640, .height = 360, .pictures = 2, .sound = false};
const StreamSpec second{
    .options = "x264-params=sps-id=5", .width = 640, .height = 360, .pictures = 2, .sound = false};

} // namespace

class ParameterSetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theConfigStaysTheSameObject()
    {
        ParameterSets sets(AV_CODEC_ID_H264);
        QVERIFY(!sets.configFor(0));
        for (const auto &set : setsOf(one))
            QVERIFY(sets.add(set));
        const CodecConfigPtr config = sets.configFor(0);
        QVERIFY(config);
        QCOMPARE(config->width, 320);
        QVERIFY(!config->extradata.empty());
        for (const auto &set : setsOf(one))
            QVERIFY(sets.add(set));
        QVERIFY(sets.configFor(0) == config);
        QVERIFY(sets.newest() == config);
        QVERIFY(!sets.configFor(17));
    }

    void aReplacedSpsTakesItsPpsAlong()
    {
        ParameterSets sets(AV_CODEC_ID_H264);
        QVERIFY(sets.replace(setsOf(one)));
        const CodecConfigPtr before = sets.configFor(0);
        const auto next = setsOf(larger);
        QVERIFY(sets.add(next[0]));
        QVERIFY(!sets.configFor(0)); // not decodable until the PPS comes again
        QVERIFY(sets.add(next[1]));
        QCOMPARE(sets.configFor(0)->width, 640);
        QCOMPARE(before->width, 320);
    }

    void thePictureSaysWhichOneCounts()
    {
        ParameterSets sets(AV_CODEC_ID_H264);
        for (const auto &spec : {one, second}) {
            for (const auto &set : setsOf(spec))
                QVERIFY(sets.add(set));
        }
        // x264 numbers PPS as SPS.
        const CodecConfigPtr small = sets.configFor(0);
        const CodecConfigPtr large = sets.configFor(5);
        QVERIFY(small && large);
        QCOMPARE(small->width, 320);
        QCOMPARE(large->width, 640);
        QCOMPARE(small->parameterSets.size(), size_t(4)); // each config carries all that are in force
    }

    void damageChangesNothing()
    {
        ParameterSets sets(AV_CODEC_ID_H264);
        QVERIFY(sets.replace(setsOf(one)));
        const CodecConfigPtr config = sets.configFor(0);
        const auto sps = setsOf(larger).front();
        QVERIFY(!sets.add(Bytes(sps).first(5)));
        QVERIFY(!sets.add({}));
        QVERIFY(!sets.replace({sps}));
        QVERIFY(!sets.add(std::vector<uint8_t>(70'000, 0x67)));
        QVERIFY(sets.configFor(0) == config);
    }

    void hevcHasThreeKinds()
    {
        ParameterSets sets(AV_CODEC_ID_HEVC);
        for (const auto &set : setsOf({.encoder = "libx265", .pictures = 2, .sound = false}))
            QVERIFY(sets.add(set));
        const CodecConfigPtr config = sets.configFor(0);
        QVERIFY(config);
        QCOMPARE(config->parameterSets.size(), size_t(3));
        QCOMPARE(kindOf(AV_CODEC_ID_HEVC, config->parameterSets.front()), NalKind::ParameterSet);
        QCOMPARE(int(config->parameterSets.front()[0] >> 1), 32); // the VPS first
    }
};

QTEST_GUILESS_MAIN(ParameterSetsTest)
#include "tst_parametersets.moc"
