// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planfile.h"
#include "app/backend/plans/planset.h"
#include "app/backend/plans/planwatch.h"
#include "tests/unit/backend/pretendworld.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QStringList failings{QStringLiteral("refused"), QStringLiteral("ineffective"),
                           QStringLiteral("hanging"), QStringLiteral("late")};

PlanBook shipped()
{
    const QDir folder(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans"));
    PlanBook book;
    for (const QString &name : folder.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        const PlanFile file = readPlanFile(folder.filePath(name));
        book[file.plan.id].plan = file.plan;
    }
    return book;
}

/// Acts upon nothing by itself: what people or the engine do.
bool isDeed(const PlanAction &action)
{
    return !std::holds_alternative<WaitAction>(action) && !std::holds_alternative<AskAction>(action);
}

} // namespace

/// Every plan that ships, over a pretended channel: from its trigger to its end, and with each single step made to fail. Taken from the
/// files: a new plan is tried as it comes.
class ShippedPlansTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightsAndComesToItsEnd_data();
    void lightsAndComesToItsEnd();
    void eachStepMadeToFail_data();
    void eachStepMadeToFail();
    void killedAtEachStep_data();
    void killedAtEachStep();

private:
    /// The world in which the plan can be fired, and a run of it.
    PlanRun prepared(const Plan &plan, PretendWorld &world) const;
    /// Until the run is over: what is waited for comes, and each question gets its first answer that goes on. `stopAt`: ends when the run is kept
    /// for that time.
    PlanRun play(PlanRunner &runner, PretendWorld &world, int stopAt = -1);
    void answer(PlanRunner &runner, const PretendWorld &world) const;
    bool preconditionsHold(const PlanRun &run, const PretendWorld &world) const;
    int recheck(const PlanRun &run, PretendWorld &world) const;

    const PlanBook m_book = shipped();
    ConditionAsk ask() const { return {m_clock.now(), PretendWorld::place.output, 0, {}}; }

    FakeClock m_clock;
    int m_kept = 0;
};

bool ShippedPlansTest::preconditionsHold(const PlanRun &run, const PretendWorld &world) const
{
    return std::ranges::all_of(run.preconditions, [&](const PlanPrecondition &one) {
        return holds(one.that, world.sight(), ask()) == Truth::Yes;
    });
}

PlanRun ShippedPlansTest::prepared(const Plan &plan, PretendWorld &world) const
{
    // Preconditions first: where they and the trigger name one thing, both leave it as both want it.
    for (const PlanPrecondition &precondition : preconditionsOf(plan, m_book))
        world.satisfy(precondition.that);
    if (plan.trigger)
        world.satisfy(plan.trigger->when);
    PlanRun run;
    run.id = QStringLiteral("5");
    run.place = PretendWorld::place;
    run.title = plan.title;
    run.firedAt = m_clock.wall();
    run.preconditions = preconditionsOf(plan, m_book);
    run.steps = stepsOf(plan, m_book).value();
    return run;
}

PlanRun ShippedPlansTest::play(PlanRunner &runner, PretendWorld &world, int stopAt)
{
    m_kept = 0;
    const int64_t end = m_clock.now() + 3 * 3600 * 1'000'000LL;
    while (!runner.run().isOver() && m_clock.now() < end) {
        while (runner.round(world.sight())) {
            if (++m_kept == stopAt || runner.run().isOver())
                return runner.run();
            if (const RunStep *step = runner.current(); step && step->state == RunStepState::Running)
                world.turnTo(*step);
        }
        answer(runner, world);
        m_clock.advance(250ms);
        world.pass();
    }
    return runner.run();
}

void ShippedPlansTest::answer(PlanRunner &runner, const PretendWorld &world) const
{
    const RunStep *step = runner.current();
    if (!step || runner.run().state != RunState::Asking || world.waitsInVain(*step))
        return;
    for (const AskAction::Answer &answer : std::get<AskAction>(step->step.action).answers) {
        if (answer.then == AskThen::Go) {
            QVERIFY(runner.answer(answer.id, QStringLiteral("anna")).ok());
            return;
        }
    }
}

void ShippedPlansTest::lightsAndComesToItsEnd_data()
{
    QTest::addColumn<QString>("plan");
    QVERIFY(m_book.size() >= 13);
    for (const auto &[id, document] : m_book)
        QTest::newRow(qPrintable(id)) << id;
}

void ShippedPlansTest::lightsAndComesToItsEnd()
{
    QFETCH(QString, plan);
    const Plan &one = m_book.at(plan).plan;
    PretendWorld world(m_clock);
    if (one.trigger) {
        PlanWatch watch(*one.trigger);
        const auto feed = [&](int64_t forUs) {
            for (const int64_t until = m_clock.now() + forUs; m_clock.now() < until; m_clock.advance(250ms))
                watch.feed(holds(one.trigger->when, world.sight(), ask()), m_clock.now());
        };
        world.satisfy(one.trigger->when, false);
        feed(2'000'000);
        QVERIFY(!watch.lit());
        prepared(one, world);
        feed(one.trigger->forMs * 1000LL + 250'000);
        QVERIFY(watch.lit());
    }
    PlanRunner runner(prepared(one, world), world, m_clock);
    QVERIFY(preconditionsHold(runner.run(), world));
    const PlanRun run = play(runner, world);
    QVERIFY2(run.state == RunState::Done, run.problem ? qPrintable(run.problem->message) : "");
    QVERIFY(world.undone.isEmpty());
}

void ShippedPlansTest::eachStepMadeToFail_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<int>("step");
    QTest::addColumn<QString>("how");
    for (const auto &[id, document] : m_book) {
        const auto steps = stepsOf(document.plan, m_book).value();
        for (size_t i = 0; i < steps.size(); ++i) {
            if (!isDeed(steps[i].step.action))
                QTest::addRow("%s %s timeout", qPrintable(id), qPrintable(steps[i].step.id))
                    << id << int(i) << QStringLiteral("timeout");
            else
                for (const QString &how : failings)
                    QTest::addRow("%s %s %s", qPrintable(id), qPrintable(steps[i].step.id), qPrintable(how))
                        << id << int(i) << how;
        }
    }
}

