// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/media/oddstream.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace twinfeed::test {

using namespace media;

namespace {

constexpr int tsPacket = 188;
constexpr int64_t base = 1'000'000'000; // unit clock at which the stream begins

uint8_t *at(QByteArray &bytes, qsizetype place)
{
    return reinterpret_cast<uint8_t *>(bytes.data()) + place;
}

/// Calls `change` with each tag's beginning behind a possible file header.
void eachTag(QByteArray &bytes, const std::function<void(uint8_t *tag)> &change)
{
    for (qsizetype place = bytes.startsWith("FLV") ? 13 : 0; place + 11 <= bytes.size();) {
        uint8_t *tag = at(bytes, place);
        const qsizetype size = tag[1] << 16 | tag[2] << 8 | tag[3];
        change(tag);
        place += 11 + size + 4;
    }
}

/// Calls `change` with each PES header.
void eachPes(QByteArray &bytes, const std::function<void(uint8_t *pes)> &change)
{
    for (qsizetype place = 0; place + tsPacket <= bytes.size(); place += tsPacket) {
        uint8_t *packet = at(bytes, place);
        const int skip = packet[3] & 0x20 ? 5 + packet[4] : 4;
        uint8_t *pes = packet + skip;
        if ((packet[1] & 0x40) && pes[0] == 0 && pes[1] == 0 && pes[2] == 1)
            change(pes);
    }
}

int64_t readTime(const uint8_t *five)
{
    return int64_t(five[0] >> 1 & 7) << 30 | int64_t(five[1]) << 22 | int64_t(five[2] >> 1) << 15
        | int64_t(five[3]) << 7 | five[4] >> 1;
}

void writeTime(uint8_t *five, int64_t time)
{
    five[0] = uint8_t((five[0] & 0xF1) | (time >> 30 & 7) << 1);
    five[1] = uint8_t(time >> 22);
    five[2] = uint8_t(time >> 15 << 1 | 1);
    five[3] = uint8_t(time >> 7);
    five[4] = uint8_t(time << 1 | 1);
}

void moveFlv(QByteArray &bytes, int64_t byMs)
{
    eachTag(bytes, [byMs](uint8_t *tag) {
        const int64_t before = int64_t(tag[7]) << 24 | tag[4] << 16 | tag[5] << 8 | tag[6];
        const auto ms = uint32_t(before + byMs);
        tag[4] = uint8_t(ms >> 16);
        tag[5] = uint8_t(ms >> 8);
        tag[6] = uint8_t(ms);
        tag[7] = uint8_t(ms >> 24);
    });
}

int64_t ticks(int64_t us)
{
    return us * 9 / 100;
}

/// By ticks.
void moveTs(QByteArray &bytes, int64_t dtsBy, int64_t ptsBy)
{
    eachPes(bytes, [&](uint8_t *pes) {
        if (pes[7] & 0x80)
            writeTime(pes + 9, readTime(pes + 9) + ptsBy);
        if ((pes[7] & 0xC0) == 0xC0)
            writeTime(pes + 14, readTime(pes + 14) + dtsBy);
    });
}

struct Reader
{
    const QByteArray bytes;
    qsizetype place = 0;

    static int read(void *self, uint8_t *to, int size)
    {
        auto *reader = static_cast<Reader *>(self);
        const auto count = std::min<qsizetype>(size, reader->bytes.size() - reader->place);
        if (count <= 0)
            return AVERROR_EOF;
        std::memcpy(to, reader->bytes.constData() + reader->place, size_t(count));
        reader->place += count;
        return int(count);
    }
};

/// As Demuxer opens it.
AVFormatContext *open(Reader &reader, Container container)
{
    AVFormatContext *context = avformat_alloc_context();
    context->pb = avio_alloc_context(static_cast<uint8_t *>(av_malloc(4096)), 4096, 0, &reader, &Reader::read,
                                     nullptr, nullptr);
    context->correct_ts_overflow = 0;
    const AVInputFormat *format = av_find_input_format(container == Container::Flv ? "flv" : "mpegts");
    if (avformat_open_input(&context, nullptr, format, nullptr) < 0)
        qFatal("The made stream cannot be opened");
    return context;
}

void close(AVFormatContext *context)
{
    AVIOContext *io = context->pb;
    avformat_close_input(&context);
    av_freep(&io->buffer);
    avio_context_free(&io);
}

} // namespace

OddStream::OddStream(Container container, const StreamSpec &spec, int64_t lengthUs)
    : m_container(container)
{
    const std::vector<Packet> loop = makePackets(spec);
    const int64_t loopUs = int64_t(spec.pictures) * 1'000'000 / spec.fps;
    std::unique_ptr<StreamMuxer> muxer;
    for (int64_t begin = 0; begin < lengthUs; begin += loopUs) {
        for (Packet packet : loop) {
            packet.dts += begin;
            packet.pts += begin;
            if (!muxer) {
                const auto sound = std::find_if(loop.begin(), loop.end(),
                                                [](const Packet &p) { return p.track == Track::Sound; });
                auto made = StreamMuxer::create(container, packet.config,
                                                sound == loop.end() ? nullptr : sound->config);
                if (packet.track != Track::Video || !made)
                    qFatal("A stream must begin with a picture");
                muxer = std::move(*made);
            }
            Piece piece{{}, packet.track, packet.dts, packet.pts};
            if (!muxer->write(packet, piece.bytes))
                qFatal("A made packet cannot be written");
            if (!piece.bytes.isEmpty()) // sound in front of the first picture is left out
                pieces.push_back(std::move(piece));
        }
    }
}

