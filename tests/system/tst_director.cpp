// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/system/consolestage.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/channeldialog.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QJsonArray>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");

} // namespace

/// The console through its real window, against a real twinfeedd with real streams: what a hand does there is what a
/// reader of the programme sees.
class TestDirector final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_stage.close(); }

    void keysTake();
    void chooseNextAndTake();
    void unfitNeedsASecondPress();
    void choosesAModeAndChangesTheHold();
    void armsAgainAndLocks();
    void tellsOfAFailover();
    void onePersonHasTheChannel();
    void endsTheEventAndGoesOn();
    void aHungBackendShowsNothingAsLiveAndFiresNothing();
    void backendGoneAndBack();

private:
    /// Tiles that can be seen and say that their picture is live.
    int liveTiles() const;
    /// Automation may take as well, once it wakes up and finds that nothing has come.
    qsizetype takesByHand();
    QJsonObject document() { return m_stage.document(); }
    void activate() { m_stage.activate(); }
    bool waitForDocument(const char *what, const std::function<bool(const QJsonObject &)> &reached);
    MainWindow *window() const { return m_stage.window(); }
    BusBar *bus() const { return window()->findChild<BusBar *>(); }
    BusButton *button(const QString &text) const;
    bool waitForOnAir(const QString &source);
    bool canTake(const char *source) const;
    /// The bus can be pressed: the state is fresh and no earlier command is under way.
    bool waitUntilReady();

    ConsoleStage m_stage;
};

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
            return wordOf(m_stage.api().get(QStringLiteral("/v1/channels/main")).json, "onAir") == source;
        },
        10s, "the take");
}

bool TestDirector::waitForDocument(const char *what, const std::function<bool(const QJsonObject &)> &reached)
{
    return waitUntil([&] { return reached(document()); }, 10s, what);
}

bool TestDirector::canTake(const char *source) const
{
    // A source that is not fit for a moment wants a second press.
    const BusButton *key = button(QString::fromLatin1(source));
    return key->isEnabled()
        && (key->note() == QLatin1String("fit") || key->note() == QLatin1String("ON AIR"));
}

bool TestDirector::waitUntilReady()
{
    return waitUntil([&] { return canTake("PRIMARY") && canTake("SLATE"); }, 20s, "the bus");
}

void TestDirector::initTestCase()
{
    QVERIFY2(m_stage.start({.onAir = {}, .holdMs = 0, .arguments = {QStringLiteral("--supervise")}}),
             qPrintable(m_stage.report()));
    QCOMPARE(m_stage.open(), QString());
    QVERIFY(waitUntilReady());
}

void TestDirector::keysTake()
{
    const QList<std::pair<Qt::Key, QString>> presses{{Qt::Key_F1, QStringLiteral("1")},
                                                     {Qt::Key_F2, QStringLiteral("2")},
                                                     {Qt::Key_F3, QStringLiteral("none")},
                                                     {Qt::Key_F2, QStringLiteral("2")}};
    for (const auto &[key, seen] : presses) {
        QVERIFY(waitUntilReady());
        if (key == Qt::Key_F2)
            QVERIFY(waitUntil([&] { return canTake("BACKUP"); }, 20s, "the backup"));
        QTest::keyClick(window(), key);
        QCOMPARE(wordOf(m_stage.reading().nextChange(), "to"), seen);
        // The measured result stands beside the bus, and is not that of the press before.
        const QString source = key == Qt::Key_F1 ? QStringLiteral("PRIMARY")
            : key == Qt::Key_F2                  ? QStringLiteral("BACKUP")
                                                 : QStringLiteral("SLATE");
        QVERIFY(waitUntil(
            [&] {
                const QString headline = bus()->message().headline;
                return headline.startsWith(source) && headline.contains(QLatin1String("on air after"));
            },
            10s, "the measured result"));
    }
}

void TestDirector::chooseNextAndTake()
{
    QVERIFY(waitUntilReady());
    QTest::keyClick(window(), Qt::Key_1);
    QCOMPARE(bus()->next(), std::optional(Source::Primary));
    QCOMPARE(wordOf(m_stage.api().get(QStringLiteral("/v1/channels/main")).json, "onAir"),
             QStringLiteral("backup"));
    QTest::keyClick(window(), Qt::Key_F12);
    QCOMPARE(wordOf(m_stage.reading().nextChange(), "to"), QStringLiteral("1"));
    QVERIFY(waitForOnAir(QStringLiteral("primary")));
}

