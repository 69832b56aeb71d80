// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>
#include <memory>
#include <optional>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString primary = QStringLiteral("primary");
const QString backup = QStringLiteral("backup");
const QStringList detectors{QStringLiteral("black"), QStringLiteral("frozen"), QStringLiteral("silent")};
// Three times the goal of 250 ms, and how old a metric may be when it is asked for.
constexpr double lateS = 3 * 0.25 + 1;
constexpr int loopSeconds = 20; // of Feeds::smallPictures()

/// A fault that shows in a value at once.
struct Shown
{
    const char *command;
    const char *metric;
    /// Whether it is known, by the value now and the one before the fault.
    std::function<bool(double now, double before)> found;
};
const Shown shown[]{
    {"clip", "truePeak", [](double now, double) { return now > 0; }},
    {"dark", "brightness", [](double now, double before) { return now < 0.6 * before; }},
    // Within 5 ms, and three times that for a machine with much to do.
    {"late 120", "soundOffset",
     [](double now, double before) { return std::abs(now - (before - 120)) <= 3 * 5; }},
    {"jitter 250", "largestGap", [](double now, double) { return now >= 120; }},
    {"loss 30", "missingPictures", [](double now, double before) { return now >= before + 5; }},
};

} // namespace

/// What people would notice is noticed: faults put into real streams, found by the daemon; and what is measured is what was pushed.
class TestDetectors final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void valuesAreWhatWasPushed();
    void faultsAreFound_data();
    void faultsAreFound();
    void faultsShowInTheirValues_data();
    void faultsShowInTheirValues();
    void aPartThatStandsStillIsNoFrozenPicture();
    void aLossIsSeenInTime();

private:
    /// Of a path's metric, in its unit; nothing where it is N/A.
    std::optional<double> value(const QString &node, const QString &name);
    std::optional<double> primaryValue(const char *name) { return value(primary, QLatin1String(name)); }
    /// Payload bits a second of the first feed's loop, by the tools of FFmpeg.
    static double pushedBitrate();
    void nothingIsFound();

    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
};

std::optional<double> TestDetectors::value(const QString &node, const QString &name)
{
    const QJsonArray metrics =
        m_daemon->api().get(QStringLiteral("/v1/metrics")).json.value(QLatin1String("metrics")).toArray();
    for (const QJsonValue &metric : metrics) {
        if (metric[QLatin1String("node")] == node && metric[QLatin1String("name")] == name
            && metric[QLatin1String("value")].isDouble())
            return metric[QLatin1String("value")].toDouble();
    }
    return std::nullopt;
}

