// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/samples.h"
#include "tests/unit/server/serverfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// Each route with each role, and who sees what.
class TestRoles final : public QObject
{
    Q_OBJECT

private:
    std::optional<ServerFixture> m_fixture;

    int statusOf(const Sample &sample, std::optional<Role> role) const
    {
        auto headers = ServerFixture::commandHeaders(role.value_or(Role::Viewer));
        if (!role)
            headers.erase(headers.begin());
        headers.back() = "Content-Type: " + sample.contentType;
        HttpClient client(m_fixture->port);
        client.send(requestBytes(sample.method, sample.target, headers, sample.body));
        const auto answer = client.streamHead();
        return answer ? answer->status : 0;
    }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void eachRouteWithEachRole_data()
    {
        QTest::addColumn<QString>("route");
        QTest::addColumn<QString>("role");
        for (const Sample &sample : samples()) {
            for (const QString &role : QStringList{QString()} + wordsOf<Role>())
                QTest::addRow("%s as %s", qPrintable(sample.name),
                              role.isEmpty() ? "nobody" : qPrintable(role))
                    << sample.name << role;
        }
    }
    void eachRouteWithEachRole()
    {
        QFETCH(QString, route);
        QFETCH(QString, role);
        m_fixture->command("POST", "/v1/channels/main/take",
                           sampleBody(QStringLiteral("/take"))); // operation 1
        const size_t before = m_fixture->backend.given().size();
        for (const Sample &sample : samples()) {
            if (sample.name != route)
                continue;
            const auto who = fromWord<Role>(role);
            const bool allowed = !sample.route->role || (who && includes(*who, *sample.route->role));
            const int good = sample.route->isCommand() ? 202 : 200;
            QCOMPARE(statusOf(sample, who), allowed ? good : who ? 403 : 401);
            QCOMPARE(m_fixture->backend.given().size() - before,
                     size_t(allowed && sample.route->isCommand()));
            QCOMPARE(m_fixture->backend.refusals().size(), allowed ? 0 : 1); // journalled
        }
    }

    void onlyEngineersSeeAddresses()
    {
        for (const char *target : {"/v1/channels", "/v1/channels/main"}) {
            for (const Role role : {Role::Viewer, Role::Operator, Role::Director})
                QVERIFY(!m_fixture->get(target, role)->body.contains(FakeBackend::secret().toLatin1()));
            QVERIFY(m_fixture->get(target, Role::Engineer)->body.contains(FakeBackend::secret().toLatin1()));
        }
        HttpClient events(m_fixture->port);
        events.send(requestBytes("GET", "/v1/events", {ServerFixture::bearer(Role::Engineer)}));
        QVERIFY(events.streamHead());
        QVERIFY(events.streamUntil("\n\nid:"));
        QVERIFY(events.streamUntil("\"operations\""));
        QVERIFY(!events.stream().contains(FakeBackend::secret().toLatin1()));
    }

    void whoHasNoTokenLearnsNoMoreThanTheVersion()
    {
        const auto answer = ask(m_fixture->port, "GET", "/v1/health");
        QCOMPARE(answer->body, QByteArray(R"({"rehearsal":false,"status":"ok","version":"1.2.3"})"));
    }

    void strangersCannotFillTheJournal()
    {
        for (int i = 0; i < 50; ++i)
            QCOMPARE(ask(m_fixture->port, "GET", "/v1/channels")->status, 401);
        QCOMPARE(m_fixture->backend.refusals().size(), 30);
        m_fixture->clock.advance(std::chrono::minutes(1));
        ask(m_fixture->port, "GET", "/v1/channels", {"Authorization: Bearer guess"});
        QCOMPARE(m_fixture->backend.refusals().size(), 31);
        QVERIFY(!m_fixture->backend.refusals().last().contains(QLatin1String("guess")));
    }

    void anotherTokensKeyIsNoReplay()
    {
        const QByteArray body = sampleBody(QStringLiteral("/take"));
        const auto mine = ask(m_fixture->port, "POST", "/v1/channels/main/take",
                              ServerFixture::commandHeaders(Role::Director, "k"), body);
        const auto theirs = ask(m_fixture->port, "POST", "/v1/channels/main/take",
                                ServerFixture::commandHeaders(Role::Engineer, "k"), body);
        QVERIFY(mine->body != theirs->body);
        QVERIFY(theirs->header("idempotent-replayed").isEmpty());
    }

