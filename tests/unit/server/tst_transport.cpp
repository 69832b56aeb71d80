// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/unit/server/samples.h"
#include "tests/unit/server/serverfixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/socket.h>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// What comes on the wire that no decent client sends, and what comes too slowly, too often or too much.
class TestTransport final : public QObject
{
    Q_OBJECT

private:
    std::optional<ServerFixture> m_fixture;
    static constexpr auto take = "/v1/channels/main/take";

    void restart(const Limits &limits)
    {
        m_fixture.reset();
        m_fixture.emplace(limits);
    }
    /// The server has had time to read what was sent before: an answer on another connection proves it, as there is one
    /// thread for all.
    void settle() { QCOMPARE(m_fixture->get("/v1/health")->status, 200); }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void aConnectionServesManyRequests()
    {
        HttpClient client(m_fixture->port);
        for (int i = 0; i < 20; ++i) {
            client.send(
                requestBytes(i % 2 ? "GET" : "HEAD", "/v1/channels", {ServerFixture::bearer(Role::Viewer)}));
            const auto answer = client.answer(i % 2 == 0);
            QVERIFY(answer);
            QCOMPARE(answer->status, 200);
        }
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        HttpClient client(m_fixture->port);
        client.send(requestBytes("GET", "/v1/health") + requestBytes("GET", "/v1/nothing")
                    + requestBytes("GET", "/v1/health"));
        QCOMPARE(client.answer()->status, 200);
        QCOMPARE(client.answer()->status, 404);
        QCOMPARE(client.answer()->status, 200);
    }

    void headIsGetWithoutABody()
    {
        for (const Sample &sample : samples()) {
            if (sample.route->isCommand() || sample.target.contains("operations"))
                continue;
            HttpClient client(m_fixture->port);
            client.send(requestBytes("HEAD", sample.target, {ServerFixture::bearer(Role::Engineer)}));
            const auto answer = client.answer(true);
            QVERIFY(answer);
            QCOMPARE(answer->status, 200);
            QCOMPARE(answer->header("content-type").split(';').front(),
                     QByteArray(sample.route->produces).split(' ').front());
        }
        // Its stream is let go at once.
        QTRY_VERIFY(!m_fixture->backend.lastPreview()->alive);
    }

    void everyAnswerForbidsStoringAndGuessing()
    {
        for (const char *target : {"/v1/health", "/v1/channels", "/nothing"}) {
            const auto answer = ask(m_fixture->port, "GET", target);
            QCOMPARE(answer->header("cache-control"), QByteArray("no-store"));
            QCOMPARE(answer->header("x-content-type-options"), QByteArray("nosniff"));
            QCOMPARE(answer->header("x-request-id").size(), 16);
        }
    }

