// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainChannel = QStringLiteral("main");

Plan planOf(QByteArray text)
{
    const PlanReading reading = readPlan(QJsonDocument::fromJson(text.replace('\'', '"')).object());
    for (const Error &error : reading.errors)
        qWarning("%ls %ls", qUtf16Printable(error.where), qUtf16Printable(error.message));
    return reading.plan;
}

/// The backup where the primary is not fit.
Plan samplePlan(const QByteArray &more = {})
{
    return planOf("{'id': 'p', 'title': {'en': 'P'}, 'severity': 'critical', 'owner': 'O',"
                  " 'trigger': {'when': {'state': 'fit', 'node': 'primary', 'is': 'no'}, 'clearForMs': 0},"
                  " 'preconditions': [{'that': {'state': 'fit', 'node': 'slate', 'is': 'yes'}}],"
                  " 'steps': [{'id': 'off', 'do': {'failover': {'mode': 'off'}}, 'check': {'state': 'mode', "
                  "'is': 'off'}, 'deadlineMs': 2000},"
                  "  {'id': 'cut', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': "
                  "'backup'}, 'deadlineMs': 2000}]"
                  + more + "}");
}

SourceStatus sourceStatus(Source source, bool fit)
{
    SourceStatus status;
    status.source = source;
    status.state = fit ? InputState::Live : InputState::Lost;
    status.fit = fit;
    return status;
}

} // namespace

class PlansTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightsIsArmedFiredAndProven();
    void refusesWithTheReason();
    void aFailedStepIsUndone();
    void aRestartRollsBack();
    void changesAreJournalledWithTheirDifference();
    void isWrittenAboutAndRemembered();
    void aRehearsalCountsForWhatWasRehearsed();

private:
    /// A rig with the plan and a channel, its primary on air.
    void open(Rig &rig, const Plan &plan, const ChannelConfig &config = Rig::config(mainChannel));
    std::optional<PlanState> state(Rig &rig) const;
    bool stateIs(Rig &rig, DeckState wanted) const;
    Result<server::Answer> arm(Rig &rig, const QString &by = QStringLiteral("anna"));
    Result<server::Answer> fire(Rig &rig, const QString &arm, const QString &reason = QStringLiteral("Now."),
                                const QString &by = QStringLiteral("anna"));
    std::optional<PlanRun> run(Rig &rig, const QString &id = QStringLiteral("1")) const;
    /// Moves the clock on until it is so.
    bool passes(Rig &rig, const std::function<bool()> &so) const;
    void endTakes(Rig &rig, bool good) const;
};

void PlansTest::open(Rig &rig, const Plan &plan, const ChannelConfig &config)
{
    rig.setup.plans = {plan};
    rig.setup.tick = 5ms;
    QVERIFY(rig.start().ok());
    QVERIFY(rig.create(config).ok());
    QVERIFY(rig.take(mainChannel, Source::Primary).ok());
    QVERIFY(waitUntil([&] { return rig.engines.channel(mainChannel)->takes().size() == 1; }, 5s, "the take"));
    rig.engines.channel(mainChannel)->finish(0, evidenceOf(Source::Slate, Source::Primary));
    QVERIFY(passes(rig, [&] { return state(rig).has_value(); }));
}

std::optional<PlanState> PlansTest::state(Rig &rig) const
{
    const auto states = rig.director().planStates();
    return states.empty() ? std::nullopt : std::optional(states.front());
}

bool PlansTest::stateIs(Rig &rig, DeckState wanted) const
{
    return passes(rig, [&] { return state(rig) && state(rig)->state == wanted; });
}

bool PlansTest::passes(Rig &rig, const std::function<bool()> &so) const
{
    return waitUntil(
        [&] {
            rig.clock.advance(20ms);
            return so();
        },
        20s, "the plan");
}

Result<server::Answer> PlansTest::arm(Rig &rig, const QString &by)
{
    server::Command command = rig.command(rig.revision(mainChannel));
    command.caller.name = by;
    return rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armPlan(command, {QStringLiteral("p"), mainChannel, {}}, done);
    });
}

