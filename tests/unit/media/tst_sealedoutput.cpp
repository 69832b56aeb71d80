// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "app/media/streammuxer.h"

#include "tests/unit/media/sealedpush.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

// Enough to go wrong at; `./dev bench seal` does a hundred.
constexpr int times = 9;

constexpr int width = 480;
constexpr int height = 272;

/// Pictures with enough in them to be recognised by; those of another phase have nothing to do with them, but the same contrast
/// and the same details.
StreamSpec scene(double phase, bool hevc)
{
    return {.encoder = hevc ? "libx265" : "libx264",
            .options = hevc ? "" : "profile=high,preset=veryfast,crf=20",
            .width = width,
            .height = height,
            .pictures = 20,
            .gop = 30,
            .sound = false,
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
double ssim(const QByteArray &a, const QByteArray &b)
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

using Pictures = std::vector<QByteArray>;

/// The mean over all pictures that both have.
double likeness(const Pictures &a, const Pictures &b)
{
    double sum = 0;
    const size_t pictures = std::min(a.size(), b.size());
    for (size_t i = 0; i < pictures; ++i)
        sum += ssim(a[i], b[i]);
    return pictures == 0 ? 1 : sum / double(pictures);
}

/// How alike streams are on average: each to its own counterpart (`own`), and each to the others' (`others`).
struct Likeness
{
    double own = 0;
    double others = 0;
};
Likeness likenessOf(const std::vector<Pictures> &shown, const std::vector<Pictures> &originals)
{
    Likeness result;
    const size_t count = originals.size();
    for (size_t i = 0; i < count; ++i) {
        for (size_t of = 0; of < count; ++of) {
            const double one = likeness(shown[i], originals[of]);
            (i == of ? result.own : result.others) += one / double(i == of ? count : count * (count - 1));
        }
    }
    return result;
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

    void withoutTheKeyNothingIsRecognised_data()
    {
        QTest::addColumn<bool>("hevc");
        QTest::newRow("H.264") << false;
        QTest::newRow("HEVC") << true;
    }
    /// Without a key a decoder shows grey and rubbish, and grey is a little like everything: how much depends on the picture it is
    /// held against, as it does between two clear pictures (0 to 0.28 here). So nothing is compared with one other picture alone:
    /// 1. what is shown is less like the original than unrelated pictures are, on average over all pairs of scenes;
    /// 2. it is no more like its own original than like those of the others: nothing of it came through.
    void withoutTheKeyNothingIsRecognised()
    {
        QFETCH(bool, hevc);
        std::vector<Pictures> originals;
        std::vector<Pictures> hidden;
        std::vector<Pictures> halfHidden; // the first half clear: what the measures are to tell
        for (const double phase : {0., 2., 4., 6.}) {
            std::vector<Packet> packets = makePackets(scene(phase, hevc));
            originals.push_back(lumaOf(packets));
            QCOMPARE(originals.back().size(), size_t(20));
            const std::vector<Packet> half(packets.begin(), packets.begin() + 10);
            SealSwitch seal({.asked = sharedKey(), .incarnations = m_numbers});
            for (Packet &packet : packets) {
                const auto passed = seal.pass(packet, packet.keyframe);
                QVERIFY(passed);
                packet = *passed;
            }
            hidden.push_back(lumaOf(packets));
            std::ranges::copy(half, packets.begin());
            halfHidden.push_back(lumaOf(packets));
        }
        const double unrelated = likenessOf(originals, originals).others;
        const Likeness without = likenessOf(hidden, originals);
        const Likeness half = likenessOf(halfHidden, originals);
        const QString found =
            QStringLiteral("without the key: %1, to the others' %2; unrelated %3; half hidden %4, %5")
                .arg(without.own)
                .arg(without.others)
                .arg(unrelated)
                .arg(half.own)
                .arg(half.others);
        qInfo("%s", qPrintable(found));
        constexpr double chance = 0.01; // measured over many noises: own and others differ by 0.001
        QVERIFY2(without.own < unrelated, qPrintable(found));
        QVERIFY2(without.own < without.others + chance, qPrintable(found));
        QVERIFY2(half.own > half.others + 2 * chance, qPrintable(found));
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