void TestDirector::unfitNeedsASecondPress()
{
    QVERIFY(waitUntilReady());
    QVERIFY(!m_stage.feeds().say(QStringLiteral("2 stop")).isEmpty());
    QVERIFY(waitUntil(
        [&] {
            return !m_stage.api()
                        .source(channel, QStringLiteral("backup"))
                        .value(QLatin1String("fit"))
                        .toBool();
        },
        20s, "the backup to be unfit"));
    const auto *backup = button(QStringLiteral("BACKUP"));
    QVERIFY(waitUntil([&] { return backup->note() != QLatin1String("fit"); }, 10s, "the console to know"));
    const quint64 revision = m_stage.api().revision(channel);
    QTest::keyClick(window(), Qt::Key_F2);
    QCOMPARE(bus()->message().tone, BusMessage::Tone::Caution);
    QVERIFY(!bus()->message().headline.isEmpty());
    QCOMPARE(m_stage.api().revision(channel), revision);
    QVERIFY(!m_stage.feeds().say(QStringLiteral("2 resume")).isEmpty());
    QVERIFY(m_stage.api().waitUntilFit(channel, QStringLiteral("backup")));
}

void TestDirector::choosesAModeAndChangesTheHold()
{
    const auto config = [](const QJsonObject &now) { return now.value(QLatin1String("config")).toObject(); };
    QVERIFY(waitUntilReady());
    activate();
    QTest::keyClick(window(), Qt::Key_F6);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (action->text().startsWith(QLatin1String("FLOATING")))
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    }
    QVERIFY(waitForDocument("the mode", [&](const QJsonObject &now) {
        return wordOf(config(now).value(QLatin1String("failover")).toObject(), "mode")
            == QLatin1String("floating");
    }));
    auto *mode = window()->findChild<QToolButton *>(QStringLiteral("mode"));
    QVERIFY(waitUntil([&] { return mode->text() == QLatin1String("AUTO: FLOATING"); }, 10s, "its word"));

    const QJsonObject before = config(document());
    activate();
    QTest::keyClick(window(), Qt::Key_Comma, Qt::ControlModifier);
    const QPointer<ChannelDialog> dialog = window()->findChild<ChannelDialog *>();
    QVERIFY(dialog);
    QApplication::setActiveWindow(dialog);
    dialog->findChild<QSpinBox *>()->setValue(600);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(waitForDocument("the hold", [&](const QJsonObject &now) {
        return config(now).value(QLatin1String("holdMs")).toInt() == 600;
    }));
    // The addresses were blotted out on screen, and are whole where they count.
    QCOMPARE(config(document()).value(QLatin1String("primary")), before.value(QLatin1String("primary")));
    QCOMPARE(config(document()).value(QLatin1String("outputs")), before.value(QLatin1String("outputs")));
    QVERIFY(waitUntil([&] { return !dialog || !dialog->isVisible(); }, 10s, "the dialog to close"));
}

