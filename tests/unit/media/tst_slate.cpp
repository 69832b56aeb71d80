// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slate.h"

#include "app/media/loudness.h"
#include "app/media/slatechecks.h"
#include "app/media/slatepicture.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <thread>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

const SlateFormat small{.width = 320, .height = 180};

/// A picture of one colour, encoded by libav.
QByteArray image(const char *encoder, AVPixelFormat format, int width, int height,
                 std::array<uint8_t, 4> fill)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(encoder);
    AvCodecContext context(avcodec_alloc_context3(codec));
    context->width = width;
    context->height = height;
    context->pix_fmt = format;
    context->time_base = {1, 25};
    if (avcodec_open2(context.get(), codec, nullptr) < 0)
        qFatal("No %s", encoder);
    AvFrame frame(av_frame_alloc());
    frame->width = width;
    frame->height = height;
    frame->format = format;
    av_frame_get_buffer(frame.get(), 0);
    const bool planar = format == AV_PIX_FMT_YUVJ420P;
    const int bytes = format == AV_PIX_FMT_RGBA ? 4 : 3;
    for (int plane = 0; plane < (planar ? 3 : 1); ++plane) {
        for (int y = 0; y < (planar && plane > 0 ? height / 2 : height); ++y) {
            uint8_t *row = frame->data[plane] + ptrdiff_t(y) * frame->linesize[plane];
            for (int x = 0; x < frame->linesize[plane]; ++x)
                row[x] = fill[size_t(planar ? plane : x % bytes)];
        }
    }
    AvPacket packet(av_packet_alloc());
    avcodec_send_frame(context.get(), frame.get());
    avcodec_send_frame(context.get(), nullptr);
    if (avcodec_receive_packet(context.get(), packet.get()) < 0)
        qFatal("No picture from %s", encoder);
    return {reinterpret_cast<char *>(packet->data), packet->size};
}

QByteArray whitePng(int width, int height)
{
    return image("png", AV_PIX_FMT_RGB24, width, height, {255, 255, 255, 0});
}

/// As many rounds of the loop as asked for, laid out as slate.h says.
QByteArray looped(const SlateClip &clip, int rounds)
{
    std::vector<Packet> video;
    std::vector<Packet> sound;
    for (const Packet &packet : clip.packets)
        (packet.track == Track::Video ? video : sound).push_back(packet);
    std::vector<Packet> all;
    for (int round = 0; round < rounds; ++round) {
        for (Packet packet : video) {
            packet.dts = packet.pts = packet.pts + round * clip.loopUs;
            all.push_back(packet);
        }
    }
    const int64_t end = rounds * clip.loopUs;
    for (int64_t i = 0;; ++i) {
        const size_t index = clip.soundFrameAt(i);
        if (index >= sound.size())
            qFatal("There is no sound frame %d", int(index));
        Packet packet = sound[index];
        packet.dts = packet.pts = i * SlateClip::samplesPerFrame * 1'000'000 / clip.format.sampleRate;
        if (packet.dts >= end)
            break;
        all.push_back(packet);
    }
    std::ranges::stable_sort(all, {}, &Packet::dts);
    auto muxer = StreamMuxer::create(Container::Flv, clip.video, clip.sound);
    QByteArray bytes;
    for (const Packet &packet : all) {
        if (auto written = (*muxer)->write(packet, bytes); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    return bytes;
}

} // namespace

class SlateTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("No file");
        return file.fileName();
    }

    std::shared_ptr<const SlateClip> encode(const QString &name, const SlateFormat &format = small)
    {
        auto clip = encodeSlate(name, format, {});
        if (!clip) {
            qWarning("%s", qPrintable(clip.error().message));
            return nullptr;
        }
        return *clip;
    }

