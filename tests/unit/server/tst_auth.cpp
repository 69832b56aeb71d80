// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/auth.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;

class TestAuth final : public QObject
{
    Q_OBJECT

private:
    static Request with(const QByteArray &authorization)
    {
        Request request;
        request.headers.emplace_back("authorization", authorization);
        return request;
    }

private Q_SLOTS:
    void tokensAreLongRandomAndKeptHashed()
    {
        const NewToken one = makeToken();
        const NewToken two = makeToken();
        QVERIFY(one.secret != two.secret);
        QCOMPARE(one.secret.size(), 3 + 43); // 256 bits
        QCOMPARE(one.sha256.size(), 32);
        QCOMPARE(tokenHash(one.secret), one.sha256);
        QVERIFY(!one.sha256.contains(one.secret));
    }

    void aKnownTokenIsItsName()
    {
        const NewToken anna = makeToken();
        const NewToken ben = makeToken();
        const Authenticator authenticator({{QStringLiteral("anna"), Role::Director, anna.sha256},
                                           {QStringLiteral("ben"), Role::Viewer, ben.sha256}});
        auto caller = authenticator.callerOf(with("Bearer " + anna.secret));
        QVERIFY(caller);
        QCOMPARE(caller->name, QStringLiteral("anna"));
        QCOMPARE(caller->role, Role::Director);
        caller = authenticator.callerOf(with("bearer  " + ben.secret + ' '));
        QVERIFY(caller);
        QCOMPARE(caller->name, QStringLiteral("ben"));
    }

    void anythingElseIsNobody_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no token") << QByteArray("Bearer");
        QTest::newRow("blank token") << QByteArray("Bearer    ");
        QTest::newRow("another") << QByteArray("Bearer nonsense");
        QTest::newRow("basic") << QByteArray("Basic c2VjcmV0");
        QTest::newRow("scheme only in part") << QByteArray("BearerX secret");
        QTest::newRow("prefix") << QByteArray("Bearer secre");
        QTest::newRow("longer") << QByteArray("Bearer secrets");
        QTest::newRow("huge") << QByteArray("Bearer " + QByteArray(100'000, 'x'));
        QTest::newRow("its hash") << QByteArray("Bearer " + tokenHash("secret").toHex());
    }
    void anythingElseIsNobody()
    {
        QFETCH(QByteArray, header);
        const Authenticator authenticator({{QStringLiteral("anna"), Role::Director, tokenHash("secret")}});
        const auto caller = authenticator.callerOf(with(header));
        QVERIFY(!caller);
        QCOMPARE(caller.error().code, QStringLiteral("unauthenticated"));
        QVERIFY(!caller.error().message.contains(QLatin1String("secret")));
    }

    void twoTokensAreRefused()
    {
        Request request = with("Bearer secret");
        request.headers.emplace_back("authorization", "Bearer other");
        const auto caller =
            Authenticator({{QStringLiteral("anna"), Role::Director, tokenHash("secret")}}).callerOf(request);
        QVERIFY(!caller);
        QCOMPARE(caller.error().code, QStringLiteral("duplicate-header"));
    }

    void aBrokenHashMatchesNothing()
    {
        const Authenticator authenticator({{QStringLiteral("anna"), Role::Engineer, QByteArray()},
                                           {QStringLiteral("ben"), Role::Engineer, QByteArray(5, 'x')}});
        QVERIFY(!authenticator.callerOf(with("Bearer x")));
    }

    void rolesIncludeThoseBefore()
    {
        const std::vector roles{Role::Viewer, Role::Operator, Role::Director, Role::Engineer};
        for (size_t has = 0; has < roles.size(); ++has) {
            for (size_t needed = 0; needed < roles.size(); ++needed)
                QCOMPARE(includes(roles[has], roles[needed]), has >= needed);
        }
    }
};

QTEST_GUILESS_MAIN(TestAuth)
#include "tst_auth.moc"
