// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestMultiView final : public QObject
{
    Q_OBJECT

private:
    struct View
    {
        MadeUp made;
        FakeFactory frames;
        MultiView view{made.state, frames.factory()};

        View()
        {
            made.fillNormal();
            view.setChannel(MadeUp::channelId());
            view.resize(1350, MultiView::heightFor(1350));
            view.show();
            QCoreApplication::processEvents();
            view.poll();
        }
    };

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void asksForTheFourPictures()
    {
        View made;
        QCOMPARE(made.frames.made.keys(),
                 (QStringList{QStringLiteral("backup"), QStringLiteral("primary"),
                              QStringLiteral("programme"), QStringLiteral("slate")}));
    }

    void tallyIsWhatIsMeasured()
    {
        View made;
        QCOMPARE(made.view.tile(Source::Primary)->tally(), Tally::OnAir);
        QCOMPARE(made.view.programmeTile()->tally(), Tally::OnAir);
        made.view.setNext(Source::Backup);
        QCOMPARE(made.view.tile(Source::Backup)->tally(), Tally::Next);
        // Commanded, but the programme still carries the other: the tally stays, the programme says both.
        ChannelDocument now = *made.made.state.channel(MadeUp::channelId());
        now.onAir = Source::Backup;
        ++now.revision;
        made.made.state.applyChannel(now);
        QCOMPARE(made.view.tile(Source::Primary)->tally(), Tally::OnAir);
        QCOMPARE(made.view.programmeTile()->labels().note, QStringLiteral("PRIMARY, going to BACKUP"));
        made.made.setProgramme(Source::Backup);
        QCOMPARE(made.view.tile(Source::Backup)->tally(), Tally::OnAir);
        QCOMPARE(made.view.tile(Source::Primary)->tally(), Tally::None);
    }

    void tallyIsNotSureOnOldTruth()
    {
        View made;
        made.view.setNext(Source::Backup);
        made.made.clock.advance(3s);
        made.made.state.tick();
        QCOMPARE(made.view.tile(Source::Primary)->tally(), Tally::WasOnAir);
        QCOMPARE(made.view.tile(Source::Backup)->tally(), Tally::None);
        QCOMPARE(made.view.programmeTile()->tally(), Tally::WasOnAir);
    }

    void aLostPathSaysSinceWhen()
    {
        View made;
        made.made.loseBackup();
        made.view.poll();
        VideoTile *tile = made.view.tile(Source::Backup);
        QCOMPARE(tile->state().kind, TileState::Kind::Lost);
        QVERIFY(tile->labels().since.contains(QLatin1String("14 s")));
        QVERIFY(!tile->labels().reason.isEmpty());
    }

    void saysSizeRateBitrateAndKeyframes()
    {
        View made;
        const QStringList figures = made.view.tile(Source::Primary)->labels().figures;
        QCOMPARE(figures.size(), 4);
        QCOMPARE(figures[0], QStringLiteral("1920×1080"));
        QVERIFY(figures[1].endsWith(QLatin1String("fps")));
        QVERIFY(figures[2].endsWith(QLatin1String("Mb/s")));
        QCOMPARE(figures[3], QStringLiteral("GOP 2.0 s"));
        // Old numbers are not shown.
        made.made.clock.advance(4s);
        made.made.state.tick();
        QCOMPARE(made.view.tile(Source::Primary)->labels().figures.size(), 1);
    }

    void nextShowsWhatIsChosen()
    {
        View made;
        VideoTile *next = made.view.nextTile();
        QCOMPARE(next->state().kind, TileState::Kind::Nothing);
        QCOMPARE(next->tally(), Tally::None);
        made.view.setNext(Source::Backup);
        QCOMPARE(next->labels().note, QStringLiteral("BACKUP"));
        QCOMPARE(next->tally(), Tally::Next);
        QCOMPARE(next->state().kind, TileState::Kind::Live);
        // Nothing is decoded twice: it shows the very picture of its source's tile.
        QCOMPARE(made.frames.made.size(), 4);
        QCOMPARE(next->grab().toImage().pixel(next->pictureRect().center()),
                 made.view.tile(Source::Backup)->grab().toImage().pixel(next->pictureRect().center()));
        made.view.setNext(Source::Primary);
        QCOMPARE(next->labels().note, QStringLiteral("PRIMARY"));
        made.view.setNext({});
        QCOMPARE(next->state().kind, TileState::Kind::Nothing);
    }

    void saysBlackFrozenAndSilent()
    {
        View made;
        VideoTile *tile = made.view.tile(Source::Primary);
        const auto measure = [&](const char *name, double seconds) {
            Metric metric;
            metric.channel = MadeUp::channelId();
            metric.node = QStringLiteral("primary");
            metric.name = QLatin1String(name);
            metric.unit = QStringLiteral("s");
            metric.value = seconds;
            metric.at = made.made.clock.wall();
            made.made.state.applyMetrics({metric});
        };
        QVERIFY(tile->labels().faults.isEmpty());
        measure("silent", 0.4);
        QVERIFY(tile->labels().faults.isEmpty());
        measure("silent", 3);
        measure("frozen", 5);
        QCOMPARE(tile->labels().faults,
                 (QStringList{QStringLiteral("FROZEN 5 s"), QStringLiteral("SILENT 3 s")}));
        // Black stands still as well: one fault, not two.
        measure("black", 5);
        QCOMPARE(tile->labels().faults,
                 (QStringList{QStringLiteral("BLACK 5 s"), QStringLiteral("SILENT 3 s")}));
        QVERIFY(tile->accessibleDescription().contains(QLatin1String("BLACK 5 s")));
        // Old numbers say nothing about now.
        made.made.clock.advance(4s);
        made.made.state.tick();
        QVERIFY(tile->labels().faults.isEmpty());
    }

    void howLongTheWindowWasBusyStandsByTheAge()
    {
        View made;
        made.view.setLongestTurn(12'400);
        QVERIFY(made.view.programmeTile()->marks().note.isEmpty());
        made.view.setAgeShown(true);
        QCOMPARE(made.view.programmeTile()->marks().note, QStringLiteral("Window busy 12 ms at most"));
        QVERIFY(made.view.programmeTile()->marks().age.contains(QLatin1String("old")));
        QVERIFY(made.view.tile(Source::Primary)->marks().note.isEmpty());
        made.view.setLongestTurn(31'000);
        QVERIFY(made.view.programmeTile()->marks().note.contains(QLatin1String("31 ms")));
        made.view.setAgeShown(false);
        QVERIFY(made.view.programmeTile()->marks().note.isEmpty());
    }

    void fillsItsWidth()
    {
        for (const int width : {1350, 1904, 3824}) {
            View made;
            made.view.resize(width, MultiView::heightFor(width));
            QCoreApplication::processEvents();
            const QSizeF picture = made.view.programmeTile()->pictureRect().size();
            QVERIFY(qAbs(picture.width() / picture.height() - 16.0 / 9) < 0.02);
        }
    }
};

QTEST_MAIN(TestMultiView)
#include "tst_multiview.moc"
