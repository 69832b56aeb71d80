// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/nodepoller.h"

#include "tests/support/fakeclock.h"
#include "tests/unit/outside/fakecourier.h"

#include <QTest>
#include <QUrlQuery>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class tst_NodePoller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksAgainAndAgain();
    void whatHangsIsNotAskedAgain();
    void oldFiguresAreNone();
    void downAfterThree();
    void ratesFollowFromBytes();
    void queriesOfPrometheus();
    void addresses_data();
    void addresses();
    void anAnswerMayOutliveIt();

private:
    NodeConfig config(NodeConfig::Kind kind) const
    {
        NodeConfig config;
        config.id = QStringLiteral("ingest");
        config.kind = kind;
        config.url = QUrl(QStringLiteral("http://host:1985"));
        config.stream = QStringLiteral("live/main");
        config.channel = QStringLiteral("main");
        return config;
    }
    std::optional<double> value(const char *name) const
    {
        for (const Metric &metric : m_poller->metrics()) {
            if (metric.name == QLatin1String(name))
                return metric.value;
        }
        return std::nullopt;
    }
    void round(int64_t received)
    {
        m_poller->poll();
        m_courier->answer(200,
                          "{\"items\":[{\"name\":\"live/main\",\"ready\":true,\"bytesReceived\":"
                              + QByteArray::number(qint64(received)) + ",\"readers\":[]}]}");
        m_clock->advance(2s);
    }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeCourier> m_courier;
    std::unique_ptr<NodePoller> m_poller;
};

void tst_NodePoller::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_courier = std::make_unique<FakeCourier>();
    m_poller = std::make_unique<NodePoller>(config(NodeConfig::Kind::MediaMtx), *m_courier, *m_clock);
}

void tst_NodePoller::asksAgainAndAgain()
{
    QVERIFY(!m_poller->state().asked);
    QVERIFY(!value("down"));
    m_poller->poll();
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(1));
    m_courier->answer(200, R"({"items":[]})");
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(1)); // two seconds have not passed
    m_clock->advance(2s);
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(2));
    QCOMPARE(m_poller->state().ageMs, 2000);
    QCOMPARE(value("publishing"), 0.0);
    QVERIFY(!value("bitrate")); // missing is not zero
    QCOMPARE(value("down"), 0.0);
    for (const Metric &metric : m_poller->metrics()) {
        QCOMPARE(metric.node, QStringLiteral("node:ingest"));
        QCOMPARE(metric.channel, QStringLiteral("main"));
    }
}

void tst_NodePoller::whatHangsIsNotAskedAgain()
{
    m_poller->poll();
    m_clock->advance(60s);
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(1));
    m_courier->fail("no-answer");
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(2));
}

void tst_NodePoller::oldFiguresAreNone()
{
    round(1000);
    QCOMPARE(value("bytes"), 1000.0);
    m_poller->poll(); // hangs
    m_clock->advance(4s);
    QCOMPARE(value("bytes"), 1000.0);
    m_clock->advance(1s);
    QVERIFY(!value("bytes"));
    QCOMPARE(m_poller->state().ageMs, 7000);
}

void tst_NodePoller::downAfterThree()
{
    round(1000);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(value("down"), 0.0);
        m_poller->poll();
        if (i == 0)
            m_courier->fail("refuses-connection");
        else
            m_courier->answer(i == 1 ? 503 : 200, "garbage");
        m_clock->advance(2s);
    }
    QCOMPARE(value("down"), 1.0);
    QCOMPARE(m_poller->state().reasonCode, QStringLiteral("not-understood"));
    QVERIFY(!m_poller->state().reason.isEmpty());
    round(2000);
    QCOMPARE(value("down"), 0.0);
    QVERIFY(m_poller->state().reason.isEmpty());
}