private Q_SLOTS:
    // What is wrong with a file is said by the error.
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void aStillBecomesALoop_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<double>("luma");
        // White is 235. Where it is as high as wide, it covers 180 of 320 columns; the rest is black, 16.
        QTest::newRow("png") << whitePng(1600, 900) << 235.0;
        QTest::newRow("png, square") << whitePng(500, 500) << 235 * 0.5625 + 16 * 0.4375;
        QTest::newRow("png, wide") << whitePng(640, 180) << 235 * 0.5 + 16 * 0.5;
        QTest::newRow("png, clear") << image("png", AV_PIX_FMT_RGBA, 320, 180, {255, 255, 255, 0}) << 16.0;
        QTest::newRow("png, half clear")
            << image("png", AV_PIX_FMT_RGBA, 320, 180, {255, 255, 255, 128}) << 126.0;
        QTest::newRow("jpeg") << image("mjpeg", AV_PIX_FMT_YUVJ420P, 320, 180, {255, 128, 128, 0}) << 235.0;
    }
    void aStillBecomesALoop()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(double, luma);
        const auto clip = encode(file("still", bytes));
        QVERIFY(clip);
        QCOMPARE(clip->pictures, 240); // 8 s are 375 sound frames
        QCOMPARE(clip->loopUs, int64_t(8'000'000));
        QCOMPARE(clip->video->width, 320);
        QCOMPARE(clip->video->reorder, 0);
        QCOMPARE(clip->sound->channels, 2);
        int picture = 0;
        int sound = 0;
        for (const Packet &packet : clip->packets) {
            QVERIFY(packet.source == Source::Slate);
            if (packet.track == Track::Video) {
                QCOMPARE(packet.keyframe, picture % 30 == 0);
                QCOMPARE(packet.dts, picture * int64_t(1'000'000) / 30);
                ++picture;
            } else {
                ++sound;
            }
        }
        QCOMPARE(picture, 240);
        QCOMPARE(sound, 375);
        const ReadBack read = readBack(looped(*clip, 2));
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 480);
        QVERIFY(read.soundFrames >= 748);
        for (const double brightness : read.brightness)
            QVERIFY2(std::abs(brightness - luma) < 2.5, qPrintable(QString::number(brightness)));
        for (const float sample : read.samples)
            QVERIFY(std::abs(sample) < 0.001F);
    }

    void aClipKeepsItsPicturesAndItsSound()
    {
        const QByteArray bytes = muxed(
            encodeStream({.options = "preset=veryfast", .pictures = 62, .bFrames = 2, .brightness = 140}),
            "mp4");
        const auto clip = encode(file("clip.mp4", bytes));
        QVERIFY(clip);
        // 62 pictures hold three times the 16 that are 25 sound frames; 1.6 s are 704 waves of 440 Hz.
        QCOMPARE(clip->pictures, 48);
        const ReadBack read = readBack(looped(*clip, 4));
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 192);
        for (const double brightness : read.brightness)
            QVERIFY(std::abs(brightness - 140) < 4);
        // A sine obeys x[n] = 2 cos(w) x[n-1] - x[n-2] everywhere, so also across the seams, or there is a click.
        const double twoCos = 2 * std::cos(2 * M_PI * 440 / 48'000);
        double loudest = 0;
        double worst = 0;
        for (size_t i = 4'098; i < read.samples.size() - 4'096; ++i) {
            loudest = std::max<double>(loudest, std::abs(read.samples[i]));
            worst = std::max(worst,
                             std::abs(read.samples[i] - twoCos * read.samples[i - 1] + read.samples[i - 2]));
        }
        QVERIFY2(std::abs(loudest - 0.25) < 0.03, qPrintable(QString::number(loudest)));
        QVERIFY2(worst < 0.01, qPrintable(QString::number(worst)));
    }

    void aClipOfAnotherRateIsConverted()
    {
        const QByteArray bytes =
            muxed(encodeStream({.fps = 25, .pictures = 50, .sampleRate = 44'100, .channels = 1}), "matroska");
        const auto clip = encode(file("clip.mkv", bytes),
                                 {.width = 640, .height = 360, .frameRateNum = 30000, .frameRateDen = 1001});
        QVERIFY(clip);
        // 2 s; 29.97/s and 48 kHz meet only after 640 pictures, so the clip is not cut.
        QCOMPARE(clip->pictures, 60);
        QCOMPARE(clip->sound->sampleRate, 48'000);
        QCOMPARE(clip->sound->channels, 2);
        const ReadBack read = readBack(looped(*clip, 2));
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 120);
        QCOMPARE(read.widths.front(), 640);
    }

    void aClipWithoutSoundIsSilent()
    {
        const auto clip = encode(file("mute.ts", muxed(encodeStream({.sound = false}), "mpegts")));
        QVERIFY(clip);
        QVERIFY(clip->sound);
        for (const float sample : readBack(looped(*clip, 1)).samples)
            QVERIFY(std::abs(sample) < 0.001F);
    }

    void soundStaysWithThePicturesForEver()
    {
        for (const auto &[num, den, rate] : {std::array{30, 1, 48'000},
                                             {30'000, 1'001, 48'000},
                                             {30'000, 1'001, 44'100},
                                             {25, 1, 44'100},
                                             {60'000, 1'001, 44'100}}) {
            SlateClip clip;
            clip.format = {.frameRateNum = num, .frameRateDen = den, .sampleRate = rate};
            clip.pictures = 47;
            const double loop = 47.0 * den / num;
            const double frame = 1024.0 / rate;
            const auto frames = size_t(std::ceil(loop / frame));
            for (const int64_t start : {int64_t(0), int64_t(1'000'000'000)}) {
                for (int64_t i = start; i < start + 5'000; ++i) {
                    const size_t now = clip.soundFrameAt(i);
                    const size_t next = clip.soundFrameAt(i + 1);
                    QVERIFY(now < frames);
                    QVERIFY(next == now + 1 || (next == 0 && now + 2 >= frames));
                    if (start == 0) {
                        // Where the sound is, and where the pictures are.
                        const double off = std::fmod(double(i) * frame, loop) - double(now) * frame;
                        QVERIFY(off > -1e-6 && off < frame);
                    }
                }
            }
        }
    }

    void theFormatFollowsTheLiveStream()
    {
        const auto packets = makePackets({.options = "preset=veryfast,profile=main",
                                          .width = 640,
                                          .height = 360,
                                          .fps = 25,
                                          .pictures = 10,
                                          .sampleRate = 44'100,
                                          .channels = 1});
        const auto sound = std::ranges::find(packets, Track::Sound, &Packet::track)->config;
        const SlateFormat format = slateFormatFor(packets.front().config, sound);
        QVERIFY(format
                == (SlateFormat{.width = 640,
                                .height = 360,
                                .frameRateNum = 25,
                                .frameRateDen = 1,
                                .profile = FF_PROFILE_H264_MAIN,
                                .sampleRate = 44'100,
                                .channels = 1}));
        QVERIFY(slateFormatFor(nullptr, nullptr, small) == small);
        const auto clip = encode(file("main.png", whitePng(64, 64)), format);
        QVERIFY(clip);
        QCOMPARE(clip->video->profile, FF_PROFILE_H264_MAIN);
        QCOMPARE(clip->video->frameRateNum, 25);
        QCOMPARE(clip->sound->sampleRate, 44'100);
        QCOMPARE(clip->sound->channels, 1);
    }

    void whatIsNoSlateIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray png = whitePng(800, 600);
        const QByteArray jpeg = image("mjpeg", AV_PIX_FMT_YUVJ420P, 320, 180, {200, 90, 128, 0});
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("This is no picture, whatever its name says.\n").repeated(50);
        QTest::newRow("png cut short") << png.first(png.size() / 2);
        QTest::newRow("jpeg cut short") << jpeg.first(jpeg.size() - 40);
        QTest::newRow("png head only") << png.first(40);
        QTest::newRow("too wide") << whitePng(8194, 16);
        QTest::newRow("too high") << whitePng(16, 8194);
        QTest::newRow("sound only") << [] {
            auto packets = makePackets({});
            std::erase_if(packets, [](const Packet &p) { return p.track == Track::Video; });
            auto muxer = StreamMuxer::create(Container::Ts, nullptr, packets.front().config);
            QByteArray bytes;
            for (const Packet &packet : packets)
                (void)(*muxer)->write(packet, bytes);
            return bytes;
        }();
        QTest::newRow("playlist") << QByteArray(
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n");
        QTest::newRow("concat script") << QByteArray("ffconcat version 1.0\nfile /etc/hostname\n");
    }
    void whatIsNoSlateIsRefusedInWords()
    {
        QFETCH(QByteArray, bytes);
        const auto clip = encodeSlate(file("refused", bytes), small, {});
        QVERIFY(!clip);
        QCOMPARE(clip.error().code, QStringLiteral("slate-refused"));
        QVERIFY(clip.error().message.endsWith(QLatin1Char('.')));
    }

    void noFileIsRefusedToo()
    {
        const auto clip = encodeSlate(m_folder.filePath(QStringLiteral("nothing.png")), small, {});
        QVERIFY(!clip);
        QCOMPARE(clip.error().code, QStringLiteral("slate-refused"));
        const auto odd = encodeSlate(file("still.png", whitePng(64, 64)), {.width = 321, .height = 180}, {});
        QVERIFY(!odd);
        QCOMPARE(odd.error().code, QStringLiteral("slate-format"));
    }

    void itCanBeStopped()
    {
        const QString name =
            file("long.ts", muxed(encodeStream({.pictures = 1200, .sound = false}), "mpegts"));
        std::stop_source stop;
        QElapsedTimer sinceStop;
        const std::jthread stopper([&] {
            sinceStop.start();
            stop.request_stop();
        });
        const auto clip = encodeSlate(name, {}, stop.get_token());
        QVERIFY(!clip);
        QCOMPARE(clip.error().code, QStringLiteral("interrupted"));
        QVERIFY(sinceStop.elapsed() < 3000);
    }

    void otherCodecsAndDepths_data()
    {
        QTest::addColumn<bool>("hevc");
        QTest::addColumn<int>("profile");
        QTest::newRow("HEVC") << true << FF_PROFILE_HEVC_MAIN;
        QTest::newRow("HEVC, 10 bits") << true << FF_PROFILE_HEVC_MAIN_10;
        QTest::newRow("H.264, 10 bits") << false << FF_PROFILE_H264_HIGH_10;
        QTest::newRow("H.264, 4:2:2") << false << FF_PROFILE_H264_HIGH_422;
    }

    void otherCodecsAndDepths()
    {
        QFETCH(bool, hevc);
        QFETCH(int, profile);
        SlateFormat format = small;
        format.hevc = hevc;
        format.profile = profile;
        const auto clip = encode(file("white.png", whitePng(500, 500)), format);
        QVERIFY(clip);
        QCOMPARE(clip->video->codecId, hevc ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264);
        QCOMPARE(clip->video->profile & 0xFF, profile);
        QVERIFY((slateFormatFor(clip->video, clip->sound, small) == format));
        auto muxer = StreamMuxer::create(Container::Ts, clip->video, clip->sound);
        QByteArray bytes;
        int pictures = 0;
        for (const Packet &packet : clip->packets) {
            pictures += packet.track == Track::Video;
            QVERIFY((*muxer)->write(packet, bytes));
        }
        (*muxer)->finish(bytes);
        const ReadBack back = readBack(bytes);
        QCOMPARE(back.pictures, pictures);
        QVERIFY2(back.complaints.isEmpty(), qPrintable(back.complaints.join(QLatin1Char('\n'))));
    }

    void formatsThatCannotBeAreNotTheFilesFault()
    {
        SlateFormat format = small;
        format.width = 321;
        const auto clip = encodeSlate(file("fine.png", whitePng(64, 64)), format, {});
        QVERIFY(!clip);
        QCOMPARE(clip.error().code, QStringLiteral("slate-format"));
    }

    void theNewestPictureIsASlate()
    {
        GopBuffer buffer;
        QCOMPARE(pictureFile(buffer).error().code, QStringLiteral("no-picture"));
        buffer.push(makePackets({.width = 320, .height = 180, .pictures = 31, .brightness = 180}));
        const auto picture = pictureFile(buffer);
        QVERIFY(picture);
        const auto clip = encode(file("picture.ts", *picture));
        QVERIFY(clip);
        const ReadBack back = readBack(looped(*clip, 1));
        QVERIFY(std::abs(back.brightness.front() - 180) < 3);
        QVERIFY(back.pictures >= 30);
    }

    void tellsHowLoudItIs()
    {
        const auto clip = encode(file("tone.ts", muxed(encodeStream({.pictures = 60}), "mpegts")));
        QVERIFY(clip && clip->loudness && clip->truePeak);
        QVERIFY2(std::abs(*clip->loudness + 12.0) < 1, qPrintable(QString::number(*clip->loudness)));
        QVERIFY2(*clip->truePeak > -12.5 && *clip->truePeak < -6,
                 qPrintable(QString::number(*clip->truePeak))); // where it sets in, AAC overshoots
        QVERIFY(!encode(file("still.png", whitePng(64, 64)))->loudness);
        GopBuffer live;
        live.push(makePackets({.pictures = 90}));
        const auto measured = loudnessOf(live);
        QVERIFY(measured && std::abs(measured->integrated - *clip->loudness) < 0.5);
    }

    void preFlight()
    {
        const auto packets = makePackets({.width = 320, .height = 180, .pictures = 2});
        const CodecConfigPtr video =
            packets[0].config->track == Track::Video ? packets[0].config : packets[1].config;
        const auto of = [&](const SlateFormat &format, const char *name) {
            for (const SlateCheck &check : checkSlateFormat(format, video, nullptr)) {
                if (check.name == QLatin1String(name))
                    return check;
            }
            return SlateCheck();
        };
        const SlateFormat right = slateFormatFor(video, nullptr, small);
        for (const SlateCheck &check : checkSlateFormat(right, video, nullptr))
            QVERIFY2(check.ok, qPrintable(check.name + check.text));
        SlateFormat wrong = right;
        wrong.width = 640;
        QVERIFY(of(wrong, "size").breaks);
        QCOMPARE(of(wrong, "size").live, QStringLiteral("320x180"));
        wrong = right;
        wrong.frameRateNum = 25;
        QVERIFY(!of(wrong, "rate").ok && !of(wrong, "rate").breaks);
        wrong = right;
        wrong.hevc = true;
        QVERIFY(of(wrong, "codec").breaks);
        QVERIFY(checkSlateFormat(right, nullptr, nullptr).empty());
    }

    void preFlightOfSound()
    {
        SlateClip clip;
        QVERIFY(checkSlateSound(clip, -23).empty()); // silent
        clip.loudness = -14;
        clip.truePeak = -0.5;
        const auto loud = checkSlateSound(clip, std::nullopt);
        QCOMPARE(loud.size(), size_t(2));
        QVERIFY(!loud[0].ok && !loud[0].breaks && loud[0].text.contains(QStringLiteral("9.0 LU louder")));
        QVERIFY(!loud[1].ok);
        clip.truePeak = -3;
        for (const SlateCheck &check : checkSlateSound(clip, -16))
            QVERIFY(check.ok);
    }
};

QTEST_GUILESS_MAIN(SlateTest)
#include "tst_slate.moc"
