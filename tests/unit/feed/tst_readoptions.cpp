// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readoptions.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestReadOptions final : public QObject
{
    Q_OBJECT

private:
    static twinfeed::Result<ReadOptions> parse(const QString &line)
    {
        return parseReadOptions(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void takesWhatIsAsked()
    {
        const auto options = parse(QStringLiteral("--json --live --seconds 2.5 --wait 3 --until-source 2 "
                                                  "--pictures 5 --until-lines --header=A:b url"));
        QVERIFY(options.ok());
        QVERIFY(options->json && options->live && options->untilLine && !options->everyPicture);
        QCOMPARE(options->seconds, 2.5);
        QCOMPARE(options->waitSeconds, 3.0);
        QCOMPARE(options->untilSource, 2);
        QCOMPARE(options->pictures, 5);
        QCOMPARE(options->headers, QStringList{QStringLiteral("A:b")});
        QCOMPARE(options->url, QStringLiteral("url"));
    }

    void noneIsASource()
    {
        QCOMPARE(parse(QStringLiteral("--until-source none url"))->untilSource, 0);
        QVERIFY(!parse(QStringLiteral("url"))->untilSource);
    }

    void refusesWithWhatWhereAndRemedy_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("where");
        QTest::newRow("nothing") << QString() << QStringLiteral("URL");
        QTest::newRow("two") << QStringLiteral("a b") << QStringLiteral("URL");
        QTest::newRow("source") << QStringLiteral("--until-source x url") << QStringLiteral("--until-source");
        QTest::newRow("zero") << QStringLiteral("--until-source 0 url") << QStringLiteral("--until-source");
        QTest::newRow("high") << QStringLiteral("--until-source 64 url") << QStringLiteral("--until-source");
        QTest::newRow("seconds") << QStringLiteral("--seconds long url") << QStringLiteral("--seconds");
        QTest::newRow("unknown") << QStringLiteral("--jason url") << QStringLiteral("--jason");
    }
    void refusesWithWhatWhereAndRemedy()
    {
        QFETCH(QString, line);
        QFETCH(QString, where);
        const auto options = parse(line);
        QVERIFY(!options.ok());
        QCOMPARE(options.error().where, where);
        QVERIFY(!options.error().remedy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestReadOptions)
#include "tst_readoptions.moc"
