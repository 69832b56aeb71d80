// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"

#include "tests/support/wait.h"
#include "tests/unit/console/fakeunit.h"
#include "widgets/backendbutton.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/connectionlamp.h"
#include "widgets/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::FakeUnit;
using test::waitUntil;

namespace {

/// The longest time in which the event loop did not come round.
class LongestTurn final
{
public:
    LongestTurn()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                         [this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_timer.start(5);
    }
    qint64 ms() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

/// The goal is 200 ms; the backend's part shares this event loop, and the machine may be busy.
constexpr qint64 frozenMs = 600;

} // namespace

/// The whole console against a backend in trouble: it never freezes or falls, shows no old truth as new, and says a command once.
class TestHardTimes final : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeUnit> m_unit;
    std::unique_ptr<Console> m_console;
    QTimer m_heart;

    static MainWindow *window()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<MainWindow *>(widget))
                return found;
        }
        return nullptr;
    }
    static QString lamp() { return window()->findChild<ConnectionLamp *>()->accessibleDescription(); }
    static QString said()
    {
        const BusMessage message = window()->findChild<BusBar *>()->message();
        return message.headline + QLatin1Char(' ') + message.detail;
    }
    static bool canTake()
    {
        for (const auto *button : window()->findChildren<BusButton *>()) {
            if (button->text() == QLatin1String("BACKUP"))
                return button->isEnabled();
        }
        return false;
    }
    void open()
    {
        CommandLine line;
        line.language = QStringLiteral("en");
        Console::Destination to;
        to.endpoint = *client::Endpoint::parse(m_unit->http.address(), m_unit->token);
        to.name = QStringLiteral("Hall");
        m_console = std::make_unique<Console>(line, to);
        QVERIFY(m_console->start().ok());
    }
    static bool becomesReady()
    {
        return waitUntil([] { return window()->currentChannel() == QLatin1String("main") && canTake(); }, 20s,
                         "a bus that can be pressed");
    }
    /// How many different commands came: repeats of one have its key.
    int keys() const
    {
        QSet<QByteArray> keys;
        for (const auto &request : m_unit->commands())
            keys << request.headers.value("idempotency-key");
        return int(keys.size());
    }
    static QByteArray accepted(const FakeHttp::Request &)
    {
        return R"({"id":"9","kind":"take","channel":"main","state":"done","actor":"anna",
            "acceptedAt":"2026-01-01T12:00:00.000Z","endedAt":"2026-01-01T12:00:00.000Z",
            "request":{"source":"backup"},"evidence":null,"problem":null})";
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        connect(&m_heart, &QTimer::timeout, this, [this] {
            if (m_unit)
                m_unit->heartbeat();
        });
        m_heart.start(300);
    }

    void init() { m_unit = std::make_unique<FakeUnit>(); }

    void cleanup()
    {
        m_console.reset();
        m_unit.reset();
    }

    void answersTakeTwoSeconds()
    {
        m_unit->slowMs = 2000;
        m_unit->command = [](const auto &request) { FakeHttp::answer(request, 202, accepted(request)); };
        open();
        QVERIFY(becomesReady());
        QVERIFY(QTest::qWaitForWindowActive(window()));
        const LongestTurn longest;
        QTest::keyClick(window(), Qt::Key_F2);
        // The press is seen at once, its end when it comes.
        QVERIFY2(said().contains(QLatin1String("BACKUP")), qPrintable(said()));
        const QString pending = said();
        QVERIFY(waitUntil([&] { return said() != pending && !said().contains(QLatin1String("No answer")); },
                          20s, "another word"));
        QVERIFY(waitUntil([this] { return !m_unit->commands().empty(); }, 20s, "the take"));
        QVERIFY(waitUntil([] { return canTake(); }, 20s, "the end"));
        // Asked again over a slow line it is the same command.
        QCOMPARE(keys(), 1);
        QVERIFY2(longest.ms() < frozenMs, qPrintable(QString::number(longest.ms())));
    }

    void startedAgain()
    {
        open();
        QVERIFY(becomesReady());
        QVERIFY(QTest::qWaitForWindowActive(window()));
        const LongestTurn longest;
        m_unit->http.goAway();
        QVERIFY(waitUntil([] { return !canTake(); }, 20s, "the bus to be off"));
        QTest::keyClick(window(), Qt::Key_F2);
        // Another life: other numbers of events, and another truth.
        m_unit->incarnation = "b";
        m_unit->channels[0].config.name = QStringLiteral("After the restart");
        m_unit->channels[0].onAir = Source::Slate;
        m_unit->channels[0].revision = 3;
        QVERIFY(m_unit->http.comeBack());
        QVERIFY(
            waitUntil([] { return window()->windowTitle().startsWith(QLatin1String("After the restart")); },
                      20s, "the new truth"));
        QVERIFY(becomesReady());
        QVERIFY(m_unit->commands().empty());
        QTest::keyClick(window(), Qt::Key_F2);
        QVERIFY(waitUntil([this] { return !m_unit->commands().empty(); }, 20s, "the take"));
        QCOMPARE(m_unit->commands()[0].headers.value("if-match"), QByteArray("\"3\""));
        QVERIFY2(longest.ms() < frozenMs, qPrintable(QString::number(longest.ms())));
    }

    void ofANewerVersion()
    {
        m_unit->moreOfSnapshot = {
            {QStringLiteral("holograms"), QJsonArray{1, 2, 3}},
            {QStringLiteral("alarms"), QJsonArray{QJsonObject{{QStringLiteral("id"), 7}}}}};
        open();
        QVERIFY(waitUntil([] { return window(); }, 20s, "the window"));
        // What is not understood is left alone, and what comes behind it is heard.
        QVERIFY(waitUntil([this] { return m_unit->listeners() > 0; }, 20s, "the console to listen"));
        m_unit->say("hologram", {{QStringLiteral("of"), QStringLiteral("anna")}});
        m_unit->say("channel", {{QStringLiteral("config"), 12}});
        m_unit->say("status", {{QStringLiteral("channel"), QJsonObject()}});
        ChannelDocument document = m_unit->channels[0];
        document.revision = 13;
        document.config.name = QStringLiteral("Renamed");
        QJsonObject data = toJson(document, false);
        data.insert(QLatin1String("mood"), QStringLiteral("good"));
        m_unit->say("channel", data);
        m_unit->say("status", toJson(FakeUnit::status(QStringLiteral("main"))));
        QVERIFY(waitUntil([] { return window()->windowTitle().startsWith(QLatin1String("Renamed")); }, 20s,
                          "what is understood"));
    }

    void ofAnotherKindAltogether()
    {
        m_unit->http.setHandler(
            [](const auto &request) { FakeHttp::answer(request, 200, "<html>A shop</html>", "text/html"); });
        open();
        QVERIFY(waitUntil([] { return lamp().contains(QLatin1String("no Twinfeed backend")); }, 20s,
                          "the reason"));
        QVERIFY(!canTake());
    }

    void aTokenThatIsNotKnownAnyMore()
    {
        open();
        QVERIFY(becomesReady());
        m_unit->token = "another";
        m_unit->http.goAway();
        QVERIFY(m_unit->http.comeBack());
        QVERIFY(waitUntil([] { return lamp().contains(QLatin1String("does not know this token")); }, 20s,
                          "the reason"));
        QVERIFY(!canTake());
        QTest::keyClick(window(), Qt::Key_F2);
        QVERIFY(m_unit->commands().empty());
    }

    void aRoleThatMayNot()
    {
        m_unit->role = Role::Operator;
        open();
        QVERIFY(waitUntil([] { return window()->backend()->text() == QLatin1String("operator"); }, 20s,
                          "the role"));
        QVERIFY(!canTake());
        QVERIFY2(said().contains(QLatin1String("operator")), qPrintable(said()));
        QTest::keyClick(window(), Qt::Key_F2);
        QVERIFY(m_unit->commands().empty());
    }

    void moreChannelsThanEverSeen()
    {
        for (int i = 0; i < 300; ++i)
            m_unit->channels.push_back(
                FakeUnit::document(QStringLiteral("more-%1").arg(i, 3, 10, QLatin1Char('0')),
                                   QStringLiteral("Stage %1").arg(i)));
        open();
        const LongestTurn longest;
        QVERIFY(becomesReady());
        // All of them can be reached.
        QTest::keyClick(window(), Qt::Key_PageUp, Qt::ControlModifier);
        QVERIFY(waitUntil([] { return window()->windowTitle().startsWith(QLatin1String("Stage 299")); }, 20s,
                          "the last one"));
        QVERIFY2(longest.ms() < 3 * frozenMs, qPrintable(QString::number(longest.ms())));
    }
};

QTEST_MAIN(TestHardTimes)
#include "tst_hardtimes.moc"
