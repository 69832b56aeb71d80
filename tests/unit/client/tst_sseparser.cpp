// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/sseparser.h"

#include <QRandomGenerator>
#include <QTest>

using namespace twinfeed::client;

namespace {

QByteArray described(const std::vector<SseEvent> &events)
{
    QByteArray text;
    for (const SseEvent &event : events)
        text += event.type + '|' + event.data + '|' + event.lastEventId + ';';
    return text;
}

QByteArray parsed(const QByteArray &bytes)
{
    SseParser parser;
    return described(parser.feed(bytes));
}

} // namespace

class TestSseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsStreams_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("events");

        QTest::newRow("plain") << QByteArray("data: a\n\n") << QByteArray("message|a|;");
        QTest::newRow("typed with id")
            << QByteArray("id: x-1\nevent: status\ndata: {}\n\n") << QByteArray("status|{}|x-1;");
        QTest::newRow("any order") << QByteArray("data: {}\nevent: e\nid: 1\n\n") << QByteArray("e|{}|1;");
        QTest::newRow("CRLF") << QByteArray("event: e\r\ndata: a\r\n\r\n") << QByteArray("e|a|;");
        QTest::newRow("CR") << QByteArray("event: e\rdata: a\r\r") << QByteArray("e|a|;");
        QTest::newRow("mixed ends") << QByteArray("event: e\rdata: a\r\ndata: b\n\r")
                                    << QByteArray("e|a\nb|;");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "data: a\n\n")
                                         << QByteArray("message|a|;");
        QTest::newRow("mark only at the start") << QByteArray("data: a\n\n\xef\xbb\xbf"
                                                              "data: b\n\n")
                                                << QByteArray("message|a|;");
        QTest::newRow("comment") << QByteArray(": hello\ndata: a\n\n") << QByteArray("message|a|;");
        QTest::newRow("no space") << QByteArray("data:a\n\n") << QByteArray("message|a|;");
        QTest::newRow("one space only") << QByteArray("data:  a\n\n") << QByteArray("message| a|;");
        QTest::newRow("colons in the value")
            << QByteArray("data: a:b: c\n\n") << QByteArray("message|a:b: c|;");
        QTest::newRow("field without colon") << QByteArray("data\n\n") << QByteArray("message||;");
        QTest::newRow("two lines of data")
            << QByteArray("data: a\ndata: b\n\n") << QByteArray("message|a\nb|;");
        QTest::newRow("empty line of data between")
            << QByteArray("data: a\ndata:\ndata: b\n\n") << QByteArray("message|a\n\nb|;");
        QTest::newRow("without data nothing is said")
            << QByteArray("event: e\n\ndata: a\n\n") << QByteArray("message|a|;");
        QTest::newRow("id stays") << QByteArray("id: 7\ndata: a\n\ndata: b\n\n")
                                  << QByteArray("message|a|7;message|b|7;");
        QTest::newRow("id with NUL is none") << QByteArray("id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n", 31)
                                             << QByteArray("message|a|7;message|b|7;");
        QTest::newRow("id without data counts")
            << QByteArray("id: 7\n\ndata: a\n\n") << QByteArray("message|a|7;");
        QTest::newRow("unknown field and retry")
            << QByteArray("retry: 1000\nmore: 1\ndata: a\n\n") << QByteArray("message|a|;");
        QTest::newRow("unfinished") << QByteArray("data: a\n") << QByteArray();
        QTest::newRow("blank lines") << QByteArray("\n\n\r\n\ndata: a\n\n\n") << QByteArray("message|a|;");
        QTest::newRow("UTF-8") << QByteArray("data: \u4e3b\u8def\n\n")
                               << QByteArray("message|\u4e3b\u8def|;");
    }

    void readsStreams()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, events);
        QCOMPARE(parsed(bytes), events);
        // Wherever the network cuts, the same comes out.
        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            SseParser parser;
            QByteArray text = described(parser.feed(QByteArrayView(bytes).first(cut)));
            text += described(parser.feed(QByteArrayView(bytes).sliced(cut)));
            QCOMPARE(text, events);
        }
        SseParser parser;
        QByteArray text;
        for (const char &byte : bytes)
            text += described(parser.feed(QByteArrayView(&byte, 1)));
        QCOMPARE(text, events);
    }

    void boundsALine()
    {
        SseParser parser(100);
        QVERIFY(parser.feed(QByteArray("data: " + QByteArray(94, 'x'))).empty());
        QVERIFY(!parser.overflowed());
        QVERIFY(parser.feed("x").empty());
        QVERIFY(parser.overflowed());
        QVERIFY(parser.feed("\n\ndata: a\n\n").empty());
        parser.reset();
        QVERIFY(!parser.overflowed());
        QCOMPARE(described(parser.feed("data: a\n\n")), QByteArray("message|a|;"));
    }

    void boundsAnEvent()
    {
        SseParser parser(100);
        std::vector<SseEvent> events;
        for (int i = 0; i < 20 && !parser.overflowed(); ++i)
            events = parser.feed("data: 0123456789\n");
        QVERIFY(parser.overflowed());
        QVERIFY(events.empty());
    }

    void resetForgetsTheLastId()
    {
        SseParser parser;
        QCOMPARE(described(parser.feed("id: 7\ndata: a\n\ndata: half")), QByteArray("message|a|7;"));
        parser.reset();
        QCOMPARE(described(parser.feed("data: b\n\n")), QByteArray("message|b|;"));
    }

    void survivesNoise()
    {
        QRandomGenerator random(20260101);
        const QByteArray alphabet("\r\n\n:: dateivn0\0\xef\xbb\xbf", 19);
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes;
            for (int i = random.bounded(80); i > 0; --i)
                bytes.append(alphabet.at(random.bounded(int(alphabet.size()))));
            SseParser whole(64);
            SseParser pieces(64);
            const QByteArray expected = described(whole.feed(bytes));
            QByteArray text;
            for (qsizetype at = 0; at < bytes.size();) {
                const qsizetype size = std::min<qsizetype>(1 + random.bounded(7), bytes.size() - at);
                text += described(pieces.feed(QByteArrayView(bytes).sliced(at, size)));
                at += size;
            }
            QCOMPARE(text, expected);
            QCOMPARE(pieces.overflowed(), whole.overflowed());
        }
    }
};

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
