// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"
#include "widgets/alarmdialogs.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/loopwatch.h"
#include "widgets/mainwindow.h"
#include "widgets/planbutton.h"
#include "widgets/planpanel.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString archive = QStringLiteral("archive");
const QString planId = QStringLiteral("a-slate-is-on");

QJsonObject json(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

} // namespace

/// A whole show through the real window against a real twinfeedd with live streams, without a mouse: each key goes where the
/// keyboard is, as a person's would.
class TestKeyboardShow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void takes();
    void theSlateAndThePlanThatEndsIt();
    void encryption();
    void aNote();
    void theWindowAlwaysAnswered();

private:
    MainWindow *window() const;
    /// Where the keyboard is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &text);
    /// Tab until `there` has the keyboard.
    bool tabTo(const std::function<bool(const QWidget *)> &there);
    bool waitForOnAir(const QString &source);
    bool waitForBus(const QString &source);
    PlanDeck::Look plan() const;
    /// Chooses the first action of the open menu that begins so, by arrows.
    bool chooseInMenu(const QString &beginning);
    QString sends();

    QTemporaryDir m_home;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
    std::unique_ptr<Console> m_console;
};

MainWindow *TestKeyboardShow::window() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

void TestKeyboardShow::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *to = QApplication::activePopupWidget();
    // The platform without a screen leaves it to us to bring the window to the front again after a menu.
    if (!to && (!QApplication::activeWindow() || qobject_cast<QMenu *>(QApplication::activeWindow())))
        QApplication::setActiveWindow(window());
    if (!to)
        to = QApplication::focusWidget();
    QTest::keyClick(to ? to : window(), key, modifiers);
}

void TestKeyboardShow::type(const QString &text)
{
    QVERIFY(QApplication::focusWidget());
    QTest::keyClicks(QApplication::focusWidget(), text);
}

bool TestKeyboardShow::tabTo(const std::function<bool(const QWidget *)> &there)
{
    constexpr int most = 200;
    for (int i = 0; i < most; ++i) {
        if (QApplication::focusWidget() && there(QApplication::focusWidget()))
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}

bool TestKeyboardShow::waitForOnAir(const QString &source)
{
    return waitUntil(
        [&] {
            return m_daemon->api()
                       .get(QStringLiteral("/v1/channels/main/status"))
                       .json.value(QLatin1String("programme"))
                       .toString()
                == source;
        },
        20s, "what is on air");
}

bool TestKeyboardShow::waitForBus(const QString &source)
{
    return waitUntil(
        [&] {
            for (const auto *button : window()->findChild<BusBar *>()->findChildren<BusButton *>()) {
                if (button->text() == source)
                    return button->isEnabled()
                        && (button->note() == QLatin1String("fit")
                            || button->note() == QLatin1String("ON AIR"));
            }
            return false;
        },
        20s, "the bus");
}

PlanDeck::Look TestKeyboardShow::plan() const
{
    for (const PlanButton *button : window()->findChild<PlanPanel *>()->findChildren<PlanButton *>()) {
        if (button->place().plan == planId)
            return button->face().look;
    }
    return PlanDeck::Look::Unknown;
}

bool TestKeyboardShow::chooseInMenu(const QString &beginning)
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (int i = 0; menu && i < 20; ++i) {
        if (menu->activeAction() && menu->activeAction()->text().startsWith(beginning)) {
            press(Qt::Key_Return);
            return true;
        }
        press(Qt::Key_Down);
    }
    return false;
}

QString TestKeyboardShow::sends()
{
    return m_daemon->api()
        .output(channel, archive)
        .value(QLatin1String("encryption"))
        .toObject()
        .value(QLatin1String("sending"))
        .toString();
}

void TestKeyboardShow::initTestCase()
{
    // Nothing of the person who runs the tests is read or written.
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, m_home.path().toUtf8());
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    QJsonObject config = channelJson(
        channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
        {outputJson(archive, QStringLiteral("recording"), m_home.filePath(QStringLiteral("archive.ts")))});
    // What happens is the person's.
    config.insert(QStringLiteral("failover"), json("{'mode': 'off'}"));
    m_daemon = std::make_unique<Daemon>(QJsonArray{config});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    for (const char *source : {"primary", "backup"})
        QVERIFY(m_daemon->api().waitUntilFit(channel, QLatin1String(source)));
    const QJsonObject plan = json(
        "{'id': 'a-slate-is-on', 'title': {'en': 'Back from the slate'}, 'severity': 'critical', 'owner': "
        "'O',"
        "'danger': 'arm', 'trigger': {'when': {'state': 'onAir', 'is': 'slate'}, 'forMs': 500},"
        "'steps': [{'id': 'cut', 'do': {'take': {'source': 'primary'}}, 'check': {'state': 'onAir', 'is': "
        "'primary'}, 'deadlineMs': 10000}]}");
    const auto answer = m_daemon->api().send(
        "PUT", QStringLiteral("/v1/plans/") + planId,
        {{QStringLiteral("plan"), plan}, {QStringLiteral("reason"), QStringLiteral("A test.")}});
    QVERIFY2(answer.status == 202, answer.body.constData());

    CommandLine line;
    line.runtimeFile = m_daemon->folder() + QStringLiteral("/runtime.json");
    line.language = QStringLiteral("en");
    line.size = QSize(1366, 768);
    m_console = std::make_unique<Console>(line);
    const auto started = m_console->start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().message));
    QVERIFY(window());
    QApplication::setActiveWindow(window());
    QVERIFY(waitForBus(QStringLiteral("PRIMARY")));
    QVERIFY(waitForBus(QStringLiteral("BACKUP")));
    // The first of everything (fonts, styles, docks) is not the show.
    window()->loop()->reset();
}

