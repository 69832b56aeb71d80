// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QDir>
#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
constexpr double pictureMs = 1000.0 / 30;

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble(std::nan(""));
}

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

struct Addresses
{
    QString listen; ///< for the configuration
    QString push; ///< for the feed
};

Addresses inputAddresses(const QString &protocol)
{
    const QString port = QString::number(freePort());
    if (protocol == QLatin1String("srt"))
        return {QStringLiteral("srt://127.0.0.1:") + port, QStringLiteral("srt://127.0.0.1:") + port};
    if (protocol == QLatin1String("udp"))
        return {QStringLiteral("udp://127.0.0.1:") + port,
                QStringLiteral("udp://127.0.0.1:%1?pkt_size=1316").arg(port)};
    const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(port);
    return {url, url};
}

} // namespace

/// The main job: two real feeds in, takes there and back, and a reader of the real server who never notices but for
/// the picture.
class TestProgramme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void takes_data();
    void takes();
    void slateInAndOut();
    void feedKilledAndStartedAgain();
    void everyOutput();
    void readableForFfprobe();

private:
    /// A daemon with one channel on these inputs and an output to nginx under `stream`, and its feeds, both fit.
    struct Show
    {
        std::unique_ptr<Daemon> daemon;
        std::vector<std::unique_ptr<Feeds>> feeds;
        Api &api() const { return daemon->api(); }
    };
    void begin(Show &show, const QString &stream, const QString &protocol = QStringLiteral("rtmp"),
               const QStringList &optionsA = {}, const QStringList &optionsB = {},
               QJsonArray moreOutputs = {});
    bool isBridgeLate(const QJsonObject &evidence, const QString &cut);
    void compare(const QJsonObject &operation, const QJsonObject &change, const QString &cut);

    NginxRtmp m_nginx;
    int m_lateBridges = 0; // of the row
};

void TestProgramme::initTestCase()
{
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
}

void TestProgramme::begin(Show &show, const QString &stream, const QString &protocol,
                          const QStringList &optionsA, const QStringList &optionsB, QJsonArray moreOutputs)
{
    const Addresses a = inputAddresses(protocol);
    const Addresses b = inputAddresses(protocol);
    moreOutputs.append(outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(stream)));
    show.daemon = std::make_unique<Daemon>(QJsonArray{channelJson(
        channel, a.listen, QStringLiteral("listen"), b.listen, QStringLiteral("listen"), moreOutputs)});
    QVERIFY2(show.daemon->start(), qPrintable(show.daemon->report()));

    // One counter for both, whichever program pushes them.
    const QString epoch = QString::number(twinfeed::SystemClock().now());
    const auto push = [&](const QString &source, const QStringList &options, const QString &url) {
        show.feeds.push_back(std::make_unique<Feeds>(
            Feeds::smallPictures()
                + QStringList{QStringLiteral("--source"), source, QStringLiteral("--epoch"), epoch} + options,
            QStringList{url}));
        QVERIFY2(show.feeds.back()->start(), qPrintable(show.feeds.back()->report()));
    };
    push(QStringLiteral("1"), optionsA, a.push);
    push(QStringLiteral("2"), optionsB, b.push);
    QVERIFY2(show.api().waitUntilFit(channel, QStringLiteral("primary")), qPrintable(show.daemon->report()));
    QVERIFY2(show.api().waitUntilFit(channel, QStringLiteral("backup")), qPrintable(show.daemon->report()));
    QVERIFY(show.api().waitUntilFit(channel, QStringLiteral("slate")));
    QCOMPARE(word(show.api().takeAndWait(channel, QStringLiteral("primary")), "state"),
             QStringLiteral("done"));
    QVERIFY(m_nginx.waitForPublisher(stream, 20s));
}

