// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/faultproxy.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/planshow.h"

#include <QDir>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <functional>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString second = QStringLiteral("second");
const QString backupSeen = QStringLiteral("2");

} // namespace

/// Every plan that ships, on real streams: a fault lights it (where one can be made), it is fired, the reader of the programme sees the
/// effect, and the clear criteria are met. And a real twinfeedd killed behind each step of a plan with every kind of step.
class TestEveryPlan final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_show.stop(); }

    void killedBehindEachStep();
    void works_data();
    void works(); // the last of these takes the outputs down

private:
    using Story = void (TestEveryPlan::*)(const QString &plan);
    static const std::map<QString, Story> &stories();

    bool normal();
    /// `fault` of the primary's feed lights the plan; fired, it brings the backup.
    void faultOnAir(const QString &plan, const QString &fault);
    void primaryStops(const QString &plan) { faultOnAir(plan, QStringLiteral("stop")); }
    void blackOnAir(const QString &plan) { faultOnAir(plan, QStringLiteral("black")); }
    void frozenOnAir(const QString &plan) { faultOnAir(plan, QStringLiteral("freeze")); }
    void silentOnAir(const QString &plan) { faultOnAir(plan, QStringLiteral("silence")); }
    void slowOnAir(const QString &plan) { faultOnAir(plan, QStringLiteral("fps")); }
    /// No feed can make its fault: a person fires it.
    void firedByHand(const QString &plan);
    void bothStop(const QString &plan);
    void readerFails(const QString &plan);
    void outputFails(const QString &plan);
    void ends(const QString &plan);
    void begins(const QString &plan);
    void siteGoes(const QString &plan);

    QString doneRun(const QString &run);
    QString programme() { return wordOf(m_show.status(), "programme"); }
    bool order(const char *path, const QJsonObject &body);
    QString stateOfOutput(const QString &output);
    /// What a run may change of the channel, to be compared.
    QJsonObject changeable();

    QTemporaryDir m_folder;
    PlanShow m_show;
    QTcpServer m_otherUnit; // says that it is well
    std::unique_ptr<FaultProxy> m_push; // to where "second" goes
    std::unique_ptr<FaultProxy> m_read; // to where "second" is read back
};

const std::map<QString, TestEveryPlan::Story> &TestEveryPlan::stories()
{
    using T = TestEveryPlan;
    static const std::map<QString, Story> all{
        {QStringLiteral("both-bad"), &T::bothStop},
        {QStringLiteral("decryption-trouble"), &T::readerFails},
        {QStringLiteral("link-degraded"), &T::firedByHand},
        {QStringLiteral("lip-sync-lost"), &T::firedByHand},
        {QStringLiteral("on-air-black"), &T::blackOnAir},
        {QStringLiteral("on-air-frozen"), &T::frozenOnAir},
        {QStringLiteral("on-air-silent"), &T::silentOnAir},
        {QStringLiteral("on-air-slow"), &T::slowOnAir},
        {QStringLiteral("output-failing"), &T::outputFails},
        {QStringLiteral("planned-end"), &T::ends},
        {QStringLiteral("primary-bad"), &T::primaryStops},
        {QStringLiteral("site-lost"), &T::siteGoes},
        {QStringLiteral("start-of-show"), &T::begins},
    };
    return all;
}

void TestEveryPlan::initTestCase()
{
    QVERIFY(m_otherUnit.listen(QHostAddress::LocalHost));
    connect(&m_otherUnit, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *caller = m_otherUnit.nextPendingConnection();
        connect(caller, &QTcpSocket::readyRead, caller, [caller] {
            caller->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
                          "Connection: close\r\n\r\n{\"status\":\"ok\"}");
            caller->disconnectFromHost();
        });
        connect(caller, &QTcpSocket::disconnected, caller, &QObject::deleteLater);
    });
    const QUrl direct(m_show.nginx().url(second));
    m_push = std::make_unique<FaultProxy>(FaultProxy::Protocol::Tcp, quint16(direct.port()));
    m_read = std::make_unique<FaultProxy>(FaultProxy::Protocol::Tcp, quint16(direct.port()));
    const auto by = [&direct](const FaultProxy &proxy) {
        QUrl url = direct;
        url.setPort(proxy.port());
        return url.toString();
    };
    QJsonObject output = outputJson(second, QStringLiteral("rtmp"), by(*m_push));
    output.insert(QStringLiteral("probeUrl"), by(*m_read));
    QJsonObject tape = outputJson(QStringLiteral("tape"), QStringLiteral("recording"),
                                  m_folder.filePath(QStringLiteral("tape.ts")));
    tape.insert(QStringLiteral("enabled"), false);
    const QJsonObject hosts{
        {QStringLiteral("other-unit"), QStringLiteral("http://127.0.0.1:%1").arg(m_otherUnit.serverPort())}};
    PlanShow::Kind kind;
    kind.feedOptions = {QStringLiteral("--rate"), QStringLiteral("25"), QStringLiteral("--prepare"),
                        QStringLiteral("black,freeze,silence,fps")};
    kind.outputs = {output, tape};
    kind.plans = {{QStringLiteral("hosts"), hosts}};
    QVERIFY2(m_show.start(kind), qPrintable(m_show.report()));
}

