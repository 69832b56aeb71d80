// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/flvstreammuxer.h"

#include "app/media/errors.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

// File header of 9 bytes and the size of the tag before the first: RTMP and players expect them once.
constexpr qsizetype fileHeaderBytes = 13;

/// The packet without copying its payload, where nothing has to be said with it.
Result<AvPacket> shared(const Packet &packet)
{
    AvPacket av(av_packet_alloc());
    if (!av || (packet.payload->buf && !(av->buf = av_buffer_ref(packet.payload->buf))))
        return outOfMemory();
    av->data = packet.payload->data;
    av->size = packet.payload->size;
    return av;
}

/// The packet with its parameter sets in front. The sequence header says them too, but there are readers that take it only
/// once: FFmpeg's own FLV demuxer hands it to the decoder and not to its parser, which then complains of every picture. And
/// there are readers that take it too early: mpegts.js keeps the newest picture back until the next one comes, and gives a
/// browser the new header before it. When that picture is a keyframe without sets of its own, the browser gives up.
Result<AvPacket> withParameterSets(const Packet &packet)
{
    size_t size = size_t(packet.payload->size);
    for (const auto &set : packet.config->parameterSets)
        size += 4 + set.size();
    AvPacket av(av_packet_alloc());
    if (!av || av_new_packet(av.get(), int(size)) < 0)
        return outOfMemory();
    uint8_t *to = av->data;
    for (const auto &set : packet.config->parameterSets) {
        for (int shift = 24; shift >= 0; shift -= 8)
            *to++ = uint8_t(uint32_t(set.size()) >> shift);
        to = std::ranges::copy(set, to).out;
    }
    std::memcpy(to, packet.payload->data, size_t(packet.payload->size));
    return av;
}

Result<AvPacket> avPacketOf(const Packet &packet, bool newParameters)
{
    const bool withSets = packet.track == Track::Video && (packet.keyframe || newParameters);
    auto av = withSets ? withParameterSets(packet) : shared(packet);
    if (!av || !newParameters)
        return av;
    const auto &extradata = packet.config->extradata;
    uint8_t *side = av_packet_new_side_data(av->get(), AV_PKT_DATA_NEW_EXTRADATA, extradata.size());
    if (!side)
        return outOfMemory();
    std::ranges::copy(extradata, side);
    return av;
}

} // namespace

FlvStreamMuxer::FlvStreamMuxer(CodecConfigPtr video, CodecConfigPtr sound)
    : m_video(std::move(video))
    , m_sound(std::move(sound))
{
}

Result<void> FlvStreamMuxer::begin(QByteArray &out)
{
    QByteArray header;
    // A stream that goes on has neither a length nor an end to write down.
    auto format = MemoryFormat::open("flv", m_video, m_sound,
                                     {{"flvflags", "no_duration_filesize+no_sequence_end"}}, 0, header);
    if (!format)
        return format.error();
    m_format = std::move(*format);
    m_floor.reset();
    out.append(m_begun ? header.sliced(fileHeaderBytes) : header);
    m_begun = true;
    return {};
}

Result<void> FlvStreamMuxer::write(const Packet &packet, QByteArray &out)
{
    if (!packet.payload || !packet.config)
        return errorOf(QStringLiteral("media-failed"), QStringLiteral("An empty packet."));
    const bool video = packet.track == Track::Video;
    CodecConfigPtr &config = configOf(packet.track);
    const bool changed = !config || (config != packet.config && !(*config == *packet.config));
    if (changed) {
        if (auto carried =
                carries(Container::Flv, video ? packet.config : nullptr, video ? nullptr : packet.config);
            !carried)
            return carried;
    }
    config = packet.config;
    if (!m_format || !m_format->has(packet.track)) {
        if (auto begun = begin(out); !begun)
            return begun;
    }
    // Sound from before the first picture would be a step back in time.
    if ((m_floor && packet.dts < *m_floor) || (!m_floor && !video && m_video))
        return {};
    if (!m_floor)
        m_floor = packet.dts;
    auto av = avPacketOf(packet, changed);
    if (!av)
        return av.error();
    av->get()->flags = packet.keyframe || !video ? AV_PKT_FLAG_KEY : 0;
    return m_format->write(packet.track, **av, packet.dts, packet.pts, packet.duration, out);
}

void FlvStreamMuxer::finish(QByteArray &out)
{
    if (m_format)
        m_format->finish(out);
}

} // namespace twinfeed::media
