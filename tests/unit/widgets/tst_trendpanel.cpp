// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/fakeinquiries.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/theme.h"
#include "widgets/trendchart.h"
#include "widgets/trendpanel.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

Trend trend(const Inquiries::TrendQuery &query)
{
    Trend trend;
    trend.channel = query.channel;
    trend.metric = query.metric;
    trend.from = query.from;
    trend.to = query.to;
    trend.stepMs = 1000;
    TrendSeries series;
    series.node = query.node;
    series.unit = query.metric == QLatin1String("fps") ? QStringLiteral("1/s") : QStringLiteral("bit/s");
    const auto count = size_t(query.from.secsTo(query.to));
    for (size_t i = 0; i < count; ++i)
        series.points.push_back(TrendPoint{29, 30, 31});
    series.points[count / 2].reset();
    trend.series = {series};
    TrendMark take;
    take.at = query.to.addSecs(-30);
    take.kind = QStringLiteral("take");
    take.source = Source::Backup;
    take.text = QStringLiteral("Take backup.");
    trend.marks = {take};
    return trend;
}

struct Rig
{
    MadeUp made;
    FakeInquiries inquiries;
    TrendPanel panel{made.state};

    Rig()
    {
        made.fillNormal();
        panel.setInquiries(&inquiries);
        panel.resize(700, 320);
        panel.show();
    }
    TrendPanel::Line line(const char *node, const char *metric)
    {
        return {MadeUp::channelId(), QLatin1String(node), QLatin1String(metric)};
    }
    void answerAll()
    {
        const auto asked = std::exchange(inquiries.trends, {});
        for (const auto &[query, done] : asked)
            done(trend(query));
    }
    QToolButton *button(const char *name) { return panel.findChild<QToolButton *>(QLatin1String(name)); }
};

} // namespace

class TestTrendPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void asksForWhatIsShown()
    {
        Rig rig;
        QVERIFY(rig.inquiries.trends.empty());
        rig.panel.showLine(rig.line("backup", "fps"));
        QCOMPARE(rig.inquiries.trends.size(), size_t(1));
        const auto &query = rig.inquiries.trends[0].first;
        QCOMPARE(query.node, QStringLiteral("backup"));
        QCOMPARE(query.to, rig.made.clock.wall().toUTC());
        QCOMPARE(query.from.secsTo(query.to), 300);
        rig.answerAll();
        QCOMPARE(rig.panel.chart()->lines().size(), size_t(1));
        QVERIFY(rig.panel.chart()->pointCount() > 250);
        QVERIFY(rig.panel.chart()->pointCount() <= 300);
        QCOMPARE(rig.panel.chart()->marks().size(), size_t(1));
    }

    void severalInOne()
    {
        Rig rig;
        rig.panel.showLine(rig.line("backup", "fps"));
        rig.panel.toggle(rig.line("backup", "bitrate"));
        QCOMPARE(rig.panel.lines().size(), size_t(2));
        rig.inquiries.trends.erase(rig.inquiries.trends.begin()); // of the question before
        rig.answerAll();
        QCOMPARE(rig.panel.chart()->lines().size(), size_t(2));
        QCOMPARE(rig.panel.chart()->marks().size(), size_t(1)); // the same take is one mark
        rig.panel.toggle(rig.line("backup", "fps"));
        QCOMPARE(rig.panel.lines().size(), size_t(1));
        for (int i = 0; i < 20; ++i)
            rig.panel.toggle(rig.line(qPrintable(QStringLiteral("output:%1").arg(i)), "fps"));
        QCOMPARE(rig.panel.lines().size(), TrendPanel::mostLines);
    }

    void anOldAnswerIsNotShown()
    {
        Rig rig;
        rig.panel.showLine(rig.line("backup", "fps"));
        const auto old = rig.inquiries.trends[0];
        rig.panel.showLine(rig.line("primary", "fps"));
        old.second(trend(old.first));
        QVERIFY(rig.panel.chart()->lines().empty());
    }

    void showsTheTimeOfAFault()
    {
        Rig rig;
        rig.panel.showLine(rig.line("backup", "fps"));
        const QDateTime fault = rig.made.clock.wall().toUTC().addSecs(-3600);
        rig.panel.showTime(fault, 5);
        QVERIFY(!rig.panel.isLive());
        const auto &query = rig.inquiries.trends.back().first;
        QCOMPARE(query.from.secsTo(fault), 150);
        QCOMPARE(fault.secsTo(query.to), 150);
        rig.answerAll();
        rig.button("now")->click();
        QVERIFY(rig.panel.isLive());
    }

    void zoomsAndReads()
    {
        Rig rig;
        rig.panel.showLine(rig.line("backup", "fps"));
        rig.answerAll();
        TrendChart *chart = rig.panel.chart();
        const qint64 at = chart->lines()[0].trend.to.toMSecsSinceEpoch() - 30'000;
        const QStringList read = chart->reading(at);
        QVERIFY(read.contains(QStringLiteral("BACKUP, Picture rate: 30.0 fps")));
        QVERIFY(read.contains(QStringLiteral("Take backup.")));
        const qint64 hole = chart->lines()[0].trend.from.toMSecsSinceEpoch() + 150'500;
        QVERIFY(chart->reading(hole).contains(QStringLiteral("BACKUP, Picture rate: N/A")));
        QVERIFY(!chart->isZoomed());
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Plus);
        QVERIFY(chart->isZoomed());
        QTest::mouseDClick(chart->viewport(), Qt::LeftButton);
        QVERIFY(!chart->isZoomed());
    }

    void keepsFiles()
    {
        Rig rig;
        QVERIFY(!rig.button("picture")->isEnabled());
        rig.panel.showLine(rig.line("backup", "fps"));
        rig.answerAll();
        QSignalSpy files(&rig.panel, &TrendPanel::fileWanted);
        rig.button("picture")->click();
        rig.button("table")->click();
        QCOMPARE(files.count(), 2);
        QVERIFY(files[0][0].toString().endsWith(QLatin1String(".png")));
        QVERIFY(!QImage::fromData(files[0][1].toByteArray()).isNull());
        const QByteArray table = files[1][1].toByteArray();
        QCOMPARE(table.count('\n'), 300); // the head, and each second but the hole
    }

    void aProblemIsSaid()
    {
        Rig rig;
        rig.panel.showLine(rig.line("backup", "fps"));
        rig.inquiries.trends[0].second(
            Error{QStringLiteral("of-nobody"), QStringLiteral("Nobody knows."), {}, {}, {}});
        QVERIFY(!rig.panel.chart()->isVisible());
    }
};

QTEST_MAIN(TestTrendPanel)
#include "tst_trendpanel.moc"