/// A machine that is too busy for a bridge makes the cut that it says beforehand, and says why; twice a row at the most.
bool TestProgramme::isBridgeLate(const QJsonObject &evidence, const QString &cut)
{
    const QString code = word(evidence, "insteadCode");
    const bool late = cut == QLatin1String("bridged") && word(evidence, "cut") == QLatin1String("cached")
        && (code == QLatin1String("too-slow") || code == QLatin1String("bridge-late"));
    return late && ++m_lateBridges <= 2;
}

void TestProgramme::compare(const QJsonObject &operation, const QJsonObject &change, const QString &cut)
{
    QCOMPARE(word(operation, "state"), QStringLiteral("done"));
    const QJsonObject evidence = operation.value(QLatin1String("evidence")).toObject();
    if (!isBridgeLate(evidence, cut))
        QCOMPARE(word(evidence, "cut"), cut);
    QCOMPARE(word(evidence, "measuredAt"), QStringLiteral("output:cdn"));
    // Counters are the truth: what the evidence says was repeated or lost is what the reader saw, to a picture or two (the
    // feeds are not in phase with each other, and their arrival is known to a few milliseconds).
    const double said = number(evidence, "picturesRepeated") - number(evidence, "picturesLost");
    const double seen = number(change, "repeated") - number(change, "lost");
    QVERIFY2(std::abs(said - seen) <= 3, qPrintable(QStringLiteral("said %1, seen %2").arg(said).arg(seen)));
    // A bridge goes on where the programme stands, at any length of GOP. The goal is a picture or two; how the paths lie to each
    // other is known from their arrival, which a busy machine delays.
    if (word(evidence, "cut") == QLatin1String("bridged"))
        QVERIFY2(std::abs(said) <= 6, qPrintable(QStringLiteral("said %1").arg(said)));
    QVERIFY2(number(evidence, "gapMs") < 2 * pictureMs,
             qPrintable(QString::number(number(evidence, "gapMs"))));

    // When: the reader has it soon after it left, and not before.
    const twinfeed::SystemClock clock;
    const QDateTime accepted = QDateTime::fromString(word(operation, "acceptedAt"), Qt::ISODateWithMs);
    const double acceptedUs = double(clock.now()) - double(accepted.msecsTo(clock.wall())) * 1000;
    const double seenMs = (number(change, "at_us") - acceptedUs) / 1000;
    const double leftMs = number(evidence, "firstPictureMs");
    QVERIFY2(seenMs > leftMs - 50 && seenMs < leftMs + 5000,
             qPrintable(QStringLiteral("left after %1 ms, seen after %2 ms").arg(leftMs).arg(seenMs)));
}

void TestProgramme::takes_data()
{
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<QString>("cut");
    QTest::addColumn<QStringList>("optionsA");
    QTest::addColumn<QStringList>("optionsB");
    QTest::addColumn<int>("takes");
    const QStringList same{QStringLiteral("--gop"), QStringLiteral("60")};
    const QStringList other{QStringLiteral("--gop"),     QStringLiteral("45"),
                            QStringLiteral("--bframes"), QStringLiteral("3"),
                            QStringLiteral("--profile"), QStringLiteral("main"),
                            QStringLiteral("--bitrate"), QStringLiteral("1500k")};
    const QStringList openGop{QStringLiteral("--gop"), QStringLiteral("30"), QStringLiteral("--bframes"),
                              QStringLiteral("2"), QStringLiteral("--open-gop")};
    QTest::newRow("rtmp, cached") << "rtmp"
                                  << "cached" << same << same << 20;
    QTest::newRow("rtmp, keyframe") << "rtmp"
                                    << "keyframe" << same << same << 6;
    QTest::newRow("srt") << "srt"
                         << "cached" << same << same << 6;
    QTest::newRow("udp") << "udp"
                         << "cached" << same << same << 6;
    QTest::newRow("two different encoders") << "rtmp"
                                            << "cached" << same << other << 20;
    QTest::newRow("open GOPs") << "rtmp"
                               << "cached" << openGop << other << 10;
    QTest::newRow("different encoders over udp") << "udp"
                                                 << "keyframe" << other << openGop << 6;
    // Takes follow each other while the bridge before is still on its way.
    const QStringList longGop{QStringLiteral("--gop"), QStringLiteral("120")};
    QTest::newRow("bridged") << "rtmp"
                             << "bridged" << same << same << 10;
    QTest::newRow("bridged, groups of 4 s") << "rtmp"
                                            << "bridged" << longGop << longGop << 8;
    QTest::newRow("bridged, two different encoders") << "rtmp"
                                                     << "bridged" << same << other << 10;
    QTest::newRow("bridged, open GOPs") << "rtmp"
                                        << "bridged" << openGop << other << 8;
    QTest::newRow("bridged, srt") << "srt"
                                  << "bridged" << same << longGop << 6;
    QTest::newRow("bridged, udp") << "udp"
                                  << "bridged" << other << openGop << 6;
}

