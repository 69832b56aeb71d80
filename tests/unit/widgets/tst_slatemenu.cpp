// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/slatemenu.h"

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/textslatedialog.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestSlateMenu final : public QObject
{
    Q_OBJECT

private:
    static void addOwn(MadeUp &made, const char *id)
    {
        Slate slate = MadeUp::slate(QLatin1String(id), QLatin1String(id), QStringLiteral("ready"));
        slate.builtIn = false;
        made.state.applySlate(slate);
    }
    static QAction *action(const QMenu &menu, const char *text)
    {
        for (QAction *action : menu.actions()) {
            if (action->text() == QString::fromUtf8(text))
                return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void offersWhatCanBeDone()
    {
        MadeUp made;
        made.fillNormal();
        SlateMenu menu(made.state);
        Q_EMIT menu.aboutToShow();
        QVERIFY(action(menu, "From a file…"));
        // Built-in slates stay.
        QVERIFY(!action(menu, "Delete")->menu()->isEnabled());

        addOwn(made, "mine");
        addOwn(made, "ready");
        made.change([](ChannelDocument &document) { document.slate = QStringLiteral("ready"); });
        Q_EMIT menu.aboutToShow();
        const QMenu *removal = action(menu, "Delete")->menu();
        QVERIFY(removal->isEnabled());
        QCOMPARE(removal->actions().size(), 2);
        QVERIFY(!action(*removal, "ready")->isEnabled());
        QVERIFY(action(*removal, "ready")->toolTip().contains(QLatin1String("stands ready")));
        const QSignalSpy deleted(&menu, &SlateMenu::deleteRequested);
        action(*removal, "mine")->trigger();
        QCOMPARE(deleted.size(), 1);
        QCOMPARE(deleted[0][0].toString(), QStringLiteral("mine"));
    }

    void theWindowAsksAndTells()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        connect(&window, &MainWindow::addSlateRequested, this, [] {});
        made.fillNormal();
        addOwn(made, "mine");
        window.show();
        auto *menu = window.findChild<SlateMenu *>();
        QVERIFY(menu);
        QSignalSpy kept(&window, &MainWindow::keepPictureRequested);
        QSignalSpy deleted(&window, &MainWindow::deleteSlateRequested);
        Q_EMIT menu->pictureRequested();
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept[0][0].toString(), MadeUp::channelId());
        QVERIFY(kept[0][1].toString().startsWith(QLatin1String("Picture of ")));

        Q_EMIT menu->deleteRequested(QStringLiteral("mine"));
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box && box->text().contains(QLatin1String("mine")));
        QCOMPARE(deleted.size(), 0);
        box->defaultButton()->click();
        QCOMPARE(deleted.size(), 0);
        Q_EMIT menu->deleteRequested(QStringLiteral("mine"));
        for (QMessageBox *open : window.findChildren<QMessageBox *>()) {
            for (QAbstractButton *button : open->buttons()) {
                if (open->isVisible() && open->buttonRole(button) == QMessageBox::DestructiveRole)
                    button->click();
            }
        }
        QCOMPARE(deleted.size(), 1);
        QCOMPARE(deleted[0][0].toString(), QStringLiteral("mine"));

        Q_EMIT menu->textRequested();
        auto *dialog = window.findChild<TextSlateDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QSignalSpy wanted(&window, &MainWindow::textSlateRequested);
        Q_EMIT dialog->chosen(QStringLiteral("calm"), QStringLiteral("Doors"), dialog->text());
        QCOMPARE(wanted.size(), 1);
    }
};

QTEST_MAIN(TestSlateMenu)
#include "tst_slatemenu.moc"
