// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QTest>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
// The goal is 2 s, see tests/bench; a process, a server and two encoders start in it, beside other tests.
constexpr double mostMs = 15'000;

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

} // namespace

/// A backend that dies comes back by itself: the same channel, the same source, and timestamps that go on rising.
class TestRestart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backOnAir_data();
    void backOnAir();
    void theSlateStandsIn();
    void supervisorGoneDaemonGone();
};

void TestRestart::backOnAir_data()
{
    QTest::addColumn<bool>("onPurpose");
    QTest::newRow("killed under its supervisor") << false;
    // What an upgrade during a show does: ended, and started again on the same data.
    QTest::newRow("ended and started again") << true;
}

/// Encoders that reconnect as encoders do. The slate stands in until the source that was on air is there again.
void TestRestart::backOnAir()
{
    QFETCH(bool, onPurpose);
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    const QTemporaryDir folder;
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    QJsonObject config = channelJson(
        channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
        {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), nginx.url(QStringLiteral("out"))),
         outputJson(QStringLiteral("archive"), QStringLiteral("recording"),
                    folder.filePath(QStringLiteral("programme.ts")))});
    config.insert(QStringLiteral("failover"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")}});
    Daemon daemon(QJsonArray{config}, {}, {QStringLiteral("--supervise")});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    Feeds feeds(Feeds::smallPictures() + QStringList{QStringLiteral("--prompt")}, {a, b});
    QVERIFY2(feeds.start(), qPrintable(feeds.report()));
    QVERIFY(daemon.api().waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY(daemon.api().waitUntilFit(channel, QStringLiteral("slate")));
    QCOMPARE(word(daemon.api().takeAndWait(channel, QStringLiteral("backup")), "state"),
             QStringLiteral("done"));
    const auto newestEntry = [&] {
        return daemon.api()
            .get(QStringLiteral("/v1/journal?limit=1"))
            .json.value(QLatin1String("entries"))
            .toArray()
            .at(0)
            .toObject();
    };
    const double lastId = newestEntry().value(QLatin1String("id")).toDouble();
    Reading before(nginx.url(QStringLiteral("out")));
    QVERIFY(before.start());
    QVERIFY2(!before.firstPicture().isEmpty(), qPrintable(before.report()));

    const int64_t endedAt = twinfeed::SystemClock().now();
    if (onPurpose) {
        QVERIFY(daemon.process().terminate());
    } else {
        const qint64 supervisor = daemon.process().pid();
        QVERIFY(daemon.pid() != supervisor);
        QCOMPARE(::kill(pid_t(daemon.pid()), SIGKILL), 0);
    }
    const QJsonObject first = before.summary();
    // Waiting at the server when the programme comes back.
    Reading after(nginx.url(QStringLiteral("out")), {QStringLiteral("--until-source"), QStringLiteral("2")});
    QVERIFY(after.start());
    if (onPurpose)
        QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    else
        QVERIFY2(daemon.waitForSuccessor(), qPrintable(daemon.report()));
    const QJsonObject firstPicture = after.firstPicture();
    QVERIFY2(!firstPicture.isEmpty(), qPrintable(after.report()));
    const QJsonObject second = after.summary();
    QCOMPARE(faultsIn(second), QString());
    const auto sinceEnd = [&](const QJsonObject &event) {
        return (event.value(QLatin1String("at_us")).toDouble() - double(endedAt)) / 1000;
    };
    const QJsonArray changes = second.value(QLatin1String("changes")).toArray();
    const double programmeMs = sinceEnd(firstPicture);
    const double sourceMs = changes.isEmpty() ? programmeMs : sinceEnd(changes.last().toObject());
    qInfo("programme back after %.0f ms, its source after %.0f ms", programmeMs, sourceMs);
    QVERIFY2(programmeMs < mostMs, qPrintable(daemon.report()));
    QVERIFY2(sourceMs < mostMs, qPrintable(daemon.report()));

    // The same source, and a journal that goes on without a hole.
    QVERIFY(waitUntil(
        [&] {
            return word(daemon.api().get(QStringLiteral("/v1/channels/main")).json, "onAir")
                == QLatin1String("backup");
        },
        10s, "the backup to be on air again"));
    const QJsonArray entries = daemon.api()
                                   .get(QStringLiteral("/v1/journal?after=%1").arg(lastId))
                                   .json.value(QLatin1String("entries"))
                                   .toArray();
    QVERIFY(!entries.isEmpty());
    for (qsizetype i = 0; i < entries.size(); ++i)
        QCOMPARE(entries.at(i).toObject().value(QLatin1String("id")).toDouble(), lastId + 1 + double(i));
    QVERIFY(daemon.api().waitForOutput(channel, QStringLiteral("archive"), QStringLiteral("live")));

    // Timestamps: later than before by about the time that has passed.
    const QJsonObject sawLast = first.value(QLatin1String("first_picture")).toObject();
    const double lastPts = sawLast.value(QLatin1String("pts_ms")).toDouble()
        + first.value(QLatin1String("seconds")).toDouble() * 1000;
    QVERIFY2(firstPicture.value(QLatin1String("pts_ms")).toDouble() > lastPts,
             qPrintable(QStringLiteral("%1 after %2")
                            .arg(firstPicture.value(QLatin1String("pts_ms")).toDouble())
                            .arg(lastPts)));
}

/// Where the encoders stay away the audience gets the slate, at once.
void TestRestart::theSlateStandsIn()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    QJsonObject config = channelJson(
        channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
        {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), nginx.url(QStringLiteral("out")))});
    config.insert(
        QStringLiteral("failover"),
        QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")}, {QStringLiteral("clearMs"), 300'000}});
    Daemon daemon(QJsonArray{config}, {}, {QStringLiteral("--supervise")});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    auto feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(feeds->start(), qPrintable(feeds->report()));
    QVERIFY(daemon.api().waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(daemon.api().waitUntilFit(channel, QStringLiteral("slate")));
    QCOMPARE(word(daemon.api().takeAndWait(channel, QStringLiteral("primary")), "state"),
             QStringLiteral("done"));
    QVERIFY(nginx.waitForPublisher(QStringLiteral("out"), 20s));
    const int64_t endedAt = twinfeed::SystemClock().now();
    QCOMPARE(::kill(pid_t(daemon.pid()), SIGKILL), 0);
    feeds.reset();
    Reading after(nginx.url(QStringLiteral("out")));
    QVERIFY(after.start());
    QVERIFY2(daemon.waitForSuccessor(), qPrintable(daemon.report()));
    const QJsonObject firstPicture = after.firstPicture();
    QVERIFY2(!firstPicture.isEmpty(), qPrintable(after.report()));
    const double backMs = (firstPicture.value(QLatin1String("at_us")).toDouble() - double(endedAt)) / 1000;
    qInfo("the slate after %.0f ms", backMs);
    QVERIFY2(backMs < mostMs, qPrintable(daemon.report()));
    const auto onAir = [&] {
        return word(daemon.api().get(QStringLiteral("/v1/channels/main")).json, "onAir");
    };
    QVERIFY(waitUntil([&] { return onAir() == QLatin1String("slate"); }, 20s, "the document to say so"));
    // And the source that was on air again as soon as it comes, without the clear time.
    feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(feeds->start(), qPrintable(feeds->report()));
    QVERIFY(waitUntil([&] { return onAir() != QLatin1String("slate"); }, 100s, "a path to be on air again"));
}

void TestRestart::supervisorGoneDaemonGone()
{
    const QString idle = QStringLiteral("rtmp://127.0.0.1:%1/live/x");
    Daemon daemon(QJsonArray{channelJson(channel, idle.arg(freePort()), QStringLiteral("listen"),
                                         idle.arg(freePort()), QStringLiteral("listen"), {})},
                  {}, {QStringLiteral("--supervise")});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    const auto pid = pid_t(daemon.pid());
    QVERIFY(daemon.process().terminate());
    QVERIFY(waitUntil([&] { return ::kill(pid, 0) != 0; }, 10s, "the daemon to end with its supervisor"));
}

QTEST_GUILESS_MAIN(TestRestart)

#include "tst_restart.moc"
