// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "app/media/srtavio.h"
#include "tests/support/badserver.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/process.h"
#include "tests/unit/media/outputrig.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

class OutputTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    // FFmpeg says each refused connection itself; what this test wants to know is what the output says.
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void aDisabledOneIsOff()
    {
        const Programme programme(plain);
        const Watched output(OutputKind::Recording, m_folder.filePath(QStringLiteral("off.ts")), programme,
                             false);
        QVERIFY(output.output.status().state == OutputState::Off);
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("off.ts"))));
    }

    void aBadServerIsNoHarm_data()
    {
        QTest::addColumn<int>("manner");
        QTest::newRow("hangs") << int(BadServer::Manner::Hang);
        QTest::newRow("silent") << int(BadServer::Manner::Silent);
        QTest::newRow("unreachable") << int(BadServer::Manner::Unreachable);
        QTest::newRow("garbage") << int(BadServer::Manner::Garbage);
    }
    void aBadServerIsNoHarm()
    {
        QFETCH(int, manner);
        const BadServer server(BadServer::Manner(manner), QByteArray(5000, 'x'));
        const Programme programme(plain);
        auto output = std::make_unique<Watched>(
            OutputKind::Rtmp, QStringLiteral("rtmp://127.0.0.1:%1/live/key").arg(server.port()), programme);
        // It ends while it is connecting.
        if (BadServer::Manner(manner) != BadServer::Manner::Unreachable)
            QVERIFY(waitUntil([&] { return server.connections() > 0; }, 10s, "a connection"));
        QVERIFY(endsQuickly(output));
    }

    void aServerThatHangsIsGivenUp()
    {
        const BadServer server(BadServer::Manner::Hang);
        const Programme programme(plain);
        const Watched output(OutputKind::Rtmp,
                             QStringLiteral("rtmp://127.0.0.1:%1/live/secretkey").arg(server.port()),
                             programme);
        QVERIFY(output.waitFor(OutputState::Failed, 15s));
        const QString reason = output.output.status().reason;
        QVERIFY2(reason.contains(QLatin1String("in time")), qPrintable(reason));
        QVERIFY(!reason.contains(QLatin1String("secretkey")));
        QVERIFY(waitUntil([&] { return server.connections() >= 2; }, 20s, "another try"));
    }

    void aServerThatResetsIsTriedAgain()
    {
        const BadServer server(BadServer::Manner::Reset);
        const Programme programme(plain);
        const Watched output(OutputKind::Rtmp,
                             QStringLiteral("rtmp://127.0.0.1:%1/live/key").arg(server.port()), programme);
        QVERIFY(output.waitFor(OutputState::Failed));
        QVERIFY(waitUntil([&] { return server.connections() >= 3; }, 20s, "three tries"));
    }

    void aServerThatRefusesIsTriedUntilItComes()
    {
        NginxRtmp nginx;
        const Programme programme(plain);
        const Watched output(OutputKind::Rtmp, nginx.url(QStringLiteral("late")), programme);
        QVERIFY(output.waitFor(OutputState::Failed));
        QVERIFY2(output.output.status().reason.contains(QLatin1String("refused")),
                 qPrintable(output.output.status().reason));
        QCOMPARE(output.output.status().reasonCode, QStringLiteral("refuses-connection"));
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY2(nginx.waitForPublisher(QStringLiteral("late"), 10s), qPrintable(nginx.report()));
        QCOMPARE(output.output.status().reason, QString());
        QCOMPARE(output.output.status().reconnects, 0);
        // It goes away and comes back.
        nginx.stop();
        QVERIFY(output.waitFor(OutputState::Failed));
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        QVERIFY(output.waitFor(OutputState::Live));
        QCOMPARE(output.output.status().reconnects, 1);
        QVERIFY(output.output.status().droppedPictures > 0);
    }

    void aKeyThatIsRefusedIsSaid()
    {
        NginxRtmp nginx;
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        const Programme programme(plain);
        const Watched output(OutputKind::Rtmp, nginx.refusedUrl(QStringLiteral("secretkey")), programme);
        QVERIFY(output.waitFor(OutputState::Failed));
        const QString reason = output.output.status().reason;
        QVERIFY(!reason.isEmpty() && !reason.contains(QLatin1String("secretkey")));
    }

    void anotherSourceGoesThroughNginxWithoutReconnecting()
    {
        NginxRtmp nginx;
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        Programme programme(plain);
        const Watched output(OutputKind::Rtmp, nginx.url(QStringLiteral("out")), programme);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY2(nginx.waitForPublisher(QStringLiteral("out"), 10s), qPrintable(nginx.report()));
        const QString name = m_folder.filePath(QStringLiteral("read.ts"));
        Process reader(QStringLiteral("ffmpeg"),
                       {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"),
                        nginx.url(QStringLiteral("out")), QStringLiteral("-c"), QStringLiteral("copy"),
                        QStringLiteral("-flush_packets"), QStringLiteral("1"), QStringLiteral("-f"),
                        QStringLiteral("flv"), name});
        QVERIFY2(reader.start(), qPrintable(reader.report()));
        QVERIFY(waitUntil([&] { return contentsOf(name).size() > 20'000; }, 20s, "the reader's file"));
        programme.change(fancy, Source::Backup);
        QVERIFY(waitUntil([&] { return output.sentCount() == 2; }, 10s, "the second source"));
        const qsizetype atChange = contentsOf(name).size();
        QVERIFY(
            waitUntil([&] { return contentsOf(name).size() > atChange + 20'000; }, 20s, "more of the file"));
        QVERIFY(reader.isRunning());
        reader.terminate();
        QCOMPARE(output.output.status().reconnects, 0);
        QCOMPARE(output.output.status().droppedPictures, qint64(0));
        QVERIFY(output.output.status().state == OutputState::Live);
        QCOMPARE(reader.err(), QByteArray());
        const ReadBack read = readBack(contentsOf(name));
        QVERIFY(risesStrictly(read.videoDts));
        QVERIFY(read.brightness.front() < 120 && read.brightness.back() > 160);
        // Every picture is whole: as bright as one of the two streams was painted.
        for (const double brightness : read.brightness)
            QVERIFY(std::abs(brightness - 100) < 6 || std::abs(brightness - 180) < 6);
    }

    void aSlowServerCostsItsOwnPictures()
    {
        // 30 pictures of 200 kB a second fill every buffer on the way at once when the server stops reading.
        const Programme programme(plain, 200'000);
        const quint16 port = freePort();
        const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/slow").arg(port);
        Process server(QStringLiteral("ffmpeg"),
                       {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-listen"),
                        QStringLiteral("1"), QStringLiteral("-i"), url, QStringLiteral("-c"),
                        QStringLiteral("copy"), QStringLiteral("-f"), QStringLiteral("null"),
                        QStringLiteral("-")});
        QVERIFY2(server.start(), qPrintable(server.report()));
        auto output = std::make_unique<Watched>(OutputKind::Rtmp, url, programme);
        QVERIFY(output->waitFor(OutputState::Live));
        QVERIFY(output->waitForBytes(3'000'000));
        server.signal(SIGSTOP);
        const int64_t stopped = programme.pictures();
        // Four seconds of the programme: more than is waited for, less than the write's time-out.
        QVERIFY(
            waitUntil([&] { return programme.pictures() > stopped + 120; }, 30s, "the programme to go on"));
        server.signal(SIGCONT);
        QVERIFY(
            waitUntil([&] { return output->output.status().droppedPictures > 0; }, 20s, "pictures left out"));
        QVERIFY(output->waitForBytes(3'000'000));
        QVERIFY(output->output.status().state == OutputState::Live);
        QCOMPARE(output->output.status().reconnects, 0);
        // And it ends in the middle of a write that does not.
        server.signal(SIGSTOP);
        qint64 bytes = 0;
        int64_t since = 0; // pictures of the programme when bytes last grew
        const auto hangs = [&] {
            if (const qint64 now = output->output.status().bytes; std::exchange(bytes, now) != now)
                since = programme.pictures();
            return programme.pictures() > since + 30;
        };
        QVERIFY(waitUntil(hangs, 20s, "the write to hang"));
        QVERIFY(endsQuickly(output));
        server.signal(SIGCONT);
    }

    void whatTheContainerCannotCarryIsSaidUntilItGoes()
    {
        NginxRtmp nginx;
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        Programme programme({.encoder = "libx265", .pictures = 30, .gop = 15});
        const Watched output(OutputKind::Rtmp, nginx.url(QStringLiteral("hevc")), programme);
        QVERIFY(output.waitFor(OutputState::Failed));
        QVERIFY2(output.output.status().reason.contains(QLatin1String("hevc")),
                 qPrintable(output.output.status().reason));
        programme.change(plain, Source::Backup);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(output.waitForBytes(5'000));
        // And when it comes back in mid-stream.
        programme.change({.encoder = "libx265", .pictures = 30, .gop = 15}, Source::Primary);
        QVERIFY(output.waitFor(OutputState::Failed));
        programme.change(plain, Source::Backup);
        QVERIFY(output.waitFor(OutputState::Live));
    }

    void udpDoesNotMindThatNobodyListens()
    {
        const Programme programme(plain);
        const quint16 port = freePort();
        const Watched output(OutputKind::Udp, QStringLiteral("udp://127.0.0.1:%1").arg(port), programme);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(output.waitForBytes(20'000));
        QVERIFY(output.output.status().state == OutputState::Live);
        QUdpSocket socket;
        QVERIFY(socket.bind(QHostAddress::LocalHost, port));
        QByteArray stream;
        QVERIFY(waitUntil(
            [&] {
                while (socket.hasPendingDatagrams()) {
                    QByteArray datagram(int(socket.pendingDatagramSize()), 0);
                    socket.readDatagram(datagram.data(), datagram.size());
                    if (datagram.size() > 1316 || datagram.size() % 188 != 0)
                        return false;
                    stream += datagram;
                }
                return stream.size() > 60'000;
            },
            20s, "datagrams"));
        QCOMPARE(output.output.status().reconnects, 0);
        QVERIFY(readBack(stream).pictures > 30);
    }

    void srtIsSentInWholeMessages()
    {
        const Programme programme(plain);
        const quint16 port = freePort();
        const QString url = QStringLiteral("srt://127.0.0.1:%1").arg(port);
        auto output = std::make_unique<Watched>(OutputKind::Srt, url, programme);
        const auto address = SrtAddress::parse(url, true);
        QVERIFY(address);
        QElapsedTimer patience;
        patience.start();
        auto connection = SrtConnection::open(*address, SrtConnection::Direction::Receive,
                                              [&patience] { return patience.elapsed() > 20'000; });
        QVERIFY(connection);
        QByteArray stream;
        std::array<uint8_t, 65536> piece{};
        while (stream.size() < 60'000) {
            const auto got = (*connection)->receive(piece.data(), int(piece.size()));
            QVERIFY(got);
            QVERIFY(*got > 0 && *got % 188 == 0);
            stream.append(reinterpret_cast<const char *>(piece.data()), *got);
        }
        QVERIFY(output->output.status().state == OutputState::Live);
        const ReadBack read = readBack(stream);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QVERIFY(read.pictures > 30);
        QVERIFY(endsQuickly(output));
    }

    void anSrtListenerWaitsAndEnds()
    {
        const Programme programme(plain);
        const quint16 port = freePort();
        auto output = std::make_unique<Watched>(
            OutputKind::Srt, QStringLiteral("srt://127.0.0.1:%1?mode=listener").arg(port), programme);
        QVERIFY(waitUntil([&] { return !output->output.status().reason.isEmpty(); }, 10s, "its word"));
        QVERIFY(output->output.status().state == OutputState::Connecting);
        QVERIFY(endsQuickly(output));
    }
};

QTEST_GUILESS_MAIN(OutputTest)
#include "tst_output.moc"
