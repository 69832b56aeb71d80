// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/client.h"
#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::client;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;

namespace {

QByteArray operationJson(const char *id = "op-1")
{
    Operation operation;
    operation.id = QString::fromLatin1(id);
    operation.kind = QStringLiteral("take");
    operation.channel = QStringLiteral("main");
    operation.acceptedAt = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    return QJsonDocument(toJson(operation)).toJson();
}

/// Short enough for a test, with the proportions of the real thing.
Client::Timing quick()
{
    return {.commandLateMs = 1000,
            .commandTryMs = 500,
            .commandGiveUpMs = 2500,
            .queryTryMs = 500,
            .uploadTryMs = 2000};
}

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<Client> m_client;
    std::vector<Result<Operation>> m_answers;
    Client::OperationDone m_done = [this](const Result<Operation> &answer) { m_answers.push_back(answer); };

    bool waitForAnswer()
    {
        return waitUntil([this] { return !m_answers.empty(); }, 20s, "an answer");
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
    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_client = std::make_unique<Client>(m_clock, quick());
        m_client->setEndpoint(*Endpoint::parse(m_server->address(), "a-token"));
        m_answers.clear();
    }

    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void saysAllOfATake()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        const QDateTime before = m_clock.wall();
        m_client->setClockOffset(60'000);
        const QString key =
            m_client->take(QStringLiteral("main"), {Source::Backup, Cut::Keyframe, true}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        QCOMPARE(m_answers.front()->id, QStringLiteral("op-1"));

        const auto sent = commands();
        QCOMPARE(sent.size(), 1u);
        QCOMPARE(sent[0].verb, QByteArray("POST"));
        QCOMPARE(sent[0].target, QByteArray("/v1/channels/main/take"));
        QCOMPARE(sent[0].headers.value("authorization"), QByteArray("Bearer a-token"));
        QCOMPARE(sent[0].headers.value("if-match"), QByteArray("\"7\""));
        QCOMPARE(sent[0].headers.value("content-type"), QByteArray("application/json"));
        QCOMPARE(QString::fromLatin1(sent[0].headers.value("idempotency-key")), key);
        const QJsonObject body = QJsonDocument::fromJson(sent[0].body).object();
        QCOMPARE(body.value(QLatin1String("source")).toString(), QStringLiteral("backup"));
        QCOMPARE(body.value(QLatin1String("cut")).toString(), QStringLiteral("keyframe"));
        QCOMPARE(body.value(QLatin1String("force")).toBool(), true);
        // By the backend's clock, which is a minute ahead.
        const QDateTime late =
            QDateTime::fromString(body.value(QLatin1String("notAfter")).toString(), Qt::ISODateWithMs);
        QVERIFY(late.isValid());
        const qint64 ahead = before.msecsTo(late) - 60'000;
        QVERIFY2(ahead >= 1000 && ahead < 3000, qPrintable(QString::number(ahead)));
    }

    void saysWhatIsToBeOfAutomation()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        const QString main = QStringLiteral("main");
        m_client->setFailover(main, {FailoverMode::Reverting, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        m_client->setFailover(main, {{}, true}, 8, m_done);
        m_client->setLocks(main, {Source::Primary, Source::Slate}, 9, m_done);
        m_client->endEvent(main, 10, m_done);
        m_client->setEncryption(main, {Encryption::Sealed, {QStringLiteral("cdn")}, true, false, {}}, 11,
                                m_done);
        m_client->setEncryption(main, {Encryption::Clear, {}, false, true, QStringLiteral("dark")}, 12,
                                m_done);
        QVERIFY(waitUntil([this] { return m_answers.size() == 6; }, 20s, "all answers"));

        QHash<QByteArray, FakeHttp::Request> by;
        for (const auto &request : commands())
            by.insert(request.headers.value("if-match"), request);
        const auto bodyOf = [&by](const char *revision) {
            QJsonObject body = QJsonDocument::fromJson(by.value(revision).body).object();
            body.remove(QLatin1String("notAfter"));
            return body;
        };
        QCOMPARE(by.size(), 6);
        QCOMPARE(by.value("\"11\"").verb, QByteArray("PUT"));
        QCOMPARE(by.value("\"11\"").target, QByteArray("/v1/channels/main/encryption"));
        QCOMPARE(bodyOf("\"11\"").value(QLatin1String("newKey")).toBool(), true);
        // An emergency stop goes whatever the revision: it names none.
        QVERIFY(!by.value("").headers.contains("if-match"));
        QCOMPARE(bodyOf("").value(QLatin1String("reason")).toString(), QStringLiteral("dark"));
        for (const auto &request : by)
            QVERIFY(!request.headers.value("idempotency-key").isEmpty());
        QCOMPARE(by.value("\"7\"").verb, QByteArray("PUT"));
        QCOMPARE(by.value("\"7\"").target, QByteArray("/v1/channels/main/failover"));
        QCOMPARE(bodyOf("\"7\""), QJsonObject({{QStringLiteral("mode"), QStringLiteral("reverting")}}));
        QCOMPARE(bodyOf("\"8\""), QJsonObject({{QStringLiteral("armed"), true}}));
        QCOMPARE(by.value("\"9\"").target, QByteArray("/v1/channels/main/locks"));
        const QJsonArray locked{QStringLiteral("primary"), QStringLiteral("slate")};
        QCOMPARE(bodyOf("\"9\""), QJsonObject({{QStringLiteral("locked"), locked}}));
        QCOMPARE(by.value("\"10\"").verb, QByteArray("POST"));
        QCOMPARE(by.value("\"10\"").target, QByteArray("/v1/channels/main/end"));
        QVERIFY(by.value("\"10\"").body.isEmpty());
    }

    void readsAndReplacesAChannel()
    {
        ChannelDocument document;
        document.config.id = QStringLiteral("main");
        document.config.name = QStringLiteral("Main");
        document.config.primary.url = QStringLiteral("rtmp://a.example/live/key");
        document.config.backup.url = QStringLiteral("rtmp://b.example/live/key");
        document.config.holdMs = 800;
        document.revision = 12;
        m_server->setHandler([&](const auto &request) {
            if (request.verb == "GET")
                FakeHttp::answer(request, 200, QJsonDocument(toJson(document, true)).toJson());
            else
                FakeHttp::answer(request, 202, operationJson());
        });
        std::optional<ChannelDocument> read;
        m_client->channel(document.config.id, [&](const auto &answer) {
            if (answer)
                read = *answer;
        });
        QVERIFY(waitUntil([&] { return read.has_value(); }, 20s, "the channel"));
        QCOMPARE(*read, document);
        m_client->replaceChannel(read->config, read->revision, m_done);
        QVERIFY(waitForAnswer());
        const auto sent = commands().at(0);
        QCOMPARE(sent.verb, QByteArray("PUT"));
        QCOMPARE(sent.target, QByteArray("/v1/channels/main"));
        QCOMPARE(sent.headers.value("if-match"), QByteArray("\"12\""));
        // Word for word the configuration: its reader takes nothing else.
        const auto config = channelConfigFromJson(QJsonDocument::fromJson(sent.body).object());
        QVERIFY(config.ok());
        QCOMPARE(*config, document.config);
    }

    void leavesOutWhatWasNotAsked()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        m_client->take(QStringLiteral("main"), {Source::Primary, {}, false}, 1, m_done);
        QVERIFY(waitForAnswer());
        const QJsonObject body = QJsonDocument::fromJson(commands().at(0).body).object();
        QCOMPARE(body.keys(), QStringList({QStringLiteral("notAfter"), QStringLiteral("source")}));
    }

    void eachCommandHasItsOwnKey()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        QSet<QString> keys;
        for (int i = 0; i < 20; ++i)
            keys.insert(m_client->armSlate(QStringLiteral("main"), QStringLiteral("standby"), 1, m_done));
        QCOMPARE(keys.size(), 20);
        QVERIFY(waitUntil([this] { return m_answers.size() == 20; }, 20s, "all answers"));
        QSet<QString> sent;
        for (const auto &request : commands())
            sent.insert(QString::fromLatin1(request.headers.value("idempotency-key")));
        QCOMPARE(sent, keys);
    }

