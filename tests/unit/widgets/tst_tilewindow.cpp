// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"
#include "widgets/tilewindow.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestTileWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void opensByKeyAndByTwoClicks()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F2, Qt::ShiftModifier);
        auto *opened = window.findChild<TileWindow *>();
        QVERIFY(opened && opened->isVisible() && opened->isFullScreen());
        QCOMPARE(opened->tile()->labels().name, QStringLiteral("BACKUP"));
        // The same key closes it, another one changes it.
        QApplication::setActiveWindow(&window);
        QTest::keyClick(&window, Qt::Key_F2, Qt::ShiftModifier);
        QTRY_VERIFY(!window.findChild<TileWindow *>());
        auto *view = window.findChild<MultiView *>();
        QTest::mouseDClick(view->programmeTile(), Qt::LeftButton);
        opened = window.findChild<TileWindow *>();
        QVERIFY(opened);
        QCOMPARE(opened->tile()->tally(), Tally::OnAir);
        QApplication::setActiveWindow(opened);
        QTest::keyClick(opened, Qt::Key_Escape);
        QTRY_VERIFY(!window.findChild<TileWindow *>());
    }

    void fillsTheScreenWithoutBars()
    {
        MadeUp made;
        VideoTile model(true);
        for (const QSize &size :
             {QSize(1366, 768), QSize(1920, 1080), QSize(1080, 1920), QSize(3840, 1600)}) {
            TileWindow window(model, std::make_unique<FakeFrames>(QStringLiteral("primary")), nullptr);
            window.setAttribute(Qt::WA_DeleteOnClose, false);
            window.resize(size);
            window.show();
            const QSizeF picture = window.tile()->pictureRect().size();
            QVERIFY(qAbs(picture.width() / picture.height() - 16.0 / 9) < 0.03);
            QVERIFY(window.tile()->width() > size.width() * 0.9
                    || window.tile()->height() > size.height() * 0.9);
        }
    }

    void marksAreOnAllTilesOrOnNone()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.resize(1366, 738);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        VideoTile *tile = window.findChild<MultiView *>()->programmeTile();
        QTRY_COMPARE(tile->state().kind, TileState::Kind::Live);
        const QImage plain = tile->grab().toImage();
        QTest::keyClick(&window, Qt::Key_F9, Qt::ShiftModifier);
        const QImage marked = tile->grab().toImage();
        QVERIFY(plain != marked);
        QTest::keyClick(&window, Qt::Key_F9, Qt::ShiftModifier);
        QTest::keyClick(&window, Qt::Key_F9, Qt::ControlModifier);
        QVERIFY(tile->grab().toImage() != plain);
        QTest::keyClick(&window, Qt::Key_F9, Qt::ControlModifier);
        QCOMPARE(tile->grab().toImage(), plain);
    }
};

QTEST_MAIN(TestTileWindow)
#include "tst_tilewindow.moc"