void TestProgramme::takes()
{
    QFETCH(QString, protocol);
    QFETCH(QString, cut);
    QFETCH(QStringList, optionsA);
    QFETCH(QStringList, optionsB);
    QFETCH(int, takes);
    m_lateBridges = 0;
    const QString stream = QStringLiteral("takes%1").arg(freePort());
    Show show;
    begin(show, stream, protocol, optionsA, optionsB);
    if (QTest::currentTestFailed())
        return;

    Reading reading(m_nginx.url(stream));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));
    for (int i = 0; i < takes; ++i) {
        const bool toBackup = i % 2 == 0;
        const QJsonObject operation = show.api().takeAndWait(
            channel, toBackup ? QStringLiteral("backup") : QStringLiteral("primary"), cut);
        const QJsonObject change = reading.nextChange();
        QVERIFY2(!change.isEmpty(), qPrintable(reading.report()));
        QCOMPARE(word(change, "to"), toBackup ? QStringLiteral("2") : QStringLiteral("1"));
        compare(operation, change, cut);
        if (QTest::currentTestFailed())
            return;
    }
    // A flash and a beep come once a second: some must pass for sound against picture to be measured.
    QVERIFY(letRun(3500ms));
    QVERIFY2(reading.isRunning(), "the reader was dropped");
    const QJsonObject summary = reading.finish();
    // After a cut onto an open group the encoder frees references from before it, which a decoder need not have.
    const bool open =
        optionsA.contains(QStringLiteral("--open-gop")) || optionsB.contains(QStringLiteral("--open-gop"));
    QCOMPARE(faultsIn(summary, open ? QStringLiteral("mmco: unref short failure") : QString()), QString());
    QCOMPARE(summary.value(QLatin1String("changes")).toArray().size(), takes);
    QVERIFY2(number(summary, "largest_gap_ms") < 2 * pictureMs,
             qPrintable(QString::number(number(summary, "largest_gap_ms"))));
    // A sound frame is 21.3 ms: at a cut none may overlap, and less than one may be missing. FLV carries whole milliseconds,
    // so the two times that are compared were each rounded by up to half of one on the way in, and once more on the way out.
    const double rounding = 4 * 0.5;
    QVERIFY2(number(summary, "largest_sound_gap_ms") < 2 * 1024.0 / 48 + rounding,
             qPrintable(QString::number(number(summary, "largest_sound_gap_ms"))));
    const QJsonObject sync = summary.value(QLatin1String("sound_ahead_ms")).toObject();
    QVERIFY(number(sync, "count") > 0);
    // The middle one: where a cut falls between a flash and its beep they are of two sources, and say nothing.
    QVERIFY2(number(sync, "median") < 40 && number(sync, "median") > -60, "sound against picture (EBU R 37)");
    // And after all the takes, where no cut falls in between: every one of them.
    Reading steady(m_nginx.url(stream));
    QVERIFY(steady.start());
    QVERIFY2(!steady.firstPicture().isEmpty(), qPrintable(steady.report()));
    QVERIFY(letRun(3500ms));
    const QJsonObject held = steady.finish().value(QLatin1String("sound_ahead_ms")).toObject();
    QVERIFY(number(held, "count") > 0);
    QVERIFY2(number(held, "most") < 40 && number(held, "least") > -60,
             "sound against picture after the takes");
    const QJsonObject output = show.api().output(channel, QStringLiteral("cdn"));
    QCOMPARE(number(output, "reconnects"), 0.0);
    QCOMPARE(number(output, "droppedPictures"), 0.0);
}

