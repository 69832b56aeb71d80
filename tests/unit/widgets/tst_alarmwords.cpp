// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmwords.h"
#include "widgets/journalwords.h"
#include "widgets/language.h"
#include "widgets/measures.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestAlarmWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }
    void cleanupTestCase() { Language::apply(QStringLiteral("en")); }

    /// The backend's sentence tells more; another language has its own for every rule of the program.
    void everyRuleOfTheProgramHasItsSentence()
    {
        QFile file(QStringLiteral(TWINFEED_RULES));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rules =
            QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("rules")).toArray();
        QVERIFY(rules.size() > 10);
        MadeUp made;
        for (const QJsonValue &rule : rules) {
            const QByteArray id = rule[QLatin1String("id")].toString().toLatin1();
            Alarm alarm = made.alarm(1, id.constData(), Severity::Warning, "primary");
            Language::apply(QStringLiteral("en"));
            QCOMPARE(AlarmWords::sentence(alarm), alarm.text);
            Language::apply(QStringLiteral("zh_CN"));
            const QString own = AlarmWords::sentence(alarm);
            QVERIFY2(own != alarm.text, id.constData());
            QVERIFY2(!own.contains(QLatin1Char('%')), qPrintable(own));
            const QString name = rule[QLatin1String("name")].toString();
            QVERIFY2(AlarmWords::rule(QString::fromLatin1(id), name) != name, id.constData());
        }
    }

    void anUnknownRuleSpeaksForItself()
    {
        MadeUp made;
        const Alarm alarm = made.alarm(1, "of-somebody", Severity::Notice, "primary");
        Language::apply(QStringLiteral("zh_CN"));
        QCOMPARE(AlarmWords::sentence(alarm), alarm.text);
        QCOMPARE(AlarmWords::rule(alarm.rule, QStringLiteral("Mine")), QStringLiteral("Mine"));
    }

    void tellsTheWholeOfIt()
    {
        MadeUp made;
        Alarm alarm = made.alarm(1, "rate-low", Severity::Critical, "primary", 200);
        alarm.acknowledged = true;
        alarm.acknowledgedAt = made.clock.wall();
        alarm.acknowledgedBy = QStringLiteral("anna");
        alarm.occurrences = 3;
        const QString whole = AlarmWords::whole(alarm, made.clock.wall());
        for (const char *part : {"Critical", "acknowledged", "3 min", "anna", "Came 3 times", "11.8 fps"})
            QVERIFY2(whole.contains(QLatin1String(part)), qPrintable(whole));
    }

    void saysWhyNothingCanBePressed()
    {
        MadeUp made;
        QCOMPARE(AlarmWords::blocked(made.state, Role::Operator),
                 QStringLiteral("No backend: nothing can be changed now."));
        made.fillNormal();
        QCOMPARE(AlarmWords::blocked(made.state, Role::Operator), QString());
        made.state.setRole(Role::Viewer);
        QCOMPARE(AlarmWords::blocked(made.state, Role::Operator),
                 QStringLiteral("Your role is viewer; this needs the role operator."));
        made.clock.advance(5s);
        made.state.tick();
        QVERIFY(AlarmWords::blocked(made.state, Role::Operator).startsWith(QLatin1String("What is shown")));
    }

    void hasJournalWords()
    {
        MadeUp made;
        JournalEntry entry;
        entry.text = QStringLiteral("(text)");
        entry.kind = QStringLiteral("alarm-cleared");
        const Alarm alarm = made.alarm(1, "black", Severity::Warning, "backup");
        entry.data = {{QStringLiteral("alarm"), toJson(alarm)}};
        QCOMPARE(JournalWords::sentence(entry), QStringLiteral("Alarm is over: ") + alarm.text);
        entry.kind = QStringLiteral("shelve-alarm");
        entry.data = {{QStringLiteral("request"),
                       QJsonObject{{QStringLiteral("alarm"), QStringLiteral("7")},
                                   {QStringLiteral("minutes"), 30},
                                   {QStringLiteral("reason"), QStringLiteral("Known.")}}}};
        QCOMPARE(JournalWords::sentence(entry), QStringLiteral("Shelved alarm 7 for 30 min: Known."));
        entry.kind = QStringLiteral("note");
        QCOMPARE(JournalWords::sentence(entry), QStringLiteral("(text)"));
    }

    void verdicts()
    {
        MadeUp made;
        Verdict verdict = made.verdict();
        QCOMPARE(AlarmWords::verdict(verdict),
                 QStringLiteral("BACKUP is better: Picture rate 30.0 fps against 12.4 fps, Jitter 3.5 ms "
                                "against 64 ms."));
        QCOMPARE(AlarmWords::prediction(verdict), QStringLiteral("BACKUP now: bridged cut, gap about 33 ms"));
        verdict.current = false;
        QVERIFY(AlarmWords::verdict(verdict).contains(QLatin1String("too old")));
        QVERIFY(AlarmWords::prediction(verdict).isEmpty());
    }

    void measures_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("rate") << 29.97 << QStringLiteral("1/s") << QStringLiteral("30.0 fps");
        QTest::newRow("bitrate") << 4.123e6 << QStringLiteral("bit/s") << QStringLiteral("4.12 Mb/s");
        QTest::newRow("loudness") << -23.14 << QStringLiteral("LUFS") << QStringLiteral("-23.1 LUFS");
        QTest::newRow("count") << 12.0 << QStringLiteral("1") << QStringLiteral("12");
        QTest::newRow("short") << 3.5 << QStringLiteral("ms") << QStringLiteral("3.5 ms");
        QTest::newRow("long") << 43.5 << QStringLiteral("ms") << QStringLiteral("44 ms");
    }
    void measures()
    {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QTEST(Measures::text(value, unit), "text");
    }
};

QTEST_MAIN(TestAlarmWords)
#include "tst_alarmwords.moc"
