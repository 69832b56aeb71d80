// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/automationcommands.h"

#include "app/backend/slatecommands.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

Decision decisionOf(qint64 number, bool switched, Source from, Source to, const QString &rule)
{
    Decision decision;
    decision.number = number;
    decision.at = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    decision.switched = switched;
    decision.rule = rule;
    decision.from = from;
    decision.to = to;
    decision.text = QStringLiteral("Because of rtmp://user:secret@10.0.0.1/live/primary-key.");
    decision.numbers = {
        {QStringLiteral("sources"),
         QJsonObject{
             {QStringLiteral("primary"),
              QJsonObject{{QStringLiteral("reason"),
                           QStringLiteral("rtmp://user:secret@10.0.0.1/live/primary-key refuses.")}}}}}};
    return decision;
}

} // namespace

/// What people decide about automation, and what the engine decides by itself, over engines that do nothing.
class tst_Automation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void modeAndArming();
    void locks();
    void whatIsNextIsNoChange();
    void theEndAndBack();
    void staleAndUnknown();
    void anAutomaticSwitchIsKept();
    void aDecisionToStayIsJournalled();
    void aPersonsTakeUnderWayIsNotOverwritten();
    void aSwitchThatFailed();
    void theSlateOfAutomationSurvivesARestart();
    void aTakeThatFailedLeavesTheSlateOfAutomation();
    void aSwitchToTheSlateDuringATake();
    void aSwitchFromTheSlateThatFailed();
    void aLateResultDoesNotMoveTheDocument();
    void nothingIsSuspendedWhereNothingIsAutomatic();
    void onAirIsNotTakenDown();
    void aNewChannelGoesOnFromTheOldRevision();
    void tooManyChannels();
    void tooManySlates();

private:
    std::shared_ptr<FakeChannel> engine() const { return m_rig->engines.channel(mainId); }
    ChannelDocument document() const { return *m_rig->director().channel(mainId); }
    Result<server::Answer> setFailover(std::optional<FailoverMode> mode, bool arm);
    Result<server::Answer> lock(const std::vector<Source> &sources);
    Result<server::Answer> end();
    Result<server::Answer> remove(const QString &channel = mainId);
    bool hears(const QString &kind, size_t times = 1);
    /// What the slate stands for after a restart.
    std::optional<Source> coveredAfterRestart();
    /// The journal comes first: what was done is on disk before the document says it.
    bool comesOnAir(Source source);

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Automation::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->create(Rig::config(mainId)));
}

void tst_Automation::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

Result<server::Answer> tst_Automation::setFailover(std::optional<FailoverMode> mode, bool arm)
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.setFailover(m_rig->command(m_rig->revision(mainId)), mainId, mode, arm, done);
    });
}

Result<server::Answer> tst_Automation::lock(const std::vector<Source> &sources)
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.setLocks(m_rig->command(m_rig->revision(mainId)), mainId, sources, done);
    });
}

Result<server::Answer> tst_Automation::end()
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.endProgramme(m_rig->command(m_rig->revision(mainId)), mainId, done);
    });
}

Result<server::Answer> tst_Automation::remove(const QString &channel)
{
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.deleteChannel(m_rig->command(m_rig->revision(channel)), channel, done);
    });
}

bool tst_Automation::hears(const QString &kind, size_t times)
{
    return waitUntil([&] { return m_rig->journal(kind).size() >= times; }, 10s, qPrintable(kind));
}

bool tst_Automation::comesOnAir(Source source)
{
    return waitUntil([&] { return document().onAir == source; }, 10s, "the document");
}

std::optional<Source> tst_Automation::coveredAfterRestart()
{
    m_rig->stop();
    if (!m_rig->start())
        return std::nullopt;
    return engine()->start().covered;
}

