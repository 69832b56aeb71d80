// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/badserver.h"
#include "tests/support/failonwarning.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

Rule ruleOf(const char *id, const char *metric, const char *node)
{
    Rule rule;
    rule.id = QString::fromLatin1(id);
    rule.name = rule.id;
    rule.metric = QString::fromLatin1(metric);
    rule.nodes = QStringList(QString::fromLatin1(node));
    rule.value = 0.5;
    rule.clear = 0.5;
    rule.forMs = 1000;
    rule.clearForMs = 1000;
    rule.text = QStringLiteral("{node} {channel}: {value}");
    return rule;
}

} // namespace

/// Nodes and webhooks in the director, over real connections.
class tst_Outside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void alarmsAreTold();
    void nodesAreMetrics();
    void aNodeThatIsDownIsAnAlarm();
    void nobodyOutside();

private:
    void rounds(int count);
    /// A request at the server, answered; its body.
    QByteArray serve(QTcpServer &server, const QByteArray &answer);

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Outside::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    m_rig->setup.tick = 10ms;
    m_rig->setup.rules = {{ruleOf("silent", "silent", "path"), ruleOf("node-down", "down", "node")}, {}};
}

void tst_Outside::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_Outside::rounds(int count)
{
    for (int i = 0; i < count; ++i) {
        m_rig->clock.advance(1s);
        const int before = m_rig->sink.metricRounds();
        QVERIFY(waitUntil([&] { return m_rig->sink.metricRounds() >= before + 2; }, 20s, "two rounds"));
    }
}

QByteArray tst_Outside::serve(QTcpServer &server, const QByteArray &answer)
{
    if (!waitUntil([&] { return server.hasPendingConnections(); }, 20s, "a request"))
        return {};
    QTcpSocket *peer = server.nextPendingConnection();
    QByteArray request;
    const auto complete = [&] {
        request += peer->readAll();
        const qsizetype head = request.indexOf("\r\n\r\n");
        if (head < 0)
            return false;
        const qsizetype length = request.indexOf("Content-Length: ");
        const qsizetype body = length < 0
            ? 0
            : request.mid(length + 16, request.indexOf('\r', length) - length - 16).toLongLong();
        return request.size() >= head + 4 + body;
    };
    if (!waitUntil(complete, 20s, "all of the request"))
        return {};
    peer->write(answer);
    peer->disconnectFromHost();
    return request.mid(request.indexOf("\r\n\r\n") + 4);
}

void tst_Outside::alarmsAreTold()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WebhookConfig hook;
    hook.id = QStringLiteral("duty");
    hook.url = QUrl(QStringLiteral("http://127.0.0.1:%1/hook").arg(server.serverPort()));
    m_rig->setup.outside.webhooks = {hook};
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->create(Rig::config(mainId)));
    Metric silent{mainId, QStringLiteral("primary"), QStringLiteral("silent"), 5.0, QStringLiteral("s"), 0,
                  250,    m_rig->clock.wall()};
    const auto say = [&](double value) {
        for (int i = 0; i < 3; ++i) {
            silent.value = value;
            silent.at = m_rig->clock.wall().addSecs(1);
            m_rig->engines.channel(mainId)->setMetrics({silent});
            rounds(1);
        }
    };
    say(5);
    const QByteArray busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    const QByteArray good = "HTTP/1.1 204 Good\r\nConnection: close\r\n\r\n";
    const QByteArray first = serve(server, busy);
    const QJsonObject told = QJsonDocument::fromJson(first).object();
    QCOMPARE(told.value(QLatin1String("event")).toString(), QStringLiteral("raised"));
    const auto alarm = alarmFromJson(told.value(QLatin1String("alarm")).toObject());
    QVERIFY(alarm);
    QCOMPARE(alarm->rule, QStringLiteral("silent"));
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("webhook-failed")).size() == 1; }, 20s,
                      "the journal"));
    m_rig->clock.advance(2s);
    QCOMPARE(serve(server, good), first);
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("webhook-works")).size() == 1; }, 20s,
                      "the journal"));
    say(0);
    QCOMPARE(QJsonDocument::fromJson(serve(server, good))[QLatin1String("event")].toString(),
             QStringLiteral("cleared"));
    const auto state = [&] { return m_rig->director().nodes().at(0).toObject(); };
    QVERIFY(waitUntil([&] { return state().value(QLatin1String("state")) == QLatin1String("ok"); }, 20s,
                      "its state"));
    QCOMPARE(state().value(QLatin1String("node")).toString(), QStringLiteral("webhook:duty"));
}

