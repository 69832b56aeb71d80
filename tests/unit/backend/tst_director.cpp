// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/director.h"

#include "app/backend/storequeries.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>
#include <set>
#include <thread>

#include <sys/resource.h>

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

/// Commands from end to end, over engines that do nothing by themselves.
class tst_Director : public QObject
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
    void armSlateWaitsForTheClip();
    void armSlateThatFailsIsTakenBack();
    void addSlate();
    void addSlateThatIsNone();
    void slateFollowsTheFormat();
    void restartContinues();
    void interruptedOperationsEnd();
    void configAppliesWhenItsTextChanges();
    void inputsAndOutputsAreJournalled();
    void statusEventsOnlyOnChange();
    void nothingSecretLeaves();
    void refusalsDoNotFillTheDisk();
    void fullDiskRefusesAndAppliesNothing();
    void previewsOfUnknownThings();
    void stoppingAnswersEverything();

private:
    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Director::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    QVERIFY(m_rig->start());
}

void tst_Director::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_Director::createIsAnsweredAndKept()
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

void tst_Director::createTwice()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto again = m_rig->create(Rig::config(mainId));
    QVERIFY(!again);
    QCOMPARE(again.error().code, QStringLiteral("channel-exists"));
    QCOMPARE(m_rig->engines.made(), 1);
    QCOMPARE(m_rig->journal(QStringLiteral("refused")).size(), size_t(1));
}

void tst_Director::takeIsJournalledThenDoneThenAnswered()
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
    QCOMPARE(takes[0].cut, Cut::Cached);
    QCOMPARE(takes[0].acceptedAt, 123'456);
    QCOMPARE(m_rig->director().channel(mainId)->onAir, Source::Backup);
    // Command, operation and journal in one change: document first, so that nobody sees an operation without it.
    QVERIFY(
        m_rig->sink.find(QStringLiteral("channel"), {{QStringLiteral("onAir"), QStringLiteral("backup")}}));
    QVERIFY(m_rig->sink.find(QStringLiteral("operation"), {{QStringLiteral("id"), idOf(*answer)}}));
}

void tst_Director::evidenceEndsTheOperation()
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

void tst_Director::aFailedTakePutsTheDocumentBack()
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

void tst_Director::aSupersededTakeChangesNothing()
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

void tst_Director::unfitIsRefusedUnlessForced()
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

void tst_Director::orderOfAnswers()
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

void tst_Director::tooLate()
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

void tst_Director::sameTakeWithinASecond()
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

void tst_Director::hundredTimesTheSameCommand()
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

void tst_Director::twoDirectorsAtOnce()
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

void tst_Director::replayIsScopedAndChecked()
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

void tst_Director::replaceReconfigures()
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

void tst_Director::removeEndsTheEngine()
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

void tst_Director::armSlateWaitsForTheClip()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() != nullptr; }, 10s, "the first slate"));
    const auto before = engine->slate();
    m_rig->encoderHangs = true;
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(answer);
    QCOMPARE(engine->slate(), before);
    QVERIFY(!m_rig->director().operation(idOf(*answer))->endedAt);
    m_rig->encoderHangs = false;
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    QVERIFY(engine->slate() != before);
    QCOMPARE(m_rig->director().channel(mainId)->slate, QStringLiteral("back"));
    const auto unknown = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(2), mainId, QStringLiteral("nothing"), done);
    });
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("unknown-slate"));
}

void tst_Director::armSlateThatFailsIsTakenBack()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    m_rig->file(QStringLiteral("back.png"), "bad");
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(answer);
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("slate-refused"));
    QCOMPARE(m_rig->director().channel(mainId)->slate, QStringLiteral("calm"));
    // Now that it is known to be broken it is refused at once.
    const auto refused = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(m_rig->revision(mainId)), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("slate-not-ready"));
}

