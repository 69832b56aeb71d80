// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmpanel.h"
#include "widgets/autobar.h"
#include "widgets/backendbutton.h"
#include "widgets/busbar.h"
#include "widgets/busbutton.h"
#include "widgets/channeldialog.h"
#include "widgets/keysheet.h"
#include "widgets/language.h"
#include "widgets/lockbutton.h"
#include "widgets/mainwindow.h"
#include "widgets/messagepanel.h"
#include "widgets/sealbar.h"
#include "widgets/seallamp.h"
#include "widgets/slatemenu.h"
#include "widgets/statecell.h"
#include "widgets/textslatedialog.h"
#include "widgets/theme.h"
#include "widgets/watch.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QRegularExpression>
#include <QShortcut>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestMainWindow final : public QObject
{
    Q_OBJECT

private:
    struct Window
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window{made.state, frames.factory()};
        QSignalSpy takes{&window, &MainWindow::takeRequested};

        explicit Window(QSize size = {1366, 738})
        {
            QObject::connect(&window, &MainWindow::languageChosen, &window, [] {});
            QObject::connect(&window, &MainWindow::addSlateRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::modeRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::channelChangeRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::encryptionRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::controlRequested, &window, [] {});
            made.state.setMe(QStringLiteral("anna"));
            made.fillNormal();
            window.resize(size);
            window.show();
            window.activateWindow();
            (void)QTest::qWaitForWindowActive(&window);
        }
    };

    static QString nameOf(const QWidget &widget)
    {
        return QLatin1String(widget.metaObject()->className()) + QLatin1Char(' ') + widget.accessibleName();
    }

    /// What a person can press, choose or scroll in the window.
    static QList<QWidget *> interactive(const QWidget &window)
    {
        QList<QWidget *> found;
        for (QWidget *widget : window.findChildren<QWidget *>()) {
            const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
                || qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QTextBrowser *>(widget);
            if (control && widget->isVisibleTo(&window) && widget->focusPolicy() != Qt::NoFocus)
                found << widget;
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void aKeyIsATake()
    {
        Window made;
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
        QCOMPARE(made.takes[0][0].toString(), MadeUp::channelId());
        QCOMPARE(made.takes[0][1].value<Source>(), Source::Backup);
        QCOMPARE(made.takes[0][2].toBool(), false);
        QTest::keyClick(&made.window, Qt::Key_3);
        QTest::keyClick(&made.window, Qt::Key_F12);
        QCOMPARE(made.takes.size(), 2);
        QCOMPARE(made.takes[1][1].value<Source>(), Source::Slate);
    }

    void returnTakesOnTheBusOnly()
    {
        Window made;
        auto *bus = made.window.findChild<BusBar *>();
        QTest::keyClick(&made.window, Qt::Key_2);
        made.window.findChild<QToolButton *>()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(made.takes.size(), 0);
        bus->findChild<BusButton *>()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(made.takes.size(), 1);
    }

    void theSecondPressForces()
    {
        Window made;
        made.made.loseBackup();
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 0);
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
        QCOMPARE(made.takes[0][2].toBool(), true);
    }

    /// Else holding F2 would answer its own question.
    void aKeyHeldDownIsOnePress()
    {
        Window made;
        const auto shortcuts = made.window.findChildren<QShortcut *>();
        QVERIFY(shortcuts.size() >= 14);
        for (const QShortcut *shortcut : shortcuts)
            QVERIFY2(!shortcut->autoRepeat(), qPrintable(shortcut->key().toString()));
    }

    void escLetsNextGo()
    {
        Window made;
        QTest::keyClick(&made.window, Qt::Key_2);
        QVERIFY(made.window.findChild<BusBar *>()->next());
        QTest::keyClick(&made.window, Qt::Key_Escape);
        QVERIFY(!made.window.findChild<BusBar *>()->next());
    }

    void takesWorkWhileTheSheetOfKeysIsInFront()
    {
        Window made;
        QTest::keyClick(&made.window, Qt::Key_F10);
        auto *sheet = made.window.findChild<KeySheet *>();
        QVERIFY(sheet->isVisible());
        sheet->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(sheet));
        QTest::keyClick(sheet, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
    }

    void showsTheFirstChannelAndKeepsTheOneShown()
    {
        Window made;
        QSignalSpy shown(&made.window, &MainWindow::channelShown);
        QCOMPARE(made.window.currentChannel(), MadeUp::channelId());
        ChannelDocument other = MadeUp::document();
        other.config.id = QStringLiteral("a-second");
        other.config.name = QStringLiteral("Second");
        made.made.state.applyChannel(other);
        QCOMPARE(made.window.currentChannel(), MadeUp::channelId());
        QTest::keyClick(&made.window, Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(made.window.currentChannel(), QStringLiteral("a-second"));
        QCOMPARE(shown.size(), 1);
        made.made.state.removeChannel(QStringLiteral("a-second"));
        QCOMPARE(made.window.currentChannel(), MadeUp::channelId());
    }

    void hidesWhatNobodyConnected()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        const auto add = [&window] {
            for (QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
                if (button->accessibleName() == QLatin1String("More for slates"))
                    return button;
            }
            return static_cast<QAbstractButton *>(nullptr);
        };
        QVERIFY(add() && add()->isHidden());
        connect(&window, &MainWindow::addSlateRequested, this, [] {});
        QVERIFY(!add()->isHidden());
    }

    void retranslatesWhileItRuns()
    {
        Window made;
        Language::apply(QStringLiteral("zh_CN"));
        made.window.setLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        static const QRegularExpression han(QStringLiteral("\\p{Han}"));
        for (const BusButton *button : made.window.findChildren<BusButton *>()) {
            QVERIFY2(button->text().contains(han), qPrintable(button->text()));
            QVERIFY2(button->note().contains(han), qPrintable(button->note()));
        }
        for (const QWidget *widget : interactive(made.window))
            QVERIFY2(widget->accessibleName().contains(han), qPrintable(widget->accessibleName()));
        QVERIFY(made.window.findChild<MessagePanel *>()->message().headline.contains(han));
        Language::apply(QStringLiteral("en"));
        QCoreApplication::processEvents();
        for (const QWidget *widget : interactive(made.window))
            QVERIFY2(!widget->accessibleName().contains(han), qPrintable(widget->accessibleName()));
    }

    void whatIsNextIsTold()
    {
        Window made;
        QSignalSpy chosen(&made.window, &MainWindow::nextChosen);
        QTest::keyClick(&made.window, Qt::Key_2);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), MadeUp::channelId());
        QCOMPARE(chosen[0][1].value<std::optional<Source>>(), Source::Backup);
        QTest::keyClick(&made.window, Qt::Key_Escape);
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(chosen[1][1].value<std::optional<Source>>(), std::nullopt);
    }

    void theKeysOfAutomation()
    {
        Window made;
        QSignalSpy arms(&made.window, &MainWindow::armRequested);
        QSignalSpy locks(&made.window, &MainWindow::locksRequested);
        QSignalSpy ends(&made.window, &MainWindow::endRequested);
        QTest::keyClick(&made.window, Qt::Key_F5);
        QCOMPARE(arms.size(), 0); // nothing to arm
        made.made.change([](ChannelDocument &document) { document.suspended = true; });
        QTest::keyClick(&made.window, Qt::Key_F5);
        QCOMPARE(arms.size(), 1);
        QCOMPARE(arms[0][0].toString(), MadeUp::channelId());
        QTest::keyClick(&made.window, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(locks.size(), 1);
        QCOMPARE(locks[0][1].value<std::vector<Source>>(), std::vector<Source>({Source::Slate}));
        QTest::keyClick(&made.window, Qt::Key_F12, Qt::ControlModifier);
        QTest::keyClick(&made.window, Qt::Key_Escape);
        QTest::keyClick(&made.window, Qt::Key_F12, Qt::ControlModifier);
        QCOMPARE(ends.size(), 0);
        QTest::keyClick(&made.window, Qt::Key_F12, Qt::ControlModifier);
        QCOMPARE(ends.size(), 1);
    }

    void theKeysOfEncryption()
    {
        Window made;
        QSignalSpy orders(&made.window, &MainWindow::encryptionRequested);
        QTest::keyClick(&made.window, Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(orders.size(), 0); // nothing is encrypted
        made.made.seal();
        QTest::keyClick(&made.window, Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(orders.size(), 1); // one press, and nothing modal
        QVERIFY(!QApplication::activeModalWidget() && !QApplication::activePopupWidget());
        const auto order = orders[0][1].value<EncryptionOrder>();
        QCOMPARE(order.mode, Encryption::Clear);
        QVERIFY(order.emergency && !order.reason.isEmpty());
        QTest::keyClick(&made.window, Qt::Key_E, Qt::ControlModifier);
        QVERIFY(QApplication::activePopupWidget());
        QApplication::activePopupWidget()->close();
    }

    void theKeyOfControl()
    {
        Window made;
        QSignalSpy orders(&made.window, &MainWindow::controlRequested);
        made.made.state.applyControl({MadeUp::channelId(), QStringLiteral("ben"), {}, 30'000});
        // The bus says why it is off, and who has the channel.
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 0);
        QVERIFY(made.window.findChild<BusBar *>()->message().headline.contains(QLatin1String("ben")));
        QTest::keyClick(&made.window, Qt::Key_F7);
        QCOMPARE(orders.size(), 0);
        QTest::keyClick(&made.window, Qt::Key_Escape);
        QTest::keyClick(&made.window, Qt::Key_F7);
        QCOMPARE(orders.size(), 0);
        QTest::keyClick(&made.window, Qt::Key_F7);
        QCOMPARE(orders.size(), 1);
        QCOMPARE(orders[0][0].toString(), MadeUp::channelId());
        QCOMPARE(orders[0][1].value<ControlOrder>().verb, ControlOrder::Verb::TakeOver);
        made.made.state.applyControl({MadeUp::channelId(), QStringLiteral("anna"), {}, 30'000});
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
    }

    void whatNobodySendsIsNotShown()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.show();
        for (const char *name :
             {"mode", "arm", "end", "settings", "encryption", "emergency", "emergencyReason", "control"})
            QVERIFY2(!window.findChild<QWidget *>(QLatin1String(name))->isVisible(), name);
        for (const LockButton *lock : window.findChildren<LockButton *>())
            QVERIFY(!lock->isVisible());
        QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(!window.findChild<ChannelDialog *>());
    }

    void openTheSettingsByKey()
    {
        Window made;
        QSignalSpy changes(&made.window, &MainWindow::channelChangeRequested);
        QTest::keyClick(&made.window, Qt::Key_Comma, Qt::ControlModifier);
        auto *dialog = made.window.findChild<ChannelDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        // The platform without a screen does not do so by itself.
        QApplication::setActiveWindow(dialog);
        dialog->findChild<QSpinBox *>()->setValue(800);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].value<ChannelConfig>().holdMs, 800);
    }

    void theSettingsDoNotHoldTheBus()
    {
        Window made;
        QTest::keyClick(&made.window, Qt::Key_Comma, Qt::ControlModifier);
        auto *dialog = made.window.findChild<ChannelDialog *>();
        QVERIFY(dialog && !dialog->isModal());
        QApplication::setActiveWindow(dialog);
        QTest::keyClick(dialog, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
        QTest::keyClick(&made.window, Qt::Key_F3);
        QCOMPARE(made.takes.size(), 2);
        // A digit belongs to the field that has the keyboard.
        auto *hold = dialog->findChild<QSpinBox *>();
        hold->setFocus();
        hold->selectAll();
        QTest::keyClick(hold, Qt::Key_2);
        QVERIFY(!made.window.findChild<BusBar *>()->next());
        QCOMPARE(hold->value(), 2);
        // The same settings are not opened twice.
        QApplication::setActiveWindow(&made.window);
        QTest::keyClick(&made.window, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(made.window.findChildren<ChannelDialog *>().size(), 1);
    }

    void theFileDialogDoesNotHoldTheBus()
    {
        Window made;
        Q_EMIT made.window.findChild<SlateMenu *>()->fileRequested();
        auto *dialog = made.window.findChild<QFileDialog *>();
        QVERIFY(dialog && !dialog->isModal());
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
    }

    void theSlatesDialogsDoNotHoldTheBus()
    {
        Window made;
        auto *menu = made.window.findChild<SlateMenu *>();
        Q_EMIT menu->textRequested();
        Q_EMIT menu->deleteRequested(QStringLiteral("calm"));
        for (const QDialog *dialog : made.window.findChildren<QDialog *>())
            QVERIFY2(!dialog->isVisible() || !dialog->isModal(), dialog->metaObject()->className());
        QVERIFY(made.window.findChild<TextSlateDialog *>());
        QVERIFY(made.window.findChild<QMessageBox *>());
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
    }

    void everyControlHasANameATipAndASize()
    {
        Window made;
        const QList<QWidget *> controls = interactive(made.window);
        QVERIFY(controls.size() >= 10);
        for (const QWidget *widget : controls) {
            const QString name = nameOf(*widget);
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(name));
            QVERIFY2(widget->width() >= theme::smallestTarget && widget->height() >= theme::smallestTarget,
                     qPrintable(name));
            if (!qobject_cast<const QAbstractItemView *>(widget))
                QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(name));
            if (qobject_cast<const BusButton *>(widget))
                QVERIFY2(widget->width() >= theme::criticalTarget
                             && widget->height() >= theme::criticalTarget,
                         qPrintable(name));
        }
    }

    /// Tab reaches every control and comes back: no trap.
    void tabGoesAround()
    {
        Window made;
        QTest::keyClick(&made.window, Qt::Key_2); // so that TAKE is there
        made.made.change([](ChannelDocument &document) { document.suspended = true; }); // something to arm
        made.made.seal(); // something to stop
        made.window.backend()->setBackends({}, KnownBackend::demoId()); // others to go to
        made.made.raiseAlarms(); // something to acknowledge and to silence
        made.window.watch()->alarms()->choose(QStringLiteral("16"));
        QSet<QWidget *> reached;
        for (int i = 0; i < 120; ++i) {
            QWidget *focus = QApplication::focusWidget();
            QVERIFY(focus);
            reached << focus;
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        for (QWidget *widget : interactive(made.window))
            QVERIFY2(reached.contains(widget), qPrintable(nameOf(*widget)));
    }

    void noTextIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        for (const QString &language : Language::available()) {
            for (const QSize size : {QSize(1366, 738), QSize(1920, 1050)})
                QTest::addRow("%s %d", qPrintable(language), size.width()) << language << size;
        }
    }

    void noTextIsCut()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        Language::apply(language);
        Window made(size);
        made.window.setLanguage(language);
        const auto check = [&](const char *state) {
            const QString when = QLatin1String(state) + QStringLiteral(": ");
            QCoreApplication::processEvents();
            QCOMPARE(made.window.size(), size);
            for (const QAbstractButton *button : made.window.findChildren<QAbstractButton *>()) {
                if (button->isVisibleTo(&made.window))
                    QVERIFY2(button->width() >= button->sizeHint().width(),
                             qPrintable(when + button->text()));
            }
            for (const QLabel *label : made.window.findChildren<QLabel *>()) {
                if (!label->isVisibleTo(&made.window) || label->window() != &made.window)
                    continue;
                const int needed =
                    label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
                QVERIFY2(label->height() >= needed - 1, qPrintable(when + label->text()));
                if (!label->wordWrap())
                    QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(when + label->text()));
            }
            for (const StateCell *cell : made.window.findChildren<StateCell *>())
                QVERIFY2(!cell->isCut(), qPrintable(when + cell->toolTip()));
            const auto *lamp = made.window.findChild<SealLamp *>();
            QVERIFY2(!lamp->isCut(), qPrintable(when + lamp->toolTip()));
            const auto *panel = made.window.findChild<MessagePanel *>();
            QVERIFY2(panel->toolTip().isEmpty(), qPrintable(when + panel->message().headline));
        };
        check("normal");
        QTest::keyClick(&made.window, Qt::Key_2);
        check("next");
        const auto problem = [&](const char *code) {
            made.made.state.commandSent(QStringLiteral("k") + QLatin1String(code), MadeUp::channelId(),
                                        QStringLiteral("take"), QStringLiteral("backup"));
            made.made.state.commandRefused(QStringLiteral("k") + QLatin1String(code),
                                           {QLatin1String(code), {}, {}, {}, {}});
            check(code);
        };
        for (const char *code : {"stale-revision", "too-soon", "timeout", "unreachable", "forbidden",
                                 "slate-not-ready", "slate-refused", "store-failed"})
            problem(code);
        using State = FailoverState;
        for (const State state : {State::Off, State::Armed, State::Suspended, State::Spent, State::Ended}) {
            made.made.changeStatus([state](ChannelStatus &status) {
                status.failover.state = state;
                status.failover.clearsInMs = 599'000;
                status.hold = {512,
                               5000,
                               448'800,
                               state != State::Spent,
                               QStringLiteral("Loss is seen too late for the cut."),
                               QStringLiteral("loss-late")};
                status.alignment = {PathRelation::Offset, -4999.0, 0.99, {}, {}, {}};
            });
            check(qPrintable(toWord(state)));
        }
        QTest::keyClick(&made.window, Qt::Key_F12, Qt::ControlModifier);
        check("asking for the end");
        made.made.changeStatus([](ChannelStatus &status) { status = MadeUp::status(); });
        made.made.seal(16'777'215);
        check("sealed");
        for (const EncryptionSeen seen :
             {EncryptionSeen::Unknown, EncryptionSeen::Mixed, EncryptionSeen::Clear}) {
            made.made.changeStatus([seen](ChannelStatus &status) {
                EncryptionStatus &first = status.outputs[0].encryption;
                first = MadeUp::seen(seen, 2000);
                first.sending = Encryption::Sealed;
                first.disagrees = seen == EncryptionSeen::Clear;
                first.changesInMs = 12'400;
                first.reasonCode = seen == EncryptionSeen::Unknown ? QStringLiteral("no-address")
                    : seen == EncryptionSeen::Mixed                ? QStringLiteral("two-keys")
                                                                   : QStringLiteral("not-asked-for");
            });
            check(qPrintable(toWord(seen)));
        }
        for (const Encryption mode : {Encryption::Sealed, Encryption::Clear}) {
            made.made.state.applyOperation(
                MadeUp::encryption({mode, {}, false, false, {}}, OperationState::Done));
            made.made.changeStatus([](ChannelStatus &status) { status = MadeUp::status(); });
            check("measured");
        }
        made.made.state.applyControl({MadeUp::channelId(), QStringLiteral("Bartholomew"), {}, 30'000});
        check("held");
        QTest::keyClick(&made.window, Qt::Key_F7);
        check("taking over");
        made.made.state.applyControl({MadeUp::channelId(), QStringLiteral("anna"), {}, 30'000});
        check("ours");
        made.made.takeBackup();
        check("taken");
        made.made.loseBackup();
        made.made.setProgramme(Source::Primary);
        QTest::keyClick(&made.window, Qt::Key_F2);
        check("asking");
        made.made.state.setRole(Role::Viewer);
        check("viewer");
        made.made.clock.advance(200s);
        made.made.state.tick();
        check("stale");
        made.made.state.setConnection({ConnectionState::Phase::Lost, made.made.clock.wall(), {}, {}});
        check("lost");
    }

    void moreChannelsThanEverSeen()
    {
        Window made;
        for (int i = 0; i < 300; ++i) {
            ChannelDocument other = MadeUp::document();
            other.config.id = QStringLiteral("ch-%1").arg(i, 3, 10, QLatin1Char('0'));
            made.made.state.applyChannel(other);
        }
        QCoreApplication::processEvents();
        QCOMPARE(made.window.size(), QSize(1366, 738));
        QCOMPARE(made.window.currentChannel(), MadeUp::channelId());
        // All of them can be reached, and the window can be used.
        QTest::keyClick(&made.window, Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(made.window.currentChannel(), QStringLiteral("ch-299"));
        QTest::keyClick(&made.window, Qt::Key_PageDown, Qt::ControlModifier);
        QTest::keyClick(&made.window, Qt::Key_F2);
        QCOMPARE(made.takes.size(), 1);
    }

    void survivesAnythingTheBackendSays()
    {
        Window made;
        made.made.state.applySnapshot({});
        QCOMPARE(made.window.currentChannel(), QString());
        made.window.grab();
        made.made.fillNormal();
        QCOMPARE(made.window.currentChannel(), MadeUp::channelId());
        ChannelStatus empty;
        empty.channel = MadeUp::channelId();
        made.made.state.applyStatus(empty);
        made.window.grab();
        made.made.state.removeChannel(MadeUp::channelId());
        made.window.grab();
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
