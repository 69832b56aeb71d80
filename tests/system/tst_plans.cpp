// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString primaryBad = QStringLiteral("primary-bad");

QString word(const QJsonValue &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

QJsonObject json(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

} // namespace

/// Plans on real streams: an encoder is killed, the button lights, the plan is fired, and the reader of the output tells.
class TestPlans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void firedUndoneAndKilled();
    void checkedByTheProgram();

private:
    void push(int feed);
    Api &api() { return m_daemon->api(); }
    QJsonObject plan(const QString &id);
    QJsonObject state(const QString &id);
    bool waitForState(const QString &id, const QString &wanted, std::chrono::milliseconds timeout = 20s);
    /// Id of the run, or the code of the refusal.
    QString fire(const QString &id, const QString &reason = QStringLiteral("A test."));
    QJsonObject ended(const QString &run);
    void put(const QJsonObject &plan);
    void lights();
    void failsAndIsUndone();
    void isKilled();

    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    QStringList m_urls;
    QString m_epoch;
    std::array<std::unique_ptr<Feeds>, 2> m_feeds;
};

void TestPlans::initTestCase()
{
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
    for (int i = 0; i < 2; ++i)
        m_urls << QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(freePort());
    m_epoch = QString::number(twinfeed::SystemClock().now());
}

void TestPlans::push(int feed)
{
    m_feeds[size_t(feed)] =
        std::make_unique<Feeds>(Feeds::smallPictures()
                                    + QStringList{QStringLiteral("--source"), QString::number(feed + 1),
                                                  QStringLiteral("--epoch"), m_epoch},
                                QStringList{m_urls[feed]});
    QVERIFY2(m_feeds[size_t(feed)]->start(), qPrintable(m_feeds[size_t(feed)]->report()));
}

QJsonObject TestPlans::plan(const QString &id)
{
    return api().get(QStringLiteral("/v1/plans/") + id).json;
}

QJsonObject TestPlans::state(const QString &id)
{
    for (const QJsonValue &one :
         api().get(QStringLiteral("/v1/plans")).json.value(QLatin1String("states")).toArray()) {
        if (word(one, "plan") == id)
            return one.toObject();
    }
    return {};
}

bool TestPlans::waitForState(const QString &id, const QString &wanted, std::chrono::milliseconds timeout)
{
    const bool came = waitUntil([&] { return word(state(id), "state") == wanted; }, timeout,
                                qPrintable(id + QLatin1String(" to be ") + wanted));
    if (!came)
        qInfo().noquote()
            << QJsonDocument(state(id)).toJson()
            << QJsonDocument(api().get(QStringLiteral("/v1/channels/main/status")).json).toJson();
    return came;
}

QString TestPlans::fire(const QString &id, const QString &reason)
{
    const QByteArray tag = '"' + QByteArray::number(api().revision(channel)) + '"';
    QJsonObject body{{QStringLiteral("channel"), channel},
                     {QStringLiteral("planRevision"), plan(id).value(QLatin1String("revision"))}};
    if (!reason.isEmpty())
        body.insert(QStringLiteral("reason"), reason);
    const auto answer =
        api().send("POST", QStringLiteral("/v1/plans/%1/runs").arg(id), body, {{"if-match", tag}});
    return answer.status == 202 ? word(answer.json.value(QLatin1String("request")), "run")
                                : word(answer.json, "code");
}

QJsonObject TestPlans::ended(const QString &run)
{
    QJsonObject now;
    const bool over = waitUntil(
        [&] {
            now = api().get(QStringLiteral("/v1/runs/") + run).json;
            return !now.value(QLatin1String("endedAt")).isNull() && now.contains(QLatin1String("endedAt"));
        },
        60s, "the end of the run");
    if (!over)
        qInfo().noquote() << QJsonDocument(now).toJson();
    return now;
}

void TestPlans::put(const QJsonObject &plan)
{
    const auto answer =
        api().send("PUT", QStringLiteral("/v1/plans/") + word(plan, "id"),
                   {{QStringLiteral("plan"), plan}, {QStringLiteral("reason"), QStringLiteral("A test.")}});
    QVERIFY2(answer.status == 202, answer.body.constData());
}

void TestPlans::firedUndoneAndKilled()
{
    const QString stream = QStringLiteral("plans");
    QJsonObject config =
        channelJson(channel, m_urls[0], QStringLiteral("listen"), m_urls[1], QStringLiteral("listen"),
                    {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(stream))});
    // The engine itself does nothing: what happens is the plan's.
    config.insert(QStringLiteral("failover"), json("{'mode': 'off'}"));
    config.insert(QStringLiteral("holdMs"), 1500);
    m_daemon = std::make_unique<Daemon>(QJsonArray{config});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    push(0);
    push(1);
    for (const char *source : {"primary", "backup", "slate"})
        QVERIFY2(api().waitUntilFit(channel, QLatin1String(source)), qPrintable(m_daemon->report()));
    QCOMPARE(word(api().takeAndWait(channel, QStringLiteral("primary")), "state"), QStringLiteral("done"));
    QVERIFY(m_nginx.waitForPublisher(stream, 20s));
    Reading reading(m_nginx.url(stream));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));
    QVERIFY(waitForState(primaryBad, QStringLiteral("dark")));
    lights();
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(!reading.nextChange().isEmpty(), qPrintable(reading.report()));
    failsAndIsUndone();
    if (!QTest::currentTestFailed())
        isKilled();
}

