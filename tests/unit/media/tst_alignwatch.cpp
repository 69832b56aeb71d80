// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignwatch.h"
#include "tests/unit/media/madecontent.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
constexpr int64_t start = 3'600 * second;

StreamSpec talking(int seconds)
{
    StreamSpec spec;
    spec.width = 96;
    spec.height = 54;
    spec.pictures = seconds * spec.fps;
    spec.from = 50;
    spec.sing = [](double t, int) { return talk(t, 1); };
    return spec;
}

/// Two paths that get their packets as time goes on.
class Paths final
{
public:
    /// `lateUs`: so much later by the unit's clock; `sourceUs`: so much more by its own timestamps.
    void play(Source path, const std::vector<Packet> &stream, int64_t lateUs, int64_t sourceUs)
    {
        for (Packet packet : stream) {
            packet.source = path;
            packet.dts += start + lateUs;
            packet.pts += start + lateUs;
            packet.arrival = packet.dts;
            packet.sourceDts += sourceUs;
            packet.sourcePts += sourceUs;
            m_coming[size_t(path)].push_back(packet);
        }
    }

    /// Up to this time since the start, with a look each second.
    void runTo(int64_t us)
    {
        while (m_now < start + us) {
            m_now = std::min(start + us, m_now + second);
            for (size_t i = 0; i < 2; ++i) {
                auto &coming = m_coming[i];
                while (m_sent[i] < coming.size() && coming[m_sent[i]].arrival <= m_now)
                    m_buffers[i]->push(coming[m_sent[i]++]);
            }
            watch.look(m_now);
        }
    }

    GopBuffer &buffer(Source path) { return *m_buffers[size_t(path)]; }

private:
    std::array<std::shared_ptr<GopBuffer>, 2> m_buffers{std::make_shared<GopBuffer>(),
                                                        std::make_shared<GopBuffer>()};
    std::array<std::vector<Packet>, 2> m_coming;
    std::array<size_t, 2> m_sent{};
    int64_t m_now = start;

public:
    AlignWatch watch{{m_buffers[0], m_buffers[1]}};
};

} // namespace

class TestAlignWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatPathsAreAligned_data();
    void saysThatPathsAreAligned();
    void aSilentPathIsUnknownAndStaysAligned();
    void anotherAddressBeginsAnew();
    void measuresTwoEncodesBySound();
    void leadingPicturesAreNoOffset();
    void measuresByPicturesWhereSoundRepeatsItself();
    void saysThatContentsDiffer();
    void anOffsetIsForgottenWithTheConnection();
};

