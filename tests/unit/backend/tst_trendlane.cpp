// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/trendlane.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;

class tst_TrendLane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItWasGiven();
    void isExactEnough();
    void holesStayHoles();
    void forgetsTheOldest();
    void whatStandsStillTakesNoRoom();
    void sums();
};

void tst_TrendLane::keepsWhatItWasGiven()
{
    TrendLane lane(3);
    QVERIFY(lane.isEmpty());
    QVERIFY(!lane.at(0));
    lane.add(7, {1, 2, 3});
    QVERIFY((lane.at(7) == TrendPoint{1, 2, 3}));
    QVERIFY(!lane.at(6));
    QVERIFY(!lane.at(8));
    lane.add(7, {1, 3, 4}); // it goes on
    QVERIFY((lane.at(7) == TrendPoint{1, 3, 4}));
    lane.add(5, {9, 9, 9}); // too late
    QVERIFY(!lane.at(5));
    QCOMPARE(lane.last(), 7);
}

void tst_TrendLane::isExactEnough()
{
    std::mt19937 random(1);
    std::uniform_real_distribution<double> bitrate(0, 8e6);
    TrendLane lane(3);
    std::vector<TrendPoint> given;
    for (int slot = 0; slot < 200; ++slot) {
        std::array<double, 3> figures{bitrate(random), bitrate(random), bitrate(random)};
        std::sort(figures.begin(), figures.end());
        given.push_back({figures[0], figures[1], figures[2]});
        lane.add(slot, given.back());
    }
    const double exact = 8e6 / 65'000;
    for (int slot = 0; slot < 200; ++slot) {
        const auto point = lane.at(slot);
        QVERIFY(point);
        QVERIFY(std::abs(point->min - given[size_t(slot)].min) < exact);
        QVERIFY(std::abs(point->mean - given[size_t(slot)].mean) < exact);
        QVERIFY(std::abs(point->max - given[size_t(slot)].max) < exact);
    }
}

void tst_TrendLane::holesStayHoles()
{
    TrendLane lane(5);
    for (int slot = 0; slot < 60; slot += 2)
        lane.add(slot, {30, 30, 30});
    lane.add(250, {1, 1, 1});
    for (int slot = 0; slot < 250; ++slot)
        QCOMPARE(lane.at(slot).has_value(), slot < 60 && slot % 2 == 0);
    QVERIFY((lane.at(58) == TrendPoint{30, 30, 30}));
}

void tst_TrendLane::forgetsTheOldest()
{
    TrendLane lane(2);
    for (int slot = 0; slot < 200; ++slot)
        lane.add(slot, {double(slot), double(slot), double(slot)});
    QVERIFY(!lane.at(59));
    QVERIFY(lane.at(60));
    QCOMPARE(lane.first(), 60);
    lane.dropBefore(130);
    QVERIFY(!lane.at(119));
    QVERIFY(lane.at(120));
    lane.dropBefore(1000);
    QVERIFY(lane.isEmpty());
    lane.add(2000, {1, 1, 1});
    QVERIFY(lane.at(2000));
}

void tst_TrendLane::whatStandsStillTakesNoRoom()
{
    TrendLane still(60);
    TrendLane single(60);
    TrendLane spread(60);
    for (int slot = 0; slot < 3600; ++slot) {
        still.add(slot, {30, 30, 30});
        single.add(slot, {slot * 1.0, slot * 1.0, slot * 1.0});
        spread.add(slot, {slot * 1.0, slot + 1.0, slot + 2.0});
    }
    QVERIFY(still.bytes() < 6'000);
    QVERIFY(single.bytes() < 14'000);
    QVERIFY(spread.bytes() < 28'000);
}

void tst_TrendLane::sums()
{
    TrendSum sum;
    QVERIFY(!sum.point());
    sum.add(3);
    QVERIFY((sum.point() == TrendPoint{3, 3, 3}));
    sum.add({1, 6, 9}, 2);
    QVERIFY((sum.point() == TrendPoint{1, 5, 9}));
    TrendSum thirds;
    for (int i = 0; i < 3; ++i)
        thirds.add(0.1);
    QVERIFY(thirds.point()->mean <= thirds.point()->max);
}

QTEST_GUILESS_MAIN(tst_TrendLane)
#include "tst_trendlane.moc"
