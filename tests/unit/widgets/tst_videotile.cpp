// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::test;

class TestVideoTile final : public QObject
{
    Q_OBJECT

private:
    struct Tile
    {
        VideoTile tile{false};
        FakeFrames *frames = nullptr;

        Tile()
        {
            auto made = std::make_unique<FakeFrames>(QStringLiteral("primary"));
            frames = made.get();
            tile.setFrames(std::move(made));
            tile.setFacts(true, false, InputState::Live);
            tile.resize(400, 260);
            tile.show();
            QCoreApplication::processEvents();
        }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }

    void tellsItsSizeInDevicePixels()
    {
        Tile made;
        QCOMPARE(made.frames->target,
                 (QSizeF(made.tile.pictureRect().size()) * made.tile.devicePixelRatioF()).toSize());
        made.tile.hide();
        QCOMPARE(made.frames->target, QSize(0, 0));
    }

    void showsTheNewestPicture()
    {
        Tile made;
        made.tile.poll(0);
        QCOMPARE(made.tile.state().kind, TileState::Kind::Live);
        QVERIFY(made.tile.overlay().isEmpty());
        const QImage shot = made.tile.grab().toImage();
        const QColor middle = shot.pixelColor(made.tile.pictureRect().center());
        QVERIFY(middle.lightness() > 30);
    }

    void manyWakeUpsAreOneTurn()
    {
        Tile made;
        const int before = made.frames->taken;
        std::thread decoder([&] {
            for (int i = 0; i < 100; ++i)
                made.frames->wake();
        });
        decoder.join();
        QCoreApplication::processEvents();
        QCOMPARE(made.frames->taken, before + 1);
    }

    void darkensAnOldPictureAndSaysItsAge()
    {
        Tile made;
        const QPoint corner = made.tile.pictureRect().topLeft() + QPoint(20, 10);
        const int before = made.tile.grab().toImage().pixelColor(corner).lightness();
        made.frames->ageMs = 4300;
        made.tile.poll(0);
        QCOMPARE(made.tile.state().kind, TileState::Kind::Old);
        QVERIFY(made.tile.state().dimmed);
        const int after = made.tile.grab().toImage().pixelColor(corner).lightness();
        QVERIFY2(after * 2 < before, qPrintable(QStringLiteral("%1 %2").arg(before).arg(after)));
    }

    void saysThatItShowsLess()
    {
        Tile made;
        made.tile.poll(0);
        QVERIFY(made.tile.marks().motion.isEmpty());
        const QRect picture = made.tile.pictureRect();
        const QRect corner(picture.right() - 80, picture.top() + 4, 76, 20);
        const QImage before = made.tile.grab(corner).toImage();
        const std::pair<Motion, QLatin1String> said[]{{Motion::Fewer, QLatin1String("fewer pictures")},
                                                      {Motion::Keyframes, QLatin1String("keyframes only")},
                                                      {Motion::Stills, QLatin1String("stills only")}};
        for (const auto &[motion, words] : said) {
            made.frames->allowed = motion;
            made.tile.poll(0);
            QCOMPARE(made.tile.marks().motion, words);
            QVERIFY(made.tile.accessibleDescription().contains(words));
            QVERIFY(made.tile.grab(corner).toImage() != before);
        }
        made.frames->allowed = Motion::All;
        made.tile.poll(0);
        QVERIFY(made.tile.marks().motion.isEmpty());
        QVERIFY(made.tile.grab(corner).toImage() == before);
    }

    void describesItselfToScreenReaders()
    {
        Tile made;
        TileLabels labels;
        labels.name = QStringLiteral("PRIMARY");
        labels.figures = QStringList{QStringLiteral("30.0 fps")};
        made.tile.setLabels(labels);
        made.tile.setTally(Tally::OnAir);
        QCOMPARE(made.tile.accessibleName(), QStringLiteral("PRIMARY"));
        QVERIFY(made.tile.accessibleDescription().contains(QLatin1String("ON AIR")));
        QVERIFY(made.tile.accessibleDescription().contains(QLatin1String("30.0 fps")));
    }

    void withoutFramesItSaysSo()
    {
        Tile made;
        made.tile.setFrames(nullptr);
        made.tile.poll(0);
        QCOMPARE(made.tile.state().kind, TileState::Kind::NoPreview);
    }

    void hasTheShapeOfItsPicture()
    {
        for (const bool large : {false, true}) {
            for (const int height : {180, 260, 480, 700}) {
                VideoTile tile(large);
                tile.resize(VideoTile::widthFor(height, large), height);
                const QSizeF picture = tile.pictureRect().size();
                QVERIFY(qAbs(picture.width() / picture.height() - 16.0 / 9) < 0.01);
            }
        }
    }
};

QTEST_MAIN(TestVideoTile)
#include "tst_videotile.moc"
