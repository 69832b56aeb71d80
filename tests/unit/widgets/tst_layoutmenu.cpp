// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/language.h"
#include "widgets/layoutmenu.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QApplication>
#include <QDockWidget>
#include <QInputDialog>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;

class TestLayoutMenu final : public QObject
{
    Q_OBJECT

private:
    struct Made
    {
        QWidget window;
        Workspace space{new QWidget, &MultiView::heightFor, &window};
        LayoutMenu menu{space, &window};

        Made()
        {
            for (const Panel panel : {Panel::Paths, Panel::Cards, Panel::Journal})
                space.add(panel, new QWidget);
            space.resize(1350, 510);
            window.show();
        }

        QAction *entry(const QString &text)
        {
            Q_EMIT menu.aboutToShow();
            for (QAction *action : menu.actions()) {
                if (action->text().section(QLatin1Char('\t'), 0, 0) == text)
                    return action;
            }
            return nullptr;
        }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void arrangesAndSaysWhatIs()
    {
        Made made;
        QVERIFY(made.entry(QStringLiteral("Director"))->isChecked());
        made.entry(QStringLiteral("Engineer"))->trigger();
        QCOMPARE(made.space.layout(), NamedLayout::Engineer);
        QVERIFY(made.entry(QStringLiteral("Engineer"))->isChecked());
        // What was changed since is that layout no more.
        made.space.dock(Panel::Cards)->hide();
        QVERIFY(!made.entry(QStringLiteral("Engineer"))->isChecked());
        made.entry(QStringLiteral("Engineer"))->trigger();
        QVERIFY(!made.space.dock(Panel::Cards)->isHidden());
    }

    void opensAndClosesPanels()
    {
        Made made;
        QVERIFY(!made.entry(QStringLiteral("Plans")));
        made.entry(QStringLiteral("Journal"))->trigger();
        QVERIFY(made.space.dock(Panel::Journal)->isHidden());
        made.entry(QStringLiteral("Journal"))->trigger();
        QVERIFY(!made.space.dock(Panel::Journal)->isHidden());
        made.entry(QStringLiteral("Lock panels where they are"))->trigger();
        QVERIFY(made.space.isLocked());
    }

    void keepsAndForgetsAnOwnLayout()
    {
        Made made;
        QSignalSpy changes(&made.menu, &LayoutMenu::ownChanged);
        made.space.dock(Panel::Journal)->hide();
        made.entry(QStringLiteral("Keep this layout..."))->trigger();
        auto *dialog = made.window.findChild<QInputDialog *>();
        QVERIFY(dialog && !dialog->isModal());
        dialog->setTextValue(QStringLiteral(" Night  shift "));
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(changes.size(), 1);
        made.space.arrange(NamedLayout::Director);
        QVERIFY(!made.space.dock(Panel::Journal)->isHidden());
        QVERIFY(made.entry(QStringLiteral("Night shift")));
        made.entry(QStringLiteral("Night shift"))->trigger();
        QVERIFY(made.space.dock(Panel::Journal)->isHidden());
        made.entry(QStringLiteral("Forget a layout"))->menu()->actions().first()->trigger();
        QCOMPARE(changes.size(), 2);
        QVERIFY(made.menu.own().isEmpty());
        QVERIFY(!made.entry(QStringLiteral("Night shift")));
    }

    void choosesColours()
    {
        Made made;
        QSignalSpy chosen(&made.menu, &LayoutMenu::themeChosen);
        const QList<QAction *> colours = made.entry(QStringLiteral("Colours"))->menu()->actions();
        QCOMPARE(colours.size(), 3);
        QVERIFY(colours[0]->isChecked());
        colours[1]->trigger();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("light"));
    }

    void aLayoutWithoutANameIsNone()
    {
        Made made;
        made.menu.keep(QStringLiteral("   "));
        QVERIFY(made.menu.own().isEmpty());
    }
};

QTEST_MAIN(TestLayoutMenu)
#include "tst_layoutmenu.moc"
