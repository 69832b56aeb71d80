// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/alarm.h"

#include <QTest>

using namespace twinfeed;

class TestAlarm final : public QObject
{
    Q_OBJECT

private:
    static Alarm alarm()
    {
        Alarm alarm;
        alarm.id = QStringLiteral("7");
        alarm.rule = QStringLiteral("rate-low");
        alarm.channel = QStringLiteral("main");
        alarm.node = QStringLiteral("primary");
        alarm.metric = QStringLiteral("fps");
        alarm.severity = Severity::Critical;
        alarm.root = QStringLiteral("6");
        alarm.raisedAt = QDateTime({2026, 1, 31}, {20, 15, 0, 123}, Qt::UTC);
        alarm.text = QStringLiteral("primary of Main: 11.8 fps.");
        alarm.value = 11.8;
        alarm.limit = 15;
        alarm.unit = QStringLiteral("1/s");
        return alarm;
    }

private Q_SLOTS:
    void thereAndBack()
    {
        Alarm one = alarm();
        auto read = alarmFromJson(toJson(one));
        QVERIFY(read);
        QVERIFY(*read == one);
        one.shelf = AlarmShelf{one.raisedAt.addSecs(60), QStringLiteral("Known."), QStringLiteral("anna")};
        one.acknowledged = one.silenced = one.chattering = one.cause = true;
        one.acknowledgedAt = one.clearedAt = one.closedAt = one.raisedAt.addSecs(5);
        one.acknowledgedBy = QStringLiteral("anna");
        one.active = false;
        one.closed = true;
        one.occurrences = 4;
        one.root.clear();
        read = alarmFromJson(toJson(one));
        QVERIFY(read);
        QVERIFY(*read == one);
    }

    void statesFollowFromFacts()
    {
        Alarm one = alarm();
        QCOMPARE(toWord(one.state()), QStringLiteral("active"));
        one.acknowledged = true;
        QCOMPARE(toWord(one.state()), QStringLiteral("acknowledged"));
        one.shelf = AlarmShelf();
        QCOMPARE(toWord(one.state()), QStringLiteral("shelved"));
        one.shelf.reset();
        one.active = false;
        one.acknowledged = false;
        QCOMPARE(toWord(one.state()), QStringLiteral("cleared"));
        one.closed = true;
        QCOMPARE(toWord(one.state()), QStringLiteral("closed"));
    }

    void garbage()
    {
        QVERIFY(!alarmFromJson({}));
        QJsonObject object = toJson(alarm());
        object.insert(QStringLiteral("state"), QStringLiteral("asleep"));
        QCOMPARE(alarmFromJson(object).error().where, QStringLiteral("/state"));
        object = toJson(alarm());
        object.insert(QStringLiteral("shelf"), QStringLiteral("yes"));
        QCOMPARE(alarmFromJson(object).error().where, QStringLiteral("/shelf"));
        object = toJson(alarm());
        object.insert(QStringLiteral("newer"), 1);
        QVERIFY(alarmFromJson(object));
    }

    void qualityThereAndBack()
    {
        AlarmQuality quality;
        quality.from = QDateTime({2026, 1, 31}, {20, 0}, Qt::UTC);
        quality.to = quality.from.addSecs(3600);
        quality.alarms = 12;
        quality.folded = 30;
        quality.per10Minutes = 2;
        quality.most10Minutes = 11;
        quality.floods = 1;
        quality.often = {{QStringLiteral("rate-low"), 9}};
        const auto read = alarmQualityFromJson(toJson(quality));
        QVERIFY(read);
        QVERIFY(*read == quality);
    }
};

QTEST_GUILESS_MAIN(TestAlarm)
#include "tst_alarm.moc"