void TestDetectors::initTestCase()
{
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    m_daemon = std::make_unique<Daemon>(QJsonArray{
        channelJson(channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"), QJsonArray())});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(
        Feeds::smallPictures()
            + QStringList{QStringLiteral("--prepare"),
                          QStringLiteral("black,freeze,part-freeze,dark,silence,clip")},
        QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    QVERIFY(m_daemon->api().waitUntilFit(channel, primary));
    QVERIFY(m_daemon->api().waitUntilFit(channel, backup));
    QCOMPARE(m_daemon->api().takeAndWait(channel, primary).value(QLatin1String("state")).toString(),
             QStringLiteral("done"));
    QVERIFY(
        waitUntil([&] { return primaryValue("brightness").has_value(); }, 20s, "something to be looked at"));
}

void TestDetectors::cleanupTestCase()
{
    m_feeds.reset();
    m_daemon.reset();
}

double TestDetectors::pushedBitrate()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("loop.flv"));
    Feeds whole(Feeds::smallPictures()
                    + QStringList{QStringLiteral("--unpaced"), QStringLiteral("--duration"),
                                  QString::number(loopSeconds)},
                {file});
    if (!whole.start() || !whole.process().waitForEnd(60s))
        return 0;
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
                {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-show_entries"),
                 QStringLiteral("packet=size"), QStringLiteral("-of"), QStringLiteral("csv=p=0"), file});
    if (!probe.waitForFinished(60'000))
        return 0;
    double bytes = 0;
    for (const QByteArray &line : probe.readAllStandardOutput().split('\n'))
        bytes += line.trimmed().toDouble();
    return bytes * 8 / loopSeconds;
}

void TestDetectors::nothingIsFound()
{
    for (const QString &node : {primary, backup, QStringLiteral("programme")}) {
        for (const QString &detector : detectors) {
            const auto found = value(node, detector);
            // The test's sound is a beep a second.
            QVERIFY2(!found || *found < 1.5,
                     qPrintable(QStringLiteral("%1 %2 %3").arg(node, detector).arg(*found)));
        }
    }
}

/// Over a whole loop of the feed, so that what is measured over ten seconds has the loop's own mean.
void TestDetectors::valuesAreWhatWasPushed()
{
    const double pushed = pushedBitrate();
    QVERIFY(pushed > 500'000);
    QVERIFY(waitUntil([&] { return primaryValue("bitrateMean").has_value(); }, 30s, "ten seconds of bits"));
    double bitrate = 0;
    double rate = 0;
    int samples = 0;
    const twinfeed::SystemClock clock;
    for (const int64_t since = clock.now(); clock.now() - since < loopSeconds * 1'000'000; ++samples) {
        bitrate += primaryValue("bitrateMean").value_or(0);
        rate += primaryValue("fps").value_or(0);
        QVERIFY(letRun(250ms));
        if (samples % 4 == 0)
            nothingIsFound();
    }
    bitrate /= samples;
    rate /= samples;
    qInfo("bitrate %.0f of %.0f bit/s (%.2f %%), %.3f pictures a second", bitrate, pushed,
          100 * (bitrate / pushed - 1), rate);
    // Within 1 %, and three times that for a machine with much to do.
    QVERIFY(std::abs(bitrate - pushed) < 0.03 * pushed);
    QVERIFY(std::abs(rate - 30) < 0.03 * 30);
    const auto loudness = value(QStringLiteral("programme"), QStringLiteral("loudnessShortTerm"));
    QVERIFY(loudness && *loudness < 0 && *loudness > -60);
    QCOMPARE(primaryValue("missingPictures").value_or(-1), 0.0);
}

void TestDetectors::faultsAreFound_data()
{
    QTest::addColumn<QStringList>("commands");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("black, silent") << QStringList{QStringLiteral("black"), QStringLiteral("silence")}
                                   << QStringList{QStringLiteral("black"), QStringLiteral("silent")};
    QTest::newRow("frozen") << QStringList{QStringLiteral("freeze")} << QStringList{QStringLiteral("frozen")};
}

/// What lasts is timed from its first picture, whatever the length of a group.
void TestDetectors::faultsAreFound()
{
    QFETCH(QStringList, commands);
    QFETCH(QStringList, found);
    const twinfeed::SystemClock clock;
    std::vector<std::pair<int64_t, int64_t>> began; // not before, not after
    for (const QString &command : commands) {
        const int64_t before = clock.now();
        QVERIFY(!m_feeds->say(QStringLiteral("1 ") + command).isEmpty());
        began.emplace_back(before, clock.now());
    }
    for (qsizetype i = 0; i < found.size(); ++i) {
        double lasts = 0;
        QVERIFY2(waitUntil(
                     [&] {
                         lasts = value(primary, found[i]).value_or(0);
                         return lasts >= 2;
                     },
                     20s, "the fault to be known"),
                 qPrintable(m_daemon->report()));
        const int64_t now = clock.now();
        const double least = double(now - began[size_t(i)].second) / 1e6;
        const double most = double(now - began[size_t(i)].first) / 1e6;
        qInfo("%s: known to last %.2f s, %.2f to %.2f s after it began", qPrintable(found[i]), lasts, least,
              most);
        // Not more than has passed, nor much less.
        QVERIFY2(lasts < most + 0.25, qPrintable(QString::number(lasts)));
        QVERIFY2(least - lasts < lateS, qPrintable(QString::number(least - lasts)));
        // A fault of one path is none of the other.
        QVERIFY(value(backup, found[i]).value_or(0) < 1.5);
    }
    QVERIFY(!m_feeds->say(QStringLiteral("1 normal")).isEmpty());
    for (const QString &detector : std::as_const(found))
        QVERIFY(waitUntil(
            [&] {
                const auto still = value(primary, detector);
                return still && *still < 1.5;
            },
            10s, "it to be over"));
}

void TestDetectors::faultsShowInTheirValues_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < int(std::size(shown)); ++i)
        QTest::newRow(shown[i].command) << i;
}

void TestDetectors::faultsShowInTheirValues()
{
    QFETCH(int, number);
    const Shown &fault = shown[number];
    const QString metric = QLatin1String(fault.metric);
    QVERIFY(waitUntil([&] { return primaryValue(fault.metric).has_value(); }, 20s, fault.metric));
    const double before = *primaryValue(fault.metric);
    const auto other = value(backup, metric);
    const QString command = QLatin1String(fault.command);
    m_feeds->process().writeLine(QStringLiteral("1 ") + command);
    const QJsonObject did = m_feeds->took(command.section(QLatin1Char(' '), 0, 0));
    QVERIFY2(!did.isEmpty(), qPrintable(m_feeds->report()));
    double now = before;
    QVERIFY(waitUntil(
        [&] {
            now = primaryValue(fault.metric).value_or(before);
            return fault.found(now, before);
        },
        10s, fault.command));
    const double after =
        (double(twinfeed::SystemClock().now()) - did.value(QLatin1String("at_us")).toDouble()) / 1e6;
    qInfo("%s: %s was %.2f and is %.2f, known after %.2f s", fault.command, fault.metric, before, now, after);
    QVERIFY2(after < lateS, qPrintable(QString::number(after)));
    if (other && metric != QLatin1String("largestGap")) // the machine itself may hold up both
        QVERIFY(!fault.found(value(backup, metric).value_or(*other), *other));
    QVERIFY(!m_feeds->say(QStringLiteral("1 normal")).isEmpty());
}

void TestDetectors::aPartThatStandsStillIsNoFrozenPicture()
{
    QVERIFY(!m_feeds->say(QStringLiteral("1 part-freeze")).isEmpty());
    for (int half = 0; half < 9; ++half) {
        QVERIFY(letRun(500ms));
        const auto frozen = primaryValue("frozen");
        QVERIFY2(frozen && *frozen < 0.5, qPrintable(QString::number(frozen.value_or(-1))));
    }
    QVERIFY(!m_feeds->say(QStringLiteral("1 normal")).isEmpty());
}

/// The last packet leaves, and lossMs and 300 ms later everybody can know.
void TestDetectors::aLossIsSeenInTime()
{
    const double lossS = 0.3; // of the usual hold of 500 ms
    const QJsonObject did = m_feeds->say(QStringLiteral("1 stop"));
    QVERIFY(!did.isEmpty());
    QVERIFY(m_daemon->api().waitForSource(channel, primary, QStringLiteral("lost"), 10s));
    const double after =
        (double(twinfeed::SystemClock().now()) - did.value(QLatin1String("at_us")).toDouble()) / 1e6;
    qInfo("lost is known %.0f ms after the last packet", 1000 * after);
    QVERIFY2(after < lossS + 3 * 0.3, qPrintable(QString::number(after)));
    QVERIFY(!m_feeds->say(QStringLiteral("1 resume")).isEmpty());
    QVERIFY(m_daemon->api().waitUntilFit(channel, primary));
}

QTEST_GUILESS_MAIN(TestDetectors)

#include "tst_detectors.moc"