/// How many of the steps that were to be put back are not: what the oldest step found of a thing is what it must be again.
int ShippedPlansTest::recheck(const PlanRun &run, PretendWorld &world) const
{
    int different = 0;
    std::set<PlanSight::Key> seen;
    for (const RunStep &step : run.steps) {
        if (!step.startedAt || step.step.undo != PlanStep::Undo::Restore || !canBeRestored(step.step.action))
            continue;
        const auto touched = world.touchedBy(step.step.action);
        const size_t before = seen.size();
        seen.insert(touched.begin(), touched.end());
        different +=
            seen.size() > before && world.before(step.step.action, PretendWorld::place) != step.before;
    }
    return different;
}

void ShippedPlansTest::eachStepMadeToFail()
{
    QFETCH(QString, plan);
    QFETCH(int, step);
    QFETCH(QString, how);
    const Plan &one = m_book.at(plan).plan;
    PretendWorld world(m_clock);
    PlanRun fresh = prepared(one, world);
    const QString id = fresh.steps[size_t(step)].step.id;
    const auto &failing = fresh.steps[size_t(step)].step;
    const bool proven = failing.check.has_value();
    if (how == QLatin1String("timeout"))
        world.letWait(id);
    else
        world.fail(id, Failing(failings.indexOf(how)));
    const bool heldBefore = proven && holds(*failing.check, world.sight(), ask()) == Truth::Yes;
    PlanRunner runner(fresh, world, m_clock);
    const PlanRun run = play(runner, world);
    QVERIFY(run.isOver());
    if (how == QLatin1String("ineffective") && (!proven || run.state == RunState::Done)) {
        // Only where the check asks for what was there already: others that were on stay on.
        QVERIFY2(!proven || heldBefore, qPrintable(id));
        return;
    }
    const RunStep &failed = run.steps[size_t(step)];
    QVERIFY2(failed.problem, qPrintable(toWord(run.state)));
    QVERIFY(run.problem && run.problem->details.value(QLatin1String("step")) == id);
    for (size_t later = size_t(step) + 1; later < run.steps.size(); ++later)
        QCOMPARE(toWord(run.steps[later].state), QStringLiteral("skipped"));
    QVERIFY(!world.begun.contains(id) || world.begun.back() == id);
    // Newest first, each once, and nothing that never ran.
    QStringList order;
    for (const RunStep &ran : run.steps)
        order.prepend(ran.step.id);
    QVERIFY(std::ranges::is_sorted(world.undone, {}, [&](const QString &one) { return order.indexOf(one); }));
    for (const QString &undone : std::as_const(world.undone))
        QVERIFY(world.begun.contains(undone));
    // The run says what is, and no more.
    const int different = recheck(run, world);
    const auto undoFailed = std::ranges::count(run.steps, RunStepState::UndoFailed, &RunStep::state);
    if (run.state == RunState::Restored) {
        QCOMPARE(different, 0);
        QVERIFY(run.notRestored.empty());
        QVERIFY(preconditionsHold(run, world));
    } else {
        QCOMPARE(toWord(run.state), QStringLiteral("not-restored"));
        QVERIFY(undoFailed > 0 ? different > 0 : !preconditionsHold(run, world));
        QVERIFY(run.notRestored.size() >= size_t(undoFailed));
    }
}

void ShippedPlansTest::killedAtEachStep_data()
{
    lightsAndComesToItsEnd_data();
}

/// The backend is killed behind each write: the next one ends the run, and what it says of it is so.
void ShippedPlansTest::killedAtEachStep()
{
    QFETCH(QString, plan);
    const Plan &one = m_book.at(plan).plan;
    int writes = 2;
    for (int killed = 1; killed < writes; ++killed) {
        PretendWorld world(m_clock);
        const PlanRun fresh = prepared(one, world);
        PlanRun disk = fresh;
        {
            PlanRunner runner(fresh, world, m_clock);
            disk = play(runner, world, killed);
            writes = disk.isOver() ? killed : killed + 2;
        }
        const auto stored = planRunFromJson(toJson(disk));
        QVERIFY(stored.ok());
        m_clock.advance(3s);
        PlanRunner again(*stored, world, m_clock);
        const PlanRun run = play(again, world);
        QVERIFY(run.isOver());
        if (run.state == RunState::Restored)
            QCOMPARE(recheck(run, world), 0);
        else if (run.state == RunState::NotRestored)
            QVERIFY(!run.notRestored.empty() && (recheck(run, world) > 0 || !preconditionsHold(run, world)));
    }
    QVERIFY(writes > 2);
}

QTEST_GUILESS_MAIN(ShippedPlansTest)
#include "tst_shippedplans.moc"
