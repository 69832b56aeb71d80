// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/unit/server/contract.h"
#include "tests/unit/server/serverfixture.h"
#include "tests/unit/server/sse.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

#include <thread>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// GET /v1/events over a real connection.
class TestEventStream final : public QObject
{
    Q_OBJECT

private:
    std::optional<ServerFixture> m_fixture;

    std::unique_ptr<HttpClient> listen(const QByteArray &lastEventId = {}, int receiveBuffer = 0)
    {
        auto client = std::make_unique<HttpClient>(m_fixture->port, "127.0.0.1", receiveBuffer);
        std::vector<QByteArray> headers{ServerFixture::bearer(Role::Viewer), "Accept: text/event-stream"};
        if (!lastEventId.isEmpty())
            headers.push_back("Last-Event-ID: " + lastEventId);
        client->send(requestBytes("GET", "/v1/events", headers));
        const auto head = client->streamHead();
        return head && head->status == 200 ? std::move(client) : nullptr;
    }
    void emitNumbers(int count, const QString &filling = {})
    {
        for (int i = 0; i < count; ++i)
            m_fixture->backend.emitEvent(QStringLiteral("journal"),
                                         {{QLatin1String("i"), i}, {QLatin1String("x"), filling}});
    }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void eventsComeInOrderAsTheyHappen()
    {
        const auto client = listen();
        QVERIFY(client);
        QVERIFY(client->streamUntil("event: snapshot"));
        for (int i = 1; i <= 20; ++i) {
            emitNumbers(1);
            QVERIFY(client->streamUntil("id: boot-" + QByteArray::number(i) + '\n'));
        }
        const auto events = sseEvents(client->stream());
        QCOMPARE(events[0].type, QByteArray("snapshot"));
        for (size_t i = 1; i < events.size(); ++i)
            QCOMPARE(events[i].id, "boot-" + QByteArray::number(i));
    }