void tst_Outside::nodesAreMetrics()
{
    const BadServer server(
        BadServer::Manner::Garbage,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 77\r\n\r\n"
        "{\"items\":[{\"name\":\"live/main\",\"ready\":true,\"bytesReceived\":5,\"readers\":[]}]} ");
    NodeConfig node;
    node.id = QStringLiteral("ingest");
    node.kind = NodeConfig::Kind::MediaMtx;
    node.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.port()));
    node.stream = QStringLiteral("live/main");
    node.channel = mainId;
    m_rig->setup.outside.nodes = {node};
    QVERIFY(m_rig->start());
    const auto publishing = [&]() -> std::optional<double> {
        for (const Metric &metric : m_rig->director().metrics()) {
            if (metric.node == QLatin1String("node:ingest") && metric.name == QLatin1String("publishing"))
                return metric.value;
        }
        return std::nullopt;
    };
    QVERIFY(waitUntil([&] { return publishing() == 1.0; }, 20s, "the node's figures"));
    QVERIFY(waitUntil(
        [&] { return m_rig->director().nodes().at(0)[QLatin1String("state")] == QLatin1String("ok"); }, 20s,
        "its state"));
    const QDateTime now = m_rig->clock.wall();
    const auto trend = m_rig->director().trend(
        {mainId, QStringLiteral("node:ingest"), QStringLiteral("publishing"), now.addSecs(-60), now, 1});
    QVERIFY(trend && !trend->series.empty());
}

void tst_Outside::aNodeThatIsDownIsAnAlarm()
{
    NodeConfig node;
    node.id = QStringLiteral("ingest");
    node.url = QUrl(QStringLiteral("http://user:top-secret@127.0.0.1:%1").arg(freePort()));
    node.stream = QStringLiteral("live/main");
    m_rig->setup.outside.nodes = {node};
    QVERIFY(m_rig->start());
    const auto isDown = [&] {
        for (const Metric &metric : m_rig->director().metrics()) {
            if (metric.name == QLatin1String("down"))
                return metric.value == 1.0;
        }
        return false;
    };
    for (int i = 0; i < 60 && !isDown(); ++i)
        rounds(1);
    rounds(3);
    QVERIFY(waitUntil([&] { return !m_rig->director().alarms().empty(); }, 20s, "an alarm"));
    const Alarm alarm = m_rig->director().alarms().at(0);
    QCOMPARE(alarm.rule, QStringLiteral("node-down"));
    QCOMPARE(alarm.node, QStringLiteral("node:ingest"));
    QVERIFY(alarm.channel.isEmpty());
    const auto entries = m_rig->journal(QStringLiteral("node-failed"));
    QCOMPARE(entries.size(), size_t(1));
    QVERIFY(!entries[0].text.contains(QLatin1String("top-secret")));
    const QByteArray said = QJsonDocument(m_rig->director().nodes()).toJson();
    QVERIFY(said.contains("failing") && said.contains("refuses-connection") && !said.contains("top-secret"));
}

void tst_Outside::nobodyOutside()
{
    QVERIFY(m_rig->start());
    rounds(1);
    QVERIFY(m_rig->director().nodes().isEmpty());
}

QTEST_GUILESS_MAIN(tst_Outside)
#include "tst_outside.moc"
