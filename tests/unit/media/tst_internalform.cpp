// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/internalform.h"

#include "app/media/adts.h"
#include "app/media/nal.h"
#include "tests/fuzz/forms.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <random>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

QByteArray bytesOf(const Packet &packet)
{
    return {reinterpret_cast<const char *>(dataOf(packet)), sizeOf(packet)};
}

std::vector<Packet> only(Track track, const std::vector<Packet> &packets)
{
    std::vector<Packet> some;
    std::ranges::copy_if(packets, std::back_inserter(some),
                         [track](const Packet &p) { return p.track == track; });
    return some;
}

AvPacket packetOf(const QByteArray &bytes)
{
    AvPacket packet(av_packet_alloc());
    av_new_packet(packet.get(), int(bytes.size()));
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char *>(packet->data));
    packet->pts = packet->dts = 0;
    return packet;
}

void addExtradata(AVPacket &packet, const std::vector<uint8_t> &extradata)
{
    uint8_t *side = av_packet_new_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, extradata.size());
    std::ranges::copy(extradata, side);
}

AvCodecParameters parametersOf(const CodecConfig &config)
{
    AvCodecParameters parameters(avcodec_parameters_alloc());
    parameters->codec_id = AVCodecID(config.codecId);
    parameters->codec_type = config.track == Track::Video ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO;
    parameters->extradata =
        static_cast<uint8_t *>(av_mallocz(config.extradata.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    parameters->extradata_size = int(config.extradata.size());
    std::ranges::copy(config.extradata, parameters->extradata);
    return parameters;
}

std::unique_ptr<InternalForm> formOf(const AVCodecParameters &parameters)
{
    auto form = InternalForm::create(parameters, 1, 1000);
    if (!form)
        qFatal("%s", qPrintable(form.error().message));
    return std::move(*form);
}

std::unique_ptr<InternalForm> formOf(const CodecConfig &config)
{
    return formOf(*parametersOf(config));
}

} // namespace

class InternalFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyContainerGivesTheSame()
    {
        const EncodedStream stream = encodeStream({.options = "preset=veryfast", .bFrames = 2});
        const auto ts = internalPackets(muxed(stream, "mpegts"));
        const auto tsVideo = only(Track::Video, ts);
        const auto tsSound = only(Track::Sound, ts);
        QCOMPARE(tsVideo.size(), size_t(60));
        for (const char *format : {"flv", "mp4", "matroska"}) {
            const auto other = internalPackets(muxed(stream, format));
            const auto video = only(Track::Video, other);
            const auto sound = only(Track::Sound, other);
            QCOMPARE(video.size(), tsVideo.size());
            QCOMPARE(sound.size(), tsSound.size());
            for (size_t i = 0; i < video.size(); ++i) {
                QVERIFY2(bytesOf(video[i]) == bytesOf(tsVideo[i]), format);
                QCOMPARE(video[i].keyframe, i % 30 == 0);
                QVERIFY(!video[i].leading);
                QVERIFY(*video[i].config == *tsVideo[i].config);
                QVERIFY(video[i].config == video[0].config); // the same object
            }
            for (size_t i = 0; i < sound.size(); ++i) {
                QVERIFY(bytesOf(sound[i]) == bytesOf(tsSound[i]));
                QCOMPARE(sound[i].config->sampleRate, 48'000);
                QCOMPARE(sound[i].config->channels, 2);
                QVERIFY(sound[i].config == sound[0].config);
            }
        }
    }

    void nothingOfTheParametersStaysInThePicture()
    {
        for (const char *encoder : {"libx264", "libx265"}) {
            const auto packets =
                internalPackets(muxed(encodeStream({.encoder = encoder, .sound = false}), "mpegts"));
            for (const Packet &packet : packets) {
                const auto nals = splitLengthPrefixed({dataOf(packet), size_t(sizeOf(packet))}, 4);
                QVERIFY(nals);
                for (const Bytes nal : *nals) {
                    const NalKind kind = kindOf(packet.config->codecId, nal);
                    QVERIFY(kind != NalKind::ParameterSet && kind != NalKind::Delimiter
                            && kind != NalKind::End);
                }
            }
            QCOMPARE(packets.front().config->width, 320);
            QCOMPARE(packets.front().config->height, 180);
        }
    }

    void whatNeedsNoChangeIsNotCopied()
    {
        const auto made = makePackets({.sound = false});
        const auto form = formOf(*made.front().config);
        const AvPacket packet = packetOf(bytesOf(made[1]));
        auto units = form->convert(*packet);
        QVERIFY(units);
        QCOMPARE(units->front().payload->data, packet->data);
        QCOMPARE(units->front().payload->size, packet->size);

        // Parameter sets in front, as many RTMP encoders repeat them: passed over, not copied.
        QByteArray fronted;
        for (const auto &set : made.front().config->parameterSets) {
            fronted += QByteArray::fromHex("0000");
            fronted += char(set.size() >> 8);
            fronted += char(set.size());
            fronted.append(reinterpret_cast<const char *>(set.data()), qsizetype(set.size()));
        }
        const AvPacket repeated = packetOf(fronted + bytesOf(made[0]));
        units = form->convert(*repeated);
        QVERIFY(units);
        QCOMPARE(units->front().payload->data, repeated->data + fronted.size());
        QVERIFY(units->front().keyframe);
        QCOMPARE(
            QByteArray(reinterpret_cast<char *>(units->front().payload->data), units->front().payload->size),
            bytesOf(made[0]));
    }

    void newExtradataIsANewConfig()
    {
        const auto small = makePackets({.sound = false});
        const auto large = makePackets({.width = 640, .height = 360, .sound = false});
        const auto form = formOf(*small.front().config);
        const auto first = form->convert(*packetOf(bytesOf(small[0])));
        QVERIFY(first);
        QCOMPARE(first->front().config->width, 320);

        AvPacket same = packetOf(bytesOf(small[0]));
        addExtradata(*same, small.front().config->extradata);
        QVERIFY(form->convert(*same)->front().config == first->front().config);

        AvPacket other = packetOf(bytesOf(large[0]));
        addExtradata(*other, large.front().config->extradata);
        const auto second = form->convert(*other);
        QVERIFY(second);
        QCOMPARE(second->front().config->width, 640);
        QVERIFY(*second->front().config == *large.front().config);
        QVERIFY(first->front().config->width == 320); // the old one is as it was

        AvPacket damaged = packetOf(bytesOf(large[1]));
        addExtradata(*damaged, {1, 2, 3});
        QVERIFY(form->convert(*damaged)->front().config == second->front().config);
    }

    void parametersInMidStreamAreANewConfig()
    {
        const QByteArray joined = muxed(encodeStream({.sound = false}), "mpegts")
            + muxed(encodeStream({.options = "profile=main", .width = 640, .height = 360, .sound = false}),
                    "mpegts");
        const auto packets = internalPackets(joined);
        QCOMPARE(packets.size(), size_t(120));
        QCOMPARE(packets[59].config->width, 320);
        QCOMPARE(packets[60].config->width, 640);
        QCOMPARE(packets[60].config->parameterSets.size(), size_t(2)); // the old ones are gone
    }

    void openGroupsAreStartsWithLeadingPictures()
    {
        for (const char *encoder : {"libx264", "libx265"}) {
            const auto packets = internalPackets(muxed(encodeStream({.encoder = encoder,
                                                                     .options = "preset=veryfast",
                                                                     .gop = 15,
                                                                     .bFrames = 3,
                                                                     .openGop = true,
                                                                     .sound = false}),
                                                       "mpegts"));
            int keyframes = 0;
            int leading = 0;
            int64_t keyPts = 0;
            for (const Packet &packet : packets) {
                if (packet.keyframe) {
                    ++keyframes;
                    keyPts = packet.pts;
                }
                QCOMPARE(packet.leading, !packet.keyframe && packet.pts < keyPts);
                leading += packet.leading;
            }
            QVERIFY2(keyframes >= 4, encoder);
            QVERIFY2(leading >= 3, encoder);
        }
    }

    void intraRefreshIsNoKeyframe()
    {
        const auto packets = internalPackets(
            muxed(encodeStream(
                      {.options = "preset=veryfast,x264-params=intra-refresh=1", .gop = 15, .sound = false}),
                  "mpegts"));
        QCOMPARE(std::ranges::count(packets, true, &Packet::keyframe), 1);
    }

    void joiningInMidStreamWaitsForParameters()
    {
        const EncodedStream stream = encodeStream({.sound = false});
        AvCodecParameters parameters(avcodec_parameters_alloc());
        parameters->codec_id = AV_CODEC_ID_H264;
        auto form = InternalForm::create(*parameters, 1, 30);
        QVERIFY(form);
        const auto early = (*form)->convert(*stream.packets[5]);
        QVERIFY(!early);
        QCOMPARE(early.error().code, QStringLiteral("no-parameters"));
        QVERIFY(!(*form)->config());
        const QByteArray sets(reinterpret_cast<char *>(stream.video->extradata),
                              stream.video->extradata_size);
        const auto nothing = (*form)->convert(*packetOf(sets));
        QVERIFY(nothing && nothing->empty());
        QVERIFY((*form)->convert(*stream.packets[6]));
    }

    void severalAdtsFramesAreTakenApart()
    {
        const auto frames = only(Track::Sound, makePackets({.sampleRate = 44'100, .channels = 1}));
        const AacFormat format{.sampleRate = 44'100, .channels = 1, .channelConfig = 1};
        QByteArray bytes;
        for (int i = 0; i < 3; ++i) {
            const auto header = buildAdts(format, size_t(sizeOf(frames[size_t(i)])));
            bytes.append(reinterpret_cast<const char *>(header->data()), 7);
            bytes += bytesOf(frames[size_t(i)]);
        }
        AvCodecParameters parameters(avcodec_parameters_alloc());
        parameters->codec_id = AV_CODEC_ID_AAC;
        auto form = InternalForm::create(*parameters, 1, 90'000);
        const auto units = (*form)->convert(*packetOf(bytes));
        QVERIFY(units);
        QCOMPARE(units->size(), size_t(3));
        QCOMPARE(units->at(2).offsetUs, int64_t(2 * 23'220));
        QCOMPARE(units->at(0).config->sampleRate, 44'100);
        QCOMPARE(units->at(0).config->channels, 1);
        for (size_t i = 0; i < 3; ++i)
            QCOMPARE(
                QByteArray(reinterpret_cast<char *>(units->at(i).payload->data), units->at(i).payload->size),
                bytesOf(frames[i]));
        // What follows a damaged header is lost, what came before it is not.
        const auto half = (*form)->convert(*packetOf(bytes.chopped(10)));
        QVERIFY(half);
        QCOMPARE(half->size(), size_t(2));
        const auto none = (*form)->convert(*packetOf(QByteArray(50, 'x')));
        QVERIFY(!none);
        QCOMPARE(none.error().code, QStringLiteral("damaged-unit"));
    }

    void anotherSampleRateIsANewConfig()
    {
        const auto slow = only(Track::Sound, internalPackets(muxed(encodeStream({}), "mpegts")));
        AvCodecParameters parameters(avcodec_parameters_alloc());
        parameters->codec_id = AV_CODEC_ID_AAC;
        auto form = InternalForm::create(*parameters, 1, 90'000);
        CodecConfigPtr before;
        for (const int rate : {48'000, 44'100}) {
            const AacFormat format{.sampleRate = rate, .channels = 2, .channelConfig = 2};
            const auto header = buildAdts(format, size_t(sizeOf(slow[0])));
            const QByteArray bytes =
                QByteArray(reinterpret_cast<const char *>(header->data()), 7) + bytesOf(slow[0]);
            const auto first = (*form)->convert(*packetOf(bytes));
            QVERIFY(first);
            QCOMPARE(first->front().config->sampleRate, rate);
            QVERIFY(first->front().config != before);
            before = first->front().config;
            QVERIFY((*form)->convert(*packetOf(bytes))->front().config == before);
        }
    }

    void otherCodecsAreRefusedInWords()
    {
        AvCodecParameters parameters(avcodec_parameters_alloc());
        parameters->codec_id = AV_CODEC_ID_VP9;
        const auto form = InternalForm::create(*parameters, 1, 1000);
        QVERIFY(!form);
        QCOMPARE(form.error().code, QStringLiteral("codec-refused"));
        QVERIFY(form.error().message.contains(QLatin1String("vp9")));
    }

    void damageIsNeverMoreThanAnError_data()
    {
        QTest::addColumn<QByteArray>("encoder");
        QTest::addColumn<bool>("lengths");
        QTest::newRow("h264 annex b") << QByteArray("libx264") << false;
        QTest::newRow("h264 lengths") << QByteArray("libx264") << true;
        QTest::newRow("hevc annex b") << QByteArray("libx265") << false;
    }
    void damageIsNeverMoreThanAnError()
    {
        QFETCH(QByteArray, encoder);
        QFETCH(bool, lengths);
        std::mt19937 random(42);
        const StreamSpec spec{.encoder = encoder.constData(), .pictures = 12, .gop = 4};
        const EncodedStream stream = encodeStream(spec);
        const auto internal = makePackets(spec);
        const auto configOf = [&internal](Track track) {
            return std::ranges::find(internal, track, &Packet::track)->config;
        };
        int good = 0;
        for (int round = 0; round < 400; ++round) {
            auto video = formOf(lengths ? *parametersOf(*configOf(Track::Video)) : *stream.video);
            const auto sound = formOf(*configOf(Track::Sound));
            for (const Packet &packet : internal) {
                const bool isVideo = packet.track == Track::Video;
                QByteArray bytes = bytesOf(packet);
                if (isVideo && !lengths) {
                    const auto annexB = toAnnexB(packet, true);
                    bytes =
                        QByteArray(reinterpret_cast<const char *>(annexB.data()), qsizetype(annexB.size()));
                }
                for (unsigned flips = random() % 6; flips > 0; --flips)
                    bytes[qsizetype(random() % std::min<size_t>(size_t(bytes.size()), 200))] ^=
                        char(1U << random() % 8);
                bytes.resize(1 + qsizetype(random() % size_t(bytes.size())));
                AvPacket av = packetOf(bytes);
                if (random() % 8 == 0) {
                    std::vector<uint8_t> extradata = packet.config->extradata;
                    for (auto &byte : extradata)
                        byte ^= random() % 4 ? 0 : uint8_t(random());
                    if (!extradata.empty())
                        addExtradata(*av, extradata);
                }
                const auto units = (isVideo ? *video : *sound).convert(*av);
                if (!units) {
                    QVERIFY(!units.error().message.isEmpty());
                    continue;
                }
                for (const auto &unit : *units) {
                    ++good;
                    QVERIFY(unit.config && unit.payload && unit.payload->size > 0);
                    if (isVideo)
                        QVERIFY(splitLengthPrefixed(Bytes(unit.payload->data, size_t(unit.payload->size)), 4)
                                    .ok());
                }
            }
        }
        QVERIFY(good > 0);
    }

    void anyBytesAreSurvived()
    {
        std::mt19937 random(1);
        const auto packets = makePackets({.pictures = 6, .gop = 3});
        for (int round = 0; round < 20'000; ++round) {
            // Something like a stream, or nothing of the kind.
            std::vector<uint8_t> bytes{uint8_t(random()), uint8_t(random() % 64)};
            const Packet &packet = packets[random() % packets.size()];
            if (random() % 2) {
                bytes[1] = uint8_t(packet.config->extradata.size());
                bytes.insert(bytes.end(), packet.config->extradata.begin(), packet.config->extradata.end());
                bytes.insert(bytes.end(), dataOf(packet), dataOf(packet) + sizeOf(packet));
            } else {
                bytes.resize(random() % 400);
                std::ranges::generate(bytes,
                                      [&random] { return uint8_t(random() % 3 ? random() : random() % 2); });
            }
            for (unsigned flips = random() % 10; flips > 0 && !bytes.empty(); --flips)
                bytes[random() % bytes.size()] ^= uint8_t(1U << random() % 8);
            QCOMPARE(fuzz::exerciseForms(bytes.data(), bytes.size()), 0);
        }
    }
};

QTEST_GUILESS_MAIN(InternalFormTest)
#include "tst_internalform.moc"
