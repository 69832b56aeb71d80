// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/linkfigures.h"

#include "tests/support/faultproxy.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

class TestLinkFigures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsItsOwnConnection();
    void twoAreTooMany();
    void theLoopbackSaysNothing();
    void roundTripOverSrt_data();
    void roundTripOverSrt();
    void lossOverSrt();
};

namespace {

/// One SRT connection through a proxy: sends 4 Mb/s until it goes.
class SrtPair
{
public:
    explicit SrtPair(quint16 port, quint16 proxyPort)
    {
        const auto open = [this](quint16 at, bool listen, SrtConnection::Direction direction) {
            const auto address =
                SrtAddress::parse(QStringLiteral("srt://127.0.0.1:%1?latency=600").arg(at), listen);
            return SrtConnection::open(*address, direction, [this] { return m_stop.load(); });
        };
        m_receiver = std::jthread([=, this] {
            auto connection = open(port, true, SrtConnection::Direction::Receive);
            uint8_t bytes[4096];
            while (connection && !m_stop) {
                const auto read = (*connection)->receive(bytes, sizeof bytes);
                if (!read || *read == 0)
                    return;
                received = linkFigures((*connection)->figures()).lossPercent.value_or(-1);
            }
        });
        m_sender = std::jthread([=, this] {
            auto connection = open(proxyPort, false, SrtConnection::Direction::Send);
            const std::vector<uint8_t> message(1316);
            while (connection && !m_stop) {
                if (!(*connection)->send(message.data(), int(message.size())))
                    return;
                roundTrip = linkFigures((*connection)->figures()).roundTripMs.value_or(-1);
                retransmits = linkFigures((*connection)->figures()).retransmits.value_or(-1);
                std::mutex mutex;
                std::unique_lock lock(mutex);
                std::condition_variable_any().wait_for(lock, std::stop_token(), 2600us, [] { return false; });
            }
        });
    }
    ~SrtPair() { m_stop = true; }

    std::atomic<double> roundTrip = -1;
    std::atomic<double> received = -1;
    std::atomic<int64_t> retransmits = -1;

private:
    std::atomic<bool> m_stop = false;
    std::jthread m_receiver;
    std::jthread m_sender;
};

struct TcpPair
{
    bool open()
    {
        if (!server.isListening() && !server.listen(QHostAddress::LocalHost))
            return false;
        client.connectToHost(QHostAddress::LocalHost, server.serverPort());
        return client.waitForConnected(20'000);
    }
    QTcpServer server;
    QTcpSocket client;
};

} // namespace

void TestLinkFigures::findsItsOwnConnection()
{
    TcpPair older;
    QVERIFY(older.open());
    TcpLink link(TcpLink::Peers::Anywhere);
    QCOMPARE(link.figures(), LinkFigures());
    TcpPair pair;
    QVERIFY(pair.open()); // not accepted yet: its other end has no number here
    link.look(pair.server.serverPort());
    QVERIFY(link.figures().roundTripMs);
    QVERIFY(*link.figures().roundTripMs < 1000);
    QCOMPARE(link.figures().retransmits, int64_t(0));
    pair.client.abort();
    QCOMPARE(link.figures(), LinkFigures()); // gone
    TcpPair next; // may have its number
    QVERIFY(next.open());
    QCOMPARE(link.figures(), LinkFigures());
}

void TestLinkFigures::twoAreTooMany()
{
    TcpPair pair;
    QVERIFY(pair.server.listen(QHostAddress::LocalHost));
    TcpLink link(TcpLink::Peers::Anywhere);
    QTcpSocket other;
    other.connectToHost(QHostAddress::LocalHost, pair.server.serverPort());
    QVERIFY(other.waitForConnected(20'000));
    QVERIFY(pair.open());
    link.look(pair.server.serverPort());
    QCOMPARE(link.figures(), LinkFigures());
}

void TestLinkFigures::theLoopbackSaysNothing()
{
    TcpLink link;
    TcpPair pair;
    QVERIFY(pair.open());
    link.look(pair.server.serverPort());
    QCOMPARE(link.figures(), LinkFigures());
}

void TestLinkFigures::roundTripOverSrt_data()
{
    QTest::addColumn<int>("delayMs");
    QTest::newRow("60 ms") << 30;
    QTest::newRow("200 ms") << 100;
}

void TestLinkFigures::roundTripOverSrt()
{
    QFETCH(int, delayMs);
    const quint16 port = freePort();
    FaultProxy proxy(FaultProxy::Protocol::Udp, port);
    proxy.delay(delayMs);
    const SrtPair pair(port, proxy.port());
    const double wanted = 2.0 * delayMs;
    // SRT begins with a guess and smooths over eight answers: right is what stays right for a second.
    QElapsedTimer right;
    const bool stayed = waitUntil(
        [&] {
            if (std::abs(pair.roundTrip - wanted) > 0.1 * wanted)
                right.invalidate();
            else if (!right.isValid())
                right.start();
            return right.isValid() && right.elapsed() > 1000;
        },
        30s, "a round trip");
    qInfo("%.0f ms are said to be %.1f ms", wanted, pair.roundTrip.load());
    QVERIFY(stayed);
}

void TestLinkFigures::lossOverSrt()
{
    const quint16 port = freePort();
    FaultProxy proxy(FaultProxy::Protocol::Udp, port);
    const SrtPair pair(port, proxy.port());
    QVERIFY(waitUntil([&] { return pair.received == 0; }, 20s, "packets without loss"));
    QCOMPARE(pair.retransmits.load(), int64_t(0));
    proxy.lose(100);
    QVERIFY(waitUntil([&] { return pair.received > 2 && pair.retransmits > 20; }, 20s, "loss"));
}

QTEST_GUILESS_MAIN(TestLinkFigures)
#include "tst_linkfigures.moc"