bool TestEveryPlan::order(const char *path, const QJsonObject &body)
{
    const QByteArray tag = '"' + QByteArray::number(m_show.api().revision(QStringLiteral("main"))) + '"';
    const auto answer = m_show.api().send("PUT", QStringLiteral("/v1/channels/main") + QLatin1String(path),
                                          body, {{"if-match", tag}});
    if (answer.status != 202)
        qInfo().noquote() << path << answer.body;
    return answer.status == 202;
}

QString TestEveryPlan::stateOfOutput(const QString &output)
{
    return wordOf(m_show.api().output(QStringLiteral("main"), output), "state");
}

bool TestEveryPlan::normal()
{
    m_push->heal();
    m_read->heal();
    for (const char *what : {"1 resume", "2 resume", "1 normal", "2 normal"})
        m_show.feeds().say(QLatin1String(what));
    return order("/failover", jsonOf("{'mode': 'off'}")) && m_show.ready();
}

QString TestEveryPlan::doneRun(const QString &run)
{
    const QJsonObject ended = m_show.ended(run);
    return wordOf(ended, "state") == QLatin1String("done") ? QString()
                                                           : QString::fromUtf8(QJsonDocument(ended).toJson());
}

void TestEveryPlan::works_data()
{
    QTest::addColumn<QString>("plan");
    QStringList names = QDir(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans"))
                            .entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name);
    // What ends the outputs comes last.
    names.removeOne(QStringLiteral("site-lost.yaml"));
    names << QStringLiteral("site-lost.yaml");
    for (const QString &name : names) {
        const QString plan = QFileInfo(name).completeBaseName();
        QTest::newRow(qPrintable(plan)) << plan;
    }
}

void TestEveryPlan::works()
{
    QFETCH(QString, plan);
    const auto story = stories().find(plan);
    QVERIFY2(story != stories().end(), "a plan that ships is tried on real streams: tell here how");
    QVERIFY2(normal(), qPrintable(m_show.report()));
    (this->*story->second)(plan);
}

void TestEveryPlan::faultOnAir(const QString &plan, const QString &fault)
{
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark")));
    QVERIFY(!m_show.feeds().say(QLatin1String("1 ") + fault).isEmpty());
    QVERIFY(m_show.waitForState(plan, QStringLiteral("lit"), {}, 60s));
    const int64_t firedAt = PlanShow::now();
    const QString run = m_show.fire(plan);
    QCOMPARE(doneRun(run), QString());
    QVERIFY(!m_show.seen(backupSeen, firedAt).isEmpty());
    QVERIFY(m_show.recovered(run));
}

void TestEveryPlan::firedByHand(const QString &plan)
{
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark")));
    const int64_t firedAt = PlanShow::now();
    QCOMPARE(doneRun(m_show.fire(plan)), QString());
    QVERIFY(!m_show.seen(backupSeen, firedAt).isEmpty());
}

void TestEveryPlan::bothStop(const QString &plan)
{
    m_show.feeds().say(QStringLiteral("1 stop"));
    m_show.feeds().say(QStringLiteral("2 stop"));
    QVERIFY(m_show.waitForState(plan, QStringLiteral("lit")));
    const int64_t firedAt = PlanShow::now();
    const QString run = m_show.fire(plan);
    QVERIFY(!m_show.seen(QStringLiteral("none"), firedAt).isEmpty());
    m_show.feeds().say(QStringLiteral("1 resume"));
    QCOMPARE(m_show.answer(run, QStringLiteral("back")), 202);
    QCOMPARE(doneRun(run), QString());
    QVERIFY(!m_show.seen(QStringLiteral("1"), firedAt).isEmpty());
    QVERIFY(m_show.recovered(run));
}

