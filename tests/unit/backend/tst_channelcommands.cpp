// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/channelcommands.h"

#include "app/backend/storequeries.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

QString idOf(const server::Answer &answer)
{
    return answer.body.value(QLatin1String("id")).toString();
}

} // namespace

/// Commands about channels from end to end, over engines that do nothing by themselves.
class tst_ChannelCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createIsAnsweredAndKept();
    void createTwice();
    void takeIsJournalledThenDoneThenAnswered();
    void evidenceEndsTheOperation();
    void aFailedTakePutsTheDocumentBack();
    void aSupersededTakeChangesNothing();
    void unfitIsRefusedUnlessForced();
    void orderOfAnswers();
    void tooLate();
    void sameTakeWithinASecond();
    void hundredTimesTheSameCommand();
    void twoDirectorsAtOnce();
    void replayIsScopedAndChecked();
    void replaceReconfigures();
    void removeEndsTheEngine();

private:
    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_ChannelCommands::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    QVERIFY(m_rig->start());
}

void tst_ChannelCommands::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_ChannelCommands::createIsAnsweredAndKept()
{
    const auto answer = m_rig->create(Rig::config(mainId));
    QVERIFY(answer);
    QCOMPARE(answer->status, 202);
    QCOMPARE(answer->revision, std::optional<quint64>(1));
    QCOMPARE(answer->location, QStringLiteral("/v1/operations/1"));
    QCOMPARE(answer->body.value(QLatin1String("state")).toString(), QStringLiteral("done"));
    const auto document = m_rig->director().channel(mainId);
    QVERIFY(document);
    QCOMPARE(document->config, Rig::config(mainId));
    QCOMPARE(document->onAir, Source::Slate);
    QCOMPARE(document->slate, QStringLiteral("calm"));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(engine);
    QCOMPARE(engine->start().programmeOrigin, m_rig->clock.now());
    QVERIFY(waitUntil([&] { return engine->slate() != nullptr; }, 10s, "the slate to stand ready"));
    QVERIFY(m_rig->sink.find(QStringLiteral("channel"), {{QStringLiteral("revision"), 1}}));
}

void tst_ChannelCommands::createTwice()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto again = m_rig->create(Rig::config(mainId));
    QVERIFY(!again);
    QCOMPARE(again.error().code, QStringLiteral("channel-exists"));
    QCOMPARE(m_rig->engines.made(), 1);
    QCOMPARE(m_rig->journal(QStringLiteral("refused")).size(), size_t(1));
}

void tst_ChannelCommands::takeIsJournalledThenDoneThenAnswered()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    server::Command command = m_rig->command(1);
    command.receivedAt = 123'456;
    const auto answer = m_rig->take(command, mainId, Source::Backup);
    QVERIFY(answer);
    QCOMPARE(answer->revision, std::optional<quint64>(2));
    QCOMPARE(answer->body.value(QLatin1String("state")).toString(), QStringLiteral("accepted"));
    // By the time of the answer it is on disk, and with the engine.
    const auto queries = StoreQueries::open(m_rig->storeFile());
    QVERIFY(queries);
    server::JournalQuery newest;
    newest.limit = 1;
    const auto entries = queries->journal(newest);
    QVERIFY(entries);
    QCOMPARE((*entries)[0].kind, QStringLiteral("take"));
    QCOMPARE((*entries)[0].actor, QStringLiteral("anna"));
    QCOMPARE((*entries)[0].role, QStringLiteral("engineer"));
    QCOMPARE((*entries)[0].data.value(QLatin1String("operation")).toString(), idOf(*answer));
    const auto takes = m_rig->engines.channel(mainId)->takes();
    QCOMPARE(takes.size(), size_t(1));
    QCOMPARE(takes[0].target, Source::Backup);
    QCOMPARE(takes[0].cut, Cut::Bridged);
    QCOMPARE(takes[0].acceptedAt, 123'456);
    QCOMPARE(m_rig->director().channel(mainId)->onAir, Source::Backup);
    // Command, operation and journal in one change: document first, so that nobody sees an operation without it.
    QVERIFY(
        m_rig->sink.find(QStringLiteral("channel"), {{QStringLiteral("onAir"), QStringLiteral("backup")}}));
    QVERIFY(m_rig->sink.find(QStringLiteral("operation"), {{QStringLiteral("id"), idOf(*answer)}}));
}

