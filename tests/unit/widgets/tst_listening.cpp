// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/listening.h"

#include "tests/unit/widgets/madeup.h"
#include "widgets/channelgrid.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/multiview.h"
#include "widgets/soundmeter.h"
#include "widgets/theme.h"
#include "widgets/tilewindow.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestListening final : public QObject
{
    Q_OBJECT

private:
    struct Desk
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window{made.state, frames.factory()};

        Desk()
        {
            made.fillNormal();
            window.show();
            window.activateWindow();
            QApplication::setActiveWindow(&window);
            QCoreApplication::processEvents();
        }
        MultiView *view() const { return window.findChild<MultiView *>(); }
        QStringList heard() const
        {
            QStringList words;
            for (auto one = frames.made.cbegin(); one != frames.made.cend(); ++one) {
                if (one.value()->heard)
                    words << one.key();
            }
            return words;
        }
        void key(Qt::Key key) { QTest::keyClick(&window, key, Qt::ControlModifier); }
    };

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void oneTileByKeyAndNoneAgain()
    {
        Desk desk;
        QVERIFY(desk.heard().isEmpty());
        desk.key(Qt::Key_F2);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("backup")});
        desk.key(Qt::Key_M);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("programme")});
        desk.key(Qt::Key_F3);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("slate")});
        desk.key(Qt::Key_F3);
        QVERIFY(desk.heard().isEmpty());
        desk.key(Qt::Key_F1);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("primary")});
    }

    void byMouseOnTheMeter()
    {
        Desk desk;
        VideoTile *tile = desk.view()->tile(Source::Backup);
        auto *meter = tile->findChild<SoundMeter *>();
        QTest::mouseClick(meter, Qt::LeftButton);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("backup")});
        QTest::mouseClick(meter, Qt::LeftButton);
        QVERIFY(desk.heard().isEmpty());
        // A second click that comes quickly is a click, and opens nothing.
        QTest::mouseDClick(meter, Qt::LeftButton);
        QVERIFY(!desk.window.findChild<TileWindow *>());
    }

    void theNextTileMeansItsSource()
    {
        Desk desk;
        desk.view()->setNext(Source::Backup);
        auto *meter = desk.view()->nextTile()->findChild<SoundMeter *>();
        QTest::mouseClick(meter, Qt::LeftButton);
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("backup")});
        desk.view()->poll();
        QCOMPARE(desk.view()->nextTile()->hearing(), Hearing::On);
        QCOMPARE(desk.view()->tile(Source::Primary)->hearing(), Hearing::Off);
    }

    void itIsSaidOnTheTile()
    {
        Desk desk;
        VideoTile *tile = desk.view()->tile(Source::Primary);
        const QRect corner(tile->pictureRect().left() + 4, tile->pictureRect().bottom() - 26, 60, 22);
        desk.view()->poll();
        const QImage before = tile->grab(corner).toImage();
        desk.key(Qt::Key_F1);
        QCOMPARE(tile->hearing(), Hearing::On);
        QCOMPARE(tile->marks().heard, QStringLiteral("HEARD"));
        QVERIFY(tile->accessibleDescription().contains(QLatin1String("HEARD")));
        QVERIFY(tile->grab(corner).toImage() != before);
        // Its source is lost: nothing is heard, and it is still known whose sound is listened to.
        desk.frames.made[QStringLiteral("primary")]->ageMs = 5000;
        desk.view()->poll();
        QCOMPARE(tile->marks().heard, QStringLiteral("HEARD"));
        desk.frames.made[QStringLiteral("primary")]->device = false;
        desk.view()->poll();
        QCOMPARE(tile->marks().heard, QStringLiteral("no sound device"));
        QVERIFY(tile->accessibleDescription().contains(QLatin1String("no sound device")));
        desk.key(Qt::Key_F1);
        QVERIFY(tile->marks().heard.isEmpty());
        QVERIFY(!tile->accessibleDescription().contains(QLatin1String("sound device")));
    }

    void overTheWholeScreenToo()
    {
        Desk desk;
        QTest::keyClick(&desk.window, Qt::Key_F2, Qt::ShiftModifier);
        auto *opened = desk.window.findChild<TileWindow *>();
        QVERIFY(opened);
        FakeFrames *small = desk.frames.made[QStringLiteral("backup")];
        QApplication::setActiveWindow(opened);
        QTest::keyClick(opened, Qt::Key_F2, Qt::ControlModifier);
        desk.view()->poll();
        opened->poll(desk.made.clock.now());
        QCOMPARE(opened->tile()->hearing(), Hearing::On);
        QVERIFY(!small->heard); // it is the tile's in the window whose sound is taken
        QVERIFY(desk.view()->tile(Source::Backup)->hearing() == Hearing::On);
    }

    void aSmallChannelByKey()
    {
        Desk desk;
        ChannelDocument other = MadeUp::document();
        other.config.id = QStringLiteral("other");
        desk.made.state.applyChannel(other);
        QCoreApplication::processEvents();
        VideoTile *tile = desk.window.findChild<ChannelGrid *>()->tile(QStringLiteral("other"));
        QVERIFY(tile);
        tile->setFocus();
        QTest::keyClick(tile, Qt::Key_M);
        QCOMPARE(tile->hearing(), Hearing::On);
        // Gone with all it says: the next one can be heard.
        desk.made.state.removeChannel(QStringLiteral("other"));
        QCoreApplication::processEvents();
        desk.key(Qt::Key_F2);
        QCOMPARE(desk.view()->tile(Source::Backup)->hearing(), Hearing::On);
    }

    void followsTheChannel()
    {
        Desk desk;
        desk.key(Qt::Key_F2);
        desk.view()->setChannel(QString());
        QCOMPARE(desk.view()->tile(Source::Backup)->hearing(), Hearing::Off);
        desk.view()->setChannel(MadeUp::channelId());
        QCOMPARE(desk.heard(), QStringList{QStringLiteral("backup")});
    }
};

QTEST_MAIN(TestListening)
#include "tst_listening.moc"