Result<server::Answer> PlansTest::fire(Rig &rig, const QString &arm, const QString &reason, const QString &by)
{
    server::Command command = rig.command(rig.revision(mainChannel));
    command.caller.name = by;
    server::PlanFire fire;
    fire.place = {QStringLiteral("p"), mainChannel, {}};
    fire.arm = arm;
    fire.planRevision = rig.director().plans().front().revision;
    fire.reason = reason;
    return rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.firePlan(command, fire, done);
    });
}

std::optional<PlanRun> PlansTest::run(Rig &rig, const QString &id) const
{
    const auto found = rig.director().run(id);
    return found ? *found : std::nullopt;
}

void PlansTest::endTakes(Rig &rig, bool good) const
{
    const auto channel = rig.engines.channel(mainChannel);
    const auto takes = channel->takes();
    for (size_t i = 0; i < takes.size(); ++i) {
        if (takes[i].finished)
            continue;
        if (good)
            channel->finish(i, evidenceOf(Source::Primary, takes[i].target));
        else
            channel->finish(
                i, Error{QStringLiteral("take-failed"), QStringLiteral("No picture came."), {}, {}, {}});
    }
}

void PlansTest::lightsIsArmedFiredAndProven()
{
    Rig rig;
    open(rig, samplePlan());
    QVERIFY(stateIs(rig, DeckState::Dark));
    rig.engines.channel(mainChannel)->setSource(sourceStatus(Source::Primary, false));
    QVERIFY(stateIs(rig, DeckState::Lit));
    QVERIFY(state(rig)->litAt && state(rig)->numbers.front().holds);
    const auto armed = arm(rig);
    QVERIFY(armed.ok());
    QVERIFY(stateIs(rig, DeckState::Armed));
    QCOMPARE(state(rig)->arm->by, QStringLiteral("anna"));
    QCOMPARE(state(rig)->arm->preview.at(1)[QStringLiteral("after")].toString(), QStringLiteral("backup"));
    const auto fired =
        fire(rig, armed->body.value(QStringLiteral("request"))[QStringLiteral("arm")].toString());
    QVERIFY2(fired.ok(), fired ? "" : qPrintable(fired.error().message));
    QVERIFY(passes(rig, [&] {
        endTakes(rig, true);
        return run(rig) && run(rig)->isOver();
    }));
    QCOMPARE(toWord(run(rig)->state), QStringLiteral("done"));
    QCOMPARE(run(rig)->by, QStringLiteral("anna"));
    QCOMPARE(run(rig)->reason, QStringLiteral("Now."));
    QVERIFY(run(rig)->litAt && run(rig)->effectAt);
    // Evidence of the programme, not of the command.
    QVERIFY(run(rig)->steps[1].evidence.contains(QStringLiteral("take")));
    QVERIFY(stateIs(rig, DeckState::Done));
    QCOMPARE(rig.journal(QStringLiteral("plan-lit")).size(), size_t(1));
    QCOMPARE(rig.journal(QStringLiteral("plan-step-done")).size(), size_t(2));
    QCOMPARE(rig.journal(QStringLiteral("plan-done")).size(), size_t(1));
    QCOMPARE(rig.director().planTimes().front().done, 1);
}

void PlansTest::refusesWithTheReason()
{
    Rig rig;
    open(rig, samplePlan());
    const QString id =
        arm(rig).value().body.value(QStringLiteral("request"))[QStringLiteral("arm")].toString();
    const auto code = [](const Result<server::Answer> &answer) {
        return answer ? QString() : answer.error().code;
    };
    QCOMPARE(code(arm(rig, QStringLiteral("ben"))), QStringLiteral("plan-armed"));
    QCOMPARE(code(fire(rig, {})), QStringLiteral("not-armed"));
    QCOMPARE(code(fire(rig, id, {})), QStringLiteral("not-rehearsed"));
    QCOMPARE(code(fire(rig, id, QStringLiteral("x"), QStringLiteral("ben"))), QStringLiteral("not-your-arm"));
    // The channel has changed since it was armed.
    QVERIFY(rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
                   backend.setLocks(rig.command(rig.revision(mainChannel)), mainChannel, {Source::Slate},
                                    done);
               })
                .ok());
    QCOMPARE(code(fire(rig, id)), QStringLiteral("stale-revision"));
    rig.clock.advance(11s);
    QVERIFY(stateIs(rig, DeckState::Dark)); // and everything is fresh again
    QCOMPARE(code(fire(rig, id)), QStringLiteral("arm-expired"));
    // A precondition does not hold.
    rig.engines.channel(mainChannel)->setSource(sourceStatus(Source::Slate, false));
    QVERIFY(stateIs(rig, DeckState::Disabled));
    QCOMPARE(state(rig)->reasonCode, QStringLiteral("plan-disabled"));
    QCOMPARE(code(arm(rig)), QStringLiteral("plan-disabled"));
    QVERIFY(rig.engines.channel(mainChannel)->takes().size() == 1);
}

