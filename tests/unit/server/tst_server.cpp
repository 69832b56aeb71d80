// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/log.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/server/serverfixture.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

namespace {

QStringList messages;
std::mutex messagesMutex;

void collect(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    const std::lock_guard lock(messagesMutex);
    if (qstrcmp(context.category, "twinfeed.server") == 0)
        messages << message;
}

} // namespace

/// Starting, ending, TLS and the log.
class TestServer final : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;
    FakeBackend m_backend{m_clock};

    Result<quint16> tryStart(const QString &address, quint16 port = 0, const QString &certificate = {},
                             const QString &key = {})
    {
        ServerConfig config = ServerFixture::config();
        config.address = address;
        config.port = port;
        config.certificateFile = certificate;
        config.keyFile = key;
        Server server(config, m_backend, m_clock);
        return server.start();
    }

    /// A certificate for localhost and its key, made by openssl's own tool.
    static bool makeCertificate(const QString &folder)
    {
        QProcess openssl;
        openssl.setProcessChannelMode(QProcess::MergedChannels);
        openssl.start(QStringLiteral("openssl"),
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                       QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-subj"),
                       QStringLiteral("/CN=localhost"), QStringLiteral("-keyout"),
                       QString(folder + QLatin1String("/key.pem")), QStringLiteral("-out"),
                       QString(folder + QLatin1String("/certificate.pem"))});
        return openssl.waitForFinished() && openssl.exitCode() == 0;
    }

