// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/takebus.h"
#include "tests/unit/models/modelfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Outcome = TakeBus::Press::Outcome;

class TestTakeBus final : public QObject
{
    Q_OBJECT

private:
    static TakeBus bus(const ModelFixture &made)
    {
        TakeBus bus(made.state);
        bus.setChannel(QStringLiteral("main"));
        return bus;
    }

    static void makeUnfit(ModelFixture &made, Source source)
    {
        ChannelStatus status = ModelFixture::status(QStringLiteral("main"));
        status.sources[size_t(source)].fit = false;
        status.sources[size_t(source)].reason = QStringLiteral("Nothing comes.");
        status.sources[size_t(source)].reasonCode = QStringLiteral("nothing-came");
        made.state.applyStatus(status);
    }

private Q_SLOTS:
    void nextThenTake()
    {
        ModelFixture made;
        made.fill();
        TakeBus bus = this->bus(made);
        QCOMPARE(bus.pressTake().outcome, Outcome::NothingChosen);
        QVERIFY(bus.toggleNext(Source::Backup));
        QCOMPARE(bus.next(), std::optional(Source::Backup));
        const TakeBus::Press press = bus.pressTake();
        QCOMPARE(press.outcome, Outcome::Take);
        QCOMPARE(press.target, Source::Backup);
        QVERIFY(!press.force);
        // A second press by mistake changes nothing.
        QCOMPARE(bus.pressTake().outcome, Outcome::NothingChosen);
    }

    void aLockedSourceTakesTwoPressesAndForce()
    {
        ModelFixture made;
        made.fill();
        ChannelDocument document = *made.state.channel(QStringLiteral("main"));
        document.locked = {Source::Backup};
        ++document.revision;
        made.state.applyChannel(document);
        TakeBus bus = this->bus(made);
        const TakeBus::Press first = bus.pressDirect(Source::Backup);
        QCOMPARE(first.outcome, Outcome::Confirm);
        QVERIFY(first.locked);
        QVERIFY(first.reason.isEmpty());
        const TakeBus::Press second = bus.pressDirect(Source::Backup);
        QCOMPARE(second.outcome, Outcome::Take);
        QVERIFY(second.force);
        QCOMPARE(bus.pressDirect(Source::Slate).outcome, Outcome::Take);
    }

    void nextIsLetGoByASecondClickAndIsNeverOnAir()
    {
        ModelFixture made;
        made.fill();
        TakeBus bus = this->bus(made);
        bus.toggleNext(Source::Slate);
        bus.toggleNext(Source::Slate);
        QVERIFY(!bus.next());
        bus.toggleNext(Source::Slate);
        bus.toggleNext(Source::Primary);
        QVERIFY(!bus.next());
    }

