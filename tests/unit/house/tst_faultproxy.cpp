// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/badserver.h"
#include "tests/support/faultproxy.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

using namespace std::chrono_literals;
using namespace twinfeed::test;

/// The proxy between a socket and a server of Qt.
class TestFaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesBothWays();
    void resets();
    void cuts();
    void stalls();
    void isSlow();
    void damagesAlike();
    void refusesWhereNobodyListens();
    void passesDatagrams();
    void losesDatagrams();
};

namespace {

const QHostAddress local(QHostAddress::LocalHost);

/// A connection through a proxy, both ends in hand.
struct Pair
{
    Pair()
    {
        server.listen(local);
        proxy.emplace(FaultProxy::Protocol::Tcp, server.serverPort());
        client.connectToHost(local, proxy->port());
        waitUntil([&] { return server.hasPendingConnections(); }, 10s, "the connection");
        peer.reset(server.nextPendingConnection());
    }
    /// What has come at the server, once it is so much.
    QByteArray receive(qsizetype count)
    {
        waitUntil([&] { return peer->bytesAvailable() >= count; }, 10s, "bytes");
        return peer->readAll();
    }
    QByteArray sendAndReceive(const QByteArray &bytes)
    {
        client.write(bytes);
        return receive(bytes.size());
    }

    QTcpServer server;
    std::optional<FaultProxy> proxy;
    QTcpSocket client;
    std::unique_ptr<QTcpSocket> peer;
};

} // namespace

void TestFaultProxy::passesBothWays()
{
    Pair pair;
    const QByteArray much(3'000'000, 'x');
    QVERIFY(pair.sendAndReceive(much) == much);
    pair.peer->write("answer");
    QVERIFY(waitUntil([&] { return pair.client.bytesAvailable() == 6; }, 10s, "the answer"));
    QCOMPARE(pair.proxy->connections(), 1);
    QCOMPARE(pair.proxy->passed(), 3'000'006);
    pair.client.disconnectFromHost();
    QVERIFY(
        waitUntil([&] { return pair.peer->state() == QAbstractSocket::UnconnectedState; }, 10s, "the end"));
    pair.peer->disconnectFromHost();
    QVERIFY(waitUntil([&] { return pair.proxy->open() == 0; }, 10s, "the proxy to let go"));
}

void TestFaultProxy::resets()
{
    Pair pair;
    QCOMPARE(pair.sendAndReceive("a"), QByteArray("a"));
    pair.proxy->reset();
    QVERIFY(waitUntil([&] { return pair.client.state() == QAbstractSocket::UnconnectedState; }, 10s,
                      "the reset"));
    QCOMPARE(pair.client.error(), QAbstractSocket::RemoteHostClosedError);
    QVERIFY(
        waitUntil([&] { return pair.peer->state() == QAbstractSocket::UnconnectedState; }, 10s, "the other"));
    pair.client.connectToHost(local, pair.proxy->port());
    QVERIFY(waitUntil([&] { return pair.server.hasPendingConnections(); }, 10s, "a new connection"));
}

void TestFaultProxy::cuts()
{
    Pair pair;
    pair.proxy->cut();
    QVERIFY(
        waitUntil([&] { return pair.peer->state() == QAbstractSocket::UnconnectedState; }, 10s, "the cut"));
    pair.client.abort();
    pair.client.connectToHost(local, pair.proxy->port());
    QVERIFY(waitUntil([&] { return pair.client.state() == QAbstractSocket::UnconnectedState; }, 10s,
                      "the refusal"));
    QVERIFY(!pair.server.hasPendingConnections());
    pair.proxy->heal();
    pair.client.connectToHost(local, pair.proxy->port());
    QVERIFY(waitUntil([&] { return pair.server.hasPendingConnections(); }, 10s, "a new connection"));
}

