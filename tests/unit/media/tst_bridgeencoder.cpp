// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgeencoder.h"

#include "app/media/nal.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/bridgeride.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

/// Pictures of a stream, decoded.
std::deque<BridgePicture> decoded(const std::vector<Packet> &packets)
{
    auto buffer = std::make_shared<GopBuffer>();
    for (const Packet &packet : packets)
        buffer->push(packet);
    auto reader = BridgeReader::open(buffer, packets.front().pts, delayOf(packets));
    if (!reader || !*reader || !(*reader)->pull())
        qFatal("no reader");
    while (!(*reader)->ahead().empty())
        (*reader)->decode();
    (*reader)->drain();
    return std::move((*reader)->pictures);
}

struct Encoded
{
    std::vector<Packet> source;
    std::vector<Packet> made;
};

/// A stream decoded and encoded as a bridge would.
Encoded encoded(const StreamSpec &spec, int64_t bitrate = 2'000'000)
{
    Encoded both;
    both.source = makePackets(spec, start, Source::Backup);
    auto pictures = decoded(both.source);
    auto encoder =
        BridgeEncoder::create({both.source.front().config, pictures.front().frame.get(), 1'000'000 / spec.fps,
                               bitrate, delayOf(both.source), Source::Backup});
    if (!encoder)
        qFatal("%s", qPrintable(encoder.error().message));
    for (BridgePicture &picture : pictures) {
        auto packet = (*encoder)->encode(std::move(picture));
        if (!packet)
            qFatal("%s", qPrintable(packet.error().message));
        both.made.push_back(std::move(*packet));
    }
    return both;
}

/// What an encoder with these options would say of its stream.
CodecConfigPtr configOf(const StreamSpec &spec)
{
    StreamSpec few = spec;
    few.pictures = 1;
    few.sound = false;
    return makePackets(few).front().config;
}

std::vector<unsigned> idsOf(const CodecConfig &config)
{
    std::vector<unsigned> ids;
    for (const auto &set : config.parameterSets) {
        if (const auto sps = (set[0] & 0x1F) == 7 ? parseH264Sps(set) : std::nullopt)
            ids.push_back(sps->id);
        if (const auto pps = (set[0] & 0x1F) == 8 ? parseH264Pps(set) : std::nullopt)
            ids.push_back(pps->id);
    }
    return ids;
}

} // namespace

class TestBridgeEncoder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void likeItsSource_data();
    void likeItsSource();
    void parameterSetsOfItsOwn();
    void picturesLookLikeTheSources();
    void oneIdrAndNoMore();
    void captionsPass();
    void rateIsKept();
    void notEncodable();
};

void TestBridgeEncoder::refusals_data()
{
    QTest::addColumn<CodecConfigPtr>("config");
    QTest::addColumn<QString>("code");

    const StreamSpec plain;
    QTest::newRow("good") << configOf(plain) << QString();
    QTest::newRow("nothing known") << CodecConfigPtr() << QStringLiteral("no-parameters");
    StreamSpec spec = plain;
    spec.encoder = "libx265";
    QTest::newRow("HEVC") << configOf(spec) << QStringLiteral("codec");
    spec = plain;
    spec.options = "x264-params=interlaced=1";
    QTest::newRow("interlaced") << configOf(spec) << QStringLiteral("interlaced");
    spec = plain;
    spec.pixelFormat = AV_PIX_FMT_YUV444P;
    QTest::newRow("4:4:4") << configOf(spec) << QStringLiteral("format");
    auto changed = std::make_shared<CodecConfig>(*configOf(plain));
    changed->parameterSets.clear();
    QTest::newRow("no parameter sets") << CodecConfigPtr(changed) << QStringLiteral("no-parameters");
    changed = std::make_shared<CodecConfig>(*configOf(plain));
    changed->parameterSets.front().resize(3);
    QTest::newRow("damaged parameter sets") << CodecConfigPtr(changed) << QStringLiteral("no-parameters");
    changed = std::make_shared<CodecConfig>(*configOf(plain));
    changed->frameRateNum = 5000;
    QTest::newRow("too many pictures") << CodecConfigPtr(changed) << QStringLiteral("rate");
    changed = std::make_shared<CodecConfig>(*configOf(plain));
    changed->frameRateNum = 0;
    QTest::newRow("rate unknown") << CodecConfigPtr(changed) << QString();
}

void TestBridgeEncoder::refusals()
{
    QFETCH(CodecConfigPtr, config);
    QFETCH(QString, code);
    const auto refused = bridgeRefusal(config);
    QCOMPARE(refused ? refused->code : QString(), code);
    QVERIFY(!refused || !refused->message.isEmpty());
}

void TestBridgeEncoder::likeItsSource_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("fps");
    QTest::newRow("High") << QByteArray("preset=superfast,profile=high") << 30;
    QTest::newRow("Main, level 4.1") << QByteArray("preset=superfast,profile=main,level=4.1") << 25;
    QTest::newRow("Baseline") << QByteArray("preset=superfast,profile=baseline") << 50;
    QTest::newRow("colours and shape") << QByteArray(
        "preset=superfast,x264-params=sar=4/3:colorprim=bt709:transfer=bt709:colormatrix=bt709:chromaloc=1")
                                       << 30;
    QTest::newRow("full range") << QByteArray("preset=superfast,x264-params=fullrange=on") << 30;
}

