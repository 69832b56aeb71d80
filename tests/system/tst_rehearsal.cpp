// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/system/daemon.h"

#include <QFile>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

#include <csignal>

using namespace twinfeed::test;
using namespace std::chrono_literals;

/// A rehearsal unit beside a live one of the same event: nothing of it reaches the live outputs, whoever asks for it.
class tst_Rehearsal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theLiveUnitReachesItsOutput();
    void theRehearsalUnitDoesNot();
    void itSaysWhatItIs();
    void nothingLeadsOut_data();
    void nothingLeadsOut();
    void killedItComesBackAsItWas();
    void foldersAreNotMixed();

private:
    /// Stands for the distribution: counts who comes.
    quint16 trap() const { return m_trap.serverPort(); }
    QJsonArray event() const
    {
        const QString live = QStringLiteral("rtmp://127.0.0.1:%1/live/programme").arg(trap());
        return {channelJson(QStringLiteral("main"), QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(trap()),
                            QStringLiteral("pull"), QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(trap()),
                            QStringLiteral("pull"),
                            {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), live)})};
    }
    QJsonObject config(Daemon &daemon)
    {
        return daemon.api()
            .get(QStringLiteral("/v1/channels/main"))
            .json.value(QLatin1String("config"))
            .toObject();
    }

    QTcpServer m_trap;
    int m_came = 0;
    std::unique_ptr<Daemon> m_live;
    std::unique_ptr<Daemon> m_unit;
};

void tst_Rehearsal::initTestCase()
{
    QVERIFY(m_trap.listen(QHostAddress::LocalHost));
    connect(&m_trap, &QTcpServer::newConnection, this, [this] {
        while (auto *socket = m_trap.nextPendingConnection()) {
            ++m_came;
            socket->abort();
            socket->deleteLater();
        }
    });
}

void tst_Rehearsal::theLiveUnitReachesItsOutput()
{
    m_live = std::make_unique<Daemon>(event());
    QVERIFY2(m_live->start(), qPrintable(m_live->report()));
    QCOMPARE(m_live->api().get(QStringLiteral("/v1/health")).json.value(QLatin1String("rehearsal")), false);
    QVERIFY(waitUntil([&] { return m_came >= 3; }, 20s, "the live unit to come to its outputs and inputs"));
    QVERIFY(m_live->process().terminate());
}

void tst_Rehearsal::theRehearsalUnitDoesNot()
{
    m_unit = std::make_unique<Daemon>(
        event(), QJsonObject(), QStringList{QStringLiteral("--rehearsal"), QStringLiteral("--supervise")});
    QCoreApplication::processEvents();
    m_came = 0;
    QVERIFY2(m_unit->start(), qPrintable(m_unit->report()));
    QVERIFY(
        m_unit->api().waitForOutput(QStringLiteral("main"), QStringLiteral("cdn"), QStringLiteral("live")));
    const QJsonObject main = config(*m_unit);
    QCOMPARE(main.value(QLatin1String("primary")).toObject().value(QLatin1String("mode")),
             QStringLiteral("listen"));
    QVERIFY(!QJsonDocument(main).toJson().contains(QByteArray::number(trap())));
    QCOMPARE(m_came, 0);
}

void tst_Rehearsal::itSaysWhatItIs()
{
    QCOMPARE(m_unit->api().get(QStringLiteral("/v1/health")).json.value(QLatin1String("rehearsal")), true);
    QVERIFY(m_unit->api().get(QStringLiteral("/metrics")).body.contains("\ntwinfeed_rehearsal 1\n"));
}

void tst_Rehearsal::nothingLeadsOut_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("url");
    const QString port = QString::number(trap());
    QTest::newRow("address") << QStringLiteral(
        "rtmp") << QString(QStringLiteral("rtmp://127.0.0.1:") + port + QStringLiteral("/live/x"));
    QTest::newRow("name") << QStringLiteral("rtmp")
                          << QString(QStringLiteral("rtmp://localhost:") + port + QStringLiteral("/live/x"));
    QTest::newRow("other form") << QStringLiteral(
        "rtmp") << QString(QStringLiteral("rtmp://2130706433:") + port + QStringLiteral("/live/x"));
    QTest::newRow("http, which may redirect")
        << QStringLiteral("pull")
        << QString(QStringLiteral("http://127.0.0.1:") + port + QStringLiteral("/x"));
    QTest::newRow("pulled") << QStringLiteral(
        "pull") << QString(QStringLiteral("rtmp://127.0.0.1:") + port + QStringLiteral("/live/x"));
    QTest::newRow("probed") << QStringLiteral(
        "probe") << QString(QStringLiteral("http://127.0.0.1:") + port + QStringLiteral("/x.m3u8"));
    QTest::newRow("srt") << QStringLiteral("srt") << QString(QStringLiteral("srt://127.0.0.1:") + port);
    QTest::newRow("a folder of the web server") << QStringLiteral("hls") << QStringLiteral("/var/www/live");
}

