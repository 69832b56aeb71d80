// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/serverfixture.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

namespace {

constexpr const char *keyPath = "/v1/keys/4711/hls";

AccessRules signedRules()
{
    AccessRules rules;
    rules.signing.secrets = {"the new secret", "the old secret"};
    return rules;
}

} // namespace

/// The order, the keys, and who comes with a signed address instead of a token.
class TestServerEncryption final : public QObject
{
    Q_OBJECT

private:
    std::optional<ServerFixture> m_fixture;

    void start(const std::optional<AccessRules> &rules)
    {
        m_fixture.reset();
        m_fixture.emplace(Limits(), rules);
    }
    /// As somebody signs it who has the first secret.
    QByteArray signedPath(const QByteArray &path, const SigningRules &rules = signedRules().signing) const
    {
        const qsizetype mark = path.indexOf('?');
        const Target target{mark < 0 ? path : path.left(mark), mark < 0 ? QByteArray() : path.mid(mark + 1)};
        return AddressSigner(rules).sign(target, m_fixture->clock.wall()).text();
    }
    std::optional<HttpAnswer> get(const QByteArray &target, const std::vector<QByteArray> &headers = {}) const
    {
        return ask(m_fixture->port, "GET", target, headers);
    }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void theOrderArrives()
    {
        const auto answer =
            m_fixture->command("PUT", "/v1/channels/main/encryption",
                               R"({"mode":"sealed","outputs":["cdn"],"newKey":true})", Role::Director);
        QCOMPARE(answer->status, 202);
        const Given given = m_fixture->backend.given().front();
        QCOMPARE(given.kind, QStringLiteral("set-encryption"));
        QCOMPARE(given.command.revision, std::optional<quint64>(7));
        QCOMPARE(given.what.value(QLatin1String("newKey")), QJsonValue(true));
        QCOMPARE(given.what.value(QLatin1String("outputs")), QJsonValue(QJsonArray{QLatin1String("cdn")}));
    }

    void onlyAnEmergencyNeedsNoRevision()
    {
        auto headers = ServerFixture::commandHeaders(Role::Director);
        std::erase_if(headers, [](const QByteArray &header) { return header.startsWith("If-Match"); });
        const auto put = [&](const char *body) {
            return ask(m_fixture->port, "PUT", "/v1/channels/main/encryption", headers, body);
        };
        QCOMPARE(put(R"({"mode":"clear"})")->code(), QStringLiteral("missing-if-match"));
        QCOMPARE(put(R"({"mode":"clear","emergency":true})")->status, 422);
        QCOMPARE(put(R"({"mode":"sealed","emergency":true,"reason":"x"})")->status, 422);
        QVERIFY(m_fixture->backend.given().empty());
        QCOMPARE(put(R"({"mode":"clear","emergency":true,"reason":"The players see green."})")->status, 202);
        QVERIFY(!m_fixture->backend.given().front().command.revision);
    }

    void aKeyIsForItsCaller()
    {
        const auto answer = m_fixture->get("/v1/keys/4711", Role::Viewer);
        QCOMPARE(answer->json().value(QLatin1String("wrapped")).toString(),
                 QString::fromLatin1(QByteArray(40, 'k').toHex()));
        const KeyAsk asked = m_fixture->backend.asked().front();
        QCOMPARE(asked.id, 4711u);
        QCOMPARE(asked.form, KeyAsk::Form::Wrapped);
        QCOMPARE(asked.caller.name, QStringLiteral("viewer"));
        QCOMPARE(asked.caller.keys, QStringList{QStringLiteral("main")});
        QVERIFY(!asked.caller.signedAddress);
        QCOMPARE("Authorization: Bearer " + asked.token, ServerFixture::bearer(Role::Viewer));
        QCOMPARE(m_fixture->get(keyPath, Role::Viewer)->body, QByteArray(16, 'k'));
        QCOMPARE(m_fixture->get(keyPath, Role::Viewer)->header("cache-control"), QByteArray("no-store"));
    }

    void whatIsNoKey()
    {
        for (const char *path :
             {"/v1/keys/0", "/v1/keys/16777216", "/v1/keys/x", "/v1/keys/007", "/v1/keys/-1"})
            QCOMPARE(m_fixture->get(path, Role::Engineer)->code(), QStringLiteral("unknown-key"));
        QVERIFY(m_fixture->backend.asked().empty());
        for (const auto &[code, status] : std::map<QString, int>{{QStringLiteral("key-retired"), 410},
                                                                 {QStringLiteral("forbidden"), 403},
                                                                 {QStringLiteral("master-key-wrong"), 503},
                                                                 {QStringLiteral("too-soon"), 429}}) {
            m_fixture->backend.failNext(code);
            QCOMPARE(m_fixture->get("/v1/keys/4711", Role::Engineer)->status, status);
        }
    }

