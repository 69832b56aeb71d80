// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "widgets/mainwindow.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;

namespace {

QJsonObject snapshot()
{
    ChannelDocument document;
    document.config.id = QStringLiteral("main");
    document.config.name = QStringLiteral("Main stage");
    document.config.primary.url = QStringLiteral("rtmp://a.example/live/***");
    document.config.backup.url = QStringLiteral("rtmp://b.example/live/***");
    document.revision = 12;
    document.onAir = Source::Primary;
    ChannelStatus status;
    status.channel = QStringLiteral("main");
    status.programme = Source::Primary;
    for (const Source source : allSources) {
        SourceStatus one;
        one.source = source;
        one.state = InputState::Live;
        one.fit = true;
        status.sources.push_back(one);
    }
    return {{QStringLiteral("channels"), QJsonArray{toJson(document, false)}},
            {QStringLiteral("statuses"), QJsonArray{toJson(status)}}};
}

} // namespace

/// The whole console, put together as its main() does, against a backend that is not there.
class TestConsole : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<Console> m_console;
    SystemClock m_clock;
    int64_t m_commandAt = 0;

    static MainWindow *window()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<MainWindow *>(widget))
                return found;
        }
        return nullptr;
    }
    std::vector<FakeHttp::Request> commands() const
    {
        std::vector<FakeHttp::Request> found;
        for (const auto &request : m_server->requests()) {
            if (request.verb != "GET")
                found.push_back(request);
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_commandAt = 0;
        m_server->setHandler([this](const auto &request) {
            if (request.target == "/v1/events") {
                FakeHttp::begin(request, "text/event-stream");
                request.socket->write("id: a-1\nevent: snapshot\ndata: "
                                      + QJsonDocument(snapshot()).toJson(QJsonDocument::Compact) + "\n\n");
            } else if (request.verb != "GET") {
                m_commandAt = m_clock.now();
            } else {
                FakeHttp::answer(request, 404, "{}");
            }
        });
        QFile token(m_folder.filePath(QStringLiteral("token")));
        QVERIFY(token.open(QIODevice::WriteOnly));
        token.write("a-token\n");
        token.close();
        CommandLine line;
        line.connectTo = m_server->address();
        line.tokenFile = token.fileName();
        line.language = QStringLiteral("en");
        m_console = std::make_unique<Console>(line);
    }

    void cleanup()
    {
        m_console.reset();
        m_server.reset();
    }

    void aKeyPressIsARequest()
    {
        QVERIFY(m_console->start().ok());
        QVERIFY(window());
        QVERIFY(waitUntil([] { return window()->currentChannel() == QLatin1String("main"); }, 20s,
                          "the channel"));
        QVERIFY(QTest::qWaitForWindowActive(window()));
        const int64_t pressed = m_clock.now();
        QTest::keyClick(window(), Qt::Key_F2);
        QVERIFY(waitUntil([this] { return !commands().empty(); }, 20s, "the take"));
        QCOMPARE(commands()[0].target, QByteArray("/v1/channels/main/take"));
        QCOMPARE(commands()[0].headers.value("if-match"), QByteArray("\"12\""));
        QCOMPARE(
            QJsonDocument::fromJson(commands()[0].body).object().value(QLatin1String("source")).toString(),
            QStringLiteral("backup"));
        QCOMPARE(commands()[0].headers.value("authorization"), QByteArray("Bearer a-token"));
        // The goal is 16 ms; here the server shares the event loop with a window that draws itself for the first time.
        QVERIFY2(m_commandAt - pressed < 300'000, qPrintable(QString::number(m_commandAt - pressed)));
    }

    void withoutABackendNothingIsSent()
    {
        m_server->goAway();
        QVERIFY(m_console->start().ok());
        QVERIFY(QTest::qWaitForWindowActive(window()));
        QTest::keyClick(window(), Qt::Key_F2);
        QVERIFY(m_server->comeBack());
        QVERIFY(waitUntil([] { return window()->currentChannel() == QLatin1String("main"); }, 20s,
                          "the channel"));
        QVERIFY(commands().empty());
    }

    void aTokenFileThatIsNotThereIsSaid()
    {
        CommandLine line;
        line.connectTo = m_server->address();
        line.tokenFile = m_folder.filePath(QStringLiteral("nothing"));
        m_console = std::make_unique<Console>(line);
        const auto started = m_console->start();
        QVERIFY(!started.ok());
        QCOMPARE(started.error().where, QStringLiteral("--token-file"));
    }

    void anAddressInTheClearIsRefused()
    {
        CommandLine line;
        line.connectTo = QStringLiteral("http://192.0.2.1:8080");
        line.tokenFile = m_folder.filePath(QStringLiteral("token"));
        m_console = std::make_unique<Console>(line);
        const auto started = m_console->start();
        QVERIFY(!started.ok());
        QCOMPARE(started.error().code, QStringLiteral("token-in-clear"));
    }
};

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
