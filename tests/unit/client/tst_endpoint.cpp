// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/endpoint.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::client;

class TestEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("url");
        QTest::newRow("loopback") << QStringLiteral("http://127.0.0.1:8080")
                                  << QStringLiteral("http://127.0.0.1:8080/v1/health");
        QTest::newRow("slash at the end")
            << QStringLiteral("http://localhost:8080/") << QStringLiteral("http://localhost:8080/v1/health");
        QTest::newRow("IPv6 loopback")
            << QStringLiteral("http://[::1]:8080") << QStringLiteral("http://[::1]:8080/v1/health");
        QTest::newRow("TLS elsewhere") << QStringLiteral("https://unit-a.example:8443")
                                       << QStringLiteral("https://unit-a.example:8443/v1/health");
    }

    void accepts()
    {
        QFETCH(QString, base);
        QFETCH(QString, url);
        const auto endpoint = Endpoint::parse(base, "0123456789abcdef\n");
        QVERIFY2(endpoint.ok(), qPrintable(endpoint ? QString() : endpoint.error().message));
        QCOMPARE(endpoint->token, QByteArray("0123456789abcdef"));
        QCOMPARE(endpoint->url(QStringLiteral("/v1/health")).toString(), url);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("code");
        const QByteArray token("0123456789abcdef");
        QTest::newRow("nothing") << QString() << token << QStringLiteral("invalid-endpoint");
        QTest::newRow("no scheme") << QStringLiteral("127.0.0.1:8080") << token
                                   << QStringLiteral("invalid-endpoint");
        QTest::newRow("other scheme")
            << QStringLiteral("ftp://127.0.0.1") << token << QStringLiteral("invalid-endpoint");
        QTest::newRow("path") << QStringLiteral("http://127.0.0.1/v1") << token
                              << QStringLiteral("invalid-endpoint");
        QTest::newRow("token in the address")
            << QStringLiteral("http://a:b@127.0.0.1") << token << QStringLiteral("invalid-endpoint");
        QTest::newRow("clear to elsewhere")
            << QStringLiteral("http://192.0.2.7:8080") << token << QStringLiteral("token-in-clear");
        QTest::newRow("clear to a name that begins like loopback")
            << QStringLiteral("http://127.0.0.1.example") << token << QStringLiteral("token-in-clear");
        QTest::newRow("no token") << QStringLiteral("http://127.0.0.1") << QByteArray(" \n")
                                  << QStringLiteral("invalid-token");
        QTest::newRow("header break") << QStringLiteral("http://127.0.0.1") << QByteArray("abc\r\nX: y")
                                      << QStringLiteral("invalid-token");
    }

    void refuses()
    {
        QFETCH(QString, base);
        QFETCH(QByteArray, token);
        QFETCH(QString, code);
        const auto endpoint = Endpoint::parse(base, token);
        QVERIFY(!endpoint.ok());
        QCOMPARE(endpoint.error().code, code);
        QVERIFY(!endpoint.error().message.isEmpty());
        QVERIFY(!endpoint.error().remedy.isEmpty());
    }

    void requestsCarryTheTokenAndFollowNoRedirect()
    {
        const auto endpoint = Endpoint::parse(QStringLiteral("http://127.0.0.1:1"), "secret");
        const QNetworkRequest request = requestFor(*endpoint, QStringLiteral("/v1/events"));
        QCOMPARE(request.rawHeader("Authorization"), QByteArray("Bearer secret"));
        QVERIFY(!request.url().toString().contains(QLatin1String("secret")));
        QCOMPARE(request.attribute(QNetworkRequest::RedirectPolicyAttribute).toInt(),
                 int(QNetworkRequest::ManualRedirectPolicy));
    }
};

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