void TestEveryPlan::readerFails(const QString &plan)
{
    QVERIFY(order("/encryption",
                  {{QStringLiteral("mode"), QStringLiteral("sealed")},
                   {QStringLiteral("outputs"), QJsonArray{second}}}));
    const auto seen = [this] {
        return wordOf(m_show.api().output(QStringLiteral("main"), second).value(QLatin1String("encryption")),
                      "seen");
    };
    QVERIFY(waitUntil([&] { return seen() == QLatin1String("sealed"); }, 60s, "the seal to be seen"));
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark"), second));
    m_read->cut();
    QVERIFY(m_show.waitForState(plan, QStringLiteral("lit"), second, 120s));
    const QString run = m_show.fire(plan, second);
    m_read->heal();
    QCOMPARE(doneRun(run), QString());
    QCOMPARE(seen(), QStringLiteral("clear"));
    QVERIFY(m_show.recovered(run));
}

void TestEveryPlan::outputFails(const QString &plan)
{
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark"), second));
    m_push->cut();
    QVERIFY(m_show.waitForState(plan, QStringLiteral("lit"), second, 60s));
    const QString run = m_show.fire(plan, second);
    QVERIFY(waitUntil([this] { return stateOfOutput(second) == QLatin1String("off"); }, 20s, "it to be off"));
    QCOMPARE(stateOfOutput(QStringLiteral("cdn")), QStringLiteral("live"));
    m_push->heal();
    QCOMPARE(m_show.answer(run, QStringLiteral("back")), 202);
    QCOMPARE(doneRun(run), QString());
    QCOMPARE(stateOfOutput(second), QStringLiteral("live"));
    QVERIFY(m_show.recovered(run));
}

void TestEveryPlan::ends(const QString &plan)
{
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark")));
    const int64_t firedAt = PlanShow::now();
    const QString run = m_show.fire(plan);
    QVERIFY(!m_show.seen(QStringLiteral("none"), firedAt).isEmpty());
    QCOMPARE(doneRun(run), QString());
}

void TestEveryPlan::begins(const QString &plan)
{
    QCOMPARE(wordOf(m_show.api().takeAndWait(QStringLiteral("main"), QStringLiteral("slate")), "state"),
             QStringLiteral("done"));
    const int64_t firedAt = PlanShow::now();
    QVERIFY(m_show.waitForState(plan, QStringLiteral("dark")));
    const QString run = m_show.fire(plan);
    QCOMPARE(m_show.answer(run, QStringLiteral("go")), 202);
    QVERIFY(!m_show.seen(QStringLiteral("1"), firedAt).isEmpty());
    QCOMPARE(doneRun(run), QString());
    QCOMPARE(wordOf(m_show.status().value(QLatin1String("failover")), "state"), QStringLiteral("armed"));
}

void TestEveryPlan::siteGoes(const QString &plan)
{
    m_show.feeds().process().kill();
    QVERIFY(m_show.waitForState(plan, QStringLiteral("lit"), {}, 60s));
    const QString run = m_show.fire(plan);
    QCOMPARE(m_show.answer(run, QStringLiteral("on-air")), 202);
    QCOMPARE(doneRun(run), QString());
    QCOMPARE(stateOfOutput(QStringLiteral("cdn")), QStringLiteral("off"));
    QCOMPARE(stateOfOutput(second), QStringLiteral("off"));
}

QJsonObject TestEveryPlan::changeable()
{
    const QJsonObject document = m_show.document();
    const QJsonObject config = document.value(QLatin1String("config")).toObject();
    QJsonObject enabled;
    for (const QJsonValue &output : config.value(QLatin1String("outputs")).toArray())
        enabled.insert(wordOf(output, "id"), output[QLatin1String("enabled")]);
    const QJsonObject rules = m_show.api().get(QStringLiteral("/v1/rules")).json;
    return {{QStringLiteral("onAir"), programme()},
            {QStringLiteral("mode"), config.value(QLatin1String("failover"))[QLatin1String("mode")]},
            {QStringLiteral("locked"), document.value(QLatin1String("locked"))},
            {QStringLiteral("sealed"), document.value(QLatin1String("sealed"))},
            {QStringLiteral("outputs"), enabled},
            {QStringLiteral("overrides"), rules.value(QLatin1String("overrides"))}};
}

