// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

/// A file made by the real ffmpeg.
bool makeFile(const QStringList &arguments)
{
    Process ffmpeg(QStringLiteral("ffmpeg"),
                   QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y")}
                       + arguments);
    return ffmpeg.start() && ffmpeg.waitForEnd(60s) && ffmpeg.exitCode() == 0;
}

} // namespace

/// Whatever comes in, a clear error goes out, and the programme (the slate on air, recorded to a file) never notices.
class TestBadInput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void unknownScheme();
    void refusedServer();
    void hangingServer();
    void drippingServer();
    void fileThatIsNoStream();
    void soundOnly();
    void videoOnly();
    void codecThatNoOutputCarries();
    void slateThatCannotBeDecoded();
    void secondTakeWithinASecond();
    void staleRevision();
    void bodyThatIsNoJson();
    void unknownField();
    void tenMegabytesOfBody();
    void aByteASecond();

private:
    Api &api() { return m_daemon->api(); }
    /// Gives the primary another address (as the configuration file may: the API does not take files).
    Api::Answer putPrimary(const QString &url);
    /// Starts a daemon whose primary is this file.
    void startWithFile(const QString &file);
    void checkProgrammeGoesOn();

    QTemporaryDir m_folder;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Daemon> m_other;
};

void TestBadInput::initTestCase()
{
    const QString recording = m_folder.filePath(QStringLiteral("programme.ts"));
    const QString idle = QStringLiteral("rtmp://127.0.0.1:%1/live/x");
    m_daemon = std::make_unique<Daemon>(
        QJsonArray{
            channelJson(channel, idle.arg(freePort()), QStringLiteral("listen"), idle.arg(freePort()),
                        QStringLiteral("listen"),
                        {outputJson(QStringLiteral("archive"), QStringLiteral("recording"), recording)})},
        QJsonObject{{QStringLiteral("allow"),
                     QJsonObject{{QStringLiteral("folders"), QJsonArray{m_folder.path()}}}}});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(api().waitUntilFit(channel, QStringLiteral("slate")));
    QVERIFY(api().waitForOutput(channel, QStringLiteral("archive"), QStringLiteral("live")));
}

void TestBadInput::cleanup()
{
    m_other.reset();
    QVERIFY2(m_daemon && m_daemon->process().isRunning(), "the daemon has ended");
    checkProgrammeGoesOn();
}

void TestBadInput::checkProgrammeGoesOn()
{
    const auto bytes = [this] {
        return api().output(channel, QStringLiteral("archive")).value(QLatin1String("bytes")).toDouble();
    };
    const double before = bytes();
    QVERIFY(waitUntil([&] { return bytes() > before; }, 10s, "the programme to go on"));
}

Api::Answer TestBadInput::putPrimary(const QString &url)
{
    const Api::Answer now = api().get(QStringLiteral("/v1/channels/") + channel);
    QJsonObject config = now.json.value(QLatin1String("config")).toObject();
    config.insert(
        QStringLiteral("primary"),
        QJsonObject{{QStringLiteral("url"), url}, {QStringLiteral("mode"), QStringLiteral("pull")}});
    return api().send("PUT", QStringLiteral("/v1/channels/") + channel, config,
                      {{"If-Match", now.headers.at("etag")}});
}

void TestBadInput::startWithFile(const QString &file)
{
    m_other = std::make_unique<Daemon>(QJsonArray{
        channelJson(channel, QStringLiteral("file://") + file, QStringLiteral("pull"),
                    QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(freePort()), QStringLiteral("listen"),
                    {outputJson(QStringLiteral("out"), QStringLiteral("rtmp"),
                                QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(freePort()))})});
    QVERIFY2(m_other->start(), qPrintable(m_other->report()));
}

void TestBadInput::unknownScheme()
{
    const auto answer = putPrimary(QStringLiteral("gopher://127.0.0.1/x"));
    QCOMPARE(answer.status, 422);
    QCOMPARE(text(answer.json, "field"), QStringLiteral("/primary/url"));
    QVERIFY(text(answer.json, "remedy").contains(QLatin1String("rtmp")));
}

