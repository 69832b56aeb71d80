// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/controlswitch.h"

#include "models/takebus.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Who = ControlSwitch::Who;

class TestControlSwitch final : public QObject
{
    Q_OBJECT

private:
    const QString mainId = QStringLiteral("main");

    struct Made
    {
        FakeClock clock;
        ConsoleState state{clock};
        ControlSwitch control{state};
        TakeBus bus{state};

        Made()
        {
            ConnectionState connection;
            connection.phase = ConnectionState::Phase::Connected;
            state.setConnection(connection);
            state.touch(clock.now());
            ChannelDocument document;
            document.config.id = QStringLiteral("main");
            document.revision = 1;
            state.applyChannel(document);
            state.setRole(Role::Director);
            state.setMe(QStringLiteral("anna"));
            control.setChannel(QStringLiteral("main"));
            bus.setChannel(QStringLiteral("main"));
        }
        void has(const char *name)
        {
            state.applyControl({QStringLiteral("main"), QLatin1String(name), clock.wall(), 30'000});
        }
    };

private Q_SLOTS:
    void onePressHasWhatNobodyHas()
    {
        Made made;
        QCOMPARE(made.control.who(), Who::Nobody);
        const auto order = made.control.press();
        QVERIFY(order);
        QCOMPARE(order->verb, ControlOrder::Verb::Hold);
        made.has("anna");
        QCOMPARE(made.control.who(), Who::Me);
        QVERIFY(!made.control.press());
        QCOMPARE(made.bus.block(), TakeBus::Block::None);
    }

    void takingOverAsksOnceMore()
    {
        Made made;
        made.has("ben");
        QCOMPARE(made.control.who(), Who::Other);
        QCOMPARE(made.bus.block(), TakeBus::Block::Held);
        QVERIFY(!made.control.press());
        QVERIFY(made.control.asking());
        const auto order = made.control.press();
        QVERIFY(order);
        QCOMPARE(order->verb, ControlOrder::Verb::TakeOver);
        QVERIFY(!made.control.asking());
    }

    void theQuestionLapsesAndIsOfOnePerson()
    {
        Made made;
        made.has("ben");
        QVERIFY(!made.control.press());
        made.clock.advance(6s);
        made.state.touch(made.clock.now());
        QVERIFY(!made.control.asking());
        QVERIFY(!made.control.press());
        // Somebody else has it by now: that is another question.
        made.has("carl");
        QVERIFY(!made.control.asking());
        QVERIFY(!made.control.press());
    }

    void whoMayNotTakeCannotHaveIt()
    {
        Made made;
        made.state.setRole(Role::Operator);
        QVERIFY(!made.control.canAsk());
        QCOMPARE(made.control.roleTooLow(), std::optional(Role::Operator));
        QVERIFY(!made.control.press());
        made.state.setRole(Role::Director);
        QVERIFY(!made.control.roleTooLow());
        QVERIFY(made.control.canAsk());
        // On old truth nothing is asked for.
        made.clock.advance(4s);
        made.state.tick();
        QCOMPARE(made.control.who(), Who::Unknown);
        QVERIFY(!made.control.press());
    }

    /// The backend decides where our own name is not known.
    void anUnknownNameBlocksNothing()
    {
        Made made;
        made.state.setMe({});
        made.has("ben");
        QCOMPARE(made.bus.block(), TakeBus::Block::None);
        QVERIFY(!made.control.canAsk());
    }

    void aSnapshotSaysItAll()
    {
        Made made;
        made.has("ben");
        Snapshot snapshot;
        snapshot.channels = {*made.state.channel(mainId)};
        made.state.applySnapshot(snapshot);
        QCOMPARE(made.control.who(), Who::Nobody);
        snapshot.controls = {{mainId, QStringLiteral("carl"), made.clock.wall(), 1000}};
        made.state.applySnapshot(snapshot);
        QCOMPARE(made.control.holder(), QStringLiteral("carl"));
    }
};

QTEST_GUILESS_MAIN(TestControlSwitch)
#include "tst_controlswitch.moc"