void TestPlans::lights()
{
    m_feeds[0]->process().kill();
    QVERIFY(waitForState(primaryBad, QStringLiteral("lit")));
    QVERIFY(!word(state(primaryBad), "litAt").isEmpty());
    QCOMPARE(fire(primaryBad, {}), QStringLiteral("not-rehearsed"));
    const QJsonObject run = ended(fire(primaryBad));
    QCOMPARE(word(run, "state"), QStringLiteral("done"));
    const QJsonValue step = run.value(QLatin1String("steps")).toArray().first();
    QCOMPARE(word(step[QLatin1String("evidence")][QLatin1String("take")], "to"), QStringLiteral("backup"));
    QCOMPARE(word(step[QLatin1String("evidence")][QLatin1String("numbers")][0], "value"),
             QStringLiteral("backup"));
    QVERIFY(waitUntil(
        [&] {
            return !word(api().get(QStringLiteral("/v1/runs/") + word(run, "id")).json, "recoveredAt")
                        .isEmpty();
        },
        60s, "the clear criteria"));
}

void TestPlans::failsAndIsUndone()
{
    push(0);
    QVERIFY2(api().waitUntilFit(channel, QStringLiteral("primary")), qPrintable(m_daemon->report()));
    put(json("{'id': 'never-seen', 'title': {'en': 'T'}, 'severity': 'notice', 'owner': 'O', 'danger': "
             "'press', 'preconditions': [{'that': {'state': 'onAir', 'is': 'backup'}}], 'steps': ["
             "{'id': 'mode', 'do': {'failover': {'mode': 'once'}}, 'check': {'state': 'failover', 'is': "
             "['armed', 'suspended']}},"
             "{'id': 'cut', 'do': {'take': {'source': 'primary'}}, 'check': {'metric': 'fps', 'node': "
             "'programme', 'above': 1000}, 'deadlineMs': 4000}]}"));
    const QJsonObject run = ended(fire(QStringLiteral("never-seen")));
    QVERIFY2(word(run, "state") == QLatin1String("restored"), QJsonDocument(run).toJson().constData());
    const QJsonObject document = api().get(QStringLiteral("/v1/channels/main")).json;
    QCOMPARE(word(document, "onAir"), QStringLiteral("backup"));
    QCOMPARE(word(document.value(QLatin1String("config"))[QLatin1String("failover")], "mode"),
             QStringLiteral("off"));
}

void TestPlans::isKilled()
{
    put(json("{'id': 'asks', 'title': {'en': 'T'}, 'severity': 'notice', 'owner': 'O', 'danger': 'press', "
             "'steps': ["
             "{'id': 'cut', 'do': {'take': {'source': 'slate'}}, 'check': {'state': 'onAir', 'is': 'slate'}},"
             "{'id': 'ask', 'do': {'ask': {'question': {'en': 'Go?'}, 'answers': [{'id': 'a', 'text': {'en': "
             "'A'}}, {'id': 'b', 'text': {'en': 'B'}}]}}, 'deadlineMs': 600000}]}"));
    const QString id = fire(QStringLiteral("asks"));
    QVERIFY(waitUntil(
        [&] {
            return word(api().get(QStringLiteral("/v1/runs/") + id).json, "state") == QLatin1String("asking");
        },
        20s, "the question"));
    m_daemon->process().signal(SIGKILL);
    QVERIFY(waitUntil([&] { return !m_daemon->process().isRunning(); }, 10s, "its end"));
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    const QJsonObject run = ended(id);
    QCOMPARE(word(run.value(QLatin1String("problem")), "code"), QStringLiteral("backend-ended"));
    // Whether the encoders were back in time for the way back is theirs to say; the run says which it was.
    const QString onAir = word(api().get(QStringLiteral("/v1/channels/main")).json, "onAir");
    if (word(run, "state") == QLatin1String("restored"))
        QCOMPARE(onAir, QStringLiteral("backup"));
    else
        QVERIFY2(!run.value(QLatin1String("notRestored")).toArray().isEmpty()
                     && onAir == QLatin1String("slate"),
                 QJsonDocument(run).toJson().constData());
}

void TestPlans::checkedByTheProgram()
{
    Process check(QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"),
                  {QStringLiteral("plan"), QStringLiteral("check"),
                   QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/plans/bad/many-at-once/plan.yaml"),
                   QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans/both-bad.yaml")});
    QVERIFY(check.start());
    QVERIFY(check.waitForEnd(20s));
    QCOMPARE(check.exitCode(), 78);
}

QTEST_GUILESS_MAIN(TestPlans)
#include "tst_plans.moc"
