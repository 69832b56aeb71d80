// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/internalform.h"
#include "app/media/nal.h"
#include "app/media/splicer.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <QTest>

#include <cstring>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Captions (CEA-608/708 in SEI) pass with their pictures, also through cuts.
namespace {

constexpr int64_t second = 1'000'000;
constexpr int pictureCount = 180;
constexpr int64_t start = 100 * second;

/// A picture a 30th of a second; each carries one caption pair: the letter of its path, and its number.
std::vector<Packet> captioned(char letter, Source source)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    AvCodecContext context(avcodec_alloc_context3(codec));
    context->width = 64;
    context->height = 64;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, 30};
    context->framerate = {30, 1};
    context->gop_size = 15;
    context->max_b_frames = 2;
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
    AVDictionary *options = nullptr;
    av_dict_set(&options, "preset", "ultrafast", 0);
    av_dict_set(&options, "a53cc", "1", 0);
    if (avcodec_open2(context.get(), codec, &options) < 0)
        qFatal("no encoder");
    av_dict_free(&options);
    const AvCodecParameters parameters(avcodec_parameters_alloc());
    avcodec_parameters_from_context(parameters.get(), context.get());
    auto form = InternalForm::create(*parameters, 1, 30);
    std::vector<Packet> packets;
    const auto drain = [&] {
        const AvPacket packet(av_packet_alloc());
        while (avcodec_receive_packet(context.get(), packet.get()) >= 0) {
            const auto units = (*form)->convert(*packet);
            for (const auto &unit : *units) {
                Packet made;
                made.keyframe = unit.keyframe;
                made.source = source;
                made.dts = start + packet->dts * second / 30;
                made.pts = start + packet->pts * second / 30;
                made.sourceDts = made.dts;
                made.sourcePts = made.pts;
                made.arrival = made.dts;
                made.duration = second / 30;
                made.config = unit.config;
                made.payload = unit.payload;
                packets.push_back(std::move(made));
            }
            av_packet_unref(packet.get());
        }
    };
    for (int i = 0; i < pictureCount; ++i) {
        const AvFrame frame(av_frame_alloc());
        frame->width = frame->height = 64;
        frame->format = AV_PIX_FMT_YUV420P;
        frame->pts = i;
        av_frame_get_buffer(frame.get(), 0);
        for (int plane = 0; plane < 3; ++plane)
            std::memset(frame->data[plane], 128, size_t(frame->linesize[plane]) * (plane == 0 ? 64 : 32));
        AVFrameSideData *captions = av_frame_new_side_data(frame.get(), AV_FRAME_DATA_A53_CC, 3);
        captions->data[0] = 0xFC;
        captions->data[1] = uint8_t(letter);
        captions->data[2] = uint8_t(i);
        avcodec_send_frame(context.get(), frame.get());
        drain();
    }
    avcodec_send_frame(context.get(), nullptr);
    drain();
    return packets;
}

/// The caption pairs of the decoded pictures, in the order of showing.
std::vector<std::pair<char, int>> captionsIn(const std::vector<Packet> &pictures)
{
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    AvCodecContext decoder(avcodec_alloc_context3(codec));
    decoder->thread_count = 1;
    if (avcodec_open2(decoder.get(), codec, nullptr) < 0)
        qFatal("no decoder");
    std::vector<std::pair<char, int>> found;
    const AvFrame frame(av_frame_alloc());
    const auto drain = [&] {
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
            const AVFrameSideData *captions = av_frame_get_side_data(frame.get(), AV_FRAME_DATA_A53_CC);
            found.emplace_back(captions && captions->size >= 3 ? char(captions->data[1]) : '-',
                               captions && captions->size >= 3 ? captions->data[2] : -1);
        }
    };
    QByteArray ts;
    auto muxer = StreamMuxer::create(Container::Ts, pictures.front().config, nullptr);
    for (const Packet &picture : pictures) {
        if (!(*muxer)->write(picture, ts))
            qFatal("not muxed");
    }
    (*muxer)->finish(ts);
    for (const Packet &picture : internalPackets(ts)) { // through a container and back
        const auto stream = toAnnexB(picture, picture.keyframe);
        const AvPacket packet(av_packet_alloc());
        av_new_packet(packet.get(), int(stream.size()));
        std::memcpy(packet->data, stream.data(), stream.size());
        packet->pts = picture.pts;
        packet->dts = picture.dts;
        avcodec_send_packet(decoder.get(), packet.get());
        drain();
    }
    avcodec_send_packet(decoder.get(), nullptr);
    drain();
    return found;
}

} // namespace

class CaptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void passThroughCuts()
    {
        const std::array<std::vector<Packet>, 2> paths{captioned('A', Source::Primary),
                                                       captioned('B', Source::Backup)};
        const Splicer::Buffers buffers{std::make_shared<GopBuffer>(), std::make_shared<GopBuffer>(),
                                       std::make_shared<GopBuffer>()};
        std::array<std::shared_ptr<GopBuffer>, 2> writers{std::make_shared<GopBuffer>(),
                                                          std::make_shared<GopBuffer>()};
        Splicer splicer({writers[0], writers[1], buffers[2]}, {Source::Primary, 500'000, 300'000, 0}, start);
        std::vector<Packet> programme;
        std::array<size_t, 2> at{};
        uint64_t takes = 0;
        for (int64_t now = start; now < start + 6 * second; now += 10'000) {
            for (const size_t path : {size_t(0), size_t(1)}) {
                for (; at[path] < paths[path].size() && paths[path][at[path]].dts <= now; ++at[path])
                    writers[path]->push(paths[path][at[path]]);
            }
            const int64_t into = now - start;
            if (into == 2 * second || into == 3 * second || into == 4 * second)
                splicer.take({++takes, takes % 2 ? Source::Backup : Source::Primary, Cut::Keyframe, false},
                             now);
            auto step = splicer.advance(now);
            for (Packet &packet : step.packets)
                programme.push_back(std::move(packet));
        }
        QVERIFY(programme.size() > 120);
        const auto captions = captionsIn(programme);
        QVERIFY(captions.size() >= programme.size() - 2);
        int changes = 0;
        // The last ones wait for pictures that were not due yet.
        for (size_t i = 1; i + 6 < captions.size(); ++i) {
            QVERIFY2(captions[i].first == 'A' || captions[i].first == 'B', "a picture without its captions");
            changes += captions[i].first != captions[i - 1].first;
            // Both paths count alike, and a cut at a keyframe neither skips nor repeats.
            QCOMPARE(captions[i].second, captions[i - 1].second + 1);
        }
        QCOMPARE(changes, 3);
    }
};

QTEST_GUILESS_MAIN(CaptionsTest)
#include "tst_captions.moc"
