// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/models/madeplans.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/holdbutton.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/messagepanel.h"
#include "widgets/planbutton.h"
#include "widgets/plandetail.h"
#include "widgets/planpanel.h"
#include "widgets/planrecords.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

/// The window with one plan that is lit, and a backend that takes every order.
struct Deck
{
    MadeUp made;
    FakeFactory frames;
    PlanBoard board{made.clock};
    MainWindow window{made.state, frames.factory()};
    PlanPanel *panel = window.addPlans(board);
    PlanPlace place = MadePlans::place(QStringLiteral("take-other"));
    QSignalSpy arms{panel, &PlanPanel::armRequested};
    QSignalSpy fires{panel, &PlanPanel::fireRequested};
    QSignalSpy disarms{panel, &PlanPanel::disarmRequested};
    QSignalSpy aborts{panel, &PlanPanel::abortRequested};

    explicit Deck(PlanDanger danger = PlanDanger::Arm, bool rehearsed = true)
    {
        made.fillNormal();
        window.resize(1600, 900);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        QObject::connect(panel, &PlanPanel::armRequested, panel,
                         [this](const PlanPlace &at) { board.sent(at, PlanBoard::Order::Arm); });
        QObject::connect(panel, &PlanPanel::fireRequested, panel,
                         [this](const PlanPlace &at) { board.sent(at, PlanBoard::Order::Fire); });
        Plan plan = MadePlans::plan(place.plan, MadePlans::text("Take the other", "切换另一路"), danger);
        plan.key = QStringLiteral("Ctrl+Alt+T");
        PlanState lit = MadePlans::lit(place, made.clock.wall());
        lit.rehearsed = rehearsed;
        board.reset({MadePlans::document(plan, rehearsed)}, {lit}, {});
    }

    void answerArm()
    {
        board.armed(place, QStringLiteral("arm-1"));
        board.applyState(MadePlans::armed(
            *board.state(place), MadePlans::arm(place, QStringLiteral("arm-1"), QStringLiteral("anna"))));
    }
    PlanButton *button() const { return panel->findChild<PlanButton *>(); }
    PlanDetail *detail() const { return panel->findChild<PlanDetail *>(); }
    FireButton *fire() const { return panel->findChild<FireButton *>(); }
    QPushButton *push(const char *name) const { return panel->findChild<QPushButton *>(QLatin1String(name)); }
    QLineEdit *reason() const { return panel->findChild<QLineEdit *>(QStringLiteral("reason")); }
    BusMessage message() const { return detail()->findChild<MessagePanel *>()->message(); }
    QString text() const
    {
        for (const QLabel *label : detail()->findChildren<QLabel *>()) {
            if (label->textFormat() == Qt::RichText)
                return label->text();
        }
        return {};
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window, key, modifiers); }
    void pass(std::chrono::milliseconds time)
    {
        made.clock.advance(time);
        made.state.touch(made.clock.now());
        panel->tick();
    }
    void begin(RunState state = RunState::Running)
    {
        PlanRun run =
            MadePlans::run(board.document(place.plan)->plan, QStringLiteral("7"), made.clock.wall());
        run.state = state;
        board.applyRun(run);
        board.applyState(MadePlans::running(place, run.id, made.clock.wall()));
    }
};

} // namespace

class TestPlanPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void withoutPlansThereIsNoDeck()
    {
        Deck made;
        auto *workspace = made.window.findChild<Workspace *>();
        QVERIFY(workspace->isWanted(Panel::Plans));
        QVERIFY(made.panel->isVisible()); // what lights comes to sight by itself
        made.board.reset({}, {}, {});
        QVERIFY(!workspace->isWanted(Panel::Plans));
        QVERIFY(!made.panel->isVisible());
    }

    void twoKeysFromLightToEffect()
    {
        Deck made;
        made.key(Qt::Key_F4);
        QCOMPARE(made.arms.count(), 1);
        made.key(Qt::Key_F4); // on its way
        QCOMPARE(made.arms.count(), 1);
        made.answerArm();
        QVERIFY(made.fires.isEmpty());
        QVERIFY(made.text().contains(QLatin1String("PRIMARY"))
                && made.text().contains(QLatin1String("BACKUP")));
        made.key(Qt::Key_F4);
        QCOMPARE(made.fires.count(), 1);
        QCOMPARE(made.fires.first().at(1).toString(), QStringLiteral("arm-1"));
        made.key(Qt::Key_F4);
        made.key(Qt::Key_F4);
        QCOMPARE(made.fires.count(), 1); // a double press never fires twice
    }

    void theMouseDoesTheSameOnTheButtonItself()
    {
        Deck made;
        QTest::mouseClick(made.button(), Qt::LeftButton);
        QCOMPARE(made.arms.count(), 1);
        made.answerArm();
        made.pass(400ms);
        QVERIFY(made.button()->face().word.contains(QLatin1String("ARMED")));
        QVERIFY(made.button()->face().ring > 0.9 && made.button()->face().ring < 1);
        QTest::mouseDClick(made.button(), Qt::LeftButton);
        QTest::mouseClick(made.button(), Qt::LeftButton);
        QCOMPARE(made.fires.count(), 1);
    }

    void itsOwnKeyAsWell()
    {
        Deck made;
        made.key(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(made.arms.count(), 1);
        made.answerArm();
        made.key(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(made.fires.count(), 1);
    }

    void aHarmlessPlanTakesOnePress()
    {
        Deck made(PlanDanger::Press);
        made.key(Qt::Key_F4);
        QCOMPARE(made.fires.count(), 1);
        QVERIFY(made.fires.first().at(1).toString().isEmpty());
    }

    void escAndTimeDisarm()
    {
        Deck made;
        made.key(Qt::Key_F4);
        made.answerArm();
        made.key(Qt::Key_Escape);
        QCOMPARE(made.disarms.count(), 1);
        made.pass(10s);
        QVERIFY(made.button()->face().word.contains(QLatin1String("LIT")));
        made.key(Qt::Key_F4);
        QCOMPARE(made.arms.count(), 2);
        QVERIFY(made.fires.isEmpty());
    }

    void aDangerousOneIsHeldForASecond()
    {
        Deck made(PlanDanger::Hold);
        made.key(Qt::Key_F4);
        made.answerArm();
        made.key(Qt::Key_F4); // let go at once
        QVERIFY(made.fires.isEmpty());
        QTest::keyPress(&made.window, Qt::Key_F4);
        made.pass(600ms);
        QVERIFY(made.fire()->progress() > 0.5);
        QVERIFY(made.fires.isEmpty());
        QTest::keyRelease(&made.window, Qt::Key_F4);
        QCOMPARE(made.fire()->progress(), 0.0);
        made.pass(600ms);
        QVERIFY(made.fires.isEmpty());
        QTest::mousePress(made.fire(), Qt::LeftButton);
        made.pass(999ms);
        QVERIFY(made.fires.isEmpty());
        made.pass(1ms);
        QCOMPARE(made.fires.count(), 1);
        QVERIFY(made.fires.first().at(2).toBool()); // held
        made.pass(2s);
        QTest::mouseRelease(made.fire(), Qt::LeftButton);
        QCOMPARE(made.fires.count(), 1);
    }

    void withoutARehearsalAReasonIsAsked()
    {
        Deck made(PlanDanger::Arm, false);
        made.key(Qt::Key_F4);
        made.answerArm();
        QVERIFY(made.reason()->isVisible());
        made.key(Qt::Key_F4);
        QVERIFY(made.fires.isEmpty());
        QCOMPARE(QApplication::focusWidget(), made.reason());
        QTest::keyClicks(made.reason(), QStringLiteral("The venue asked for it"));
        QTest::keyClick(made.reason(), Qt::Key_Return); // goes to the button, fires nothing
        QVERIFY(made.fires.isEmpty());
        QCOMPARE(QApplication::focusWidget(), made.fire());
        QTest::keyClick(made.fire(), Qt::Key_Return);
        QCOMPARE(made.fires.count(), 1);
        QCOMPARE(made.fires.first().at(3).toString(), QStringLiteral("The venue asked for it"));
    }

    void anAbortIsAskedForTwice()
    {
        Deck made;
        made.begin();
        made.panel->enter();
        QVERIFY(made.push("abort")->isVisible());
        QVERIFY(!made.fire()->isVisible());
        made.key(Qt::Key_F4, Qt::ShiftModifier);
        QVERIFY(made.aborts.isEmpty());
        made.pass(5s); // too late for the second press
        made.key(Qt::Key_F4, Qt::ShiftModifier);
        QVERIFY(made.aborts.isEmpty());
        made.key(Qt::Key_F4, Qt::ShiftModifier);
        QCOMPARE(made.aborts.count(), 1);
        QCOMPARE(made.aborts.first().at(1).toString(), QStringLiteral("7"));
    }

    void aQuestionHasItsAnswers()
    {
        Deck made;
        Plan plan = made.board.document(made.place.plan)->plan;
        plan.steps[1].action =
            AskAction{MadePlans::text("Is the sound right?", "声音对吗？"),
                      {{QStringLiteral("yes"), MadePlans::text("Yes", "对"), AskThen::Go},
                       {QStringLiteral("no"), MadePlans::text("No", "不对"), AskThen::Stop}}};
        made.board.applyDocument(MadePlans::document(plan));
        made.begin(RunState::Asking);
        made.panel->choose(made.place);
        QSignalSpy answers(made.panel, &PlanPanel::answerRequested);
        const auto buttons = made.detail()->findChildren<QPushButton *>(QStringLiteral("answer"));
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons.at(1)->text(), QStringLiteral("No"));
        buttons.at(1)->click();
        QCOMPARE(answers.count(), 1);
        QCOMPARE(answers.first().at(2).toString(), QStringLiteral("no"));
    }

    void theRunIsReadStepByStep()
    {
        Deck made;
        made.begin();
        made.panel->choose(made.place);
        QVERIFY(made.text().contains(QLatin1String("Take the other path")));
        QVERIFY(made.text().contains(QLatin1String("0.4")));
        QVERIFY(made.text().contains(QLatin1String("checking")));
        QVERIFY(made.text().contains(QLatin1String("+47 22 00 11 22")));
        QVERIFY(made.text().contains(QLatin1String("Look at both pictures.")));
        PlanRun run = *made.board.run(QStringLiteral("7"));
        made.board.applyRun(MadePlans::ended(run, RunState::NotRestored, "step-deadline"));
        made.board.applyState(MadePlans::over(made.place, run.id, DeckState::NotRestored));
        QCOMPARE(made.button()->face().look, PlanDeck::Look::NotRestored);
        QVERIFY(made.message().headline.contains(QLatin1String("NOT RESTORED")));
        QVERIFY(made.text().contains(QLatin1String("PRIMARY was on air before")));
    }

    void refusalsAreExplainedWhereThePressWas()
    {
        Deck made;
        made.key(Qt::Key_F4);
        made.board.refused(made.place, PlanBoard::Order::Arm,
                           {QStringLiteral("stale-revision"),
                            QStringLiteral("The channel has changed; nothing was done."),
                            {},
                            {},
                            {}});
        QCOMPARE(made.message().tone, BusMessage::Tone::Bad);
        QVERIFY(made.message().detail.contains(QLatin1String("nothing was done")));
        made.key(Qt::Key_F4);
        QCOMPARE(made.arms.count(), 2);
    }

    void oldDataSwitchesTheDeckOff()
    {
        Deck made;
        made.key(Qt::Key_F4);
        made.answerArm();
        made.made.clock.advance(3s);
        made.made.state.tick();
        made.panel->tick();
        QCOMPARE(made.button()->face().look, PlanDeck::Look::Unknown);
        QVERIFY(!made.fire()->isEnabled());
        made.key(Qt::Key_F4);
        QVERIFY(made.fires.isEmpty());
    }

    void pagesAndChannels()
    {
        Deck made;
        const PlanPlace before = MadePlans::place(QStringLiteral("preflight"));
        made.board.applyDocument(MadePlans::document(MadePlans::plan(
            before.plan, MadePlans::text("Start", "开播"), PlanDanger::Arm, PlanPhase::Before)));
        made.board.applyState(MadePlans::dark(before));
        QCOMPARE(made.panel->findChildren<PlanButton *>().size(), 1);
        made.panel->setPage(DeckPage::Before);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(made.button()->place(), before);
        made.panel->setPage(DeckPage::After);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!made.button());
        auto *channels = made.panel->findChild<QComboBox *>(QStringLiteral("channels"));
        QVERIFY(!channels->isVisible());
        ChannelDocument second = MadeUp::document();
        second.config.id = QStringLiteral("second");
        made.made.state.applyChannel(second);
        made.panel->setPage(DeckPage::Lit);
        QVERIFY(channels->isVisible());
        channels->setCurrentIndex(channels->findData(QStringLiteral("second")));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!made.button());
    }

    void whatIsFiredIsLargeAndNamed()
    {
        Deck made;
        made.panel->choose(made.place);
        made.answerArm();
        QCoreApplication::processEvents();
        QVERIFY(made.button()->height() >= theme::criticalTarget);
        QVERIFY(made.fire()->height() >= theme::criticalTarget);
        QVERIFY(made.push("disarm")->height() >= theme::criticalTarget);
        QVERIFY(made.button()->accessibleName().contains(QLatin1String("Take the other")));
        QVERIFY(made.button()->accessibleName().contains(QLatin1String("ARMED")));
        for (const QWidget *widget : made.panel->findChildren<QWidget *>()) {
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible()
                && (qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget)))
                QVERIFY2(!widget->accessibleName().isEmpty()
                             || !widget->property("text").toString().isEmpty(),
                         widget->metaObject()->className());
        }
    }

    void recordsAreReadSearchedAndWritten()
    {
        Deck made;
        QSignalSpy wanted(made.panel, &PlanPanel::runsWanted);
        QSignalSpy reviews(made.panel, &PlanPanel::reviewRequested);
        Q_EMIT made.detail()->recordsRequested(made.place.plan);
        QCOMPARE(wanted.count(), 1);
        auto *records = made.panel->findChild<PlanRecords *>();
        PlanRun run = MadePlans::run(made.board.document(made.place.plan)->plan, QStringLiteral("7"),
                                     made.made.clock.wall());
        made.board.setHistory({MadePlans::ended(run, RunState::Done)});
        QCOMPARE(records->findChild<QListWidget *>(QStringLiteral("runs"))->count(), 1);
        auto *save = records->findChild<QPushButton *>(QStringLiteral("save"));
        QVERIFY(!save->isEnabled());
        records->findChild<QLineEdit *>(QStringLiteral("cause"))->setText(QStringLiteral("Encoder A"));
        records->findChild<QPlainTextEdit *>(QStringLiteral("notes"))->setPlainText(QStringLiteral("A fan."));
        QVERIFY(save->isEnabled());
        save->click();
        QCOMPARE(reviews.first().at(0).toString(), QStringLiteral("7"));
        QCOMPARE(reviews.first().at(1).toString(), QStringLiteral("Encoder A"));
        records->findChild<QLineEdit *>(QStringLiteral("search"))->setText(QStringLiteral("fan"));
        QTRY_COMPARE(wanted.count(), 2);
        QCOMPARE(wanted.at(1).at(1).toString(), QStringLiteral("fan"));
    }

    void onlyAnEngineerSwitchesPlansOff()
    {
        Deck made;
        QSignalSpy enables(made.panel, &PlanPanel::enableRequested);
        made.made.state.setRole(Role::Director);
        Q_EMIT made.detail()->recordsRequested(made.place.plan);
        auto *records = made.panel->findChild<PlanRecords *>();
        auto *enable = records->findChild<QPushButton *>(QStringLiteral("enable"));
        auto *why = records->findChild<QLineEdit *>(QStringLiteral("change-reason"));
        QVERIFY(!why->isEnabled());
        made.made.state.setRole(Role::Engineer);
        QVERIFY(!enable->isEnabled()); // not without a reason
        why->setText(QStringLiteral("Not tonight"));
        enable->click();
        QCOMPARE(enables.first().at(0).toString(), made.place.plan);
        QCOMPARE(enables.first().at(1).toBool(), false);
        QCOMPARE(enables.first().at(2).toString(), QStringLiteral("Not tonight"));
    }

    void inBothLanguages()
    {
        Deck made;
        made.panel->choose(made.place);
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QCOMPARE(made.button()->face().title, QStringLiteral("切换另一路"));
        QVERIFY(!made.button()->face().word.contains(QLatin1String("LIT")));
        Language::apply(QStringLiteral("en"));
    }
};

QTEST_MAIN(TestPlanPanel)
#include "tst_planpanel.moc"
