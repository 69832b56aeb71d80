// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/ffmpeg.h"

#include <QTest>

using namespace twinfeed::media;

class TestFfmpeg final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { installAvLog(); }
    void namesErrors();
    void logsWithoutSecrets();
    void joinsPieces();
    void saysTheSameOnce();
    void tapsItsThread();
};

void TestFfmpeg::namesErrors()
{
    const twinfeed::Error error = avError(QStringLiteral("Opening"), AVERROR(ENOENT));
    QCOMPARE(error.message, QStringLiteral("Opening: No such file or directory"));
    QCOMPARE(error.code, QStringLiteral("media-failed"));
}

void TestFfmpeg::logsWithoutSecrets()
{
    QTest::ignoreMessage(QtWarningMsg, "failed to open rtmp://host/live/***?*** for writing");
    av_log(nullptr, AV_LOG_ERROR, "failed to open rtmp://user:word@host/live/secret?x=y for writing\n");
    QTest::ignoreMessage(QtWarningMsg, "Unexpected stream ***");
    av_log(nullptr, AV_LOG_WARNING, "Unexpected stream abc, expecting def\n");
    av_log(nullptr, AV_LOG_INFO, "not worth a line\n"); // failOnWarning would see it
}

void TestFfmpeg::joinsPieces()
{
    QTest::ignoreMessage(QtWarningMsg, "one line in three pieces");
    for (const char *piece : {"one line ", "in three ", "pieces\n"})
        av_log(nullptr, AV_LOG_WARNING, "%s", piece);
}

void TestFfmpeg::saysTheSameOnce()
{
    // As a refused connection does it, from another object each time.
    QTest::ignoreMessage(QtWarningMsg, "Connection to tcp://127.0.0.1:1?*** failed: Connection refused");
    static int said = 0;
    said = 0;
    static QtMessageHandler outer = nullptr;
    outer =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &line) {
            said += line.startsWith(QLatin1String("Connection to tcp"));
            outer(type, context, line);
        });
    for (int i = 0; i < 500; ++i)
        av_log(nullptr, AV_LOG_WARNING, "Connection to tcp://127.0.0.1:1?x failed: Connection refused\n");
    qInstallMessageHandler(outer);
    QCOMPARE(said, 1);
    // A tap hears all of them.
    const AvLogTap tap;
    av_log(nullptr, AV_LOG_WARNING, "Connection to tcp://127.0.0.1:1?x failed: Connection refused\n");
    QVERIFY(tap.contains("refused"));
}

void TestFfmpeg::tapsItsThread()
{
    const AvLogTap outer;
    {
        const AvLogTap inner;
        QTest::ignoreMessage(QtWarningMsg, "heard inside");
        av_log(nullptr, AV_LOG_WARNING, "heard inside\n");
        QVERIFY(inner.contains("heard inside"));
    }
    QTest::ignoreMessage(QtWarningMsg, "heard outside");
    av_log(nullptr, AV_LOG_WARNING, "heard outside\n");
    QVERIFY(outer.contains("outside"));
    QVERIFY(!outer.contains("inside"));
}

QTEST_GUILESS_MAIN(TestFfmpeg)
#include "tst_ffmpeg.moc"
