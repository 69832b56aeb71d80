// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/nginxrtmp.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QTest>

using namespace std::chrono_literals;
using twinfeed::test::NginxRtmp;
using twinfeed::test::Process;
using twinfeed::test::waitUntil;

namespace {

/// A small live feed by ffmpeg, so that the server is judged by something that is not ours.
Process publisher(const QString &url)
{
    const QString options = QStringLiteral("-nostdin -hide_banner -loglevel error -re -f lavfi -i "
                                           "testsrc=size=160x90:rate=25 -f lavfi -i sine=sample_rate=48000 "
                                           "-c:v libx264 -preset ultrafast -g 25 -c:a aac -f flv");
    return Process(QStringLiteral("ffmpeg"), options.split(QLatin1Char(' ')) << url);
}

} // namespace

class TestNginxRtmp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesAStreamOn();
    void refuses();
    void dropsAndComesBack();
};

void TestNginxRtmp::passesAStreamOn()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    QVERIFY(!nginx.stream(QStringLiteral("out")));
    Process push = publisher(nginx.url(QStringLiteral("out")));
    QVERIFY(push.start());
    QVERIFY2(nginx.waitForPublisher(QStringLiteral("out"), 20s), qPrintable(push.report() + nginx.report()));

    const QStringList options =
        QStringLiteral("-v error -show_entries stream=codec_name,width -of csv").split(QLatin1Char(' '));
    Process probe(QStringLiteral("ffprobe"), QStringList(options) << nginx.url(QStringLiteral("out")));
    QVERIFY(probe.start());
    const auto read = [&] {
        return nginx.stream(QStringLiteral("out")).value_or(NginxRtmp::Stream{}).readers == 1;
    };
    QVERIFY(waitUntil(read, 20s, "ffprobe to be a reader"));
    QVERIFY(probe.waitForEnd(30s));
    QVERIFY2(probe.out().contains("stream,h264,160"), qPrintable(probe.report()));
    QVERIFY2(probe.out().contains("stream,aac"), qPrintable(probe.report()));
    QVERIFY(nginx.stream(QStringLiteral("out"))->bytesIn > 0);
}

void TestNginxRtmp::refuses()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    Process push = publisher(nginx.refusedUrl(QStringLiteral("out")));
    QVERIFY(push.start());
    QVERIFY2(push.waitForEnd(30s), qPrintable(push.report()));
    QVERIFY2(push.exitCode() != 0, qPrintable(push.report()));
}

void TestNginxRtmp::dropsAndComesBack()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    QVERIFY(!nginx.dropPublisher(QStringLiteral("out")));
    Process push = publisher(nginx.url(QStringLiteral("out")));
    QVERIFY(push.start());
    QVERIFY2(nginx.waitForPublisher(QStringLiteral("out"), 20s), qPrintable(push.report() + nginx.report()));
    QVERIFY(nginx.dropPublisher(QStringLiteral("out")));
    QVERIFY2(push.waitForEnd(20s), qPrintable(push.report()));

    nginx.stop();
    QVERIFY(!nginx.stream(QStringLiteral("out")));
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    QVERIFY(push.start());
    QVERIFY2(nginx.waitForPublisher(QStringLiteral("out"), 20s), qPrintable(push.report() + nginx.report()));
}

QTEST_GUILESS_MAIN(TestNginxRtmp)
#include "tst_nginxrtmp.moc"
