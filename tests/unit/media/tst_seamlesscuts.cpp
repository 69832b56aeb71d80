// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicer.h"

#include "tests/unit/media/madesource.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Bridged and aligned cuts, trims and silence, on made-up streams with a made-up bridge.
class TestSeamlessCuts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bridgesAtThePicture_data();
    void bridgesAtThePicture();
    void aKeyframeNearbyNeedsNoBridge();
    void aBridgeWithoutPictures();
    void refusedBridgeIsCachedAndSaysSo();
    void slowBridgeIsCachedAfterASecond();
    void urgentBridgeIsReadyOrCachedBeforeDry_data();
    void urgentBridgeIsReadyOrCachedBeforeDry();
    void aTakeBecomesUrgentWithTheLoss();
    void aBridgeThatBreaksOffGoesOnAtAKeyframe();
    void aBridgeThatBreaksOffWhileATakeWaits();
    void aStalledEncoderDoesNotFreezeTheProgramme();
    void theTargetIsLostWhileTheBridgeWorks();
    void anotherTakeWhileTheBridgeWorks();
    void backToTheOldSourceBeforeTheBridgeIsReady();
    void backToTheOldSourceDuringTheBridge();
    void theOldSourceIsLostOnTheWayBackDuringTheBridge();
    void aSlowWayBackDuringTheBridge();
    void bridgedKeepsWhatTheProgrammeIsBehind();
    void cachedCatchesUpWhatTheCutBeforeLeftBehind();
    void aKeyframeForTheSourceOnAir_data();
    void aKeyframeForTheSourceOnAir();
    void aKeyframeWhileATrimIsSlewed();
    void noKeyframeWhereNoneCanBeMade();
    void aTakeComesBeforeTheKeyframe();
    void alignedCarriesOnInMidGroup_data();
    void alignedCarriesOnInMidGroup();
    void alignedThereAndBack();
    void wronglyAlignedIsBridged();
    void trimmedPathsShowTheSame();
    void aTrimOnAirIsSlewed();
    void silenceIsFilledIn();
    void soundThatComesLateIsHeard();
    void pictureLossIsLossThoughSoundGoesOn();
    void holdSaysHowLongItTakes();
};

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t frame = 33'333;

int64_t firstOf(const std::vector<Sent> &pictures, Source source)
{
    for (const Sent &sent : pictures) {
        if (sent.packet.source == source)
            return sent.packet.sourcePts;
    }
    return -1;
}

SilentSound silence()
{
    return {soundConfig(32'000), payloadOf(6), 21'333};
}

} // namespace

#define VERIFY_VALID(studio) QVERIFY2((studio).problem().isEmpty(), qPrintable((studio).problem()))

void TestSeamlessCuts::bridgesAtThePicture_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("atMs");
    for (int from = 0; from < int(allEncoders.size()); ++from) {
        for (int to = 0; to < int(allEncoders.size()); ++to) {
            for (const int at : {4440, 5010})
                QTest::addRow("%s to %s at %d", allEncoders[size_t(from)].name, allEncoders[size_t(to)].name,
                              at)
                    << from << to << at;
        }
    }
}