void TestFaultProxy::stalls()
{
    Pair pair;
    pair.proxy->stall();
    const qint64 before = pair.proxy->passed();
    pair.client.write(QByteArray(1000, 'x'));
    QVERIFY(!waitUntil([&] { return pair.peer->bytesAvailable() > 0; }, 300ms, "nothing"));
    QCOMPARE(pair.proxy->passed(), before);
    QCOMPARE(pair.client.state(), QAbstractSocket::ConnectedState);
    pair.proxy->heal();
    QCOMPARE(pair.receive(1000), QByteArray(1000, 'x'));
}

void TestFaultProxy::isSlow()
{
    Pair pair;
    pair.proxy->slow(1000);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(pair.sendAndReceive(QByteArray(500, 'x')).size(), 500);
    QVERIFY2(timer.elapsed() >= 400, qPrintable(QString::number(timer.elapsed())));
}

void TestFaultProxy::damagesAlike()
{
    const QByteArray clean(100'000, '\0');
    QByteArray first;
    for (int round = 0; round < 2; ++round) {
        Pair pair;
        pair.proxy->damage(1000, 7, FaultProxy::Way::ToServer);
        const QByteArray came = pair.sendAndReceive(clean);
        QCOMPARE(came.size(), clean.size());
        const auto errors = came.size() - came.count('\0');
        QVERIFY2(errors > 30 && errors < 300, qPrintable(QString::number(errors)));
        QCOMPARE(pair.proxy->damaged(), errors);
        if (round > 0)
            QCOMPARE(came, first);
        first = came;
        pair.peer->write(QByteArray(5000, 'y'));
        QVERIFY(waitUntil([&] { return pair.client.bytesAvailable() == 5000; }, 10s, "the answer"));
        QCOMPARE(pair.client.readAll(), QByteArray(5000, 'y'));
    }
}

void TestFaultProxy::refusesWhereNobodyListens()
{
    const FaultProxy proxy(FaultProxy::Protocol::Tcp, freePort());
    QTcpSocket client;
    client.connectToHost(local, proxy.port());
    QVERIFY(waitUntil([&] { return client.error() == QAbstractSocket::RemoteHostClosedError; }, 10s,
                      "the reset"));
    QCOMPARE(proxy.connections(), 0);
}

void TestFaultProxy::passesDatagrams()
{
    QUdpSocket server;
    QVERIFY(server.bind(local));
    const FaultProxy proxy(FaultProxy::Protocol::Udp, server.localPort());
    QUdpSocket clients[2];
    for (QUdpSocket &client : clients) {
        QVERIFY(client.bind(local));
        client.writeDatagram("ask", local, proxy.port());
        QVERIFY(waitUntil([&] { return server.hasPendingDatagrams(); }, 10s, "the datagram"));
        char bytes[16];
        QHostAddress from;
        quint16 port = 0;
        QCOMPARE(server.readDatagram(bytes, sizeof bytes, &from, &port), 3);
        server.writeDatagram("answer", local, port);
        QVERIFY(waitUntil([&] { return client.hasPendingDatagrams(); }, 10s, "the answer"));
        QCOMPARE(client.readDatagram(bytes, sizeof bytes), 6);
    }
    QCOMPARE(proxy.connections(), 2);
}

void TestFaultProxy::losesDatagrams()
{
    QUdpSocket server;
    QVERIFY(server.bind(local));
    FaultProxy proxy(FaultProxy::Protocol::Udp, server.localPort());
    proxy.lose(500, 3);
    QUdpSocket client;
    constexpr int count = 100; // less than a socket's buffer holds
    for (int i = 0; i < count; ++i)
        client.writeDatagram("x", local, proxy.port());
    int came = 0;
    const bool ended = waitUntil(
        [&] {
            client.writeDatagram("end", local, proxy.port()); // until one comes
            char bytes[16];
            while (server.hasPendingDatagrams()) {
                if (server.readDatagram(bytes, sizeof bytes) == 3)
                    return true;
                ++came;
            }
            return false;
        },
        10s, "the last datagram");
    QVERIFY(ended);
    QVERIFY2(came >= 25 && came <= 75, qPrintable(QString::number(came)));
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
