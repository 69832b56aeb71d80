// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/tokenkeeper.h"

#include "tests/unit/console/fakekeystore.h"

#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using test::FakeKeyStore;
using Place = TokenKeeper::Place;

class TestTokenKeeper final : public QObject
{
    Q_OBJECT

    static std::optional<QByteArray> found(TokenKeeper &tokens, const char *backend)
    {
        std::optional<QByteArray> token;
        tokens.find(QLatin1String(backend), [&token](const auto &one) { token = one; });
        return token;
    }

private Q_SLOTS:
    void outlivesTheProgramInTheKeyStore()
    {
        FakeKeyStore store;
        {
            TokenKeeper tokens(store);
            QCOMPARE(tokens.place(), Place::Unknown);
            tokens.keep(QStringLiteral("a"), "token-a");
            tokens.keep(QStringLiteral("b"), "token-b");
            QCOMPARE(tokens.place(), Place::KeyStore);
        }
        TokenKeeper later(store);
        QCOMPARE(found(later, "a"), QByteArray("token-a"));
        QCOMPARE(found(later, "b"), QByteArray("token-b"));
        QCOMPARE(later.place(), Place::KeyStore);
        later.forget(QStringLiteral("a"));
        QVERIFY(!found(later, "a"));
        TokenKeeper evenLater(store);
        QVERIFY(!found(evenLater, "a"));
        QCOMPARE(evenLater.place(), Place::KeyStore); // it answers: there is just no such key
        QCOMPARE(found(evenLater, "b"), QByteArray("token-b"));
    }

    void withoutAKeyStoreItIsKnownUntilTheEndAndThatIsSaid()
    {
        FakeKeyStore store;
        store.isThere = false;
        {
            TokenKeeper tokens(store);
            const QSignalSpy changed(&tokens, &TokenKeeper::placeChanged);
            tokens.keep(QStringLiteral("a"), "token-a");
            QCOMPARE(tokens.place(), Place::Session);
            QCOMPARE(changed.size(), 1);
            QCOMPARE(found(tokens, "a"), QByteArray("token-a"));
        }
        TokenKeeper later(store);
        QVERIFY(!found(later, "a"));
        QCOMPARE(later.place(), Place::Session);
    }

    void aStoreThatThinksKeepsNobodyWaitingAndKnowsNothingBetter()
    {
        FakeKeyStore store;
        store.secrets.insert(QStringLiteral("token/a"), "old");
        store.thinks = true;
        TokenKeeper tokens(store);
        std::optional<QByteArray> late;
        tokens.find(QStringLiteral("a"), [&late](const auto &one) { late = one; });
        QVERIFY(!late);
        tokens.keep(QStringLiteral("a"), "new");
        QCOMPARE(found(tokens, "a"), QByteArray("new"));
        store.goOn();
        QCOMPARE(late, QByteArray("new"));
        QCOMPARE(found(tokens, "a"), QByteArray("new"));
        QCOMPARE(store.secrets.value(QStringLiteral("token/a")), QByteArray("new"));
    }

    void anAnswerAfterItsEndIsNobodys()
    {
        FakeKeyStore store;
        store.thinks = true;
        bool called = false;
        {
            TokenKeeper tokens(store);
            tokens.keep(QStringLiteral("a"), "token");
            tokens.find(QStringLiteral("b"), [&called](const auto &) { called = true; });
        }
        store.goOn();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestTokenKeeper)
#include "tst_tokenkeeper.moc"
