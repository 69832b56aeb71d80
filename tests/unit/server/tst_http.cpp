// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/http.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;

class TestHttp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entityTags_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<qint64>("revision"); // -1: none
        QTest::newRow("one") << QByteArray("\"1\"") << qint64(1);
        QTest::newRow("large") << QByteArray("\"123456789012345\"") << qint64(123456789012345);
        QTest::newRow("too large") << QByteArray("\"1234567890123456\"") << qint64(-1);
        QTest::newRow("bare") << QByteArray("1") << qint64(-1);
        QTest::newRow("empty") << QByteArray("\"\"") << qint64(-1);
        QTest::newRow("nothing") << QByteArray() << qint64(-1);
        QTest::newRow("weak") << QByteArray("W/\"1\"") << qint64(-1);
        QTest::newRow("any") << QByteArray("*") << qint64(-1);
        QTest::newRow("list") << QByteArray("\"1\", \"2\"") << qint64(-1);
        QTest::newRow("sign") << QByteArray("\"-1\"") << qint64(-1);
        QTest::newRow("letters") << QByteArray("\"1a\"") << qint64(-1);
        QTest::newRow("one quote") << QByteArray("\"1") << qint64(-1);
    }
    void entityTags()
    {
        QFETCH(QByteArray, tag);
        QFETCH(qint64, revision);
        const auto read = parseEntityTag(tag);
        QCOMPARE(read ? qint64(*read) : -1, revision);
        if (read)
            QCOMPARE(entityTag(*read), tag);
    }

    void acceptHeaders_data()
    {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QByteArray() << true;
        QTest::newRow("exact") << QByteArray("image/jpeg") << true;
        QTest::newRow("case") << QByteArray("Image/JPEG") << true;
        QTest::newRow("group") << QByteArray("image/*") << true;
        QTest::newRow("all") << QByteArray("text/html, */*;q=0.1") << true;
        QTest::newRow("other") << QByteArray("image/png") << false;
        QTest::newRow("other group") << QByteArray("video/*") << false;
        QTest::newRow("quality 0") << QByteArray("image/jpeg;q=0") << false;
        QTest::newRow("the most specific decides") << QByteArray("*/*, image/jpeg;q=0.0") << false;
        QTest::newRow("the most specific decides, other order")
            << QByteArray("image/jpeg;q=0.5, */*;q=0") << true;
        QTest::newRow("prefix is no match") << QByteArray("image/jpe") << false;
        QTest::newRow("rubbish") << QByteArray(",,;;q=,") << false;
    }
    void acceptHeaders()
    {
        QFETCH(QByteArray, accept);
        QFETCH(bool, good);
        QCOMPARE(accepts(accept, "image/jpeg"), good);
    }

    void queries()
    {
        const auto query = parseQuery("a=1&b=x%20y%2Bz+w&c=&d&%C3%A4=%E4%B8%AD");
        QVERIFY(query);
        QCOMPARE(query->value(QStringLiteral("a")), QStringLiteral("1"));
        QCOMPARE(query->value(QStringLiteral("b")), QStringLiteral("x y+z+w"));
        QCOMPARE(query->value(QStringLiteral("c")), QString());
        QVERIFY(query->contains(QStringLiteral("d")));
        QCOMPARE(query->value(QStringLiteral("ä")), QStringLiteral("中"));
        QVERIFY(parseQuery("")->isEmpty());
    }

    void badQueries_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("twice") << QByteArray("a=1&a=2");
        QTest::newRow("twice, once encoded") << QByteArray("a=1&%61=2");
        QTest::newRow("half an escape") << QByteArray("a=%4");
        QTest::newRow("no hex") << QByteArray("a=%zz");
        QTest::newRow("not UTF-8") << QByteArray("a=%ff");
        QTest::newRow("overlong") << QByteArray("a=%c0%af");
        QTest::newRow("NUL") << QByteArray("a=%00");
        QTest::newRow("no name") << QByteArray("=1");
        QTest::newRow("nothing between") << QByteArray("a=1&&b=2");
    }
    void badQueries()
    {
        QFETCH(QByteArray, query);
        const auto read = parseQuery(query);
        QVERIFY(!read);
        QCOMPARE(read.error().code, QStringLiteral("invalid-query"));
    }

    void headersAreReadOnce()
    {
        Request request;
        request.headers = {{"one", " 1 "}, {"two", "2"}, {"two", "2"}};
        QCOMPARE(**request.header("one"), QByteArray("1"));
        QVERIFY(request.header("three") && !*request.header("three"));
        QVERIFY(!request.header("two"));
        QCOMPARE(request.header("two").error().code, QStringLiteral("duplicate-header"));
    }

    void requestIdsDiffer()
    {
        QCOMPARE(newRequestId().size(), 16);
        QVERIFY(newRequestId() != newRequestId());
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
