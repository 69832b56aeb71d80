// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonArray>
#include <QTest>

#include <memory>
#include <optional>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QStringList detectors{QStringLiteral("black"), QStringLiteral("frozen"), QStringLiteral("silent")};
// Three times the goal of 250 ms, and how old a metric may be when it is asked for.
constexpr double lateS = 3 * 0.25 + 1;

} // namespace

/// What people would notice is noticed: faults put into real streams, found by the daemon.
class TestDetectors final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void nothingIsFoundInCleanStreams();
    void faultsAreFound_data();
    void faultsAreFound();

private:
    /// Of a path's metric, in its unit; nothing where it is N/A.
    std::optional<double> value(const QString &node, const QString &name);

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
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("backup")));
    QCOMPARE(m_daemon->api()
                 .takeAndWait(channel, QStringLiteral("primary"))
                 .value(QLatin1String("state"))
                 .toString(),
             QStringLiteral("done"));
    QVERIFY(
        waitUntil([&] { return value(QStringLiteral("primary"), QStringLiteral("brightness")).has_value(); },
                  20s, "something to be looked at"));
}

void TestDetectors::cleanupTestCase()
{
    m_feeds.reset();
    m_daemon.reset();
}

void TestDetectors::nothingIsFoundInCleanStreams()
{
    for (int second = 0; second < 6; ++second) {
        QVERIFY(letRun(1s));
        for (const char *node : {"primary", "backup", "programme"}) {
            for (const QString &detector : detectors) {
                const auto found = value(QString::fromLatin1(node), detector);
                // The test's sound is a beep a second.
                QVERIFY2(
                    !found || *found < 1.5,
                    qPrintable(QStringLiteral("%1 %2 %3").arg(QLatin1String(node), detector).arg(*found)));
            }
        }
    }
    const auto loudness = value(QStringLiteral("programme"), QStringLiteral("loudnessShortTerm"));
    QVERIFY(loudness && *loudness < 0 && *loudness > -60);
}

void TestDetectors::faultsAreFound_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("detector");
    QTest::newRow("black") << "black"
                           << "black";
    QTest::newRow("frozen") << "freeze"
                            << "frozen";
    QTest::newRow("silent") << "silence"
                            << "silent";
}

void TestDetectors::faultsAreFound()
{
    QFETCH(QString, command);
    QFETCH(QString, detector);
    const QString primary = QStringLiteral("primary");
    const twinfeed::SystemClock clock;
    const int64_t before = clock.now();
    QVERIFY(!m_feeds->say(QStringLiteral("1 ") + command).isEmpty());
    const int64_t after = clock.now();
    double found = 0;
    QVERIFY2(waitUntil(
                 [&] {
                     found = value(primary, detector).value_or(0);
                     return found >= 2;
                 },
                 20s, "the fault to be known"),
             qPrintable(m_daemon->report()));
    const int64_t now = clock.now();
    const double least = double(now - after) / 1e6;
    const double most = double(now - before) / 1e6;
    qInfo("%s: known to last %.2f s, %.2f to %.2f s after it began", qPrintable(detector), found, least,
          most);
    // Timed from its first picture, whatever the length of a group: not more than has passed, nor much less.
    QVERIFY2(found < most + 0.25, qPrintable(QString::number(found)));
    QVERIFY2(least - found < lateS, qPrintable(QString::number(least - found)));
    // A fault of one path is none of the other.
    QVERIFY(value(QStringLiteral("backup"), detector).value_or(0) < 1.5);

    QVERIFY(!m_feeds->say(QStringLiteral("1 normal")).isEmpty());
    QVERIFY(waitUntil(
        [&] {
            const auto still = value(primary, detector);
            return still && *still < 1.5;
        },
        10s, "it to be over"));
}

QTEST_GUILESS_MAIN(TestDetectors)

#include "tst_detectors.moc"
