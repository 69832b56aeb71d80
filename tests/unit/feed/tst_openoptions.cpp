// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/openoptions.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace twinfeed;
using namespace twinfeed::feed;

class TestOpenOptions final : public QObject
{
    Q_OBJECT

private:
    static Result<OpenOptions> parse(const QString &line)
    {
        return parseOpenOptions(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void init() { qunsetenv("TWINFEED_TOKEN"); }

    void findsTheTarget_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("kind"); // -1: a container's bytes
        QTest::addColumn<bool>("flv");
        QTest::newRow("rtmp") << QStringLiteral("rtmp://h/live/a") << int(OutputKind::Rtmp) << false;
        QTest::newRow("rtmps") << QStringLiteral("rtmps://h/live/a") << int(OutputKind::Rtmp) << false;
        QTest::newRow("srt") << QStringLiteral("srt://h:1") << int(OutputKind::Srt) << false;
        QTest::newRow("udp") << QStringLiteral("udp://h:1") << int(OutputKind::Udp) << false;
        QTest::newRow("folder") << QStringLiteral("/srv/hls/") << int(OutputKind::Hls) << false;
        QTest::newRow("ts") << QStringLiteral("a.ts") << -1 << false;
        QTest::newRow("flv") << QStringLiteral("a.flv") << -1 << true;
        QTest::newRow("out") << QStringLiteral("-") << -1 << false;
        QTest::newRow("out as flv") << QStringLiteral("--container flv -") << -1 << true;
    }
    void findsTheTarget()
    {
        QFETCH(QString, target);
        QFETCH(int, kind);
        QFETCH(bool, flv);
        const auto options = parse(QStringLiteral("--key-file k rtmp://h/live/in ") + target);
        QVERIFY2(options.ok(), qPrintable(options ? QString() : options.error().message));
        QCOMPARE(options->kind ? int(*options->kind) : -1, kind);
        QCOMPARE(options->container == media::Container::Flv, flv);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("where");
        QTest::newRow("nothing") << QString() << QStringLiteral("IN OUT");
        QTest::newRow("one") << QStringLiteral("--key-file k a") << QStringLiteral("IN OUT");
        QTest::newRow("no key") << QStringLiteral("a b.ts") << QStringLiteral("--key-file");
        QTest::newRow("both") << QStringLiteral("--key-file k --keys-from https://h a b.ts")
                              << QStringLiteral("--keys-from");
        QTest::newRow("no token") << QStringLiteral("--keys-from https://h a b.ts")
                                  << QStringLiteral("--token-file");
        QTest::newRow("no such token") << QStringLiteral("--keys-from https://h --token-file /no/such a b.ts")
                                       << QStringLiteral("--token-file");
        QTest::newRow("in clear") << QStringLiteral("--keys-from http://example.org a b.ts")
                                  << QStringLiteral("--keys-from");
        QTest::newRow("ending") << QStringLiteral("--key-file k a b.avi") << QStringLiteral("OUT");
        QTest::newRow("scheme") << QStringLiteral("--key-file k a http://h/b") << QStringLiteral("OUT");
        QTest::newRow("container") << QStringLiteral("--key-file k --container avi a -")
                                   << QStringLiteral("--container");
    }
    void refuses()
    {
        QFETCH(QString, line);
        QFETCH(QString, where);
        const auto options = parse(line);
        QVERIFY(!options.ok());
        QCOMPARE(options.error().where, where);
    }

    void theTokenComesFromAFileOrTheEnvironment()
    {
        qputenv("TWINFEED_TOKEN", "tf_from-there\n");
        QCOMPARE(parse(QStringLiteral("--keys-from https://h:1/ a b.ts"))->keys.token,
                 QByteArray("tf_from-there"));
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("token")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("tf_from-a-file\n") > 0);
        file.close();
        const auto options =
            parse(QStringLiteral("--keys-from https://h:1/ --token-file %1 a b.ts").arg(file.fileName()));
        QCOMPARE(options->keys.token, QByteArray("tf_from-a-file"));
        QCOMPARE(options->keys.server, QStringLiteral("https://h:1"));
    }

    void readsKeyFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");
        const QByteArray hex(64, 'a');
        QTest::newRow("one") << "7 " + hex << QString();
        QTest::newRow("colon, comment, blank line") << "# x\n\n7: " + hex + "\r\n" << QString();
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no key");
        QTest::newRow("short") << "7 " + hex.left(62) << QStringLiteral("Line 1");
        QTest::newRow("zero") << "7 " + hex + "\n0 " + hex << QStringLiteral("Line 2");
        QTest::newRow("too many bits") << "16777216 " + hex << QStringLiteral("Line 1");
    }
    void readsKeyFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);
        QTemporaryDir folder;
        KeyOptions options;
        options.file = folder.filePath(QStringLiteral("keys"));
        QFile file(options.file);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        const SystemClock clock;
        const auto keys = findKeys(options, clock, {}, {});
        QCOMPARE(keys.ok(), error.isEmpty());
        if (!keys) {
            QVERIFY2(keys.error().message.contains(error), qPrintable(keys.error().message));
            return;
        }
        QVERIFY((*keys)(7) && (*keys)(7)->bytes[31] == 0xAA);
        QVERIFY(!(*keys)(8));
    }

    /// The vector of resources/sealing.md.
    void unwrapsWhatTheBackendGives()
    {
        const QByteArray token("tf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        const QByteArray body(
            "{\"wrapped\":"
            "\"24e3848549d0e471bbb52d11cdd354e02e807988b64e12221b33eda4d9b56f54924b882405521b03\"}");
        const auto key = keyFromAnswer(7, body, token);
        QVERIFY(key.ok());
        for (int i = 0; i < 32; ++i)
            QCOMPARE(int(key->bytes[size_t(i)]), i);
        QVERIFY(!keyFromAnswer(8, body, token).ok());
        QVERIFY(!keyFromAnswer(7, body, "tf_another").ok());
        QVERIFY(!keyFromAnswer(7, "{}", token).ok());
        QVERIFY(!keyFromAnswer(7, "no json", token).ok());
    }
};

QTEST_GUILESS_MAIN(TestOpenOptions)
#include "tst_openoptions.moc"
