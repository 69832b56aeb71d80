// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedconnection.h"

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/feed/feedtools.h"

#include <QtTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::feed;
using namespace std::chrono_literals;

class TestFeedConnection final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;
    const SystemClock m_clock;

private Q_SLOTS:
    void tellsTheFormatFromTheAddress()
    {
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("rtmp://h/live/a")), QByteArray("flv"));
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("srt://h:1?mode=listener")), QByteArray("mpegts"));
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("udp://h:1")), QByteArray("mpegts"));
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("/tmp/a.flv")), QByteArray("flv"));
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("a.ts")), QByteArray("mpegts"));
        QCOMPARE(FeedConnection::muxerFor(QStringLiteral("a.odd")), QByteArray());
    }

    void printsNoSecrets()
    {
        const QString printed = FeedConnection::printable(
            QStringLiteral("rtmp://user:password@host:1936/live/streamkey?token=abc"));
        QCOMPARE(printed, QStringLiteral("rtmp://host:1936/live/***"));
        QCOMPARE(FeedConnection::printable(QStringLiteral("srt://h:9000?passphrase=abcdefghij")),
                 QStringLiteral("srt://h:9000"));
        QCOMPARE(FeedConnection::printable(QStringLiteral("/tmp/a.ts")), QStringLiteral("/tmp/a.ts"));
    }

    void knowsNetworksFromFiles()
    {
        QVERIFY(FeedConnection::isNetwork(QStringLiteral("udp://h:1")));
        QVERIFY(!FeedConnection::isNetwork(QStringLiteral("/tmp/a.ts")));
        QVERIFY(!FeedConnection::isNetwork(QStringLiteral("file:///tmp/a.ts")));
    }

    void aRefusalIsAnErrorAtOnce()
    {
        const FeedLoops loops = m_tools.loops(FeedTools::smallFormat());
        Patience patience{m_clock, {}};
        const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(test::freePort());
        const auto connection = FeedConnection::open(url, loops, patience);
        QVERIFY(!connection.ok());
        QVERIFY(connection.error().message.contains(QLatin1String("refused")));
    }

    void aStopEndsAHangingConnect()
    {
        const FeedLoops loops = m_tools.loops(FeedTools::smallFormat());
        const test::BadServer server(test::BadServer::Manner::Hang);
        std::stop_source stop;
        Patience patience{m_clock, stop.get_token()};
        int64_t stoppedAt = 0;
        std::jthread stopper([&] {
            test::waitUntil([&] { return server.connections() > 0; }, 10s, "a connection");
            stoppedAt = m_clock.now();
            stop.request_stop();
        });
        const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(server.port());
        QVERIFY(!FeedConnection::open(url, loops, patience).ok());
        stopper.join();
        QVERIFY(m_clock.now() - stoppedAt < 1'000'000);
    }
};

QTEST_GUILESS_MAIN(TestFeedConnection)
#include "tst_feedconnection.moc"
