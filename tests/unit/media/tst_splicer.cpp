// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicer.h"

#include "tests/unit/media/madesource.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

class TestSplicer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesOneSourceThrough();
    void releasesAfterTheHold();
    void cachedCutsAtOnce_data();
    void cachedCutsAtOnce();
    void keyframeCutWaits_data();
    void keyframeCutWaits();
    void thereAndBackKeepsTimesRising();
    void leadingPicturesAreDropped();
    void soundFollowsThePictureCut();
    void unequalSoundFormatsMeet();
    void leavesADeadSourceAtOnce();
    void aLateCutLeavesNoHole_data();
    void aLateCutLeavesNoHole();
    void aDeadSourceComesBack();
    void waitsForAKeyframeThenFails();
    void refusesALostTarget();
    void aNewerTakeSupersedes();
    void takingWhatIsOnAirIsDone();
    void holdSlews();
    void evidenceCountsPictures();
    void aDelayThatGrowsIsSlewedIn();
    void startsLaterThanTheProgrammeBefore();
};

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t frame = 33'333;

// Kinds of encoders, as table rows.
void addEncoders()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    for (int from = 0; from < int(allEncoders.size()); ++from) {
        for (int to = 0; to < int(allEncoders.size()); ++to) {
            QTest::addRow("%s to %s", allEncoders[size_t(from)].name, allEncoders[size_t(to)].name)
                << from << to;
        }
    }
}

} // namespace

void TestSplicer::passesOneSourceThrough()
{
    Studio studio(noBFrames, twoBFrames);
    studio.run(5 * second);
    QVERIFY(studio.pictures().size() > 120);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QCOMPARE(studio.largestPictureGap(), frame);
    QVERIFY(studio.largestSoundGap() < 1 * ms);
}

void TestSplicer::releasesAfterTheHold()
{
    Studio studio(noBFrames, noBFrames, 700 * ms);
    studio.run(5 * second);
    for (const Sent &sent : studio.sent()) {
        const int64_t unit = sent.packet.dts + studio.origin();
        QVERIFY(sent.at >= unit + 700 * ms);
        QVERIFY(sent.at < unit + 750 * ms);
    }
}

void TestSplicer::cachedCutsAtOnce_data()
{
    addEncoders();
}