void tst_Director::addSlate()
{
    const auto add = [&](const QString &id, const QByteArray &content) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), id, QStringLiteral("Mine"),
                             QStringLiteral("../../My Pause.PNG"), content, done);
        });
    };
    const auto answer = add(QStringLiteral("mine"), "good");
    QVERIFY(answer);
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    const auto slateOf = [&](const QString &id) {
        for (const Slate &slate : m_rig->director().slates()) {
            if (slate.id == id)
                return slate;
        }
        return Slate();
    };
    QCOMPARE(slateOf(QStringLiteral("mine")).state, QStringLiteral("ready"));
    QCOMPARE(slateOf(QStringLiteral("mine")).file, QStringLiteral("mine.png"));
    QVERIFY(m_rig->sink.find(QStringLiteral("slate"),
                             {{QStringLiteral("state"), QStringLiteral("ready")},
                              {QStringLiteral("id"), QStringLiteral("mine")}}));
    const auto twice = add(QStringLiteral("mine"), "other");
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, QStringLiteral("slate-exists"));
    QCOMPARE(add(QStringLiteral("calm"), "x").error().code, QStringLiteral("slate-exists"));
    QCOMPARE(add(QStringLiteral("Not An Id"), "x").error().code, QStringLiteral("invalid-id"));
    QCOMPARE(add(QStringLiteral("empty"), "").error().code, QStringLiteral("out-of-range"));
    QCOMPARE(add(QStringLiteral("huge"), QByteArray((32 << 20) + 1, 'x')).error().code,
             QStringLiteral("too-large"));
    // It is still there after a restart, ready, and its file too.
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(slateOf(QStringLiteral("mine")).state, QStringLiteral("ready"));
    ChannelConfig config = Rig::config(mainId);
    QVERIFY(m_rig->create(config));
    const auto armed = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("mine"), done);
    });
    QVERIFY(armed);
    QCOMPARE(m_rig->ended(*armed)->state, OperationState::Done);
}

void tst_Director::addSlateThatIsNone()
{
    const auto add = [&](const QByteArray &content) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), QStringLiteral("mine"), QStringLiteral("Mine"), {}, content,
                             done);
        });
    };
    const auto answer = add("bad");
    QVERIFY(answer);
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("slate-refused"));
    QVERIFY(m_rig->sink.find(QStringLiteral("slate"), {{QStringLiteral("state"), QStringLiteral("failed")}}));
    // What failed may be brought again under its id.
    const auto again = add("good");
    QVERIFY(again);
    QCOMPARE(m_rig->ended(*again)->state, OperationState::Done);
}

void tst_Director::slateFollowsTheFormat()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() && engine->slate()->format.width == 1920; }, 10s,
                      "the default slate"));
    auto video = std::make_shared<media::CodecConfig>();
    video->codecId = 27; // AV_CODEC_ID_H264
    video->width = 1280;
    video->height = 720;
    video->frameRateNum = 25;
    media::Packet packet;
    packet.keyframe = true;
    packet.config = video;
    engine->buffers[0]->push(packet);
    QVERIFY(waitUntil([&] { return engine->slate()->format.width == 1280; }, 10s,
                      "the slate in the stream's format"));
    QCOMPARE(engine->slate()->format.frameRateNum, 25);
    QCOMPARE(m_rig->revision(mainId), quint64(1)); // nobody commanded anything
    // After a restart it stands in that format before any input is back.
    m_rig->stop();
    m_rig->encodings = 0;
    QVERIFY(m_rig->start());
    const auto successor = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return successor->slate() != nullptr; }, 10s, "the slate after the restart"));
    QCOMPARE(successor->slate()->format.width, 1280);
}

void tst_Director::restartContinues()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto answer = m_rig->take(mainId, Source::Backup);
    QVERIFY(answer);
    m_rig->engines.channel(mainId)->finish(0, evidenceOf(Source::Slate, Source::Backup));
    QVERIFY(m_rig->ended(*answer));
    const int64_t origin = m_rig->engines.channel(mainId)->start().programmeOrigin;
    const QString incarnation = m_rig->director().snapshot().lastEventId.section(QLatin1Char('-'), 0, 0);
    m_rig->stop();
    m_rig->clock.advance(7s);
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->engines.channel(mainId)->start().onAir, Source::Backup);
    QCOMPARE(m_rig->engines.channel(mainId)->start().programmeOrigin, origin);
    QCOMPARE(m_rig->revision(mainId), quint64(2));
    QVERIFY(m_rig->director().snapshot().lastEventId.section(QLatin1Char('-'), 0, 0) != incarnation);
    const int64_t reached = m_rig->clock.now() - origin;
    m_rig->stop();
    m_rig->clock.reboot();
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->clock.now() - m_rig->engines.channel(mainId)->start().programmeOrigin > reached);
    // The journal tells all of it, without a hole.
    const auto entries = m_rig->journal();
    for (size_t i = 0; i < entries.size(); ++i)
        QCOMPARE(entries[i].id, qint64(entries.size() - i));
    QCOMPARE(m_rig->journal(QStringLiteral("start")).size(), size_t(3));
    QCOMPARE(m_rig->journal(QStringLiteral("stop")).size(), size_t(2));
}