    void aFitSourceTakesOnePress()
    {
        ModelFixture made;
        made.fill();
        TakeBus bus = this->bus(made);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Take);
        QCOMPARE(bus.pressDirect(Source::Primary).outcome, Outcome::AlreadyOnAir);
    }

    void anUnfitSourceSaysWhyThenTakesTwoPresses()
    {
        ModelFixture made;
        made.fill();
        makeUnfit(made, Source::Backup);
        TakeBus bus = this->bus(made);
        const TakeBus::Press first = bus.pressDirect(Source::Backup);
        QCOMPARE(first.outcome, Outcome::Confirm);
        QCOMPARE(first.reason, QStringLiteral("Nothing comes."));
        QCOMPARE(first.reasonCode, QStringLiteral("nothing-came"));
        QCOMPARE(bus.confirming(), std::optional(Source::Backup));
        made.clock.advance(4999ms);
        QCOMPARE(bus.confirmRemainingMs(), 1);
        const TakeBus::Press second = bus.pressDirect(Source::Backup);
        QCOMPARE(second.outcome, Outcome::Take);
        QVERIFY(second.force);
        QVERIFY(!bus.confirming());
    }

    void theQuestionLapsesAfterFiveSeconds()
    {
        ModelFixture made;
        made.fill();
        makeUnfit(made, Source::Backup);
        TakeBus bus = this->bus(made);
        bus.pressDirect(Source::Backup);
        made.clock.advance(5s);
        made.state.touch(made.clock.now());
        QVERIFY(!bus.confirming());
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Confirm);
    }

    void anotherKeyIsNoSecondPress()
    {
        ModelFixture made;
        made.fill();
        ChannelStatus status = ModelFixture::status(QStringLiteral("main"));
        status.sources[1].fit = false;
        status.sources[2].fit = false;
        made.state.applyStatus(status);
        TakeBus bus = this->bus(made);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Confirm);
        QCOMPARE(bus.pressDirect(Source::Slate).outcome, Outcome::Confirm);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Confirm);
    }

    void whatBecameFitMeanwhileIsNotForced()
    {
        ModelFixture made;
        made.fill();
        makeUnfit(made, Source::Backup);
        TakeBus bus = this->bus(made);
        bus.pressDirect(Source::Backup);
        made.state.applyStatus(ModelFixture::status(QStringLiteral("main")));
        const TakeBus::Press second = bus.pressDirect(Source::Backup);
        QCOMPARE(second.outcome, Outcome::Take);
        QVERIFY(!second.force);
    }

    void nextStaysForItsSecondPress()
    {
        ModelFixture made;
        made.fill();
        makeUnfit(made, Source::Backup);
        TakeBus bus = this->bus(made);
        bus.toggleNext(Source::Backup);
        QCOMPARE(bus.pressTake().outcome, Outcome::Confirm);
        QCOMPARE(bus.next(), std::optional(Source::Backup));
        const TakeBus::Press second = bus.pressTake();
        QCOMPARE(second.outcome, Outcome::Take);
        QVERIFY(second.force);
    }

    void theSameTakeIsNotSentTwiceButTheTakeBackIs()
    {
        ModelFixture made;
        made.fill();
        TakeBus bus = this->bus(made);
        made.state.commandSent(QStringLiteral("k"), QStringLiteral("main"), QStringLiteral("take"),
                               QStringLiteral("backup"));
        made.clock.advance(999ms);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::AlreadySent);
        QCOMPARE(bus.pressDirect(Source::Slate).outcome, Outcome::Take);
        made.clock.advance(1ms);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Take);
    }

    void commandedButNotMeasuredMayBePressedAgain()
    {
        ModelFixture made;
        made.fill();
        made.state.applyStatus(ModelFixture::status(QStringLiteral("main"), Source::Slate));
        TakeBus bus = this->bus(made);
        QVERIFY(!bus.isOnAir(Source::Primary));
        QCOMPARE(bus.pressDirect(Source::Primary).outcome, Outcome::Take);
    }

    void nothingIsPressedOnOldTruth()
    {
        ModelFixture made;
        TakeBus bus = this->bus(made);
        QCOMPARE(bus.block(), TakeBus::Block::NoBackend);
        made.connectNow();
        QCOMPARE(bus.block(), TakeBus::Block::NoChannel);
        made.fill();
        QCOMPARE(bus.block(), TakeBus::Block::None);
        bus.toggleNext(Source::Backup);
        made.clock.advance(3s);
        made.state.tick();
        QCOMPARE(bus.block(), TakeBus::Block::Stale);
        QCOMPARE(bus.pressTake().outcome, Outcome::Blocked);
        QCOMPARE(bus.pressDirect(Source::Backup).outcome, Outcome::Blocked);
        QVERIFY(!bus.toggleNext(Source::Slate));
    }

    void onlyADirectorPresses_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<bool>("may");
        QTest::newRow("viewer") << int(Role::Viewer) << false;
        QTest::newRow("operator") << int(Role::Operator) << false;
        QTest::newRow("director") << int(Role::Director) << true;
        QTest::newRow("engineer") << int(Role::Engineer) << true;
    }

    void onlyADirectorPresses()
    {
        QFETCH(int, role);
        QFETCH(bool, may);
        ModelFixture made;
        made.fill();
        made.state.setRole(Role(role));
        QCOMPARE(bus(made).block() == TakeBus::Block::None, may);
    }

    void anotherChannelForgetsWhatWasChosen()
    {
        ModelFixture made;
        made.fill();
        TakeBus bus = this->bus(made);
        bus.toggleNext(Source::Backup);
        bus.setChannel(QStringLiteral("other"));
        QVERIFY(!bus.next());
    }
};

QTEST_GUILESS_MAIN(TestTakeBus)
#include "tst_takebus.moc"
