// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"
#include "widgets/mainwindow.h"
#include "widgets/planbutton.h"
#include "widgets/plandetail.h"
#include "widgets/planpanel.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString planId = QStringLiteral("a-test"); // before all others of its severity

QJsonObject json(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

} // namespace

/// The plan deck through the real window, against a real twinfeedd with real streams: a path fails, a button lights, keys arm and
/// fire it, and the reader of the programme sees the effect.
class TestDeck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void litArmedFiredAndDone();

private:
    MainWindow *window() const;
    PlanPanel *panel() const { return window()->findChild<PlanPanel *>(); }
    PlanDeck::Look look() const;
    bool waitForLook(PlanDeck::Look look, const char *what);
    QString details() const;
    void putPlan();

    QTemporaryDir m_home;
    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
    std::unique_ptr<Console> m_console;
    std::unique_ptr<Reading> m_reading;
};

MainWindow *TestDeck::window() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

PlanDeck::Look TestDeck::look() const
{
    for (const PlanButton *button : panel()->findChildren<PlanButton *>()) {
        if (button->place().plan == planId)
            return button->face().look;
    }
    return PlanDeck::Look::Unknown;
}

bool TestDeck::waitForLook(PlanDeck::Look wanted, const char *what)
{
    const bool came = waitUntil([&] { return look() == wanted; }, 20s, what);
    if (!came)
        qInfo().noquote() << int(look()) << details()
                          << QJsonDocument(m_daemon->api().get(QStringLiteral("/v1/plans")).json).toJson();
    return came;
}

QString TestDeck::details() const
{
    for (const QLabel *label : panel()->findChild<PlanDetail *>()->findChildren<QLabel *>()) {
        if (label->textFormat() == Qt::RichText)
            return label->text();
    }
    return {};
}

void TestDeck::initTestCase()
{
    // Nothing of the person who runs the tests is read or written.
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, m_home.path().toUtf8());
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    QJsonObject config = channelJson(
        channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
        {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(QStringLiteral("deck")))});
    // The engine itself does nothing: what happens is the plan's.
    config.insert(QStringLiteral("failover"), json("{'mode': 'off'}"));
    m_daemon = std::make_unique<Daemon>(QJsonArray{config});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    for (const char *source : {"primary", "backup"})
        QVERIFY(m_daemon->api().waitUntilFit(channel, QLatin1String(source)));
    QCOMPARE(m_daemon->api().takeAndWait(channel, QStringLiteral("primary")).value(QLatin1String("state")),
             QJsonValue(QStringLiteral("done")));
    QVERIFY(m_nginx.waitForPublisher(QStringLiteral("deck"), 20s));
    m_reading = std::make_unique<Reading>(m_nginx.url(QStringLiteral("deck")));
    QVERIFY(m_reading->start());
    QVERIFY2(!m_reading->firstPicture().isEmpty(), qPrintable(m_reading->report()));
    putPlan();

    CommandLine line;
    line.runtimeFile = m_daemon->folder() + QStringLiteral("/runtime.json");
    line.language = QStringLiteral("en");
    line.size = QSize(1366, 768);
    m_console = std::make_unique<Console>(line);
    const auto started = m_console->start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().message));
    QVERIFY(window());
}

void TestDeck::cleanupTestCase()
{
    m_console.reset();
    m_reading.reset();
    m_feeds.reset();
    m_daemon.reset();
}

void TestDeck::putPlan()
{
    const QJsonObject plan = json(
        "{'id': 'a-test', 'title': {'en': 'Primary gone'}, 'severity': 'critical', 'owner': 'O', 'danger': "
        "'arm',"
        "'trigger': {'when': {'state': 'fit', 'node': 'primary', 'is': 'no'}, 'forMs': 500},"
        "'steps': [{'id': 'cut', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': "
        "'backup'}, 'deadlineMs': 10000}]}");
    const auto answer = m_daemon->api().send(
        "PUT", QStringLiteral("/v1/plans/") + planId,
        {{QStringLiteral("plan"), plan}, {QStringLiteral("reason"), QStringLiteral("A test.")}});
    QVERIFY2(answer.status == 202, answer.body.constData());
}

void TestDeck::litArmedFiredAndDone()
{
    QVERIFY(!m_feeds->say(QStringLiteral("1 stop")).isEmpty());
    QVERIFY(waitForLook(PlanDeck::Look::Lit, "the button to light"));
    QVERIFY(panel()->isVisible());
    QApplication::setActiveWindow(window());
    QTest::keyClick(window(), Qt::Key_F4);
    QVERIFY(waitForLook(PlanDeck::Look::Armed, "the arm"));
    QCOMPARE(panel()->chosen().value_or(PlanPlace()).plan, planId);
    QVERIFY2(details().contains(QLatin1String("PRIMARY")) && details().contains(QLatin1String("BACKUP")),
             qPrintable(details()));
    // Armed is not fired: nothing has changed on air.
    QCOMPARE(m_daemon->api().get(QStringLiteral("/v1/channels/main")).json.value(QLatin1String("onAir")),
             QJsonValue(QStringLiteral("primary")));
    QTest::keyClick(window(), Qt::Key_F4);
    auto *reason = panel()->findChild<QLineEdit *>(QStringLiteral("reason"));
    QCOMPARE(QApplication::focusWidget(), reason);
    QTest::keyClicks(reason, QStringLiteral("Not rehearsed yet"));
    QTest::keyClick(window(), Qt::Key_F4);
    QCOMPARE(m_reading->nextChange().value(QLatin1String("to")), QJsonValue(QStringLiteral("2")));
    QVERIFY(waitForLook(PlanDeck::Look::Done, "the end of the run"));
    const QJsonArray runs = m_daemon->api()
                                .get(QStringLiteral("/v1/runs?plan=") + planId)
                                .json.value(QLatin1String("runs"))
                                .toArray();
    QCOMPARE(runs.size(), 1); // fired once
    QCOMPARE(runs[0][QLatin1String("state")], QJsonValue(QStringLiteral("done")));
    QCOMPARE(runs[0][QLatin1String("reason")], QJsonValue(QStringLiteral("Not rehearsed yet")));
    QVERIFY2(details().contains(QLatin1String("BACKUP on air")), qPrintable(details()));
}

QTEST_MAIN(TestDeck)
#include "tst_deck.moc"