void tst_Automation::whatIsNextIsNoChange()
{
    const auto choose = [this](const server::Command &command, std::optional<Source> next,
                               const QString &channel = mainId) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.chooseNext(command, channel, next, done);
        });
    };
    const quint64 revision = document().revision;
    const size_t journal = m_rig->journal().size();
    const server::Command command = m_rig->command();
    const auto chosen = choose(command, Source::Backup);
    QVERIFY(chosen);
    QCOMPARE(chosen->status, 202);
    QCOMPARE(chosen->body,
             (QJsonObject{{QStringLiteral("source"), QStringLiteral("backup")},
                          {QStringLiteral("holdsForMs"), 60'000}}));
    QCOMPARE(engine()->expected(), Source::Backup);
    QVERIFY(choose(m_rig->command(), std::nullopt));
    QCOMPARE(engine()->expected(), std::nullopt);
    const auto replayed =
        m_rig->director().replay(command.caller, command.idempotencyKey, command.fingerprint);
    QVERIFY(replayed && *replayed);
    QCOMPARE((*replayed)->body, chosen->body);
    QCOMPARE(document().revision, revision);
    QCOMPARE(m_rig->journal().size(), journal);
    const auto unknown = choose(m_rig->command(), Source::Backup, QStringLiteral("other"));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("unknown-channel"));
}

void tst_Automation::modeAndArming()
{
    QCOMPARE(engine()->orders().config.mode, FailoverMode::Once);
    const auto take = m_rig->take(mainId, Source::Primary);
    QVERIFY(take);
    engine()->finish(0, evidenceOf(Source::Slate, Source::Primary));
    QVERIFY(m_rig->ended(*take));
    QVERIFY(document().suspended);
    QVERIFY(engine()->orders().suspended);

    const auto armed = setFailover({}, true);
    QVERIFY(armed);
    QCOMPARE(armed->body.value(QLatin1String("state")).toString(), QStringLiteral("done"));
    QCOMPARE(armed->body.value(QLatin1String("kind")).toString(), QStringLiteral("set-failover"));
    QVERIFY(!document().suspended);
    QVERIFY(!engine()->orders().suspended);
    QCOMPARE(engine()->arms(), 1);
    QCOMPARE(m_rig->journal(QStringLiteral("set-failover")).size(), size_t(1));

    QVERIFY(setFailover(FailoverMode::Reverting, false));
    QCOMPARE(document().config.failover.mode, FailoverMode::Reverting);
    QCOMPARE(engine()->orders().config.mode, FailoverMode::Reverting);
    QCOMPARE(engine()->arms(), 1);
    QVERIFY(setFailover(FailoverMode::Off, false));
    m_rig->clock.advance(2s);
    QVERIFY(m_rig->take(mainId, Source::Backup)); // nothing is automatic, so nothing is suspended
    QVERIFY(!document().suspended);
}

void tst_Automation::locks()
{
    QVERIFY(lock({Source::Backup}));
    QCOMPARE(document().locked, std::vector{Source::Backup});
    QCOMPARE(engine()->orders().locked, std::vector{Source::Backup});
    const auto refused = m_rig->take(mainId, Source::Backup);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("locked"));
    QVERIFY(m_rig->take(mainId, Source::Backup, true));
    QVERIFY(lock({}));
    QVERIFY(document().locked.empty());
}

void tst_Automation::theEndAndBack()
{
    QVERIFY(end());
    QVERIFY(document().ended);
    QVERIFY(engine()->orders().ended);
    QVERIFY(m_rig->take(mainId, Source::Primary));
    QVERIFY(!document().ended);
    QVERIFY(!engine()->orders().ended);
}

void tst_Automation::staleAndUnknown()
{
    const auto stale = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.endProgramme(m_rig->command(99), mainId, done);
    });
    QCOMPARE(stale.error().code, QStringLiteral("stale-revision"));
    const auto unknown = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.setLocks(m_rig->command(1), QStringLiteral("nowhere"), {}, done);
    });
    QCOMPARE(unknown.error().code, QStringLiteral("unknown-channel"));
    QVERIFY(!document().ended);
    // Said twice, done once.
    const server::Command command = m_rig->command(1);
    const auto ask = [&] {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.setFailover(command, mainId, {}, true, done);
        });
    };
    const auto first = ask();
    const auto second = ask();
    QVERIFY(first && second);
    QCOMPARE(second->body, first->body);
    QCOMPARE(engine()->arms(), 1);
}

void tst_Automation::anAutomaticSwitchIsKept()
{
    const auto take = m_rig->take(mainId, Source::Primary);
    engine()->finish(0, evidenceOf(Source::Slate, Source::Primary));
    QVERIFY(m_rig->ended(*take));
    const quint64 revision = document().revision;
    const Decision decision = decisionOf(1, true, Source::Primary, Source::Backup, QStringLiteral("loss"));
    engine()->decide(decision);
    QVERIFY(hears(QStringLiteral("failover")));
    QVERIFY(comesOnAir(Source::Backup));
    QCOMPARE(document().revision, revision + 1);
    QVERIFY(!document().suspended); // nobody's choice is on air any more
    const JournalEntry made = m_rig->journal(QStringLiteral("failover")).front();
    QCOMPARE(made.actor, QStringLiteral("twinfeed"));
    QCOMPARE(made.channel, mainId);
    const QJsonObject kept = made.data.value(QLatin1String("decision")).toObject();
    QCOMPARE(kept.value(QLatin1String("rule")).toString(), QStringLiteral("loss"));
    QVERIFY(!QJsonDocument(QJsonObject{{QStringLiteral("a"), kept}}).toJson().contains("primary-key"));
    QVERIFY(!made.text.contains(QLatin1String("primary-key")));

    engine()->switched(decision, evidenceOf(Source::Primary, Source::Backup));
    QVERIFY(hears(QStringLiteral("failover-done")));
    QCOMPARE(document().revision, revision + 1);
    const QJsonObject evidence = m_rig->journal(QStringLiteral("failover-done"))
                                     .front()
                                     .data.value(QLatin1String("evidence"))
                                     .toObject();
    QCOMPARE(evidence.value(QLatin1String("to")).toString(), QStringLiteral("backup"));
    // A restart begins with it.
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(engine()->start().onAir, Source::Backup);
}