void tst_Rehearsal::nothingLeadsOut()
{
    QFETCH(QString, kind);
    QFETCH(QString, url);
    QJsonObject changed = config(*m_unit);
    QJsonArray outputs = changed.value(QLatin1String("outputs")).toArray();
    QJsonObject output = outputs[0].toObject();
    if (kind == QLatin1String("pull")) {
        changed.insert(QStringLiteral("backup"),
                       QJsonObject{{QStringLiteral("url"), url}, {QStringLiteral("mode"), kind}});
    } else if (kind == QLatin1String("probe")) {
        output.insert(QStringLiteral("probeUrl"), url);
    } else {
        output.insert(QStringLiteral("kind"), kind);
        output.insert(QStringLiteral("url"), url);
    }
    outputs[0] = output;
    changed.insert(QStringLiteral("outputs"), outputs);
    Api &api = m_unit->api();
    const auto put =
        api.send("PUT", QStringLiteral("/v1/channels/main"), changed,
                 {{"If-Match", '"' + QByteArray::number(api.revision(QStringLiteral("main"))) + '"'}});
    QCOMPARE(put.json.value(QLatin1String("type")), QStringLiteral("urn:twinfeed:problem:rehearsal-unit"));
    QCOMPARE(put.status, 422);
    changed.insert(QStringLiteral("id"), QStringLiteral("other"));
    const auto post = api.send("POST", QStringLiteral("/v1/channels"), changed);
    QCOMPARE(post.json.value(QLatin1String("type")),
             QStringLiteral("urn:twinfeed:problem:rehearsal-unit"));
    QCOMPARE(post.status, 422);
    QCOMPARE(m_came, 0);
}

void tst_Rehearsal::killedItComesBackAsItWas()
{
    const QJsonObject before = config(*m_unit);
    QCOMPARE(::kill(pid_t(m_unit->pid()), SIGKILL), 0);
    QVERIFY(m_unit->waitForSuccessor());
    QCOMPARE(config(*m_unit), before);
    QVERIFY(
        m_unit->api().waitForOutput(QStringLiteral("main"), QStringLiteral("cdn"), QStringLiteral("live")));
    QCOMPARE(m_came, 0);
}

void tst_Rehearsal::foldersAreNotMixed()
{
    const auto refused = [](const QString &folder, const QStringList &more) {
        Process process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"),
                        QStringList{QStringLiteral("--data"), folder} + more);
        return process.start() && process.waitForEnd(20s) && process.exitCode() == 64;
    };
    QVERIFY(m_unit->process().terminate());
    QVERIFY(refused(m_unit->folder() + QStringLiteral("/data"), {}));
    QVERIFY(refused(m_live->folder() + QStringLiteral("/data"), {QStringLiteral("--rehearsal")}));
    // The unit of an event that was set up over the REST interface finds its channels in the live unit's store.
    const QString folder = m_unit->folder() + QStringLiteral("/third");
    Process third(QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"),
                  {QStringLiteral("--rehearsal"), QStringLiteral("--data"), folder, QStringLiteral("--event"),
                   QString(m_live->folder() + QStringLiteral("/data"))});
    QVERIFY(third.start());
    QVERIFY(waitUntil([&] { return QFile::exists(folder + QStringLiteral("/runtime.json")); }, 20s,
                      "the third unit"));
    QFile marker(folder + QStringLiteral("/rehearsal.json"));
    QVERIFY(marker.open(QIODevice::ReadOnly));
    QVERIFY(marker.readAll().contains("main/primary"));
    QVERIFY(third.terminate());
    QCOMPARE(m_came, 0);
}

QTEST_GUILESS_MAIN(tst_Rehearsal)
#include "tst_rehearsal.moc"
