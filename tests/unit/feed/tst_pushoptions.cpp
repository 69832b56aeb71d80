// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pushoptions.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestPushOptions final : public QObject
{
    Q_OBJECT

private:
    static twinfeed::Result<PushOptions> parse(const QString &line)
    {
        return parsePushOptions(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void defaultsAreTheUsualEncoder()
    {
        const auto options = parse(QStringLiteral("rtmp://127.0.0.1/live/a"));
        QVERIFY(options.ok());
        QVERIFY(options->video == VideoFormat());
        QVERIFY(options->sound == SoundFormat());
        QCOMPARE(options->video.gop, 60);
        QCOMPARE(options->video.bitrate, int64_t(4'000'000));
        QVERIFY(options->paced && options->withSound && options->withVideo && !options->aligned);
    }

    void takesWhatIsAsked()
    {
        const auto options = parse(QStringLiteral(
            "--size 1280x720 --rate 50 --bitrate 800k --bframes 2 --open-gop --profile main --source 5 "
            "--sample-rate 44100 --mono --melody --loop-seconds 10 --prepare black,dark,silence,clip --epoch "
            "123 "
            "--start-time 9.5 --prompt "
            "srt://h:1 udp://h:2"));
        QVERIFY(options.ok());
        QCOMPARE(options->video.width, 1'280);
        QCOMPARE(options->video.gop, 100); // two seconds
        QCOMPARE(options->video.bitrate, int64_t(800'000));
        QCOMPARE(options->sound.channels, 1);
        QCOMPARE(options->sound.sampleRate, 44'100);
        QVERIFY(options->sound.melody);
        QCOMPARE(options->prepare, (std::vector{Variant::Black, Variant::Dark}));
        QCOMPARE(options->prepareSound, (std::vector{SoundVariant::Silence, SoundVariant::Clip}));
        QCOMPARE(*options->epochUs, int64_t(123));
        QVERIFY(options->prompt);
        QCOMPARE(options->sourceOf(1), 5);
        QCOMPARE(options->sourceOf(2), 6);
        QCOMPARE(options->urls.size(), 2);
    }

    void alignedFeedsAreOneSource()
    {
        const auto options = parse(QStringLiteral("--aligned --source 3 rtmp://h/a rtmp://h/b"));
        QVERIFY(options.ok());
        QCOMPARE(options->sourceOf(2), 3);
    }

    void refusesWithWhatWhereAndRemedy_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *line, const char *where) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(where);
        };
        row("", "URL");
        row("/tmp/file.unknown", "URL");
        row("--size 1921x1080 rtmp://h/a", "--size");
        row("--size big rtmp://h/a", "--size");
        row("--rate 29 rtmp://h/a", "--rate");
        row("--bitrate 4MB rtmp://h/a", "--bitrate");
        row("--bitrate 10 rtmp://h/a", "--bitrate");
        row("--profile baseline --bframes 2 rtmp://h/a", "--profile");
        row("--profile extended rtmp://h/a", "--profile");
        row("--open-gop rtmp://h/a", "--open-gop");
        row("--video-codec av1 srt://h:1", "--video-codec");
        row("--video-codec hevc rtmp://h/a", "--video-codec");
        row("--video-codec mpeg2video --bframes 1 srt://h:1", "--video-codec");
        row("--sample-rate 45000 rtmp://h/a", "--sample-rate");
        row("--no-sound --no-video rtmp://h/a", "--no-sound");
        row("--unpaced /tmp/a.ts", "--unpaced");
        row("--prepare smoke rtmp://h/a", "--prepare");
        row("--epoch noon rtmp://h/a", "--epoch");
        row("--source 63 rtmp://h/a rtmp://h/b", "--source");
        row("--colour rtmp://h/a", "--colour");
    }
    void refusesWithWhatWhereAndRemedy()
    {
        QFETCH(QString, line);
        QFETCH(QString, where);
        const auto options = parse(line);
        QVERIFY(!options.ok());
        QCOMPARE(options.error().where, where);
        QVERIFY(!options.error().message.isEmpty());
        QVERIFY(!options.error().remedy.isEmpty());
    }

    void helpNamesEveryOption()
    {
        const QString help = pushHelp();
        for (const char *option :
             {"--size",     "--rate",         "--bitrate",  "--gop",         "--bframes",    "--open-gop",
              "--profile",  "--video-codec",  "--no-video", "--sample-rate", "--mono",       "--melody",
              "--no-sound", "--source",       "--aligned",  "--epoch",       "--start-time", "--duration",
              "--unpaced",  "--loop-seconds", "--prepare"})
            QVERIFY2(help.contains(QLatin1String(option)), option);
    }
};

QTEST_GUILESS_MAIN(TestPushOptions)
#include "tst_pushoptions.moc"
