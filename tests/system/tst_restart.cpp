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
    void killedUnderItsSupervisor();
    void supervisorGoneDaemonGone();
};

void TestRestart::killedUnderItsSupervisor()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    const QTemporaryDir folder;
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    Daemon daemon(QJsonArray{channelJson(channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
                                         {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"),
                                                     nginx.url(QStringLiteral("out"))),
                                          outputJson(QStringLiteral("archive"), QStringLiteral("recording"),
                                                     folder.filePath(QStringLiteral("programme.ts")))})},
                  {}, {QStringLiteral("--supervise")});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    Feeds feeds(Feeds::smallPictures(), {a, b});
    QVERIFY2(feeds.start(), qPrintable(feeds.report()));
    QVERIFY(daemon.api().waitUntilFit(channel, QStringLiteral("backup")));
    QCOMPARE(word(daemon.api().takeAndWait(channel, QStringLiteral("backup")), "state"),
             QStringLiteral("done"));
    const quint64 revision = daemon.api().revision(channel);
    const double lastId = daemon.api()
                              .get(QStringLiteral("/v1/journal?limit=1"))
                              .json.value(QLatin1String("entries"))
                              .toArray()
                              .at(0)
                              .toObject()
                              .value(QLatin1String("id"))
                              .toDouble();

    Reading before(nginx.url(QStringLiteral("out")));
    QVERIFY(before.start());
    QVERIFY2(!before.firstPicture().isEmpty(), qPrintable(before.report()));

    const qint64 supervisor = daemon.process().pid();
    QVERIFY(daemon.pid() != supervisor);
    const int64_t killedAt = twinfeed::SystemClock().now();
    QCOMPARE(::kill(pid_t(daemon.pid()), SIGKILL), 0);
    const QJsonObject first = before.summary();
    QVERIFY2(daemon.waitForSuccessor(), qPrintable(daemon.report()));
    QCOMPARE(daemon.process().pid(), supervisor);

    // What was known is known again, and the source that was on air is.
    QCOMPARE(daemon.api().revision(channel), revision);
    const QJsonObject document = daemon.api().get(QStringLiteral("/v1/channels/main")).json;
    QCOMPARE(word(document, "onAir"), QStringLiteral("backup"));
    const QJsonArray entries = daemon.api()
                                   .get(QStringLiteral("/v1/journal?after=%1").arg(lastId))
                                   .json.value(QLatin1String("entries"))
                                   .toArray();
    for (qsizetype i = 0; i < entries.size(); ++i)
        QCOMPARE(entries.at(i).toObject().value(QLatin1String("id")).toDouble(), lastId + 1 + double(i));

    Reading after(nginx.url(QStringLiteral("out")), {QStringLiteral("--until-source"), QStringLiteral("2")});
    QVERIFY(after.start());
    const QJsonObject firstPicture = after.firstPicture();
    QVERIFY2(!firstPicture.isEmpty(), qPrintable(after.report()));
    const QJsonObject second = after.summary();
    QCOMPARE(faultsIn(second), QString());
    // The feeds reconnect and wait for their next keyframe (GOP 2 s) before the programme can go on.
    const double backMs = (firstPicture.value(QLatin1String("at_us")).toDouble() - double(killedAt)) / 1000;
    QVERIFY2(backMs < 3 * 4000, qPrintable(QStringLiteral("back after %1 ms").arg(backMs)));

    // Timestamps: later than before by about the time that has passed.
    const QJsonObject sawLast = first.value(QLatin1String("first_picture")).toObject();
    const double lastPts = sawLast.value(QLatin1String("pts_ms")).toDouble()
        + first.value(QLatin1String("seconds")).toDouble() * 1000;
    QVERIFY2(firstPicture.value(QLatin1String("pts_ms")).toDouble() > lastPts,
             qPrintable(QStringLiteral("%1 after %2")
                            .arg(firstPicture.value(QLatin1String("pts_ms")).toDouble())
                            .arg(lastPts)));
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
