// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/reception.h"

#include "app/console/settings.h"
#include "tests/support/wait.h"
#include "tests/unit/client/faketls.h"
#include "tests/unit/console/fakekeystore.h"
#include "tests/unit/console/fakeunit.h"
#include "widgets/backendbutton.h"
#include "widgets/mainwindow.h"
#include "widgets/statusstrip.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeKeyStore;
using test::FakeUnit;
using test::waitUntil;

/// The first page, kept backends and the way from one to the other, put together as main() does.
class TestReception final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<FakeKeyStore> m_store;
    std::unique_ptr<FakeUnit> m_hall;
    std::unique_ptr<FakeUnit> m_van;
    std::unique_ptr<Reception> m_reception;

    void start()
    {
        CommandLine line;
        line.language = QStringLiteral("en");
        m_reception = std::make_unique<Reception>(line, *m_settings, *m_store);
        QVERIFY(m_reception->start().ok());
    }
    void know(const char *id, const FakeUnit &unit)
    {
        auto backends = m_settings->backends();
        backends.push_back({QLatin1String(id), QLatin1String(id), unit.http.address()});
        m_settings->setBackends(backends);
        m_store->secrets.insert(QLatin1String("token/") + QLatin1String(id), unit.token);
    }
    static MainWindow *window()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<MainWindow *>(widget))
                return found;
        }
        return nullptr;
    }
    static bool shows(const char *title)
    {
        return waitUntil(
            [title] { return window() && window()->windowTitle().startsWith(QLatin1String(title)); }, 20s,
            title);
    }
    template <typename Widget>
    Widget *named(const char *name) const
    {
        for (Widget *widget : m_reception->page()->findChildren<Widget *>()) {
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        }
        return nullptr;
    }
    bool pageSays(const char *text) const
    {
        return waitUntil(
            [this, text] {
                if (!m_reception->page())
                    return false;
                for (const QLabel *label : m_reception->page()->findChildren<QLabel *>()) {
                    if (label->text().contains(QLatin1String(text)))
                        return true;
                }
                return false;
            },
            20s, text);
    }
    void enter(const QString &address, const char *token)
    {
        named<QLineEdit>("Address")->setText(address);
        named<QLineEdit>("Token")->setText(QLatin1String(token));
        QTest::keyClick(named<QLineEdit>("Token"), Qt::Key_End);
        Q_EMIT named<QLineEdit>("Token")->textEdited({});
        QTest::keyClick(named<QLineEdit>("Token"), Qt::Key_Return);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        m_settings = std::make_unique<Settings>(
            m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(".conf")));
        m_store = std::make_unique<FakeKeyStore>();
        m_hall = std::make_unique<FakeUnit>(QStringLiteral("Hall"));
        m_van = std::make_unique<FakeUnit>(QStringLiteral("Van"));
    }

    void cleanup()
    {
        m_reception.reset();
        m_van.reset();
        m_hall.reset();
    }

    void whoHasChosenNothingSeesThePage()
    {
        start();
        QVERIFY(m_reception->page() && m_reception->page()->isVisible());
        QVERIFY(!m_reception->console());
        QVERIFY(!window());
    }

    void aBackendIsAskedThenKeptThenShownAndBegunWithNextTime()
    {
        start();
        enter(m_hall->http.address(), "a-token");
        QVERIFY(shows("Hall"));
        QVERIFY(!m_reception->page());
        QCOMPARE(m_settings->backends().size(), size_t(1));
        const KnownBackend kept = m_settings->backends()[0];
        QCOMPARE(kept.address, m_hall->http.address());
        QCOMPARE(m_store->secrets.value(QLatin1String("token/") + kept.id), QByteArray("a-token"));
        QFile file(m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(".conf")));
        m_reception.reset();
        m_settings = std::make_unique<Settings>(file.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("a-token"));
        start();
        QVERIFY(shows("Hall"));
        QVERIFY(!m_reception->page());
    }

    void aWrongTokenStandsAtItsFieldAndIsNotKept()
    {
        start();
        enter(m_hall->http.address(), "wrong");
        QVERIFY(pageSays("does not know this token"));
        QVERIFY(!m_reception->console());
        QVERIFY(m_settings->backends().empty());
        QVERIFY(m_store->secrets.isEmpty());
        enter(m_hall->http.address(), "a-token");
        QVERIFY(shows("Hall"));
    }

    void aCertificateThatNobodyVouchesForIsSaidInWords()
    {
        const QTemporaryDir folder;
        QVERIFY(
            test::makeCertificate(folder.path(), {QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1")}));
        const test::FakeTls server(folder.path());
        start();
        enter(server.address(), "a-token");
        QVERIFY(pageSays("vouches for its certificate itself"));
        QVERIFY(!m_reception->console());
    }

    void nobodyThereIsSaidAtTheAddress()
    {
        m_hall->http.goAway();
        start();
        enter(m_hall->http.address(), "a-token");
        QVERIFY(pageSays("No backend answers"));
        enter(QStringLiteral("http://192.0.2.1:1"), "a-token");
        QVERIFY(pageSays("over http the token could be read"));
    }

    void oneBackendFollowsTheOtherAndNothingPasses()
    {
        know("hall", *m_hall);
        know("van", *m_van);
        m_settings->setChosenBackend(QStringLiteral("hall"));
        start();
        QVERIFY(shows("Hall"));
        QVERIFY(QTest::qWaitForWindowActive(window()));
        QTest::keyClick(window(), Qt::Key_F2); // which the hall does not answer
        QVERIFY(waitUntil([this] { return !m_hall->commands().empty(); }, 20s, "the take"));
        const int tries = int(m_hall->commands().size());
        window()->backend()->menu()->actions()[1]->trigger();
        QVERIFY(shows("Van"));
        QCOMPARE(m_settings->chosenBackend(), QStringLiteral("van"));
        // The command went with the console that sent it.
        QVERIFY(waitUntil(
            [this] {
                m_hall->heartbeat();
                return m_hall->listeners() == 0;
            },
            20s, "the end of the hall's events"));
        QCOMPARE(int(m_hall->commands().size()), tries);
        QVERIFY(m_van->commands().empty());
        for (const auto &request : m_van->http.requests())
            QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer a-token"));
    }

    void aTokenThatIsNotKnownAnyMoreIsAskedFor()
    {
        know("hall", *m_hall);
        m_store->secrets.clear();
        m_settings->setChosenBackend(QStringLiteral("hall"));
        start();
        QVERIFY(pageSays("is not known any more"));
        QCOMPARE(named<QLineEdit>("Address")->text(), m_hall->http.address());
        enter(m_hall->http.address(), "a-token");
        QVERIFY(shows("Hall"));
        QCOMPARE(m_settings->backends().size(), size_t(1));
    }

    void aKeyStoreThatAsksForAPasswordIsWaitedForInSight()
    {
        know("hall", *m_hall);
        m_settings->setChosenBackend(QStringLiteral("hall"));
        m_store->thinks = true;
        start();
        QVERIFY(pageSays("Waiting for the key store"));
        m_store->goOn();
        QVERIFY(shows("Hall"));
    }

    void whoDoesNotWaitIsNotBroughtThereLater()
    {
        know("hall", *m_hall);
        know("van", *m_van);
        m_settings->setChosenBackend(QStringLiteral("hall"));
        m_store->thinks = true;
        start();
        QVERIFY(pageSays("Waiting for the key store"));
        enter(m_van->http.address(), "a-token"); // typed, while the store still thinks
        QVERIFY(shows("Van"));
        m_store->goOn();
        QCoreApplication::processEvents();
        QVERIFY(window()->windowTitle().startsWith(QLatin1String("Van")));
    }

    void aClosedPageAsksNobody()
    {
        know("hall", *m_hall);
        m_settings->setChosenBackend(QStringLiteral("hall"));
        start();
        QVERIFY(shows("Hall"));
        Q_EMIT window()->backend()->connectionsRequested();
        QVERIFY(pageSays("What do you want"));
        m_van->slowMs = 300;
        enter(m_van->http.address(), "a-token");
        QVERIFY(pageSays("Asking"));
        QVERIFY(waitUntil([this] { return !m_van->http.requests().empty(); }, 20s, "the question"));
        m_reception->page()->close();
        QVERIFY(waitUntil([this] { return !m_reception->page(); }, 20s, "the page to go"));
        // Longer than the answer would take.
        QElapsedTimer since;
        since.start();
        QVERIFY(waitUntil([&since] { return since.elapsed() > 700; }, 20s, "the answer that nobody hears"));
        QCOMPARE(m_settings->backends().size(), size_t(1));
        QVERIFY(window()->windowTitle().startsWith(QLatin1String("Hall")));
    }

    void withoutAKeyStoreThatIsSaid()
    {
        m_store->isThere = false;
        start();
        enter(m_hall->http.address(), "a-token");
        QVERIFY(shows("Hall"));
        Q_EMIT window()->backend()->connectionsRequested();
        QVERIFY(pageSays("until the program ends"));
    }

    void aForgottenBackendIsGoneWithItsToken()
    {
        know("hall", *m_hall);
        know("van", *m_van);
        start();
        Q_EMIT m_reception->page()->forgetRequested(QStringLiteral("hall"));
        QCOMPARE(m_settings->backends().size(), size_t(1));
        QVERIFY(!m_store->secrets.contains(QStringLiteral("token/hall")));
        QVERIFY(m_store->secrets.contains(QStringLiteral("token/van")));
    }
};

QTEST_MAIN(TestReception)
#include "tst_reception.moc"
