// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/tsstreammuxer.h"

#include "app/media/adts.h"
#include "app/media/cues.h"
#include "app/media/errors.h"
#include "app/media/nal.h"

#include <cstring>
#include <span>

namespace twinfeed::media {

namespace {

constexpr qsizetype tsPacketBytes = 188;
constexpr uint16_t tablePid = 0x1000; // where FFmpeg puts its PMT
constexpr uint16_t cuePid = 0x1F0; // FFmpeg counts its streams from 0x100 up
constexpr int64_t offsetUs = 1'400'000;
// How far the clock reference (PCR) is ahead of decoding. 200 ms hold the 1 Mb of a large keyframe at 4 Mb/s.
constexpr int64_t pcrLeadUs = 200'000;

Error damaged(const QString &what)
{
    return errorOf(QStringLiteral("damaged-unit"), what);
}

Result<AvPacket> packetOf(size_t size)
{
    AvPacket packet(av_packet_alloc());
    if (!packet || av_new_packet(packet.get(), int(size)) < 0)
        return outOfMemory();
    return packet;
}

} // namespace

TsStreamMuxer::TsStreamMuxer(CodecConfigPtr video, CodecConfigPtr sound)
    : m_video(std::move(video))
    , m_sound(std::move(sound))
{
    m_counters.fill(0x0F); // the first packet of each PID then has 0
}

Result<void> TsStreamMuxer::begin(QByteArray &out)
{
    m_tablesVersion = (m_tablesVersion + 1) % 32;
    const QByteArray version = QByteArray::number(m_tablesVersion);
    // Sound frames are not collected and pictures of up to 64 KiB say their length: a reader then has them when they end,
    // not when the next begins.
    auto format = MemoryFormat::open("mpegts", m_video, m_sound,
                                     {{"mpegts_copyts", "1"},
                                      {"pes_payload_size", "0"},
                                      {"omit_video_pes_length", "0"},
                                      {"tables_version", version.constData()}},
                                     pcrLeadUs, out);
    if (!format)
        return format.error();
    m_format = std::move(*format);
    return {};
}

Result<void> TsStreamMuxer::write(const Packet &packet, QByteArray &out)
{
    if (!packet.payload || !packet.config)
        return damaged(QStringLiteral("An empty packet."));
    const bool video = packet.track == Track::Video;
    if (auto carried =
            carries(Container::Ts, video ? packet.config : nullptr, video ? nullptr : packet.config);
        !carried)
        return carried;
    const qsizetype from = out.size();
    if (packet.cues && !m_hasCues) {
        m_hasCues = true;
        m_format.reset(); // new tables, with a new version
    }
    (video ? m_video : m_sound) = packet.config;
    if (!m_format || m_format->codecId(packet.track) != packet.config->codecId) {
        if (auto begun = begin(out); !begun)
            return begun;
    }
    if (video && packet.keyframe)
        m_format->setOption("mpegts_flags", "resend_headers");
    auto written = video ? writeVideo(packet, out) : writeSound(packet, out);
    if (packet.cues) // behind the picture, with which new tables may have come
        writeCues(packet, out);
    announceInTables(out, from);
    renumber(out, from);
    return written;
}

Result<void> TsStreamMuxer::writeVideo(const Packet &packet, QByteArray &out)
{
    const bool announce = packet.keyframe || m_announced != packet.config;
    const auto stream = toAnnexB(packet, announce);
    if (stream.empty())
        return damaged(QStringLiteral("A picture that cannot be taken apart."));
    m_announced = packet.config;
    auto av = packetOf(stream.size());
    if (!av)
        return av.error();
    std::memcpy((*av)->data, stream.data(), stream.size());
    (*av)->flags = packet.keyframe ? AV_PKT_FLAG_KEY : 0;
    return m_format->write(Track::Video, **av, packet.dts + offsetUs, packet.pts + offsetUs, packet.duration,
                           out);
}

Result<void> TsStreamMuxer::writeSound(const Packet &packet, QByteArray &out)
{
    const auto format = parseAudioSpecificConfig(packet.config->extradata);
    const auto size = size_t(sizeOf(packet));
    const auto header = format ? buildAdts(*format, size) : std::nullopt;
    if (!header)
        return damaged(QStringLiteral("A sound frame of %1 bytes that ADTS cannot carry.").arg(size));
    auto av = packetOf(size + header->size());
    if (!av)
        return av.error();
    std::memcpy((*av)->data, header->data(), header->size());
    std::memcpy((*av)->data + header->size(), dataOf(packet), size);
    (*av)->flags = AV_PKT_FLAG_KEY;
    return m_format->write(Track::Sound, **av, packet.dts + offsetUs, packet.pts + offsetUs, packet.duration,
                           out);
}

void TsStreamMuxer::writeCues(const Packet &packet, QByteArray &out) const
{
    for (const auto &section : *packet.cues) {
        if (const auto shifted = shiftedCue(section, packet.pts + offsetUs - packet.sourcePts))
            appendCue(out, *shifted, cuePid);
    }
}

void TsStreamMuxer::announceInTables(QByteArray &out, qsizetype from) const
{
    if (!m_hasCues)
        return;
    auto *bytes = reinterpret_cast<uint8_t *>(out.data());
    for (qsizetype at = from; at + tsPacketBytes <= out.size(); at += tsPacketBytes) {
        const std::span<uint8_t> packet(bytes + at, size_t(tsPacketBytes));
        if ((size_t(packet[1] & 0x1F) << 8 | packet[2]) == tablePid)
            announceCues(packet, cuePid);
    }
}

void TsStreamMuxer::renumber(QByteArray &out, qsizetype from)
{
    auto *bytes = reinterpret_cast<uint8_t *>(out.data());
    for (qsizetype at = from; at + tsPacketBytes <= out.size(); at += tsPacketBytes) {
        uint8_t *packet = bytes + at;
        const size_t pid = size_t(packet[1] & 0x1F) << 8 | packet[2];
        const bool payload = packet[3] & 0x10;
        // A packet without payload repeats the counter of the one before (ISO/IEC 13818-1, 2.4.3.3).
        if (payload)
            m_counters[pid] = (m_counters[pid] + 1) & 0x0F;
        packet[3] = uint8_t((packet[3] & 0xF0) | m_counters[pid]);
    }
}

void TsStreamMuxer::finish(QByteArray &out)
{
    if (!m_format)
        return;
    const qsizetype from = out.size();
    m_format->finish(out);
    renumber(out, from);
}

} // namespace twinfeed::media
