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