void tst_Automation::aDecisionToStayIsJournalled()
{
    const quint64 revision = document().revision;
    engine()->decide(decisionOf(1, false, Source::Primary, Source::Backup, QStringLiteral("unfit")));
    QVERIFY(hears(QStringLiteral("failover-stayed")));
    QCOMPARE(document().revision, revision);
    QCOMPARE(document().onAir, Source::Slate);
}

void tst_Automation::aPersonsTakeUnderWayIsNotOverwritten()
{
    QVERIFY(m_rig->take(mainId, Source::Primary));
    const quint64 revision = document().revision;
    const Decision decision = decisionOf(1, true, Source::Slate, Source::Backup, QStringLiteral("start"));
    engine()->decide(decision); // decided before the take reached the engine
    QVERIFY(hears(QStringLiteral("failover")));
    // The journal comes before the document: one more command, and all of it has been done.
    QVERIFY(!m_rig->take(QStringLiteral("nobody"), Source::Primary));
    QCOMPARE(document().onAir, Source::Primary);
    QCOMPARE(document().revision, revision);
    // Where the take came to nothing in favour of it, what was measured counts.
    engine()->finish(
        0, Error{QStringLiteral("superseded"), QStringLiteral("Something came before."), {}, {}, {}});
    engine()->switched(decision, evidenceOf(Source::Slate, Source::Backup));
    QVERIFY(hears(QStringLiteral("failover-done")));
    QVERIFY(comesOnAir(Source::Backup));
}

void tst_Automation::aSwitchThatFailed()
{
    const Decision decision = decisionOf(1, true, Source::Slate, Source::Backup, QStringLiteral("slate"));
    engine()->decide(decision);
    QVERIFY(hears(QStringLiteral("failover")));
    QVERIFY(comesOnAir(Source::Backup));
    engine()->switched(decision,
                       Error{QStringLiteral("source-lost"), QStringLiteral("It stopped."), {}, {}, {}});
    QVERIFY(hears(QStringLiteral("failover-failed")));
    QVERIFY(comesOnAir(Source::Slate)); // what the programme really shows
}

void tst_Automation::theSlateOfAutomationSurvivesARestart()
{
    const auto take = m_rig->take(mainId, Source::Backup);
    engine()->finish(0, evidenceOf(Source::Slate, Source::Backup));
    QVERIFY(m_rig->ended(*take));
    engine()->decide(decisionOf(1, true, Source::Backup, Source::Slate, QStringLiteral("loss")));
    QVERIFY(hears(QStringLiteral("failover")));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(engine()->start().onAir, Source::Slate);
    QCOMPARE(engine()->start().covered, Source::Backup);
    // A person's slate covers nothing.
    m_rig->clock.advance(2s);
    QVERIFY(m_rig->take(mainId, Source::Slate));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(engine()->start().onAir, Source::Slate);
    QCOMPARE(engine()->start().covered, std::nullopt);
}

void tst_Automation::aTakeThatFailedLeavesTheSlateOfAutomation()
{
    const Decision lost = decisionOf(1, true, Source::Backup, Source::Slate, QStringLiteral("loss"));
    engine()->decide(lost);
    engine()->switched(lost, evidenceOf(Source::Backup, Source::Slate));
    QVERIFY(hears(QStringLiteral("failover-done")));
    const auto take = m_rig->take(mainId, Source::Primary);
    QVERIFY(take);
    engine()->finish(0, Error{QStringLiteral("source-lost"), QStringLiteral("It stopped."), {}, {}, {}});
    QCOMPARE(m_rig->ended(*take)->state, OperationState::Failed);
    QVERIFY(comesOnAir(Source::Slate));
    QCOMPARE(coveredAfterRestart(), Source::Backup);
}

