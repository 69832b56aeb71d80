// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/httpcourier.h"

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <condition_variable>
#include <mutex>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

/// An answer that may come later, from another thread.
struct Heard
{
    std::mutex mutex; // guards both below
    std::optional<Result<HttpAnswer>> answer;
    int times = 0;

    Courier::Done done()
    {
        return [this](const Result<HttpAnswer> &result) {
            const std::lock_guard lock(mutex);
            answer = result;
            ++times;
        };
    }
    bool come()
    {
        const std::lock_guard lock(mutex);
        return answer.has_value();
    }
    QString code() { return come() && !*answer ? answer->error().code : QString(); }
};

HttpAsk askOf(quint16 port, const char *path = "/")
{
    HttpAsk ask;
    ask.url = QUrl(QStringLiteral("http://user:pa%20ss@127.0.0.1:%1%2").arg(port).arg(QLatin1String(path)));
    ask.timeout = 20s;
    return ask;
}

} // namespace

class tst_HttpCourier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsAnswers();
    void badServers_data();
    void badServers();
    void aGigabyteIsNotTaken();
    void nobodyThere();
    void goesDownAtOnce();
    void oneThatHangsHoldsNobodyUp();
};

void tst_HttpCourier::bringsAnswers()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    HttpCourier courier;
    Heard heard;
    HttpAsk ask = askOf(server.serverPort(), "/hook?x=1");
    ask.method = "POST";
    ask.body = "{\"a\":1}";
    ask.headers = {{"Content-Type", "application/json"}, {"X-Own", "yes"}};
    courier.carry(ask, heard.done());
    QVERIFY(waitUntil([&] { return server.hasPendingConnections(); }, 20s, "the request"));
    QTcpSocket *peer = server.nextPendingConnection();
    QByteArray request;
    QVERIFY(waitUntil(
        [&] {
            request += peer->readAll();
            return request.endsWith("{\"a\":1}");
        },
        20s, "all of it"));
    QVERIFY(request.startsWith("POST /hook?x=1 HTTP/1.1\r\n"));
    QVERIFY(request.contains("X-Own: yes\r\n"));
    QVERIFY(request.contains(QByteArray("Authorization: Basic " + QByteArray("user:pa ss").toBase64())));
    QVERIFY(request.contains("Accept-Encoding: identity\r\n"));
    QVERIFY(!heard.come());
    peer->write("HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nlater");
    QVERIFY(waitUntil([&] { return heard.come(); }, 20s, "the answer"));
    QVERIFY(heard.answer->ok());
    QCOMPARE((*heard.answer)->status, 503);
    QCOMPARE((*heard.answer)->body, QByteArray("later"));
}

void tst_HttpCourier::badServers_data()
{
    QTest::addColumn<int>("manner");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, BadServer::Manner manner, const QByteArray &answer,
                        const char *code) {
        QTest::newRow(name) << int(manner) << answer << QString::fromLatin1(code);
    };
    using Manner = BadServer::Manner;
    row("hangs", Manner::Hang, {}, "no-answer");
    row("does not read", Manner::Silent, {}, "no-answer");
    // Of a reset that comes while it still connects, QNetworkAccessManager does not always tell: then the time-out does.
    row("resets", Manner::Reset, {}, "connection-lost|no-answer");
    row("a byte a time", Manner::Drip,
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + QByteArray(900, 'x'), "no-answer");
    row("half a body", Manner::Garbage, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", "no-answer");
    row("redirect", Manner::Garbage,
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "redirected");
    row("too large", Manner::Garbage,
        "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + QByteArray(200'000, 'x'), "too-large");
}

void tst_HttpCourier::badServers()
{
    QFETCH(int, manner);
    QFETCH(QByteArray, answer);
    QFETCH(QString, code);
    const BadServer server{BadServer::Manner(manner), answer};
    HttpCourier courier;
    Heard heard;
    HttpAsk ask = askOf(server.port());
    ask.timeout = 1s;
    ask.mostBytes = 100'000;
    QElapsedTimer timer;
    timer.start();
    courier.carry(ask, heard.done());
    QVERIFY(waitUntil([&] { return heard.come(); }, 20s, "an answer of some kind"));
    QVERIFY(timer.elapsed() < 3 * 1000 + 1000);
    QVERIFY2(code.split(QLatin1Char('|')).contains(heard.code()), qPrintable(heard.code()));
    QVERIFY(!heard.answer->error().message.isEmpty());
    QVERIFY(!heard.answer->error().message.contains(QLatin1String("127.0.0.1")));
}

void tst_HttpCourier::aGigabyteIsNotTaken()
{
    // Gives as long as somebody takes.
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    HttpCourier courier;
    Heard heard;
    courier.carry(askOf(server.serverPort()), heard.done());
    QVERIFY(waitUntil([&] { return server.hasPendingConnections(); }, 20s, "the request"));
    QTcpSocket *peer = server.nextPendingConnection();
    peer->write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
    const QByteArray block(1 << 20, 'x');
    qint64 given = 0;
    QVERIFY(waitUntil(
        [&] {
            if (peer->bytesToWrite() < block.size() && given < 200 * block.size())
                given += std::max<qint64>(0, peer->write(block));
            return heard.come();
        },
        30s, "the end of it"));
    QCOMPARE(heard.code(), QStringLiteral("too-large"));
    // The limit, and what sockets hold on their way.
    QVERIFY(given < 40 * block.size());
}

void tst_HttpCourier::nobodyThere()
{
    HttpCourier courier;
    Heard refused;
    courier.carry(askOf(freePort()), refused.done());
    Heard unknown;
    HttpAsk ask;
    ask.url = QUrl(QStringLiteral("http://no-such-host.invalid/"));
    ask.timeout = 10s;
    courier.carry(ask, unknown.done());
    QVERIFY(waitUntil([&] { return refused.come() && unknown.come(); }, 30s, "both"));
    QCOMPARE(refused.code(), QStringLiteral("refuses-connection"));
    QVERIFY(unknown.code() == QLatin1String("host-unknown") || unknown.code() == QLatin1String("no-answer"));
}

void tst_HttpCourier::goesDownAtOnce()
{
    const BadServer server{BadServer::Manner::Hang};
    Heard one;
    Heard two;
    QElapsedTimer timer;
    {
        HttpCourier courier;
        courier.carry(askOf(server.port()), one.done());
        QVERIFY(waitUntil([&] { return server.connections() > 0; }, 20s, "the request"));
        courier.carry(askOf(server.port()), two.done());
        timer.start();
    }
    QVERIFY(timer.elapsed() < 3000);
    QCOMPARE(one.code(), QStringLiteral("shutting-down"));
    QCOMPARE(two.code(), QStringLiteral("shutting-down"));
    QCOMPARE(one.times, 1);
    QCOMPARE(two.times, 1);
}

void tst_HttpCourier::oneThatHangsHoldsNobodyUp()
{
    const BadServer hangs{BadServer::Manner::Hang};
    const BadServer answers{BadServer::Manner::Garbage, "HTTP/1.1 204 No Content\r\n\r\n"};
    HttpCourier courier;
    std::array<Heard, 5> hanging;
    for (Heard &heard : hanging)
        courier.carry(askOf(hangs.port()), heard.done());
    Heard good;
    courier.carry(askOf(answers.port()), good.done());
    QVERIFY(waitUntil([&] { return good.come(); }, 15s, "the answer"));
    QCOMPARE((*good.answer)->status, 204);
    for (Heard &heard : hanging)
        QVERIFY(!heard.come());
}

QTEST_GUILESS_MAIN(tst_HttpCourier)
#include "tst_httpcourier.moc"
