// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sourcejudge.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t arrived = 100'000 * ms;

CodecConfigPtr videoAt(int fps)
{
    auto config = std::make_shared<CodecConfig>(*videoConfig(0, 640));
    config->frameRateNum = fps;
    config->frameRateDen = 1;
    return config;
}

Packet packetOf(const CodecConfigPtr &config, Track track, int64_t arrival)
{
    Packet packet;
    packet.track = track;
    packet.config = config;
    packet.payload = payloadOf(100);
    packet.keyframe = true;
    packet.dts = packet.pts = packet.arrival = arrival;
    return packet;
}

SourceStatus judged(const GopBuffer &buffer, int64_t now)
{
    Input::Status live;
    live.state = InputState::Live;
    ChannelConfig config;
    config.lossMs = 300;
    return judgePath(Source::Primary, live, buffer, config, now);
}

} // namespace

/// What is said of a source, and whether it is fit to be seen.
class TestSourceJudge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slowPicturesAreNotLost_data();
    void slowPicturesAreNotLost();
    void soundAloneIsNotEnough();
    void soundIsEnoughWhereThereAreNoPictures();
};

void TestSourceJudge::slowPicturesAreNotLost_data()
{
    QTest::addColumn<int>("fps");
    QTest::addColumn<int>("silentMs");
    QTest::addColumn<bool>("fit");
    // As the splicer has it: two and a half pictures, where these are slow.
    QTest::newRow("thirty a second, there") << 30 << 290 << true;
    QTest::newRow("thirty a second, lost") << 30 << 310 << false;
    QTest::newRow("four a second, between two") << 4 << 500 << true;
    QTest::newRow("four a second, lost") << 4 << 640 << false;
}

void TestSourceJudge::slowPicturesAreNotLost()
{
    QFETCH(int, fps);
    QFETCH(int, silentMs);
    QFETCH(bool, fit);
    GopBuffer buffer;
    buffer.push(packetOf(videoAt(fps), Track::Video, arrived));
    const SourceStatus status = judged(buffer, arrived + silentMs * ms);
    QCOMPARE(status.fit, fit);
    QCOMPARE(status.reasonCode, fit ? QString() : QStringLiteral("nothing-came"));
}

void TestSourceJudge::soundAloneIsNotEnough()
{
    GopBuffer buffer;
    buffer.push(packetOf(videoAt(30), Track::Video, arrived));
    buffer.push(packetOf(soundConfig(48'000), Track::Sound, arrived + 2'000 * ms));
    const SourceStatus status = judged(buffer, arrived + 2'000 * ms);
    QVERIFY(!status.fit);
    QCOMPARE(status.ageMs.value_or(-1), 2'000);
}

void TestSourceJudge::soundIsEnoughWhereThereAreNoPictures()
{
    GopBuffer buffer;
    buffer.push(packetOf(soundConfig(48'000), Track::Sound, arrived));
    const SourceStatus status = judged(buffer, arrived + 100 * ms);
    QCOMPARE(status.ageMs.value_or(-1), 100);
    QVERIFY(status.reasonCode != QLatin1String("nothing-came"));
}

QTEST_GUILESS_MAIN(TestSourceJudge)
#include "tst_sourcejudge.moc"