    void everyKindOfEventKeepsTheContract()
    {
        const Contract contract;
        const auto client = listen();
        QVERIFY(client);
        FakeBackend &backend = m_fixture->backend;
        m_fixture->command("POST", "/v1/channels/main/take", R"({"source":"backup"})"); // operation 1
        backend.emitEvent(QStringLiteral("channel"), toJson(*backend.channel(QStringLiteral("main")), false));
        backend.emitEvent(QStringLiteral("status"), toJson(*backend.status(QStringLiteral("main"))));
        backend.emitEvent(QStringLiteral("operation"), toJson(*backend.operation(QStringLiteral("1"))));
        Operation failed = *backend.operation(QStringLiteral("1"));
        failed.problem =
            Error{QStringLiteral("unfit"), QStringLiteral("No."), {}, QStringLiteral("Wait."), {}};
        failed.evidence.reset();
        backend.emitEvent(QStringLiteral("operation"), toJson(failed));
        backend.emitEvent(QStringLiteral("journal"), toJson(backend.journal({})->front()));
        backend.emitEvent(QStringLiteral("slate"), toJson(backend.slates().front()));
        backend.emitEvent(QStringLiteral("slate-removed"), {{QLatin1String("id"), QLatin1String("standby")}});
        backend.emitMetrics(backend.metrics());
        QVERIFY(client->streamUntil("event: metrics"));
        backend.emitEvent(QStringLiteral("channel-removed"), {{QLatin1String("id"), QLatin1String("main")}});
        m_fixture->clock.advance(1s);
        QVERIFY(client->streamUntil("event: heartbeat"));
        emitNumbers(1);
        QVERIFY(client->streamUntil("event: journal", 2));
        QSet<QByteArray> kinds;
        auto events = sseEvents(client->stream());
        events.pop_back(); // the one that only ends this
        for (const SseEvent &event : events) {
            kinds.insert(event.type);
            const QString faults = contract.eventFaults(QString::fromLatin1(event.type), event.data);
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QString::fromLatin1(event.type) + QLatin1String(": ") + faults));
        }
        QCOMPARE(kinds.size(), 10); // all but resync
        QCOMPARE(contract.eventFaults(QStringLiteral("resync"),
                                      {{QLatin1String("reason"), QLatin1String("slow")}}),
                 QString());
    }

    void aDroppedConnectionResumesWithoutLossOrDouble()
    {
        QByteArray last;
        int expected = 1;
        emitNumbers(1);
        for (int round = 0; round < 10; ++round) {
            const auto client = listen(last);
            QVERIFY(client);
            emitNumbers(5); // some before the connection, some after
            const int until = 1 + (round + 1) * 10 - 5;
            QVERIFY(client->streamUntil("id: boot-" + QByteArray::number(until) + '\n'));
            for (const SseEvent &event : sseEvents(client->stream())) {
                if (event.type == "snapshot") {
                    QCOMPARE(round, 0);
                    expected = event.id.mid(5).toInt() + 1;
                    last = event.id;
                    continue;
                }
                QCOMPARE(event.id, "boot-" + QByteArray::number(expected++));
                last = event.id;
            }
            emitNumbers(5); // while nobody listens
        }
    }

    void aSubscriberThatDoesNotReadHarmsNobodyAndIsCut()
    {
        Limits limits;
        limits.eventsBehind = 50;
        m_fixture.reset();
        m_fixture.emplace(limits);
        const auto slow = listen({}, 4096);
        QVERIFY(slow);
        const auto fast = listen();
        QVERIFY(fast);
        const QString filling(20'000, QLatin1Char('x')); // more than all buffers on the way hold
        for (int i = 1; i <= 400; ++i) {
            emitNumbers(1, filling);
            QVERIFY(fast->streamUntil("id: boot-" + QByteArray::number(i) + '\n'));
        }
        QVERIFY(sseEvents(fast->stream()).size() >= 400); // the last may not be whole yet
        QCOMPARE(m_fixture->server->connections(), 2);
        m_fixture->clock.advance(11s);
        QVERIFY(
            waitUntil([&] { return m_fixture->server->connections() == 1; }, 10s, "the end of the slow one"));
        QVERIFY(fast->streamUntil("event: heartbeat"));
    }

    void aSubscriberThatIsSlowHearsResync()
    {
        Limits limits;
        limits.eventsBehind = 50;
        m_fixture.reset();
        m_fixture.emplace(limits);
        const auto slow = listen({}, 4096);
        QVERIFY(slow);
        emitNumbers(400, QString(20'000, QLatin1Char('x')));
        QVERIFY(slow->streamUntil("event: resync"));
        QVERIFY(slow->closed());
        const auto events = sseEvents(slow->stream());
        for (size_t i = 1; i + 1 < events.size(); ++i) // up to there it is whole
            QCOMPARE(events[i].id, "boot-" + QByteArray::number(i));
        QCOMPARE(events.back().type, QByteArray("resync"));
    }

    void aPeerThatHasGoneIsNoticedWithoutAnEvent()
    {
        auto client = listen();
        QVERIFY(client);
        QVERIFY(client->streamUntil("event: snapshot"));
        QCOMPARE(m_fixture->server->connections(), 1);
        client->close();
        QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 0; }, 10s,
                          "the end of the connection"));
        client = listen();
        QVERIFY(client);
        client->shutdownWrite(); // half closed counts as gone: nobody listens to events that way
        QVERIFY(client->closed());
    }

    void heartbeatsCome()
    {
        const auto client = listen();
        QVERIFY(client);
        for (int i = 1; i <= 5; ++i) {
            m_fixture->clock.advance(1s);
            QVERIFY(client->streamUntil("event: heartbeat", i));
        }
    }

    void theServerEndsQuicklyWithOpenStreams()
    {
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(listen());
            QVERIFY(clients.back());
        }
        QElapsedTimer timer;
        timer.start();
        m_fixture->server.reset();
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed()))); // goal: 1 s
        for (const auto &client : clients)
            QVERIFY(client->closed());
    }

    void theServerEndsWhileEventsRain()
    {
        for (int i = 0; i < 10; ++i) {
            m_fixture.emplace();
            std::jthread rain([this](const std::stop_token &stop) {
                while (!stop.stop_requested())
                    m_fixture->backend.emitEvent(QStringLiteral("journal"), {});
            });
            const auto one = listen();
            const auto two = listen();
            QVERIFY(one && two);
            QVERIFY(one->streamUntil("event: "));
            m_fixture->server.reset();
        }
    }

    /// The delay of an event through the server; goal 10 ms in the median on an idle machine.
    void anEventIsNotHeldBack()
    {
        const auto client = listen();
        QVERIFY(client);
        std::vector<qint64> delays;
        for (int i = 1; i <= 50; ++i) {
            QElapsedTimer timer;
            timer.start();
            emitNumbers(1);
            QVERIFY(client->streamUntil("id: boot-" + QByteArray::number(i) + '\n'));
            delays.push_back(timer.nsecsElapsed() / 1000);
        }
        std::sort(delays.begin(), delays.end());
        qInfo("median %lld us, worst %lld us", static_cast<long long>(delays[25]),
              static_cast<long long>(delays.back()));
        QVERIFY(delays[25] < 30'000);
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