    void signedAddressesDoInsteadOfATokenWhereTheyMay()
    {
        start(signedRules());
        const auto answer = get(signedPath(keyPath));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->header("access-control-allow-origin"), QByteArray("*"));
        QVERIFY(m_fixture->backend.asked().front().caller.signedAddress);
        QCOMPARE(get(signedPath("/v1/channels/main/sources/programme/preview.jpg?width=320"))->status, 200);
        // Everything else wants a token, and a token is not asked twice.
        for (const char *path : {"/v1/keys/4711", "/v1/channels/main", "/v1/keys", "/v1/journal"})
            QCOMPARE(get(signedPath(path))->status, 401);
        QCOMPARE(get(signedPath(keyPath), {"Authorization: Bearer guess"})->status, 401);
        QCOMPARE(get(signedPath(keyPath), {ServerFixture::bearer(Role::Viewer)})->status, 200);
        QVERIFY(!m_fixture->backend.asked().back().caller.signedAddress);
        SigningRules old = signedRules().signing;
        old.secrets.erase(old.secrets.begin());
        QCOMPARE(get(signedPath(keyPath, old))->status, 200);
        old.secrets = {"guessed"};
        QCOMPARE(get(signedPath(keyPath, old))->code(), QStringLiteral("address-forged"));
        QCOMPARE(get(keyPath)->status, 401);
    }

    void theirTimeEnds()
    {
        start(signedRules());
        const QByteArray target = signedPath(keyPath);
        m_fixture->clock.advance(std::chrono::seconds(1830));
        QCOMPARE(get(target)->status, 200);
        m_fixture->clock.advance(std::chrono::seconds(1));
        const auto answer = get(target);
        QCOMPARE(answer->status, 403);
        QCOMPARE(answer->code(), QStringLiteral("address-expired"));
        QVERIFY(m_fixture->backend.refusals().last().contains(QLatin1String("address-expired")));
        QVERIFY(
            !m_fixture->backend.refusals().last().contains(QLatin1String("sign="))); // not into the journal
    }

    void signaturesInThePath()
    {
        AccessRules rules = signedRules();
        rules.signing.scheme = SigningScheme::TencentC;
        start(rules);
        QCOMPARE(get(signedPath(keyPath, rules.signing))->status, 200);
        QCOMPARE(get(signedPath("/v1/journal", rules.signing))->status, 401);
        QCOMPARE(get("/" + QByteArray(32, 'a') + "/55ce8100" + keyPath)->code(),
                 QStringLiteral("address-forged"));
    }

    void nobodyIsLetInWithoutRules()
    {
        QCOMPARE(get(signedPath(keyPath))->status, 401);
        AccessRules rules = signedRules();
        rules.signing.secrets.clear();
        start(rules);
        SigningRules empty;
        empty.secrets = {""};
        QCOMPARE(get(signedPath(keyPath, empty))->code(), QStringLiteral("address-forged"));
    }

    void playlistsSignWhatTheyName_data()
    {
        QTest::addColumn<QString>("scheme");
        for (const QString &scheme : signingSchemes())
            QTest::newRow(qPrintable(scheme)) << scheme;
    }
    /// A player goes from the playlist to segment and key by what it finds there.
    void playlistsSignWhatTheyName()
    {
        QFETCH(QString, scheme);
        const QByteArray folder("/v1/channels/main/outputs/web/hls/");
        AccessRules rules = signedRules();
        rules.signing.scheme = *signingScheme(scheme);
        start(rules);
        const QByteArray plain = m_fixture->get(folder + "index.m3u8", Role::Viewer)->body;
        QVERIFY(plain.contains("\nsegment-00000001.ts\n"));
        const auto playlist = get(signedPath(folder + "index.m3u8", rules.signing));
        QCOMPARE(playlist->status, 200);
        const QList<QByteArray> lines = playlist->body.split('\n');
        QCOMPARE(lines.size(), plain.split('\n').size());
        const QByteArray segment = lines.at(3).startsWith('/') ? lines.at(3) : folder + lines.at(3);
        QCOMPARE(get(segment)->body, QByteArray(188, 'G'));
        QCOMPARE(get(folder + "segment-00000001.ts")->status, 401);
        const QByteArray before("https://tv.example/keys");
        const qsizetype begin = lines.at(1).indexOf(before) + before.size();
        const QByteArray key = lines.at(1).mid(begin, lines.at(1).indexOf('"', begin) - begin);
        QCOMPARE(get(key)->body, QByteArray(16, 'k'));
        QVERIFY(lines.at(1).endsWith("\",IV=0x1"));
        m_fixture->clock.advance(std::chrono::hours(1));
        QCOMPARE(get(segment)->code(), QStringLiteral("address-expired"));
    }

    void nothingElseOfTheDisk()
    {
        const QByteArray folder("/v1/channels/main/outputs/web/hls/");
        for (const char *name :
             {"secret.txt", "..", ".", "segment-00000002.ts", "..ts", ".ts", "index.m3u8x"})
            QCOMPARE(m_fixture->get(folder + name, Role::Engineer)->status, 404);
        for (const char *path :
             {"/v1/channels/main/outputs/cdn/hls/index.m3u8", "/v1/channels/main/outputs/x/hls/index.m3u8",
              "/v1/channels/x/outputs/web/hls/index.m3u8"})
            QCOMPARE(m_fixture->get(path, Role::Engineer)->status, 404);
    }

    void lists_data()
    {
        QTest::addColumn<QStringList>("allowAddresses");
        QTest::addColumn<QStringList>("denyAddresses");
        QTest::addColumn<QStringList>("allowReferrers");
        QTest::addColumn<QStringList>("denyReferrers");
        QTest::addColumn<bool>("emptyReferrer");
        QTest::addColumn<QByteArray>("referrer");
        QTest::addColumn<bool>("good");
        const auto list = [](const char *word) { return QStringList{QString::fromLatin1(word)}; };
        const QStringList none;
        const QByteArray page("https://tv.example.com/live?x=1");
        QTest::newRow("no lists") << none << none << none << none << true << page << true;
        QTest::newRow("network") << list("127.0.0.0/8") << none << none << none << true << page << true;
        QTest::newRow("other network")
            << list("192.0.2.0/24") << none << none << none << true << page << false;
        QTest::newRow("denied") << none << list("127.0.0.1") << none << none << true << page << false;
        QTest::newRow("allowed and denied")
            << list("127.0.0.0/8") << list("127.0.0.1") << none << none << true << page << false;
        QTest::newRow("page") << none << none << list("tv.example.com") << none << true << page << true;
        QTest::newRow("page below") << none << none << list("*.example.com") << none << true << page << true;
        QTest::newRow("not below") << none << none << list("*.tv.example.com") << none << true << page
                                   << false;
        QTest::newRow("look-alike") << none << none << list("*.example.com") << none << true
                                    << QByteArray("https://evilexample.com/") << false;
        QTest::newRow("other page") << none << none << list("example.com") << none << true << page << false;
        QTest::newRow("denied page") << none << none << none << list("*.example.com") << true << page
                                     << false;
        QTest::newRow("no page") << none << none << list("tv.example.com") << none << true << QByteArray()
                                 << true;
        QTest::newRow("no page, wanted") << none << none << none << none << false << QByteArray() << false;
    }
    void lists()
    {
        AccessRules rules = signedRules();
        QFETCH(QByteArray, referrer);
        QFETCH(bool, good);
        rules.allowAddresses =
            *static_cast<QStringList *>(QTest::qData("allowAddresses", qMetaTypeId<QStringList>()));
        rules.denyAddresses =
            *static_cast<QStringList *>(QTest::qData("denyAddresses", qMetaTypeId<QStringList>()));
        rules.allowReferrers =
            *static_cast<QStringList *>(QTest::qData("allowReferrers", qMetaTypeId<QStringList>()));
        rules.denyReferrers =
            *static_cast<QStringList *>(QTest::qData("denyReferrers", qMetaTypeId<QStringList>()));
        rules.emptyReferrer = *static_cast<bool *>(QTest::qData("emptyReferrer", qMetaTypeId<bool>()));
        start(rules);
        std::vector<QByteArray> headers;
        if (!referrer.isEmpty())
            headers.push_back("Referer: " + referrer);
        const auto answer = get(signedPath(keyPath), headers);
        QCOMPARE(answer->status, good ? 200 : 403);
        if (!good)
            QCOMPARE(answer->code(), QStringLiteral("address-denied"));
        // A token says who somebody is; the lists are not for it.
        QCOMPARE(m_fixture->get(keyPath, Role::Viewer)->status, 200);
    }
};

QTEST_GUILESS_MAIN(TestServerEncryption)
#include "tst_encryption.moc"
