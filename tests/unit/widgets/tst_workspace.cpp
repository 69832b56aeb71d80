// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/language.h"
#include "widgets/multiview.h"
#include "widgets/paneltitle.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QRegularExpression>
#include <QTest>

using namespace twinfeed;

class TestWorkspace final : public QObject
{
    Q_OBJECT

private:
    struct Space
    {
        Workspace space{new QWidget, &MultiView::heightFor};

        explicit Space(const std::vector<Panel> &panels = {Panel::Paths, Panel::Alarms, Panel::Outputs,
                                                           Panel::Cards, Panel::Journal},
                       QSize size = {1350, 510})
        {
            for (const Panel panel : panels)
                space.add(panel, new QWidget);
            space.resize(size);
            space.show();
            QCoreApplication::processEvents();
        }

        QRect place(Panel panel) const { return space.dock(panel)->geometry(); }
        bool shown(Panel panel) const
        {
            return space.dock(panel)->isVisible() && !space.dock(panel)->visibleRegion().isEmpty();
        }
        /// As a hand does: the line at the left of this panel is dragged.
        void dragLeftEdge(Panel panel, int by)
        {
            const QRect at = place(panel);
            const QPoint line(at.left() - 4, at.center().y());
            QTest::mousePress(&space, Qt::LeftButton, {}, line);
            QTest::mouseMove(&space, line + QPoint(by, 0));
            QCoreApplication::processEvents();
            QTest::mouseRelease(&space, Qt::LeftButton, {}, line + QPoint(by, 0));
            QCoreApplication::processEvents();
        }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void theDirectorsPlaces()
    {
        Space made;
        const QRect centre = made.space.centralWidget()->geometry();
        QVERIFY(made.place(Panel::Paths).left() > centre.right());
        QVERIFY(made.place(Panel::Alarms).top() > made.place(Panel::Paths).bottom());
        QVERIFY(made.place(Panel::Cards).top() > centre.bottom());
        QVERIFY(made.place(Panel::Journal).left() > made.place(Panel::Cards).right());
        // The pictures fill their width: no bars.
        QVERIFY(qAbs(MultiView::heightFor(centre.width()) - centre.height()) <= 12);
    }

    void aPanelThatNobodyAddedIsNowhere()
    {
        Space made({Panel::Cards});
        QVERIFY(!made.space.dock(Panel::Plans));
        QVERIFY(!made.space.action(Panel::Plans));
        QVERIFY(!made.space.isWanted(Panel::Plans));
        made.space.reveal(Panel::Plans);
        for (const NamedLayout layout : allNamedLayouts)
            made.space.arrange(layout);
    }

    void everyLayoutHasItsPanels()
    {
        Space made({Panel::Channels, Panel::Paths, Panel::Alarms, Panel::Plans, Panel::Cards, Panel::Trends,
                    Panel::Outputs, Panel::Journal, Panel::Drills},
                   {1900, 820});
        for (const NamedLayout layout : allNamedLayouts) {
            made.space.arrange(layout);
            QCoreApplication::processEvents();
            QCOMPARE(made.space.layout(), layout);
            QSet<Panel> placed;
            for (const PanelPlace &one : placesOf(layout)) {
                placed << one.panel;
                QVERIFY(!made.space.dock(one.panel)->isHidden());
                if (!one.tabbed)
                    QVERIFY2(made.shown(one.panel), qPrintable(wordOf(layout) + wordOf(one.panel)));
            }
            for (const Panel panel : allPanels)
                QCOMPARE(made.space.dock(panel)->isHidden(), !placed.contains(panel));
        }
    }

    void whatHasNoPurposeIsClosed()
    {
        Space made({Panel::Channels, Panel::Paths, Panel::Cards});
        QVERIFY(made.shown(Panel::Channels));
        made.space.setWanted(Panel::Channels, false);
        QVERIFY(!made.shown(Panel::Channels));
        made.space.arrange(NamedLayout::Engineer);
        QVERIFY(!made.shown(Panel::Channels));
        made.space.setWanted(Panel::Channels, true);
        QCoreApplication::processEvents();
        QVERIFY(made.shown(Panel::Channels));
        // In its own place, at the left.
        QVERIFY(made.place(Panel::Channels).right() < made.space.centralWidget()->geometry().left());
    }

