// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/client.h"
#include "app/client/eventstream.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "tests/unit/client/faketls.h"

#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeTls;
using test::makeCertificate;
using test::waitUntil;

/// What is wrong with a certificate is known, and nothing was said to whoever showed it.
class TestCertificates final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;

    std::optional<Error> askedWhoWeAre(const QString &address)
    {
        client::Client client(m_clock);
        client.setEndpoint(*client::Endpoint::parse(address, "a-token"));
        std::optional<Error> why;
        client.me([&why](const auto &me) { why = me ? Error{} : me.error(); });
        waitUntil([&why] { return why.has_value(); }, 20s, "an answer");
        return why;
    }

private Q_SLOTS:
    void aFaultHasItsName_data()
    {
        QTest::addColumn<QStringList>("made");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<QString>("fault");
        const QString subject = QStringLiteral("-subj");
        const QStringList right{subject, QStringLiteral("/CN=127.0.0.1"), QStringLiteral("-addext"),
                                QStringLiteral("subjectAltName=IP:127.0.0.1")};
        QTest::newRow("nobody vouches for it") << right << false << QStringLiteral("self-signed");
        QTest::newRow("of another name")
            << QStringList{subject, QStringLiteral("/CN=other")} << true << QStringLiteral("other-name");
        QTest::newRow("old as well") << right << false << QStringLiteral("self-signed");
    }

    void aFaultHasItsName()
    {
        QFETCH(const QStringList, made);
        QFETCH(const bool, trusted);
        QFETCH(const QString, fault);
        const QTemporaryDir folder;
        QVERIFY(makeCertificate(folder.path(), made));
        QVERIFY(qstrcmp(QTest::currentDataTag(), "old as well") != 0 || test::makeOld(folder.path()));
        const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
        if (trusted) {
            QSslConfiguration configuration = before;
            configuration.addCaCertificates(folder.filePath(QStringLiteral("certificate.pem")));
            QSslConfiguration::setDefaultConfiguration(configuration);
        }
        const FakeTls server(folder.path());
        QVERIFY(server.isListening());
        const auto why = askedWhoWeAre(server.address());
        QSslConfiguration::setDefaultConfiguration(before);
        QVERIFY(why);
        QCOMPARE(why->code, QStringLiteral("unreachable"));
        QCOMPARE(why->details.value(QLatin1String("network")).toString(),
                 QStringLiteral("backend-untrusted"));
        QCOMPARE(why->details.value(QLatin1String("certificate")).toString(), fault);
    }

    void theEventStreamKnowsItToo()
    {
        const QTemporaryDir folder;
        QVERIFY(makeCertificate(folder.path(), {QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1")}));
        const FakeTls server(folder.path());
        client::EventStream events(m_clock);
        std::optional<Error> why;
        connect(&events, &client::EventStream::closed, this, [&why](const Error &error) { why = error; });
        events.start(*client::Endpoint::parse(server.address(), "a-token"));
        QVERIFY(waitUntil([&why] { return why.has_value(); }, 20s, "the refusal"));
        QCOMPARE(why->code, QStringLiteral("backend-untrusted"));
        QCOMPARE(why->details.value(QLatin1String("certificate")).toString(), QStringLiteral("self-signed"));
    }

    void whatSpeaksNoTlsIsNoFaultOfACertificate()
    {
        test::FakeHttp server;
        server.setHandler([](const auto &request) { test::FakeHttp::answer(request, 400, "{}"); });
        const auto why =
            askedWhoWeAre(server.address().replace(QLatin1String("http:"), QLatin1String("https:")));
        QVERIFY(why);
        const QString fault = why->details.value(QLatin1String("certificate")).toString();
        QVERIFY2(fault.isEmpty() || fault == QLatin1String("no-tls"), qPrintable(fault));
        QVERIFY(server.requests().empty());
    }
};

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