void TestEveryPlan::killedBehindEachStep()
{
    QVERIFY(normal());
    QCOMPARE(
        m_show.put(jsonOf(
            "{'id': 'everything', 'title': {'en': 'T'}, 'severity': 'notice', 'owner': 'O', 'danger': "
            "'press', 'steps': ["
            "{'id': 'lock', 'do': {'lock': {'sources': ['backup']}}, 'check': {'state': 'locked', 'node': "
            "'backup', 'is': 'yes'}},"
            "{'id': 'unlock', 'do': {'lock': {'sources': []}}, 'check': {'state': 'locked', 'node': "
            "'backup', 'is': 'no'}},"
            "{'id': 'mode', 'do': {'failover': {'mode': 'once'}}, 'check': {'state': 'mode', 'is': 'once'}},"
            "{'id': 'rule', 'do': {'rule': {'rule': 'rate-low', 'value': 5, 'endsAfterMs': 600000}}},"
            "{'id': 'off', 'do': {'output': {'output': 'second', 'enabled': false}}, 'check': {'state': "
            "'output', 'node': 'output:second', 'is': 'off'}, 'deadlineMs': 20000},"
            "{'id': 'tape', 'do': {'record': {}}, 'check': {'state': 'output', 'node': 'output:tape', 'is': "
            "'live'}, 'deadlineMs': 20000},"
            "{'id': 'seal', 'do': {'encryption': {'change': 'on', 'outputs': ['second']}}, 'check': "
            "{'state': 'encrypted', 'node': 'output:second', 'is': 'yes'}, 'deadlineMs': 40000},"
            "{'id': 'take', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': "
            "'backup'}, 'deadlineMs': 10000},"
            "{'id': 'slate', 'do': {'slate-in': {}}, 'check': {'state': 'onAir', 'is': 'slate'}, "
            "'deadlineMs': 10000},"
            "{'id': 'out', 'do': {'slate-out': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': "
            "'backup'}, 'deadlineMs': 10000},"
            "{'id': 'wait', 'do': {'wait': {'until': {'state': 'fit', 'node': 'primary', 'is': 'yes'}}}},"
            "{'id': 'say', 'do': {'notify': {'text': {'en': 'Said.'}}}},"
            "{'id': 'http', 'do': {'http': {'host': 'other-unit', 'method': 'GET', 'path': '/'}}},"
            "{'id': 'ask', 'do': {'ask': {'question': {'en': 'Go?'}, 'answers': [{'id': 'a', 'text': {'en': "
            "'A'}}, {'id': 'b', 'text': {'en': 'B'}}]}}, 'deadlineMs': 600000}]}")),
        QString());
    int restored = 0;
    for (int step = 0; step < 14; ++step) {
        QVERIFY2(normal(), qPrintable(m_show.report()));
        const QJsonObject before = changeable();
        const QString id = m_show.fire(QStringLiteral("everything"));
        const auto reached = [&] {
            const QString state = wordOf(m_show.run(id).value(QLatin1String("steps"))[step], "state");
            return state == QLatin1String("done") || (step == 13 && state == QLatin1String("running"));
        };
        QVERIFY2(waitUntil(reached, 60s, "the step"), QJsonDocument(m_show.run(id)).toJson().constData());
        m_show.daemon().process().signal(SIGKILL);
        QVERIFY(waitUntil([this] { return !m_show.daemon().process().isRunning(); }, 10s, "its end"));
        QVERIFY2(m_show.daemon().start(), qPrintable(m_show.report()));
        const QJsonObject run = m_show.ended(id);
        QCOMPARE(wordOf(run.value(QLatin1String("problem")), "code"), QStringLiteral("backend-ended"));
        QVERIFY(m_show.waitForState(QStringLiteral("everything"), wordOf(run, "state")));
        if (wordOf(run, "state") == QLatin1String("restored")) {
            // What was on air comes back with its encoder, which has to connect again first.
            const bool same = waitUntil([&] { return changeable() == before; }, 30s, "what was before");
            QVERIFY2(same, QJsonDocument(QJsonArray{before, changeable(), run}).toJson().constData());
            ++restored;
            continue;
        }
        // An encoder that was not back in time: said, and it is so.
        QCOMPARE(wordOf(run, "state"), QStringLiteral("not-restored"));
        QVERIFY2(!run.value(QLatin1String("notRestored")).toArray().isEmpty() && changeable() != before,
                 QJsonDocument(run).toJson().constData());
    }
    QVERIFY2(restored >= 10, qPrintable(QString::number(restored)));
}

QTEST_GUILESS_MAIN(TestEveryPlan)
#include "tst_everyplan.moc"
