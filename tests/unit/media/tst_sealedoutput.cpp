// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "app/media/streammuxer.h"

#include "tests/unit/media/sealedpush.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

// Enough to go wrong at; `./dev bench seal` does a hundred.
constexpr int times = 9;

/// Pictures with enough in them to be recognised by.
StreamSpec scene(double phase)
{
    return {.options = "profile=high,preset=veryfast,crf=20",
            .width = 640,
            .height = 360,
            .pictures = 45,
            .gop = 30,
            .paint = [phase](double seconds, double x, double y) {
                return 128
                    + int(60 * std::sin(150 * x + phase + seconds) * std::cos(110 * y - phase)
                          + 50 * std::sin((x - phase) * (y + phase) * 300));
            }};
}

std::vector<QByteArray> lumaOf(const std::vector<Packet> &packets)
{
    CodecConfigPtr sound;
    for (const Packet &packet : packets)
        sound = packet.track == Track::Sound ? packet.config : sound;
    const auto muxer = StreamMuxer::create(Container::Ts, packets.front().config, sound);
    QByteArray bytes;
    for (const Packet &packet : packets)
        (void)(*muxer)->write(packet, bytes);
    (*muxer)->finish(bytes);
    return readBack(bytes, Keep::Luma).luma;
}

/// Structural similarity of two planes (Wang et al. 2004), over windows of 8x8; 1 where they are the same.
double ssim(const QByteArray &a, const QByteArray &b, int width, int height)
{
    constexpr int side = 8;
    constexpr double c1 = 6.5025;
    constexpr double c2 = 58.5225;
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + side <= height; top += side) {
        for (int left = 0; left + side <= width; left += side, ++windows) {
            double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
            for (int i = 0; i < side * side; ++i) {
                const qsizetype at = qsizetype(top + i / side) * width + left + i % side;
                const double x = uint8_t(a[at]);
                const double y = uint8_t(b[at]);
                sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
            }
            constexpr double n = side * side;
            const double ma = sa / n, mb = sb / n;
            const double va = saa / n - ma * ma, vb = sbb / n - mb * mb, covariance = sab / n - ma * mb;
            sum += (2 * ma * mb + c1) * (2 * covariance + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        }
    }
    return sum / windows;
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
        const SealedPush push =
            pushSealed(spec, times, m_folder.filePath(QStringLiteral("read-%1.flv").arg(spec.bFrames)));
        QVERIFY2(push.trouble.isEmpty(), qPrintable(push.trouble));
        QCOMPARE(push.output.reconnects, 0);
        QCOMPARE(push.output.droppedPictures, qint64(0));
        QVERIFY(push.output.state == OutputState::Live);
        QCOMPARE(push.opened.troubles, QStringList());
        QCOMPARE(push.opened.changes, times);
        QVERIFY(push.opened.sealed > 0 && push.opened.clear > 0);
        QVERIFY2(push.largestGapUs < 40'000, qPrintable(QString::number(push.largestGapUs)));
    }

    void withoutTheKeyNothingIsRecognised()
    {
        const std::vector<Packet> packets = makePackets(scene(0));
        SealSwitch seal({.asked = sharedKey(), .incarnations = m_numbers});
        std::vector<Packet> sealed;
        for (const Packet &packet : packets) {
            const auto passed = seal.pass(packet, packet.track == Track::Video && packet.keyframe);
            QVERIFY(passed);
            sealed.push_back(*passed);
        }
        const auto shown = lumaOf(packets);
        const auto unrelated = lumaOf(makePackets(scene(2)));
        const auto hidden = lumaOf(sealed);
        QCOMPARE(shown.size(), size_t(45));
        double most = 0;
        for (size_t i = 0; i < hidden.size(); ++i) {
            for (size_t of = i; of < std::min(i + 2, shown.size()); ++of)
                most = std::max(most, ssim(hidden[i], shown[of], 640, 360));
        }
        const double stranger = ssim(unrelated[10], shown[10], 640, 360);
        QVERIFY(ssim(shown[10], shown[11], 640, 360) > 0.8); // the measure tells what is alike
        QVERIFY2(most < std::max(stranger, 0.1),
                 qPrintable(QStringLiteral("%1, unrelated %2").arg(most).arg(stranger)));
        qInfo() << hidden.size() << "pictures decoded; most like theirs:" << most << "unrelated:" << stranger;
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