    void repeatsTheSameAfterADrop()
    {
        // Dropped after the whole command had been read: nobody can know whether it was done.
        m_server->setHandler([this](const auto &request) {
            if (commands().size() < 3)
                FakeHttp::drop(request);
            else
                FakeHttp::answer(request, 202, operationJson());
        });
        const QString key = m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        const auto sent = commands();
        QVERIFY(sent.size() >= 3);
        for (const auto &request : sent) {
            QCOMPARE(QString::fromLatin1(request.headers.value("idempotency-key")), key);
            QCOMPARE(request.body, sent[0].body);
            QCOMPARE(request.headers.value("if-match"), sent[0].headers.value("if-match"));
        }
    }

    void repeatsTheSameAfterHalfAnAnswer()
    {
        m_server->setHandler([this](const auto &request) {
            if (commands().size() == 1) {
                request.socket->write("HTTP/1.1 202 Accepted\r\nContent-Type: "
                                      "application/json\r\nContent-Length: 500\r\n\r\n{\"id\"");
                request.socket->disconnectFromHost();
            } else {
                FakeHttp::answer(request, 202, operationJson());
            }
        });
        const QString key = m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        for (const auto &request : commands())
            QCOMPARE(QString::fromLatin1(request.headers.value("idempotency-key")), key);
    }