void tst_ChannelCommands::evidenceEndsTheOperation()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto answer = m_rig->take(mainId, Source::Primary);
    QVERIFY(answer);
    QCOMPARE(m_rig->director().snapshot().data.value(QLatin1String("operations")).toArray().size(), 1);
    m_rig->engines.channel(mainId)->finish(0, evidenceOf(Source::Slate, Source::Primary));
    const auto operation = m_rig->ended(*answer);
    QVERIFY(operation);
    QCOMPARE(operation->state, OperationState::Done);
    QCOMPARE(operation->evidence, std::optional(evidenceOf(Source::Slate, Source::Primary)));
    const auto done = m_rig->journal(QStringLiteral("take-done"));
    QCOMPARE(done.size(), size_t(1));
    QCOMPARE(done[0].actor, QStringLiteral("twinfeed"));
    QVERIFY(done[0].data.value(QLatin1String("evidence")).isObject());
    QVERIFY(
        m_rig->sink.find(QStringLiteral("operation"), {{QStringLiteral("state"), QStringLiteral("done")}}));
    QCOMPARE(m_rig->director().snapshot().data.value(QLatin1String("operations")).toArray().size(), 0);
    // The measured end is no change by command.
    QCOMPARE(m_rig->revision(mainId), quint64(2));
}

void tst_ChannelCommands::aFailedTakePutsTheDocumentBack()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto answer = m_rig->take(mainId, Source::Primary);
    QVERIFY(answer);
    m_rig->engines.channel(mainId)->finish(
        0, Error{QStringLiteral("no-keyframe"), QStringLiteral("None came within 10 s."), {}, {}, {}});
    const auto operation = m_rig->ended(*answer);
    QVERIFY(operation);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("no-keyframe"));
    QCOMPARE(m_rig->director().channel(mainId)->onAir, Source::Slate);
    QCOMPARE(m_rig->revision(mainId), quint64(3));
    QCOMPARE(m_rig->journal(QStringLiteral("take-failed")).size(), size_t(1));
    // And it may be tried again at once.
    QVERIFY(m_rig->take(mainId, Source::Primary));
}

void tst_ChannelCommands::aSupersededTakeChangesNothing()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto first = m_rig->take(mainId, Source::Primary);
    const auto second = m_rig->take(mainId, Source::Backup);
    QVERIFY(first && second);
    m_rig->engines.channel(mainId)->finish(
        0, Error{QStringLiteral("superseded"), QStringLiteral("A newer take."), {}, {}, {}});
    QCOMPARE(m_rig->ended(*first)->state, OperationState::Failed);
    QCOMPARE(m_rig->director().channel(mainId)->onAir, Source::Backup);
    QCOMPARE(m_rig->revision(mainId), quint64(3));
    m_rig->engines.channel(mainId)->finish(1, evidenceOf(Source::Slate, Source::Backup));
    QCOMPARE(m_rig->ended(*second)->state, OperationState::Done);
}

void tst_ChannelCommands::unfitIsRefusedUnlessForced()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    SourceStatus lost;
    lost.source = Source::Backup;
    lost.state = InputState::Lost;
    lost.reason = QStringLiteral("No packet from srt://10.0.0.2:9000?passphrase=very-secret for 3 s.");
    m_rig->engines.channel(mainId)->setSource(lost);
    const auto refused = m_rig->take(mainId, Source::Backup);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("unfit"));
    QVERIFY(refused.error().message.contains(QLatin1String("for 3 s")));
    QVERIFY(!refused.error().message.contains(QLatin1String("very-secret")));
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(0));
    QVERIFY(m_rig->take(mainId, Source::Backup, true));
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(1));
}

