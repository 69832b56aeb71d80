// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/metrichistory.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <cmath>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestMetricHistory final : public QObject
{
    Q_OBJECT

private:
    static Metric metric(const char *name, std::optional<double> value)
    {
        return {QStringLiteral("main"),
                QStringLiteral("primary"),
                QLatin1String(name),
                value,
                {},
                1000,
                1000,
                {}};
    }

private Q_SLOTS:
    void missingIsNotZero()
    {
        MetricHistory history;
        history.add(metric("fps", std::nullopt), 0, 0);
        QCOMPARE(history.worth(0, 30), MetricWorth::Missing);
        history.add(metric("fps", 0), 0, 0);
        QCOMPARE(history.worth(0, 30), MetricWorth::Low);
    }

    void isStaleAfterThreeSeconds()
    {
        MetricHistory history;
        history.add(metric("fps", 30), 10'000'000, 500);
        QCOMPARE(history.ageMs(10'000'000), 500);
        QCOMPARE(history.worth(12'500'000, 30), MetricWorth::InOrder);
        QCOMPARE(history.worth(12'501'000, 30), MetricWorth::Stale);
    }

    /// A node that is asked every 30 s is not old between two answers.
    void whatComesSeldomIsOldLater()
    {
        Metric metric;
        metric.name = QStringLiteral("readers");
        metric.value = 7;
        metric.periodMs = 30'000;
        MetricHistory history;
        history.add(metric, 0, 0);
        QVERIFY(!history.isStale(89'000'000));
        QCOMPARE(history.worth(89'000'000, 0), MetricWorth::InOrder);
        QVERIFY(history.isStale(90'002'000));
        metric.periodMs = 250;
        history.add(metric, 100'000'000, 0);
        QVERIFY(!history.isStale(103'000'000)); // more often does not mean that it is old sooner
        QVERIFY(history.isStale(103'002'000));
    }

    void pictureRateHasItsThreshold()
    {
        MetricHistory history;
        history.add(metric("fps", 14.9), 0, 0);
        QCOMPARE(history.threshold(30).value(), 15.0);
        QCOMPARE(history.threshold(0).value(), 15.0);
        QCOMPARE(history.threshold(10).value(), 8.0);
        QCOMPARE(history.worth(0, 30), MetricWorth::Low);
        QCOMPARE(history.worth(0, 15), MetricWorth::InOrder);
    }

    void bitrateIsComparedWithItsOwnMean()
    {
        MetricHistory history;
        int64_t now = 0;
        for (int i = 0; i < 9; ++i, now += 1'000'000)
            history.add(metric("bitrate", 4e6), now, 0);
        QVERIFY(!history.threshold(30));
        history.add(metric("bitrate", 4e6), now, 0);
        QCOMPARE(history.threshold(30).value(), 3e6);
        for (int i = 0; i < 3; ++i)
            history.add(metric("bitrate", 1e6), now += 1'000'000, 0);
        QCOMPARE(history.worth(now, 30), MetricWorth::Low);
    }

    void keepsOneValueASecondAndHoles()
    {
        MetricHistory history;
        for (int i = 0; i < 10; ++i)
            history.add(metric("fps", i), i * 200'000, 0);
        QCOMPARE(history.values().size(), size_t(2));
        QCOMPARE(history.values().back(), 9.0);
        history.add(metric("fps", 30), 5'000'000, 0);
        QCOMPARE(history.values().size(), size_t(6));
        QVERIFY(std::isnan(history.values().at(3)));
        QCOMPARE(history.values().back(), 30.0);
    }

    void isBounded()
    {
        MetricHistory history;
        for (int64_t i = 0; i < 1000; ++i)
            history.add(metric("fps", 30), i * 1'000'000, 0);
        QCOMPARE(history.values().size(), MetricHistory::capacity);
        history.add(metric("fps", 30), 1'000'000'000'000, 0);
        QCOMPARE(history.values().size(), MetricHistory::capacity);
    }
};

QTEST_GUILESS_MAIN(TestMetricHistory)
#include "tst_metrichistory.moc"