void TestDirector::armsAgainAndLocks()
{
    const auto suspended = [](const QJsonObject &now) {
        return now.value(QLatin1String("suspended")).toBool();
    };
    const auto locked = [](const QJsonObject &now) { return now.value(QLatin1String("locked")).toArray(); };
    for (const auto &[key, seen] :
         {std::pair(Qt::Key_F2, QStringLiteral("2")), {Qt::Key_F1, QStringLiteral("1")}}) {
        QVERIFY(waitUntilReady());
        activate();
        QTest::keyClick(window(), key);
        QCOMPARE(wordOf(m_stage.reading().nextChange(), "to"), seen);
    }
    QVERIFY(waitUntilReady());
    QVERIFY(suspended(document())); // what a person took is theirs
    auto *arm = window()->findChild<QPushButton *>(QStringLiteral("arm"));
    QVERIFY(waitUntil([&] { return arm->isEnabled(); }, 10s, "something to arm again"));
    activate();
    QTest::keyClick(window(), Qt::Key_F5);
    QVERIFY(waitForDocument("automation armed", [&](const QJsonObject &now) { return !suspended(now); }));
    QVERIFY(waitUntil([&] { return !arm->isEnabled(); }, 10s, "the console to know"));

    QTest::keyClick(window(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(waitForDocument("the lock", [&](const QJsonObject &now) {
        return locked(now) == QJsonArray{QStringLiteral("backup")};
    }));
    const auto *backup = button(QStringLiteral("BACKUP"));
    QVERIFY(waitUntil([&] { return backup->note() == QLatin1String("locked"); }, 10s, "the console to know"));
    const quint64 revision = m_stage.api().revision(channel);
    QTest::keyClick(window(), Qt::Key_F2);
    QVERIFY(bus()->message().headline.startsWith(QLatin1String("Locked.")));
    QCOMPARE(m_stage.api().revision(channel), revision);
    QTest::keyClick(window(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(waitForDocument("no lock", [&](const QJsonObject &now) { return locked(now).isEmpty(); }));
    QVERIFY(waitUntil([&] { return backup->note() != QLatin1String("locked"); }, 10s, "the console to know"));
}

void TestDirector::tellsOfAFailover()
{
    QVERIFY(waitUntilReady());
    QVERIFY(m_stage.api().waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY(waitForOnAir(QStringLiteral("primary")));
    QVERIFY(!m_stage.feeds().say(QStringLiteral("1 stop")).isEmpty());
    QCOMPARE(wordOf(m_stage.reading().nextChange(), "to"), QStringLiteral("2"));
    QVERIFY(waitUntil(
        [&] {
            const BusMessage message = bus()->message();
            return message.headline.startsWith(QLatin1String("PRIMARY lost for"))
                && message.detail.startsWith(QLatin1String("Gap "));
        },
        10s, "what the engine did, measured"));
    QVERIFY(!bus()->next());
    QVERIFY(waitForOnAir(QStringLiteral("backup")));
    QVERIFY(waitUntil([&] { return button(QStringLiteral("BACKUP"))->note() == QLatin1String("ON AIR"); },
                      10s, "the tally"));
    QVERIFY(!m_stage.feeds().say(QStringLiteral("1 resume")).isEmpty());
    QVERIFY(m_stage.api().waitUntilFit(channel, QStringLiteral("primary")));
}

void TestDirector::onePersonHasTheChannel()
{
    const QString control = QStringLiteral("/v1/channels/main/control");
    const auto holder = [&] { return wordOf(m_stage.api().get(control).json, "holder"); };
    QVERIFY(waitUntilReady());
    Api ben(m_stage.api().url(QString()), secretOfBen());
    QCOMPARE(ben.send("PUT", control, QJsonObject()).status, 202);
    auto *held = window()->findChild<QToolButton *>(QStringLiteral("control"));
    QVERIFY(waitUntil([&] { return held->text() == QLatin1String("ben has it"); }, 10s, "who has it"));
    // The bus is off and says who has the channel; the backend refuses whoever asks all the same.
    QVERIFY(waitUntil([&] { return !button(QStringLiteral("SLATE"))->isEnabled(); }, 10s, "the bus"));
    QVERIFY(bus()->message().headline.contains(QLatin1String("ben")));
    const Api::Answer refused = m_stage.api().take(channel, QStringLiteral("slate"));
    QCOMPARE(refused.status, 409);
    QVERIFY(wordOf(refused.json, "type").endsWith(QLatin1String(":held")));
    activate();
    QTest::keyClick(window(), Qt::Key_F7);
    QCOMPARE(holder(), QStringLiteral("ben"));
    QTest::keyClick(window(), Qt::Key_F7);
    QVERIFY(waitUntil([&] { return held->text() == QLatin1String("You have it"); }, 10s, "taking it over"));
    QVERIFY(holder() != QLatin1String("ben"));
    QCOMPARE(ben.take(channel, QStringLiteral("slate")).status, 409);
    QVERIFY(waitUntilReady());
    QTest::keyClick(window(), Qt::Key_F7);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    menu->actions().first()->trigger();
    menu->close();
    QVERIFY(waitUntil([&] { return holder().isEmpty(); }, 10s, "letting go"));
    QVERIFY(waitUntil([&] { return held->text() == QLatin1String("Nobody has it"); }, 10s, "nobody"));
}

void TestDirector::endsTheEventAndGoesOn()
{
    const auto ended = [](const QJsonObject &now) { return now.value(QLatin1String("ended")).toBool(); };
    QVERIFY(waitUntilReady());
    activate();
    auto *end = window()->findChild<QPushButton *>(QStringLiteral("end"));
    QTest::keyClick(window(), Qt::Key_F12, Qt::ControlModifier);
    QVERIFY(!ended(document()));
    QCOMPARE(end->text(), QStringLiteral("END NOW?"));
    QTest::keyClick(window(), Qt::Key_F12, Qt::ControlModifier);
    QVERIFY(waitForDocument("the end", ended));
    QVERIFY(waitUntil([&] { return !end->isEnabled(); }, 10s, "the console to know"));
    QVERIFY(waitUntilReady());
    QVERIFY(waitUntil([&] { return button(QStringLiteral("PRIMARY"))->note() == QLatin1String("fit"); }, 10s,
                      "the primary"));
    QTest::keyClick(window(), Qt::Key_F1);
    QCOMPARE(wordOf(m_stage.reading().nextChange(), "to"), QStringLiteral("1"));
    QVERIFY(waitForDocument("the event to go on", [&](const QJsonObject &now) { return !ended(now); }));
}

int TestDirector::liveTiles() const
{
    const auto tiles = window()->findChildren<VideoTile *>();
    return int(std::ranges::count_if(tiles, [](const VideoTile *tile) {
        return tile->isVisible() && tile->state().kind == TileState::Kind::Live;
    }));
}

qsizetype TestDirector::takesByHand()
{
    const QJsonArray entries = m_stage.daemon()
                                   .api()
                                   .get(QStringLiteral("/v1/journal?limit=200"))
                                   .json.value(QLatin1String("entries"))
                                   .toArray();
    return std::ranges::count_if(entries, [](const QJsonValue &entry) {
        return entry[QLatin1String("kind")] == QLatin1String("take")
            && entry[QLatin1String("actor")] != QLatin1String("twinfeed");
    });
}

void TestDirector::aHungBackendShowsNothingAsLiveAndFiresNothing()
{
    QVERIFY(waitUntilReady());
    QVERIFY(waitUntil([&] { return liveTiles() > 0; }, 20s, "a live picture"));
    const qsizetype before = takesByHand();
    m_stage.daemon().process().signal(SIGSTOP); // the supervisor as well: nobody ends the one that hangs
    QCOMPARE(::kill(pid_t(m_stage.daemon().pid()), SIGSTOP), 0);
    const bool dark = waitUntil([&] { return liveTiles() == 0; }, 15s, "no picture said to be live");
    const bool off = waitUntil([&] { return !button(QStringLiteral("PRIMARY"))->isEnabled(); }, 15s,
                               "the bus to be off while the backend hangs");
    activate();
    for (const auto key : {Qt::Key_F1, Qt::Key_F2, Qt::Key_F3})
        QTest::keyClick(window(), key);
    QCOMPARE(::kill(pid_t(m_stage.daemon().pid()), SIGCONT), 0);
    m_stage.daemon().process().signal(SIGCONT);
    QVERIFY(dark && off);
    QVERIFY(waitUntilReady());
    QVERIFY(waitUntil([&] { return liveTiles() > 0; }, 20s, "a live picture again"));
    // What was pressed on old truth never reached it.
    QCOMPARE(takesByHand(), before);
}

void TestDirector::backendGoneAndBack()
{
    const qint64 pid = m_stage.daemon().pid();
    QVERIFY(waitUntilReady());
    m_stage.daemon().process().signal(SIGSTOP); // the supervisor: nobody starts another one
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
    QVERIFY(waitUntil([&] { return !button(QStringLiteral("PRIMARY"))->isEnabled(); }, 15s,
                      "the bus to be off without a backend"));
    QVERIFY(window()->isVisible());
    m_stage.daemon().process().signal(SIGCONT);
    QVERIFY2(m_stage.daemon().waitForSuccessor(), qPrintable(m_stage.daemon().report()));
    QVERIFY(waitUntilReady());
}

QTEST_MAIN(TestDirector)

#include "tst_director.moc"
