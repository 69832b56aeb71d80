// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/autobar.h"
#include "widgets/language.h"
#include "widgets/statecell.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestAutoBar final : public QObject
{
    Q_OBJECT

private:
    struct Bar
    {
        MadeUp made;
        AutoBar bar{made.state};
        QSignalSpy armed{&bar, &AutoBar::armRequested};
        QSignalSpy modes{&bar, &AutoBar::modeRequested};
        QSignalSpy locks{&bar, &AutoBar::locksRequested};
        QSignalSpy ends{&bar, &AutoBar::endRequested};

        Bar()
        {
            made.fillNormal();
            bar.setControlsVisible(true);
            bar.setSettingsVisible(true);
            bar.setChannel(MadeUp::channelId());
            bar.resize(1350, 44);
            bar.show();
        }

        QAbstractButton *button(const char *name) const
        {
            return bar.findChild<QAbstractButton *>(QLatin1String(name));
        }
        /// 0: automation, 1: next cut, 2: hold.
        BusMessage cell(int index) const { return bar.findChildren<StateCell *>().at(index)->message(); }
    };

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void showsHowAutomationStands()
    {
        Bar bar;
        QCOMPARE(bar.cell(0).headline, QStringLiteral("ARMED"));
        QCOMPARE(bar.button("mode")->text(), QStringLiteral("AUTO: ONCE"));
        QCOMPARE(bar.cell(1).headline, QStringLiteral("BACKUP next: cut aligned"));
        bar.bar.setNext(Source::Slate);
        QCOMPARE(bar.cell(1).headline, QStringLiteral("SLATE next: cut cached"));
        bar.made.changeStatus([](ChannelStatus &status) {
            status.failover.state = FailoverState::Spent;
            status.hold = {500, 800, 30'000, true, {}, {}};
        });
        QCOMPARE(bar.cell(0).headline, QStringLiteral("SPENT"));
        QCOMPARE(bar.cell(2).headline, QStringLiteral("Hold 500 ms, going to 800 ms"));
    }

    void countsDownBetweenTwoStatuses()
    {
        Bar bar;
        bar.made.changeStatus([](ChannelStatus &status) {
            status.failover.clearsInMs = 10'000;
            status.hold = {500, 800, 30'000, true, {}, {}};
        });
        QVERIFY(bar.cell(0).detail.startsWith(QLatin1String("Goes back in 10 s.")));
        QVERIFY(bar.cell(2).detail.startsWith(QLatin1String("30 s to go")));
        bar.made.clock.advance(4s);
        bar.made.state.touch(bar.made.clock.now());
        bar.bar.tick();
        QVERIFY2(bar.cell(0).detail.startsWith(QLatin1String("Goes back in 6 s.")),
                 qPrintable(bar.cell(0).detail));
        QVERIFY2(bar.cell(2).detail.startsWith(QLatin1String("26 s to go")), qPrintable(bar.cell(2).detail));
        for (int i = 0; i < 20; ++i) {
            bar.made.clock.advance(2s);
            bar.made.state.touch(bar.made.clock.now());
        }
        bar.bar.tick();
        QVERIFY(bar.cell(0).detail.startsWith(QLatin1String("Goes back in under 1 s.")));
    }

    void onePressArmsAgain()
    {
        Bar bar;
        QVERIFY(!bar.button("arm")->isEnabled());
        bar.made.change([](ChannelDocument &document) { document.suspended = true; });
        QVERIFY(bar.button("arm")->isEnabled());
        QTest::mouseClick(bar.button("arm"), Qt::LeftButton);
        QCOMPARE(bar.armed.size(), 1);
    }

    void switchingItOffAsksFirst()
    {
        Bar bar;
        bar.bar.choose(FailoverMode::Reverting);
        QCOMPARE(bar.modes.size(), 1);
        QCOMPARE(bar.modes[0][0].value<FailoverMode>(), FailoverMode::Reverting);
        bar.bar.choose(FailoverMode::Off);
        QCOMPARE(bar.modes.size(), 1);
        QCOMPARE(bar.cell(0).tone, BusMessage::Tone::Caution);
        QVERIFY(bar.button("mode")->property("asking").toBool());
        // The second press is on the button that asks.
        QTest::mouseClick(bar.button("mode"), Qt::LeftButton);
        QCOMPARE(bar.modes.size(), 2);
        QCOMPARE(bar.modes[1][0].value<FailoverMode>(), FailoverMode::Off);
        QVERIFY(!bar.button("mode")->property("asking").toBool());
    }

    void theEndAsksFirstAndTheQuestionLapses()
    {
        Bar bar;
        QTest::mouseClick(bar.button("end"), Qt::LeftButton);
        QCOMPARE(bar.ends.size(), 0);
        QCOMPARE(bar.button("end")->text(), QStringLiteral("END NOW?"));
        bar.made.clock.advance(5s);
        bar.made.state.touch(bar.made.clock.now());
        bar.bar.tick();
        QCOMPARE(bar.button("end")->text(), QStringLiteral("End event"));
        QTest::mouseClick(bar.button("end"), Qt::LeftButton);
        bar.bar.clear();
        QTest::mouseClick(bar.button("end"), Qt::LeftButton);
        QCOMPARE(bar.ends.size(), 0);
        QTest::mouseClick(bar.button("end"), Qt::LeftButton);
        QCOMPARE(bar.ends.size(), 1);
        bar.made.change([](ChannelDocument &document) { document.ended = true; });
        QVERIFY(!bar.button("end")->isEnabled());
    }

    void aPadlockAsksForAllThatIsLockedThen()
    {
        Bar bar;
        bar.made.change([](ChannelDocument &document) { document.locked = {Source::Slate}; });
        bar.bar.pressLock(Source::Primary);
        QCOMPARE(bar.locks.size(), 1);
        QCOMPARE(bar.locks[0][0].value<std::vector<Source>>(),
                 std::vector<Source>({Source::Primary, Source::Slate}));
    }

    void isOffOnOldTruthAndSaysSo()
    {
        Bar bar;
        bar.made.change([](ChannelDocument &document) { document.suspended = true; });
        bar.made.clock.advance(3s);
        bar.made.state.tick();
        for (const char *name : {"mode", "arm", "end"}) {
            QVERIFY(!bar.button(name)->isEnabled());
            QVERIFY(!bar.button(name)->toolTip().isEmpty());
        }
        QCOMPARE(bar.cell(0).headline, QStringLiteral("Not known now"));
        bar.bar.pressArm();
        bar.bar.pressLock(Source::Backup);
        QCOMPARE(bar.armed.size() + bar.locks.size(), 0);
    }

    void everythingHasANameAndASize()
    {
        Bar bar;
        for (const char *name : {"mode", "arm", "end", "settings"}) {
            QVERIFY(!bar.button(name)->accessibleName().isEmpty());
            QVERIFY(!bar.button(name)->toolTip().isEmpty());
            QVERIFY(bar.button(name)->height() >= theme::criticalTarget);
        }
        for (const StateCell *cell : bar.bar.findChildren<StateCell *>()) {
            QVERIFY(!cell->accessibleName().isEmpty());
            QVERIFY(!cell->toolTip().isEmpty());
        }
    }
};

QTEST_MAIN(TestAutoBar)
#include "tst_autobar.moc"