private Q_SLOTS:
    void aFreePortIsFoundAndNamed()
    {
        const auto port = tryStart(QStringLiteral("127.0.0.1"));
        QVERIFY(port);
        QVERIFY(*port != 0);
        QVERIFY(tryStart(QStringLiteral("localhost")));
        QVERIFY(tryStart(QStringLiteral("127.0.0.1"), freePort()));
    }

    void whatCannotBeListenedOnIsSaid_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("code");
        QTest::newRow("everywhere without TLS")
            << QStringLiteral("0.0.0.0") << QStringLiteral("tls-required");
        QTest::newRow("everywhere in IPv6 without TLS")
            << QStringLiteral("::") << QStringLiteral("tls-required");
        QTest::newRow("another machine") << QStringLiteral("192.0.2.1") << QStringLiteral("tls-required");
        QTest::newRow("a name") << QStringLiteral("example.org") << QStringLiteral("tls-required");
        QTest::newRow("nothing") << QString() << QStringLiteral("tls-required");
    }
    void whatCannotBeListenedOnIsSaid()
    {
        QFETCH(QString, address);
        QFETCH(QString, code);
        const auto port = tryStart(address);
        QVERIFY(!port);
        QCOMPARE(port.error().code, code);
        QVERIFY(!port.error().remedy.isEmpty());
    }

    void aPortInUseIsSaid()
    {
        const ServerFixture other;
        const auto port = tryStart(QStringLiteral("127.0.0.1"), other.port);
        QVERIFY(!port);
        QCOMPARE(port.error().code, QStringLiteral("listen-failed"));
        QVERIFY(port.error().message.contains(QString::number(other.port)));
    }

    void tlsThatCannotWorkIsSaid()
    {
        QTemporaryDir folder;
        QVERIFY(makeCertificate(folder.path()));
        const QString certificate = folder.filePath(QStringLiteral("certificate.pem"));
        const QString key = folder.filePath(QStringLiteral("key.pem"));
        for (const auto &[one, two] : {std::pair(certificate, QString()), std::pair(QString(), key),
                                       std::pair(certificate, QStringLiteral("/nowhere")),
                                       std::pair(key, certificate), std::pair(certificate, certificate)}) {
            const auto port = tryStart(QStringLiteral("127.0.0.1"), 0, one, two);
            QVERIFY(!port);
            QCOMPARE(port.error().code, QStringLiteral("tls-unusable"));
        }
    }

    void tlsWorksAndThenAnyAddressMay()
    {
        QTemporaryDir folder;
        QVERIFY(makeCertificate(folder.path()));
        ServerConfig config = ServerFixture::config();
        config.address = QStringLiteral("0.0.0.0");
        config.certificateFile = folder.filePath(QStringLiteral("certificate.pem"));
        config.keyFile = folder.filePath(QStringLiteral("key.pem"));
        Server server(config, m_backend, m_clock);
        const auto port = server.start();
        QVERIFY(port);
        QProcess curl;
        curl.start(QStringLiteral("curl"),
                   {QStringLiteral("-sS"), QStringLiteral("--cacert"), config.certificateFile,
                    QStringLiteral("-H"), QString::fromLatin1(ServerFixture::bearer(Role::Viewer)),
                    QStringLiteral("https://localhost:%1/v1/slates").arg(*port)});
        QVERIFY(curl.waitForFinished());
        QVERIFY2(curl.exitCode() == 0, curl.readAllStandardError().constData());
        QVERIFY(curl.readAllStandardOutput().contains("standby"));
        HttpClient plain(*port);
        plain.send(requestBytes("GET", "/v1/health"));
        const auto answer = plain.answer();
        QVERIFY(!answer || answer->status == 0); // an alert, perhaps, but no HTTP
        HttpClient hanging(*port); // in mid-handshake
        hanging.send("\x16\x03\x01");
        QVERIFY(waitUntil([&] { return server.connections() > 0; }, 10s, "the connection"));
        QVERIFY(waitUntil(
            [&] {
                m_clock.advance(1s);
                return server.connections() == 0;
            },
            10s, "the end of all connections"));
        QVERIFY(hanging.closed());
    }

    void theEndAnswersWhatWaits()
    {
        ServerFixture fixture;
        fixture.backend.hold();
        HttpClient client(fixture.port);
        client.send(requestBytes("POST", "/v1/channels/main/take",
                                 ServerFixture::commandHeaders(Role::Director), R"({"source":"backup"})"));
        QTRY_COMPARE(fixture.backend.held(), 1);
        QElapsedTimer timer;
        timer.start();
        fixture.server.reset();
        QVERIFY(timer.elapsed() < 3000); // goal: 1 s
        const auto answer = client.answer();
        QVERIFY(!answer || answer->status == 503); // it may not have got out; but the connection has ended
        QVERIFY(client.closed());
        fixture.backend.release(); // the answer goes nowhere
    }

    void theEndTakesSilentConnectionsWithIt()
    {
        ServerFixture fixture;
        HttpClient silent(fixture.port);
        HttpClient half(fixture.port);
        half.send("GET /v1/health HT");
        QVERIFY(waitUntil([&] { return fixture.server->connections() == 2; }, 10s, "both connections"));
        fixture.server.reset();
        QVERIFY(silent.closed());
        QVERIFY(half.closed());
    }

    void manyStartsAndEnds()
    {
        for (int i = 0; i < 30; ++i) {
            ServerFixture fixture;
            HttpClient client(fixture.port);
            client.send(requestBytes("GET", "/v1/events", {ServerFixture::bearer(Role::Viewer)}));
            if (i % 2 == 0)
                QVERIFY(client.streamHead());
        }
    }

    void theLogHasALineForEachRequestAndNoSecrets()
    {
        {
            ServerFixture fixture;
            const QtMessageHandler before = qInstallMessageHandler(collect);
            QLoggingCategory::setFilterRules(QStringLiteral("twinfeed.server=true"));
            fixture.get("/v1/journal?search=private-words");
            ask(fixture.port, "GET", "/v1/ch\"annels%0aforged=1", {"Authorization: Bearer secret-guess"});
            fixture.command("POST", "/v1/channels/main/take", R"({"source":"backup"})", Role::Viewer);
            fixture.get("/0123456789abcdef0123456789ABCDEF/5f5e1000/v1/channels/main/sources/backup/preview.ts");
            fixture.server.reset();
            qInstallMessageHandler(before);
        }
        const QString all = messages.join(QLatin1Char('\n'));
        QVERIFY2(all.contains(QLatin1String("request method=GET path=\"/v1/journal\" status=200")),
                 qPrintable(all));
        QVERIFY(all.contains(QLatin1String("caller=\"viewer\" from=127.0.0.1 id=")));
        QVERIFY(
            all.contains(QLatin1String("request method=POST path=\"/v1/channels/main/take\" status=403")));
        QVERIFY(all.contains(QLatin1String("path=\"/v1/ch?annels%0aforged=1\" status=404")));
        QVERIFY(all.contains(QLatin1String("path=\"/***/5f5e1000/v1/channels/main/sources/backup/preview.ts\"")));
        QCOMPARE(all.count(QLatin1String("request method=")), 4);
        for (const char *secret : {"0123456789abcdef", "private-words", "secret-guess", "token-of-the"})
            QVERIFY(!all.contains(QLatin1String(secret)));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
