// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/mainwindow.h"

#include <QApplication>
#include <QTest>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

} // namespace

/// The console through its real window, against a real twinfeedd with real streams: what a hand does there is what a
/// reader of the programme sees.
class TestDirector final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void keysTake();
    void chooseNextAndTake();
    void unfitNeedsASecondPress();
    void backendGoneAndBack();

private:
    MainWindow *window() const;
    BusBar *bus() const { return window()->findChild<BusBar *>(); }
    BusButton *button(const QString &text) const;
    bool waitForOnAir(const QString &source);
    /// The bus can be pressed: the state is fresh and no earlier command is under way.
    bool waitUntilReady();

    QTemporaryDir m_home;
    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
    std::unique_ptr<Console> m_console;
    std::unique_ptr<Reading> m_reading;
};

MainWindow *TestDirector::window() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

BusButton *TestDirector::button(const QString &text) const
{
    for (auto *button : bus()->findChildren<BusButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

bool TestDirector::waitForOnAir(const QString &source)
{
    return waitUntil(
        [&] {
            return word(m_daemon->api().get(QStringLiteral("/v1/channels/main")).json, "onAir") == source;
        },
        10s, "the take");
}

bool TestDirector::waitUntilReady()
{
    return waitUntil(
        [&] {
            return button(QStringLiteral("PRIMARY"))->isEnabled()
                && button(QStringLiteral("SLATE"))->isEnabled();
        },
        20s, "the bus");
}

void TestDirector::initTestCase()
{
    // Nothing of the person who runs the tests is read or written.
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, m_home.path().toUtf8());
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    m_daemon = std::make_unique<Daemon>(
        QJsonArray{channelJson(
            channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
            {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(QStringLiteral("out")))})},
        QJsonObject{}, QStringList{QStringLiteral("--supervise")});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY(m_nginx.waitForPublisher(QStringLiteral("out"), 20s));
    m_reading = std::make_unique<Reading>(m_nginx.url(QStringLiteral("out")));
    QVERIFY(m_reading->start());
    QVERIFY2(!m_reading->firstPicture().isEmpty(), qPrintable(m_reading->report()));

    CommandLine line;
    line.runtimeFile = m_daemon->folder() + QStringLiteral("/runtime.json");
    line.language = QStringLiteral("en");
    line.size = QSize(1366, 768);
    m_console = std::make_unique<Console>(line);
    const auto started = m_console->start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().message));
    QVERIFY(window());
    QVERIFY(waitUntilReady());
}

void TestDirector::cleanupTestCase()
{
    m_console.reset();
    m_reading.reset();
    m_feeds.reset();
    m_daemon.reset();
}

void TestDirector::keysTake()
{
    const QList<std::pair<Qt::Key, QString>> presses{{Qt::Key_F1, QStringLiteral("1")},
                                                     {Qt::Key_F2, QStringLiteral("2")},
                                                     {Qt::Key_F3, QStringLiteral("none")},
                                                     {Qt::Key_F2, QStringLiteral("2")}};
    for (const auto &[key, seen] : presses) {
        QVERIFY(waitUntilReady());
        QTest::keyClick(window(), key);
        QCOMPARE(word(m_reading->nextChange(), "to"), seen);
        // The measured result stands beside the bus.
        QVERIFY(waitUntil([&] { return bus()->message().headline.contains(QLatin1String("on air after")); },
                          10s, "the measured result"));
    }
}

void TestDirector::chooseNextAndTake()
{
    QVERIFY(waitUntilReady());
    QTest::keyClick(window(), Qt::Key_1);
    QCOMPARE(bus()->next(), std::optional(Source::Primary));
    QCOMPARE(word(m_daemon->api().get(QStringLiteral("/v1/channels/main")).json, "onAir"),
             QStringLiteral("backup"));
    QTest::keyClick(window(), Qt::Key_F12);
    QCOMPARE(word(m_reading->nextChange(), "to"), QStringLiteral("1"));
    QVERIFY(waitForOnAir(QStringLiteral("primary")));
}

void TestDirector::unfitNeedsASecondPress()
{
    QVERIFY(waitUntilReady());
    QVERIFY(!m_feeds->say(QStringLiteral("2 stop")).isEmpty());
    QVERIFY(waitUntil(
        [&] {
            return !m_daemon->api()
                        .source(channel, QStringLiteral("backup"))
                        .value(QLatin1String("fit"))
                        .toBool();
        },
        20s, "the backup to be unfit"));
    const auto *backup = button(QStringLiteral("BACKUP"));
    QVERIFY(waitUntil([&] { return backup->note() != QLatin1String("fit"); }, 10s, "the console to know"));
    const quint64 revision = m_daemon->api().revision(channel);
    QTest::keyClick(window(), Qt::Key_F2);
    QCOMPARE(bus()->message().tone, BusMessage::Tone::Caution);
    QVERIFY(!bus()->message().headline.isEmpty());
    QCOMPARE(m_daemon->api().revision(channel), revision);
    QVERIFY(!m_feeds->say(QStringLiteral("2 resume")).isEmpty());
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("backup")));
}

void TestDirector::backendGoneAndBack()
{
    const qint64 pid = m_daemon->pid();
    QVERIFY(waitUntilReady());
    m_daemon->process().signal(SIGSTOP); // the supervisor: nobody starts another one
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
    QVERIFY(waitUntil([&] { return !button(QStringLiteral("PRIMARY"))->isEnabled(); }, 15s,
                      "the bus to be off without a backend"));
    QVERIFY(window()->isVisible());
    m_daemon->process().signal(SIGCONT);
    QVERIFY2(m_daemon->waitForSuccessor(), qPrintable(m_daemon->report()));
    QVERIFY(waitUntilReady());
}

QTEST_MAIN(TestDirector)

#include "tst_director.moc"