void tst_ChannelCommands::orderOfAnswers()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto codeOf = [&](const server::Command &command, const QString &channel, Source target) {
        const auto answer = m_rig->take(command, channel, target);
        return answer ? QString() : answer.error().code;
    };
    server::Command accepted = m_rig->command(1);
    QCOMPARE(codeOf(accepted, mainId, Source::Primary), QString());
    // Replay comes before everything, though revision and pace both speak against it now.
    QCOMPARE(codeOf(accepted, mainId, Source::Primary), QString());
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(1));
    QCOMPARE(codeOf(m_rig->command(1), QStringLiteral("other"), Source::Primary),
             QStringLiteral("unknown-channel"));
    QCOMPARE(codeOf(m_rig->command(), mainId, Source::Primary), QStringLiteral("missing-if-match"));
    // Stale before too soon: what happened since matters more.
    QCOMPARE(codeOf(m_rig->command(1), mainId, Source::Primary), QStringLiteral("stale-revision"));
    QCOMPARE(codeOf(m_rig->command(2), mainId, Source::Primary), QStringLiteral("too-soon"));
    server::Command unnamed = m_rig->command(2);
    unnamed.idempotencyKey.clear();
    QCOMPARE(codeOf(unnamed, mainId, Source::Backup), QStringLiteral("missing-idempotency-key"));
    const auto stale = m_rig->take(m_rig->command(1), mainId, Source::Backup);
    QVERIFY(!stale);
    const QJsonObject current = stale.error().details.value(QLatin1String("current")).toObject();
    QCOMPARE(current.value(QLatin1String("revision")).toInt(), 2);
    QVERIFY(!QJsonDocument(current).toJson().contains("primary-key"));
}

void tst_ChannelCommands::tooLate()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    server::Command command = m_rig->command(1);
    command.notAfter = m_rig->clock.wall().addSecs(1);
    m_rig->clock.advance(1001ms);
    const auto late = m_rig->take(command, mainId, Source::Primary);
    QVERIFY(!late);
    QCOMPARE(late.error().code, QStringLiteral("too-late"));
    command.notAfter = m_rig->clock.wall();
    QVERIFY(m_rig->take(command, mainId, Source::Primary));
}

void tst_ChannelCommands::sameTakeWithinASecond()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QVERIFY(m_rig->take(mainId, Source::Primary));
    m_rig->clock.advance(999ms);
    const auto again = m_rig->take(mainId, Source::Primary);
    QVERIFY(!again);
    QCOMPARE(again.error().code, QStringLiteral("too-soon"));
    QVERIFY(again.error().details.value(QLatin1String("retryAfterMs")).toInt() > 0);
    // To another source, and back: never refused for time.
    QVERIFY(m_rig->take(mainId, Source::Backup));
    QVERIFY(m_rig->take(mainId, Source::Primary));
    m_rig->clock.advance(1001ms);
    QVERIFY(m_rig->take(mainId, Source::Primary));
}

void tst_ChannelCommands::hundredTimesTheSameCommand()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const server::Command command = m_rig->command(1);
    std::mutex mutex;
    std::vector<Result<server::Answer>> answers;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 100; ++i) {
            threads.emplace_back([&] {
                m_rig->director().take(command, mainId, Source::Primary, {}, false,
                                       [&](const Result<server::Answer> &answer) {
                                           const std::lock_guard lock(mutex);
                                           answers.push_back(answer);
                                       });
            });
        }
    }
    QVERIFY(waitUntil(
        [&] {
            const std::lock_guard lock(mutex);
            return answers.size() == 100;
        },
        20s, "a hundred answers"));
    for (const auto &answer : answers) {
        QVERIFY(answer);
        QCOMPARE(answer->body, answers[0]->body);
        QCOMPARE(answer->revision, std::optional<quint64>(2));
    }
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(1));
    QCOMPARE(m_rig->journal(QStringLiteral("take")).size(), size_t(1));
    QCOMPARE(m_rig->revision(mainId), quint64(2));
}

