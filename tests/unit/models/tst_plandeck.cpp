// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plandeck.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/models/madeplans.h"

#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Look = PlanDeck::Look;
using Outcome = PlanDeck::Press::Outcome;
using Order = PlanBoard::Order;

namespace {

/// One plan at one place, with a channel, a backend and a director.
struct Deck
{
    FakeClock clock;
    ConsoleState state{clock};
    PlanBoard board{clock};
    PlanDeck deck{state, board};
    PlanPlace place = MadePlans::place(QStringLiteral("take-other"));

    explicit Deck(PlanDanger danger = PlanDanger::Arm, bool rehearsed = true)
    {
        ConnectionState connection;
        connection.phase = ConnectionState::Phase::Connected;
        state.setConnection(connection);
        state.setRole(Role::Director);
        state.touch(clock.now());
        Snapshot snapshot;
        ChannelDocument channel;
        channel.config.id = MadePlans::channel();
        channel.revision = 7;
        snapshot.channels = {channel};
        state.applySnapshot(snapshot);
        PlanState lit = MadePlans::lit(place, clock.wall());
        lit.rehearsed = rehearsed;
        board.reset({MadePlans::document(MadePlans::plan(place.plan, MadePlans::text("Take", "切换"), danger),
                                         rehearsed)},
                    {lit}, {});
    }

    PlanState now() const { return *board.state(place); }
    void armHere(const QString &id = QStringLiteral("arm-1"))
    {
        board.armed(place, id);
        board.applyState(MadePlans::armed(now(), MadePlans::arm(place, id, QStringLiteral("anna"))));
    }
    Outcome press(bool held = false, const QString &reason = {}) const
    {
        return deck.press(place, held, reason).outcome;
    }
};

} // namespace

