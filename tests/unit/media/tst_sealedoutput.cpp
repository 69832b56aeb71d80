// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "tests/support/nginxrtmp.h"
#include "tests/support/process.h"
#include "tests/unit/media/outputrig.h"
#include "tests/unit/media/sealrig.h"

#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

// Enough to go wrong at; `./dev bench seal` does a hundred.
constexpr int times = 12;

/// A reader's file: ffmpeg copies what nginx gives it.
struct Reader
{
    Reader(const NginxRtmp &nginx, const QString &stream, const QString &file)
        : name(file)
        , process(QStringLiteral("ffmpeg"),
                  {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"), nginx.url(stream),
                   QStringLiteral("-c"), QStringLiteral("copy"), QStringLiteral("-flush_packets"),
                   QStringLiteral("1"), QStringLiteral("-f"), QStringLiteral("flv"), file})
    {
    }
    bool waitForMore(qsizetype bytes)
    {
        const qsizetype want = contentsOf(name).size() + bytes;
        return waitUntil([&] { return contentsOf(name).size() >= want; }, 20s, "the reader's file");
    }

    const QString name;
    Process process;
};

/// The longest time between two pictures, microseconds.
int64_t largestGap(const std::vector<Packet> &packets)
{
    int64_t largest = 0;
    std::optional<int64_t> before;
    for (const Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        if (before)
            largest = std::max(largest, packet.dts - *before);
        before = packet.dts;
    }
    return largest;
}

} // namespace

/// Encryption switched on, off and over to other keys while the push runs.
class SealedOutputTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<MadeIncarnations> m_numbers = std::make_shared<MadeIncarnations>();

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void onAndOffThroughNginx_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("plain") << plain;
        StreamSpec odd = fancy;
        odd.options = "preset=veryfast,profile=high,slices=3";
        QTest::newRow("B-frames, slices") << odd;
    }
    void onAndOffThroughNginx()
    {
        QFETCH(StreamSpec, spec);
        NginxRtmp nginx;
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        const Programme programme(spec);
        std::atomic<int> changes = 0;
        const auto seal = std::make_shared<SealSwitch>(
            SealSwitch::Setup{.incarnations = m_numbers, .changed = [&](uint64_t, int64_t) { ++changes; }});
        const Watched output(OutputKind::Rtmp, nginx.url(QStringLiteral("out")), programme, true, seal);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY2(nginx.waitForPublisher(QStringLiteral("out"), 10s), qPrintable(nginx.report()));
        Reader reader(nginx, QStringLiteral("out"),
                      m_folder.filePath(QStringLiteral("read-%1.flv").arg(spec.bFrames)));
        QVERIFY2(reader.process.start(), qPrintable(reader.process.report()));
        QVERIFY(reader.waitForMore(20'000));
        for (int i = 1; i <= times; ++i) {
            // On with one key, over to another, off; each as soon as the one before has been sent.
            seal->ask(i % 3 == 0 ? nullptr : sharedKey(sealing::KeyId(i % 3)));
            QVERIFY(waitUntil([&] { return changes == i + 1; }, 10s, "the next keyframe"));
        }
        QVERIFY(reader.waitForMore(20'000));
        QVERIFY2(reader.process.isRunning(), "the reader must not have been sent away");
        reader.process.terminate();
        QCOMPARE(output.output.status().reconnects, 0);
        QCOMPARE(output.output.status().droppedPictures, qint64(0));
        QVERIFY(output.output.status().state == OutputState::Live);

        const std::vector<Packet> packets = internalPackets(contentsOf(reader.name));
        const Opened opened = openAll(packets);
        QCOMPARE(opened.troubles, QStringList());
        QCOMPARE(opened.changes, times);
        QVERIFY(opened.sealed > 0 && opened.clear > 0);
        QVERIFY2(largestGap(packets) < 40'000, qPrintable(QString::number(largestGap(packets))));
    }

    void withoutNumbersItSendsNothing()
    {
        const Programme programme(plain);
        const auto seal =
            std::make_shared<SealSwitch>(SealSwitch::Setup{.asked = sharedKey(), .incarnations = m_numbers});
        m_numbers->setBroken(true);
        const QString name = m_folder.filePath(QStringLiteral("none.ts"));
        const Watched output(OutputKind::Recording, name, programme, true, seal);
        QVERIFY(output.waitFor(OutputState::Failed));
        QCOMPARE(output.output.status().reasonCode, QStringLiteral("store-failed"));
        QCOMPARE(output.output.status().bytes, qint64(0));
        m_numbers->setBroken(false);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(output.waitForBytes(50'000));
        QCOMPARE(openAll(internalPackets(contentsOf(name))).clear, 0);
    }
};

QTEST_GUILESS_MAIN(SealedOutputTest)
#include "tst_sealedoutput.moc"