void tst_Automation::aSwitchToTheSlateDuringATake()
{
    const auto first = m_rig->take(mainId, Source::Primary);
    engine()->finish(0, evidenceOf(Source::Slate, Source::Primary));
    QVERIFY(m_rig->ended(*first));
    const auto waiting = m_rig->take(mainId, Source::Backup);
    QVERIFY(waiting);
    const Decision lost = decisionOf(1, true, Source::Primary, Source::Slate, QStringLiteral("loss"));
    engine()->decide(lost);
    QVERIFY(hears(QStringLiteral("failover")));
    engine()->finish(
        1, Error{QStringLiteral("superseded"), QStringLiteral("Something came before."), {}, {}, {}});
    engine()->switched(lost, evidenceOf(Source::Primary, Source::Slate));
    QVERIFY(comesOnAir(Source::Slate));
    QCOMPARE(coveredAfterRestart(), Source::Primary);
}

void tst_Automation::aSwitchFromTheSlateThatFailed()
{
    const Decision lost = decisionOf(1, true, Source::Backup, Source::Slate, QStringLiteral("loss"));
    engine()->decide(lost);
    engine()->switched(lost, evidenceOf(Source::Backup, Source::Slate));
    const Decision back = decisionOf(2, true, Source::Slate, Source::Primary, QStringLiteral("slate"));
    engine()->decide(back);
    QVERIFY(comesOnAir(Source::Primary));
    engine()->switched(back, Error{QStringLiteral("source-lost"), QStringLiteral("It stopped."), {}, {}, {}});
    QVERIFY(comesOnAir(Source::Slate));
    QCOMPARE(coveredAfterRestart(), Source::Backup);
}

void tst_Automation::aLateResultDoesNotMoveTheDocument()
{
    const auto take = m_rig->take(mainId, Source::Primary);
    engine()->finish(0, evidenceOf(Source::Slate, Source::Primary));
    QVERIFY(m_rig->ended(*take));
    const Decision first = decisionOf(1, true, Source::Primary, Source::Backup, QStringLiteral("loss"));
    const Decision second = decisionOf(2, true, Source::Backup, Source::Slate, QStringLiteral("loss"));
    engine()->decide(first);
    engine()->decide(second);
    QVERIFY(comesOnAir(Source::Slate));
    const quint64 revision = document().revision;
    engine()->switched(first, evidenceOf(Source::Primary, Source::Backup));
    engine()->switched(second, evidenceOf(Source::Backup, Source::Slate));
    QVERIFY(hears(QStringLiteral("failover-done"), 2));
    QVERIFY(lock({})); // behind both
    QCOMPARE(document().revision, revision + 1);
    QCOMPARE(document().onAir, Source::Slate);
    QCOMPARE(coveredAfterRestart(), Source::Backup);
}

void tst_Automation::nothingIsSuspendedWhereNothingIsAutomatic()
{
    // As the configuration file says it, at a start.
    ChannelConfig config = Rig::config(mainId);
    QVERIFY(m_rig->take(mainId, Source::Primary));
    QVERIFY(document().suspended);
    config.failover.mode = FailoverMode::Off;
    m_rig->stop();
    m_rig->setup.channels = {config};
    QVERIFY(m_rig->start());
    QVERIFY(!document().suspended);
}

void tst_Automation::onAirIsNotTakenDown()
{
    QVERIFY(m_rig->take(mainId, Source::Primary));
    const auto refused = remove();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("channel-on-air"));
    QVERIFY(end());
    QVERIFY(remove());
    QVERIFY(!m_rig->director().channel(mainId));
    // A slate that somebody gets is on air as well.
    QVERIFY(m_rig->create(Rig::config(mainId)));
    OutputStatus live;
    live.id = QStringLiteral("cdn");
    live.state = OutputState::Live;
    engine()->setOutput(live);
    QCOMPARE(remove().error().code, QStringLiteral("channel-on-air"));
}

void tst_Automation::aNewChannelGoesOnFromTheOldRevision()
{
    QVERIFY(lock({Source::Backup}));
    QCOMPARE(document().revision, quint64(2));
    QVERIFY(remove());
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QCOMPARE(document().revision, quint64(3));
    QVERIFY(document().locked.empty());
}

void tst_Automation::tooManyChannels()
{
    for (int i = 1; i < 32; ++i)
        QVERIFY(m_rig->create(Rig::config(QStringLiteral("c%1").arg(i))));
    const auto refused = m_rig->create(Rig::config(QStringLiteral("one-more")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("too-many-channels"));
    QVERIFY(remove());
    QVERIFY(m_rig->create(Rig::config(QStringLiteral("one-more"))));
}

void tst_Automation::tooManySlates()
{
    const auto add = [&](int i) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), QStringLiteral("s%1").arg(i), QStringLiteral("Slate"),
                             QStringLiteral("s.png"), "picture", done);
        });
    };
    for (int i = 0; i < SlateCommands::mostSlates; ++i)
        QVERIFY(add(i));
    const auto refused = add(SlateCommands::mostSlates);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("too-many-slates"));
}

QTEST_GUILESS_MAIN(tst_Automation)
#include "tst_automation.moc"
