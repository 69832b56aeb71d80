// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/automation.h"
#include "tests/unit/models/modelfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Press = Automation::Press;

class TestAutomation final : public QObject
{
    Q_OBJECT

private:
    struct Desk
    {
        ModelFixture made;
        Automation automation{made.state};

        Desk()
        {
            made.fill();
            automation.setChannel(QStringLiteral("main"));
        }

        template <typename Change>
        void change(Change change)
        {
            ChannelDocument document = *made.state.channel(QStringLiteral("main"));
            change(document);
            ++document.revision;
            made.state.applyChannel(document);
        }
    };

private Q_SLOTS:
    void aStrongerModeTakesOnePress()
    {
        Desk desk;
        QCOMPARE(desk.automation.mode(), std::optional(FailoverMode::Once));
        QCOMPARE(desk.automation.pressMode(FailoverMode::Once), Press::Nothing);
        QCOMPARE(desk.automation.pressMode(FailoverMode::Reverting), Press::Send);
        QVERIFY(!desk.automation.question());
    }

    void offTakesTwo()
    {
        Desk desk;
        QCOMPARE(desk.automation.pressMode(FailoverMode::Off), Press::Confirm);
        QCOMPARE(desk.automation.question(), std::optional(Automation::Question::Off));
        QCOMPARE(desk.automation.pressMode(FailoverMode::Off), Press::Send);
        QVERIFY(!desk.automation.question());
    }

    void theEndTakesTwoWithinFiveSeconds()
    {
        Desk desk;
        QCOMPARE(desk.automation.pressEnd(), Press::Confirm);
        desk.made.clock.advance(5s);
        desk.made.state.touch(desk.made.clock.now());
        QVERIFY(!desk.automation.question());
        QCOMPARE(desk.automation.pressEnd(), Press::Confirm);
        desk.made.clock.advance(4900ms);
        desk.made.state.touch(desk.made.clock.now());
        QCOMPARE(desk.automation.pressEnd(), Press::Send);
        desk.change([](ChannelDocument &document) { document.ended = true; });
        QCOMPARE(desk.automation.pressEnd(), Press::Nothing);
    }

    void oneQuestionDoesNotAnswerTheOther()
    {
        Desk desk;
        QCOMPARE(desk.automation.pressEnd(), Press::Confirm);
        QCOMPARE(desk.automation.pressMode(FailoverMode::Off), Press::Confirm);
        QCOMPARE(desk.automation.pressEnd(), Press::Confirm);
        desk.automation.setChannel(QStringLiteral("other"));
        QVERIFY(!desk.automation.question());
    }

    void armsWhatIsSuspendedOrSpent()
    {
        Desk desk;
        QCOMPARE(desk.automation.pressArm(), Press::Nothing);
        desk.change([](ChannelDocument &document) { document.suspended = true; });
        QCOMPARE(desk.automation.pressArm(), Press::Send);
        desk.change([](ChannelDocument &document) { document.config.failover.mode = FailoverMode::Off; });
        QCOMPARE(desk.automation.pressArm(), Press::Nothing);
        desk.change([](ChannelDocument &document) {
            document.config.failover.mode = FailoverMode::Once;
            document.suspended = false;
        });
        ChannelStatus status = *desk.made.state.status(QStringLiteral("main"));
        status.failover.state = FailoverState::Spent;
        desk.made.state.applyStatus(status);
        QCOMPARE(desk.automation.pressArm(), Press::Send);
        desk.change([](ChannelDocument &document) { document.ended = true; });
        QVERIFY(!desk.automation.canArm());
    }

    void aPadlockTurnsOneSourceOnly()
    {
        Desk desk;
        const auto locks = [](std::initializer_list<Source> sources) { return std::vector<Source>(sources); };
        QCOMPARE(desk.automation.toggledLocks(Source::Backup), locks({Source::Backup}));
        desk.change([](ChannelDocument &document) { document.locked = {Source::Backup, Source::Slate}; });
        QVERIFY(desk.automation.isLocked(Source::Slate));
        QCOMPARE(desk.automation.toggledLocks(Source::Primary),
                 locks({Source::Primary, Source::Backup, Source::Slate}));
        QCOMPARE(desk.automation.toggledLocks(Source::Backup), locks({Source::Slate}));
    }

    void nothingIsPressedOnOldTruthOrWithoutTheRole()
    {
        Desk desk;
        desk.made.state.setRole(Role::Operator);
        QCOMPARE(desk.automation.pressEnd(), Press::Blocked);
        QCOMPARE(desk.automation.pressArm(), Press::Blocked);
        desk.made.state.setRole(Role::Director);
        desk.made.clock.advance(3s);
        desk.made.state.tick();
        QCOMPARE(desk.automation.pressMode(FailoverMode::Reverting), Press::Blocked);
        QCOMPARE(desk.automation.block(), TakeBus::Block::Stale);
    }
};

QTEST_GUILESS_MAIN(TestAutomation)
#include "tst_automation.moc"