void TestSeamlessCuts::bridgesAtThePicture()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(int, atMs);
    Studio studio(allEncoders[size_t(from)], allEncoders[size_t(to)]);
    studio.run(atMs * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(200 * ms);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QCOMPARE(evidence.cut, CutMade::Bridged);
    QVERIFY(evidence.insteadCode.isEmpty());
    QVERIFY2(evidence.picturesLost + evidence.picturesRepeated <= 1,
             qPrintable(QStringLiteral("%1 %2").arg(evidence.picturesLost).arg(evidence.picturesRepeated)));
    QVERIFY2(evidence.gapMs > 15 && evidence.gapMs <= 52, qPrintable(QString::number(evidence.gapMs)));
    studio.run(5 * second);
    VERIFY_VALID(studio);
    QVERIFY2(studio.largestPictureGap() <= frame * 3 / 2 + 2 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
    QVERIFY2(studio.largestSoundGap() < 25 * ms, qPrintable(QString::number(studio.largestSoundGap())));
    // The source's own pictures go on behind the bridge, nothing between them missing.
    const auto pictures = studio.pictures();
    QVERIFY(pictures.back().packet.config != MadeBridge::config());
    std::vector<int64_t> shown;
    for (const Sent &sent : pictures) {
        if (sent.packet.source == Source::Backup && sent.packet.pts <= pictures.back().packet.dts)
            shown.push_back(sent.packet.sourcePts);
    }
    std::ranges::sort(shown);
    for (size_t i = 1; i < shown.size(); ++i)
        QCOMPARE(shown[i] - shown[i - 1], frame);
}

void TestSeamlessCuts::aKeyframeNearbyNeedsNoBridge()
{
    Encoder intra = noBFrames;
    intra.gop = 1;
    Studio studio(noBFrames, intra);
    studio.run(4 * second);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.bridge().begun, 0);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, CutMade::Bridged);
    QCOMPARE(studio.cuts().front().evidence.picturesLost, 0);
    QCOMPARE(studio.cuts().front().evidence.picturesRepeated, 0);
    VERIFY_VALID(studio);
    QVERIFY(studio.largestPictureGap() <= frame * 3 / 2);
}

void TestSeamlessCuts::aBridgeWithoutPictures()
{
    // Its run-up came to the next keyframe: the target's own packets go on there, the old source's up to there.
    Studio studio(noBFrames, noBFrames);
    studio.bridge().joinsAtOnce = true;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(3 * second);
    QCOMPARE(studio.bridge().begun, 1);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QCOMPARE(evidence.cut, CutMade::Bridged);
    QVERIFY(evidence.insteadCode.isEmpty());
    QVERIFY(evidence.picturesLost + evidence.picturesRepeated <= 1);
    VERIFY_VALID(studio);
    QVERIFY(studio.largestPictureGap() <= frame * 3 / 2 + 2 * ms);
}

void TestSeamlessCuts::refusedBridgeIsCachedAndSaysSo()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().refuses =
        Error{QStringLiteral("interlaced"), QStringLiteral("Half pictures."), {}, {}, {}};
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.runOnce();
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QCOMPARE(evidence.cut, CutMade::Cached);
    QCOMPARE(evidence.insteadCode, QStringLiteral("interlaced"));
    QCOMPARE(evidence.insteadBecause, QStringLiteral("Half pictures."));
    studio.run(second);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::slowBridgeIsCachedAfterASecond()
{
    Studio studio(twoBFrames, noBFrames);
    studio.bridge().runUpUs = 60 * second;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(990 * ms);
    QVERIFY(studio.cuts().empty()); // the old source goes on meanwhile
    studio.run(60 * ms);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, CutMade::Cached);
    QCOMPARE(studio.cuts().front().evidence.insteadCode, QStringLiteral("bridge-late"));
    QCOMPARE(studio.bridge().cancelled, 1);
    studio.run(3 * second);
    VERIFY_VALID(studio);
    QVERIFY(studio.largestPictureGap() < frame + 3 * ms);
}

void TestSeamlessCuts::urgentBridgeIsReadyOrCachedBeforeDry_data()
{
    QTest::addColumn<qint64>("runUpUs");
    QTest::addColumn<bool>("bridged");
    QTest::newRow("quick") << qint64(100 * ms) << true;
    QTest::newRow("slow") << qint64(900 * ms) << false;
}

