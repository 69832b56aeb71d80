// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilelayout.h"
#include "widgets/videotile.h"

#include <QTest>

using namespace twinfeed;

class TestTileLayout final : public QObject
{
    Q_OBJECT

private:
    static constexpr int gap = 8;

    static QList<QRect> all(const TileLayout &layout)
    {
        QList<QRect> rects{layout.large};
        for (const QRect &rect : layout.small)
            rects << rect;
        return rects;
    }

private Q_SLOTS:
    void standsInItsRoomWithoutOverlap_data()
    {
        QTest::addColumn<QSize>("room");
        for (const QSize &room : {QSize(960, 318), QSize(1460, 480), QSize(3300, 1100), QSize(800, 800),
                                  QSize(500, 1000), QSize(1000, 700), QSize(1900, 400), QSize(2600, 300)})
            QTest::addRow("%dx%d", room.width(), room.height()) << room;
    }

    void standsInItsRoomWithoutOverlap()
    {
        QFETCH(QSize, room);
        const QList<QRect> rects = all(tileLayout(room, gap));
        for (qsizetype i = 0; i < rects.size(); ++i) {
            QVERIFY(rects[i].isValid());
            QVERIFY(QRect(QPoint(0, 0), room).contains(rects[i]));
            for (qsizetype k = i + 1; k < rects.size(); ++k)
                QVERIFY(!rects[i].adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2).intersects(rects[k]));
        }
    }

    /// No bars: every tile has the width of its height.
    void picturesFillTheirTiles()
    {
        for (const QSize &room : {QSize(960, 318), QSize(1460, 480), QSize(800, 800), QSize(500, 1000)}) {
            const TileLayout layout = tileLayout(room, gap);
            QVERIFY(qAbs(VideoTile::widthFor(layout.large.height(), true) - layout.large.width()) <= 2);
            for (const QRect &rect : layout.small)
                QVERIFY(qAbs(VideoTile::widthFor(rect.height(), false) - rect.width()) <= 2);
        }
    }

    void usesTheShapeOfTheRoom()
    {
        QVERIFY(tileLayout({1460, 480}, gap).small[0].left() > tileLayout({1460, 480}, gap).large.right());
        QVERIFY(tileLayout({600, 1000}, gap).small[0].top() > tileLayout({600, 1000}, gap).large.bottom());
        // Where there is hardly room nothing breaks.
        tileLayout({0, 0}, gap);
        tileLayout({60, 30}, gap);
    }

    void theHeightThatFillsAWidth()
    {
        for (const int width : {700, 1350, 1904, 3824}) {
            const TileLayout layout = tileLayout({width, tilesHeightFor(width, gap)}, gap);
            QVERIFY(layout.large.left() <= 4);
            QVERIFY(layout.small[1].right() >= width - 5);
        }
    }
};

QTEST_MAIN(TestTileLayout)
#include "tst_tilelayout.moc"