void PlansTest::aFailedStepIsUndone()
{
    Rig rig;
    open(rig, samplePlan(", 'danger': 'press'"));
    QVERIFY(fire(rig, {}).ok());
    QVERIFY(passes(rig, [&] {
        endTakes(rig, false);
        return run(rig) && run(rig)->isOver();
    }));
    QCOMPARE(toWord(run(rig)->state), QStringLiteral("restored"));
    QCOMPARE(run(rig)->steps[1].problem->code, QStringLiteral("take-failed"));
    QCOMPARE(toWord(run(rig)->steps[0].state), QStringLiteral("undone"));
    QCOMPARE(rig.director().channel(mainChannel)->config.failover.mode, FailoverMode::Once);
    QVERIFY(stateIs(rig, DeckState::Restored));
    QCOMPARE(rig.journal(QStringLiteral("plan-restored")).size(), size_t(1));
}

void PlansTest::aRestartRollsBack()
{
    Rig rig;
    open(rig, samplePlan(", 'danger': 'press'"));
    QVERIFY(fire(rig, {}).ok());
    // The take hangs; the backend ends in the middle of the step.
    QVERIFY(passes(rig, [&] { return run(rig) && run(rig)->steps[1].state == RunStepState::Running; }));
    rig.stop();
    QVERIFY(rig.start().ok());
    QVERIFY(passes(rig, [&] {
        endTakes(rig, true);
        return run(rig) && run(rig)->isOver();
    }));
    QCOMPARE(toWord(run(rig)->state), QStringLiteral("restored"));
    QCOMPARE(run(rig)->problem->code, QStringLiteral("backend-ended"));
    QCOMPARE(rig.director().channel(mainChannel)->config.failover.mode, FailoverMode::Once);
}

void PlansTest::changesAreJournalledWithTheirDifference()
{
    Rig rig;
    open(rig, samplePlan());
    Plan changed = samplePlan();
    changed.owner = QStringLiteral("Sound");
    const auto put = [&](const Plan &plan, std::optional<quint64> revision) {
        return rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.putPlan(rig.command(revision), plan, QStringLiteral("Other people."), done);
        });
    };
    QCOMPARE(put(changed, 7).error().code, QStringLiteral("stale-plan"));
    QVERIFY(put(changed, 1).ok());
    QCOMPARE(rig.director().plans().front().revision, quint64(2));
    QVERIFY(!rig.director().plans().front().shipped);
    const auto entries = rig.journal(QStringLiteral("put-plan"));
    QCOMPARE(entries.size(), size_t(1));
    const QJsonValue difference =
        entries[0].data.value(QStringLiteral("request"))[QStringLiteral("difference")];
    QCOMPARE(difference[QStringLiteral("owner")][QStringLiteral("after")].toString(),
             QStringLiteral("Sound"));
    QCOMPARE(difference.toObject().size(), 1);
    // It stays so, and one that is taken away goes on from its version when it comes back.
    rig.stop();
    QVERIFY(rig.start().ok());
    QCOMPARE(rig.director().plans().front().plan.owner, QStringLiteral("Sound"));
    QVERIFY(rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
                   backend.deletePlan(rig.command(2), QStringLiteral("p"), done);
               })
                .ok());
    rig.stop();
    QVERIFY(rig.start().ok());
    QVERIFY(rig.director().plans().empty());
    QVERIFY(put(changed, {}).ok());
    QCOMPARE(rig.director().plans().front().revision, quint64(3));
}

