// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/keyframethumbs.h"
#include "app/media/pictureanalyser.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <cmath>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t picture = second / 30;

using Paint = std::function<int(double, double, double)>;

/// Waves that run over the picture, so that every part of it changes.
int busy(double t, double x, double y)
{
    return int(125 + 80 * std::sin(7 * x + 9 * y + 5 * t));
}

std::vector<Packet> seen(Paint paint, double seconds, int gop = 60, const char *options = "", int bFrames = 0)
{
    StreamSpec spec;
    spec.width = 320;
    spec.height = 180;
    spec.pictures = int(seconds * spec.fps);
    spec.gop = gop;
    spec.bFrames = bFrames;
    spec.options = options;
    spec.sound = false;
    spec.paint = std::move(paint);
    return makePackets(spec);
}

/// From one moment on something else is painted.
Paint from(double moment, Paint before, Paint after)
{
    return [=](double t, double x, double y) { return t < moment ? before(t, x, y) : after(t, x, y); };
}

Paint held(double moment)
{
    return [=](double t, double x, double y) { return busy(std::min(t, moment), x, y); };
}

} // namespace

class TestPictureAnalyser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLivePictureIsNeither()
    {
        PictureAnalyser analyser;
        for (const Packet &packet : seen(busy, 6)) {
            analyser.add(packet);
            QCOMPARE(analyser.reading().blackUs, int64_t(0));
            QVERIFY2(analyser.reading().frozenUs < second / 2,
                     qPrintable(QString::number(analyser.reading().frozenUs)));
            QVERIFY(!analyser.isClose()); // at the price of keyframes
        }
        QVERIFY(analyser.reading().brightness);
        QVERIFY(std::abs(*analyser.reading().brightness - 50) < 15);
    }

    /// The programme carries the path's keyframes, later: they are decoded once. Without a codec's parameters they could not be.
    void whatAnotherHasDecodedIsNotDecodedAgain()
    {
        KeyframeThumbs shared;
        PictureAnalyser path(&shared);
        PictureAnalyser programme(&shared);
        PictureAnalyser alone;
        constexpr int64_t later = 700'000;
        int looked = 0;
        for (Packet packet : seen(busy, 8)) {
            path.add(packet);
            packet.pts += later;
            packet.dts += later;
            packet.config.reset();
            programme.add(packet);
            alone.add(packet);
            QCOMPARE(programme.reading().brightness, path.reading().brightness);
            QCOMPARE(programme.reading().blackUs, path.reading().blackUs);
            QCOMPARE(programme.reading().frozenUs, path.reading().frozenUs);
            if (packet.keyframe)
                QCOMPARE(programme.reading().at, packet.pts);
            looked += packet.keyframe;
        }
        QCOMPARE(looked, 4);
        QVERIFY(!alone.reading().brightness);
        programme.forget();
        QVERIFY(!programme.reading().brightness);
    }

    void faultsAreSeenFromTheirFirstPicture_data()
    {
        QTest::addColumn<bool>("black");
        QTest::addColumn<double>("moment");
        QTest::addColumn<int>("gop");
        QTest::addColumn<int>("bFrames");
        for (const bool black : {true, false}) {
            const char *what = black ? "black" : "frozen";
            QTest::addRow("%s right behind a keyframe", what) << black << 2.1 << 60 << 0;
            QTest::addRow("%s in the middle", what) << black << 3.0 << 60 << 0;
            QTest::addRow("%s in front of a keyframe", what) << black << 3.9 << 60 << 0;
            QTest::addRow("%s in a long group", what) << black << 4.0 << 300 << 0;
            QTest::addRow("%s, B-frames", what) << black << 3.0 << 60 << 3;
        }
    }
    void faultsAreSeenFromTheirFirstPicture()
    {
        QFETCH(bool, black);
        QFETCH(double, moment);
        QFETCH(int, gop);
        QFETCH(int, bFrames);
        const Paint after = black ? Paint([](double, double, double) { return 16; }) : held(moment);
        PictureAnalyser analyser;
        const auto packets = seen(from(moment, busy, after), moment + 3, gop, "", bFrames);
        const int64_t began = packets.front().pts + int64_t(moment * second);
        const auto duration = [&] {
            return black ? analyser.reading().blackUs : analyser.reading().frozenUs;
        };
        std::optional<int64_t> found; // when two seconds of it were known
        for (const Packet &packet : packets) {
            analyser.add(packet);
            if (packet.dts < began)
                QVERIFY(duration() < second / 2);
            if (!found && duration() >= 2 * second)
                found = packet.dts;
        }
        QVERIFY2(found, qPrintable(QString::number(duration())));
        // The goal is 250 ms behind the threshold, in stream time: what decoders with B-frames hold back is in it.
        QVERIFY2(std::abs(*found - began - 2 * second) <= 250'000,
                 qPrintable(QString::number((*found - began) / 1000)));
        // An encoder goes on refining a picture that stands for some pictures.
        const int64_t late = (black ? 2 : 6) * picture;
        const int64_t missed = analyser.reading().at - began - duration();
        QVERIFY2(missed >= -2 * picture && missed <= late, qPrintable(QString::number(missed)));
    }

    void itEndsWithTheFirstPictureThatIsOtherwise()
    {
        const auto black = [](double, double, double) { return 16; };
        const auto packets = seen(from(2, busy, from(5, black, busy)), 12);
        PictureAnalyser analyser;
        bool was = false;
        for (const Packet &packet : packets) {
            analyser.add(packet);
            const int64_t at = packet.dts - packets.front().dts;
            was = was || analyser.reading().blackUs > 2 * second;
            if (at > 5 * second + 2 * picture) {
                QCOMPARE(analyser.reading().blackUs, int64_t(0));
                QVERIFY(analyser.reading().frozenUs < second / 2);
            }
        }
        QVERIFY(was);
        QVERIFY(!analyser.isClose()); // and it costs no more than before
    }

    void aMouthThatMovesIsNoFrozenPicture()
    {
        // A hundredth of a picture that stands otherwise.
        const auto mouth = [](double t, double x, double y) {
            const bool in = std::abs(x - 0.5) < 0.05 && std::abs(y - 0.6) < 0.05;
            return in ? int(110 + 60 * std::sin(9 * t)) : int(100 + 60 * x);
        };
        PictureAnalyser analyser;
        for (const Packet &packet : seen(mouth, 8)) {
            analyser.add(packet);
            QVERIFY2(analyser.reading().frozenUs < second,
                     qPrintable(QString::number(analyser.reading().frozenUs)));
        }
    }

    void darkIsNotBlack()
    {
        const auto night = [](double t, double x, double y) {
            return std::hypot(x - 0.5 - 0.2 * std::sin(t), y - 0.5) < 0.15 ? 60 : 20;
        };
        PictureAnalyser analyser;
        for (const Packet &packet : seen(night, 6)) {
            analyser.add(packet);
            QCOMPARE(analyser.reading().blackUs, int64_t(0));
        }
        QVERIFY(*analyser.reading().brightness < 10);
    }

    void whatWasForgottenIsNothing()
    {
        PictureAnalyser analyser;
        for (const Packet &packet : seen([](double, double, double) { return 16; }, 3))
            analyser.add(packet);
        QVERIFY(analyser.reading().blackUs > 2 * second);
        analyser.forget();
        QVERIFY(!analyser.reading().brightness);
        QCOMPARE(analyser.reading().blackUs, int64_t(0));
        auto packets = seen(busy, 3);
        packets.erase(packets.begin()); // and it waits for a keyframe
        for (const Packet &packet : packets)
            analyser.add(packet);
        QCOMPARE(analyser.reading().blackUs, int64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestPictureAnalyser)
#include "tst_pictureanalyser.moc"
