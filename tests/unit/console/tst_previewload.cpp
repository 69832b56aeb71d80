// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewload.h"

#include <QTest>

using namespace twinfeed;

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t late = PreviewLoad::lateFrom + 1;
constexpr int64_t calm = PreviewLoad::calmUpTo;

} // namespace

class TestPreviewLoad final : public QObject
{
    Q_OBJECT

    int64_t m_now = 0;

    void pass(PreviewLoad &load, std::optional<int64_t> lateness, int seconds)
    {
        for (int i = 0; i < seconds; ++i)
            load.note(lateness, m_now += second);
    }
    /// How many seconds of calm the next step back takes.
    int patience(PreviewLoad &load)
    {
        const int before = load.step();
        int seconds = 0;
        while (load.step() == before && seconds < 1000) {
            pass(load, calm, 1);
            ++seconds;
        }
        return seconds;
    }

private Q_SLOTS:
    void init() { m_now = 0; }

    void aPauseOfTheMachineChangesNothing()
    {
        PreviewLoad load;
        for (int i = 0; i < 10; ++i) {
            pass(load, late, 1);
            pass(load, calm, 4);
        }
        QCOMPARE(load.step(), 0);
        QCOMPARE(load.motion(false), Motion::All);
    }

    /// Far too slow: the decoder leaves a group of pictures out and is in time for a moment.
    void lateNowAndThenIsAStep()
    {
        PreviewLoad load;
        pass(load, late, 1);
        pass(load, calm, 2);
        pass(load, late, 1);
        QCOMPARE(load.step(), 1);
    }

    void twoLateSecondsAreAStep()
    {
        PreviewLoad load;
        QVERIFY(!load.note(late, m_now += second));
        QVERIFY(load.note(late, m_now += second));
        QCOMPARE(load.motion(false), Motion::Fewer);
        QCOMPARE(load.motion(true), Motion::All);
        // What the step has brought is waited for.
        QVERIFY(!load.note(late, m_now += second));
        QVERIFY(load.note(late, m_now += second));
        QCOMPARE(load.motion(false), Motion::Keyframes);
        QCOMPARE(load.motion(true), Motion::Fewer);
    }

    void theProgrammeSuffersLast()
    {
        PreviewLoad load;
        pass(load, late, 6);
        QCOMPARE(load.motion(false), Motion::Stills);
        QCOMPARE(load.motion(true), Motion::Keyframes);
        pass(load, late, 100);
        QCOMPARE(load.step(), PreviewLoad::steps);
        QCOMPARE(load.motion(false), Motion::Stills);
        QCOMPARE(load.motion(true), Motion::Stills);
    }

    void comesBackStepByStep()
    {
        PreviewLoad load;
        pass(load, late, 4);
        QCOMPARE(load.step(), 2);
        // The first calm second begins the count.
        QCOMPARE(patience(load), 11);
        QCOMPARE(load.step(), 1);
        QCOMPARE(patience(load), 10);
        QCOMPARE(load.step(), 0);
    }

    void betweenLateAndCalmItStays()
    {
        PreviewLoad load;
        pass(load, late, 2);
        pass(load, (calm + late) / 2, 300);
        QCOMPARE(load.step(), 1);
        // And what was calm before does not count.
        pass(load, calm, 9);
        pass(load, calm + 1, 1);
        pass(load, calm, 9);
        QCOMPARE(load.step(), 1);
    }

    void aMachineThatIsJustTooSlowChangesSeldom()
    {
        PreviewLoad load;
        pass(load, late, 2);
        QCOMPARE(patience(load), 11);
        for (const int expected : {21, 41, 81, 161, 161}) {
            pass(load, late, 2); // it was too much again
            QCOMPARE(load.step(), 1);
            QCOMPARE(patience(load), expected);
        }
        // A minute without trouble: forgotten.
        pass(load, calm, 60);
        pass(load, late, 2);
        QCOMPARE(patience(load), 11);
    }

    void noPicturesSayNothing()
    {
        PreviewLoad load;
        pass(load, late, 1);
        pass(load, {}, 20);
        QCOMPARE(load.step(), 0);
        pass(load, late, 2);
        QCOMPARE(load.step(), 1);
        pass(load, {}, 300);
        QCOMPARE(load.step(), 1);
    }
};

QTEST_APPLESS_MAIN(TestPreviewLoad)
#include "tst_previewload.moc"
