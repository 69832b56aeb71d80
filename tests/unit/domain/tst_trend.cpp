// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/trend.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;

class TestTrend final : public QObject
{
    Q_OBJECT

private:
    static Trend sample()
    {
        const QDateTime from({2026, 1, 31}, {20, 15, 0, 250}, Qt::UTC);
        Trend trend{QStringLiteral("main"),
                    QStringLiteral("fps"),
                    from,
                    from.addSecs(20),
                    10'000,
                    from.addSecs(-60),
                    {},
                    {}};
        trend.series = {
            {QStringLiteral("primary"), QStringLiteral("1/s"), {TrendPoint{11.5, 12.25, 30}, std::nullopt}}};
        trend.marks = {{from, QStringLiteral("take"), trend.channel, {}, Source::Backup, {}, {}, {}, 17},
                       {from.addSecs(3), QStringLiteral("alarm"), trend.channel, QStringLiteral("primary"),
                        std::nullopt, Severity::Critical, QStringLiteral("9"), QStringLiteral("Lost."), 18}};
        return trend;
    }

private Q_SLOTS:
    void thereAndBack()
    {
        const auto read = trendFromJson(toJson(sample()));
        QVERIFY(read);
        QVERIFY(*read == sample());
    }

    void gapsAreNoZeros()
    {
        const QJsonArray points =
            toJson(sample())[QLatin1String("series")][0][QLatin1String("points")].toArray();
        QVERIFY(points[1].isNull());
    }

    void garbage()
    {
        QVERIFY(!trendFromJson({}));
        QJsonObject object = toJson(sample());
        object.insert(QLatin1String("stepMs"), 0);
        QVERIFY(!trendFromJson(object));
        object = toJson(sample());
        object.insert(QLatin1String("series"), QJsonArray{QJsonObject()});
        QVERIFY(!trendFromJson(object));
        object = toJson(sample());
        object.insert(QLatin1String("marks"), QJsonArray{QJsonObject{{QLatin1String("at"), 3}}});
        QVERIFY(!trendFromJson(object));
    }
};

QTEST_GUILESS_MAIN(TestTrend)
#include "tst_trend.moc"
