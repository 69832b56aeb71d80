// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/input.h"
#include "tests/support/faultproxy.h"
#include "tests/support/ports.h"
#include "tests/support/process.h"
#include "tests/support/resident.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// A real publisher whose connection to an input is spoiled: reset, half open, a byte a second, bytes turned over, datagrams
/// lost. The input lives, says what is wrong, is back when it is over, and costs what it did before.
class TestInputFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void comesBack_data();
    void comesBack();

private:
    QTemporaryDir m_dir;
};

namespace {

int threads()
{
    return int(QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

} // namespace

void TestInputFaults::initTestCase()
{
    QVERIFY(m_dir.isValid());
    for (const char *name : {"a.flv", "a.ts"}) {
        Process ffmpeg(
            QStringLiteral("ffmpeg"),
            QStringLiteral("-v error -f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i "
                           "sine=frequency=440:sample_rate=48000 -t 4 -c:v libx264 -preset ultrafast -g 25 "
                           "-pix_fmt yuv420p -c:a aac -b:a 64k -ac 2")
                    .split(QLatin1Char(' '))
                << m_dir.filePath(QLatin1String(name)));
        QVERIFY(ffmpeg.start());
        QVERIFY2(ffmpeg.waitForEnd(60s) && ffmpeg.exitCode() == 0, qPrintable(ffmpeg.report()));
    }
}

void TestInputFaults::comesBack_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<std::function<void(FaultProxy &)>>("spoil");
    const auto row = [](const char *name, const char *scheme, std::function<void(FaultProxy &)> spoil) {
        QTest::newRow(name) << QString::fromLatin1(scheme) << std::move(spoil);
    };
    row("RTMP reset", "rtmp", [](FaultProxy &proxy) { proxy.reset(); });
    row("RTMP half open", "rtmp", [](FaultProxy &proxy) { proxy.stall(); });
    row("RTMP drips", "rtmp", [](FaultProxy &proxy) { proxy.drip(); });
    row("RTMP damaged", "rtmp", [](FaultProxy &proxy) { proxy.damage(500, 3, FaultProxy::Way::ToServer); });
    row("UDP half lost", "udp", [](FaultProxy &proxy) { proxy.lose(500); });
    row("UDP damaged", "udp", [](FaultProxy &proxy) { proxy.damage(300, 5); });
    row("UDP gone", "udp", [](FaultProxy &proxy) { proxy.cut(); });
}

void TestInputFaults::comesBack()
{
    QFETCH(QString, scheme);
    QFETCH(std::function<void(FaultProxy &)>, spoil);
    const bool rtmp = scheme == QLatin1String("rtmp");
    const quint16 port = freePort();
    FaultProxy proxy(rtmp ? FaultProxy::Protocol::Tcp : FaultProxy::Protocol::Udp, port);
    const QString pattern =
        rtmp ? QStringLiteral("rtmp://127.0.0.1:%1/live/key") : QStringLiteral("udp://127.0.0.1:%1");
    const auto buffer = std::make_shared<GopBuffer>();
    Meter meter;
    const SystemClock clock;
    Input::Settings settings;
    settings.config = {pattern.arg(port), InputMode::Listen, {}};
    Input input(settings, buffer, meter, clock, [](const Input::Status &) {});
    input.start();
    const QStringList push{QStringLiteral("-v"),
                           QStringLiteral("error"),
                           QStringLiteral("-re"),
                           QStringLiteral("-stream_loop"),
                           QStringLiteral("-1"),
                           QStringLiteral("-i"),
                           m_dir.filePath(rtmp ? QStringLiteral("a.flv") : QStringLiteral("a.ts")),
                           QStringLiteral("-c"),
                           QStringLiteral("copy"),
                           QStringLiteral("-f"),
                           rtmp ? QStringLiteral("flv") : QStringLiteral("mpegts"),
                           pattern.arg(proxy.port()) + (rtmp ? QString() : QStringLiteral("?pkt_size=1316"))};
    // As an encoder does it: again and again.
    std::unique_ptr<Process> ffmpeg;
    const auto live = [&] {
        if (!ffmpeg || !ffmpeg->isRunning()) {
            ffmpeg = std::make_unique<Process>(QStringLiteral("ffmpeg"), push);
            ffmpeg->start();
        }
        const auto newest = buffer->newestArrival();
        return input.status().state == InputState::Live && newest && clock.now() - *newest < 300'000;
    };
    QVERIFY(waitUntil(live, 30s, "the input to be live"));
    const int threadsBefore = threads();
    const qint64 memoryBefore = resident();
    for (int round = 0; round < 2; ++round) {
        const auto newest = buffer->newestArrival();
        spoil(proxy);
        const int64_t since = clock.now();
        waitUntil([&] { return clock.now() - since > 1'500'000; }, 5s, "the fault to last");
        proxy.heal();
        proxy.reset(); // whoever writes into a half-open connection does not see it for minutes
        QVERIFY(waitUntil([&] { return live() && buffer->newestArrival() > newest; }, 30s,
                          "the input to be live again"));
    }
    // A name that is being looked up has a thread for a moment.
    QVERIFY(
        waitUntil([&] { return threads() <= threadsBefore; }, 10s, "the threads to be as many as before"));
    QVERIFY2(resident() - memoryBefore < 48 << 20, qPrintable(QString::number(resident() - memoryBefore)));
}

QTEST_GUILESS_MAIN(TestInputFaults)
#include "tst_inputfaults.moc"
