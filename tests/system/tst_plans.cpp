// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/system/planshow.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString primaryBad = QStringLiteral("primary-bad");

} // namespace

/// Plans on real streams: an encoder goes silent, the button lights, the plan is fired, and the reader of the output tells.
class TestPlans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firedUndoneAndKilled();
    void checkedByTheProgram();

private:
    void lights();
    void failsAndIsUndone();
    void isKilled();

    PlanShow m_show;
};

void TestPlans::firedUndoneAndKilled()
{
    QVERIFY2(m_show.start({}), qPrintable(m_show.report()));
    QVERIFY(m_show.waitForState(primaryBad, QStringLiteral("dark")));
    lights();
    if (!QTest::currentTestFailed())
        failsAndIsUndone();
    if (!QTest::currentTestFailed())
        isKilled();
}

void TestPlans::lights()
{
    const QJsonObject did = m_show.feeds().say(QStringLiteral("1 stop"));
    QVERIFY(m_show.waitForState(primaryBad, QStringLiteral("lit")));
    // Lost after 1.3 s, and 0.5 s in a row; then within three times 250 ms, and what it takes this test to see it.
    const double late =
        (double(PlanShow::now()) - did.value(QLatin1String("at_us")).toDouble()) / 1000 - 1800;
    QVERIFY2(late < 3 * 250 + 100, qPrintable(QString::number(late)));
    QVERIFY(!wordOf(m_show.state(primaryBad), "litAt").isEmpty());
    QCOMPARE(m_show.fire(primaryBad, {}, {}), QStringLiteral("not-rehearsed"));
    const int64_t firedAt = PlanShow::now();
    const QJsonObject run = m_show.ended(m_show.fire(primaryBad));
    QVERIFY(!m_show.seen(QStringLiteral("2"), firedAt).isEmpty());
    QCOMPARE(wordOf(run, "state"), QStringLiteral("done"));
    const QJsonValue step = run.value(QLatin1String("steps")).toArray().first();
    QCOMPARE(wordOf(step[QLatin1String("evidence")][QLatin1String("take")], "to"), QStringLiteral("backup"));
    QCOMPARE(wordOf(step[QLatin1String("evidence")][QLatin1String("numbers")][0], "value"),
             QStringLiteral("backup"));
    QVERIFY(m_show.recovered(wordOf(run, "id")));
}

void TestPlans::failsAndIsUndone()
{
    m_show.feeds().say(QStringLiteral("1 resume"));
    QVERIFY2(m_show.api().waitUntilFit(channel, QStringLiteral("primary")), qPrintable(m_show.report()));
    QCOMPARE(m_show.put(jsonOf(
                 "{'id': 'never-seen', 'title': {'en': 'T'}, 'severity': 'notice', 'owner': 'O', 'danger': "
                 "'press', 'preconditions': [{'that': {'state': 'onAir', 'is': 'backup'}}], 'steps': ["
                 "{'id': 'mode', 'do': {'failover': {'mode': 'once'}}, 'check': {'state': 'failover', 'is': "
                 "['armed', 'suspended']}},"
                 "{'id': 'cut', 'do': {'take': {'source': 'primary'}}, 'check': {'metric': 'fps', 'node': "
                 "'programme', 'above': 1000}, 'deadlineMs': 4000}]}")),
             QString());
    const QJsonObject run = m_show.ended(m_show.fire(QStringLiteral("never-seen")));
    QVERIFY2(wordOf(run, "state") == QLatin1String("restored"), QJsonDocument(run).toJson().constData());
    const QJsonObject document = m_show.api().get(QStringLiteral("/v1/channels/main")).json;
    QCOMPARE(wordOf(document, "onAir"), QStringLiteral("backup"));
    QCOMPARE(wordOf(document.value(QLatin1String("config"))[QLatin1String("failover")], "mode"),
             QStringLiteral("off"));
}

void TestPlans::isKilled()
{
    QCOMPARE(
        m_show.put(jsonOf(
            "{'id': 'asks', 'title': {'en': 'T'}, 'severity': 'notice', 'owner': 'O', 'danger': 'press', "
            "'steps': ["
            "{'id': 'cut', 'do': {'take': {'source': 'slate'}}, 'check': {'state': 'onAir', 'is': 'slate'}},"
            "{'id': 'ask', 'do': {'ask': {'question': {'en': 'Go?'}, 'answers': [{'id': 'a', 'text': {'en': "
            "'A'}}, {'id': 'b', 'text': {'en': 'B'}}]}}, 'deadlineMs': 600000}]}")),
        QString());
    const QString id = m_show.fire(QStringLiteral("asks"));
    QVERIFY(waitUntil(
        [&] {
            return wordOf(m_show.api().get(QStringLiteral("/v1/runs/") + id).json, "state")
                == QLatin1String("asking");
        },
        20s, "the question"));
    m_show.daemon().process().signal(SIGKILL);
    QVERIFY(waitUntil([&] { return !m_show.daemon().process().isRunning(); }, 10s, "its end"));
    QVERIFY2(m_show.daemon().start(), qPrintable(m_show.report()));
    const QJsonObject run = m_show.ended(id);
    QCOMPARE(wordOf(run.value(QLatin1String("problem")), "code"), QStringLiteral("backend-ended"));
    // Whether the encoders were back in time for the way back is theirs to say; the run says which it was.
    const QString onAir = wordOf(m_show.api().get(QStringLiteral("/v1/channels/main")).json, "onAir");
    if (wordOf(run, "state") == QLatin1String("restored"))
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
