// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/connectionwords.h"

#include <QSet>
#include <QTest>

using namespace twinfeed;

class TestConnectionWords final : public QObject
{
    Q_OBJECT

    static Error untrusted(const char *fault)
    {
        return {QStringLiteral("backend-untrusted"),
                QStringLiteral("SSL handshake failed"),
                {},
                {},
                {{QStringLiteral("certificate"), QLatin1String(fault)}}};
    }

private Q_SLOTS:
    void eachFaultOfACertificateHasItsOwnWords()
    {
        QSet<QString> said;
        for (const char *fault : {"expired", "not-yet-valid", "other-name", "self-signed",
                                  "unknown-authority", "revoked", "no-tls", "bad"})
            said << ConnectionWords::of(untrusted(fault));
        QCOMPARE(said.size(), 8);
        QVERIFY(!said.contains(QStringLiteral("SSL handshake failed")));
        QVERIFY(ConnectionWords::of(untrusted("expired")).contains(QLatin1String("has run out")));
    }

    void aCommandThatDidNotArriveSaysWhy()
    {
        Error why = untrusted("other-name");
        why.code = QStringLiteral("unreachable");
        why.details.insert(QLatin1String("network"), QStringLiteral("backend-untrusted"));
        QVERIFY(ConnectionWords::of(why).contains(QLatin1String("for another name")));
        const Error refused{QStringLiteral("unreachable"),
                            QStringLiteral("x"),
                            {},
                            {},
                            {{QStringLiteral("network"), QStringLiteral("backend-refused")}}};
        QCOMPARE(ConnectionWords::of(refused), QStringLiteral("No backend answers."));
    }

    void whatIsNotKnownIsSaidAsItIs()
    {
        QCOMPARE(ConnectionWords::of(
                     {QStringLiteral("odd"), QStringLiteral("Odd."), {}, QStringLiteral("Wait."), {}}),
                 QStringLiteral("Odd. Wait."));
    }
};

QTEST_GUILESS_MAIN(TestConnectionWords)
#include "tst_connectionwords.moc"