void tst_Director::interruptedOperationsEnd()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto answer = m_rig->take(mainId, Source::Backup);
    QVERIFY(answer);
    m_rig->stop(); // the engine never said how it went
    QVERIFY(m_rig->start());
    const auto operation = m_rig->director().operation(idOf(*answer));
    QVERIFY(operation);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("interrupted"));
    // What was accepted stands: the source is on air.
    QCOMPARE(m_rig->engines.channel(mainId)->start().onAir, Source::Backup);
}

void tst_Director::configAppliesWhenItsTextChanges()
{
    m_rig->stop();
    ChannelConfig config = Rig::config(mainId);
    // Not for the API; the file's owner knows.
    config.primary.url = QStringLiteral("file:///srv/loop.ts");
    m_rig->setup.channels = {config};
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config, config);
    QVERIFY(m_rig->take(mainId, Source::Primary));
    // A command changes it; the unchanged file does not change it back.
    ChannelConfig changed = config;
    changed.name = QStringLiteral("By command");
    QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.replaceChannel(m_rig->command(2), changed, done);
    }));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config.name, QStringLiteral("By command"));
    // The changed file does, and leaves on air what is.
    m_rig->stop();
    m_rig->setup.channels[0].name = QStringLiteral("By file");
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config.name, QStringLiteral("By file"));
    QCOMPARE(m_rig->director().channel(mainId)->onAir, Source::Primary);
    QCOMPARE(m_rig->engines.channel(mainId)->config().name, QStringLiteral("By file"));
    // Taken down by command it stays down.
    QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.deleteChannel(m_rig->command(m_rig->revision(mainId)), mainId, done);
    }));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(!m_rig->director().channel(mainId));
}

void tst_Director::inputsAndOutputsAreJournalled()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    SourceStatus primary;
    primary.source = Source::Primary;
    const auto tell = [&](InputState state) {
        primary.state = state;
        engine->setSource(primary);
        engine->tellInput(Source::Primary);
    };
    // Fast enough that no poll could see it.
    for (const InputState state : {InputState::Connecting, InputState::Live, InputState::Lost,
                                   InputState::Connecting, InputState::Live})
        tell(state);
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("input-live")).size() == 2; }, 10s,
                      "two times live"));
    QCOMPARE(m_rig->journal(QStringLiteral("input-lost")).size(), size_t(1));
    const auto output = [&](OutputState state, const QString &reason) {
        engine->setOutput({QStringLiteral("cdn"), state, reason, 0, 0, 0});
        engine->tellOutput(QStringLiteral("cdn"));
    };
    output(OutputState::Live, {});
    // A destination that is down for long is one entry, not one for each try.
    for (int i = 0; i < 5; ++i) {
        output(OutputState::Failed, QStringLiteral("refused by rtmp://10.0.0.3/live/cdn-key"));
        output(OutputState::Connecting, {});
    }
    output(OutputState::Live, {});
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("output-live")).size() == 2; }, 10s,
                      "the output live again"));
    const auto failures = m_rig->journal(QStringLiteral("output-failed"));
    QCOMPARE(failures.size(), size_t(1));
    QVERIFY(!failures[0].text.contains(QLatin1String("cdn-key")));
}

void tst_Director::statusEventsOnlyOnChange()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QVERIFY(waitUntil([&] { return m_rig->sink.metricRounds() >= 2; }, 10s, "some rounds"));
    const size_t before = m_rig->sink.events(QStringLiteral("status")).size();
    QVERIFY(before >= 1);
    const auto engine = m_rig->engines.channel(mainId);
    SourceStatus same = engine->status().sources[0];
    same.ageMs = 4711;
    engine->setSource(same);
    const int rounds = m_rig->sink.metricRounds();
    QVERIFY(waitUntil([&] { return m_rig->sink.metricRounds() >= rounds + 2; }, 10s, "more rounds"));
    QCOMPARE(m_rig->sink.events(QStringLiteral("status")).size(), before);
    // But who asks gets the new age.
    QCOMPARE(m_rig->director().status(mainId)->sources[0].ageMs, std::optional<qint64>(4711));
    same.fit = false;
    same.reason = QStringLiteral("No packet for 300 ms.");
    engine->setSource(same);
    QVERIFY(waitUntil([&] { return m_rig->sink.events(QStringLiteral("status")).size() == before + 1; }, 10s,
                      "a status event"));
}