void TestProgramme::slateInAndOut()
{
    const QString stream = QStringLiteral("slate");
    Show show;
    begin(show, stream);
    if (QTest::currentTestFailed())
        return;
    Reading reading(m_nginx.url(stream));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));
    for (const QString &target : {QStringLiteral("slate"), QStringLiteral("backup"), QStringLiteral("slate"),
                                  QStringLiteral("primary")}) {
        QCOMPARE(word(show.api().takeAndWait(channel, target), "state"), QStringLiteral("done"));
        const QJsonObject change = reading.nextChange();
        const QString seen = target == QLatin1String("slate") ? QStringLiteral("none")
            : target == QLatin1String("backup")               ? QStringLiteral("2")
                                                              : QStringLiteral("1");
        QCOMPARE(word(change, "to"), seen);
        QVERIFY(letRun(700ms));
    }
    const QJsonObject summary = reading.finish();
    QCOMPARE(faultsIn(summary), QString());
    QVERIFY(summary.value(QLatin1String("sources")).toObject().value(QLatin1String("none")).toInt() > 0);
    QVERIFY2(number(summary, "largest_gap_ms") < 2 * pictureMs,
             qPrintable(QString::number(number(summary, "largest_gap_ms"))));
}

void TestProgramme::feedKilledAndStartedAgain()
{
    const QString stream = QStringLiteral("killed");
    Show show;
    begin(show, stream);
    if (QTest::currentTestFailed())
        return;
    Reading reading(m_nginx.url(stream));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));

    show.feeds[0]->process().kill();
    QVERIFY(waitUntil(
        [&] {
            return !show.api()
                        .source(channel, QStringLiteral("primary"))
                        .value(QLatin1String("fit"))
                        .toBool();
        },
        20s, "the primary to be unfit"));
    // From a dead source to a living one, at once.
    const QJsonObject operation = show.api().takeAndWait(channel, QStringLiteral("backup"));
    QCOMPARE(word(operation, "state"), QStringLiteral("done"));
    QCOMPARE(word(reading.nextChange(), "to"), QStringLiteral("2"));
    // Back onto the dead one only on purpose.
    QCOMPARE(show.api().take(channel, QStringLiteral("primary")).status, 409);

    QVERIFY2(show.feeds[0]->start(), qPrintable(show.feeds[0]->report()));
    QVERIFY(show.api().waitUntilFit(channel, QStringLiteral("primary")));
    QCOMPARE(word(show.api().takeAndWait(channel, QStringLiteral("primary")), "state"),
             QStringLiteral("done"));
    QCOMPARE(word(reading.nextChange(), "to"), QStringLiteral("1"));
    QVERIFY2(reading.isRunning(), "the reader was dropped");
    const QJsonObject summary = reading.finish();
    QCOMPARE(faultsIn(summary), QString());
    QCOMPARE(summary.value(QLatin1String("changes")).toArray().size(), 2);
}

