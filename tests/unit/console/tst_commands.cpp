// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/commands.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;

namespace {

const QString mainId = QStringLiteral("main");

QByteArray operationJson(const QString &kind, OperationState state)
{
    Operation operation;
    operation.id = QStringLiteral("op-1");
    operation.kind = kind;
    operation.channel = mainId;
    operation.state = state;
    operation.acceptedAt = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    return QJsonDocument(toJson(operation)).toJson();
}

} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<ConsoleState> m_state;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<Commands> m_commands;
    QStringList m_changed; ///< local ids, in order

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
        m_state = std::make_unique<ConsoleState>(m_clock);
        m_client = std::make_unique<client::Client>(m_clock);
        m_client->setEndpoint(*client::Endpoint::parse(m_server->address(), "a-token"));
        m_commands = std::make_unique<Commands>(*m_client, *m_state);
        ChannelDocument document;
        document.config.id = mainId;
        document.revision = 5;
        m_state->applyChannel(document);
        m_changed.clear();
        connect(m_state.get(), &ConsoleState::commandChanged, this,
                [this](const QString &id) { m_changed.append(id); });
    }

    void cleanup()
    {
        m_commands.reset();
        m_client.reset();
        m_state.reset();
        m_server.reset();
    }

    void aPressIsKnownAtOnceAndThenAcknowledged()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202, operationJson(QStringLiteral("take"), OperationState::Accepted));
        });
        m_commands->take(mainId, Source::Backup, true);
        QCOMPARE(m_changed.size(), 1); // in the same turn
        const CommandRecord *record = m_state->newestCommand(mainId, QStringLiteral("take"));
        QVERIFY(record);
        QCOMPARE(record->target, QStringLiteral("backup"));
        QVERIFY(!record->acknowledgedAt);
        QVERIFY(waitUntil([&] { return m_changed.size() >= 2; }, 20s, "the answer"));
        record = m_state->command(m_changed.first());
        QVERIFY(record && record->acknowledgedAt && record->operation);
        QCOMPARE(record->operation->id, QStringLiteral("op-1"));
        const auto sent = commands();
        QCOMPARE(sent.size(), 1u);
        QCOMPARE(QString::fromLatin1(sent[0].headers.value("idempotency-key")), m_changed.first());
        QCOMPARE(sent[0].headers.value("if-match"), QByteArray("\"5\""));
        QCOMPARE(QJsonDocument::fromJson(sent[0].body).object().value(QLatin1String("force")).toBool(), true);
    }

    void whatIsNextIsAHintAndNoCommand()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202, R"({"source":"backup","holdsForMs":60000})");
        });
        m_commands->chooseNext(mainId, std::nullopt); // nothing was chosen before either
        m_commands->chooseNext(mainId, Source::Backup);
        m_commands->chooseNext(mainId, Source::Backup);
        m_commands->chooseNext(QStringLiteral("other"), std::nullopt);
        QVERIFY(waitUntil([&] { return commands().size() >= 2; }, 20s, "chosen, and not any more"));
        QCOMPARE(commands().size(), 2u);
        QCOMPARE(m_changed.size(), 0);
        const auto sent = commands();
        for (size_t i = 0; i < sent.size(); ++i) {
            QCOMPARE(sent[i].verb, QByteArray("PUT"));
            QCOMPARE(sent[i].target, QByteArray("/v1/channels/main/next"));
            QCOMPARE(sent[i].body, QByteArray(i == 0 ? R"({"source":"backup"})" : R"({"source":null})"));
            QVERIFY(!sent[i].headers.contains("if-match"));
        }
        QVERIFY(sent[0].headers.value("idempotency-key") != sent[1].headers.value("idempotency-key"));
    }

    void controlIsAskedForAndTold()
    {
        m_state->setMe(QStringLiteral("anna"));
        m_server->setHandler([](const auto &request) {
            const bool over = request.body.contains("takeOver");
            FakeHttp::answer(
                request, over ? 202 : 409,
                over ? QByteArray(R"({"channel":"main","holder":"anna","since":null,"lapsesInMs":30000})")
                     : QByteArray(R"({"type":"urn:twinfeed:problem:held","detail":"Ben has the channel."})"));
        });
        m_commands->control(mainId, {});
        const QString first = m_changed.value(0);
        QVERIFY(waitUntil([&] { return m_state->command(first)->refusal.has_value(); }, 20s, "the refusal"));
        QCOMPARE(m_state->command(first)->refusal->code, QStringLiteral("held"));
        m_commands->control(mainId, {ControlOrder::Verb::TakeOver, {}});
        QVERIFY(
            waitUntil([&] { return m_state->holder(mainId) == QLatin1String("anna"); }, 20s, "the channel"));
        QVERIFY(m_state->newestCommand(mainId, QStringLiteral("control"))->ended());
        m_commands->control(mainId, {ControlOrder::Verb::HandOver, QStringLiteral("ben")});
        m_commands->control(mainId, {ControlOrder::Verb::Release, {}});
        QVERIFY(waitUntil([&] { return commands().size() >= 4; }, 20s, "four orders"));
        const auto sent = commands();
        QCOMPARE(sent[0].target, QByteArray("/v1/channels/main/control"));
        QCOMPARE(sent[0].body, QByteArray("{}"));
        QCOMPARE(sent[1].body, QByteArray(R"({"takeOver":true})"));
        QVERIFY(!sent[1].headers.contains("if-match"));
        QList<QByteArray> verbs;
        for (size_t i = 2; i < 4; ++i)
            verbs << sent[i].verb + sent[i].body;
        QVERIFY(verbs.contains(R"(PUT{"handTo":"ben"})"));
        QVERIFY(verbs.contains("DELETE"));
    }

    void automationGoesWithTheRevisionThatIsShown()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202, operationJson(QStringLiteral("x"), OperationState::Accepted));
        });
        m_commands->setFailover(mainId, {FailoverMode::Off, false});
        m_commands->setFailover(mainId, {{}, true});
        m_commands->setLocks(mainId, {Source::Backup});
        m_commands->endEvent(mainId);
        m_commands->setEncryption(mainId, {Encryption::Sealed, {}, false, false, {}});
        QCOMPARE(m_changed.size(), 5); // in the same turn
        QCOMPARE(m_state->command(m_changed[4])->kind, QStringLiteral("set-encryption"));
        QCOMPARE(m_state->command(m_changed[0])->target, QStringLiteral("off"));
        QCOMPARE(m_state->command(m_changed[1])->target, QStringLiteral("armed"));
        QVERIFY(waitUntil([&] { return commands().size() == 5; }, 20s, "all five"));
        for (const auto &sent : commands())
            QCOMPARE(sent.headers.value("if-match"), QByteArray("\"5\""));
        m_commands->endEvent(QStringLiteral("nowhere"));
        QCOMPARE(m_state->newestCommand(QStringLiteral("nowhere"), QStringLiteral("end-event")), nullptr);
    }

    void aChangeOfTheChannelKeepsItsWholeAddresses()
    {
        ChannelDocument there;
        there.config.id = mainId;
        there.config.name = QStringLiteral("Main");
        there.config.primary.url = QStringLiteral("rtmp://a.example/live/key");
        there.config.backup.url = QStringLiteral("rtmp://b.example/live/key");
        there.config.outputs = {
            {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://c/live/k"), true}};
        there.revision = 6;
        m_server->setHandler([&](const auto &request) {
            if (request.verb == "GET")
                FakeHttp::answer(request, 200, QJsonDocument(toJson(there, true)).toJson());
            else
                FakeHttp::answer(request, 202,
                                 operationJson(QStringLiteral("replace-channel"), OperationState::Done));
        });
        ChannelConfig edited = there.config;
        edited.primary.url = redactedUrl(edited.primary.url);
        edited.backup.url = redactedUrl(edited.backup.url);
        edited.outputs[0].url = redactedUrl(edited.outputs[0].url);
        edited.primary.delayMs = 2000;
        edited.holdMs = 800;
        edited.lossMs = 250;
        edited.cut = Cut::Cached;
        edited.warm = true;
        edited.sound = SoundFormat{44100, 1};
        edited.failover = {FailoverMode::Reverting, 5000};
        m_commands->changeChannel(edited, 5);
        QCOMPARE(m_changed.size(), 1); // in the same turn
        QVERIFY(waitUntil([&] { return m_state->command(m_changed.first())->ended(); }, 20s, "the answer"));
        QVERIFY(!m_state->command(m_changed.first())->refusal);
        QCOMPARE(commands().size(), 1u);
        const auto sent = commands().at(0);
        // What the person saw, not what is there by now: the backend answers 412 then, and nothing happens.
        QCOMPARE(sent.headers.value("if-match"), QByteArray("\"5\""));
        ChannelConfig whole = edited;
        whole.primary.url = there.config.primary.url;
        whole.backup.url = there.config.backup.url;
        whole.outputs = there.config.outputs;
        const auto config = channelConfigFromJson(QJsonDocument::fromJson(sent.body).object());
        QVERIFY(config.ok());
        QCOMPARE(*config, whole);
    }

    void aPressIsOnTheWireSoon()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202, operationJson(QStringLiteral("take"), OperationState::Accepted));
        });
        std::vector<int64_t> took;
        for (int i = 0; i < 21; ++i) {
            const size_t before = commands().size();
            const int64_t pressed = m_clock.now();
            m_commands->take(mainId, i % 2 ? Source::Backup : Source::Primary, false);
            while (commands().size() == before && m_clock.now() - pressed < 10'000'000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
            took.push_back(m_clock.now() - pressed);
        }
        std::sort(took.begin(), took.end());
        // The goal is 16 ms; the fake server shares our event loop.
        QVERIFY2(took[10] < 48'000, qPrintable(QString::number(took[10])));
    }

    void aRefusalIsKept()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(
                request, 412,
                R"({"type":"urn:twinfeed:problem:stale-revision","title":"T","detail":"Somebody was faster."})");
        });
        m_commands->armSlate(mainId, QStringLiteral("calm"));
        QVERIFY(waitUntil([&] { return m_changed.size() >= 2; }, 20s, "the answer"));
        const CommandRecord *record = m_state->command(m_changed.first());
        QVERIFY(record && record->refusal);
        QCOMPARE(record->refusal->code, QStringLiteral("stale-revision"));
        QCOMPARE(record->refusal->message, QStringLiteral("Somebody was faster."));
        QCOMPARE(record->kind, QStringLiteral("arm-slate"));
    }

    void anUnknownChannelIsNotAskedFor()
    {
        m_commands->take(QStringLiteral("other"), Source::Backup, false);
        m_commands->armSlate(QStringLiteral("other"), QStringLiteral("calm"));
        QVERIFY(m_changed.isEmpty());
    }

    void outcomesThatWereMissedAreAskedFor()
    {
        m_server->setHandler([](const auto &request) {
            const bool asked = request.verb == "GET";
            FakeHttp::answer(request, asked ? 200 : 202,
                             operationJson(QStringLiteral("take"),
                                           asked ? OperationState::Done : OperationState::Accepted));
        });
        m_commands->take(mainId, Source::Backup, false);
        QVERIFY(waitUntil([&] { return m_state->command(m_changed.first())->operation.has_value(); }, 20s,
                          "the answer"));
        m_commands->askForOutcomes();
        QVERIFY(waitUntil([&] { return m_state->command(m_changed.first())->ended(); }, 20s, "the outcome"));
        const size_t asked = m_server->requests().size();
        m_commands->askForOutcomes(); // nothing is open any more
        m_commands->take(mainId, Source::Primary, false);
        QVERIFY(waitUntil([&] { return m_server->requests().size() > asked; }, 20s, "the next command"));
        QCOMPARE(m_server->requests().back().verb, QByteArray("POST"));
    }

    void bringsASlateFromAFile()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202,
                             operationJson(QStringLiteral("add-slate"), OperationState::Accepted));
        });
        Slate slate;
        slate.id = QStringLiteral("rain-delay");
        m_state->applySlate(slate);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("Rain delay!.png")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("picture");
        file.close();
        m_commands->addSlate(file.fileName());
        QCOMPARE(m_changed.size(), 1);
        QVERIFY(waitUntil([&] { return m_changed.size() >= 2; }, 20s, "the answer"));
        QCOMPARE(commands().size(), 1u);
        QCOMPARE(commands()[0].target,
                 QByteArray("/v1/slates?id=rain-delay-2&name=Rain%20delay%21&file=Rain%20delay%21.png"));
        QCOMPARE(commands()[0].body, QByteArray("picture"));
    }

    void makesAndDeletesSlates()
    {
        m_server->setHandler([](const auto &request) {
            FakeHttp::answer(request, 202,
                             operationJson(QStringLiteral("add-slate"), OperationState::Accepted));
        });
        Slate slate;
        slate.id = QStringLiteral("doors");
        slate.name = QStringLiteral("Doors");
        m_state->applySlate(slate);
        m_commands->keepPicture(mainId, QStringLiteral("Picture of 12:00:00"));
        m_commands->addTextSlate(QStringLiteral("calm"), QStringLiteral("Doors"),
                                 {QStringLiteral("clock"), {}, {}});
        m_commands->deleteSlate(QStringLiteral("doors"));
        QCOMPARE(m_changed.size(), 3);
        QCOMPARE(m_state->command(m_changed[2])->kind, QStringLiteral("delete-slate"));
        QCOMPARE(m_state->command(m_changed[2])->target, QStringLiteral("Doors"));
        QVERIFY(waitUntil([&] { return commands().size() == 3; }, 20s, "the requests"));
        QSet<QByteArray> targets;
        for (const auto &request : commands())
            targets << request.verb + ' ' + request.target;
        QCOMPARE(targets,
                 QSet<QByteArray>({"POST /v1/channels/main/slate", "POST /v1/slates/calm/text",
                                   "DELETE /v1/slates/doors"}));
    }

    void aSlateThatCannotBeReadIsRefusedHere_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("code");
        QTest::newRow("not there") << qint64(-1) << QStringLiteral("unreadable");
        QTest::newRow("too large") << qint64(33 * 1024 * 1024) << QStringLiteral("too-large");
    }

    void aSlateThatCannotBeReadIsRefusedHere()
    {
        QFETCH(qint64, size);
        QFETCH(QString, code);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("x.png")));
        if (size >= 0)
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size));
        m_commands->addSlate(file.fileName());
        QVERIFY(waitUntil([&] { return m_changed.size() >= 2; }, 20s, "the refusal"));
        const CommandRecord *record = m_state->command(m_changed.first());
        QVERIFY(record && record->refusal);
        QCOMPARE(record->refusal->code, code);
        QVERIFY(commands().empty());
    }

    void makesIds_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        QTest::newRow("plain") << QStringLiteral("Rain Delay") << QStringLiteral("rain-delay");
        QTest::newRow("Chinese") << QStringLiteral("马上回来") << QStringLiteral("slate");
        QTest::newRow("edges") << QStringLiteral("--(a)--") << QStringLiteral("a");
        QTest::newRow("long") << QStringLiteral("0123456789012345678901234567890 23")
                              << QStringLiteral("0123456789012345678901234567890");
        QTest::newRow("empty") << QString() << QStringLiteral("slate");
    }

    void makesIds()
    {
        QFETCH(QString, name);
        QFETCH(QString, id);
        QCOMPARE(slateIdFrom(name), id);
        QVERIFY(isValidId(slateIdFrom(name)));
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
