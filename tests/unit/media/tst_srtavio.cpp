// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/srtavio.h"

#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

class TestSrtAvio final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses();
    void refusesAddresses_data();
    void refusesAddresses();
    void carriesBytes();
    void refusesAWrongPassphrase();
    void looksUpHosts();
};

void TestSrtAvio::readsAddresses()
{
    const auto caller = SrtAddress::parse(QStringLiteral(
        "srt://host.example:9000?streamid=%23!::r=cam1&latency=200&pbkeylen=32&passphrase=0123456789"));
    QVERIFY(caller.ok());
    QCOMPARE(caller->host, QStringLiteral("host.example"));
    QCOMPARE(caller->port, 9000);
    QVERIFY(!caller->listen);
    QCOMPARE(caller->streamId, QStringLiteral("#!::r=cam1"));
    QCOMPARE(caller->latencyMs, 200);
    QCOMPARE(caller->keyBytes, 32);
    const auto listener = SrtAddress::parse(QStringLiteral("srt://:9000?mode=listener&latency=200000"));
    QVERIFY(listener.ok());
    QVERIFY(listener->listen);
    QCOMPARE(listener->latencyMs, 200); // as FFmpeg writes it
    QVERIFY(SrtAddress::parse(QStringLiteral("srt://127.0.0.1:9000"), true)->listen);
}

void TestSrtAvio::refusesAddresses_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"srt://host", "rtmp://host:1", "srt://:9000", "srt://host:9000?mode=rendezvous",
                            "srt://host:9000?passphrase=short", "srt://host:9000?pbkeylen=17",
                            "srt://host:9000?latency=soon", "srt://host:9000?latency=-5", ""})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestSrtAvio::refusesAddresses()
{
    QFETCH(QString, url);
    const auto address = SrtAddress::parse(url);
    QVERIFY(!address.ok());
    QCOMPARE(address.error().code, QStringLiteral("invalid-url"));
    QVERIFY(!address.error().message.isEmpty());
}

void TestSrtAvio::carriesBytes()
{
    const quint16 port = freePort();
    const QString query = QStringLiteral("?passphrase=0123456789&streamid=x&latency=50");
    std::atomic<bool> stop{false};
    const auto interrupted = [&stop] { return stop.load(); };
    std::vector<uint8_t> received;
    std::atomic<size_t> count{0};
    int64_t packets = 0;
    std::jthread listener([&] {
        const auto address = SrtAddress::parse(QStringLiteral("srt://127.0.0.1:%1").arg(port) + query, true);
        auto connection = SrtConnection::open(*address, SrtConnection::Direction::Receive, interrupted);
        if (!connection)
            return;
        uint8_t buffer[1000]; // smaller than a message: the rest must not be lost
        for (;;) {
            const auto bytes = (*connection)->receive(buffer, sizeof buffer);
            if (!bytes || *bytes == 0)
                break;
            received.insert(received.end(), buffer, buffer + *bytes);
            count = received.size();
            packets = (*connection)->figures().packets;
        }
    });
    std::vector<uint8_t> sent(200'000);
    for (size_t i = 0; i < sent.size(); ++i)
        sent[i] = uint8_t(i * 31 % 251);
    const auto address = SrtAddress::parse(QStringLiteral("srt://127.0.0.1:%1").arg(port) + query);
    std::unique_ptr<SrtConnection> caller;
    QVERIFY(waitUntil(
        [&] {
            auto connection = SrtConnection::open(*address, SrtConnection::Direction::Send, interrupted);
            if (connection)
                caller = std::move(*connection);
            return caller != nullptr;
        },
        20s, "the connection"));
    QVERIFY(caller->send(sent.data(), int(sent.size())).ok());
    QVERIFY(waitUntil([&] { return count == sent.size(); }, 20s, "all bytes"));
    QVERIFY(caller->figures().packets >= 152);
    caller.reset(); // the listener sees the end
    listener.join();
    QVERIFY(received == sent);
    QVERIFY(packets >= 152);
}

void TestSrtAvio::refusesAWrongPassphrase()
{
    const quint16 port = freePort();
    std::atomic<bool> stop{false};
    std::jthread listener([&] {
        const auto address =
            SrtAddress::parse(QStringLiteral("srt://127.0.0.1:%1?passphrase=0123456789").arg(port), true);
        const auto connection =
            SrtConnection::open(*address, SrtConnection::Direction::Receive, [&stop] { return stop.load(); });
        QVERIFY(!connection.ok());
    });
    const auto address =
        SrtAddress::parse(QStringLiteral("srt://127.0.0.1:%1?passphrase=9876543210").arg(port));
    const auto connection =
        SrtConnection::open(*address, SrtConnection::Direction::Send, [] { return false; });
    QVERIFY(!connection.ok());
    QCOMPARE(connection.error().code, QStringLiteral("connect-failed"));
    stop = true;
}

void TestSrtAvio::looksUpHosts()
{
    const auto literal = lookUpHost(QStringLiteral("127.0.0.1"), 80, {});
    QVERIFY(literal.ok());
    QCOMPARE(literal->size(), size_t(1));
    QVERIFY(lookUpHost(QStringLiteral("localhost"), 80, {}).ok());
    QVERIFY(lookUpHost(QStringLiteral("[::1]"), 80, {}).ok());
    const auto unknown = lookUpHost(QStringLiteral("no-such-host.invalid"), 80, {});
    QVERIFY(!unknown.ok());
    QCOMPARE(unknown.error().code, QStringLiteral("host-unknown"));
}

QTEST_GUILESS_MAIN(TestSrtAvio)
#include "tst_srtavio.moc"
