// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/analysisthread.h"
#include "app/media/metriclist.h"
#include "tests/support/fakeclock.h"
#include "tests/support/wait.h"
#include "tests/unit/media/madestream.h"

#include <QHash>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

std::vector<Packet> blackAndSilent(int seconds)
{
    StreamSpec spec;
    spec.pictures = seconds * spec.fps;
    spec.paint = [](double, double, double) { return 16; };
    spec.sing = [](double, int) { return 0.0; };
    return makePackets(spec);
}

} // namespace

class TestAnalysisThread final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStreamHasItsOwnReading()
    {
        FakeClock clock;
        const auto dark = std::make_shared<GopBuffer>();
        const auto bright = std::make_shared<GopBuffer>();
        const auto empty = std::make_shared<GopBuffer>();
        dark->push(blackAndSilent(4));
        bright->push(makePackets(StreamSpec()));
        const AnalysisThread analysis({dark, bright, empty}, clock);
        QVERIFY(waitUntil([&] { return analysis.reading(1).brightness.has_value(); }, 30s, "a reading"));
        const AnalysisThread::Reading reading = analysis.reading(0);
        // A new reader begins at the newest keyframe.
        QVERIFY(reading.blackUs && *reading.blackUs > 500'000);
        QVERIFY(reading.frozenUs && *reading.frozenUs > 500'000);
        QVERIFY(reading.silentUs && *reading.silentUs > 500'000);
        QCOMPARE(*reading.brightness, 0.0);
        const AnalysisThread::Reading other = analysis.reading(1);
        QCOMPARE(*other.blackUs, int64_t(0));
        QCOMPARE(*other.silentUs, int64_t(0));
        QVERIFY(*other.momentary > -40 && *other.truePeak > -40);
        QVERIFY(!analysis.reading(2).brightness && !analysis.reading(2).momentary);
    }

    /// What is three seconds old is not known: missing is not zero.
    void oldReadingsAreNoneAtAll()
    {
        FakeClock clock;
        const auto buffer = std::make_shared<GopBuffer>();
        buffer->push(blackAndSilent(3));
        const AnalysisThread analysis({buffer}, clock);
        QVERIFY(waitUntil([&] { return analysis.reading(0).blackUs.has_value(); }, 30s, "a reading"));
        clock.advance(3100ms);
        QVERIFY(waitUntil([&] { return !analysis.reading(0).blackUs; }, 30s, "it to be old"));
        QVERIFY(!analysis.reading(0).silentUs);
        MetricList list(QStringLiteral("main"), clock.wall());
        list.add(QStringLiteral("primary"), analysis.reading(0));
        for (const Metric &metric : list.take())
            QVERIFY2(!metric.value, qPrintable(metric.name));
    }

    void metricsHaveTheirUnits()
    {
        MetricList list(QStringLiteral("main"), QDateTime::currentDateTimeUtc());
        AnalysisThread::Reading reading;
        reading.silentUs = 2'500'000;
        reading.brightness = 40;
        list.add(QStringLiteral("backup"), reading);
        QHash<QString, Metric> byName;
        for (const Metric &metric : list.take())
            byName.insert(metric.name, metric);
        QCOMPARE(byName.value(QStringLiteral("silent")).value, std::optional(2.5));
        QCOMPARE(byName.value(QStringLiteral("silent")).unit, QStringLiteral("s"));
        QCOMPARE(byName.value(QStringLiteral("brightness")).unit, QStringLiteral("%"));
        QCOMPARE(byName.value(QStringLiteral("truePeak")).unit, QStringLiteral("dBTP"));
        QVERIFY(!byName.value(QStringLiteral("black")).value);
    }
};

QTEST_GUILESS_MAIN(TestAnalysisThread)
#include "tst_analysisthread.moc"
