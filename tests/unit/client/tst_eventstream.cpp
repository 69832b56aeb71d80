// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/eventstream.h"
#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"

#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::client;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;

namespace {

constexpr EventStream::Timing quick{.silenceMs = 600, .firstRetryMs = 20, .longestRetryMs = 80};

QByteArray said(const char *type, const char *id, const QByteArray &data = "{}")
{
    QByteArray text;
    if (*id)
        text += QByteArray("id: ") + id + '\n';
    return text + "event: " + type + "\ndata: " + data + "\n\n";
}

} // namespace

class TestEventStream : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<EventStream> m_stream;
    QStringList m_heard; ///< "type:data"
    std::vector<Error> m_closed;
    int m_stale = 0;

    void start(const QByteArray &token = "a-token")
    {
        m_stream->start(*Endpoint::parse(m_server->address(), token));
    }
    /// What the n-th connection (from 0) is to be told; later ones hang.
    void serve(const std::vector<QByteArray> &scripts, bool closeAfterwards = false)
    {
        m_server->setHandler([this, scripts, closeAfterwards](const auto &request) {
            const size_t nth = m_server->requests().size() - 1;
            if (nth >= scripts.size())
                return;
            FakeHttp::begin(request, "text/event-stream");
            request.socket->write(scripts[nth]);
            if (closeAfterwards)
                request.socket->disconnectFromHost();
        });
    }
    bool waitForHeard(qsizetype count)
    {
        return waitUntil([this, count] { return m_heard.size() >= count; }, 20s, "events");
    }
    QByteArray lastEventId(size_t request) const
    {
        return m_server->requests().at(request).headers.value("last-event-id");
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_stream = std::make_unique<EventStream>(m_clock, quick);
        m_heard.clear();
        m_closed.clear();
        m_stale = 0;
        connect(m_stream.get(), &EventStream::received, this,
                [this](const QString &type, const QJsonObject &data) {
                    const QString line =
                        type + QLatin1Char(':') + data.value(QLatin1String("n")).toVariant().toString();
                    m_heard.append(line);
                });
        connect(m_stream.get(), &EventStream::closed, this,
                [this](const Error &why) { m_closed.push_back(why); });
        connect(m_stream.get(), &EventStream::stale, this, [this] { ++m_stale; });
    }

    void cleanup()
    {
        m_stream.reset();
        m_server.reset();
    }

    void hearsTheSnapshotAndEvents()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}") + said("status", "a-5", "{\"n\":5}")
               + said("metrics", "", "{\"n\":0}")
               + said("heartbeat", "", "{\"at\":\"2026-01-01T12:00:00.000Z\"}")
               + said("channel", "a-6", "{\"n\":6}")});
        QSignalSpy opened(m_stream.get(), &EventStream::opened);
        start();
        QVERIFY(waitForHeard(4));
        QCOMPARE(m_heard.join(QLatin1Char(' ')), QStringLiteral("snapshot:4 status:5 metrics:0 channel:6"));
        QCOMPARE(opened.size(), 1);
        QVERIFY(m_stream->isOpen());
        const auto &request = m_server->requests().front();
        QCOMPARE(request.target, QByteArray("/v1/events"));
        QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer a-token"));
        QVERIFY(!request.headers.contains("last-event-id"));
        QVERIFY(m_closed.empty());
    }

    void halfLinesAndAByteAtATime()
    {
        const QByteArray script = said("snapshot", "a-1", "{\"n\":1}") + said("status", "a-2", "{\"n\":2}");
        m_server->setHandler([script](const auto &request) {
            FakeHttp::begin(request, "text/event-stream");
            auto *timer = new QTimer(request.socket);
            connect(timer, &QTimer::timeout, request.socket, [timer, request, script, at = 0]() mutable {
                if (at == script.size())
                    return timer->stop();
                request.socket->write(script.sliced(at++, 1));
                request.socket->flush();
            });
            timer->start(0);
        });
        start();
        QVERIFY(waitForHeard(2));
        QCOMPARE(m_heard.join(QLatin1Char(' ')), QStringLiteral("snapshot:1 status:2"));
    }

    void resumesAfterADrop()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}") + said("status", "a-5", "{\"n\":5}"),
               said("status", "a-6", "{\"n\":6}")},
              true);
        start();
        QVERIFY(waitForHeard(3));
        QCOMPARE(m_heard.join(QLatin1Char(' ')), QStringLiteral("snapshot:4 status:5 status:6"));
        QCOMPARE(lastEventId(1), QByteArray("a-5"));
        QVERIFY(!m_closed.empty());
        QCOMPARE(m_closed.front().code, QStringLiteral("backend-dropped"));
    }

    void aRestartedBackendGivesASnapshot()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}"),
               said("snapshot", "b-1", "{\"n\":1}") + said("status", "b-2", "{\"n\":2}")},
              true);
        start();
        QVERIFY(waitForHeard(3));
        QCOMPARE(m_heard.join(QLatin1Char(' ')), QStringLiteral("snapshot:4 snapshot:1 status:2"));
        QCOMPARE(lastEventId(1), QByteArray("a-4"));
    }

    void beginsAnewWhenEventsAreWrong_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::newRow("hole") << said("status", "a-6");
        QTest::newRow("repeat") << said("status", "a-4");
        QTest::newRow("another incarnation") << said("status", "b-5");
        QTest::newRow("no number") << said("status", "a-x");
        QTest::newRow("no id at all") << QByteArray("id:\nevent: status\ndata: {}\n\n");
        QTest::newRow("no JSON") << said("status", "a-5", "hello");
        QTest::newRow("resync") << said("resync", "");
        QTest::newRow("too large") << QByteArray("data: " + QByteArray(5 * 1024 * 1024, 'x'));
    }

    void beginsAnewWhenEventsAreWrong()
    {
        QFETCH(QByteArray, bad);
        serve({said("snapshot", "a-4", "{\"n\":4}") + bad + said("status", "a-5", "{\"n\":5}"),
               said("snapshot", "a-9", "{\"n\":9}")});
        start();
        QVERIFY(waitForHeard(2));
        QCOMPARE(m_heard.join(QLatin1Char(' ')), QStringLiteral("snapshot:4 snapshot:9"));
        QCOMPARE(lastEventId(1), QByteArray());
        QCOMPARE(m_closed.size(), 1u);
    }

    void silenceIsStaleAndEndsTheConnection()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}"), said("status", "a-5", "{\"n\":5}")});
        QSignalSpy heard(m_stream.get(), &EventStream::heard);
        start();
        QVERIFY(waitForHeard(1));
        QCOMPARE(m_stale, 0);
        const auto before = heard.size();
        QVERIFY(before > 0);
        QVERIFY(waitUntil([this] { return m_stale == 1; }, 20s, "stale"));
        QVERIFY(waitForHeard(2));
        QVERIFY(heard.size() > before);
        QCOMPARE(lastEventId(1), QByteArray("a-4"));
        QCOMPARE(m_closed.front().code, QStringLiteral("backend-timeout"));
    }

    void heartbeatsKeepItFresh()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::begin(request, "text/event-stream");
            request.socket->write(said("snapshot", "a-4"));
            auto *timer = new QTimer(request.socket);
            connect(timer, &QTimer::timeout, request.socket, [request, timer, n = 0]() mutable {
                const QByteArray at =
                    QDateTime::currentDateTimeUtc().addSecs(-90).toString(Qt::ISODateWithMs).toLatin1();
                // Ten beats, longer than the silence that would be stale; then the last word.
                const bool last = ++n > 10;
                request.socket->write(last ? said("status", "a-5")
                                           : said("heartbeat", "", "{\"at\":\"" + at + "\"}"));
                if (last)
                    timer->stop();
            });
            timer->start(100);
        });
        start();
        QVERIFY(waitForHeard(2));
        QCOMPARE(m_stale, 0);
        QVERIFY2(qAbs(m_stream->clockOffsetMs() + 90'000) < 1000,
                 qPrintable(QString::number(m_stream->clockOffsetMs())));
    }

    void aHangingBackendIsTriedAgain()
    {
        m_server->setHandler([](const auto &) {});
        start();
        QVERIFY(waitUntil([this] { return m_server->requests().size() >= 2; }, 20s, "a second try"));
        QCOMPARE(m_closed.front().code, QStringLiteral("backend-timeout"));
        QCOMPARE(m_stale, 1); // said once
    }

    void aWrongTokenIsSaidInWords()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 401,
                             "{\"type\":\"urn:twinfeed:problem:unauthenticated\",\"title\":\"T\",\"detail\":"
                             "\"Not known here.\",\"remedy\":\"Ask.\"}",
                             "application/problem+json");
        });
        QSignalSpy opened(m_stream.get(), &EventStream::opened);
        start("wrong");
        QVERIFY(waitUntil([this] { return m_closed.size() >= 3; }, 20s, "tries"));
        QCOMPARE(m_closed.front().code, QStringLiteral("unauthenticated"));
        QCOMPARE(m_closed.front().message, QStringLiteral("Not known here."));
        QCOMPARE(m_closed.front().details.value(QLatin1String("httpStatus")).toInt(), 401);
        QCOMPARE(opened.size(), 0);
        QVERIFY(!m_stream->isOpen());
    }

    void anotherProgramIsNoBackend()
    {
        m_server->setHandler(
            [](const auto &request) { FakeHttp::answer(request, 200, "<html>", "text/html"); });
        start();
        QVERIFY(waitUntil([this] { return !m_closed.empty(); }, 20s, "a refusal"));
        QCOMPARE(m_closed.front().code, QStringLiteral("unexpected-answer"));
        QVERIFY(m_heard.isEmpty());
    }

    void comesBackByItself()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}"), said("status", "a-5", "{\"n\":5}")});
        start();
        QVERIFY(waitForHeard(1));
        m_server->goAway();
        QVERIFY(waitUntil([this] { return m_closed.size() >= 4; }, 20s, "tries in vain"));
        QCOMPARE(m_closed.back().code, QStringLiteral("backend-refused"));
        QVERIFY(m_server->comeBack());
        QVERIFY(waitForHeard(2));
        QVERIFY(m_stream->isOpen());
    }

    void whoHearsMayStop()
    {
        serve({said("snapshot", "a-4", "{\"n\":4}") + said("status", "a-5", "{\"n\":5}")});
        connect(m_stream.get(), &EventStream::received, m_stream.get(), &EventStream::stop);
        start();
        QVERIFY(waitForHeard(1));
        QCoreApplication::processEvents();
        QCOMPARE(m_heard.size(), 1);
        QVERIFY(!m_stream->isOpen());
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
