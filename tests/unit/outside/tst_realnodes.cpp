// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/httpcourier.h"
#include "app/backend/outside/nodepoller.h"

#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

/// The servers themselves, not what somebody wrote down of them.
class tst_RealNodes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nginxRtmp();
    void prometheus();

private:
    static std::optional<double> value(NodePoller &poller, const char *name)
    {
        poller.poll();
        for (const Metric &metric : poller.metrics()) {
            if (metric.name == QLatin1String(name))
                return metric.value;
        }
        return std::nullopt;
    }
    static NodeConfig config(NodeConfig::Kind kind, quint16 port)
    {
        NodeConfig config;
        config.id = QStringLiteral("ingest");
        config.kind = kind;
        config.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
        config.stream = QStringLiteral("live/main");
        config.everySeconds = 1;
        return config;
    }

    const SystemClock m_clock;
};

void tst_RealNodes::nginxRtmp()
{
    HttpCourier courier;
    NginxRtmp nginx;
    NodePoller poller(config(NodeConfig::Kind::NginxRtmp, nginx.httpPort()), courier, m_clock);
    QVERIFY(waitUntil([&] { return value(poller, "down") == 1.0; }, 60s, "nobody there"));
    QCOMPARE(poller.state().reasonCode, QStringLiteral("refuses-connection"));
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    QVERIFY(waitUntil([&] { return value(poller, "publishing") == 0.0; }, 30s, "a server without a stream"));
    QCOMPARE(value(poller, "down"), 0.0);
    QVERIFY(!value(poller, "bitrate"));

    const QString options = QStringLiteral("-nostdin -hide_banner -loglevel error -re -f lavfi -i "
                                           "testsrc=size=160x90:rate=25 -f lavfi -i sine=sample_rate=48000 "
                                           "-c:v libx264 -preset ultrafast -g 25 -c:a aac -f flv");
    Process push(QStringLiteral("ffmpeg"),
                 options.split(QLatin1Char(' ')) << nginx.url(QStringLiteral("main")));
    QVERIFY(push.start());
    // nginx-rtmp averages over ten seconds, and says nothing before.
    QVERIFY2(waitUntil([&] { return value(poller, "bitrate").value_or(0) > 10'000; }, 60s, "a bitrate"),
             qPrintable(push.report() + nginx.report()));
    QCOMPARE(value(poller, "publishing"), 1.0);
    QCOMPARE(value(poller, "readers"), 0.0);
    QVERIFY(value(poller, "bytes").value_or(0) > 10'000);
    nginx.stop();
    QVERIFY(waitUntil([&] { return value(poller, "down") == 1.0; }, 60s, "its death"));
    QVERIFY(waitUntil([&] { return !value(poller, "publishing"); }, 60s, "figures that are too old"));
}

void tst_RealNodes::prometheus()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("prometheus.yml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("global: {scrape_interval: 1s}\n");
    file.close();
    const quint16 port = freePort();
    Process server(QStringLiteral("prometheus"),
                   {QStringLiteral("--config.file=") + file.fileName(),
                    QStringLiteral("--storage.tsdb.path=") + folder.filePath(QStringLiteral("data")),
                    QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port)});
    QVERIFY2(server.start(), qPrintable(server.report()));
    NodeConfig node = config(NodeConfig::Kind::Prometheus, port);
    node.queries = {
        {QStringLiteral("answer"), QStringLiteral("vector(40) + 2"), QStringLiteral("1")},
        {QStringLiteral("nothing"), QStringLiteral("no_such_metric{a=\"b\"}"), QStringLiteral("1")}};
    HttpCourier courier;
    NodePoller poller(node, courier, m_clock);
    QVERIFY2(waitUntil([&] { return value(poller, "answer") == 42.0; }, 60s, "an answer"),
             qPrintable(server.report() + poller.state().reason));
    QVERIFY(!value(poller, "nothing"));
    QVERIFY(poller.state().reason.isEmpty());
    node.queries = {{QStringLiteral("wrong"), QStringLiteral("sum(("), QStringLiteral("1")}};
    NodePoller wrong(node, courier, m_clock);
    QVERIFY(waitUntil([&] { return value(wrong, "down").has_value(); }, 60s, "an answer"));
    QCOMPARE(wrong.state().reasonCode, QStringLiteral("not-understood"));
    QVERIFY2(wrong.state().reason.contains(QLatin1String("parse error")), qPrintable(wrong.state().reason));
}

QTEST_GUILESS_MAIN(tst_RealNodes)
#include "tst_realnodes.moc"
