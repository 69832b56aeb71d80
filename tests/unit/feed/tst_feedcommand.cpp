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
        for (const char *word :
             {"stop", "cut", "resume", "black", "freeze", "silence", "bitrate", "fps", "normal", "end"}) {
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

    void anythingElseIsRefusedWithWhatCouldBeSaid_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"", "halt", "2", "x stop", "1 2 stop", "stop 2", "STOP"})
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
