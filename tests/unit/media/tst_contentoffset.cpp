// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/contentoffset.h"
#include "tests/unit/media/madecontent.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <cmath>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;

using Sing = std::function<double(double, int)>;
using Paint = std::function<int(double, double, double)>;

StreamSpec heard(Sing sing, double seconds = 8)
{
    StreamSpec spec;
    spec.width = 32;
    spec.height = 64;
    spec.pictures = int(seconds * spec.fps);
    spec.channels = 1;
    spec.sing = std::move(sing);
    return spec;
}

StreamSpec seen(Paint paint, double seconds = 8)
{
    StreamSpec spec;
    spec.width = 64;
    spec.height = 36;
    spec.pictures = int(seconds * spec.fps);
    spec.sound = false;
    spec.paint = std::move(paint);
    return spec;
}

/// The backup shows what the primary does, `offset` seconds later.
OffsetFinding bySound(StreamSpec primary, StreamSpec backup, double offset)
{
    primary.from = 50;
    backup.from = 50 - offset;
    return offsetOf(soundPrint(makePackets(primary)), soundPrint(makePackets(backup, 0, Source::Backup)));
}

OffsetFinding byPictures(StreamSpec primary, StreamSpec backup, double offset)
{
    primary.from = 50;
    backup.from = 50 - offset;
    return offsetOf(picturePrint(makePackets(primary), PicturesOf::Keyframes, {}),
                    picturePrint(makePackets(backup, 0, Source::Backup), PicturesOf::All, {}));
}

const char *describe(const OffsetFinding &finding)
{
    static QByteArray text;
    text = QStringLiteral("kind %1, %2 ms, certainty %3, likeness %4")
               .arg(int(finding.kind))
               .arg(double(finding.offsetUs) / 1000)
               .arg(finding.certainty)
               .arg(finding.likeness)
               .toUtf8();
    return text.constData();
}

void compare(const OffsetFinding &finding, double offset, int64_t within)
{
    QVERIFY2(finding.kind == OffsetFinding::Kind::Found, describe(finding));
    QVERIFY2(finding.certainty >= 0.5, describe(finding));
    QVERIFY2(std::abs(finding.offsetUs - int64_t(offset * 1e6)) <= within, describe(finding));
}

} // namespace

class TestContentOffset final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundOfTwoEncodersIsFound_data();
    void soundOfTwoEncodersIsFound();
    void soundThatSaysNothing_data();
    void soundThatSaysNothing();
    void otherSoundIsUnlike();
    void picturesOfTwoEncodersAreFound_data();
    void picturesOfTwoEncodersAreFound();
    void picturesThatSayNothing_data();
    void picturesThatSayNothing();
    void otherPicturesAreUnlike();
    void tooLittleSaysNothing();
    void soundIsPlacedAcrossHoles();
    void measuringCanBeCutShort();
};

void TestContentOffset::soundOfTwoEncodersIsFound_data()
{
    QTest::addColumn<Sing>("sing");
    QTest::addColumn<double>("offset");
    QTest::addColumn<int>("sampleRate");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("bitrate");
    QTest::addColumn<double>("gain");
    const Sing talking = [](double t, int) { return talk(t, 1); };
    const Sing playing = [](double t, int) { return music(t, 1); };
    const Sing wide = [](double t, int channel) { return talk(t, 1) * (channel ? 0.4 : 1); };
    QTest::newRow("talk, together") << talking << 0.0 << 48'000 << 2 << 64'000 << 1.0;
    QTest::newRow("talk, 3 s late") << talking << 3.0 << 48'000 << 2 << 64'000 << 1.0;
    QTest::newRow("talk, 3 s early") << talking << -3.0 << 48'000 << 2 << 128'000 << 1.0;
    QTest::newRow("talk, 44.1 kHz") << talking << 1.2345 << 44'100 << 2 << 96'000 << 1.0;
    QTest::newRow("talk, mono") << talking << -0.777 << 48'000 << 1 << 48'000 << 1.0;
    QTest::newRow("talk, one side softer, to mono") << wide << 0.4 << 44'100 << 1 << 48'000 << 1.0;
    QTest::newRow("talk, 12 dB softer") << talking << 2.02 << 48'000 << 2 << 64'000 << 0.25;
    QTest::newRow("music") << playing << 1.5 << 48'000 << 2 << 64'000 << 1.0;
    QTest::newRow("music, early, 44.1 kHz") << playing << -2.75 << 44'100 << 1 << 96'000 << 1.0;
}

void TestContentOffset::soundOfTwoEncodersIsFound()
{
    QFETCH(Sing, sing);
    QFETCH(double, offset);
    QFETCH(int, sampleRate);
    QFETCH(int, channels);
    QFETCH(int, bitrate);
    QFETCH(double, gain);
    StreamSpec backup = heard([&](double t, int channel) { return gain * sing(t, channel); });
    backup.sampleRate = sampleRate;
    backup.channels = channels;
    backup.soundBitrate = bitrate;
    compare(bySound(heard(sing), backup, offset), offset, 5 * ms);
}

