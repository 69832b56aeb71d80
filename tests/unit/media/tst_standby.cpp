// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/standby.h"

#include <QTest>

#include <vector>

using namespace twinfeed;
using namespace twinfeed::media;

class TestStandby final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coldUntilSomebodyTakes();
    void alwaysWhereConfigured();
    void whatIsNextIsKeptWarm();
    void notWhereItWouldHelpNobody();
    void standsWhereTheProgrammeIs();
};

namespace {

constexpr int64_t second = 1'000'000;

struct Rig
{
    std::vector<std::optional<Source>> told;
    int64_t behind = -1;
    bool bridgeable = true;
    Standby standby{{[this](Source) { return bridgeable; },
                     [this](std::optional<Source> path) { told.push_back(path); },
                     [this](int64_t us) { behind = us; }}};
};

using Told = std::vector<std::optional<Source>>;

} // namespace

void TestStandby::coldUntilSomebodyTakes()
{
    Rig rig;
    rig.standby.moved(Source::Primary, 0, 5 * second);
    QVERIFY(rig.told.empty());
    rig.standby.expectTakes(6 * second);
    rig.standby.moved(Source::Backup, 0, 6 * second + 1);
    rig.standby.moved(Source::Backup, 0, 7 * second);
    QCOMPARE(rig.told, Told{Source::Primary});
    rig.standby.expectTakes(30 * second);
    rig.standby.moved(Source::Primary, 0, 30 * second);
    rig.standby.moved(Source::Primary, 0, 89 * second); // a minute from the newest
    QCOMPARE(rig.told, (Told{Source::Primary, Source::Backup}));
    rig.standby.moved(Source::Primary, 0, 90 * second);
    QCOMPARE(rig.told, (Told{Source::Primary, Source::Backup, std::nullopt}));
}

void TestStandby::alwaysWhereConfigured()
{
    Rig rig;
    rig.standby.configure(true, {});
    rig.standby.moved(Source::Slate, 0, second);
    QCOMPARE(rig.told, Told{Source::Primary});
    rig.standby.setAligned(true); // they may cease to be at any time
    rig.standby.moved(Source::Primary, 0, 500 * second);
    QCOMPARE(rig.told, (Told{Source::Primary, Source::Backup}));
    rig.standby.configure(false, {});
    rig.standby.moved(Source::Primary, 0, 501 * second);
    QCOMPARE(rig.told.back(), std::nullopt);
}

void TestStandby::whatIsNextIsKeptWarm()
{
    Rig rig;
    rig.standby.expect(Source::Primary, second); // on air already
    rig.standby.moved(Source::Primary, 0, second);
    QVERIFY(rig.told.empty());
    rig.standby.expect(Source::Backup, 2 * second);
    rig.standby.moved(Source::Primary, 0, 2 * second);
    rig.standby.moved(Source::Primary, 0, 61 * second);
    QCOMPARE(rig.told, Told{Source::Backup});
    rig.standby.moved(Source::Primary, 0, 62 * second); // nobody has said it again
    QCOMPARE(rig.told, (Told{Source::Backup, std::nullopt}));
    rig.standby.expect(Source::Backup, 70 * second);
    rig.standby.moved(Source::Primary, 0, 70 * second);
    rig.standby.expect(Source::Slate, 71 * second);
    rig.standby.moved(Source::Primary, 0, 71 * second);
    QCOMPARE(rig.told, (Told{Source::Backup, std::nullopt, Source::Backup, std::nullopt}));
    rig.standby.expect(Source::Backup, 80 * second);
    rig.standby.moved(Source::Slate, 0, 80 * second); // the way out of the slate needs no bridge
    rig.standby.expect(std::nullopt, 81 * second);
    rig.standby.moved(Source::Primary, 0, 81 * second);
    QCOMPARE(rig.told.size(), 4u);
}

void TestStandby::notWhereItWouldHelpNobody()
{
    Rig rig;
    rig.standby.expectTakes(second);
    rig.standby.moved(Source::Slate, 0, second);
    rig.standby.setAligned(true);
    rig.standby.moved(Source::Primary, 0, second);
    rig.standby.setAligned(false);
    rig.bridgeable = false;
    rig.standby.moved(Source::Primary, 0, second);
    rig.standby.configure(true, {});
    rig.standby.moved(Source::Primary, 0, second);
    QVERIFY(rig.told.empty());
    rig.bridgeable = true;
    rig.standby.moved(Source::Primary, 0, second);
    QCOMPARE(rig.told, Told{Source::Backup});
}

void TestStandby::standsWhereTheProgrammeIs()
{
    Rig rig;
    rig.standby.configure(true, {100'000, 20'000});
    rig.standby.moved(Source::Primary, 500'000, second);
    QCOMPARE(rig.behind, 520'000);
    rig.standby.moved(Source::Backup, 500'000, second);
    QCOMPARE(rig.behind, 600'000);
}

QTEST_GUILESS_MAIN(TestStandby)
#include "tst_standby.moc"