    void followsTheBackendToAnotherPort()
    {
        // The first one takes the command and dies of it.
        FakeHttp second;
        second.setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        m_server->setHandler([this, &second](const auto &) {
            m_server->goAway();
            m_client->setEndpoint(*Endpoint::parse(second.address(), "new-token"));
        });
        const QString key = m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        QVERIFY(!second.requests().empty());
        const auto &last = second.requests().back();
        QCOMPARE(QString::fromLatin1(last.headers.value("idempotency-key")), key);
        QCOMPARE(last.headers.value("authorization"), QByteArray("Bearer new-token"));
    }

    void refusalsAreFinal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        const auto problem = [](const char *code) -> QByteArray {
            return QByteArray("{\"type\":\"urn:twinfeed:problem:") + code
                + "\",\"title\":\"T\",\"detail\":\"In "
                  "words.\",\"remedy\":\"Do.\",\"status\":1,\"current\":{\"revision\":9}}";
        };
        QTest::newRow("stale") << 412 << problem("stale-revision") << QStringLiteral("stale-revision");
        QTest::newRow("too soon") << 429 << problem("too-soon") << QStringLiteral("too-soon");
        QTest::newRow("unfit") << 409 << problem("unfit") << QStringLiteral("unfit");
        QTest::newRow("server error") << 500 << problem("internal") << QStringLiteral("internal");
        QTest::newRow("busy without a document") << 503 << QByteArray("<html>") << QStringLiteral("busy");
        QTest::newRow("unauthorised without a document")
            << 401 << QByteArray() << QStringLiteral("unauthenticated");
        QTest::newRow("redirect") << 302 << QByteArray() << QStringLiteral("unexpected-answer");
        QTest::newRow("no JSON") << 202 << QByteArray("hello") << QStringLiteral("unexpected-answer");
    }

    void refusalsAreFinal()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        m_server->setHandler([status, body](const auto &request) {
            FakeHttp::answer(request, status, body, "application/problem+json",
                             "Location: http://192.0.2.1/\r\n");
        });
        m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(!m_answers.front().ok());
        const Error error = m_answers.front().error();
        QCOMPARE(error.code, code);
        QVERIFY(!error.message.isEmpty());
        QCOMPARE(commands().size(), 1u);
        if (code == QLatin1String("stale-revision")) {
            QCOMPARE(error.message, QStringLiteral("In words."));
            QCOMPARE(error.details.value(QLatin1String("current"))
                         .toObject()
                         .value(QLatin1String("revision"))
                         .toInt(),
                     9);
        }
    }

    void aSlowAnswerIsWaitedFor()
    {
        // Slower than one try and sooner than giving up: the repeat is answered with the first answer.
        m_server->setHandler([](const auto &request) {
            QTimer::singleShot(1300, request.socket,
                               [request] { FakeHttp::answer(request, 202, operationJson()); });
        });
        const QString key = m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        QCOMPARE(m_answers.size(), 1u);
        for (const auto &request : commands())
            QCOMPARE(QString::fromLatin1(request.headers.value("idempotency-key")), key);
    }

    void aHangingBackendIsSaidInWords()
    {
        const int64_t start = m_clock.now();
        m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(!m_answers.front().ok());
        QCOMPARE(m_answers.front().error().code, QStringLiteral("timeout"));
        QVERIFY(m_answers.front().error().message.contains(QLatin1String("not known")));
        QVERIFY(m_clock.now() - start < 3 * 2'500'000);
        // No try was begun after the command had become late.
        QVERIFY(commands().size() >= 2 && commands().size() <= 3);
    }

    void nobodyThereIsSaidInWords()
    {
        m_server->goAway();
        m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(!m_answers.front().ok());
        QCOMPARE(m_answers.front().error().code, QStringLiteral("unreachable"));
        // It comes back later: the command must not fire out of the blue.
        QVERIFY(m_server->comeBack());
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 200, "{\"entries\":[]}"); });
        bool asked = false;
        m_client->journal({}, [&asked](const auto &) { asked = true; });
        QVERIFY(waitUntil([&asked] { return asked; }, 20s, "a later question"));
        QVERIFY(commands().empty());
        QCOMPARE(m_answers.size(), 1u);
    }

    void readsTheJournal()
    {
        m_server->setHandler([](const auto &request) {
            JournalEntry entry;
            entry.id = 41;
            entry.at = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
            entry.kind = QStringLiteral("take");
            entry.text = QStringLiteral("Done.");
            const QJsonObject page{{QStringLiteral("entries"), QJsonArray{toJson(entry)}}};
            FakeHttp::answer(request, 200, QJsonDocument(page).toJson());
        });
        std::optional<Result<std::vector<JournalEntry>>> answer;
        JournalQuery query;
        query.before = 100;
        query.limit = 50;
        query.channel = QStringLiteral("main");
        query.search = QStringLiteral("a+b & c");
        m_client->journal(query, [&answer](const auto &result) { answer = result; });
        QVERIFY(waitUntil([&answer] { return answer.has_value(); }, 20s, "the journal"));
        QVERIFY(answer->ok());
        QCOMPARE((*answer)->size(), 1u);
        QCOMPARE((*answer)->front().id, 41);
        QCOMPARE(m_server->requests().back().target,
                 QByteArray("/v1/journal?before=100&limit=50&channel=main&search=a%2Bb%20%26%20c"));
    }

    void bringsASlate()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        const QByteArray content(300'000, '\xfe');
        m_client->addSlate(QStringLiteral("rain"), QStringLiteral("Rain & wind"),
                           QStringLiteral("rain 1.png"), content, m_done);
        QVERIFY(waitForAnswer());
        QVERIFY(m_answers.front().ok());
        const auto &request = m_server->requests().back();
        QCOMPARE(request.target, QByteArray("/v1/slates?id=rain&name=Rain%20%26%20wind&file=rain%201.png"));
        QCOMPARE(request.headers.value("content-type"), QByteArray("application/octet-stream"));
        QVERIFY(!request.headers.value("idempotency-key").isEmpty());
        QCOMPARE(request.body, content);
    }

    void makesAndDeletesSlates()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 202, operationJson()); });
        const auto newest = [this] { return m_server->requests().back(); };
        const auto body = [&newest] { return QJsonDocument::fromJson(newest().body).object(); };
        m_client->keepPicture(QStringLiteral("main"), QStringLiteral("last"), QStringLiteral("Last"), m_done);
        QVERIFY(waitUntil([this] { return m_answers.size() == 1; }, 20s, "the answer"));
        QCOMPARE(newest().verb + ' ' + newest().target, QByteArray("POST /v1/channels/main/slate"));
        QCOMPARE(body().value(QLatin1String("id")).toString(), QStringLiteral("last"));
        QVERIFY(!newest().headers.contains("if-match"));

        const SlateText text{QStringLiteral("countdown"), QStringLiteral("In"),
                             QDateTime(QDate(2026, 5, 1), QTime(18, 0), Qt::UTC)};
        m_client->addTextSlate(QStringLiteral("calm"), QStringLiteral("doors"), QStringLiteral("Doors"), text,
                               m_done);
        QVERIFY(waitUntil([this] { return m_answers.size() == 2; }, 20s, "the answer"));
        QCOMPARE(newest().verb + ' ' + newest().target, QByteArray("POST /v1/slates/calm/text"));
        QCOMPARE(body().value(QLatin1String("text")).toObject(), toJson(text));

        m_client->deleteSlate(QStringLiteral("doors"), m_done);
        QVERIFY(waitUntil([this] { return m_answers.size() == 3; }, 20s, "the answer"));
        QCOMPARE(newest().verb + ' ' + newest().target, QByteArray("DELETE /v1/slates/doors"));
        QVERIFY(!newest().headers.value("idempotency-key").isEmpty());
    }

    void goesAwayInTheMiddle()
    {
        m_client->take(QStringLiteral("main"), {Source::Backup, {}, false}, 7, m_done);
        QVERIFY(waitUntil([this] { return commands().size() == 1; }, 20s, "the command"));
        m_client.reset();
        QCoreApplication::processEvents();
        QVERIFY(m_answers.empty());
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
