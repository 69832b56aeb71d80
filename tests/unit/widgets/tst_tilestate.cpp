// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilestate.h"

#include <QTest>

using namespace twinfeed;
using Kind = TileState::Kind;

class TestTileState final : public QObject
{
    Q_OBJECT

private:
    static TileFacts live()
    {
        TileFacts facts;
        facts.connected = true;
        facts.stale = false;
        facts.hasFrames = true;
        facts.hasPicture = true;
        facts.pictureAgeMs = 20;
        facts.input = InputState::Live;
        return facts;
    }

private Q_SLOTS:
    void aFreshPictureIsLive()
    {
        QCOMPARE(tileState(live()), (TileState{Kind::Live, true, false}));
        TileFacts facts = live();
        facts.pictureAgeMs = 1000;
        QCOMPARE(tileState(facts).kind, Kind::Live);
    }

    void anOldPictureIsNeverShownAsLive()
    {
        TileFacts facts = live();
        facts.pictureAgeMs = 1001;
        QCOMPARE(tileState(facts), (TileState{Kind::Old, true, true}));
        facts.connected = false;
        QCOMPARE(tileState(facts), (TileState{Kind::NoBackend, true, true}));
    }

    void whoShowsFewPicturesHasOlderOnes()
    {
        TileFacts facts = live();
        facts.motion = Motion::Fewer;
        facts.pictureAgeMs = 1001;
        QCOMPARE(tileState(facts).kind, Kind::Old);
        facts.motion = Motion::Keyframes;
        facts.pictureAgeMs = 11'000;
        QCOMPARE(tileState(facts).kind, Kind::Live);
        facts.pictureAgeMs = 11'001;
        QCOMPARE(tileState(facts).kind, Kind::Old);
        facts.motion = Motion::Stills;
        QCOMPARE(tileState(facts).kind, Kind::Live);
        facts.pictureAgeMs = 16'001;
        QCOMPARE(tileState(facts).kind, Kind::Old);
    }

    void whereNothingIsChosenNothingIsAmiss()
    {
        TileFacts facts = live();
        facts.wanted = false;
        facts.hasFrames = false;
        QCOMPARE(tileState(facts), (TileState{Kind::Nothing, false, false}));
        facts.connected = false;
        facts.hasPicture = false;
        QCOMPARE(tileState(facts).kind, Kind::NoBackend);
    }

    void theFirstKeyframeIsMarked()
    {
        TileFacts facts = live();
        facts.catchingUp = true;
        QCOMPARE(tileState(facts), (TileState{Kind::CatchingUp, true, false}));
    }

    void aLossIsSaidAtOnce()
    {
        TileFacts facts = live();
        facts.input = InputState::Lost;
        QCOMPARE(tileState(facts), (TileState{Kind::Lost, true, true}));
        // But not on old truth: the fresh picture proves itself.
        facts.stale = true;
        QCOMPARE(tileState(facts).kind, Kind::Live);
    }

    void aFreshPictureProvesItselfWithoutBackend()
    {
        TileFacts facts = live();
        facts.connected = false;
        facts.stale = true;
        QCOMPARE(tileState(facts), (TileState{Kind::Live, true, false}));
    }

    void statesWithoutPicture_data()
    {
        QTest::addColumn<int>("input");
        QTest::addColumn<int>("kind");
        QTest::newRow("idle") << int(InputState::Idle) << int(Kind::Idle);
        QTest::newRow("connecting") << int(InputState::Connecting) << int(Kind::Connecting);
        QTest::newRow("waiting") << int(InputState::Waiting) << int(Kind::Waiting);
        QTest::newRow("live") << int(InputState::Live) << int(Kind::Opening);
        QTest::newRow("lost") << int(InputState::Lost) << int(Kind::Lost);
        QTest::newRow("refused") << int(InputState::Refused) << int(Kind::Refused);
    }

    void statesWithoutPicture()
    {
        QFETCH(int, input);
        QFETCH(int, kind);
        TileFacts facts = live();
        facts.hasPicture = false;
        facts.pictureAgeMs = -1;
        facts.input = InputState(input);
        QCOMPARE(tileState(facts), (TileState{Kind(kind), false, false}));
    }

    void aPreviewThatCannotBeHadSaysSo()
    {
        TileFacts facts = live();
        facts.hasPicture = false;
        facts.pictureAgeMs = -1;
        facts.problem = QStringLiteral("Refused");
        QCOMPARE(tileState(facts).kind, Kind::NoPreview);
        facts.problem.clear();
        facts.hasFrames = false;
        QCOMPARE(tileState(facts).kind, Kind::NoPreview);
    }
};

QTEST_GUILESS_MAIN(TestTileState)
#include "tst_tilestate.moc"