void TestBadInput::refusedServer()
{
    QCOMPARE(putPrimary(QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(freePort())).status, 202);
    QVERIFY(api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("connecting")));
    QVERIFY(waitUntil(
        [&] {
            return text(api().source(channel, QStringLiteral("primary")), "reason")
                .contains(QLatin1String("refuses"));
        },
        10s, "the reason"));
    QVERIFY(!api().source(channel, QStringLiteral("primary")).value(QLatin1String("fit")).toBool());
}

void TestBadInput::hangingServer()
{
    const BadServer server(BadServer::Manner::Hang);
    QCOMPARE(putPrimary(QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(server.port())).status, 202);
    QVERIFY(waitUntil([&] { return server.connections() > 0; }, 10s, "the input to connect"));
    QVERIFY(api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("connecting")));
    // Away from it again: the hanging connection must not be waited for.
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(putPrimary(QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(freePort())).status, 202);
    QVERIFY(waitUntil([&] { return server.closed() > 0; }, 10s, "the connection to be cut"));
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

void TestBadInput::drippingServer()
{
    const BadServer server(BadServer::Manner::Drip, QByteArray(100'000, 'x'), 50ms);
    QCOMPARE(putPrimary(QStringLiteral("http://127.0.0.1:%1/x.flv").arg(server.port())).status, 202);
    QVERIFY(waitUntil([&] { return server.connections() > 0; }, 10s, "the input to connect"));
    QVERIFY(!api().source(channel, QStringLiteral("primary")).value(QLatin1String("fit")).toBool());
}

void TestBadInput::fileThatIsNoStream()
{
    const QString file = m_folder.filePath(QStringLiteral("noise.flv"));
    QFile noise(file);
    QVERIFY(noise.open(QIODevice::WriteOnly));
    QByteArray bytes(300'000, 0);
    quint32 state = 12345;
    for (char &byte : bytes) {
        state = state * 1664525u + 1013904223u;
        byte = char(state >> 24);
    }
    noise.write(bytes);
    noise.close();
    startWithFile(file);
    QVERIFY(m_other->api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("refused")));
    QVERIFY(!text(m_other->api().source(channel, QStringLiteral("primary")), "reason").isEmpty());
}

void TestBadInput::soundOnly()
{
    const QString file = m_folder.filePath(QStringLiteral("sound.ts"));
    QVERIFY(makeFile({QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                      QStringLiteral("sine=d=20"), QStringLiteral("-c:a"), QStringLiteral("aac"), file}));
    startWithFile(file);
    QVERIFY(m_other->api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("refused")));
    QVERIFY(text(m_other->api().source(channel, QStringLiteral("primary")), "reason")
                .contains(QLatin1String("video")));
}

void TestBadInput::videoOnly()
{
    const QString file = m_folder.filePath(QStringLiteral("video.ts"));
    QVERIFY(makeFile({QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                      QStringLiteral("testsrc=s=320x180:r=30:d=60"), QStringLiteral("-c:v"),
                      QStringLiteral("libx264"), QStringLiteral("-preset"), QStringLiteral("ultrafast"),
                      QStringLiteral("-g"), QStringLiteral("30"), QStringLiteral("-pix_fmt"),
                      QStringLiteral("yuv420p"), file}));
    startWithFile(file);
    // Pictures without sound can be shown; that it has none is said.
    QVERIFY(m_other->api().waitUntilFit(channel, QStringLiteral("primary")));
    const QJsonObject format =
        m_other->api().source(channel, QStringLiteral("primary")).value(QLatin1String("format")).toObject();
    QCOMPARE(text(format, "videoCodec"), QStringLiteral("h264"));
    QCOMPARE(text(format, "soundCodec"), QString());
}

void TestBadInput::codecThatNoOutputCarries()
{
    const QString file = m_folder.filePath(QStringLiteral("old.ts"));
    QVERIFY(makeFile({QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                      QStringLiteral("testsrc=s=320x180:r=25:d=20"), QStringLiteral("-c:v"),
                      QStringLiteral("mpeg2video"), file}));
    startWithFile(file);
    QVERIFY(m_other->api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("refused")));
    QVERIFY(text(m_other->api().source(channel, QStringLiteral("primary")), "reason")
                .contains(QLatin1String("mpeg2video")));
    const QJsonObject refused = m_other->api().takeAndWait(channel, QStringLiteral("primary"));
    QCOMPARE(text(refused, "type"), QStringLiteral("urn:twinfeed:problem:unfit"));
}