void tst_Director::nothingSecretLeaves()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QVERIFY(m_rig->take(mainId, Source::Primary));
    (void)m_rig->take(m_rig->command(1), mainId, Source::Backup);
    QByteArray all = QJsonDocument(m_rig->director().snapshot().data).toJson();
    for (const server::Event &event : m_rig->sink.events())
        all += QJsonDocument(event.data).toJson();
    for (const JournalEntry &entry : m_rig->journal())
        all += QJsonDocument(toJson(entry)).toJson();
    QVERIFY(all.contains("10.0.0.1"));
    for (const char *secret : {"primary-key", "cdn-key", "very-secret", "user:secret"})
        QVERIFY2(!all.contains(secret), secret);
}

void tst_Director::refusalsDoNotFillTheDisk()
{
    const server::Caller stranger{QStringLiteral("stranger"), Role::Viewer};
    const Error why{QStringLiteral("forbidden"), QStringLiteral("Not\nallowed."), {}, {}, {}};
    for (int i = 0; i < 500; ++i)
        m_rig->director().noteRefusal(stranger, QStringLiteral("POST"),
                                      QStringLiteral("/v1/channels\nforged line"), why);
    QVERIFY(
        waitUntil([&] { return m_rig->journal(QStringLiteral("refused")).size() >= 20; }, 10s, "refusals"));
    m_rig->clock.advance(11s);
    QVERIFY(
        waitUntil([&] { return m_rig->journal(QStringLiteral("refusals")).size() == 1; }, 10s, "the count"));
    const auto each = m_rig->journal(QStringLiteral("refused"));
    QCOMPARE(each.size(), size_t(20));
    QVERIFY(!each[0].text.contains(QLatin1Char('\n')));
    QCOMPARE(m_rig->journal(QStringLiteral("refusals"))[0].data.value(QLatin1String("count")).toInt(), 480);
}

void tst_Director::fullDiskRefusesAndAppliesNothing()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    m_warnings->allow(QStringLiteral("could not be written"));
    // No file of this process may grow any more: what SQLite meets on a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit none{1, before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
    const server::Command command = m_rig->command(1);
    const auto refused = m_rig->take(command, mainId, Source::Primary);
    // What the engine reports meanwhile must not be lost.
    m_rig->engines.channel(mainId)->tellInput(Source::Primary);
    const bool known = waitUntil(
        [&] { return m_rig->director().health().value(QLatin1String("status")) != QLatin1String("ok"); }, 10s,
        "the health to say so");
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("store-failed"));
    QVERIFY(known);
    QCOMPARE(m_rig->revision(mainId), quint64(1));
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(0));
    // With space again what waited is kept, and the same command goes through.
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("input-live")).size() == 1; }, 10s,
                      "what waited"));
    QVERIFY(m_rig->take(command, mainId, Source::Primary));
    QCOMPARE(m_rig->engines.channel(mainId)->takes().size(), size_t(1));
    const auto entries = m_rig->journal();
    for (size_t i = 0; i < entries.size(); ++i)
        QCOMPARE(entries[i].id, qint64(entries.size() - i));
}

void tst_Director::previewsOfUnknownThings()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    Director &director = m_rig->director();
    QCOMPARE(director.preview(QStringLiteral("x"), QStringLiteral("primary"), server::PreviewKind::Flv)
                 .error()
                 .code,
             QStringLiteral("unknown-channel"));
    QCOMPARE(director.preview(mainId, QStringLiteral("x"), server::PreviewKind::Flv).error().code,
             QStringLiteral("unknown-source"));
    QCOMPARE(director.still(mainId, QStringLiteral("primary"), 640).error().code,
             QStringLiteral("no-picture"));
    QVERIFY(director.preview(mainId, QStringLiteral("programme"), server::PreviewKind::Ts));
}

void tst_Director::stoppingAnswersEverything()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    std::atomic<int> answered = 0;
    for (int i = 0; i < 50; ++i) {
        m_rig->director().take(m_rig->command(1), mainId, Source::Primary, {}, false,
                               [&](const Result<server::Answer> &) { ++answered; });
    }
    m_rig->stop();
    QCOMPARE(answered.load(), 50);
}

QTEST_GUILESS_MAIN(tst_Director)
#include "tst_director.moc"
