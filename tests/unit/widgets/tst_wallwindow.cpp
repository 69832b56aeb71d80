// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/cardview.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"
#include "widgets/wallwindow.h"

#include <QApplication>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestWallWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void opensAndClosesByKey()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_2);
        QTest::keyClick(&window, Qt::Key_F8);
        auto *wall = window.findChild<WallWindow *>();
        QVERIFY(wall && wall->isVisible() && wall->isWindow());
        auto *pictures = wall->findChild<MultiView *>();
        QCOMPARE(pictures->tile(Source::Primary)->tally(), Tally::OnAir);
        QCOMPARE(pictures->tile(Source::Backup)->tally(), Tally::Next);
        // Follows the window's choice.
        QApplication::setActiveWindow(&window);
        QTest::keyClick(&window, Qt::Key_3);
        QCOMPARE(pictures->tile(Source::Slate)->tally(), Tally::Next);
        QApplication::setActiveWindow(wall);
        QTest::keyClick(wall, Qt::Key_Escape);
        QTRY_VERIFY(!window.findChild<WallWindow *>());
        QApplication::setActiveWindow(&window);
        QTest::keyClick(&window, Qt::Key_F8);
        QVERIFY(window.findChild<WallWindow *>());
    }

    /// Pictures fill it and the cards have their rows, on any display.
    void fillsAnyDisplay()
    {
        for (const QSize &size :
             {QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160), QSize(1080, 1920)}) {
            MadeUp made;
            FakeFactory frames;
            made.fillNormal();
            WallWindow wall(made.state, frames.factory(), nullptr);
            wall.setChannel(MadeUp::channelId());
            wall.resize(size);
            wall.show();
            QCoreApplication::processEvents();
            const QRect pictures = wall.findChild<MultiView *>()->geometry();
            const QRect cards = wall.findChild<CardView *>()->geometry();
            QVERIFY(cards.top() > pictures.bottom());
            QVERIFY(cards.height() >= 160);
            const QRect programme = wall.findChild<MultiView *>()->programmeTile()->geometry();
            QVERIFY(programme.height() >= size.height() / 4);
        }
    }
};

QTEST_MAIN(TestWallWindow)
#include "tst_wallwindow.moc"
