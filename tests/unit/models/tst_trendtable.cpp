// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/trendtable.h"

#include "models/csv.h"

#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

namespace {

const QDateTime begin(QDate(2026, 6, 12), QTime(18, 0), Qt::UTC);

TrendSeries series(size_t count, double value = 30)
{
    TrendSeries series;
    series.node = QStringLiteral("primary");
    series.unit = QStringLiteral("1/s");
    series.points.assign(count, TrendPoint{value, value, value});
    return series;
}

} // namespace

class TestTrendTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHoleIsNoLine()
    {
        TrendSeries holed = series(10);
        holed.points[4].reset();
        holed.points[5].reset();
        const auto runs = trendtable::runsOf(holed, begin, 1000);
        QCOMPARE(runs.size(), size_t(2));
        QCOMPARE(runs[0].size(), 4);
        QCOMPARE(runs[1].size(), 4);
        QCOMPARE(runs[0][0], QPointF(double(begin.toMSecsSinceEpoch()) + 500, 30));
        QVERIFY(trendtable::runsOf(TrendSeries(), begin, 1000).empty());
        holed.points.assign(5, std::nullopt);
        QVERIFY(trendtable::runsOf(holed, begin, 1000).empty());
        QVERIFY(!trendtable::rangeOf(holed));
    }

    /// Few points, and yet no fault is lost between them.
    void thinsAndKeepsFaults()
    {
        TrendSeries hours = series(6 * 3600);
        hours.points[7777] = TrendPoint{0, 2, 30};
        const auto runs = trendtable::runsOf(hours, begin, 1000);
        QCOMPARE(runs.size(), size_t(1));
        QVERIFY(runs[0].size() <= 300);
        double least = 30;
        for (qsizetype i = 1; i < runs[0].size(); ++i) {
            least = std::min(least, runs[0][i].y());
            QVERIFY(runs[0][i].x() > runs[0][i - 1].x());
        }
        QVERIFY(least <= 2);
        QCOMPARE(trendtable::rangeOf(hours), std::optional(std::pair(0.0, 30.0)));
    }

    void readsAtATime()
    {
        TrendSeries some = series(5);
        some.points[2].reset();
        some.points[3] = TrendPoint{1, 2, 3};
        const qint64 first = begin.toMSecsSinceEpoch();
        QCOMPARE(trendtable::valueAt(some, begin, 1000, first + 3400), std::optional(2.0));
        for (const qint64 at : {first - 1, first + 2500, first + 5000})
            QVERIFY(!trendtable::valueAt(some, begin, 1000, at));
    }

    void writesATable()
    {
        Trend trend;
        trend.channel = QStringLiteral("main");
        trend.metric = QStringLiteral("fps");
        trend.from = begin;
        trend.series = {series(2, 29.5)};
        trend.series[0].points[0].reset();
        QCOMPARE(trendtable::csvOf({trend}),
                 QByteArray("at,channel,node,metric,unit,min,mean,max\r\n"
                            "2026-06-12T18:00:01.000Z,main,primary,fps,1/s,29.5,29.5,29.5\r\n"));
    }

    void fieldsAreSafe_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("plain") << QStringLiteral("main") << QByteArray("main");
        QTest::newRow("comma") << QStringLiteral("a,b") << QByteArray("\"a,b\"");
        QTest::newRow("quote") << QStringLiteral("say \"go\"") << QByteArray("\"say \"\"go\"\"\"");
        QTest::newRow("lines") << QStringLiteral("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("formula") << QStringLiteral("=HYPERLINK(1)") << QByteArray("'=HYPERLINK(1)");
        QTest::newRow("chinese") << QStringLiteral("主路") << QStringLiteral("主路").toUtf8();
    }
    void fieldsAreSafe()
    {
        QFETCH(QString, text);
        QTEST(csv::field(text), "field");
    }

    void writesTheJournal()
    {
        JournalEntry entry;
        entry.id = 7;
        entry.at = begin;
        entry.actor = QStringLiteral("anna");
        entry.role = QStringLiteral("director");
        entry.kind = QStringLiteral("take");
        entry.channel = QStringLiteral("main");
        entry.text = QStringLiteral("Take, now");
        entry.data = {
            {QStringLiteral("request"), QJsonObject{{QStringLiteral("source"), QStringLiteral("backup")}}}};
        QCOMPARE(csv::journal({entry}, {}),
                 QByteArray("id,at,actor,role,kind,channel,text\r\n"
                            "7,2026-06-12T18:00:00.000Z,anna,director,take,main,\"Take, now\"\r\n"));
        QVERIFY(
            csv::journal({entry}, [](const auto &) { return QStringLiteral("Wort"); }).contains(",Wort\r\n"));
        const QByteArray lines = csv::journalLines({entry, entry});
        QCOMPARE(lines.count('\n'), 2);
        const auto back = journalEntryFromJson(QJsonDocument::fromJson(lines.split('\n').first()).object());
        QVERIFY(back);
        QCOMPARE(*back, entry);
    }
};

QTEST_GUILESS_MAIN(TestTrendTable)
#include "tst_trendtable.moc"
