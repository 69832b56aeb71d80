// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/streammuxer.h"
#include "app/sealing/unsealer.h"
#include "tests/support/process.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/sealing/madeunits.h"

#include <QFile>

/// Sealed streams in files, and on their way through ffmpeg, which knows nothing of it.
namespace twinfeed::test {

using namespace media;
using namespace sealing;
using namespace std::chrono_literals;

inline UnitKind kindOf(const Packet &packet)
{
    if (packet.track == Track::Sound)
        return {UnitKind::Aac, packet.config->channels};
    return {packet.config->codecId == AV_CODEC_ID_HEVC ? UnitKind::Hevc : UnitKind::H264, 0};
}

inline Bytes bytesOf(const Packet &packet)
{
    return {dataOf(packet), size_t(sizeOf(packet))};
}

inline Packet with(Packet packet, const Buffer &bytes)
{
    AvPacket payload(av_packet_alloc());
    av_new_packet(payload.get(), int(bytes.size()));
    std::ranges::copy(bytes, payload->data);
    packet.payload = std::shared_ptr<const AVPacket>(std::move(payload));
    return packet;
}

/// Empty where one cannot be sealed.
inline std::vector<Packet> sealed(const std::vector<Packet> &packets, Sealer &sealer)
{
    std::vector<Packet> out;
    for (const Packet &packet : packets) {
        auto unit = sealer.seal(kindOf(packet), bytesOf(packet));
        if (!unit)
            return {};
        out.push_back(with(packet, *unit));
    }
    return out;
}

/// The file; empty where it could not be written.
inline QString write(const QString &path, const std::vector<Packet> &packets, Container container)
{
    CodecConfigPtr sound;
    for (const Packet &packet : packets) {
        if (packet.track == Track::Sound)
            sound = packet.config;
    }
    const auto muxer = StreamMuxer::create(container, packets.front().config, sound);
    QByteArray bytes;
    for (const Packet &packet : packets)
        (void)(*muxer)->write(packet, bytes);
    (*muxer)->finish(bytes);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

/// What ffmpeg made of it with `-c copy`; empty where it could not.
inline QString relayed(const QString &from, const QString &path, const QStringList &options = {})
{
    Process ffmpeg(QStringLiteral("ffmpeg"),
                   QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y"),
                               QStringLiteral("-i"), from, QStringLiteral("-map"), QStringLiteral("0"),
                               QStringLiteral("-c"), QStringLiteral("copy")}
                       + options + QStringList{path});
    if (!ffmpeg.start() || !ffmpeg.waitForEnd(60s))
        return {};
    // It decodes some pictures to get to know the stream, and complains about those: how it ended is what counts.
    return ffmpeg.exitCode() == 0 ? path : QString();
}

inline QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// TS to HLS to fragmented MP4 to TS: the files that can be compared, of which those that failed are empty.
inline QStringList relayedFromTs(const QString &ts, const QString &folder)
{
    const QString hls = relayed(ts, folder + QStringLiteral("/d.m3u8"),
                                {QStringLiteral("-hls_list_size"), QStringLiteral("0"),
                                 QStringLiteral("-hls_time"), QStringLiteral("2")});
    const QString mp4 = relayed(hls, folder + QStringLiteral("/e.mp4"),
                                {QStringLiteral("-movflags"), QStringLiteral("frag_keyframe+delay_moov"),
                                 QStringLiteral("-bsf:a"), QStringLiteral("aac_adtstoasc")});
    return {ts, mp4, relayed(mp4, folder + QStringLiteral("/f.ts"))};
}

/// FLV to TS to FLV and on as relayedFromTs().
inline QStringList relayedEverywhere(const QString &flv, const QString &folder)
{
    const QString ts = relayed(flv, folder + QStringLiteral("/b.ts"));
    const QString again = relayed(ts, folder + QStringLiteral("/c.flv"));
    return QStringList{flv, ts} + relayedFromTs(again, folder);
}

/// How many units of `packets` open to exactly what was sealed; the others are said.
inline QString compare(const std::vector<Packet> &before, const std::vector<Packet> &after)
{
    Unsealer unsealer([](KeyId id) { return std::optional(madeKey(id)); });
    for (const Track track : {Track::Video, Track::Sound}) {
        std::vector<const Packet *> wanted;
        for (const Packet &packet : before) {
            if (packet.track == track)
                wanted.push_back(&packet);
        }
        size_t next = 0;
        for (const Packet &packet : after) {
            if (packet.track != track)
                continue;
            if (next >= wanted.size())
                return QStringLiteral("more units than before");
            auto opened = unsealer.open(kindOf(packet), bytesOf(packet), packet.keyframe);
            if (!opened)
                return QStringLiteral("unit %1: %2").arg(next).arg(opened.error().code);
            if (!opened->key || !std::ranges::equal(opened->bytes, bytesOf(*wanted[next])))
                return QStringLiteral("unit %1 is another one").arg(next);
            ++next;
        }
        if (next != wanted.size())
            return QStringLiteral("%1 of %2 units").arg(next).arg(wanted.size());
    }
    return {};
}

} // namespace twinfeed::test