void tst_NodePoller::ratesFollowFromBytes()
{
    round(0);
    QVERIFY(!value("bitrate"));
    round(1'000'000);
    QCOMPARE(value("bitrate"), 4e6);
    round(500); // another publisher: it counts from the beginning
    QVERIFY(!value("bitrate"));
    round(250'500);
    QCOMPARE(value("bitrate"), 1e6);
}

void tst_NodePoller::queriesOfPrometheus()
{
    NodeConfig prometheus = config(NodeConfig::Kind::Prometheus);
    prometheus.stream.clear();
    prometheus.queries = {
        {QStringLiteral("cpuLoad"), QStringLiteral("avg(rate(x{a=\"b+c&d\"}[1m]))"), QStringLiteral("%")},
        {QStringLiteral("other"), QStringLiteral("up"), QStringLiteral("1")}};
    m_poller = std::make_unique<NodePoller>(prometheus, *m_courier, *m_clock);
    m_poller->poll();
    QCOMPARE(m_courier->asks.size(), size_t(2));
    QCOMPARE(QUrlQuery(m_courier->asks[0].url).queryItemValue(QStringLiteral("query"), QUrl::FullyDecoded),
             prometheus.queries[0].query);
    // It must arrive as it was written: a plus is a blank in a query.
    QVERIFY(m_courier->asks[0].url.toEncoded().contains("%2B"));
    QVERIFY(m_courier->asks[0].url.toEncoded().contains("%26"));
    m_courier->answer(200, R"({"status":"success","data":{"resultType":"scalar","result":[1,"42"]}})");
    QVERIFY(!value("cpuLoad")); // the round is not over
    m_courier->answer(400, R"({"status":"error","error":"parse error"})");
    QCOMPARE(value("cpuLoad"), 42.0);
    QVERIFY(!value("other"));
    QCOMPARE(value("down"), 0.0);
    QVERIFY(m_poller->state().reason.contains(QLatin1String("parse error")));
}

void tst_NodePoller::addresses_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("asked");
    const auto row = [](const char *name, NodeConfig::Kind kind, const char *given, const char *asked) {
        QTest::newRow(name) << int(kind) << QString::fromLatin1(given) << QString::fromLatin1(asked);
    };
    using Kind = NodeConfig::Kind;
    row("nginx", Kind::NginxRtmp, "http://h:8080", "http://h:8080/stat");
    row("nginx page", Kind::NginxRtmp, "http://h/rtmp/status?x=1", "http://h/rtmp/status?x=1");
    row("srs", Kind::Srs, "https://h/", "https://h/api/v1/streams?count=1000");
    row("mediamtx", Kind::MediaMtx, "http://h:9997", "http://h:9997/v3/paths/list?itemsPerPage=1000");
    row("prometheus", Kind::Prometheus, "http://h:9090", "http://h:9090/api/v1/query?query=up");
    row("below a path", Kind::Prometheus, "http://h/prom", "http://h/prom/api/v1/query?query=up");
}

void tst_NodePoller::addresses()
{
    QFETCH(int, kind);
    QFETCH(QString, given);
    QFETCH(QString, asked);
    NodeConfig node = config(NodeConfig::Kind(kind));
    node.url = QUrl(given);
    node.token = "top-secret";
    node.queries = {{QStringLiteral("up"), QStringLiteral("up"), QStringLiteral("1")}};
    m_poller = std::make_unique<NodePoller>(node, *m_courier, *m_clock);
    m_poller->poll();
    QCOMPARE(m_courier->asks.at(0).url.toString(), asked);
    QCOMPARE(m_courier->asks[0].headers.at(0).second, QByteArray("Bearer top-secret"));
}

void tst_NodePoller::anAnswerMayOutliveIt()
{
    m_poller->poll();
    m_poller.reset();
    m_courier->answer(200, "x");
    QCOMPARE(m_courier->waiting(), size_t(0));
}

QTEST_GUILESS_MAIN(tst_NodePoller)
#include "tst_nodepoller.moc"
