// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/trendbook.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

Metric metric(const QString &node, std::optional<double> value, const QString &name = QStringLiteral("fps"))
{
    Metric metric;
    metric.channel = mainId;
    metric.node = node;
    metric.name = name;
    metric.value = value;
    metric.unit = QStringLiteral("1/s");
    return metric;
}

} // namespace

class tst_TrendBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void secondsOfAnHour();
    void tensOfADay();
    void gapsAreGaps();
    void noNumberIsNothing();
    void aStepIsChosen();
    void tooMuchIsRefused();
    void aWallClockThatIsSet();
    void marks();
    void memoryOfADay();
    void memoryIsBounded();
    void inTheDirector();

private:
    /// A value twice a second, as the director gives them.
    void measure(std::chrono::seconds time, const std::function<double(int second)> &value);
    Trend read(std::chrono::seconds back, int step = 0,
               const QString &node = QStringLiteral("primary")) const;

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<TrendBook> m_book;
};

void tst_TrendBook::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_book = std::make_unique<TrendBook>(*m_clock);
}

void tst_TrendBook::measure(std::chrono::seconds time, const std::function<double(int second)> &value)
{
    for (int i = 0; i < time.count(); ++i) {
        m_book->add({metric(QStringLiteral("primary"), value(i) - 1)});
        m_clock->advance(500ms);
        m_book->add({metric(QStringLiteral("primary"), value(i) + 1)});
        m_clock->advance(500ms);
    }
}

Trend tst_TrendBook::read(std::chrono::seconds back, int step, const QString &node) const
{
    const QDateTime now = m_clock->wall();
    const auto trend =
        m_book->read({mainId, node, QStringLiteral("fps"), now.addSecs(-back.count()), now, step});
    return trend ? *trend : Trend();
}

void tst_TrendBook::secondsOfAnHour()
{
    measure(20min, [](int second) { return 30.0 + second % 2; });
    const Trend trend = read(10s, 1);
    QCOMPARE(trend.stepMs, 1000);
    QCOMPARE(trend.from, m_clock->wall().addSecs(-10));
    QCOMPARE(trend.since, m_clock->wall().addSecs(-1200));
    QCOMPARE(trend.series.size(), size_t(1));
    const auto &points = trend.series[0].points;
    QCOMPARE(points.size(), size_t(11)); // the one that has just begun has none yet
    QVERIFY(!points[10]);
    for (size_t i = 0; i < 10; ++i) {
        QVERIFY(points[i]);
        QVERIFY(std::abs(points[i]->mean - (30.0 + i % 2)) < 0.001);
        QVERIFY(std::abs(points[i]->min - (29.0 + i % 2)) < 0.001);
        QVERIFY(std::abs(points[i]->max - (31.0 + i % 2)) < 0.001);
    }
}

