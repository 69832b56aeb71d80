// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

using namespace std::chrono_literals;
using twinfeed::test::BadServer;
using twinfeed::test::freePort;
using twinfeed::test::waitUntil;

namespace {

const QString loopback = QStringLiteral("127.0.0.1");

} // namespace

class TestBadServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void portsAreFreeAndDifferent();
    void hangs();
    void doesNotRead();
    void cannotBeReached();
    void resets();
    void drips();
    void givesGarbage();
};

void TestBadServer::portsAreFreeAndDifferent()
{
    QSet<quint16> seen;
    for (int i = 0; i < 50; ++i) {
        const quint16 port = freePort();
        QVERIFY(!seen.contains(port));
        seen << port;
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost, port));
        QUdpSocket udp;
        QVERIFY(udp.bind(QHostAddress::LocalHost, port));
    }
    // Where nobody listens, connections are refused.
    QTcpSocket socket;
    socket.connectToHost(loopback, freePort());
    QVERIFY(!socket.waitForConnected(10'000));
    QCOMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void TestBadServer::hangs()
{
    BadServer server(BadServer::Manner::Hang);
    QTcpSocket socket;
    socket.connectToHost(loopback, server.port());
    QVERIFY(socket.waitForConnected(10'000));
    socket.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(waitUntil([&] { return server.received() == 18; }, 10s, "the request to be read"));
    QCOMPARE(server.connections(), 1);
    QVERIFY(!socket.waitForReadyRead(200));
    QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    socket.abort();
    QVERIFY(waitUntil([&] { return server.closed() == 1; }, 10s, "the end to be seen"));
}

void TestBadServer::doesNotRead()
{
    BadServer server(BadServer::Manner::Silent);
    QTcpSocket socket;
    socket.connectToHost(loopback, server.port());
    QVERIFY(socket.waitForConnected(10'000));
    // More than any socket buffers (4 MB to send and 6 MB to receive are the kernel's largest).
    socket.write(QByteArray(64 << 20, 'x'));
    QVERIFY(!waitUntil([&] { return socket.bytesToWrite() == 0; }, 300ms, "what must not happen"));
    QCOMPARE(server.received(), 0);
}

void TestBadServer::cannotBeReached()
{
    BadServer server(BadServer::Manner::Unreachable);
    QTcpSocket socket;
    socket.connectToHost(loopback, server.port());
    QVERIFY(!socket.waitForConnected(300));
    QCOMPARE(socket.error(), QAbstractSocket::SocketTimeoutError);
}

void TestBadServer::resets()
{
    BadServer server(BadServer::Manner::Reset);
    QTcpSocket socket;
    socket.connectToHost(loopback, server.port());
    QVERIFY(waitUntil([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 10s, "the reset"));
    QCOMPARE(server.connections(), 1);
}

void TestBadServer::drips()
{
    BadServer server(BadServer::Manner::Drip, "abc", 50ms);
    QTcpSocket socket;
    QElapsedTimer timer;
    timer.start();
    socket.connectToHost(loopback, server.port());
    QVERIFY(waitUntil([&] { return socket.bytesAvailable() == 3; }, 10s, "three bytes"));
    // Two whole intervals at least lie between the first byte and the third.
    QVERIFY(timer.elapsed() >= 100);
    QCOMPARE(socket.readAll(), "abc");
    QVERIFY(!socket.waitForReadyRead(200));
    QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
}

void TestBadServer::givesGarbage()
{
    const QByteArray garbage = QByteArray(100'000, '\0') + "end";
    BadServer server(BadServer::Manner::Garbage, garbage);
    QTcpSocket socket;
    socket.connectToHost(loopback, server.port());
    QVERIFY(waitUntil([&] { return socket.bytesAvailable() == garbage.size(); }, 10s, "all of it"));
    QCOMPARE(socket.readAll(), garbage);
}

QTEST_GUILESS_MAIN(TestBadServer)
#include "tst_badserver.moc"
