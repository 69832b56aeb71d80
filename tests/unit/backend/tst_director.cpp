// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/director.h"

#include "app/backend/store.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

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

/// What the backend does by itself: restart, configuration, news of the engines, faults of the disk.
class tst_Director : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void restartContinues();
    void interruptedOperationsEnd();
    void configAppliesWhenItsTextChanges();
    void configOfTheVersionBeforeMeansItsDefaults();
    void whatWasConfiguredBeforeIsNotToldEither();
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
        backend.endProgramme(m_rig->command(m_rig->revision(mainId)), mainId, done);
    }));
    QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.deleteChannel(m_rig->command(m_rig->revision(mainId)), mainId, done);
    }));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(!m_rig->director().channel(mainId));
}

void tst_Director::configOfTheVersionBeforeMeansItsDefaults()
{
    m_rig->stop();
    m_rig->setup.channels = {Rig::config(mainId)};
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config.cut, Cut::Bridged);
    m_rig->stop();
    // As the version before left it: cached was the default, and people have changed the hold since.
    {
        const QJsonObject now = toJson(m_rig->setup.channels[0], true);
        const auto path = [&](const char *name) {
            const QJsonObject input = now.value(QLatin1String(name)).toObject();
            return QJsonObject{{QStringLiteral("url"), input.value(QLatin1String("url"))},
                               {QStringLiteral("mode"), input.value(QLatin1String("mode"))}};
        };
        QJsonArray outputs;
        for (const QJsonValue &output : now.value(QLatin1String("outputs")).toArray())
            outputs << QJsonObject{{QStringLiteral("id"), output[QLatin1String("id")]},
                                   {QStringLiteral("kind"), output[QLatin1String("kind")]},
                                   {QStringLiteral("url"), output[QLatin1String("url")]},
                                   {QStringLiteral("enabled"), output[QLatin1String("enabled")]}};
        const QJsonObject text{{QStringLiteral("id"), now.value(QLatin1String("id"))},
                               {QStringLiteral("name"), now.value(QLatin1String("name"))},
                               {QStringLiteral("primary"), path("primary")},
                               {QStringLiteral("backup"), path("backup")},
                               {QStringLiteral("outputs"), outputs},
                               {QStringLiteral("holdMs"), now.value(QLatin1String("holdMs"))},
                               {QStringLiteral("cut"), QStringLiteral("cached")}};
        auto store = Store::open(m_rig->storeFile());
        QVERIFY(store);
        auto stored = (*store)->channels();
        QVERIFY(stored && stored->size() == 1);
        stored->front().document.config.cut = Cut::Cached;
        stored->front().document.config.holdMs = 900;
        Changes changes;
        changes.channels = *stored;
        changes.applied = {mainId,
                           QCryptographicHash::hash(QJsonDocument(text).toJson(QJsonDocument::Compact),
                                                    QCryptographicHash::Sha256)};
        QVERIFY((*store)->commit(changes));
    }
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config.cut, Cut::Bridged);
    QCOMPARE(m_rig->director().channel(mainId)->config.holdMs, 900);
    QCOMPARE(m_rig->journal(QStringLiteral("config-applied")).size(), size_t(2));
    // An edit counts again, and only an edit.
    m_rig->stop();
    m_rig->setup.channels[0].cut = Cut::Keyframe;
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->director().channel(mainId)->config.cut, Cut::Keyframe);
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(m_rig->journal(QStringLiteral("config-applied")).size(), size_t(3));
}

void tst_Director::whatWasConfiguredBeforeIsNotToldEither()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const QString before = Rig::config(mainId).outputs[0].url;
    ChannelConfig config = Rig::config(mainId);
    config.outputs[0].url = QStringLiteral("rtmp://10.0.0.3/live/another-key");
    QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.replaceChannel(m_rig->command(1), config, done);
    }));
    const auto engine = m_rig->engines.channel(mainId);
    OutputStatus late;
    late.id = QStringLiteral("cdn");
    late.state = OutputState::Failed;
    late.reason = QStringLiteral("%1 does not answer.").arg(before);
    engine->setOutput(late);
    engine->tellOutput(late.id);
    QVERIFY(waitUntil([&] { return !m_rig->journal(QStringLiteral("output-failed")).empty(); }, 10s,
                      "the journal"));
    const QString text = m_rig->journal(QStringLiteral("output-failed")).front().text;
    QVERIFY2(!text.contains(QLatin1String("cdn-key")), qPrintable(text));
    QVERIFY2(text.contains(QLatin1String("does not answer")), qPrintable(text));
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
        engine->setOutput({QStringLiteral("cdn"), state, reason, 0, 0, 0, {}, 0, {}});
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
