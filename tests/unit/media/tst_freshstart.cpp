// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/freshstart.h"

#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

CodecConfigPtr configOf(const std::vector<Packet> &packets, Track track)
{
    const auto found = std::ranges::find(packets, track, &Packet::track);
    return found == packets.end() ? nullptr : found->config;
}

QByteArray muxed(const std::vector<Packet> &packets)
{
    auto muxer = StreamMuxer::create(Container::Ts, configOf(packets, Track::Video), nullptr);
    if (!muxer)
        qFatal("%s", qPrintable(muxer.error().message));
    QByteArray bytes;
    for (const Packet &packet : packets) {
        if (const auto written = (*muxer)->write(packet, bytes); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    (*muxer)->finish(bytes);
    return bytes;
}

/// A stream of open groups from its second keyframe on, without the leading pictures there.
std::vector<Packet> entered(const StreamSpec &spec, int64_t startUs, bool fresh)
{
    std::vector<Packet> taken;
    std::optional<FreshStart> start;
    int keyframes = 0;
    for (Packet packet : makePackets(spec, startUs, Source::Backup)) {
        keyframes += packet.keyframe;
        if (keyframes < 2 || (keyframes == 2 && packet.leading))
            continue;
        if (fresh && taken.empty())
            start = FreshStart::begin(packet);
        else if (start)
            start->follow(packet);
        taken.push_back(std::move(packet));
    }
    return taken;
}

constexpr int pictures = 75;
constexpr int gop = 15;

/// How many of the entered stream's pictures a decoder shows that comes from another stream.
int shown(const StreamSpec &spec, bool fresh, QStringList *complaints = nullptr)
{
    const StreamSpec before{.pictures = 60, .gop = 60, .brightness = 60, .sound = false};
    auto packets = makePackets(before, 1'000'000);
    const auto more = entered(spec, 3'500'000, fresh);
    packets.insert(packets.end(), more.begin(), more.end());
    const ReadBack read = readBack(muxed(packets));
    if (complaints)
        *complaints = read.complaints;
    return int(std::ranges::count_if(read.brightness, [](double luma) { return luma > 120; }));
}

} // namespace

class TestFreshStart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPictureIsShown_data();
    void everyPictureIsShown();
    void idrNeedsNothing();
    void damageLeavesThePacketAlone();
};

void TestFreshStart::everyPictureIsShown_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("CABAC") << QByteArray("preset=veryfast,profile=high");
    QTest::newRow("CAVLC") << QByteArray("preset=veryfast,profile=main,x264-params=open-gop=1:cabac=0");
    QTest::newRow("four slices") << QByteArray("preset=veryfast,x264-params=open-gop=1:slices=4");
    QTest::newRow("no deblocking") << QByteArray("preset=veryfast,x264-params=open-gop=1:no-deblock=1");
}

void TestFreshStart::everyPictureIsShown()
{
    QFETCH(QByteArray, options);
    const StreamSpec spec{.options = options.constData(),
                          .pictures = pictures,
                          .gop = gop,
                          .bFrames = 2,
                          .openGop = true,
                          .brightness = 160,
                          .sound = false};
    const int sent = int(entered(spec, 0, false).size());
    QVERIFY(sent > pictures - 2 * gop);
    QVERIFY2(shown(spec, false) < sent,
             "without a fresh start pictures are thrown away, or this proves nothing");
    QStringList complaints;
    QCOMPARE(shown(spec, true, &complaints), sent);
    // The first P-picture frees references from before the cut, which are not there: decoders say so and go on.
    complaints.removeIf(
        [](const QString &line) { return line.contains(QLatin1String("mmco: unref short failure")); });
    QCOMPARE(complaints, QStringList());
}

void TestFreshStart::idrNeedsNothing()
{
    auto packets = makePackets(StreamSpec{.pictures = 2, .sound = false});
    QVERIFY(FreshStart::isClean(packets.at(0)));
    QVERIFY(!FreshStart::isClean(packets.at(1)));
}

void TestFreshStart::damageLeavesThePacketAlone()
{
    const StreamSpec spec{.pictures = 30, .gop = 15, .bFrames = 2, .openGop = true, .sound = false};
    auto keyframe = entered(spec, 0, false).at(0);
    QVERIFY(!FreshStart::isClean(keyframe));
    const auto whole = keyframe.payload;
    AvPacket cut(av_packet_clone(whole.get()));
    cut->size = 7; // a length that reaches beyond the end
    keyframe.payload = std::shared_ptr<const AVPacket>(cut.release(), [](const AVPacket *p) {
        auto *owned = const_cast<AVPacket *>(p);
        av_packet_free(&owned);
    });
    const auto before = keyframe.payload;
    QVERIFY(!FreshStart::begin(keyframe));
    QCOMPARE(keyframe.payload, before);
}

QTEST_GUILESS_MAIN(TestFreshStart)

#include "tst_freshstart.moc"