    void theSameKeyWithOtherContentIsRefused_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("ifMatch");
        QTest::addColumn<QByteArray>("body");
        const QByteArray target = "/v1/channels/main/take";
        const QByteArray body = R"({"source":"backup"})";
        QTest::newRow("body") << target << QByteArray("\"7\"") << QByteArray(R"({"source":"slate"})");
        QTest::newRow("channel") << QByteArray("/v1/channels/other/take") << QByteArray("\"7\"") << body;
        QTest::newRow("revision") << target << QByteArray("\"8\"") << body;
        QTest::newRow("query") << QByteArray(target + "?x=1") << QByteArray("\"7\"") << body;
    }
    void theSameKeyWithOtherContentIsRefused()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, ifMatch);
        QFETCH(QByteArray, body);
        auto headers = ServerFixture::commandHeaders(Role::Director, "k");
        QCOMPARE(
            ask(m_fixture->port, "POST", "/v1/channels/main/take", headers, R"({"source":"backup"})")->status,
            202);
        headers[2] = "If-Match: " + ifMatch;
        const auto answer = ask(m_fixture->port, "POST", target, headers, body);
        QCOMPARE(answer->status, 422);
        QCOMPARE(answer->code(), QStringLiteral("idempotency-mismatch"));
    }

    /// Replay comes before role, form and revision.
    void aReplayIsAnsweredWhateverElseIsWrongNow()
    {
        const QByteArray body = R"({"source":"backup"})";
        const auto headers = ServerFixture::commandHeaders(Role::Director, "k");
        const auto first = ask(m_fixture->port, "POST", "/v1/channels/main/take", headers, body);
        m_fixture->backend.failNext(QStringLiteral("stale-revision"));
        const auto again = ask(m_fixture->port, "POST", "/v1/channels/main/take", headers, body);
        QCOMPARE(again->status, 202);
        QCOMPARE(again->body, first->body);
        QCOMPARE(again->header("etag"), QByteArray("\"8\""));
    }

    void commandsReachTheBackendAsTheyWereMeant()
    {
        ask(m_fixture->port, "POST", "/v1/channels/main/take",
            ServerFixture::commandHeaders(Role::Director, "the-key"), sampleBody(QStringLiteral("/take")));
        const Given given = m_fixture->backend.given().front();
        QCOMPARE(given.kind, QStringLiteral("take"));
        QCOMPARE(given.channel, QStringLiteral("main"));
        QCOMPARE(given.what,
                 (QJsonObject{{QLatin1String("source"), QLatin1String("backup")},
                              {QLatin1String("cut"), QLatin1String("keyframe")},
                              {QLatin1String("force"), true}}));
        QCOMPARE(given.command.caller.name, QStringLiteral("director"));
        QCOMPARE(given.command.caller.role, Role::Director);
        QCOMPARE(given.command.idempotencyKey, QStringLiteral("the-key"));
        QCOMPARE(given.command.revision, std::optional<quint64>(7));
        QCOMPARE(given.command.notAfter, std::optional(QDateTime({2026, 1, 31}, {20, 15, 2}, Qt::UTC)));
        QCOMPARE(given.command.receivedAt, m_fixture->clock.now());
        QCOMPARE(given.command.fingerprint.size(), 32);
    }

    void aSlateArrivesWhole()
    {
        const QByteArray content = QByteArray("\0\x89PNG\r\n", 7) + QByteArray(3'000'000, 'x');
        auto headers = ServerFixture::commandHeaders(Role::Director);
        headers.back() = "Content-Type: application/octet-stream";
        const auto answer = ask(m_fixture->port, "POST",
                                "/v1/slates?id=night&name=Gute%20Nacht&file=nacht.png", headers, content);
        QCOMPARE(answer->status, 202);
        const Given given = m_fixture->backend.given().front();
        QCOMPARE(given.content, content);
        QCOMPARE(given.what,
                 (QJsonObject{{QLatin1String("id"), QLatin1String("night")},
                              {QLatin1String("name"), QLatin1String("Gute Nacht")},
                              {QLatin1String("file"), QLatin1String("nacht.png")}}));
    }

    void aHundredTimesAtOnceAllGetTheOneAnswer()
    {
        m_fixture.reset();
        Limits limits;
        limits.connectionsPerAddress = 200;
        m_fixture.emplace(limits);
        m_fixture->backend.hold();
        const QByteArray request =
            requestBytes("POST", "/v1/channels/main/take",
                         ServerFixture::commandHeaders(Role::Director, "one"), R"({"source":"backup"})");
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 100; ++i) {
            clients.push_back(std::make_unique<HttpClient>(m_fixture->port));
            QVERIFY(clients.back()->send(request));
        }
        QTRY_VERIFY(m_fixture->backend.held() > 0);
        m_fixture->backend.release();
        QByteArray body;
        for (const auto &client : clients) {
            const auto answer = client->answer();
            QVERIFY(answer);
            QCOMPARE(answer->status, 202);
            if (body.isEmpty())
                body = answer->body;
            QCOMPARE(answer->body, body);
        }
        QCOMPARE(m_fixture->backend.given().size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
