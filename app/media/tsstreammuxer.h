// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/memoryformat.h"
#include "app/media/streammuxer.h"

#include <array>

namespace twinfeed::media {

/// MPEG-TS for SRT, UDP, HLS segments, recordings and previews. Every picture begins with a delimiter; the picture's own
/// parameter sets stand in front of each keyframe and wherever they changed, PAT and PMT too, so that a stream can be
/// joined or cut there. SCTE 35 passes, its times moved along with the pictures'. Every frame is a PES of its own and leaves at once. Times are the packets' plus a constant 1.4 s
/// (room for the clock reference, which is sent ahead); 33 bits, wrapping.
class TsStreamMuxer final : public StreamMuxer
{
public:
    TsStreamMuxer(CodecConfigPtr video, CodecConfigPtr sound);

    Result<void> write(const Packet &packet, QByteArray &out) override;
    void finish(QByteArray &out) override;

private:
    Result<void> begin(QByteArray &out);
    Result<void> writeVideo(const Packet &packet, QByteArray &out);
    Result<void> writeSound(const Packet &packet, QByteArray &out);
    void renumber(QByteArray &out, qsizetype from);
    void writeCues(const Packet &packet, QByteArray &out) const;
    void announceInTables(QByteArray &out, qsizetype from) const;

    CodecConfigPtr m_video; // what the newest packet of the track said
    CodecConfigPtr m_sound;
    CodecConfigPtr m_announced; // whose parameter sets the stream was last given
    std::unique_ptr<MemoryFormat> m_format;
    int m_tablesVersion = -1;
    bool m_hasCues = false; // a source with a track of SCTE 35 was on air: the tables name one from then on
    // Continuity counters by PID. FFmpeg's muxer counts too, but begins again when a track is added.
    std::array<uint8_t, 0x2000> m_counters;
};

} // namespace twinfeed::media
