// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/arguments.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestArguments final : public QObject
{
    Q_OBJECT

private:
    static Arguments of(const char *line)
    {
        return Arguments(QString::fromLatin1(line).split(QLatin1Char(' ')));
    }

private Q_SLOTS:
    void takesValuesInBothForms()
    {
        Arguments arguments = of("--rate 50 --size=10x20 url --mono --rate=60");
        QCOMPARE(arguments.number("--rate", 30, 1, 100), 60);
        QCOMPARE(arguments.text("--size"), QStringLiteral("10x20"));
        QVERIFY(arguments.flag("--mono"));
        QVERIFY(!arguments.flag("--mono"));
        QCOMPARE(*arguments.rest(), QStringList{QStringLiteral("url")});
    }

    void theDefaultStandsWhereNothingIsSaid()
    {
        Arguments arguments = of("url");
        QCOMPARE(arguments.number("--rate", 30, 1, 100), 30);
        QCOMPARE(arguments.decimal("--seconds", 1.5, 0, 9), 1.5);
        QVERIFY(!arguments.text("--size"));
    }

    void saysWhichValueDoesNotFit_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("word") << QStringLiteral("--rate fast");
        QTest::newRow("low") << QStringLiteral("--rate 0");
        QTest::newRow("high") << QStringLiteral("--rate=101");
        QTest::newRow("missing") << QStringLiteral("url --rate");
    }
    void saysWhichValueDoesNotFit()
    {
        QFETCH(QString, line);
        Arguments arguments(line.split(QLatin1Char(' ')));
        arguments.number("--rate", 30, 1, 100);
        const auto rest = arguments.rest();
        QVERIFY(!rest.ok());
        QCOMPARE(rest.error().where, QStringLiteral("--rate"));
        QVERIFY(!rest.error().remedy.isEmpty());
    }

    void refusesWhatNobodyKnows()
    {
        QCOMPARE(of("--frobnicate url").rest().error().where, QStringLiteral("--frobnicate"));
        QCOMPARE(of("-x url").rest().error().where, QStringLiteral("-x"));
    }

    void afterTwoDashesAllIsPlain()
    {
        Arguments arguments = of("--mono -- --odd-name.ts");
        QVERIFY(arguments.flag("--mono"));
        QCOMPARE(*arguments.rest(), QStringList{QStringLiteral("--odd-name.ts")});
    }

    void keepsTheFirstMistake()
    {
        Arguments arguments = of("--rate x --odd");
        arguments.number("--rate", 30, 1, 100);
        QCOMPARE(arguments.rest().error().where, QStringLiteral("--rate"));
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