void PlansTest::isWrittenAboutAndRemembered()
{
    Rig rig;
    open(rig, samplePlan(", 'danger': 'press'"));
    QVERIFY(fire(rig, {}).ok());
    const auto order = [&](server::RunVerb verb, const QString &cause) {
        return rig.ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.orderRun(rig.command(), {verb, QStringLiteral("1"), {}, cause, {}}, done);
        });
    };
    QVERIFY(order(server::RunVerb::Abort, {}).ok());
    QVERIFY(passes(rig, [&] {
        endTakes(rig, true);
        return run(rig) && run(rig)->isOver();
    }));
    QCOMPARE(run(rig)->problem->code, QStringLiteral("aborted"));
    QCOMPARE(order(server::RunVerb::Abort, {}).error().code, QStringLiteral("run-over"));
    QVERIFY(order(server::RunVerb::Review, QStringLiteral("A cable.")).ok());
    QVERIFY(passes(rig, [&] {
        return state(rig)->lastTime.value(QStringLiteral("rootCause")).toString()
            == QLatin1String("A cable.");
    }));
    const auto found = rig.director().runs({0, 10, {}, {}, QStringLiteral("cable")});
    QVERIFY(found.ok());
    QCOMPARE(found->size(), size_t(1));
    QVERIFY(rig.director().runs({0, 10, {}, {}, QStringLiteral("meteor")})->empty());
}

/// Green on the rehearsal unit: no reason is asked on the live one, for this version as it read.
void PlansTest::aRehearsalCountsForWhatWasRehearsed()
{
    const Plan plan = samplePlan(", 'danger': 'press'");
    ChannelConfig config = Rig::config(mainChannel);
    config.primary = {QStringLiteral("rtmp://127.0.0.1:5001/live/a"), InputMode::Listen, 0};
    config.backup = {QStringLiteral("rtmp://127.0.0.1:5002/live/b"), InputMode::Listen, 0};
    config.outputs = {{QStringLiteral("cdn"), OutputKind::Udp, QStringLiteral("udp://127.0.0.1:5003"), true}};
    Rig live;
    live.setup.plans = {plan};
    Rig unit;
    unit.setup.rehearsal =
        std::make_shared<drills::RehearsalGuard>(QStringList{config.primary.url, config.backup.url},
                                                 QStringList{config.outputs.front().url}, unit.folder());
    unit.setup.folderBeside = live.folder() + QStringLiteral("/data");
    live.setup.folderBeside = unit.folder() + QStringLiteral("/data");
    // The event has a version of its own: that is what is rehearsed.
    open(live, plan, config);
    Plan own = plan;
    own.owner = QStringLiteral("Sound");
    QVERIFY(live.ask([&](server::Backend &backend, const server::AnswerDone &done) {
                    backend.putPlan(live.command(1), own, QStringLiteral("Ours."), done);
                })
                .ok());
    QCOMPARE(fire(live, {}, {}).error().code, QStringLiteral("not-rehearsed"));
    open(unit, plan, config);
    QCOMPARE(unit.director().plans().front().plan.owner, own.owner);
    QCOMPARE(unit.director().plans().front().revision, quint64(2));
    QVERIFY(fire(unit, {}, {}).ok());
    QVERIFY(passes(unit, [&] {
        endTakes(unit, true);
        return run(unit) && run(unit)->isOver();
    }));
    QCOMPARE(toWord(run(unit)->kind), QStringLiteral("rehearsal"));
    QVERIFY(unit.director().plans().front().rehearsed);
    // The live one sees it while it runs.
    QVERIFY(passes(live, [&] { return live.director().plans().front().rehearsed; }));
    QVERIFY(passes(live, [&] { return state(live)->rehearsed; }));
    QVERIFY(fire(live, {}, {}).ok());
    QVERIFY(passes(live, [&] {
        endTakes(live, true);
        return run(live) && run(live)->isOver();
    }));
    // Another text is another plan, and the same one in a later version is as well.
    own.owner = QStringLiteral("Vision");
    QVERIFY(live.ask([&](server::Backend &backend, const server::AnswerDone &done) {
                    backend.putPlan(live.command(2), own, QStringLiteral("Theirs."), done);
                })
                .ok());
    QVERIFY(!live.director().plans().front().rehearsed);
    live.stop();
    QVERIFY(live.start().ok());
    QVERIFY(!live.director().plans().front().rehearsed);
}

QTEST_GUILESS_MAIN(PlansTest)
#include "tst_plans.moc"
