// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/flvstreammuxer.h"

#include "app/media/errors.h"

#include <cstring>

namespace twinfeed::media {

namespace {

// File header of 9 bytes and the size of the tag before the first: RTMP and players expect them once.
constexpr qsizetype fileHeaderBytes = 13;

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
    AvPacket av(av_packet_alloc());
    if (!av || (packet.payload->buf && !(av->buf = av_buffer_ref(packet.payload->buf))))
        return outOfMemory();
    av->data = packet.payload->data;
    av->size = packet.payload->size;
    av->flags = packet.keyframe || !video ? AV_PKT_FLAG_KEY : 0;
    if (changed) {
        const auto &extradata = packet.config->extradata;
        uint8_t *side = av_packet_new_side_data(av.get(), AV_PKT_DATA_NEW_EXTRADATA, extradata.size());
        if (!side)
            return outOfMemory();
        std::memcpy(side, extradata.data(), extradata.size());
    }
    return m_format->write(packet.track, *av, packet.dts, packet.pts, packet.duration, out);
}

void FlvStreamMuxer::finish(QByteArray &out)
{
    if (m_format)
        m_format->finish(out);
}

} // namespace twinfeed::media