void TestKeyboardShow::cleanupTestCase()
{
    m_console.reset();
    m_feeds.reset();
    m_daemon.reset();
}

void TestKeyboardShow::takes()
{
    press(Qt::Key_F1);
    QVERIFY(waitForOnAir(QStringLiteral("primary")));
    QVERIFY(waitForBus(QStringLiteral("BACKUP")));
    press(Qt::Key_2);
    QCOMPARE(window()->findChild<BusBar *>()->next(), std::optional(Source::Backup));
    press(Qt::Key_F12);
    QVERIFY(waitForOnAir(QStringLiteral("backup")));
}

void TestKeyboardShow::theSlateAndThePlanThatEndsIt()
{
    QVERIFY(waitForBus(QStringLiteral("SLATE")));
    press(Qt::Key_F3);
    QVERIFY(waitForOnAir(QStringLiteral("slate")));
    QVERIFY(waitUntil([&] { return plan() == PlanDeck::Look::Lit; }, 20s, "the button to light"));
    QVERIFY(waitForBus(QStringLiteral("PRIMARY")));
    press(Qt::Key_F4);
    QVERIFY(waitUntil([&] { return plan() == PlanDeck::Look::Armed; }, 20s, "the arm"));
    press(Qt::Key_F4); // asks why it is fired without a rehearsal; the keyboard is there
    type(QStringLiteral("Not rehearsed yet"));
    press(Qt::Key_F4);
    QVERIFY(waitForOnAir(QStringLiteral("primary")));
    QVERIFY(waitUntil([&] { return plan() == PlanDeck::Look::Done; }, 20s, "the end of the run"));
    press(Qt::Key_Escape);
}

void TestKeyboardShow::encryption()
{
    QVERIFY(waitForBus(QStringLiteral("PRIMARY")));
    press(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(chooseInMenu(QStringLiteral("ON")));
    QVERIFY(waitUntil([&] { return sends() == QLatin1String("sealed"); }, 30s, "a sealed output"));
    const auto *button = window()->findChild<QWidget *>(QStringLiteral("encryption"));
    QVERIFY(waitUntil([&] { return button->isEnabled(); }, 20s, "the switch"));
    press(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(chooseInMenu(QStringLiteral("OFF")));
    // It asks once more, on the switch itself.
    QVERIFY(waitUntil([&] { return button->property("asking").toBool(); }, 5s, "the question"));
    QVERIFY(tabTo([&](const QWidget *widget) { return widget == button; }));
    press(Qt::Key_Space);
    QVERIFY(waitUntil([&] { return sends() == QLatin1String("clear"); }, 30s, "a clear output"));
}

void TestKeyboardShow::aNote()
{
    QApplication::setActiveWindow(window());
    QVERIFY(tabTo([](const QWidget *widget) {
        return widget->objectName() == QLatin1String("note")
            && widget->accessibleName().contains(QLatin1String("ote"));
    }));
    press(Qt::Key_Space);
    QVERIFY(waitUntil([&] { return window()->findChild<NoteDialog *>(); }, 5s, "the dialog"));
    auto *dialog = window()->findChild<NoteDialog *>();
    QApplication::setActiveWindow(dialog);
    QVERIFY(waitUntil([&] { return dialog->isAncestorOf(QApplication::focusWidget()); }, 5s, "the keyboard"));
    QVERIFY(tabTo([](const QWidget *widget) { return qobject_cast<const QPlainTextEdit *>(widget); }));
    type(QStringLiteral("Played without a mouse"));
    QVERIFY(tabTo([](const QWidget *widget) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        return button && button->text().contains(QLatin1String("Write"));
    }));
    press(Qt::Key_Space);
    QVERIFY(waitUntil(
        [&] {
            return m_daemon->api()
                .get(QStringLiteral("/v1/journal?limit=50"))
                .body.contains("Played without a mouse");
        },
        20s, "the note"));
}

void TestKeyboardShow::theWindowAlwaysAnswered()
{
    const qint64 longest = window()->loop()->longestUs();
    qInfo("longest turn of the event loop: %lld ms", static_cast<long long>(longest / 1000));
    QVERIFY(longest > 0);
    QVERIFY2(longest < 200'000, qPrintable(QString::number(longest)));
}

QTEST_MAIN(TestKeyboardShow)
#include "tst_keyboardshow.moc"
