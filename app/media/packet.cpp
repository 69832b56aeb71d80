// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/packet.h"

#include "app/media/ffmpeg.h"
#include "app/media/payload.h"
#include "app/media/unitkind.h"

#include <cstring>

namespace twinfeed::media {

const uint8_t *dataOf(const Packet &packet)
{
    return packet.payload ? packet.payload->data : nullptr;
}

int sizeOf(const Packet &packet)
{
    return packet.payload ? packet.payload->size : 0;
}

bool replacePayload(Packet &packet, std::span<const uint8_t> bytes)
{
    AvPacket made(av_packet_alloc());
    if (!made || av_new_packet(made.get(), int(bytes.size())) < 0)
        return false;
    std::memcpy(made->data, bytes.data(), bytes.size());
    made->flags = packet.payload ? packet.payload->flags : 0;
    packet.payload = std::shared_ptr<const AVPacket>(made.release(), [](const AVPacket *p) {
        auto *owned = const_cast<AVPacket *>(p);
        av_packet_free(&owned);
    });
    return true;
}

sealing::UnitKind kindOf(const Packet &packet)
{
    using sealing::UnitKind;
    if (packet.track == Track::Sound)
        return {UnitKind::Aac, packet.config->channels};
    return {packet.config->codecId == AV_CODEC_ID_HEVC ? UnitKind::Hevc : UnitKind::H264, 0};
}

sealing::Bytes bytesOf(const Packet &packet)
{
    return {dataOf(packet), size_t(sizeOf(packet))};
}

StreamFormat formatOf(const CodecConfigPtr &video, const CodecConfigPtr &sound)
{
    StreamFormat format;
    if (video) {
        format.videoCodec = QString::fromLatin1(avcodec_get_name(AVCodecID(video->codecId)));
        format.width = video->width;
        format.height = video->height;
        if (video->frameRateNum > 0 && video->frameRateDen > 0)
            format.frameRate = double(video->frameRateNum) / video->frameRateDen;
        if (const char *profile = avcodec_profile_name(AVCodecID(video->codecId), video->profile))
            format.profile = QString::fromLatin1(profile);
    }
    if (sound) {
        format.soundCodec = QString::fromLatin1(avcodec_get_name(AVCodecID(sound->codecId)));
        format.sampleRate = sound->sampleRate;
        format.soundChannels = sound->channels;
    }
    return format;
}

} // namespace twinfeed::media
