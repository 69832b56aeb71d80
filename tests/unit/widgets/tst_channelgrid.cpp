// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/channelgrid.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"
#include "widgets/workspace.h"

#include <QApplication>
#include <QDockWidget>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestChannelGrid final : public QObject
{
    Q_OBJECT

private:
    static QString idOf(int number) { return QStringLiteral("ch-%1").arg(number, 2, 10, QLatin1Char('0')); }
    static void add(MadeUp &made, int count)
    {
        for (int i = 0; i < count; ++i) {
            ChannelDocument other = MadeUp::document();
            other.config.id = idOf(i);
            other.config.name = QStringLiteral("Camera %1").arg(i + 1);
            made.state.applyChannel(other);
        }
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void oneChannelNeedsNoGrid()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.show();
        const auto *space = window.findChild<Workspace *>();
        QVERIFY(space->dock(Panel::Channels)->isHidden());
        QVERIFY(!space->isWanted(Panel::Channels));
        add(made, 1);
        QVERIFY(!space->dock(Panel::Channels)->isHidden());
        made.state.removeChannel(idOf(0));
        QVERIFY(space->dock(Panel::Channels)->isHidden());
    }

    void aClickMakesOneTheMainOne()
    {
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        add(made, 3);
        window.show();
        auto *grid = window.findChild<ChannelGrid *>();
        VideoTile *tile = grid->tile(idOf(1));
        QVERIFY(tile);
        QTest::mouseClick(tile, Qt::LeftButton);
        QCOMPARE(window.currentChannel(), idOf(1));
        QVERIFY(tile->labels().figures.contains(QStringLiteral("shown large")));
        // By key as well.
        grid->tile(idOf(2))->setFocus();
        QTest::keyClick(grid->tile(idOf(2)), Qt::Key_Space);
        QCOMPARE(window.currentChannel(), idOf(2));
        QVERIFY(!tile->accessibleName().isEmpty() && !tile->toolTip().isEmpty());
    }

    void sixteenFillTheirPlace_data()
    {
        QTest::addColumn<QSize>("room");
        for (const QSize &room : {QSize(180, 500), QSize(400, 300), QSize(900, 200), QSize(540, 1900)})
            QTest::addRow("%dx%d", room.width(), room.height()) << room;
    }

    void sixteenFillTheirPlace()
    {
        QFETCH(QSize, room);
        MadeUp made;
        FakeFactory frames;
        ChannelGrid grid(made.state, frames.factory());
        made.connectNow();
        add(made, 20);
        grid.resize(room);
        grid.show();
        QCoreApplication::processEvents();
        QList<QRect> places;
        for (int i = 0; i < ChannelGrid::most; ++i) {
            QVERIFY(grid.tile(idOf(i)));
            const QRect place = grid.tile(idOf(i))->geometry();
            QVERIFY(place.left() >= 0 && place.right() < room.width());
            QVERIFY(place.width() >= std::min(ChannelGrid::leastWide, room.width() * 9 / 10));
            grid.ensureWidgetVisible(grid.tile(idOf(i)), 0, 0);
            QVERIFY(!grid.tile(idOf(i))->visibleRegion().isEmpty());
            for (const QRect &other : std::as_const(places))
                QVERIFY(!other.intersects(place));
            places << place;
        }
        QVERIFY(!grid.tile(idOf(ChannelGrid::most)));
    }

    void saysThatItShowsKeyframesOnly()
    {
        MadeUp made;
        FakeFactory frames;
        ChannelGrid grid(made.state, frames.factory());
        made.fillNormal();
        add(made, 1);
        QCOMPARE(frames.made[QStringLiteral("programme")]->wanted, Motion::Keyframes);
        // A keyframe of five seconds ago is what such a tile shows; one of half a minute ago is old.
        VideoTile *tile = grid.tile(idOf(0));
        grid.show();
        QCoreApplication::processEvents();
        FakeFrames *last = frames.made[QStringLiteral("programme")];
        last->ageMs = 5000;
        grid.poll();
        VideoTile *main = grid.tile(MadeUp::channelId());
        QVERIFY(tile->state().kind == TileState::Kind::Live || main->state().kind == TileState::Kind::Live);
        last->ageMs = 30'000;
        grid.poll();
        QVERIFY(tile->state().kind == TileState::Kind::Old || main->state().kind == TileState::Kind::Old);
    }
};

QTEST_MAIN(TestChannelGrid)
#include "tst_channelgrid.moc"
