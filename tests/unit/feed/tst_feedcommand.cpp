// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedcommand.h"

#include <QtTest>

using namespace twinfeed::feed;

class TestFeedCommand final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordIsUnderstood()
    {
        for (const char *word : {"stop", "cut", "resume", "black", "freeze", "part-freeze", "dark", "silence",
                                 "clip", "bitrate", "fps", "late", "jitter", "loss", "normal", "end"}) {
            const auto command = parseFeedCommand(QString::fromLatin1(word));
            QVERIFY2(command.ok(), word);
            QVERIFY(!command->feed);
            QCOMPARE(command->word(), QString::fromLatin1(word));
        }
    }

    void aNumberInFrontNamesAFeed()
    {
        const auto command = parseFeedCommand(QStringLiteral(" 2  stop "));
        QVERIFY(command.ok());
        QCOMPARE(command->feed, 2);
        QCOMPARE(int(command->kind), int(FeedCommand::Kind::Stop));
    }

    void someHaveAnAmount()
    {
        const auto amount = [](const char *line) {
            return parseFeedCommand(QString::fromLatin1(line))->amount;
        };
        QCOMPARE(amount("late 80"), 80);
        QCOMPARE(amount("2 late -40"), -40);
        QCOMPARE(parseFeedCommand(QStringLiteral("2 late -40"))->feed, 2);
        QCOMPARE(amount("late"), 120);
        QCOMPARE(amount("jitter 400"), 400);
        QCOMPARE(amount("loss 5"), 5);
        for (const char *line : {"late 901", "jitter 0", "jitter -1", "loss 91", "1 loss x", "loss 1.5"}) {
            const auto command = parseFeedCommand(QString::fromLatin1(line));
            QVERIFY2(!command.ok(), line);
            QCOMPARE(command.error().code, QStringLiteral("bad-amount"));
        }
    }

    void anythingElseIsRefusedWithWhatCouldBeSaid_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"", "halt", "2", "x stop", "1 2 stop", "stop 2", "STOP", "1 loss 2 3", "black 3"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void anythingElseIsRefusedWithWhatCouldBeSaid()
    {
        QFETCH(QString, line);
        const auto command = parseFeedCommand(line);
        QVERIFY(!command.ok());
        QVERIFY(command.error().message.contains(line));
        QVERIFY(command.error().remedy.contains(QLatin1String("resume")));
    }
};

QTEST_GUILESS_MAIN(TestFeedCommand)
#include "tst_feedcommand.moc"
