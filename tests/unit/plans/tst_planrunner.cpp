// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planrunner.h"
#include "tests/support/fakeclock.h"

#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace std::chrono_literals;

namespace {

QJsonObject parsed(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

const QString onAirKey = QStringLiteral("onAir");
const QString modeKey = QStringLiteral("mode");

/// A channel that does as it is told, except where it is to refuse, to be slow, or to have no effect.
class FakeHands final : public PlanHands
{
public:
    explicit FakeHands(const Clock &clock)
        : m_clock(clock)
    {
    }

    QJsonObject before(const PlanAction &, const PlanPlace &) override
    {
        return {{onAirKey, world[onAirKey]}, {modeKey, world[modeKey]}};
    }
    Result<void> begin(const PlanAction &action, const PlanDeed &deed) override
    {
        done << deed.key;
        if (refused.contains(deed.key))
            return Error{QStringLiteral("unfit"), QStringLiteral("Not fit."), {}, {}, {}};
        if (ineffective.contains(deed.key))
            return {};
        if (const auto *take = std::get_if<TakeAction>(&action))
            world[onAirKey] = toWord(take->source);
        if (const auto *failover = std::get_if<FailoverAction>(&action))
            world[modeKey] = toWord(*failover->mode);
        return {};
    }
    Result<void> restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed) override
    {
        done << deed.key;
        if (refused.contains(deed.key))
            return Error{QStringLiteral("unfit"), QStringLiteral("Not fit."), {}, {}, {}};
        if (!ineffective.contains(deed.key))
            world[keyOf(action)] = before.value(keyOf(action)).toString();
        return {};
    }
    Progress progress(const QString &key) override
    {
        return {!hanging.contains(key), {}, {{QStringLiteral("operation"), key}}};
    }
    void stop(const QString &key) override { stopped << key; }
    Truth isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &) override
    {
        return world[keyOf(action)] == before.value(keyOf(action)).toString() ? Truth::Yes : Truth::No;
    }

    PlanSight sight() const
    {
        PlanSight seen;
        for (const auto &[name, value] : world)
            seen.facts[{name, QString()}] = {{value}, m_clock.now()};
        return seen;
    }

    std::map<QString, QString> world{{onAirKey, QStringLiteral("primary")},
                                     {modeKey, QStringLiteral("once")}};
    QStringList done, refused, ineffective, hanging, stopped;

private:
    static QString keyOf(const PlanAction &action)
    {
        return std::holds_alternative<TakeAction>(action) ? onAirKey : modeKey;
    }

    const Clock &m_clock;
};

const QByteArray modeStep = "{'id': 'off', 'do': {'failover': {'mode': 'off'}}, 'check': {'state': 'mode', "
                            "'is': 'off'}, 'deadlineMs': 2000}";
const QByteArray takeStep = "{'id': 'cut', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', "
                            "'is': 'backup'}, 'deadlineMs': 2000}";
const QByteArray slateStep = "{'id': 'slate', 'do': {'take': {'source': 'slate'}}, 'check': {'state': "
                             "'onAir', 'is': 'slate'}, 'deadlineMs': 2000}";
const QByteArray askStep = "{'id': 'ask', 'do': {'ask': {'question': {'en': 'Go?'}, 'answers': [{'id': "
                           "'yes', 'text': {'en': 'Yes'}},"
                           " {'id': 'no', 'text': {'en': 'No'}, 'then': 'stop'}]}}, 'deadlineMs': 60000}";

PlanRun runOf(const QByteArrayList &steps,
              const QByteArray &precondition = "{'state': 'onAir', 'is': 'primary'}")
{
    std::vector<Error> errors;
    PlanRun run;
    run.id = QStringLiteral("5");
    run.place = {QStringLiteral("p"), QStringLiteral("main"), {}};
    run.title = {{QStringLiteral("en"), QStringLiteral("T")}};
    run.firedAt = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    run.preconditions.push_back({readCondition(parsed(precondition), {}, false, errors), {}});
    for (const QByteArray &step : steps) {
        RunStep one;
        one.plan = run.place.plan;
        one.step = readStep(parsed(step), {}, false, errors);
        run.steps.push_back(one);
    }
    for (const Error &error : errors)
        qWarning("%ls %ls", qUtf16Printable(error.where), qUtf16Printable(error.message));
    return run;
}

/// Goes on until the run is over or nothing happens for ten minutes. `kept` gets each state that went to the disk.
PlanRun play(PlanRunner &runner, FakeHands &hands, test::FakeClock &clock,
             std::vector<PlanRun> *kept = nullptr)
{
    for (int i = 0; i < 2400 && !runner.run().isOver(); ++i) {
        while (runner.round(hands.sight())) {
            if (kept)
                kept->push_back(runner.run());
            if (runner.run().isOver())
                break;
        }
        clock.advance(250ms);
    }
    return runner.run();
}

QStringList statesOf(const PlanRun &run)
{
    QStringList states;
    for (const RunStep &step : run.steps)
        states << toWord(step.state);
    return states;
}

} // namespace

class PlanRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesThroughItsSteps();
    void oldProofIsNone();
    void eachStepMadeToFail_data();
    void eachStepMadeToFail();
    void rollsBackPastAFailedUndo();
    void isNotRestoredWhereThePreconditionsDoNotHold();
    void asksAndIsAnswered();
    void isAborted();
    void killedAnywhere();
};

void PlanRunnerTest::goesThroughItsSteps()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    PlanRunner runner(runOf({modeStep, takeStep}), hands, clock);
    std::vector<PlanRun> kept;
    const PlanRun run = play(runner, hands, clock, &kept);
    QCOMPARE(toWord(run.state), QStringLiteral("done"));
    QCOMPARE(hands.done, (QStringList{QStringLiteral("run-5-0"), QStringLiteral("run-5-1")}));
    QCOMPARE(statesOf(run), (QStringList{QStringLiteral("done"), QStringLiteral("done")}));
    QVERIFY(run.effectAt && run.actedAt && run.endedAt);
    QCOMPARE(run.steps[1].evidence.value(QStringLiteral("operation")).toString(), QStringLiteral("run-5-1"));
    QCOMPARE(run.steps[1]
                 .evidence.value(QStringLiteral("numbers"))
                 .toArray()
                 .at(0)[QStringLiteral("value")]
                 .toString(),
             QStringLiteral("backup"));
    // On disk before it was done.
    QCOMPARE(statesOf(kept.front()), (QStringList{QStringLiteral("running"), QStringLiteral("pending")}));
    QCOMPARE(kept.front().steps[0].before.value(modeKey).toString(), QStringLiteral("once"));
}

void PlanRunnerTest::oldProofIsNone()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    hands.world[onAirKey] = QStringLiteral("backup");
    PlanRunner runner(runOf({takeStep}, "{'state': 'mode', 'is': 'once'}"), hands, clock);
    const PlanSight old = hands.sight();
    for (int i = 0; i < 6; ++i)
        runner.round(old);
    QCOMPARE(toWord(runner.run().steps[0].state), QStringLiteral("checking"));
    clock.advance(250ms);
    while (runner.round(hands.sight())) { }
    QCOMPARE(toWord(runner.run().state), QStringLiteral("done"));
}

void PlanRunnerTest::eachStepMadeToFail_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<QString>("how");
    for (int step = 0; step < 3; ++step) {
        for (const char *how : {"refused", "ineffective", "hanging"})
            QTest::addRow("%d %s", step, how) << step << QString::fromLatin1(how);
    }
}

void PlanRunnerTest::eachStepMadeToFail()
{
    QFETCH(int, step);
    QFETCH(QString, how);
    test::FakeClock clock;
    FakeHands hands(clock);
    const auto before = hands.world;
    const QString key = QStringLiteral("run-5-%1").arg(step);
    (how == QLatin1String("refused")           ? hands.refused
         : how == QLatin1String("ineffective") ? hands.ineffective
                                               : hands.hanging)
        << key;
    PlanRunner runner(runOf({modeStep, takeStep, slateStep}), hands, clock);
    const PlanRun run = play(runner, hands, clock);
    QCOMPARE(toWord(run.state), QStringLiteral("restored"));
    QCOMPARE(hands.world, before);
    QVERIFY(run.steps[size_t(step)].problem);
    QVERIFY(run.problem->message.startsWith(QLatin1String("Step ") + run.steps[size_t(step)].step.id));
    // Newest first, and nothing that never ran.
    QStringList undone;
    for (const QString &deed : std::as_const(hands.done)) {
        if (deed.endsWith(QLatin1String("-undo")))
            undone << deed;
    }
    QStringList wanted;
    for (int i = how == QLatin1String("hanging") ? step : step - 1; i >= 0; --i)
        wanted << QStringLiteral("run-5-%1-undo").arg(i);
    QCOMPARE(undone, wanted);
    // Of what was under way nothing more is begun, before anything is undone.
    if (how != QLatin1String("ineffective"))
        QVERIFY(hands.stopped.contains(key));
    for (size_t i = size_t(step) + 1; i < run.steps.size(); ++i)
        QCOMPARE(toWord(run.steps[i].state), QStringLiteral("skipped"));
}

void PlanRunnerTest::rollsBackPastAFailedUndo()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    hands.ineffective << QStringLiteral("run-5-2");
    hands.refused << QStringLiteral("run-5-1-undo");
    PlanRunner runner(runOf({modeStep, takeStep, slateStep}, "{'state': 'mode', 'is': 'once'}"), hands,
                      clock);
    const PlanRun run = play(runner, hands, clock);
    QCOMPARE(toWord(run.state), QStringLiteral("not-restored"));
    QCOMPARE(
        statesOf(run),
        (QStringList{QStringLiteral("undone"), QStringLiteral("undo-failed"), QStringLiteral("undone")}));
    QCOMPARE(hands.world[modeKey], QStringLiteral("once"));
    QCOMPARE(run.notRestored.size(), size_t(1));
    QVERIFY(run.notRestored[0].message.contains(QLatin1String("cut")));
}

