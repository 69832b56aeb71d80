// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/commandline.h"

#include <QTest>

using namespace twinfeed;

namespace {

Result<CommandLine> parsed(const QString &text)
{
    QStringList arguments{QStringLiteral("twinfeed")};
    arguments += text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return parseCommandLine(arguments);
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothing()
    {
        const auto line = parsed({});
        QVERIFY(line.ok());
        QVERIFY(!line->demo);
        QVERIFY(line->connectTo.isEmpty());
        QVERIFY(!line->size);
        QVERIFY(!line->say);
    }

    void everything()
    {
        const auto line = parsed(QStringLiteral("--demo --shots /tmp/x --lang zh_CN --size 1366x768"));
        QVERIFY(line.ok());
        QVERIFY(line->demo);
        QCOMPARE(line->shotsFolder, QStringLiteral("/tmp/x"));
        QCOMPARE(line->language, QStringLiteral("zh_CN"));
        QCOMPARE(line->size, QSize(1366, 768));
        const auto elsewhere = parsed(QStringLiteral("--connect https://a.example --token-file t"));
        QVERIFY(elsewhere.ok());
        QCOMPARE(elsewhere->connectTo, QStringLiteral("https://a.example"));
        QCOMPARE(elsewhere->tokenFile, QStringLiteral("t"));
        const auto rehearsal = parsed(QStringLiteral("--rehearsal --event /tmp/live"));
        QVERIFY(rehearsal.ok());
        QVERIFY(rehearsal->rehearsal);
        QCOMPARE(rehearsal->eventFolder, QStringLiteral("/tmp/live"));
    }

    void says()
    {
        QVERIFY(parsed(QStringLiteral("--help"))->say->contains(QLatin1String("--token-file")));
        QVERIFY(parsed(QStringLiteral("-v"))->say->startsWith(QLatin1String("twinfeed ")));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::newRow("unknown option") << QStringLiteral("--what") << QString();
        QTest::newRow("a word") << QStringLiteral("demo") << QString();
        QTest::newRow("size without x") << QStringLiteral("--size 1920") << QStringLiteral("--size");
        QTest::newRow("size too small") << QStringLiteral("--size 100x100") << QStringLiteral("--size");
        QTest::newRow("size too large") << QStringLiteral("--size 9999x9999") << QStringLiteral("--size");
        QTest::newRow("language") << QStringLiteral("--lang de") << QStringLiteral("--lang");
        QTest::newRow("no token") << QStringLiteral("--connect https://a.example")
                                  << QStringLiteral("--token-file");
        QTest::newRow("nothing to connect to")
            << QStringLiteral("--token-file t") << QStringLiteral("--token-file");
        QTest::newRow("demo elsewhere") << QStringLiteral("--demo --connect https://a.example --token-file t")
                                        << QStringLiteral("--connect");
        QTest::newRow("rehearsal elsewhere")
            << QStringLiteral("--rehearsal --connect https://a.example --token-file t")
            << QStringLiteral("--rehearsal");
        QTest::newRow("event without rehearsal") << QStringLiteral("--event x") << QStringLiteral("--event");
        QTest::newRow("demo of a runtime file")
            << QStringLiteral("--demo --runtime-file r") << QStringLiteral("--runtime-file");
    }

    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        const auto line = parsed(text);
        QVERIFY(!line.ok());
        QCOMPARE(line.error().code, QStringLiteral("bad-command-line"));
        QCOMPARE(line.error().where, where);
        QVERIFY(!line.error().message.isEmpty());
        QVERIFY(!line.error().remedy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
