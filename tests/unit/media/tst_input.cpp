// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/input.h"

#include "tests/support/badserver.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Inputs against real servers and publishers on the loopback interface.
class TestInput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void takesAPublisher_data();
    void takesAPublisher();
    void aPublisherComesBack();
    void turnsAWrongKeyAway();
    void turnsAWrongSrtStreamAway();
    void pullsFromAServer();
    void pullsSrtAndHttp_data();
    void pullsSrtAndHttp();
    void playsAFileAtItsPace();
    void parametersChangeInMidStream();
    void videoMayComeLate();
    void videoAloneIsSaid();
    void refusesWithAReason_data();
    void refusesWithAReason();
    void saysWhyItCannotConnect_data();
    void saysWhyItCannotConnect();
    void aPortForEachListener();
    void randomDatagramsAreNoStream();
    void changesItsAddress();
    void stopsAtOnce_data();
    void stopsAtOnce();

private:
    QString clip(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    QString url(const char *pattern, quint16 port) const { return QString::fromLatin1(pattern).arg(port); }
    /// Makes a clip with ffmpeg; the arguments in front of the file name, split at spaces.
    void make(const char *name, const QString &arguments);
    /// The same, as an encoder does it: again when it was refused, as while the input is between two publishers.
    bool pushUntilLive(const Input &input, std::unique_ptr<Process> &ffmpeg, const QString &target) const;
    /// ffmpeg that plays a clip in real time to an address, without end.
    std::unique_ptr<Process> push(const char *name, const QString &target, const QString &format) const;

    QTemporaryDir m_dir;
};