void TestSplicer::cachedCutsAtOnce()
{
    QFETCH(int, from);
    QFETCH(int, to);
    Studio studio(allEncoders[size_t(from)], allEncoders[size_t(to)]);
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Cached);
    studio.runOnce();
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.sent().back().packet.source, Source::Backup); // without any waiting
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QCOMPARE(evidence.to, Source::Backup);
    QVERIFY2(std::abs(evidence.gapMs - 33.3) < 3, qPrintable(QString::number(evidence.gapMs)));
    QCOMPARE(evidence.picturesLost, 0);
    QVERIFY(evidence.picturesRepeated > 0);
    QVERIFY(evidence.picturesRepeated <= 61);
    QVERIFY(evidence.behindMs >= 500);
    studio.run(4 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QVERIFY2(studio.largestPictureGap() < frame + 3 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSplicer::keyframeCutWaits_data()
{
    addEncoders();
}

void TestSplicer::keyframeCutWaits()
{
    QFETCH(int, from);
    QFETCH(int, to);
    Studio studio(allEncoders[size_t(from)], allEncoders[size_t(to)]);
    studio.run(4 * second + 440 * ms);
    studio.take(Source::Backup, Cut::Keyframe);
    studio.run(3 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QVERIFY2(std::abs(evidence.gapMs - 33.3) < 3, qPrintable(QString::number(evidence.gapMs)));
    // At most the frames that were needed to close the display order.
    QVERIFY2(evidence.picturesLost + evidence.picturesRepeated <= 5,
             qPrintable(QString::number(evidence.picturesRepeated)));
    QVERIFY(evidence.behindMs < 500 + 6 * 34);
    studio.run(3 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QVERIFY2(studio.largestPictureGap() < frame + 3 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
}

void TestSplicer::thereAndBackKeepsTimesRising()
{
    Studio studio(twoBFrames, noBFrames);
    studio.run(3 * second);
    for (int i = 0; i < 20; ++i) {
        studio.take(i % 2 == 0 ? Source::Backup : Source::Primary, i % 3 == 0 ? Cut::Keyframe : Cut::Cached);
        studio.run(2'700 * ms);
    }
    QCOMPARE(studio.cuts().size(), size_t(20));
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QVERIFY(studio.largestPictureGap() < frame + 3 * ms);
    QVERIFY2(studio.largestSoundGap() < 22 * ms, qPrintable(QString::number(studio.largestSoundGap())));
}

void TestSplicer::leadingPicturesAreDropped()
{
    Studio studio(noBFrames, openGops);
    studio.run(4 * second);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(5 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    int leading = 0;
    for (const Sent &sent : studio.sent())
        leading += sent.packet.leading;
    QVERIFY(leading > 0); // those of later groups are wanted
}

void TestSplicer::soundFollowsThePictureCut()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(2 * second);
    int64_t pictureCut = 0;
    int64_t soundCut = 0;
    for (const Sent &sent : studio.sent()) {
        int64_t &cut = sent.packet.track == Track::Video ? pictureCut : soundCut;
        if (sent.packet.source == Source::Backup && cut == 0)
            cut = sent.packet.pts;
    }
    QVERIFY(pictureCut > 0);
    QVERIFY2(std::abs(pictureCut - soundCut) <= 33 * ms, qPrintable(QString::number(soundCut - pictureCut)));
    QVERIFY(studio.largestSoundGap() < 22 * ms);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
}

void TestSplicer::unequalSoundFormatsMeet()
{
    Encoder other = twoBFrames;
    other.soundUs = 23'219; // 44.1 kHz
    other.soundLagUs = 180 * ms; // multiplexed late
    Studio studio(noBFrames, other);
    studio.run(4 * second);
    for (int i = 0; i < 10; ++i) {
        studio.take(i % 2 == 0 ? Source::Backup : Source::Primary, Cut::Cached);
        studio.run(2'300 * ms);
    }
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QVERIFY2(studio.largestSoundGap() < 24 * ms, qPrintable(QString::number(studio.largestSoundGap())));
}

void TestSplicer::leavesADeadSourceAtOnce()
{
    Studio studio(twoBFrames, noBFrames);
    studio.run(4 * second);
    studio.source(Source::Primary).stop();
    studio.run(2'700 * ms); // the hold has run dry
    const size_t before = studio.sent().size();
    studio.take(Source::Backup, Cut::Cached);
    studio.runOnce();
    QVERIFY(studio.sent().size() > before);
    QCOMPARE(studio.cuts().size(), size_t(1));
    const TakeEvidence evidence = studio.cuts().front().evidence;
    QVERIFY(evidence.gapMs > 1'000);
    QVERIFY(evidence.picturesLost > 0);
    studio.run(2 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    // The programme is at its real time again, not in the past.
    const Sent &last = studio.sent().back();
    QVERIFY(last.at - (last.packet.dts + studio.origin()) < 600 * ms);
}

void TestSplicer::aLateCutLeavesNoHole_data()
{
    addEncoders();
}

/// The programme stood still for a moment, and the target has what it would have shown: that is sent at once. A hole in the
/// times would stay in the players of the audience for good.
void TestSplicer::aLateCutLeavesNoHole()
{
    QFETCH(int, from);
    QFETCH(int, to);
    Studio studio(allEncoders[size_t(from)], allEncoders[size_t(to)]);
    studio.run(4 * second);
    studio.source(Source::Primary).stop();
    studio.run(1'100 * ms); // dry for more than half a second
    const size_t before = studio.sent().size();
    studio.take(Source::Backup, Cut::Cached);
    studio.runOnce();
    QVERIFY(studio.sent().size() > before + 10);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QVERIFY(studio.cuts().front().evidence.gapMs < 36);
    studio.run(2 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    // But for two B-frames of the source that broke off before it had sent them.
    QVERIFY2(studio.largestPictureGap() < 3 * frame + 3 * ms,
             qPrintable(QString::number(studio.largestPictureGap())));
    QVERIFY(studio.largestSoundGap() < 25 * ms);
}

void TestSplicer::aDeadSourceComesBack()
{
    Studio studio(twoBFrames, noBFrames);
    studio.run(4 * second);
    studio.source(Source::Primary).stop();
    studio.run(3 * second);
    const size_t before = studio.pictures().size();
    studio.source(Source::Primary).start();
    studio.run(4 * second);
    const auto pictures = studio.pictures();
    QVERIFY(pictures.size() > before);
    QVERIFY(pictures[before].packet.keyframe);
    QVERIFY(studio.largestPictureGap() > 2 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QCOMPARE(pictures.back().packet.source, Source::Primary);
}

void TestSplicer::waitsForAKeyframeThenFails()
{
    Encoder endless = noBFrames;
    endless.gop = 100'000;
    Studio studio(noBFrames, endless);
    studio.source(Source::Backup).skipFirstKeyframe();
    studio.run(4 * second);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(9 * second);
    QVERIFY(studio.failures().empty());
    studio.run(2 * second);
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("no-keyframe"));
    QCOMPARE(studio.pictures().back().packet.source, Source::Primary);
    QVERIFY(studio.largestPictureGap() <= frame);
}

void TestSplicer::refusesALostTarget()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second);
    studio.source(Source::Backup).stop();
    studio.run(2 * second);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(11 * second);
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("source-lost"));

    // One that comes back within the time is taken.
    studio.take(Source::Backup, Cut::Cached);
    studio.run(second);
    studio.source(Source::Backup).start();
    studio.run(4 * second);
    QCOMPARE(studio.cuts().size(), size_t(1));
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
}

void TestSplicer::aNewerTakeSupersedes()
{
    Encoder slow = noBFrames;
    slow.gop = 240;
    Studio studio(noBFrames, slow);
    studio.run(9 * second);
    studio.take(Source::Backup, Cut::Keyframe);
    studio.run(500 * ms);
    QVERIFY(studio.cuts().empty());
    studio.take(Source::Backup, Cut::Cached);
    studio.runOnce();
    QCOMPARE(studio.failures().size(), size_t(1));
    QCOMPARE(studio.failures().front().error.code, QStringLiteral("superseded"));
    QCOMPARE(studio.cuts().size(), size_t(1));
}

void TestSplicer::takingWhatIsOnAirIsDone()
{
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second);
    studio.take(Source::Primary, Cut::Cached);
    studio.runOnce();
    QCOMPARE(studio.cuts().size(), size_t(1));
    QCOMPARE(studio.cuts().front().evidence.picturesRepeated, 0);
    studio.run(2 * second);
    QCOMPARE(studio.largestPictureGap(), frame);
}

void TestSplicer::holdSlews()
{
    Studio studio(noBFrames, noBFrames, 500 * ms);
    studio.run(4 * second);
    studio.setHold(700 * ms);
    const size_t before = studio.pictures().size();
    studio.run(30 * second);
    const auto pictures = studio.pictures();
    for (size_t i = before + 1; i < pictures.size(); ++i) {
        const int64_t distance = pictures[i].at - pictures[i - 1].at;
        QVERIFY(std::abs(distance - frame) <= frame / 50);
    }
    const Sent &last = pictures.back();
    QVERIFY(std::abs(last.at - last.packet.dts - studio.origin() - 700 * ms) < 2 * ms);
    QCOMPARE(studio.largestPictureGap(), frame); // timestamps know nothing of it
}

void TestSplicer::evidenceCountsPictures()
{
    // Both sources show the same: the counters tell what was repeated.
    Studio studio(noBFrames, noBFrames);
    studio.run(4 * second + 300 * ms);
    for (int i = 0; i < 8; ++i) {
        studio.take(i % 2 == 0 ? Source::Backup : Source::Primary, Cut::Cached);
        studio.run(1'700 * ms);
    }
    const auto pictures = studio.pictures();
    size_t cut = 0;
    for (size_t i = 1; i < pictures.size(); ++i) {
        if (pictures[i].packet.source == pictures[i - 1].packet.source)
            continue;
        const int64_t steps = (pictures[i].packet.sourcePts - pictures[i - 1].packet.sourcePts) / frame;
        const TakeEvidence &evidence = studio.cuts()[cut++].evidence;
        QCOMPARE(int64_t(evidence.picturesLost - evidence.picturesRepeated), steps - 1);
    }
    QCOMPARE(cut, size_t(8));
}

void TestSplicer::aDelayThatGrowsIsSlewedIn()
{
    Studio studio(noBFrames, twoBFrames);
    studio.source(Source::Backup).stop();
    studio.run(4 * second);
    studio.source(Source::Backup).start();
    studio.run(20 * second);
    QVERIFY(studio.largestPictureGap() <= frame + frame / 50);
    studio.take(Source::Backup, Cut::Cached);
    studio.run(3 * second);
    QVERIFY2(studio.problem().isEmpty(), qPrintable(studio.problem()));
    QVERIFY(studio.largestPictureGap() < frame + 3 * ms);
}

void TestSplicer::startsLaterThanTheProgrammeBefore()
{
    // A backend that was started again goes on behind what the last one sent.
    Studio studio(twoBFrames, noBFrames);
    studio.run(6 * second);
    const int64_t last = studio.sent().back().packet.dts;
    studio.restartSplicer(600 * ms);
    const size_t before = studio.sent().size();
    studio.run(2 * second);
    QVERIFY(studio.sent().size() > before);
    QVERIFY(studio.sent()[before].packet.keyframe);
    QVERIFY(studio.sent()[before].packet.dts > last);
}

QTEST_GUILESS_MAIN(TestSplicer)
#include "tst_splicer.moc"