void TestBadInput::slateThatCannotBeDecoded()
{
    const auto answer =
        api().send("POST", QStringLiteral("/v1/slates?id=broken&name=Broken&file=broken.png"),
                   QByteArray("\x89PNG\r\n\x1a\nthis is no picture"), {}, "application/octet-stream");
    QCOMPARE(answer.status, 202);
    const QJsonObject operation = api().ended(answer.json);
    QCOMPARE(text(operation, "state"), QStringLiteral("failed"));
    QVERIFY(!text(operation.value(QLatin1String("problem")).toObject(), "detail").isEmpty());
}

void TestBadInput::secondTakeWithinASecond()
{
    QCOMPARE(api().take(channel, QStringLiteral("slate")).status, 202);
    const auto second = api().take(channel, QStringLiteral("slate"));
    QCOMPARE(second.status, 429);
    QVERIFY(second.headers.contains("retry-after"));
}

void TestBadInput::staleRevision()
{
    const quint64 revision = api().revision(channel);
    const auto answer = api().send("POST", QStringLiteral("/v1/channels/main/take"),
                                   QJsonObject{{QStringLiteral("source"), QStringLiteral("slate")}},
                                   {{"If-Match", '"' + QByteArray::number(revision + 7) + '"'}});
    QCOMPARE(answer.status, 412);
    QCOMPARE(
        answer.json.value(QLatin1String("current")).toObject().value(QLatin1String("revision")).toDouble(),
        double(revision));
    QCOMPARE(api().revision(channel), revision);
}

void TestBadInput::bodyThatIsNoJson()
{
    const auto answer = api().send("POST", QStringLiteral("/v1/channels/main/take"),
                                   QByteArray("{\"source\": \"backup\""), {{"If-Match", "\"1\""}});
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.headers.at("content-type").startsWith("application/problem+json"));
}

void TestBadInput::unknownField()
{
    const auto answer = api().send("POST", QStringLiteral("/v1/channels/main/take"),
                                   QJsonObject{{QStringLiteral("source"), QStringLiteral("slate")},
                                               {QStringLiteral("urgency"), QStringLiteral("high")}},
                                   {{"If-Match", "\"1\""}});
    QCOMPARE(answer.status, 422);
    QCOMPARE(text(answer.json, "field"), QStringLiteral("/urgency"));
}

void TestBadInput::tenMegabytesOfBody()
{
    const auto answer = api().send("POST", QStringLiteral("/v1/channels/main/take"),
                                   QByteArray(10 << 20, ' '), {{"If-Match", "\"1\""}});
    QCOMPARE(answer.status, 413);
}

void TestBadInput::aByteASecond()
{
    // The whole-request time is 10 s: a peer that sends a byte now and then is gone within three times that.
    QTcpSocket socket;
    const QUrl url = api().url(QString());
    socket.connectToHost(url.host(), quint16(url.port()));
    QVERIFY(socket.waitForConnected(5000));
    QElapsedTimer sinceByte;
    sinceByte.start();
    socket.write("G");
    QVERIFY(waitUntil(
        [&] {
            if (sinceByte.elapsed() >= 1000 && socket.state() == QAbstractSocket::ConnectedState) {
                socket.write("x");
                sinceByte.restart();
            }
            return socket.state() != QAbstractSocket::ConnectedState;
        },
        30s, "the slow connection to be closed"));
}

QTEST_GUILESS_MAIN(TestBadInput)

#include "tst_badinput.moc"
