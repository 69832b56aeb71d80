// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/readiness.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::drills;

class tst_Readiness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingWasRehearsed();
    void greenIsReadyForItsTime();
    void theNewestCounts();
    void onlyWhatWasHeldToItsEnd();
    void tabletopsAreNoLoad();
    void chainsAreChains();
    void plansAreNamed();

private:
    static QDateTime now() { return QDateTime(QDate(2026, 3, 31), QTime(20, 0), Qt::UTC); }
    static Drill drill(int daysAgo, bool green, size_t faults = 1)
    {
        Drill drill;
        drill.id = QString::number(1000 - daysAgo);
        drill.scenario.id = QStringLiteral("one");
        drill.scenario.faults.resize(faults);
        drill.scenario.plans = QStringList{QStringLiteral("Primary lost")};
        drill.state = DrillState::Ended;
        drill.endedAt = now().addDays(-daysAgo);
        drill.operators = QStringList{QStringLiteral("anna")};
        drill.score.green = green;
        return drill;
    }
    static QJsonObject line(const QJsonObject &readiness, const char *id)
    {
        for (const QJsonValue &value : readiness.value(QLatin1String("calendar")).toArray()) {
            if (value[QLatin1String("id")].toString() == QLatin1String(id))
                return value.toObject();
        }
        return {};
    }
    static bool ready(const std::vector<Drill> &drills, const char *id)
    {
        return line(readinessOf(drills, {}, now()), id).value(QLatin1String("ready")).toBool();
    }
};

void tst_Readiness::nothingWasRehearsed()
{
    Scenario scenario;
    scenario.plans = QStringList{QStringLiteral("Both lost")};
    const QJsonObject readiness = readinessOf({}, {scenario}, now());
    for (const char *id : {"weekly-load", "monthly-single", "quarterly-chain"}) {
        QVERIFY(line(readiness, id).value(QLatin1String("drill")).isNull());
        QCOMPARE(line(readiness, id).value(QLatin1String("ready")), QJsonValue(false));
    }
    const QJsonArray plans = readiness.value(QLatin1String("plans")).toArray();
    QCOMPARE(plans.size(), 1);
    QCOMPARE(plans[0][QLatin1String("plan")].toString(), QStringLiteral("Both lost"));
    QCOMPARE(plans[0][QLatin1String("ready")], QJsonValue(false));
}

void tst_Readiness::greenIsReadyForItsTime()
{
    QVERIFY(ready({drill(7, true)}, "weekly-load"));
    QVERIFY(!ready({drill(8, true)}, "weekly-load"));
    QVERIFY(ready({drill(31, true)}, "monthly-single"));
    QVERIFY(!ready({drill(32, true)}, "monthly-single"));
    const QJsonObject week = line(readinessOf({drill(3, true)}, {}, now()), "weekly-load");
    QCOMPARE(week.value(QLatin1String("due")).toString(), now().addDays(4).toString(Qt::ISODateWithMs));
    QCOMPARE(week.value(QLatin1String("by")).toArray(), QJsonArray{QStringLiteral("anna")});
}

void tst_Readiness::theNewestCounts()
{
    QVERIFY(!ready({drill(3, true), drill(1, false)}, "weekly-load"));
    QVERIFY(ready({drill(3, false), drill(1, true)}, "weekly-load"));
    QVERIFY(ready({drill(1, true), drill(3, false)}, "weekly-load")); // in whatever order they come
}

void tst_Readiness::onlyWhatWasHeldToItsEnd()
{
    Drill aborted = drill(1, true);
    aborted.state = DrillState::Aborted;
    QVERIFY(!ready({aborted}, "weekly-load"));
    QVERIFY(ready({drill(3, true), aborted}, "weekly-load"));
}

void tst_Readiness::tabletopsAreNoLoad()
{
    Drill table = drill(1, true);
    table.kind = DrillKind::Tabletop;
    QVERIFY(!ready({table}, "weekly-load"));
}

void tst_Readiness::chainsAreChains()
{
    QVERIFY(!ready({drill(1, true, 2)}, "monthly-single"));
    QVERIFY(!ready({drill(1, true, 2)}, "quarterly-chain"));
    QVERIFY(ready({drill(92, true, 3)}, "quarterly-chain"));
    QVERIFY(!ready({drill(93, true, 3)}, "quarterly-chain"));
}

void tst_Readiness::plansAreNamed()
{
    const QJsonArray plans =
        readinessOf({drill(10, true)}, {}, now()).value(QLatin1String("plans")).toArray();
    QCOMPARE(plans.size(), 1);
    QCOMPARE(plans[0][QLatin1String("plan")].toString(), QStringLiteral("Primary lost"));
    QCOMPARE(plans[0][QLatin1String("ready")], QJsonValue(true));
    QCOMPARE(plans[0][QLatin1String("drill")].toString(), QStringLiteral("990"));
}

QTEST_GUILESS_MAIN(tst_Readiness)
#include "tst_readiness.moc"
