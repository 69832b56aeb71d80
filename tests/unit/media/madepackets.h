// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/packet.h"

#include <cstring>

/// Made-up packets for tests that need no real stream.
namespace twinfeed::test {

inline std::shared_ptr<const AVPacket> payloadOf(int size, uint8_t fill = 0)
{
    media::AvPacket packet(av_packet_alloc());
    av_new_packet(packet.get(), size);
    std::memset(packet->data, fill, size_t(size));
    return std::shared_ptr<const AVPacket>(std::move(packet));
}

inline media::CodecConfigPtr videoConfig(int reorder = 0, int width = 1920)
{
    auto config = std::make_shared<media::CodecConfig>();
    config->track = media::Track::Video;
    config->codecId = AV_CODEC_ID_H264;
    config->width = width;
    config->height = width * 9 / 16;
    config->frameRateNum = 30;
    config->profile = FF_PROFILE_H264_HIGH;
    config->reorder = reorder;
    config->parameterSets = {{0x67, 1}, {0x68, 2}};
    return config;
}

inline media::CodecConfigPtr soundConfig(int sampleRate = 48'000)
{
    auto config = std::make_shared<media::CodecConfig>();
    config->track = media::Track::Sound;
    config->codecId = AV_CODEC_ID_AAC;
    config->sampleRate = sampleRate;
    config->channels = 2;
    return config;
}

/// A picture; pts = dts + delay.
inline media::Packet picture(int64_t dts, bool keyframe, int64_t delay = 0, int64_t duration = 33'333)
{
    static const media::CodecConfigPtr config = videoConfig();
    media::Packet packet;
    packet.track = media::Track::Video;
    packet.keyframe = keyframe;
    packet.dts = packet.sourceDts = dts;
    packet.pts = packet.sourcePts = dts + delay;
    packet.duration = duration;
    packet.arrival = dts;
    packet.config = config;
    return packet;
}

inline media::Packet sound(int64_t dts, int64_t duration = 21'333)
{
    static const media::CodecConfigPtr config = soundConfig();
    media::Packet packet;
    packet.track = media::Track::Sound;
    packet.keyframe = true;
    packet.dts = packet.pts = packet.sourceDts = packet.sourcePts = dts;
    packet.duration = duration;
    packet.arrival = dts;
    packet.config = config;
    return packet;
}

} // namespace twinfeed::test