void TestProgramme::everyOutput()
{
    const QTemporaryDir folder;
    const QString hls = folder.filePath(QStringLiteral("hls"));
    const QString recording = folder.filePath(QStringLiteral("programme.ts"));
    const QString srt = QStringLiteral("srt://127.0.0.1:%1").arg(freePort());
    const QString udp = QStringLiteral("udp://127.0.0.1:%1").arg(freePort());
    const QString stream = QStringLiteral("every");

    // Those that wait for the push are there first.
    Reading srtReading(srt + QStringLiteral("?mode=listener"));
    Reading udpReading(udp);
    QVERIFY(srtReading.start() && udpReading.start());

    Show show;
    begin(show, stream, QStringLiteral("rtmp"), {},
          {QStringLiteral("--bframes"), QStringLiteral("2"), QStringLiteral("--profile"),
           QStringLiteral("main")},
          {outputJson(QStringLiteral("srt"), QStringLiteral("srt"), srt),
           outputJson(QStringLiteral("udp"), QStringLiteral("udp"), udp),
           outputJson(QStringLiteral("hls"), QStringLiteral("hls"), hls),
           outputJson(QStringLiteral("archive"), QStringLiteral("recording"), recording)});
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(!srtReading.firstPicture().isEmpty(), qPrintable(srtReading.report()));
    QVERIFY2(!udpReading.firstPicture().isEmpty(), qPrintable(udpReading.report()));
    // At the end the source without B-frames: a recording ends wherever it is, with B-frames in the middle of a group.
    const QString backup = QStringLiteral("backup");
    const QString primary = QStringLiteral("primary");
    for (const QString &target : {backup, primary, backup, primary}) {
        QCOMPARE(word(show.api().takeAndWait(channel, target), "state"), QStringLiteral("done"));
        const QString seen = target == backup ? QStringLiteral("2") : QStringLiteral("1");
        // These two may have joined while the slate was still on air, so their first change may be the first take.
        for (Reading *reading : {&srtReading, &udpReading}) {
            QJsonObject change = reading->nextChange();
            if (word(change, "from") == QLatin1String("none"))
                change = reading->nextChange();
            QCOMPARE(word(change, "to"), seen);
        }
    }
    QCOMPARE(faultsIn(srtReading.finish()), QString());
    QCOMPARE(faultsIn(udpReading.finish()), QString());

    QVERIFY(waitUntil([&] { return QDir(hls).entryList({QStringLiteral("*.ts")}).size() >= 4; }, 30s,
                      "HLS segments"));
    Reading hlsReading(QDir(hls).filePath(QStringLiteral("index.m3u8")),
                       {QStringLiteral("--seconds"), QStringLiteral("4")});
    QVERIFY(hlsReading.start());
    QCOMPARE(faultsIn(hlsReading.summary()), QString());

    QVERIFY(show.daemon->process().terminate());
    Reading archive(recording);
    QVERIFY(archive.start());
    const QJsonObject summary = archive.summary();
    QCOMPARE(faultsIn(summary), QString());
    QVERIFY(summary.value(QLatin1String("changes")).toArray().size() >= 4);
}

void TestProgramme::readableForFfprobe()
{
    const QString stream = QStringLiteral("probe");
    Show show;
    begin(show, stream);
    if (QTest::currentTestFailed())
        return;
    Process ffprobe(QStringLiteral("ffprobe"),
                    {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-show_entries"),
                     QStringLiteral("stream=codec_name,width,height"), QStringLiteral("-of"),
                     QStringLiteral("csv=p=0"), m_nginx.url(stream)});
    QVERIFY(ffprobe.start());
    QVERIFY2(ffprobe.waitForEnd(60s), qPrintable(ffprobe.report()));
    QCOMPARE(ffprobe.exitCode(), 0);
    QVERIFY2(ffprobe.out().contains("h264,640,360"), qPrintable(ffprobe.report()));
    QVERIFY2(ffprobe.out().contains("aac"), qPrintable(ffprobe.report()));
    QVERIFY2(ffprobe.err().trimmed().isEmpty(), qPrintable(ffprobe.report()));
}

QTEST_GUILESS_MAIN(TestProgramme)

#include "tst_programme.moc"