void tst_TrendBook::tensOfADay()
{
    measure(3h, [](int second) { return second < 3600 ? 10.0 : 20.0; });
    const Trend trend = read(150min, 30);
    QCOMPARE(trend.stepMs, 30'000);
    const auto &points = trend.series[0].points;
    QCOMPARE(points.size(), size_t(301));
    for (size_t i = 0; i < 300; ++i) {
        QVERIFY(points[i]);
        QVERIFY(std::abs(points[i]->mean - (i < 60 ? 10 : 20)) < 0.001);
        QVERIFY(std::abs(points[i]->max - points[i]->min - 2) < 0.001);
    }
    // What is over an hour old is known by tens of seconds only: no finer step is promised.
    QCOMPARE(read(150min, 13).stepMs, 20'000);
    QCOMPARE(read(30min, 13).stepMs, 13'000);
    m_clock->advance(25h);
    m_book->add({metric(QStringLiteral("backup"), 25)});
    for (const auto &point : read(29h, 600, {}).series.at(0).points)
        QVERIFY(!point || point->mean == 25);
}

void tst_TrendBook::gapsAreGaps()
{
    measure(30s, [](int) { return 30; });
    m_clock->advance(40s);
    measure(30s, [](int) { return 30; });
    const auto points = read(100s, 10).series.at(0).points;
    QCOMPARE(points.size(), size_t(11));
    for (size_t i = 0; i < 10; ++i)
        QCOMPARE(points[i].has_value(), i < 3 || i > 6);
}

void tst_TrendBook::noNumberIsNothing()
{
    for (const double value :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
          -std::numeric_limits<double>::infinity()})
        m_book->add({metric(QStringLiteral("primary"), value)});
    m_book->add({metric(QStringLiteral("primary"), std::nullopt)});
    QVERIFY(read(10s).series.empty());
    m_book->add({metric(QStringLiteral("primary"), 0)});
    QVERIFY((read(10s, 1).series.at(0).points.back() == TrendPoint{0, 0, 0}));
}

void tst_TrendBook::aStepIsChosen()
{
    m_book->add({metric(QStringLiteral("primary"), 1)});
    QCOMPARE(read(5min).stepMs, 1'000);
    QCOMPARE(read(1h).stepMs, 10'000);
    QCOMPARE(read(24h).stepMs, 300'000);
    QVERIFY(read(24h).series.at(0).points.size() <= size_t(TrendBook::usualPoints) + 1);
    // Steps stand still while time goes on: a chart that asks again gets the same points.
    const QDateTime first = read(1h).from;
    m_clock->advance(3s);
    QCOMPARE(read(1h).from, first);
}

void tst_TrendBook::tooMuchIsRefused()
{
    const QDateTime now = m_clock->wall();
    const auto trend = m_book->read({mainId, {}, QStringLiteral("fps"), now.addDays(-30), now, 10});
    QVERIFY(!trend);
    QCOMPARE(trend.error().code, QStringLiteral("out-of-range"));
    QCOMPARE(trend.error().where, QStringLiteral("step"));
    // A time that is still to come has no points.
    const auto later = m_book->read({mainId, {}, QStringLiteral("fps"), now.addDays(1), now.addDays(2), 10});
    QVERIFY(later && later->series.empty() && later->marks.empty());
}

void tst_TrendBook::aWallClockThatIsSet()
{
    measure(20s, [](int) { return 30; });
    m_clock->setWall(m_clock->wall().addSecs(3600));
    measure(20s, [](int) { return 25; });
    const auto points = read(40s, 1).series.at(0).points;
    for (size_t i = 0; i < 40; ++i) {
        QVERIFY(points[i]);
        QVERIFY(std::abs(points[i]->mean - (i < 20 ? 30 : 25)) < 0.001);
    }
}

void tst_TrendBook::marks()
{
    const auto note = [&](const char *kind, const QJsonObject &data, const QString &channel = mainId) {
        m_clock->advance(1s);
        m_book->add(JournalEntry{
            7, m_clock->wall(), {}, {}, QLatin1String(kind), channel, QStringLiteral("Text."), data});
    };
    const QJsonObject alarm{{QStringLiteral("alarm"),
                             QJsonObject{{QStringLiteral("id"), QStringLiteral("3")},
                                         {QStringLiteral("node"), QStringLiteral("primary")},
                                         {QStringLiteral("severity"), QStringLiteral("warning")}}}};
    const QJsonObject to{{QStringLiteral("to"), QStringLiteral("backup")}};
    note("take", {});
    note("take-done", {{QStringLiteral("evidence"), to}});
    note("alarm", alarm);
    note("alarm", alarm, QStringLiteral("other"));
    note("alarm", alarm, {});
    note("failover", {{QStringLiteral("decision"), to}});
    note("alarm-cleared", alarm);
    m_clock->advance(1s);
    const auto marks = read(60s).marks;
    QStringList kinds;
    for (const TrendMark &mark : marks)
        kinds << mark.kind;
    QCOMPARE(kinds,
             QStringList({QStringLiteral("take"), QStringLiteral("alarm"), QStringLiteral("alarm"),
                          QStringLiteral("failover"), QStringLiteral("alarm-end")}));
    QCOMPARE(marks[0].source, Source::Backup);
    QCOMPARE(marks[0].at, m_clock->wall().addSecs(-6));
    QCOMPARE(marks[1].severity, Severity::Warning);
    QCOMPARE(marks[1].alarm, QStringLiteral("3"));
    QCOMPARE(marks[1].node, QStringLiteral("primary"));
    QCOMPARE(marks[3].source, Source::Backup);
    QCOMPARE(read(2s).marks.size(), size_t(2));
    for (size_t i = 0; i < 2 * TrendBook::mostMarks; ++i)
        note("alarm", alarm);
    QCOMPARE(read(24h).marks.size(), TrendBook::mostMarks);
}

void tst_TrendBook::memoryOfADay()
{
    // A day in steps of ten seconds and its last hour in seconds, everything changing all the time.
    std::vector<Metric> metrics;
    for (int i = 0; i < 60; ++i)
        metrics.push_back(metric(QStringLiteral("output:%1").arg(i), 0));
    m_clock->advance(1h);
    const auto give = [&](std::chrono::seconds step, int times) {
        for (int n = 0; n < times; ++n) {
            for (size_t i = 0; i < metrics.size(); ++i)
                metrics[i].value = double((size_t(n) * 7919 + i * 104'729) % 10'007);
            m_book->add(metrics);
            for (Metric &metric : metrics)
                metric.value = *metric.value + 1;
            m_book->add(metrics);
            m_clock->advance(step);
        }
    };
    give(10s, 23 * 360);
    give(1s, 3600);
    const qsizetype each = m_book->bytes() / qsizetype(metrics.size());
    qInfo("a metric after a day: %.1f kB; 500: %.1f MB", double(each) / 1e3, double(each) * 500 / 1e6);
    QVERIFY(each < 88'000);
    const Trend trend = read(24h, 0, QStringLiteral("output:47"));
    QVERIFY(trend.series.at(0).points.size() > 280);
    for (size_t i = 12; i + 12 < trend.series[0].points.size(); ++i)
        QVERIFY(trend.series[0].points[i]);
    QVERIFY(read(50min, 1, QStringLiteral("output:47")).series.at(0).points.at(3));
}

void tst_TrendBook::memoryIsBounded()
{
    m_book = std::make_unique<TrendBook>(*m_clock, 500'000);
    std::vector<Metric> metrics;
    for (int i = 0; i < 20; ++i)
        metrics.push_back(metric(QStringLiteral("output:%1").arg(i), 0));
    for (int second = 0; second < 4 * 3600; ++second) {
        for (Metric &metric : metrics)
            metric.value = double(second * 7919 % 10'007);
        m_book->add(metrics);
        m_clock->advance(1s);
    }
    QVERIFY(m_book->bytes() < 550'000);
    // The newest stays.
    const auto points = read(5min, 1, QStringLiteral("output:3")).series.at(0).points;
    for (size_t i = 0; i + 1 < points.size(); ++i)
        QVERIFY(points[i]);
    // Names that change all the time do not fill it either.
    for (size_t i = 0; i < 2 * TrendBook::mostSeries; ++i)
        m_book->add({metric(QStringLiteral("x%1").arg(i), 1)});
    QVERIFY(m_book->bytes() < qsizetype(TrendBook::mostSeries) * 6'000);
}

void tst_TrendBook::inTheDirector()
{
    FailOnWarning warnings;
    Rig rig;
    rig.setup.tick = 10ms;
    QVERIFY(rig.start());
    QVERIFY(rig.create(Rig::config(mainId)));
    rig.engines.channel(mainId)->setMetrics({metric(QStringLiteral("primary"), 30)});
    const auto trend = [&] {
        const QDateTime now = rig.clock.wall();
        const auto read = rig.director().trend({mainId, {}, QStringLiteral("fps"), now.addSecs(-60), now, 1});
        return read ? *read : Trend();
    };
    QVERIFY(waitUntil([&] { return !trend().series.empty(); }, 20s, "a series"));
    QCOMPARE(trend().series[0].points.back()->mean, 30.0);
    rig.clock.advance(2s);
    const auto taken = rig.take(mainId, Source::Backup, true);
    QVERIFY(taken);
    QVERIFY(waitUntil([&] { return rig.engines.channel(mainId)->takes().size() == 1; }, 20s, "the take"));
    rig.engines.channel(mainId)->finish(0, evidenceOf(Source::Primary, Source::Backup));
    QVERIFY(waitUntil([&] { return !trend().marks.empty(); }, 20s, "a mark"));
    QCOMPARE(trend().marks[0].kind, QStringLiteral("take"));
    QCOMPARE(trend().marks[0].text, rig.journal(QStringLiteral("take-done")).at(0).text);
}

QTEST_GUILESS_MAIN(tst_TrendBook)
#include "tst_trendbook.moc"
