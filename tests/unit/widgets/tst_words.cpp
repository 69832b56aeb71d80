// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/language.h"
#include "widgets/words.h"

#include <QTest>

using namespace twinfeed;

class TestWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }

    void saysAges_data()
    {
        QTest::addColumn<int>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("fresh") << 999 << QStringLiteral("under 1 s");
        QTest::newRow("second") << 1000 << QStringLiteral("1 s");
        QTest::newRow("seconds") << 119'999 << QStringLiteral("119 s");
        QTest::newRow("minutes") << 120'000 << QStringLiteral("2 min");
        QTest::newRow("hours") << 7'500'000 << QStringLiteral("2 h 5 min");
    }

    void saysAges()
    {
        QFETCH(int, ms);
        QFETCH(QString, text);
        QCOMPARE(Words::age(ms), text);
    }

    void saysValuesWithUnits()
    {
        QCOMPARE(Words::rate(29.97), QStringLiteral("30.0 fps"));
        QCOMPARE(Words::bitrate(4'123'000), QStringLiteral("4.12 Mb/s"));
        QCOMPARE(Words::milliseconds(43.4), QStringLiteral("43 ms"));
        QCOMPARE(Words::seconds(2), QStringLiteral("2.0 s"));
    }

    void knowsEveryWordInChinese()
    {
        Language::apply(QStringLiteral("zh_CN"));
        QCOMPARE(Words::source(Source::Primary), QString::fromUtf8("主路"));
        QCOMPARE(Words::source(Source::Backup), QString::fromUtf8("备路"));
        QCOMPARE(Words::source(Source::Slate), QString::fromUtf8("垫片"));
        QCOMPARE(Words::node(QStringLiteral("programme")), QString::fromUtf8("播出"));
        QCOMPARE(Words::node(QStringLiteral("output:cdn")), QString::fromUtf8("输出 cdn"));
    }

    void saysReasonsByCode()
    {
        const QString text = QStringLiteral("Nothing came for 312 ms.");
        const QString code = QStringLiteral("nothing-came");
        QCOMPARE(Words::reason(code, text), text);
        QCOMPARE(Words::reason(code, {}), QStringLiteral("Nothing has come for a while."));
        Language::apply(QStringLiteral("zh_CN"));
        QCOMPARE(Words::reason(code, text), QString::fromUtf8("已有一段时间没有数据。"));
        QCOMPARE(Words::reason(QStringLiteral("of-tomorrow"), text), text);
        QCOMPARE(Words::reason({}, text), text);
        QCOMPARE(Words::reason({}, {}), QString());
    }

    void namesTheSlatesThatComeAlong()
    {
        const QString name = QStringLiteral("Calm");
        QCOMPARE(Words::builtInSlate(QStringLiteral("calm"), name), name);
        Language::apply(QStringLiteral("zh_CN"));
        QCOMPARE(Words::builtInSlate(QStringLiteral("calm"), name), QString::fromUtf8("静候"));
        QCOMPARE(Words::builtInSlate(QStringLiteral("night"), name), name);
    }

    void aMomentOfAnotherDayHasItsDate()
    {
        const QDateTime now(QDate(2026, 6, 12), QTime(12, 0));
        QCOMPARE(Words::moment(now, now), QStringLiteral("12:00:00"));
        QVERIFY(Words::moment(now.addDays(-1), now).endsWith(QLatin1String(" 12:00:00")));
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