void TestBridgeEncoder::likeItsSource()
{
    QFETCH(QByteArray, options);
    QFETCH(int, fps);
    const auto both = encoded({.options = options.constData(), .fps = fps, .pictures = 10, .sound = false});
    const CodecConfig &source = *both.source.front().config;
    const CodecConfig &made = *both.made.front().config;
    QCOMPARE(made.width, source.width);
    QCOMPARE(made.height, source.height);
    QCOMPARE(made.profile, source.profile);
    QCOMPARE(made.level, source.level);
    QCOMPARE(int64_t(made.frameRateNum) * source.frameRateDen,
             int64_t(source.frameRateNum) * made.frameRateDen);
    QCOMPARE(made.reorder, 0);

    const auto of = decoded(both.source);
    const auto is = decoded(both.made);
    const AVFrame &a = *of.front().frame;
    const AVFrame &b = *is.front().frame;
    QCOMPARE(b.format, a.format);
    QCOMPARE(av_cmp_q(b.sample_aspect_ratio, a.sample_aspect_ratio), 0);
    QCOMPARE(b.color_range, a.color_range);
    QCOMPARE(b.color_primaries, a.color_primaries);
    QCOMPARE(b.color_trc, a.color_trc);
    QCOMPARE(b.colorspace, a.colorspace);
    QCOMPARE(b.chroma_location, a.chroma_location);
}

void TestBridgeEncoder::parameterSetsOfItsOwn()
{
    for (const char *options : {"x264-params=sps-id=0", "x264-params=sps-id=1", "x264-params=sps-id=5"}) {
        const auto both = encoded({.options = options, .pictures = 2, .sound = false});
        const auto theirs = idsOf(*both.source.front().config);
        for (const unsigned id : idsOf(*both.made.front().config))
            QVERIFY(std::ranges::find(theirs, id) == theirs.end());
    }
}

void TestBridgeEncoder::picturesLookLikeTheSources()
{
    const auto both = encoded({.pictures = 40, .bFrames = 2, .counter = true, .sound = false});
    QCOMPARE(both.made.size(), both.source.size());
    const auto of = decoded(both.source);
    const auto is = decoded(both.made);
    QCOMPARE(is.size(), of.size());
    for (size_t i = 0; i < is.size(); ++i) {
        const Packet &packet = both.made[i];
        QCOMPARE(packet.pts, of[i].pts);
        QCOMPARE(packet.dts, of[i].pts - delayOf(both.source));
        QCOMPARE(packet.arrival, of[i].arrival);
        QCOMPARE(packet.duration, of[i].duration);
        QCOMPARE(packet.sourcePts, of[i].sourcePts);
        QCOMPARE(packet.source, Source::Backup);
        double error = 0;
        const AVFrame &a = *of[i].frame;
        const AVFrame &b = *is[i].frame;
        for (int y = 0; y < a.height; ++y) {
            for (int x = 0; x < a.width; ++x)
                error += std::pow(a.data[0][y * a.linesize[0] + x] - b.data[0][y * b.linesize[0] + x], 2);
        }
        QVERIFY(10 * std::log10(255.0 * 255 * a.width * a.height / std::max(error, 1.0)) > 35);
    }
}

void TestBridgeEncoder::oneIdrAndNoMore()
{
    const auto both = encoded({.pictures = 300, .gop = 10, .sound = false});
    QVERIFY(both.made.front().keyframe);
    QCOMPARE(std::ranges::count_if(both.made, &Packet::keyframe), 1);
}

void TestBridgeEncoder::captionsPass()
{
    const auto both = encoded({.pictures = 20, .bFrames = 2, .captions = true, .sound = false});
    const auto captionsOf = [](const std::vector<Packet> &packets) {
        auto muxer = StreamMuxer::create(Container::Ts, packets.front().config, nullptr);
        QByteArray bytes;
        for (const Packet &packet : packets)
            (void)(*muxer)->write(packet, bytes);
        (*muxer)->finish(bytes);
        return readBack(bytes).captions;
    };
    const auto captions = captionsOf(both.made);
    QCOMPARE(captions, captionsOf(both.source));
    QVERIFY(!captions.front().isEmpty());
    QVERIFY(captions.front() != captions.back());
}

void TestBridgeEncoder::rateIsKept()
{
    // A block of noise of this size would want more than ten times as much.
    StreamSpec spec{.options = "preset=superfast,crf=1", .width = 640, .height = 360, .pictures = 90};
    spec.sound = false;
    spec.counter = true;
    const auto both = encoded(spec, 100'000);
    int64_t bytes = 0;
    for (const Packet &packet : both.made)
        bytes += sizeOf(packet);
    // The least rate there is, 300 kb/s, for three seconds, and a full buffer besides.
    QVERIFY2(bytes * 8 < 300'000 * 3.7 * 1.1, qPrintable(QString::number(bytes * 8)));
}

void TestBridgeEncoder::notEncodable()
{
    auto source = makePackets({.pictures = 2, .sound = false});
    auto pictures = decoded(source);
    auto larger = decoded(makePackets({.width = 640, .height = 360, .pictures = 2, .sound = false}));
    BridgeEncoder::Like like{source.front().config, pictures.front().frame.get(), 33'333, 1'000'000, 0,
                             Source::Backup};
    auto encoder = BridgeEncoder::create(like);
    QVERIFY(bool(encoder));
    const auto refused = (*encoder)->encode(std::move(larger.front()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("format"));

    pictures.front().frame->width = 0;
    const auto none = BridgeEncoder::create(like);
    QVERIFY(!none);
    QCOMPARE(none.error().code, QStringLiteral("format"));
}

QTEST_GUILESS_MAIN(TestBridgeEncoder)

#include "tst_bridgeencoder.moc"