void TestAlignWatch::saysThatPathsAreAligned_data()
{
    QTest::addColumn<qint64>("sourceUs");
    QTest::addColumn<QString>("method");
    QTest::newRow("equal timestamps") << qint64(0) << QStringLiteral("timestamps");
    QTest::newRow("shifted by a server") << qint64(-77'000 * ms) << QStringLiteral("payload");
}

void TestAlignWatch::saysThatPathsAreAligned()
{
    QFETCH(qint64, sourceUs);
    QFETCH(QString, method);
    const auto stream = makePackets({.pictures = 120, .sound = false});
    Paths paths;
    paths.play(Source::Primary, stream, 0, 0);
    paths.play(Source::Backup, stream, 340 * ms, sourceUs);
    QCOMPARE(paths.watch.status().relation, PathRelation::Unknown);
    paths.runTo(3 * second);
    const AlignmentStatus &status = paths.watch.status();
    QCOMPARE(status.relation, PathRelation::Aligned);
    QCOMPARE(status.method, method);
    QCOMPARE(status.offsetMs.value_or(-1), 340.0);
    QCOMPARE(status.certainty, 1.0);
    QVERIFY(status.reason.isEmpty() && status.reasonCode.isEmpty());
    QCOMPARE(paths.watch.sourceOffsetUs().value_or(-1), sourceUs);
}

void TestAlignWatch::aSilentPathIsUnknownAndStaysAligned()
{
    const auto stream = makePackets({.pictures = 240, .sound = false});
    Paths paths;
    paths.play(Source::Primary, stream, 0, 0);
    paths.play(Source::Backup, {stream.begin(), stream.begin() + 90}, 0, 0);
    paths.runTo(3 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Aligned);
    // The picture that will be missed by the programme is asked for only now.
    paths.runTo(6 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Unknown);
    QCOMPARE(paths.watch.status().reasonCode, QStringLiteral("alignment-waiting"));
    QVERIFY(!paths.watch.status().offsetMs);
    QCOMPARE(paths.watch.sourceOffsetUs().value_or(-1), int64_t(0));
}

void TestAlignWatch::anotherAddressBeginsAnew()
{
    const auto stream = makePackets({.pictures = 300, .sound = false});
    Paths paths;
    paths.play(Source::Primary, stream, 0, 0);
    paths.play(Source::Backup, {stream.begin(), stream.begin() + 120}, 0, 0);
    // Behind it comes another encoder's stream, by the same clock.
    auto other = makePackets({.options = "crf=30", .pictures = 300, .sound = false});
    paths.play(Source::Backup, {other.begin() + 120, other.end()}, 0, 0);
    paths.runTo(3 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Aligned);
    paths.buffer(Source::Backup).clear();
    paths.runTo(8 * second);
    QVERIFY(paths.watch.status().relation != PathRelation::Aligned);
    QVERIFY(!paths.watch.sourceOffsetUs());
}

void TestAlignWatch::measuresTwoEncodesBySound()
{
    Paths paths;
    const auto primary = [] { return talking(12); };
    StreamSpec backup = primary();
    backup.options = "crf=31";
    backup.bFrames = 2;
    backup.soundBitrate = 96'000;
    backup.from -= 1.2;
    paths.play(Source::Primary, makePackets(primary()), 0, 0);
    paths.play(Source::Backup, makePackets(backup), 0, 0);
    paths.runTo(6 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Unknown);
    QCOMPARE(paths.watch.status().reasonCode, QStringLiteral("content-measuring"));
    paths.runTo(11 * second);
    const AlignmentStatus &status = paths.watch.status();
    QCOMPARE(status.relation, PathRelation::Offset);
    QCOMPARE(status.method, QStringLiteral("sound"));
    QCOMPARE(status.reasonCode, QStringLiteral("packets-differ"));
    QVERIFY(status.certainty > 0.9);
    // The programme shows a source with B-frames earlier by what they hold its keyframes back.
    const double held = 2.0 / 30;
    QVERIFY2(std::abs(status.offsetMs.value_or(0) - 1000 * (1.2 - held)) < 5,
             qPrintable(QString::number(status.offsetMs.value_or(0))));
    QVERIFY(!paths.watch.sourceOffsetUs());
}

void TestAlignWatch::leadingPicturesAreNoOffset()
{
    // The programme takes off what an encoder reorders, and not what comes in front of its open groups' keyframes.
    StreamSpec backup = talking(13);
    backup.bFrames = 2;
    backup.openGop = true;
    const auto packets = makePackets(backup);
    const auto keyframe = std::ranges::find_if(packets, [](const Packet &packet) {
        return packet.track == Track::Video && packet.keyframe && packet.dts > second;
    });
    QVERIFY(keyframe != packets.end() && std::next(keyframe) != packets.end());
    const auto leading = std::ranges::count_if(
        packets, [&](const Packet &packet) { return packet.leading && packet.dts < keyframe->dts + second; });
    QVERIFY(leading > 0);
    const double delayMs = double(packets.front().pts - packets.front().dts) / 1000; // at an IDR
    Paths paths;
    paths.play(Source::Primary, makePackets(talking(13)), 0, 0);
    paths.play(Source::Backup, packets, 0, 0);
    paths.runTo(12 * second);
    const AlignmentStatus &status = paths.watch.status();
    QCOMPARE(status.relation, PathRelation::Offset);
    // Its sound is that of the primary by pts; in the programme its pictures, and so its sound, come the delay earlier.
    QVERIFY2(std::abs(status.offsetMs.value_or(1'000) + delayMs) < 17,
             qPrintable(QStringLiteral("%1 %2").arg(status.offsetMs.value_or(1'000)).arg(delayMs)));
}

void TestAlignWatch::measuresByPicturesWhereSoundRepeatsItself()
{
    StreamSpec primary = talking(31);
    primary.sing = [](double t, int) { return beeps(t); };
    primary.paint = dancer;
    StreamSpec backup = primary;
    backup.options = "crf=31";
    backup.from -= 2;
    Paths paths;
    paths.play(Source::Primary, makePackets(primary), 0, 0);
    paths.play(Source::Backup, makePackets(backup), 0, 0);
    paths.runTo(31 * second);
    const AlignmentStatus &status = paths.watch.status();
    QCOMPARE(status.relation, PathRelation::Offset);
    QCOMPARE(status.method, QStringLiteral("pictures"));
    QVERIFY2(std::abs(status.offsetMs.value_or(0) - 2'000) < 34,
             qPrintable(QString::number(status.offsetMs.value_or(0))));
    QVERIFY(status.certainty > 0.5);
}

void TestAlignWatch::saysThatContentsDiffer()
{
    StreamSpec primary = talking(31);
    primary.paint = dancer;
    StreamSpec backup = talking(31);
    backup.from = 1'000;
    backup.paint = [](double t, double x, double y) { return dancer(300 - t * 1.7, 1 - x, y); };
    Paths paths;
    paths.play(Source::Primary, makePackets(primary), 0, 0);
    paths.play(Source::Backup, makePackets(backup), 0, 0);
    paths.runTo(31 * second);
    const AlignmentStatus &status = paths.watch.status();
    QCOMPARE(status.relation, PathRelation::Different);
    QCOMPARE(status.reasonCode, QStringLiteral("content-unlike"));
    QVERIFY(!status.offsetMs);
}

void TestAlignWatch::anOffsetIsForgottenWithTheConnection()
{
    StreamSpec backup = talking(13);
    backup.options = "crf=31";
    auto packets = makePackets(backup);
    const auto later = std::ranges::find_if(
        packets, [](const Packet &packet) { return packet.keyframe && packet.dts > 11 * second; });
    later->discontinuity = true;
    Paths paths;
    paths.play(Source::Primary, makePackets(talking(13)), 0, 0);
    paths.play(Source::Backup, packets, 0, 0);
    paths.runTo(11 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Offset);
    paths.runTo(13 * second);
    QCOMPARE(paths.watch.status().relation, PathRelation::Unknown);
    QVERIFY(!paths.watch.status().offsetMs);
}

QTEST_APPLESS_MAIN(TestAlignWatch)

#include "tst_alignwatch.moc"
