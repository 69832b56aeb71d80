// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmquality.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

class TestAlarmQuality final : public QObject
{
    Q_OBJECT

private:
    const QDateTime m_from{QDate(2026, 1, 31), QTime(20, 0), Qt::UTC};

    Alarm at(int seconds, const char *rule = "rate-low", Severity severity = Severity::Warning) const
    {
        Alarm alarm;
        alarm.rule = QLatin1String(rule);
        alarm.severity = severity;
        alarm.raisedAt = m_from.addSecs(seconds);
        alarm.active = false;
        alarm.closed = true;
        return alarm;
    }

private Q_SLOTS:
    void nothing()
    {
        const AlarmQuality quality = qualityOf({}, m_from, m_from.addSecs(3600));
        QCOMPARE(quality.alarms, 0);
        QCOMPARE(quality.per10Minutes, 0.0);
        QVERIFY(quality.often.empty());
    }

    void ratesAndFloods()
    {
        std::vector<Alarm> alarms;
        for (int i = 0; i < 11; ++i)
            alarms.push_back(at(600 + i * 54, "output-down", Severity::Critical)); // eleven in 540 s: a flood
        for (int i = 0; i < 10; ++i)
            alarms.push_back(at(2400 + i)); // ten: none
        std::swap(alarms.front(), alarms.back()); // in any order
        Alarm folded = at(700);
        folded.root = QStringLiteral("1");
        alarms.push_back(folded);
        alarms.push_back(at(-1));
        alarms.push_back(at(3601));
        const AlarmQuality quality = qualityOf(alarms, m_from, m_from.addSecs(3600));
        QCOMPARE(quality.alarms, 21);
        QCOMPARE(quality.folded, 1);
        QCOMPARE(quality.per10Minutes, 3.5);
        QCOMPARE(quality.most10Minutes, 11);
        QCOMPARE(quality.floods, 1);
        QCOMPARE(quality.warnings, 10);
        QCOMPARE(quality.criticals, 11);
        QCOMPARE(quality.often.front(), (AlarmQuality::Often{QStringLiteral("output-down"), 11}));
        QCOMPARE(quality.often.size(), size_t(2));
    }

    void whatStandsAndChatters()
    {
        Alarm standing = at(-5000);
        standing.closed = false;
        standing.active = true;
        Alarm young = standing;
        young.raisedAt = m_from.addSecs(3590);
        Alarm shelved = at(10);
        shelved.closed = false;
        shelved.shelf = AlarmShelf();
        Alarm chatters = at(20);
        chatters.chattering = true;
        const AlarmQuality quality =
            qualityOf({standing, young, shelved, chatters}, m_from, m_from.addSecs(3600));
        QCOMPARE(quality.standing, 1);
        QCOMPARE(quality.shelved, 1);
        QCOMPARE(quality.chattering, 1);
        QCOMPARE(quality.alarms, 3);
    }
};

QTEST_GUILESS_MAIN(TestAlarmQuality)
#include "tst_alarmquality.moc"