void OddStream::label(const Label &label)
{
    for (Piece &piece : pieces) {
        const int64_t wanted = label(piece.track, piece.dts);
        const int64_t by = ticks(wanted) - ticks(piece.dts);
        if (m_container == Container::Flv)
            moveFlv(piece.bytes, wanted / 1000 - piece.dts / 1000);
        else
            moveTs(piece.bytes, by, by);
    }
}

void OddStream::movePts(int64_t fromUs, int64_t toUs, int64_t byUs)
{
    for (Piece &piece : pieces) {
        if (piece.dts < fromUs || piece.dts >= toUs || piece.track != Track::Video)
            continue;
        if (m_container == Container::Ts) {
            moveTs(piece.bytes, 0, ticks(byUs));
            continue;
        }
        eachTag(piece.bytes, [byUs](uint8_t *tag) {
            if (tag[0] != 9 || tag[12] != 1)
                return; // no picture
            const int32_t before =
                int32_t(uint32_t(tag[13]) << 24 | uint32_t(tag[14]) << 16 | uint32_t(tag[15]) << 8) >> 8;
            const auto ms = uint32_t(before + int32_t(byUs / 1000));
            tag[13] = uint8_t(ms >> 16);
            tag[14] = uint8_t(ms >> 8);
            tag[15] = uint8_t(ms);
        });
    }
}

QByteArray OddStream::bytes() const
{
    QByteArray all;
    for (const Piece &piece : pieces)
        all += piece.bytes;
    return all;
}

OddRun::OddRun(const OddStream &stream)
{
    std::map<int64_t, const OddStream::Piece *> truth; // by place in the bytes
    int64_t place = 0;
    for (const auto &piece : stream.pieces) {
        truth[place] = &piece;
        place += piece.bytes.size();
    }
    Reader reader{stream.bytes()};
    AVFormatContext *context = open(reader, stream.container());
    std::array<std::shared_ptr<GopBuffer>, 3> buffers;
    for (auto &buffer : buffers)
        buffer = std::make_shared<GopBuffer>();
    int64_t now = base;
    Splicer splicer({buffers[0], buffers[1], buffers[2]}, {.onAir = Source::Primary}, now);
    Intake intake(Source::Primary);
    std::map<int64_t, int64_t> truePts; // by arrival, which is another one for each packet
    const auto play = [&](int64_t until) {
        now = until;
        for (Packet &packet : splicer.advance(now).packets)
            programme.push_back({packet, truePts.at(packet.arrival)});
    };
    const AvPacket packet(av_packet_alloc());
    while (av_read_frame(context, packet.get()) >= 0) {
        const OddStream::Piece *piece =
            std::prev(truth.upper_bound(std::max<int64_t>(0, packet->pos)))->second;
        ++demuxed;
        // At its own pace, a little late each time.
        now = std::max(now + 1, base + piece->dts + (demuxed * 7919) % 6'000);
        truePts[now] = piece->pts;
        std::vector<Packet> packets;
        intake.feed(*context, *packet, now, packets);
        av_packet_unref(packet.get());
        taken.insert(taken.end(), packets.begin(), packets.end());
        buffers[0]->push(std::move(packets));
        play(now);
    }
    if (const auto refused = intake.refusal(now))
        refusal = refused->code;
    remark = intake.remark(now).code;
    for (int i = 0; i < 20; ++i)
        play(now + 100'000);
    close(context);
}

QString OddRun::problem() const
{
    std::array<std::optional<int64_t>, 2> last;
    for (const Heard &heard : programme) {
        auto &before = last[size_t(heard.packet.track)];
        const QString where = QStringLiteral(" at true %1 ms").arg(heard.truePts / 1000);
        if (before && heard.packet.dts < *before + 1'000)
            return QStringLiteral("dts does not rise") + where;
        if (heard.packet.pts < heard.packet.dts)
            return QStringLiteral("pts before dts") + where;
        before = heard.packet.dts;
    }
    return {};
}

OddRun::Sync OddRun::sync(int64_t fromUs, int64_t toUs) const
{
    // Each sound frame against the picture nearest to it in the programme.
    std::map<int64_t, int64_t> pictures; // shift by programme pts
    for (const Heard &heard : programme) {
        if (heard.packet.track == Track::Video)
            pictures[heard.packet.pts] = heard.packet.pts - heard.truePts;
    }
    Sync sync{INT64_MAX, INT64_MIN, 0, 0};
    for (const Heard &heard : programme) {
        if (heard.truePts < fromUs || heard.truePts >= toUs)
            continue;
        if (heard.packet.track == Track::Video) {
            ++sync.pictures;
            continue;
        }
        ++sync.sounds;
        auto picture = pictures.lower_bound(heard.packet.pts);
        if (picture == pictures.end())
            continue;
        const int64_t late = heard.packet.pts - heard.truePts - picture->second;
        sync.least = std::min(sync.least, late);
        sync.most = std::max(sync.most, late);
    }
    return sync;
}

int64_t OddRun::shiftAt(int64_t trueUs) const
{
    for (const Heard &heard : programme) {
        if (heard.packet.track == Track::Video && heard.truePts >= trueUs)
            return heard.packet.pts - heard.truePts;
    }
    return INT64_MIN;
}

int64_t OddRun::largestGap(int64_t fromUs, int64_t toUs) const
{
    std::vector<int64_t> shown;
    for (const Heard &heard : programme) {
        if (heard.packet.track == Track::Video && heard.truePts >= fromUs && heard.truePts < toUs)
            shown.push_back(heard.packet.pts);
    }
    std::sort(shown.begin(), shown.end());
    int64_t largest = 0;
    for (size_t i = 1; i < shown.size(); ++i)
        largest = std::max(largest, shown[i] - shown[i - 1]);
    return largest;
}

} // namespace twinfeed::test