void PlanRunnerTest::isNotRestoredWhereThePreconditionsDoNotHold()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    hands.ineffective << QStringLiteral("run-5-0");
    PlanRunner runner(runOf({modeStep}, "{'state': 'ended', 'is': 'no'}"), hands, clock);
    const PlanRun run = play(runner, hands, clock);
    QCOMPARE(toWord(run.state), QStringLiteral("not-restored"));
    QVERIFY2(run.notRestored[0].message.contains(QLatin1String("ended is not known")),
             qPrintable(run.notRestored[0].message));
}

void PlanRunnerTest::asksAndIsAnswered()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    PlanRunner runner(runOf({modeStep, askStep, takeStep}), hands, clock);
    const auto rounds = [&] {
        for (int i = 0; i < 8; ++i) {
            while (runner.round(hands.sight())) { }
            clock.advance(250ms);
        }
    };
    QCOMPARE(runner.answer(QStringLiteral("yes"), QStringLiteral("anna")).error().code,
             QStringLiteral("not-asked"));
    rounds();
    QCOMPARE(toWord(runner.run().state), QStringLiteral("asking"));
    QCOMPARE(runner.answer(QStringLiteral("perhaps"), QStringLiteral("anna")).error().code,
             QStringLiteral("unknown-answer"));
    QVERIFY(runner.answer(QStringLiteral("yes"), QStringLiteral("anna")).ok());
    rounds();
    QCOMPARE(toWord(runner.run().state), QStringLiteral("done"));
    QCOMPARE(runner.run().steps[1].answeredBy, QStringLiteral("anna"));

    PlanRunner stopped(runOf({takeStep, askStep}), hands, clock);
    hands.world[onAirKey] = QStringLiteral("primary");
    for (int i = 0; i < 8; ++i) {
        while (stopped.round(hands.sight())) { }
        clock.advance(250ms);
    }
    QVERIFY(stopped.answer(QStringLiteral("no"), QStringLiteral("ben")).ok());
    QCOMPARE(toWord(play(stopped, hands, clock).state), QStringLiteral("restored"));
    QCOMPARE(hands.world[onAirKey], QStringLiteral("primary"));
    QCOMPARE(stopped.run().problem->code, QStringLiteral("stopped"));
}

void PlanRunnerTest::isAborted()
{
    test::FakeClock clock;
    FakeHands hands(clock);
    hands.hanging << QStringLiteral("run-5-1");
    PlanRunner runner(runOf({modeStep, takeStep}), hands, clock);
    for (int i = 0; i < 4; ++i) {
        while (runner.round(hands.sight())) { }
        clock.advance(250ms);
    }
    runner.abort(QStringLiteral("anna"));
    runner.abort(QStringLiteral("ben"));
    const PlanRun run = play(runner, hands, clock);
    QCOMPARE(toWord(run.state), QStringLiteral("restored"));
    QCOMPARE(run.problem->code, QStringLiteral("aborted"));
    QVERIFY(run.problem->message.contains(QLatin1String("anna")));
    QCOMPARE(hands.world[onAirKey], QStringLiteral("primary"));
    QCOMPARE(hands.world[modeKey], QStringLiteral("once"));
}

/// The backend is killed after anything that went to the disk, and also after what followed from it was done: the next one ends the run, as it
/// was meant or as it was before.
void PlanRunnerTest::killedAnywhere()
{
    for (const bool fails : {false, true}) {
        size_t boundaries = 1;
        for (size_t killed = 0; killed < boundaries; ++killed) {
            for (const bool acted : {false, true}) {
                test::FakeClock clock;
                FakeHands hands(clock);
                const auto before = hands.world;
                if (fails)
                    hands.ineffective << QStringLiteral("run-5-2");
                PlanRun disk = runOf({modeStep, takeStep, slateStep});
                {
                    PlanRunner runner(disk, hands, clock);
                    size_t writes = 0;
                    bool last = false;
                    for (int i = 0; i < 200 && !runner.run().isOver(); ++i) {
                        if (!runner.round(hands.sight())) {
                            if (last)
                                break;
                            clock.advance(250ms);
                            continue;
                        }
                        if (last)
                            break;
                        disk = runner.run();
                        last = writes++ == killed;
                        if (last && !acted)
                            break;
                    }
                    boundaries = std::max(boundaries, writes + 1);
                }
                const auto stored = planRunFromJson(toJson(disk));
                QVERIFY(stored.ok());
                clock.advance(3s);
                PlanRunner again(*stored, hands, clock);
                const PlanRun run = play(again, hands, clock);
                QVERIFY2(run.isOver(), qPrintable(QString::number(killed)));
                if (run.state == RunState::Done) {
                    QVERIFY(!fails);
                    QCOMPARE(hands.world[onAirKey], QStringLiteral("slate"));
                } else {
                    QCOMPARE(toWord(run.state), QStringLiteral("restored"));
                    QCOMPARE(hands.world, before);
                }
            }
            QVERIFY(boundaries < 60);
        }
        QVERIFY(boundaries > 8);
    }
}

QTEST_GUILESS_MAIN(PlanRunnerTest)
#include "tst_planrunner.moc"