void tst_ChannelCommands::twoDirectorsAtOnce()
{
    // Both saw revision n, each wants another source: one wins, the other is told what is now.
    QVERIFY(m_rig->create(Rig::config(mainId)));
    for (int round = 0; round < 20; ++round) {
        const quint64 seen = m_rig->revision(mainId);
        server::Command one = m_rig->command(seen);
        server::Command two = m_rig->command(seen);
        two.caller.name = QStringLiteral("bob");
        std::atomic<int> accepted = 0;
        std::atomic<int> stale = 0;
        const auto count = [&](const Result<server::Answer> &answer) {
            if (answer)
                ++accepted;
            else if (answer.error().code == QLatin1String("stale-revision"))
                ++stale;
        };
        {
            const std::jthread a(
                [&] { m_rig->director().take(one, mainId, Source::Primary, {}, false, count); });
            const std::jthread b(
                [&] { m_rig->director().take(two, mainId, Source::Backup, {}, false, count); });
        }
        QVERIFY(waitUntil([&] { return accepted + stale == 2; }, 10s, "both answers"));
        QCOMPARE(accepted.load(), 1);
        QCOMPARE(m_rig->revision(mainId), seen + 1);
        m_rig->clock.advance(2s);
    }
}

void tst_ChannelCommands::replayIsScopedAndChecked()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const server::Command command = m_rig->command(1);
    const auto first = m_rig->take(command, mainId, Source::Primary);
    QVERIFY(first);
    const auto known = m_rig->director().replay(command.caller, command.idempotencyKey, command.fingerprint);
    QVERIFY(known && *known);
    QCOMPARE((*known)->body, first->body);
    const auto mismatch = m_rig->director().replay(command.caller, command.idempotencyKey, "other");
    QVERIFY(!mismatch);
    QCOMPARE(mismatch.error().code, QStringLiteral("idempotency-mismatch"));
    const auto other = m_rig->director().replay({QStringLiteral("bob"), Role::Engineer},
                                                command.idempotencyKey, command.fingerprint);
    QVERIFY(other && !*other);
    server::Command changed = command;
    changed.fingerprint = "other";
    const auto refused = m_rig->take(changed, mainId, Source::Backup);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("idempotency-mismatch"));
    // After a restart the memory is gone, the store is not.
    m_rig->stop();
    QVERIFY(m_rig->start());
    const auto again = m_rig->take(command, mainId, Source::Primary);
    QVERIFY(again);
    QCOMPARE(again->body, first->body);
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(0));
    m_rig->clock.advance(24h);
    QVERIFY(!m_rig->take(command, mainId, Source::Primary));
}

void tst_ChannelCommands::replaceReconfigures()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    ChannelConfig config = Rig::config(mainId);
    config.holdMs = 300;
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.replaceChannel(m_rig->command(1), config, done);
    });
    QVERIFY(answer);
    QCOMPARE(m_rig->engines.made(), 1);
    QCOMPARE(m_rig->engines.channel(mainId)->config(), config);
    QCOMPARE(m_rig->director().channel(mainId)->config, config);
    config.outputs[0].url = QStringLiteral("file:///etc/passwd");
    config.primary.url = QStringLiteral("file:///etc/passwd");
    const auto refused = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.replaceChannel(m_rig->command(2), config, done);
    });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("address-not-allowed"));
    QCOMPARE(refused.error().where, QStringLiteral("/primary/url"));
    QCOMPARE(m_rig->revision(mainId), quint64(2));
}

void tst_ChannelCommands::removeEndsTheEngine()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.deleteChannel(m_rig->command(1), mainId, done);
    });
    QVERIFY(answer);
    QVERIFY(!answer->revision);
    QVERIFY(waitUntil([&] { return !engine->alive(); }, 10s, "the engine to end"));
    QVERIFY(!m_rig->director().channel(mainId));
    QVERIFY(!m_rig->director().status(mainId));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->director().channels().empty());
}

QTEST_GUILESS_MAIN(tst_ChannelCommands)
#include "tst_channelcommands.moc"
