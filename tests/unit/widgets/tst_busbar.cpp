// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/language.h"
#include "widgets/lockbutton.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestBusBar final : public QObject
{
    Q_OBJECT

private:
    struct Bus
    {
        MadeUp made;
        BusBar bar{made.state};
        QSignalSpy takes{&bar, &BusBar::takeRequested};

        Bus()
        {
            made.fillNormal();
            bar.setChannel(MadeUp::channelId());
            bar.resize(1350, 64);
            bar.show();
        }

        BusButton *button(const char *text) const
        {
            for (BusButton *button : bar.findChildren<BusButton *>()) {
                if (button->text() == QLatin1String(text))
                    return button;
            }
            return nullptr;
        }
    };

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void clickChoosesAndTakeCuts()
    {
        Bus bus;
        QVERIFY(!bus.button("TAKE")->isEnabled());
        QTest::mouseClick(bus.button("BACKUP"), Qt::LeftButton);
        QCOMPARE(bus.button("BACKUP")->look(), BusButton::Look::Next);
        QCOMPARE(bus.button("TAKE")->look(), BusButton::Look::Armed);
        QCOMPARE(bus.takes.size(), 0);
        QTest::mouseClick(bus.button("TAKE"), Qt::LeftButton);
        QCOMPARE(bus.takes.size(), 1);
        QCOMPARE(bus.takes[0][0].value<Source>(), Source::Backup);
        QCOMPARE(bus.takes[0][1].toBool(), false);
        QVERIFY(!bus.button("TAKE")->isEnabled());
    }

    void answersInTheSameTurn()
    {
        Bus bus;
        bus.bar.pressDirect(Source::Backup);
        bus.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(), QStringLiteral("take"),
                                   QStringLiteral("backup"));
        QCOMPARE(bus.bar.message().headline, QStringLiteral("Taking BACKUP"));
        QCOMPARE(bus.bar.message().tone, BusMessage::Tone::Working);
    }

    void showsTheMeasuredResult()
    {
        Bus bus;
        bus.made.takeBackup();
        QCOMPARE(bus.bar.message().tone, BusMessage::Tone::Good);
        QCOMPARE(bus.bar.message().headline, QStringLiteral("BACKUP on air after 43 ms"));
        QCOMPARE(bus.button("BACKUP")->look(), BusButton::Look::OnAir);
        QCOMPARE(bus.button("PRIMARY")->look(), BusButton::Look::Plain);
    }

    void explainsARefusal()
    {
        Bus bus;
        bus.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(), QStringLiteral("take"),
                                   QStringLiteral("slate"));
        bus.made.state.commandRefused(QStringLiteral("k"), {QStringLiteral("too-soon"), {}, {}, {}, {}});
        QCOMPARE(bus.bar.message().headline, QStringLiteral("SLATE was not taken"));
    }

    void asksBeforeItTakesWhatIsNotFit()
    {
        Bus bus;
        bus.made.loseBackup();
        bus.bar.pressDirect(Source::Backup);
        QCOMPARE(bus.takes.size(), 0);
        QCOMPARE(bus.bar.message().tone, BusMessage::Tone::Caution);
        QVERIFY(bus.bar.message().detail.contains(QLatin1String("No packet for 12 s")));
        QCOMPARE(bus.button("BACKUP")->look(), BusButton::Look::Asking);
        bus.bar.pressDirect(Source::Backup);
        QCOMPARE(bus.takes.size(), 1);
        QCOMPARE(bus.takes[0][1].toBool(), true);
    }

    void theQuestionGoesAwayByItself()
    {
        Bus bus;
        bus.made.loseBackup();
        bus.bar.pressDirect(Source::Backup);
        bus.made.clock.advance(5s);
        bus.made.state.touch(bus.made.clock.now());
        bus.bar.tick();
        QVERIFY(bus.bar.message().tone != BusMessage::Tone::Caution);
        QVERIFY(bus.button("BACKUP")->look() != BusButton::Look::Asking);
    }

    void isOffOnOldTruthAndSaysWhy()
    {
        Bus bus;
        bus.bar.chooseNext(Source::Backup);
        bus.made.clock.advance(3s);
        bus.made.state.tick();
        for (const char *text : {"PRIMARY", "BACKUP", "SLATE", "TAKE"}) {
            QVERIFY(!bus.button(text)->isEnabled());
            QVERIFY(!bus.button(text)->toolTip().isEmpty());
            QVERIFY(bus.button(text)->look() == BusButton::Look::Plain);
        }
        QCOMPARE(bus.bar.message().tone, BusMessage::Tone::Caution);
        bus.bar.pressDirect(Source::Backup);
        QCOMPARE(bus.takes.size(), 0);
        bus.made.state.touch(bus.made.clock.now());
        QVERIFY(bus.button("BACKUP")->isEnabled());
    }

    void keepsTheKeyboardOverAnOutage()
    {
        Bus bus;
        bus.bar.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&bus.bar));
        bus.button("SLATE")->setFocus();
        bus.made.clock.advance(3s);
        bus.made.state.tick();
        bus.made.state.touch(bus.made.clock.now());
        QVERIFY(bus.button("SLATE")->hasFocus());
    }

    void tellsWhatTheEngineDidForAWhile()
    {
        Bus bus;
        bus.made.failOver(Source::Backup);
        QCOMPARE(bus.bar.message().headline, QStringLiteral("PRIMARY lost for 312 ms: BACKUP on air"));
        QVERIFY(bus.bar.message().detail.startsWith(QLatin1String("Gap 33 ms, cut bridged")));
        QVERIFY(!bus.bar.next());
        // That it stays then hides nothing of it.
        JournalEntry stayed = bus.made.failover(Source::Backup, Source::Primary, "unfit");
        stayed.id = 97;
        stayed.kind = QStringLiteral("failover-stayed");
        bus.made.state.applyNews(stayed);
        QCOMPARE(bus.bar.message().headline, QStringLiteral("PRIMARY lost for 312 ms: BACKUP on air"));
        // A press after it is newer.
        bus.bar.pressDirect(Source::Slate);
        bus.made.clock.advance(1ms);
        bus.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(), QStringLiteral("take"),
                                   QStringLiteral("slate"));
        QCOMPARE(bus.bar.message().headline, QStringLiteral("Taking SLATE"));
        Bus other;
        other.made.failOver(Source::Backup);
        other.made.clock.advance(20s);
        other.made.state.touch(other.made.clock.now());
        other.bar.tick();
        QVERIFY(!other.bar.message().headline.contains(QLatin1String("lost")));
    }

    void aQuestionIsNotHiddenByWhatTheEngineDid()
    {
        Bus bus;
        bus.made.change([](ChannelDocument &document) { document.locked = {Source::Slate}; });
        bus.bar.pressDirect(Source::Slate);
        bus.made.failOver(Source::Backup);
        QCOMPARE(bus.bar.message().headline, QStringLiteral("Locked. Press again to take SLATE"));
    }

    void aPadlockIsSeenAndExplains()
    {
        Bus bus;
        QSignalSpy pressed(&bus.bar, &BusBar::lockPressed);
        auto *lock = bus.button("BACKUP")->findChild<LockButton *>();
        QVERIFY(!lock->isVisible());
        bus.bar.setLocksVisible(true);
        QVERIFY(lock->isVisible() && !lock->locked());
        QTest::mouseClick(lock, Qt::LeftButton);
        QCOMPARE(pressed.size(), 1);
        QCOMPARE(pressed[0][0].value<Source>(), Source::Backup);
        QVERIFY(!lock->locked()); // until the backend says so
        QVERIFY(!bus.bar.next());
        bus.made.change([](ChannelDocument &document) { document.locked = {Source::Backup}; });
        QVERIFY(lock->locked());
        QCOMPARE(bus.button("BACKUP")->note(), QStringLiteral("locked"));
        const int takeAt = bus.button("TAKE")->x();
        bus.bar.pressDirect(Source::Backup);
        QCOMPARE(bus.takes.size(), 0);
        QCOMPARE(bus.bar.message().headline, QStringLiteral("Locked. Press again to take BACKUP"));
        QCoreApplication::processEvents();
        QCOMPARE(bus.button("TAKE")->x(), takeAt); // nothing moves under the hand
        bus.bar.pressDirect(Source::Backup);
        QCOMPARE(bus.takes.size(), 1);
        bus.made.clock.advance(1ms);
        bus.bar.clearNext();
        QCOMPARE(bus.takes[0][1].toBool(), true);
        // Only a sign where it cannot be pressed.
        bus.bar.setLocksVisible(false);
        QVERIFY(lock->isVisible() && !lock->isEnabled());
        QVERIFY(lock->height() >= theme::smallestTarget && lock->width() >= theme::smallestTarget);
    }

    void tellsOfATakeBySomebodyElse()
    {
        Bus bus;
        Operation take = MadeUp::take(Source::Slate, OperationState::Done);
        take.id = QStringLiteral("99");
        take.actor = QStringLiteral("anna");
        bus.made.state.applyOperation(take);
        QVERIFY(bus.bar.message().headline.contains(QLatin1String("anna")));
    }

    void choosesASlate()
    {
        Bus bus;
        QSignalSpy chosen(&bus.bar, &BusBar::slateChosen);
        auto *combo = bus.bar.findChild<QComboBox *>();
        QCOMPARE(combo->count(), 3);
        QCOMPARE(combo->currentText(), QStringLiteral("Be right back"));
        QCOMPARE(combo->itemText(2), QStringLiteral("Opening clip (encoding)"));
        combo->setCurrentIndex(1);
        Q_EMIT combo->activated(1);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("calm"));
        // What stands ready is what the backend says.
        QCOMPARE(combo->currentText(), QStringLiteral("Be right back"));
        ChannelDocument now = *bus.made.state.channel(MadeUp::channelId());
        now.slate = QStringLiteral("calm");
        ++now.revision;
        bus.made.state.applyChannel(now);
        QCOMPARE(combo->currentText(), QStringLiteral("Calm"));
    }
};

QTEST_MAIN(TestBusBar)
#include "tst_busbar.moc"