    void followsTheSizeOfTheWindow()
    {
        Space made;
        made.space.resize(3800, 1900);
        QCoreApplication::processEvents();
        const QRect centre = made.space.centralWidget()->geometry();
        QVERIFY(qAbs(MultiView::heightFor(centre.width()) - centre.height()) <= 12);
        QVERIFY(made.place(Panel::Paths).width() > 800);
    }

    void whatAHandMovedStays()
    {
        Space made;
        const int before = made.place(Panel::Paths).width();
        made.dragLeftEdge(Panel::Paths, -90);
        const int after = made.place(Panel::Paths).width();
        QVERIFY2(after >= before + 60, qPrintable(QStringLiteral("%1 %2").arg(before).arg(after)));
        made.space.resize(1360, 520);
        QCoreApplication::processEvents();
        QVERIFY(qAbs(made.place(Panel::Paths).width() - after) <= 12);
    }

    void savesAndRestores()
    {
        QByteArray saved;
        {
            Space made;
            made.dragLeftEdge(Panel::Paths, -90);
            made.space.dock(Panel::Journal)->hide();
            made.space.addDockWidget(Qt::LeftDockWidgetArea, made.space.dock(Panel::Outputs));
            QCoreApplication::processEvents();
            saved = made.space.save();
        }
        Space made;
        QVERIFY(made.space.restore(saved));
        QCoreApplication::processEvents();
        QVERIFY(made.space.dock(Panel::Journal)->isHidden());
        QVERIFY(made.place(Panel::Outputs).right() < made.space.centralWidget()->geometry().left());
        QVERIFY(!made.space.restore({}));
        QVERIFY(!made.space.restore(QByteArrayLiteral("nonsense")));
        QVERIFY(made.space.dock(Panel::Journal)->isHidden());
    }

    void lockedPanelsCannotBeLost()
    {
        Space made;
        made.space.setLocked(true);
        auto *title = made.space.dock(Panel::Cards)->titleBarWidget();
        for (const QAbstractButton *button : title->findChildren<QAbstractButton *>())
            QVERIFY(!button->isVisible());
        QCOMPARE(made.space.dock(Panel::Cards)->features(), QDockWidget::NoDockWidgetFeatures);
        made.space.setLocked(false);
        for (const QAbstractButton *button : title->findChildren<QAbstractButton *>())
            QVERIFY(button->isVisible());
    }

    void comesToSightFromBehindATab()
    {
        Space made({Panel::Alarms, Panel::Plans, Panel::Cards}, {1900, 820});
        QVERIFY(made.shown(Panel::Alarms) && !made.shown(Panel::Plans));
        made.space.reveal(Panel::Plans);
        QCoreApplication::processEvents();
        QVERIFY(made.shown(Panel::Plans));
        made.space.dock(Panel::Cards)->hide();
        made.space.reveal(Panel::Cards);
        QVERIFY(made.shown(Panel::Cards));
    }

    void retranslatesWhileItRuns()
    {
        Space made;
        static const QRegularExpression han(QStringLiteral("\\p{Han}"));
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        for (const Panel panel : {Panel::Paths, Panel::Cards, Panel::Journal}) {
            QVERIFY(made.space.dock(panel)->windowTitle().contains(han));
            QVERIFY(made.space.action(panel)->text().contains(han));
            for (const QAbstractButton *button :
                 made.space.dock(panel)->titleBarWidget()->findChildren<QAbstractButton *>())
                QVERIFY(button->accessibleName().contains(han));
        }
    }
};

QTEST_MAIN(TestWorkspace)
#include "tst_workspace.moc"