    void pathsThatTryTricks_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path :
             {"/v1/channels/..%2fmain", "/v1/%2e%2e/v1/health", "//v1/health", "/v1//health", "/v1/./health",
              "/v1/health%00", "/v1/health/", "/v1/channels/%6dain", "/v1/channels/main%2fstatus",
              "http://elsewhere/v1/health", "/v1/health%", "*"})
            QTest::newRow(path) << QByteArray(path);
    }
    void pathsThatTryTricks()
    {
        QFETCH(QByteArray, path);
        const auto answer = ask(m_fixture->port, "GET", path, {ServerFixture::bearer(Role::Engineer)});
        QVERIFY(answer);
        QCOMPARE(answer->status, 404);
        QCOMPARE(answer->code(), QStringLiteral("unknown-path"));
    }

    void whatIsNoHttpIsRefusedOrClosed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("rubbish") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11);
        QTest::newRow("no version") << QByteArray("GET /v1/channels\r\n\r\n");
        QTest::newRow("old version") << QByteArray("GET /v1/channels HTTP/0.9\r\n\r\n");
        QTest::newRow("new version") << QByteArray("GET /v1/channels HTTP/3.0\r\n\r\n");
        QTest::newRow("no host") << QByteArray("GET /v1/channels HTTP/1.1\r\n\r\n");
        // libmicrohttpd ends the path at the NUL: what is there is a plain /v1/channels, which needs a token.
        QTest::newRow("NUL in the path")
            << QByteArray("GET /v1/channels\0/../health HTTP/1.1\r\nHost: x\r\n\r\n", 49);
        QTest::newRow("no colon") << QByteArray("GET /v1/channels HTTP/1.1\r\nHost: x\r\nrubbish\r\n\r\n");
        QTest::newRow("bare line feeds in a header")
            << QByteArray("GET /v1/channels HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n");
    }
    void whatIsNoHttpIsRefusedOrClosed()
    {
        QFETCH(QByteArray, bytes);
        HttpClient client(m_fixture->port);
        client.send(bytes);
        client.shutdownWrite();
        const auto answer = client.answer();
        QVERIFY(!answer || answer->status >= 400);
        settle();
    }

    void lengthsThatLie_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("two lengths") << QByteArray("Content-Length: 2\r\nContent-Length: 200\r\n");
        QTest::newRow("the same twice") << QByteArray("Content-Length: 2\r\nContent-Length: 2\r\n");
        QTest::newRow("length and chunked")
            << QByteArray("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n");
        QTest::newRow("negative") << QByteArray("Content-Length: -2\r\n");
        QTest::newRow("plus") << QByteArray("Content-Length: +2\r\n");
        QTest::newRow("hex") << QByteArray("Content-Length: 0x2\r\n");
        QTest::newRow("words") << QByteArray("Content-Length: two\r\n");
        QTest::newRow("past 64 bits") << QByteArray("Content-Length: 99999999999999999999999\r\n");
        QTest::newRow("list") << QByteArray("Content-Length: 2, 2\r\n");
        QTest::newRow("odd coding") << QByteArray("Transfer-Encoding: gzip, chunked\r\n");
        QTest::newRow("hidden chunked") << QByteArray("Transfer-Encoding: xchunked\r\n");
        QTest::newRow("two hosts") << QByteArray("Host: other\r\nContent-Length: 2\r\n");
    }
    void lengthsThatLie()
    {
        QFETCH(QByteArray, headers);
        HttpClient client(m_fixture->port);
        client.send(QByteArray("POST /v1/channels/main/take HTTP/1.1\r\nHost: localhost\r\n") + headers
                    + ServerFixture::commandHeaders(Role::Director).front()
                    + "\r\nIdempotency-Key: k\r\n\r\n{}GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = client.answer();
        QVERIFY(!answer || answer->status == 400 || answer->status == 413);
        QVERIFY(client.closed()); // what follows is not taken for a request
        QVERIFY(!client.stream().contains("version"));
        QVERIFY(m_fixture->backend.given().empty());
    }

    void aBodyShorterThanItsLengthIsNoCommand()
    {
        HttpClient client(m_fixture->port);
        const QByteArray bytes = requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                              R"({"source":"backup"} )");
        client.send(bytes.left(bytes.size() - 1));
        client.shutdownWrite();
        settle();
        // libmicrohttpd does not see an end that comes together with data: the deadline is what ends this.
        m_fixture->clock.advance(11s);
        QVERIFY(client.closed());
        QVERIFY(m_fixture->backend.given().empty());
    }

    void chunkedBodiesAreRead()
    {
        HttpClient client(m_fixture->port);
        auto headers = ServerFixture::commandHeaders(Role::Director);
        headers.push_back("Transfer-Encoding: chunked");
        client.send(requestBytes("POST", take, headers) + "8\r\n{\"source\r\n"
                    + "b;x=y\r\n\":\"backup\"}\r\n0\r\n\r\n");
        QCOMPARE(client.answer()->status, 202);
    }

    void aChunkedBodyThatNeverEndsIsCutAtTheLimit()
    {
        HttpClient client(m_fixture->port);
        auto headers = ServerFixture::commandHeaders(Role::Director);
        headers.push_back("Transfer-Encoding: chunked");
        client.send(requestBytes("POST", take, headers));
        const QByteArray chunk = "40000\r\n" + QByteArray(0x40000, ' ') + "\r\n";
        for (int i = 0; i < 8; ++i) // 2 MiB
            QVERIFY(client.send(chunk));
        client.send("0\r\n\r\n");
        const auto answer = client.answer();
        QCOMPARE(answer->status, 413);
        QCOMPARE(answer->code(), QStringLiteral("too-large"));
        HttpClient endless(m_fixture->port);
        endless.send(requestBytes("POST", take, headers));
        bool open = true;
        for (int i = 0; i < 1000 && open; ++i) // 250 MiB, if it let us
            open = endless.send(chunk);
        QVERIFY(!open);
    }

    void tenMegabytesGetTheirAnswer()
    {
        const auto answer = ask(m_fixture->port, "POST", take, ServerFixture::commandHeaders(Role::Director),
                                QByteArray(10'000'000, 'x'));
        QVERIFY(answer);
        QCOMPARE(answer->status, 413);
        QCOMPARE(answer->code(), QStringLiteral("too-large"));
        settle();
    }

    void aClientThatAsksFirstNeedNotSendWhatIsTooLarge()
    {
        HttpClient client(m_fixture->port);
        auto headers = ServerFixture::commandHeaders(Role::Director);
        headers.insert(headers.end(), {"Expect: 100-continue", "Content-Length: 10000000"});
        client.send(requestBytes("POST", take, headers));
        QCOMPARE(client.answer()->status, 413);
        HttpClient good(m_fixture->port);
        headers = ServerFixture::commandHeaders(Role::Director);
        headers.insert(headers.end(), {"Expect: 100-continue", "Content-Length: 19"});
        good.send(requestBytes("POST", take, headers));
        settle();
        good.send(R"({"source":"backup"})");
        QCOMPARE(good.answer()->status, 202);
    }

    void slatesHaveALargerLimit()
    {
        auto headers = ServerFixture::commandHeaders(Role::Director);
        headers.back() = "Content-Type: application/octet-stream";
        auto answer = ask(m_fixture->port, "POST", "/v1/slates?id=a&name=b", headers,
                          QByteArray(32 * 1024 * 1024 + 1, 'x'));
        QVERIFY(answer);
        QCOMPARE(answer->status, 413);
        headers = ServerFixture::commandHeaders(Role::Viewer);
        headers.back() = "Content-Type: application/octet-stream";
        answer =
            ask(m_fixture->port, "POST", "/v1/slates?id=a&name=b", headers, QByteArray(8 * 1024 * 1024, 'x'));
        QVERIFY(answer);
        QCOMPARE(answer->status, 403);
        QCOMPARE(m_fixture->backend.refusals().size(), 1);
    }

    void bodiesTogetherHaveALimit()
    {
        Limits limits;
        limits.bodiesAtOnce = 1'000'000;
        restart(limits);
        HttpClient first(m_fixture->port);
        const QByteArray bytes = requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                              QByteArray(999'990, ' ') + "{}");
        first.send(bytes.left(bytes.size() - 1));
        // The second is small enough to come in one piece, so that it never takes the first one's room.
        const auto second = [this] {
            return ask(m_fixture->port, "POST", take, ServerFixture::commandHeaders(Role::Director),
                       "{                 }");
        };
        std::optional<HttpAnswer> refused;
        QVERIFY(waitUntil(
            [&] {
                refused = second();
                return refused && refused->status == 503;
            },
            10s, "the first to fill the room"));
        QCOMPARE(refused->code(), QStringLiteral("busy"));
        first.send("}");
        QCOMPARE(first.answer()->status, 422);
        QCOMPARE(second()->status, 422); // room again
    }

    void bodiesCountUntilTheyAreAnswered()
    {
        Limits limits;
        limits.bodiesAtOnce = 1'000'000;
        restart(limits);
        m_fixture->backend.hold();
        const QByteArray body = R"({"source":"backup"})";
        HttpClient first(m_fixture->port);
        first.send(requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director, "one"),
                                body + QByteArray(1'000'000 - body.size(), ' ')));
        QTRY_COMPARE(m_fixture->backend.held(), 1);
        // The backend may hold the first one's bytes for as long as it works on it.
        const auto second =
            ask(m_fixture->port, "POST", take, ServerFixture::commandHeaders(Role::Director, "two"), body);
        QVERIFY(second);
        QCOMPARE(second->status, 503);
        QCOMPARE(second->code(), QStringLiteral("busy"));
        m_fixture->backend.release();
        QCOMPARE(first.answer()->status, 202);
        const auto third =
            ask(m_fixture->port, "POST", take, ServerFixture::commandHeaders(Role::Director, "three"), "{}");
        QVERIFY(third);
        QCOMPARE(third->status, 422); // room again
    }

    void headersHaveALimit()
    {
        const auto large = ask(m_fixture->port, "GET", "/v1/health", {"X-Large: " + QByteArray(20'000, 'x')});
        QCOMPARE(large->status, 431);
        QCOMPARE(large->code(), QStringLiteral("headers-too-large"));
        std::vector<QByteArray> many;
        for (int i = 0; i < 101; ++i)
            many.push_back("X-" + QByteArray::number(i) + ": y");
        QCOMPARE(ask(m_fixture->port, "GET", "/v1/health", many)->status, 431);
        const auto longPath = ask(m_fixture->port, "GET", "/v1/health?" + QByteArray(20'000, 'x'));
        QCOMPARE(longPath->status, 431);
        HttpClient huge(m_fixture->port);
        huge.send("GET /v1/health HTTP/1.1\r\nHost: x\r\nX: " + QByteArray(500'000, 'x')); // and never an end
        const auto answer = huge.answer();
        QVERIFY(!answer || answer->status == 431 || answer->status == 413);
        settle();
    }

    void aByteASecondIsCutAtTheDeadline_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("answered"); // with 408, since the headers were read
        QTest::newRow("request line") << QByteArray("GET /v1/health HTTP/1.1\r\n") << false;
        QTest::newRow("headers") << QByteArray(
            "GET /v1/health HTTP/1.1\r\nHost: localhost and a name without an end")
                                 << false;
        QTest::newRow("body") << requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                              QByteArray(1000, ' '))
                              << true;
    }
    void aByteASecondIsCutAtTheDeadline()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, answered);
        HttpClient client(m_fixture->port);
        const qsizetype head = bytes.indexOf("\r\n\r\n") + 4;
        qsizetype sent = answered ? head : 0;
        client.send(bytes.left(sent));
        settle(); // its time runs
        int seconds = 0;
        bool open = true;
        while (open && seconds < 30) {
            // A byte and a second of the server's clock; then as long as the server needs to see both.
            open = client.send(bytes.mid(sent++, 1));
            m_fixture->clock.advance(1s);
            ++seconds;
            settle();
            if (seconds < 10)
                QVERIFY(open);
            if (seconds >= 10)
                QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 0; }, 10s,
                                  "the end of the connection"));
            if (seconds >= 10)
                break;
        }
        const auto answer = client.answer();
        QCOMPARE(answer.has_value(), answered);
        if (answer) {
            QCOMPARE(answer->status, 408);
            QCOMPARE(answer->code(), QStringLiteral("request-timeout"));
        }
        QVERIFY(client.closed());
    }

    void connectionsWithoutARequestAreClosed()
    {
        HttpClient silent(m_fixture->port);
        HttpClient used(m_fixture->port);
        used.send(requestBytes("GET", "/v1/health"));
        QVERIFY(used.answer());
        settle(); // the server too has done with it
        QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 2; }, 10s, "two connections"));
        m_fixture->clock.advance(11s); // of the first, all the time it has
        QVERIFY(silent.closed());
        QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 1; }, 10s, "one connection"));
        m_fixture->clock.advance(20s);
        QVERIFY(used.closed());
    }

    void anAnswerThatNobodyTakesIsCut()
    {
        HttpClient client(m_fixture->port, "127.0.0.1", 4096);
        QByteArray many;
        for (int i = 0; i < 3000; ++i)
            many += requestBytes("GET", "/v1/channels", {ServerFixture::bearer(Role::Viewer)});
        // Answers of several megabytes into a window of a few kilobytes.
        ::send(client.descriptor(), many.constData(), size_t(many.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        settle();
        QVERIFY(waitUntil(
            [&] {
                m_fixture->clock.advance(1s);
                return m_fixture->server->connections() == 0;
            },
            20s, "the end of the connection"));
    }

    void connectionsInAllHaveALimit()
    {
        Limits limits;
        limits.connections = 3;
        restart(limits);
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<HttpClient>(m_fixture->port));
            clients.back()->send(requestBytes("GET", "/v1/health"));
            QCOMPARE(clients.back()->answer()->status, 200);
        }
        const auto refused = ask(m_fixture->port, "GET", "/v1/health");
        QCOMPARE(refused->status, 503);
        QCOMPARE(refused->header("connection"), QByteArray("close"));
        QCOMPARE(refused->header("retry-after"), QByteArray("1"));
        clients[0]->send(requestBytes("GET", "/v1/health")); // those that are in stay in
        QCOMPARE(clients[0]->answer()->status, 200);
        clients.pop_back();
        QVERIFY(waitUntil([&] { return ask(m_fixture->port, "GET", "/v1/health")->status == 200; }, 10s,
                          "room again"));
    }

    void connectionsOfOneAddressHaveALimit()
    {
        Limits limits;
        limits.connectionsPerAddress = 2;
        restart(limits);
        HttpClient one(m_fixture->port);
        HttpClient two(m_fixture->port);
        for (HttpClient *client : {&one, &two}) {
            client->send(requestBytes("GET", "/v1/health"));
            QCOMPARE(client->answer()->status, 200);
        }
        QCOMPARE(ask(m_fixture->port, "GET", "/v1/health")->status, 503);
        // Those who say nothing hold no more than a few places, and another's are free.
        std::vector<std::unique_ptr<HttpClient>> silent;
        for (int i = 0; i < 30; ++i)
            silent.push_back(std::make_unique<HttpClient>(m_fixture->port));
        QVERIFY(silent.back()->closed());
        QVERIFY(m_fixture->server->connections() <= 2 + 8);
    }

    void anAnswerComesWheneverItIsReady()
    {
        m_fixture->backend.hold();
        HttpClient client(m_fixture->port);
        client.send(requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                 R"({"source":"backup"})"));
        QTRY_COMPARE(m_fixture->backend.held(), 1);
        settle(); // others are served meanwhile
        m_fixture->clock.advance(60s); // and no limit of time is on the backend's thinking
        settle();
        m_fixture->backend.release();
        QCOMPARE(client.answer()->status, 202);
    }

    void aClientThatLeavesWhileItsCommandRunsDoesNoHarm()
    {
        m_fixture->backend.hold();
        {
            HttpClient client(m_fixture->port);
            client.send(requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                     R"({"source":"backup"})"));
            QTRY_COMPARE(m_fixture->backend.held(), 1);
        }
        m_fixture->backend.release();
        QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 0; }, 10s,
                          "the end of the connection"));
        QCOMPARE(m_fixture->backend.given().size(), size_t(1));
    }

    void requestsThatBreakOffLeaveNothing()
    {
        const QByteArray bytes = requestBytes("POST", take, ServerFixture::commandHeaders(Role::Director),
                                              R"({"source":"backup"})");
        for (qsizetype length = 0; length < bytes.size(); length += 7) {
            HttpClient client(m_fixture->port);
            client.send(bytes.left(length));
        }
        // Those whose end came together with data end at their deadline.
        QVERIFY(waitUntil(
            [&] {
                m_fixture->clock.advance(1s);
                return m_fixture->server->connections() == 0;
            },
            10s, "the end of all connections"));
        QVERIFY(m_fixture->backend.given().empty());
    }
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