void TestContentOffset::soundThatSaysNothing_data()
{
    QTest::addColumn<Sing>("sing");
    QTest::newRow("silence") << Sing([](double, int) { return 0.0; });
    QTest::newRow("noise of a cheap microphone")
        << Sing([](double t, int) { return 1e-4 * dice(int64_t(t * 48'000), 3); });
    QTest::newRow("a tone") << Sing([](double t, int) { return 0.3 * std::sin(turn * 1'000 * t); });
    QTest::newRow("a chord") << Sing(
        [](double t, int) { return 0.2 * std::sin(turn * 440 * t) + 0.2 * std::sin(turn * 554 * t); });
    QTest::newRow("a beep each second") << Sing([](double t, int) { return beeps(t); });
    QTest::newRow("a beat") << Sing(
        [](double t, int) { return 0.5 * std::exp(-30 * std::fmod(t, 0.5)) * std::sin(turn * 80 * t); });
}

void TestContentOffset::soundThatSaysNothing()
{
    QFETCH(Sing, sing);
    const auto finding = bySound(heard(sing), heard(sing), 2.3);
    QVERIFY2(finding.kind == OffsetFinding::Kind::Nothing || finding.kind == OffsetFinding::Kind::Ambiguous,
             describe(finding));
    QVERIFY2(finding.certainty < 0.3, describe(finding));
}

void TestContentOffset::otherSoundIsUnlike()
{
    for (int salt = 100; salt < 103; ++salt) {
        const auto finding = bySound(heard([](double t, int) { return talk(t, 1); }),
                                     heard([salt](double t, int) { return talk(t, salt); }), 0);
        QVERIFY2(finding.kind == OffsetFinding::Kind::Unlike, describe(finding));
        QVERIFY2(finding.certainty < 0.1, describe(finding));
    }
}

void TestContentOffset::picturesOfTwoEncodersAreFound_data()
{
    QTest::addColumn<double>("offset");
    QTest::addColumn<int>("fps");
    QTest::addColumn<int>("gop");
    QTest::addColumn<int>("bFrames");
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("together") << 0.0 << 30 << 60 << 0 << QByteArray("crf=23");
    QTest::newRow("2 s late") << 2.0 << 30 << 60 << 0 << QByteArray("crf=36");
    QTest::newRow("early, B-frames") << -1.0 / 3 << 30 << 45 << 2 << QByteArray("crf=30");
    QTest::newRow("3 s early, other rate") << -3.0 << 25 << 50 << 0 << QByteArray("crf=28");
    QTest::newRow("between two pictures") << 1.25 << 30 << 250 << 2 << QByteArray("crf=28");
}

void TestContentOffset::picturesOfTwoEncodersAreFound()
{
    QFETCH(double, offset);
    QFETCH(int, fps);
    QFETCH(int, gop);
    QFETCH(int, bFrames);
    QFETCH(QByteArray, options);
    StreamSpec backup = seen(dancer);
    backup.fps = fps;
    backup.pictures = 8 * fps;
    backup.gop = gop;
    backup.bFrames = bFrames;
    backup.options = options.constData();
    // A picture is shown as much later as its encoder holds pictures back to put them in order.
    const double held = bFrames > 0 ? 2.0 / fps : 0;
    const auto finding = byPictures(seen(dancer), backup, offset);
    compare(finding, offset + held, 34 * ms);
}

void TestContentOffset::picturesThatSayNothing_data()
{
    QTest::addColumn<Paint>("paint");
    QTest::newRow("black") << Paint([](double, double, double) { return 16; });
    QTest::newRow("a slide") << Paint([](double, double x, double y) { return 40 + int(150 * x * y); });
    QTest::newRow("a wheel") << Paint(wheel);
}

void TestContentOffset::picturesThatSayNothing()
{
    QFETCH(Paint, paint);
    StreamSpec backup = seen(paint);
    backup.options = "crf=33";
    const auto finding = byPictures(seen(paint), backup, 1.1);
    QVERIFY2(finding.kind == OffsetFinding::Kind::Nothing || finding.kind == OffsetFinding::Kind::Ambiguous,
             describe(finding));
    QVERIFY2(finding.certainty < 0.3, describe(finding));
}

void TestContentOffset::otherPicturesAreUnlike()
{
    const auto finding = byPictures(
        seen(dancer), seen([](double t, double x, double y) { return dancer(300 - t * 1.7, 1 - x, y); }), 0);
    QVERIFY2(finding.kind != OffsetFinding::Kind::Found, describe(finding));
    QVERIFY2(finding.certainty < 0.3, describe(finding));
}

void TestContentOffset::tooLittleSaysNothing()
{
    const Sing talking = [](double t, int) { return talk(t, 1); };
    QVERIFY(offsetOf(SoundPrint{}, SoundPrint{}).kind == OffsetFinding::Kind::Nothing);
    QVERIFY(offsetOf(PicturePrint{}, PicturePrint{}).kind == OffsetFinding::Kind::Nothing);
    const auto finding = bySound(heard(talking, 3), heard(talking, 3), 0);
    QVERIFY2(finding.kind == OffsetFinding::Kind::Nothing, describe(finding));
}

void TestContentOffset::soundIsPlacedAcrossHoles()
{
    // Lost frames leave what is around them where it was.
    StreamSpec spec = heard([](double t, int) { return talk(t, 1); });
    spec.from = 50;
    auto packets = makePackets(spec);
    const SoundPrint whole = soundPrint(packets);
    std::erase_if(packets,
                  [](const Packet &packet) { return packet.pts > 3 * second && packet.pts < 3'300 * ms; });
    std::erase_if(packets, [n = 0](const Packet &) mutable { return ++n % 97 == 0; });
    const SoundPrint holed = soundPrint(packets);
    QVERIFY(std::abs(holed.startUs - whole.startUs) < 5 * ms);
    const auto finding = offsetOf(whole, holed);
    compare(finding, 0, 2 * ms);
}

void TestContentOffset::measuringCanBeCutShort()
{
    const auto packets = makePackets(heard([](double t, int) { return talk(t, 1); }));
    std::stop_source stop;
    QVERIFY(!soundPrint(packets, stop.get_token()).steps.empty());
    stop.request_stop();
    QVERIFY(soundPrint(packets, stop.get_token()).steps.empty());
}

QTEST_APPLESS_MAIN(TestContentOffset)

#include "tst_contentoffset.moc"