namespace {

const QString picture = QStringLiteral("-f lavfi -i testsrc2=size=320x180:rate=25");
const QString tone = QStringLiteral("-f lavfi -i sine=frequency=440:sample_rate=48000");
const QString h264 = QStringLiteral("-c:v libx264 -preset ultrafast -g 25 -bf 2 -pix_fmt yuv420p");
const QString aac = QStringLiteral("-c:a aac -b:a 64k -ac 2");

/// One input with all it needs.
struct Rig
{
    explicit Rig(const QString &address, InputMode mode = InputMode::Pull)
        : input({Source::Primary, {address, mode}, 400'000, nullptr}, buffer, meter, clock,
                [this](const Input::Status &status) {
                    const std::lock_guard lock(mutex);
                    states.push_back(status.state);
                })
    {
        input.start();
    }

    bool waitFor(InputState state, std::chrono::milliseconds timeout = 20s)
    {
        const bool reached =
            waitUntil([&] { return input.status().state == state; }, timeout, "the state of the input");
        if (!reached)
            qWarning() << "it is" << toWord(input.status().state) << input.status().reason;
        return reached;
    }
    bool was(InputState state)
    {
        const std::lock_guard lock(mutex);
        return std::find(states.begin(), states.end(), state) != states.end();
    }
    std::vector<Packet> everything()
    {
        auto cursor = buffer->keyframeAtOrAfter(0);
        return cursor ? buffer->read(*cursor, 100'000).packets : std::vector<Packet>();
    }

    SystemClock clock;
    std::shared_ptr<GopBuffer> buffer = std::make_shared<GopBuffer>();
    Meter meter;
    std::mutex mutex;
    std::vector<InputState> states;
    Input input;
};

/// What must hold of anything an input gives.
QString problemIn(const std::vector<Packet> &packets)
{
    std::array<int64_t, 2> last{0, 0};
    for (const Packet &packet : packets) {
        auto &previous = last[size_t(packet.track)];
        if (packet.dts < previous + 1'000)
            return QStringLiteral("dts does not rise: %1 after %2").arg(packet.dts).arg(previous);
        if (packet.pts < packet.dts)
            return QStringLiteral("pts before dts");
        if (!packet.config || sizeOf(packet) == 0)
            return QStringLiteral("a packet without config or payload");
        previous = packet.dts;
    }
    return packets.empty() ? QStringLiteral("nothing came") : QString();
}

bool hasTrack(const std::vector<Packet> &packets, Track track)
{
    return std::any_of(packets.begin(), packets.end(),
                       [&](const Packet &packet) { return packet.track == track; });
}

} // namespace

void TestInput::make(const char *name, const QString &arguments)
{
    QStringList list = {QStringLiteral("-y"), QStringLiteral("-v"), QStringLiteral("error")};
    list += arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    list += clip(name);
    Process ffmpeg(QStringLiteral("ffmpeg"), list);
    QVERIFY(ffmpeg.start());
    QVERIFY2(ffmpeg.waitForEnd(60s) && ffmpeg.exitCode() == 0, qPrintable(ffmpeg.report()));
}

std::unique_ptr<Process> TestInput::push(const char *name, const QString &target, const QString &format) const
{
    auto ffmpeg = std::make_unique<Process>(
        QStringLiteral("ffmpeg"),
        QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-re"),
                    QStringLiteral("-stream_loop"), QStringLiteral("-1"), QStringLiteral("-i"), clip(name),
                    QStringLiteral("-c"), QStringLiteral("copy"), QStringLiteral("-f"), format, target});
    if (!ffmpeg->start())
        qWarning() << ffmpeg->report();
    return ffmpeg;
}

bool TestInput::pushUntilLive(const Input &input, std::unique_ptr<Process> &ffmpeg,
                              const QString &target) const
{
    return waitUntil(
        [&] {
            if (!ffmpeg || !ffmpeg->isRunning())
                ffmpeg = push("both.flv", target, QStringLiteral("flv"));
            return input.status().state == InputState::Live;
        },
        20s, "a live input");
}

void TestInput::initTestCase()
{
    QVERIFY(m_dir.isValid());
    const QString both = picture + QLatin1Char(' ') + tone + QLatin1Char(' ') + h264 + QLatin1Char(' ') + aac
        + QStringLiteral(" -t 4 -shortest");
    make("both.flv", both);
    make("both.ts", both);
    make("large.ts", QString(both).replace(QLatin1String("320x180"), QLatin1String("640x360")));
    make("picture.flv", picture + QLatin1Char(' ') + h264 + QStringLiteral(" -t 4"));
    make("sound.flv", tone + QLatin1Char(' ') + aac + QStringLiteral(" -t 8"));
    make("mpeg2.ts", picture + QLatin1Char(' ') + tone + QStringLiteral(" -c:v mpeg2video -t 4 ") + aac);
    make("mp3.flv",
         picture + QLatin1Char(' ') + tone + QLatin1Char(' ') + h264
             + QStringLiteral(" -c:a libmp3lame -ar 44100 -t 4"));
    make("late.flv",
         tone + QStringLiteral(" -itsoffset 3 ") + picture + QLatin1Char(' ') + h264 + QLatin1Char(' ') + aac
             + QStringLiteral(" -t 8"));

    QFile joined(clip("joined.ts"));
    QVERIFY(joined.open(QIODevice::WriteOnly));
    for (const char *part : {"both.ts", "large.ts"}) {
        QFile file(clip(part));
        QVERIFY(file.open(QIODevice::ReadOnly));
        joined.write(file.readAll());
    }
    QFile random(clip("random.bin"));
    QVERIFY(random.open(QIODevice::WriteOnly));
    QRandomGenerator generator(5);
    for (int i = 0; i < 50'000; ++i)
        random.putChar(char(generator.bounded(256)));
    QFile empty(clip("empty.ts"));
    QVERIFY(empty.open(QIODevice::WriteOnly));
}

void TestInput::takesAPublisher_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("format");
    const auto row = [](const char *name, const char *address, const char *target, const char *format) {
        const quint16 port = freePort();
        QTest::newRow(name) << QString::fromLatin1(address).arg(port) << QString::fromLatin1(target).arg(port)
                            << QString::fromLatin1(format);
    };
    row("RTMP", "rtmp://127.0.0.1:%1/live/key", "rtmp://127.0.0.1:%1/live/key", "flv");
    row("SRT", "srt://127.0.0.1:%1?mode=listener&latency=50", "srt://127.0.0.1:%1?mode=caller", "mpegts");
    row("SRT with passphrase and stream id", "srt://127.0.0.1:%1?streamid=cam1&passphrase=0123456789",
        "srt://127.0.0.1:%1?mode=caller&streamid=cam1&passphrase=0123456789", "mpegts");
    row("UDP", "udp://127.0.0.1:%1", "udp://127.0.0.1:%1?pkt_size=1316", "mpegts");
}

void TestInput::takesAPublisher()
{
    QFETCH(QString, address);
    QFETCH(QString, target);
    QFETCH(QString, format);
    Rig rig(address, InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    const auto ffmpeg = push(format == QLatin1String("flv") ? "both.flv" : "both.ts", target, format);
    QVERIFY2(rig.waitFor(InputState::Live), qPrintable(ffmpeg->report()));
    QVERIFY(waitUntil([&] { return rig.everything().size() > 100; }, 20s, "packets"));
    const auto packets = rig.everything();
    QVERIFY2(problemIn(packets).isEmpty(), qPrintable(problemIn(packets)));
    QVERIFY(hasTrack(packets, Track::Sound));
    QCOMPARE(packets.front().config->width, 320);
    QCOMPARE(rig.buffer->config(Track::Sound)->sampleRate, 48'000);
    const auto reading = rig.meter.read(rig.clock.now());
    QVERIFY(reading.fps && *reading.fps > 10);
    // Sound and picture are moved alike: lip-sync is the source's.
    const auto movedBy = [&](Track track) {
        const auto newest = std::find_if(packets.rbegin(), packets.rend(),
                                         [&](const Packet &packet) { return packet.track == track; });
        return newest->pts - newest->sourcePts;
    };
    QVERIFY(std::abs(movedBy(Track::Video) - movedBy(Track::Sound)) < 10'000);
}

void TestInput::aPublisherComesBack()
{
    const QString address = url("rtmp://127.0.0.1:%1/live/key", freePort());
    Rig rig(address, InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    auto ffmpeg = push("both.flv", address, QStringLiteral("flv"));
    QVERIFY(rig.waitFor(InputState::Live));
    QVERIFY(waitUntil([&] { return rig.everything().size() > 100; }, 20s, "packets"));
    ffmpeg->kill();
    QVERIFY(rig.waitFor(InputState::Waiting));
    QVERIFY(rig.was(InputState::Lost));
    QVERIFY(rig.everything().size() > 100); // the old packets stay until there are new ones
    QVERIFY(pushUntilLive(rig.input, ffmpeg, address));
    QCOMPARE(rig.input.figures().reconnects, 1);
    QVERIFY(waitUntil(
        [&] {
            const auto packets = rig.everything();
            return std::any_of(packets.begin(), packets.end(), [](const Packet &packet) {
                return packet.discontinuity && packet.keyframe && packet.track == Track::Video;
            });
        },
        20s, "a keyframe behind a discontinuity"));
    QVERIFY2(problemIn(rig.everything()).isEmpty(), qPrintable(problemIn(rig.everything())));
}

void TestInput::turnsAWrongKeyAway()
{
    const quint16 port = freePort();
    Rig rig(url("rtmp://127.0.0.1:%1/live/right", port), InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    const auto wrong = push("both.flv", url("rtmp://127.0.0.1:%1/live/wrong", port), QStringLiteral("flv"));
    QVERIFY(rig.waitFor(InputState::Refused));
    QVERIFY(rig.input.status().reason.contains(QLatin1String("key")));
    QVERIFY(!rig.input.status().reason.contains(QLatin1String("right")));
    QVERIFY(wrong->waitForEnd(20s)); // its connection was closed
    QVERIFY(rig.everything().empty());
    std::unique_ptr<Process> right;
    QVERIFY(pushUntilLive(rig.input, right, url("rtmp://127.0.0.1:%1/live/right", port)));
}

void TestInput::turnsAWrongSrtStreamAway()
{
    const quint16 port = freePort();
    Rig rig(url("srt://127.0.0.1:%1?mode=listener&streamid=right", port), InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    const auto wrong =
        push("both.ts", url("srt://127.0.0.1:%1?streamid=wrong", port), QStringLiteral("mpegts"));
    QVERIFY(wrong->waitForEnd(20s));
    const auto right =
        push("both.ts", url("srt://127.0.0.1:%1?streamid=right", port), QStringLiteral("mpegts"));
    QVERIFY(rig.waitFor(InputState::Live));
}

void TestInput::pullsFromAServer()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    const auto ffmpeg = push("both.flv", nginx.url(QStringLiteral("cam")), QStringLiteral("flv"));
    QVERIFY(nginx.waitForPublisher(QStringLiteral("cam"), 20s));
    Rig rig(nginx.url(QStringLiteral("cam")));
    QVERIFY(rig.waitFor(InputState::Live));
    QVERIFY(waitUntil([&] { return rig.everything().size() > 100; }, 20s, "packets"));
    QVERIFY2(problemIn(rig.everything()).isEmpty(), qPrintable(problemIn(rig.everything())));
    nginx.stop();
    QVERIFY(waitUntil([&] { return rig.was(InputState::Lost); }, 20s, "the loss to be seen"));
    QVERIFY(nginx.start());
    const auto again = push("both.flv", nginx.url(QStringLiteral("cam")), QStringLiteral("flv"));
    QVERIFY(waitUntil([&] { return rig.input.figures().reconnects == 1; }, 30s, "the reconnect"));
}

void TestInput::pullsSrtAndHttp_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("format");
    const quint16 srt = freePort();
    QTest::newRow("SRT") << url("srt://127.0.0.1:%1?latency=60", srt)
                         << url("srt://127.0.0.1:%1?mode=listener", srt) << QStringLiteral("mpegts");
    const quint16 ts = freePort();
    QTest::newRow("HTTP-TS") << url("http://127.0.0.1:%1/live.ts", ts)
                             << url("http://127.0.0.1:%1/live.ts?listen=1", ts) << QStringLiteral("mpegts");
    const quint16 flv = freePort();
    QTest::newRow("HTTP-FLV") << url("http://127.0.0.1:%1/live.flv", flv)
                              << url("http://127.0.0.1:%1/live.flv?listen=1", flv) << QStringLiteral("flv");
}

void TestInput::pullsSrtAndHttp()
{
    QFETCH(QString, address);
    QFETCH(QString, target);
    QFETCH(QString, format);
    QStringList options{QStringLiteral("-v"),
                        QStringLiteral("error"),
                        QStringLiteral("-re"),
                        QStringLiteral("-stream_loop"),
                        QStringLiteral("-1"),
                        QStringLiteral("-i"),
                        clip(format == QLatin1String("flv") ? "both.flv" : "both.ts"),
                        QStringLiteral("-c"),
                        QStringLiteral("copy"),
                        QStringLiteral("-f"),
                        format};
    QString to = target;
    if (to.endsWith(QLatin1String("?listen=1"))) {
        to.chop(9);
        options << QStringLiteral("-listen") << QStringLiteral("1");
    }
    Process ffmpeg(QStringLiteral("ffmpeg"), options << to);
    QVERIFY(ffmpeg.start());
    Rig rig(address);
    QVERIFY2(rig.waitFor(InputState::Live), qPrintable(ffmpeg.report()));
    QVERIFY(waitUntil([&] { return rig.everything().size() > 100; }, 20s, "packets"));
    QVERIFY2(problemIn(rig.everything()).isEmpty(), qPrintable(problemIn(rig.everything())));
    QVERIFY(hasTrack(rig.everything(), Track::Sound));
    QVERIFY(rig.input.figures().lostPackets.has_value());
    QCOMPARE(*rig.input.figures().lostPackets, 0);
}

void TestInput::playsAFileAtItsPace()
{
    Rig rig(QStringLiteral("file://") + clip("both.ts"));
    QVERIFY(rig.waitFor(InputState::Live));
    const int64_t start = rig.clock.now();
    QVERIFY(
        waitUntil([&] { return rig.buffer->spanUs() > 5'000'000; }, 20s, "five seconds of a file of four"));
    const int64_t took = rig.clock.now() - start;
    QVERIFY2(took > 3'500'000, qPrintable(QString::number(took)));
    const auto packets = rig.everything();
    QVERIFY2(problemIn(packets).isEmpty(), qPrintable(problemIn(packets)));
    QVERIFY(!rig.was(InputState::Lost)); // its end is no loss: it begins again
}

void TestInput::parametersChangeInMidStream()
{
    Rig rig(QStringLiteral("file://") + clip("joined.ts"));
    QVERIFY(waitUntil(
        [&] { return rig.buffer->config(Track::Video) && rig.buffer->config(Track::Video)->width == 640; },
        20s, "the larger picture"));
    const auto packets = rig.everything();
    const auto first = std::find_if(packets.begin(), packets.end(), [](const Packet &packet) {
        return packet.track == Track::Video && packet.config->width == 640;
    });
    QVERIFY(first != packets.end());
    QVERIFY(first->keyframe);
    QVERIFY2(problemIn(packets).isEmpty(), qPrintable(problemIn(packets)));
}

void TestInput::videoMayComeLate()
{
    const QString address = url("rtmp://127.0.0.1:%1/live/key", freePort());
    Rig rig(address, InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    const auto ffmpeg = push("late.flv", address, QStringLiteral("flv"));
    QVERIFY(rig.waitFor(InputState::Live));
    QVERIFY(!rig.was(InputState::Refused));
    QVERIFY(waitUntil([&] { return hasTrack(rig.everything(), Track::Sound); }, 10s, "sound"));
}

void TestInput::videoAloneIsSaid()
{
    Rig rig(QStringLiteral("file://") + clip("picture.flv"));
    QVERIFY(rig.waitFor(InputState::Live));
    QVERIFY(waitUntil([&] { return rig.input.status().remark.contains(QLatin1String("no sound")); }, 20s,
                      "the remark"));
    QCOMPARE(rig.input.status().state, InputState::Live);
}

void TestInput::refusesWithAReason_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("word");
    QTest::newRow("sound only") << QStringLiteral("sound.flv") << QStringLiteral("no video");
    QTest::newRow("MPEG-2") << QStringLiteral("mpeg2.ts") << QStringLiteral("mpeg2");
    QTest::newRow("MP3") << QStringLiteral("mp3.flv") << QStringLiteral("mp3");
    QTest::newRow("random bytes") << QStringLiteral("random.bin") << QStringLiteral("no stream");
    QTest::newRow("nothing in it") << QStringLiteral("empty.ts") << QStringLiteral("stream");
    QTest::newRow("not there") << QStringLiteral("missing.ts") << QStringLiteral("no file");
    QTest::newRow("a folder") << QStringLiteral(".") << QStringLiteral("no file");
}

void TestInput::refusesWithAReason()
{
    QFETCH(QString, name);
    QFETCH(QString, word);
    Rig rig(QStringLiteral("file://") + m_dir.filePath(name));
    QVERIFY(rig.waitFor(InputState::Refused));
    QVERIFY2(rig.input.status().reason.contains(word, Qt::CaseInsensitive),
             qPrintable(rig.input.status().reason));
    QVERIFY(!rig.input.status().reasonCode.isEmpty());
    QVERIFY(!rig.was(InputState::Live));
}

void TestInput::saysWhyItCannotConnect_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("manner"); // of the server; -1: nobody listens, -2: no such host
    QTest::addColumn<QString>("word");
    QTest::newRow("RTMP refused") << QStringLiteral("rtmp://127.0.0.1:%1/live/key") << -1
                                  << QStringLiteral("refuses");
    QTest::newRow("HTTP refused") << QStringLiteral("http://127.0.0.1:%1/a.ts") << -1
                                  << QStringLiteral("refuses");
    QTest::newRow("SRT refused") << QStringLiteral("srt://127.0.0.1:%1") << -1 << QStringLiteral("SRT");
    QTest::newRow("no host") << QStringLiteral("rtmp://no-such-host.invalid:%1/live/key") << -2
                             << QStringLiteral("no-such-host");
    QTest::newRow("RTMP hangs") << QStringLiteral("rtmp://127.0.0.1:%1/live/key")
                                << int(BadServer::Manner::Hang) << QStringLiteral("answer");
    QTest::newRow("HTTP drips") << QStringLiteral("http://127.0.0.1:%1/a.ts") << int(BadServer::Manner::Drip)
                                << QStringLiteral(" ");
    QTest::newRow("RTMP resets") << QStringLiteral("rtmp://127.0.0.1:%1/live/key")
                                 << int(BadServer::Manner::Reset) << QStringLiteral(" ");
}

void TestInput::saysWhyItCannotConnect()
{
    QFETCH(QString, pattern);
    QFETCH(int, manner);
    QFETCH(QString, word);
    std::optional<BadServer> server;
    if (manner >= 0)
        server.emplace(BadServer::Manner(manner),
                       QByteArray("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n"), 300ms);
    Rig rig(pattern.arg(server ? server->port() : freePort()));
    QVERIFY(waitUntil([&] { return !rig.input.status().reason.isEmpty(); }, 30s, "a reason"));
    QVERIFY2(rig.input.status().reason.contains(word), qPrintable(rig.input.status().reason));
    QVERIFY(!rig.input.status().reasonCode.isEmpty());
    QVERIFY(!rig.was(InputState::Live));
    if (server)
        QVERIFY(waitUntil([&] { return server->connections() >= 2; }, 30s, "another attempt"));
}

void TestInput::aPortForEachListener()
{
    const quint16 port = freePort();
    Rig first(url("rtmp://127.0.0.1:%1/live/a", port), InputMode::Listen);
    QVERIFY(first.waitFor(InputState::Waiting));
    const auto listens = [port] {
        QTcpServer probe;
        return !probe.listen(QHostAddress::LocalHost, port);
    };
    QVERIFY(waitUntil(listens, 10s, "the first to listen"));
    Rig second(url("rtmp://127.0.0.1:%1/live/b", port), InputMode::Listen);
    QVERIFY(waitUntil([&] { return second.input.status().reasonCode == QLatin1String("port-in-use"); }, 10s,
                      "the second to say so"));
    QVERIFY(second.input.status().reason.contains(QLatin1String("one of its own")));
    QCOMPARE(first.input.status().state, InputState::Waiting);
}

void TestInput::randomDatagramsAreNoStream()
{
    const quint16 port = freePort();
    Rig rig(url("udp://127.0.0.1:%1", port), InputMode::Listen);
    QVERIFY(rig.waitFor(InputState::Waiting));
    QUdpSocket socket;
    QRandomGenerator generator(9);
    const bool refused = waitUntil(
        [&] {
            QByteArray datagram(1316, 0);
            for (char &byte : datagram)
                byte = char(generator.bounded(256));
            socket.writeDatagram(datagram, QHostAddress(QHostAddress::LocalHost), port);
            return rig.input.status().state == InputState::Refused;
        },
        30s, "the refusal");
    QVERIFY(refused);
    QVERIFY2(rig.input.status().reason.contains(QLatin1String("no stream")),
             qPrintable(rig.input.status().reason));
    const auto ffmpeg =
        push("both.ts", url("udp://127.0.0.1:%1?pkt_size=1316", port), QStringLiteral("mpegts"));
    QVERIFY(rig.waitFor(InputState::Live));
}

void TestInput::changesItsAddress()
{
    Rig rig(QStringLiteral("file://") + clip("both.ts"));
    QVERIFY(rig.waitFor(InputState::Live));
    QCOMPARE(rig.buffer->config(Track::Video)->width, 320);
    rig.input.setConfig({QStringLiteral("file://") + clip("large.ts"), InputMode::Pull});
    QVERIFY(waitUntil(
        [&] { return rig.buffer->config(Track::Video) && rig.buffer->config(Track::Video)->width == 640; },
        20s, "the other file"));
    QCOMPARE(rig.everything().front().config->width, 640);
}

void TestInput::stopsAtOnce_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("manner"); // -1: nobody, -2: live
    QTest::addColumn<bool>("listen");
    const QString rtmp = QStringLiteral("rtmp://127.0.0.1:%1/live/key");
    QTest::newRow("RTMP hangs") << rtmp << int(BadServer::Manner::Hang) << false;
    QTest::newRow("RTMP does not read") << rtmp << int(BadServer::Manner::Silent) << false;
    QTest::newRow("no connection comes about") << rtmp << int(BadServer::Manner::Unreachable) << false;
    QTest::newRow("HTTP drips") << QStringLiteral("http://127.0.0.1:%1/a.ts") << int(BadServer::Manner::Drip)
                                << false;
    QTest::newRow("refused, resting") << rtmp << -1 << false;
    QTest::newRow("SRT calls") << QStringLiteral("srt://127.0.0.1:%1") << -1 << false;
    QTest::newRow("RTMP listens") << rtmp << -1 << true;
    QTest::newRow("SRT listens") << QStringLiteral("srt://127.0.0.1:%1") << -1 << true;
    QTest::newRow("UDP listens") << QStringLiteral("udp://127.0.0.1:%1") << -1 << true;
    QTest::newRow("no host") << QStringLiteral("rtmp://no-such-host.invalid:%1/live/key") << -1 << false;
    QTest::newRow("live") << QStringLiteral("file://") + clip("both.ts") << -2 << false;
}

void TestInput::stopsAtOnce()
{
    QFETCH(QString, pattern);
    QFETCH(int, manner);
    QFETCH(bool, listen);
    std::optional<BadServer> server;
    if (manner >= 0)
        server.emplace(BadServer::Manner(manner), QByteArray(400, 'x'), 100ms);
    auto rig = std::make_unique<Rig>(
        pattern.contains(QLatin1String("%1")) ? pattern.arg(server ? server->port() : freePort()) : pattern,
        listen ? InputMode::Listen : InputMode::Pull);
    if (manner == -2)
        QVERIFY(rig->waitFor(InputState::Live));
    else
        QVERIFY(waitUntil([&] { return rig->input.status().state != InputState::Idle; }, 10s,
                          "the first attempt"));
    if (server && BadServer::Manner(manner) != BadServer::Manner::Unreachable)
        QVERIFY(waitUntil([&] { return server->connections() >= 1; }, 10s, "the connection"));
    QElapsedTimer timer;
    timer.start();
    rig.reset();
    const qint64 took = timer.elapsed();
    qInfo() << "stopped after" << took << "ms";
    QVERIFY2(took < 900, qPrintable(QString::number(took))); // the goal is 300
}

QTEST_GUILESS_MAIN(TestInput)
#include "tst_input.moc"