void TestSeamlessCuts::urgentBridgeIsReadyOrCachedBeforeDry()
{
    QFETCH(qint64, runUpUs);
    QFETCH(bool, bridged);
    Studio studio(twoBFrames, openGops);
    studio.bridge().runUpUs = runUpUs;
    studio.run(4 * second + 440 * ms);
    studio.source(Source::Primary).stop();
    studio.run(300 * ms); // as loss is seen with a hold of 500
    studio.take(Source::Backup, Cut::Bridged, true);
    studio.run(3 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, bridged ? CutMade::Bridged : CutMade::Cached);
    QCOMPARE(studio.cuts().front().evidence.insteadCode, bridged ? QString() : QStringLiteral("bridge-late"));
    VERIFY_VALID(studio);
    QVERIFY2(studio.largestPictureGap() <= frame * 3 / 2 + 2 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
    // On the wall clock neither: nothing came late.
    const auto pictures = studio.pictures();
    for (size_t i = 1; i < pictures.size(); ++i)
        QVERIFY(pictures[i].at - pictures[i - 1].at < 3 * frame);
}

void TestSeamlessCuts::aTakeBecomesUrgentWithTheLoss()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().runUpUs = 900 * ms;
    studio.run(4 * second);
    studio.source(Source::Primary).stop();
    studio.run(100 * ms); // not lost yet
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, CutMade::Cached);
    QCOMPARE(studio.cuts().front().evidence.insteadCode, QStringLiteral("bridge-late"));
    VERIFY_VALID(studio);
    QVERIFY2(studio.largestPictureGap() <= frame * 3 / 2 + 2 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSeamlessCuts::aBridgeThatBreaksOffGoesOnAtAKeyframe()
{
    Studio studio(noBFrames, twoBFrames);
    studio.bridge().failsAfter = 5;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(4 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    VERIFY_VALID(studio);
    const auto pictures = studio.pictures();
    QCOMPARE(std::ranges::count_if(
                 pictures, [](const Sent &sent) { return sent.packet.config == MadeBridge::config(); }),
             5);
    // The second seam has evidence of its own, which agrees with what was sent.
    QCOMPARE(studio.resumed().size(), size_t(1));
    const TakeEvidence &seam = studio.resumed().front().evidence;
    QCOMPARE(seam.from, Source::Backup);
    QCOMPARE(seam.to, Source::Backup);
    const auto own = std::ranges::find_if(pictures, [&](const Sent &sent) {
        return sent.packet.dts == studio.resumed().front().dts && sent.packet.keyframe;
    });
    QVERIFY(own != pictures.end() && own != pictures.begin());
    const int64_t step = own->packet.sourcePts - std::prev(own)->packet.sourcePts;
    QCOMPARE((seam.picturesLost - seam.picturesRepeated + 1) * frame, step);
    QVERIFY(pictures.back().at > studio.now() - 100 * ms);
    QVERIFY2(studio.largestPictureGap() < frame * 2, qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSeamlessCuts::aBridgeThatBreaksOffWhileATakeWaits()
{
    Encoder longGroups = noBFrames;
    longGroups.gop = 300;
    Studio studio(longGroups, noBFrames);
    studio.bridge().failsAfter = 5;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(20 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(100 * ms);
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    studio.take(Source::Primary, Cut::Keyframe); // which comes in seconds
    studio.run(3 * second);
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    QCOMPARE(studio.resumed().size(), size_t(1));
    QVERIFY(!studio.failures().empty());
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("no-keyframe"));
    VERIFY_VALID(studio);
    QVERIFY(studio.pictures().back().at > studio.now() - 100 * ms);
    QVERIFY2(studio.largestPictureGap() < second, qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSeamlessCuts::aStalledEncoderDoesNotFreezeTheProgramme()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().encodeUs = 800 * ms;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(2 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, CutMade::Cached);
    QCOMPARE(studio.cuts().front().evidence.insteadCode, QStringLiteral("bridge-late"));
    VERIFY_VALID(studio);
    const auto pictures = studio.pictures();
    int64_t longest = 0;
    for (size_t i = 1; i < pictures.size(); ++i)
        longest = std::max(longest, pictures[i].at - pictures[i - 1].at);
    QVERIFY2(longest < 350 * ms, qPrintable(QString::number(longest)));
}

void TestSeamlessCuts::theTargetIsLostWhileTheBridgeWorks()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().runUpUs = 800 * ms;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(100 * ms);
    studio.source(Source::Backup).stop();
    studio.run(2 * second);
    QVERIFY(studio.cuts().empty());
    QCOMPARE(studio.bridge().cancelled, 1);
    QVERIFY(studio.largestPictureGap() <= frame); // nothing has happened to the programme
    studio.source(Source::Backup).start();
    studio.run(3 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    studio.run(second);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::anotherTakeWhileTheBridgeWorks()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().runUpUs = 300 * ms;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(100 * ms);
    studio.take(Source::Backup, Cut::Cached);
    studio.runOnce();
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("superseded"));
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.bridge().cancelled, 1);
    studio.run(3 * second);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::backToTheOldSourceBeforeTheBridgeIsReady()
{
    Studio studio(noBFrames, noBFrames);
    studio.bridge().runUpUs = 300 * ms;
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(100 * ms);
    studio.take(Source::Primary, Cut::Bridged);
    studio.run(2 * second);
    QCOMPARE(studio.splicer().onAir(), Source::Primary);
    QCOMPARE(studio.cuts().size(), size_t(1)); // it is on air already
    QCOMPARE(studio.bridge().cancelled, 1);
    QVERIFY(studio.largestPictureGap() <= frame);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::backToTheOldSourceDuringTheBridge()
{
    Encoder longGroups = noBFrames;
    longGroups.gop = 300;
    Studio studio(twoBFrames, longGroups);
    studio.run(12 * second);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QVERIFY(studio.pictures().back().packet.config == MadeBridge::config());
    studio.take(Source::Primary, Cut::Bridged);
    studio.run(4 * second);
    QCOMPARE(studio.cuts().size(), size_t(2));
    QCOMPARE(studio.cuts().back().evidence.cut, CutMade::Bridged);
    VERIFY_VALID(studio);
    QVERIFY(studio.largestPictureGap() <= frame * 3 / 2 + 2 * ms);
}

void TestSeamlessCuts::theOldSourceIsLostOnTheWayBackDuringTheBridge()
{
    Encoder longGroups = noBFrames;
    longGroups.gop = 300;
    Studio studio(twoBFrames, longGroups);
    studio.bridge().runUpUs = 300 * ms;
    studio.run(12 * second);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    studio.bridge().runUpUs = 5 * second;
    studio.take(Source::Primary, Cut::Bridged); // the bridge on air is given up for it
    studio.run(50 * ms);
    studio.source(Source::Primary).stop();
    studio.run(2 * second);
    // What is on air sends all the time: the programme goes on with it.
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    QVERIFY(studio.pictures().back().at > studio.now() - 100 * ms);
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("source-lost"));
    QCOMPARE(studio.resumed().size(), size_t(1));
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::aSlowWayBackDuringTheBridge()
{
    Encoder longGroups = noBFrames;
    longGroups.gop = 300;
    Studio studio(longGroups, longGroups);
    studio.run(12 * second);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    studio.bridge().runUpUs = 900 * ms; // the programme has half a second
    studio.take(Source::Primary, Cut::Bridged);
    studio.run(2 * second);
    QCOMPARE(studio.cuts().size(), size_t(2));
    QCOMPARE(studio.cuts().back().evidence.insteadCode, QStringLiteral("bridge-late"));
    const auto pictures = studio.pictures();
    for (size_t i = 1; i < pictures.size(); ++i)
        QVERIFY(pictures[i].at - pictures[i - 1].at < 3 * frame);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::bridgedKeepsWhatTheProgrammeIsBehind()
{
    // A cached cut leaves the programme behind; a bridged one from there neither skips that nor shows it twice.
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(500 * ms);
    const int64_t behind = studio.splicer().behindUs();
    QVERIFY(behind > second);
    studio.take(Source::Primary, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(2));
    const TakeEvidence evidence = studio.cuts().back().evidence;
    QCOMPARE(evidence.cut, CutMade::Bridged);
    QCOMPARE(evidence.picturesLost + evidence.picturesRepeated, 0);
    QVERIFY(std::abs(studio.splicer().behindUs() - behind) < frame);
    VERIFY_VALID(studio);
}

/// A cached cut repeats up to a group, and the programme is so much behind from then on. The next one begins at the target's newest
/// keyframe again: that leaves out what the first had repeated, and says so, instead of falling behind ever more.
void TestSeamlessCuts::cachedCatchesUpWhatTheCutBeforeLeftBehind()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(5 * second + 800 * ms); // the newest keyframe that is due is 1.3 s old
    studio.take(Source::Backup, Cut::Cached);
    studio.run(1'300 * ms); // now it is 0.6 s
    studio.take(Source::Primary, Cut::Cached);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(2));
    const TakeEvidence first = studio.cuts()[0].evidence;
    const TakeEvidence second = studio.cuts()[1].evidence;
    QVERIFY2(first.picturesRepeated > 30 && first.picturesLost == 0,
             qPrintable(QString::number(first.picturesRepeated)));
    QVERIFY2(second.picturesLost > 10, qPrintable(QString::number(second.picturesLost)));
    QVERIFY(second.picturesLost <= first.picturesRepeated);
    QVERIFY(second.behindMs < first.behindMs);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::aKeyframeForTheSourceOnAir_data()
{
    QTest::addColumn<int>("of");
    QTest::addColumn<int>("atMs");
    QTest::addColumn<bool>("behind");
    for (int of = 0; of < int(allEncoders.size()); ++of) {
        for (const int at : {5033, 6100, 6633, 7499}) {
            for (const bool behind : {false, true})
                QTest::addRow("%s at %d%s", allEncoders[size_t(of)].name, at, behind ? ", behind" : "")
                    << of << at << behind;
        }
    }
}

void TestSeamlessCuts::aKeyframeForTheSourceOnAir()
{
    QFETCH(int, of);
    QFETCH(int, atMs);
    QFETCH(bool, behind);
    Encoder encoder = allEncoders[size_t(of)];
    encoder.gop = 90;
    Studio studio(noBFrames, encoder);
    studio.run(4 * second);
    studio.take(Source::Backup, behind ? Cut::Cached : Cut::Bridged);
    studio.run(atMs * ms);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const int64_t behindUs = studio.splicer().behindUs();
    const size_t before = studio.pictures().size();
    studio.makeKeyframe();
    studio.run(150 * ms);
    QVERIFY(studio.failures().empty());
    QCOMPARE(studio.cuts().size(), size_t(2));
    const auto &made = studio.cuts().back();
    QCOMPARE(made.evidence.from, Source::Backup);
    QCOMPARE(made.evidence.to, Source::Backup);
    QCOMPARE(made.evidence.picturesLost + made.evidence.picturesRepeated, 0);
    studio.run(5 * second);
    VERIFY_VALID(studio);
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    QVERIFY(std::abs(studio.splicer().behindUs() - behindUs) <= 2 * ms);

    const auto pictures = studio.pictures();
    const auto keyframe = std::ranges::find_if(pictures.begin() + ptrdiff_t(before), pictures.end(),
                                               [](const Sent &sent) { return sent.packet.keyframe; });
    QVERIFY(keyframe != pictures.end());
    QCOMPARE(keyframe->packet.dts, made.dts);
    // Every picture of the source once, in its time.
    std::vector<std::pair<int64_t, int64_t>> shown;
    for (auto it = pictures.begin() + ptrdiff_t(before) - 10; it != pictures.end(); ++it) {
        if (it->packet.pts <= pictures.back().packet.dts)
            shown.emplace_back(it->packet.pts, it->packet.sourcePts);
    }
    std::ranges::sort(shown);
    for (size_t i = 4; i < shown.size(); ++i) {
        QCOMPARE(shown[i].second - shown[i - 1].second, frame);
        QVERIFY(std::abs(shown[i].first - shown[i - 1].first - frame) <= 2 * ms);
    }
    QVERIFY2(studio.largestSoundGap() < 25 * ms, qPrintable(QString::number(studio.largestSoundGap())));
}

void TestSeamlessCuts::aKeyframeWhileATrimIsSlewed()
{
    Encoder encoder = noBFrames;
    encoder.gop = 150;
    Studio studio(encoder, noBFrames);
    studio.run(4 * second);
    studio.setTrims({100 * ms, 0});
    studio.run(3 * second); // 30 of 100 ms
    studio.makeKeyframe();
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    studio.run(12 * second);
    VERIFY_VALID(studio);
    // It goes on to where it was on its way to.
    QVERIFY2(std::abs(studio.splicer().behindUs() - 600 * ms) <= ms,
             qPrintable(QString::number(studio.splicer().behindUs())));
    QVERIFY(studio.largestPictureGap() <= frame + 2 * ms);
}

void TestSeamlessCuts::noKeyframeWhereNoneCanBeMade()
{
    Encoder encoder = noBFrames;
    encoder.gop = 150;
    Studio studio(encoder, noBFrames);
    studio.makeKeyframe(); // nothing is on air yet
    studio.run(3 * second);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("busy"));

    studio.bridge().refuses = Error{QStringLiteral("interlaced"), QStringLiteral("Made up."), {}, {}, {}};
    studio.makeKeyframe();
    studio.run(100 * ms);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("interlaced"));
    studio.bridge().refuses.reset();

    studio.bridge().runUpUs = 60 * second;
    studio.makeKeyframe();
    studio.run(100 * ms);
    QCOMPARE(studio.failures().size(), size_t(2));
    studio.makeKeyframe(); // the first is on its way
    studio.run(100 * ms);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("busy"));
    studio.run(7 * second);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("bridge-late"));

    studio.makeKeyframe();
    studio.run(100 * ms);
    studio.source(Source::Primary).stop();
    studio.run(second);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("source-lost"));
    QCOMPARE(studio.failures().size(), size_t(5));
    QVERIFY(studio.cuts().empty());
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::aTakeComesBeforeTheKeyframe()
{
    Encoder encoder = noBFrames;
    encoder.gop = 150;
    Studio studio(encoder, noBFrames);
    studio.run(3 * second);
    studio.bridge().runUpUs = 100 * ms;
    studio.makeKeyframe();
    studio.run(20 * ms);
    QVERIFY(!studio.splicer().facts(studio.now()).taking); // nothing that failover should wait for
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("superseded"));
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.splicer().onAir(), Source::Backup);
    // And no keyframe while a take is on its way.
    studio.bridge().runUpUs = 500 * ms;
    studio.take(Source::Primary, Cut::Bridged);
    studio.run(20 * ms);
    studio.makeKeyframe();
    studio.run(2 * second);
    QCOMPARE(studio.failures().back().error.code, QStringLiteral("busy"));
    QCOMPARE(studio.splicer().onAir(), Source::Primary);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::alignedCarriesOnInMidGroup_data()
{
    QTest::addColumn<int>("encoder");
    QTest::addColumn<qint64>("lateUs");
    for (int i = 0; i < int(allEncoders.size()); ++i) {
        for (const int late : {0, 35, 240, -120})
            QTest::addRow("%s, %d ms later", allEncoders[size_t(i)].name, late) << i << qint64(late * ms);
    }
}

void TestSeamlessCuts::alignedCarriesOnInMidGroup()
{
    QFETCH(int, encoder);
    QFETCH(qint64, lateUs);
    Encoder one = allEncoders[size_t(encoder)];
    one.stream = 1;
    Encoder other = one;
    other.lateUs = std::max<int64_t>(0, lateUs);
    one.lateUs = std::max<int64_t>(0, -lateUs);
    Studio studio(one, other);
    studio.splicer().setAligned(0);
    studio.run(4 * second + 440 * ms);
    studio.source(Source::Primary).stop();
    studio.run(250 * ms);
    studio.take(Source::Backup, Cut::Bridged, true);
    studio.run(4 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QCOMPARE(evidence.cut, CutMade::Aligned);
    QCOMPARE(evidence.picturesLost + evidence.picturesRepeated, 0);
    QCOMPARE(studio.bridge().begun, 0);
    VERIFY_VALID(studio);
    // Each packet of the encoder once and in order, pictures and sound.
    int64_t picture = 0;
    int64_t heard = 0;
    for (const Sent &sent : studio.sent()) {
        int64_t &last = sent.packet.track == Track::Video ? picture : heard;
        if (last > 0 && sent.packet.dts > 103 * second) // leading pictures at the very beginning are dropped
            QCOMPARE(sent.packet.sourceDts - last,
                     sent.packet.track == Track::Video ? ordinalStep : one.soundUs);
        last = sent.packet.sourceDts;
    }
    // What is in front of the hold comes back by 1 % of the time, for as many pictures as a B-frame is away.
    QVERIFY2(studio.largestPictureGap() <= frame + frame / 20,
             qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSeamlessCuts::alignedThereAndBack()
{
    Encoder one = twoBFrames;
    one.stream = 1;
    Encoder other = one;
    other.lateUs = 80 * ms;
    Studio studio(one, other);
    studio.splicer().setAligned(0);
    studio.run(4 * second);
    for (int i = 0; i < 20; ++i) {
        studio.take(i % 2 == 0 ? Source::Backup : Source::Primary, Cut::Bridged);
        studio.run(730 * ms);
    }
    QCOMPARE(studio.cuts().size(), size_t(20));
    for (const auto &cut : studio.cuts())
        QCOMPARE(cut.evidence.cut, CutMade::Aligned);
    VERIFY_VALID(studio);
    const auto pictures = studio.pictures();
    for (size_t i = 1; i < pictures.size(); ++i)
        QCOMPARE(pictures[i].packet.sourceDts - pictures[i - 1].packet.sourceDts, ordinalStep);
    // What is in front of the hold comes back to it; it does not add up.
    QVERIFY2(studio.splicer().behindUs() < 600 * ms,
             qPrintable(QString::number(studio.splicer().behindUs())));
}

void TestSeamlessCuts::wronglyAlignedIsBridged()
{
    Studio studio(noBFrames, noBFrames); // other payloads
    studio.splicer().setAligned(0);
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.cut, CutMade::Bridged);
    QCOMPARE(studio.bridge().begun, 1);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::trimmedPathsShowTheSame()
{
    // The backup is 400 ms later; the primary is held back by that.
    Encoder late = noBFrames;
    late.lateUs = 400 * ms;
    Studio studio(noBFrames, late);
    studio.setTrims({400 * ms, 0});
    studio.run(60 * second); // the trim of what is on air is slewed in
    QVERIFY(std::abs(studio.splicer().behindUs() - 900 * ms) < 5 * ms);
    for (int i = 0; i < 4; ++i) {
        const auto before = studio.pictures();
        const Source target = i % 2 == 0 ? Source::Backup : Source::Primary;
        studio.take(target, Cut::Bridged);
        studio.run(500 * ms);
        auto after = studio.pictures();
        after.erase(after.begin(), after.begin() + std::ptrdiff_t(before.size()));
        int64_t old = before.back().packet.sourcePts;
        for (const Sent &sent : after) {
            if (sent.packet.source != target)
                old = std::max(old, sent.packet.sourcePts);
        }
        const int64_t skipped = firstOf(after, target) - old;
        QVERIFY2(skipped > 0 && skipped <= 2 * frame, qPrintable(QString::number(skipped)));
        studio.run(4 * second);
    }
    for (const auto &cut : studio.cuts())
        QVERIFY(cut.evidence.picturesLost + cut.evidence.picturesRepeated <= 1);
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::aTrimOnAirIsSlewed()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second);
    studio.setTrims({200 * ms, 0});
    studio.run(10 * second);
    QVERIFY(studio.splicer().behindUs() > 590 * ms);
    QVERIFY(studio.splicer().behindUs() < 610 * ms);
    studio.run(20 * second);
    QVERIFY(std::abs(studio.splicer().behindUs() - 700 * ms) < ms);
    QVERIFY(studio.largestPictureGap() <= frame + frame / 50);
    QVERIFY2(studio.largestSoundGap() < ms, qPrintable(QString::number(studio.largestSoundGap())));
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::silenceIsFilledIn()
{
    Studio studio(noBFrames, noBFrames);
    studio.splicer().setSilence(silence());
    studio.source(Source::Backup).setSilent(true);
    studio.run(4 * second);
    studio.take(Source::Backup, Cut::Bridged);
    studio.run(4 * second);
    studio.source(Source::Backup).setSilent(false);
    studio.run(4 * second);
    VERIFY_VALID(studio);
    QVERIFY2(studio.largestSoundGap() < 25 * ms, qPrintable(QString::number(studio.largestSoundGap())));
    int silent = 0;
    for (const Sent &sent : studio.sent())
        silent += sent.packet.track == Track::Sound && sent.packet.config->sampleRate == 32'000;
    QVERIFY2(silent > 200 && silent < 215, qPrintable(QString::number(silent)));
    QCOMPARE(studio.sent().back().packet.config->sampleRate == 32'000, false);

    // From the very beginning, too.
    Encoder mute = noBFrames;
    mute.silent = true;
    Studio without(mute, noBFrames);
    without.splicer().setSilence(silence());
    without.run(4 * second);
    int frames = 0;
    for (const Sent &sent : without.sent())
        frames += sent.packet.track == Track::Sound;
    QVERIFY(frames > 150);
    VERIFY_VALID(without);
}

void TestSeamlessCuts::soundThatComesLateIsHeard()
{
    // Without a hold, sound that is multiplexed late is taken for missing once, not for ever.
    Encoder lagging = noBFrames;
    lagging.soundLagUs = 220 * ms;
    Studio studio(lagging, noBFrames, 0);
    studio.splicer().setSilence(silence());
    studio.run(6 * second);
    int own = 0;
    int silent = 0;
    for (const Sent &sent : studio.sent()) {
        if (sent.packet.track == Track::Sound)
            ++(sent.packet.config->sampleRate == 32'000 ? silent : own);
    }
    QVERIFY2(own > 220, qPrintable(QString::number(own)));
    QVERIFY2(silent < 20, qPrintable(QString::number(silent)));
    VERIFY_VALID(studio);
}

void TestSeamlessCuts::pictureLossIsLossThoughSoundGoesOn()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second);
    QVERIFY(studio.splicer().facts(studio.now()).sources[0].fresh);
    studio.source(Source::Primary).stop();
    for (int i = 0; i < 30; ++i) {
        Packet packet = sound(studio.now(), 21'333);
        studio.source(Source::Primary).buffer->push(packet);
        studio.run(20 * ms);
    }
    const Splicer::Facts facts = studio.splicer().facts(studio.now());
    QVERIFY(!facts.sources[0].fresh);
    QVERIFY(facts.sources[1].fresh);
    QVERIFY(!facts.sources[2].newest);
    QCOMPARE(facts.onAir, Source::Primary);
    QVERIFY(std::abs(facts.runsDryAt - (studio.now() - 600 * ms + 500 * ms)) < 50 * ms);
}

void TestSeamlessCuts::holdSaysHowLongItTakes()
{
    Studio studio(noBFrames, noBFrames, 500 * ms);
    studio.run(4 * second);
    studio.setHold(700 * ms);
    QCOMPARE(studio.splicer().hold().remainingUs(), 20 * second);
    studio.run(5 * second);
    QVERIFY(std::abs(studio.splicer().hold().remainingUs() - 15 * second) < 200 * ms);
    QCOMPARE(studio.splicer().hold().wantedUs(), 700 * ms);
    studio.run(16 * second);
    QCOMPARE(studio.splicer().hold().remainingUs(), int64_t(0));
    QCOMPARE(studio.splicer().hold().us(), 700 * ms);
}

QTEST_GUILESS_MAIN(TestSeamlessCuts)
#include "tst_seamlesscuts.moc"