class TestPlanDeck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHarmlessPlanTakesOnePress()
    {
        Deck made(PlanDanger::Press);
        const PlanDeck::Press press = made.deck.press(made.place, false, {});
        QCOMPARE(press.outcome, Outcome::Fire);
        QVERIFY(press.arm.isEmpty());
    }

    void fromLightToEffectTwoPresses()
    {
        Deck made;
        QCOMPARE(made.deck.look(made.place), Look::Lit);
        QCOMPARE(made.press(), Outcome::Arm);
        made.board.sent(made.place, Order::Arm);
        QCOMPARE(made.deck.look(made.place), Look::Sent);
        QCOMPARE(made.press(), Outcome::Wait); // a double press arms once
        made.armHere();
        QCOMPARE(made.deck.look(made.place), Look::Armed);
        QCOMPARE(made.deck.press(made.place, false, {}).arm, QStringLiteral("arm-1"));
        QCOMPARE(made.press(), Outcome::Fire);
        made.board.sent(made.place, Order::Fire);
        QCOMPARE(made.press(), Outcome::Wait); // and fires once
    }

    void whatWasFiredHereRunsBeforeTheEventOfIt()
    {
        Deck made;
        made.armHere();
        made.board.sent(made.place, Order::Fire);
        const Plan plan = made.board.document(made.place.plan)->plan;
        const PlanRun run = MadePlans::run(plan, QStringLiteral("5"), made.clock.wall());
        made.board.fired(made.place, run.id);
        QCOMPARE(made.press(), Outcome::Wait);
        made.board.applyRun(run);
        QCOMPARE(made.deck.look(made.place), Look::Running);
        QCOMPARE(made.press(), Outcome::ShowRun);
        // An answer that comes after the event of its end does not begin it again.
        made.board.applyRun(MadePlans::ended(run, RunState::Done));
        made.board.applyRun(run);
        QVERIFY(made.board.run(run.id)->isOver());
    }

    void anArmIsOverByTime()
    {
        Deck made;
        made.armHere();
        QCOMPARE(made.board.armLeftMs(made.place), 10'000);
        QVERIFY(made.deck.canDisarm(made.place));
        made.clock.advance(9999ms);
        made.state.touch(made.clock.now());
        QCOMPARE(made.press(), Outcome::Fire);
        made.clock.advance(1ms);
        QCOMPARE(made.deck.look(made.place), Look::Lit);
        QCOMPARE(made.press(), Outcome::Arm);
        QVERIFY(!made.deck.canDisarm(made.place));
    }

    void withoutAGreenRehearsalAReasonIsAsked()
    {
        Deck made(PlanDanger::Arm, false);
        QCOMPARE(made.press(), Outcome::Arm);
        made.armHere();
        QCOMPARE(made.press(false, QStringLiteral("  ")), Outcome::NeedsReason);
        QCOMPARE(made.press(false, QStringLiteral("The venue asked for it.")), Outcome::Fire);
        Deck harmless(PlanDanger::Press, false);
        QCOMPARE(harmless.press(), Outcome::NeedsReason);
    }

    void aDangerousPlanMustBeHeld()
    {
        Deck made(PlanDanger::Hold);
        QCOMPARE(made.press(true), Outcome::Arm);
        made.armHere();
        QCOMPARE(made.press(false), Outcome::NeedsHold);
        QCOMPARE(made.press(true), Outcome::Fire);
    }

    void ofTwoPersonsBothArm()
    {
        Deck made(PlanDanger::TwoPersons);
        made.armHere();
        QCOMPARE(made.deck.look(made.place), Look::SecondMissing);
        QCOMPARE(made.press(true), Outcome::Wait);
        PlanArm both = MadePlans::arm(made.place, QStringLiteral("arm-1"), QStringLiteral("anna"));
        both.second = QStringLiteral("bert");
        made.board.applyState(MadePlans::armed(made.now(), both));
        QCOMPARE(made.press(), Outcome::Fire);
        // At the other console the same arm waits to be confirmed.
        Deck other(PlanDanger::TwoPersons);
        other.board.applyState(MadePlans::armed(
            other.now(), MadePlans::arm(other.place, QStringLiteral("arm-1"), QStringLiteral("anna"))));
        QCOMPARE(other.deck.look(other.place), Look::SecondWanted);
        QCOMPARE(other.press(), Outcome::Arm);
    }

    void whatSomebodyElseArmedIsTheirs()
    {
        Deck made;
        made.board.applyState(MadePlans::armed(
            made.now(), MadePlans::arm(made.place, QStringLiteral("arm-9"), QStringLiteral("bert"))));
        QCOMPARE(made.deck.look(made.place), Look::ArmedByOther);
        QCOMPARE(made.press(true, QStringLiteral("x")), Outcome::Wait);
        QVERIFY(!made.deck.canDisarm(made.place));
    }

    void nothingIsPressedOnOldTruth()
    {
        Deck made;
        made.armHere();
        made.clock.advance(3s);
        made.state.tick();
        QCOMPARE(made.deck.look(made.place), Look::Unknown);
        QCOMPARE(made.press(true), Outcome::Blocked);
        QVERIFY(!made.deck.canDisarm(made.place));
    }

    void nobodyBelowADirectorPresses()
    {
        Deck made;
        made.state.setRole(Role::Operator);
        QCOMPARE(made.press(true), Outcome::Blocked);
        made.state.setRole(Role::Director);
        QCOMPARE(made.press(true), Outcome::Arm);
    }

    void whatTheBackendDisablesIsNotPressed()
    {
        Deck made;
        made.board.applyState(MadePlans::disabled(made.place, "precondition"));
        QCOMPARE(made.deck.look(made.place), Look::Disabled);
        QCOMPARE(made.press(true), Outcome::Blocked);
        PlanState undecided = MadePlans::dark(made.place);
        undecided.undecided = true;
        made.board.applyState(undecided);
        QCOMPARE(made.deck.look(made.place), Look::Undecided);
        QCOMPARE(made.press(), Outcome::Arm); // people may know better
    }

    void aRefusalIsKeptUntilTheNextPress()
    {
        Deck made;
        made.board.sent(made.place, Order::Arm);
        made.board.refused(made.place, Order::Arm, {QStringLiteral("stale-revision"), {}, {}, {}, {}});
        QCOMPARE(made.board.refusal(made.place)->error.code, QStringLiteral("stale-revision"));
        QCOMPARE(made.press(), Outcome::Arm);
        made.board.sent(made.place, Order::Arm);
        QVERIFY(!made.board.refusal(made.place));
    }

    void pagesShowPhasesAndWhatIsLit()
    {
        Deck made;
        const PlanPlace before = MadePlans::place(QStringLiteral("preflight"));
        const PlanPlace output = MadePlans::place(QStringLiteral("cdn-off"), QStringLiteral("cdn"));
        QSignalSpy lit(&made.board, &PlanBoard::lit);
        made.board.reset(
            {MadePlans::document(MadePlans::plan(before.plan, {}, PlanDanger::Arm, PlanPhase::Before)),
             MadePlans::document(
                 MadePlans::plan(output.plan, {}, PlanDanger::Arm, PlanPhase::Live, Severity::Critical)),
             MadePlans::document(MadePlans::plan(made.place.plan, {}, PlanDanger::Arm))},
            {MadePlans::dark(before), MadePlans::lit(output, made.clock.wall()), MadePlans::dark(made.place)},
            {});
        QCOMPARE(lit.count(), 1);
        QCOMPARE(made.deck.placesOn(DeckPage::Before, {}), (std::vector<PlanPlace>{before}));
        // The gravest first.
        QCOMPARE(made.deck.placesOn(DeckPage::Live, {}), (std::vector<PlanPlace>{output, made.place}));
        QCOMPARE(made.deck.placesOn(DeckPage::Lit, {}), (std::vector<PlanPlace>{output}));
        QVERIFY(made.deck.placesOn(DeckPage::After, {}).empty());
        QVERIFY(made.deck.placesOn(DeckPage::Live, QStringLiteral("other")).empty());
        QCOMPARE(made.deck.foremost(), std::optional(output));
        // What is not restored stays there, lit or not.
        made.board.applyState(MadePlans::over(before, QStringLiteral("4"), DeckState::NotRestored));
        QCOMPARE(made.deck.placesOn(DeckPage::Lit, {}), (std::vector<PlanPlace>{output, before}));
        made.board.keepOutputs(MadePlans::channel(), QStringList());
        QVERIFY(!made.board.state(output));
        made.board.keepOutputs(MadePlans::channel(), std::nullopt);
        QVERIFY(made.board.isEmpty());
    }

    void everyEndHasItsLook()
    {
        Deck made;
        const std::pair<DeckState, Look> ends[]{{DeckState::Done, Look::Done},
                                                {DeckState::Failed, Look::Failed},
                                                {DeckState::Restored, Look::Restored},
                                                {DeckState::NotRestored, Look::NotRestored},
                                                {DeckState::Dark, Look::Dark}};
        for (const auto &[state, look] : ends) {
            made.board.applyState(MadePlans::over(made.place, QStringLiteral("4"), state));
            QCOMPARE(made.deck.look(made.place), look);
        }
    }

    void onlyWhatRunsIsAborted()
    {
        Deck made;
        const Plan plan = made.board.document(made.place.plan)->plan;
        PlanRun run = MadePlans::run(plan, QStringLiteral("5"), made.clock.wall());
        made.board.applyRun(run);
        made.board.applyState(MadePlans::running(made.place, run.id, made.clock.wall()));
        QVERIFY(made.deck.canAbort(made.place));
        run.state = RunState::RollingBack;
        made.board.applyRun(run);
        QCOMPARE(made.deck.look(made.place), Look::RollingBack);
        QVERIFY(!made.deck.canAbort(made.place));
    }
};

QTEST_GUILESS_MAIN(TestPlanDeck)
#include "tst_plandeck.moc"
