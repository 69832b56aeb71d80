// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/internalform.h"
#include "app/media/nal.h"

#include <algorithm>
#include <cstdlib>

namespace twinfeed::fuzz {

/// One round with bytes from anywhere, as libFuzzer's LLVMFuzzerTestOneInput has it: the first byte chooses the codec, the
/// second how much of the rest is extradata; what is left goes in as packets. Aborts where a promise of InternalForm
/// is broken; the sanitizers see the rest.
inline int exerciseForms(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    constexpr AVCodecID codecs[]{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AAC};
    const size_t packets = 1 + (data[0] >> 4);
    const size_t extradata = std::min<size_t>(data[1], size - 2);
    const media::AvCodecParameters parameters(avcodec_parameters_alloc());
    parameters->codec_id = codecs[data[0] % 3];
    if (extradata > 0) {
        parameters->extradata = static_cast<uint8_t *>(av_mallocz(extradata + AV_INPUT_BUFFER_PADDING_SIZE));
        parameters->extradata_size = int(extradata);
        std::copy_n(data + 2, extradata, parameters->extradata);
    }
    const auto form = media::InternalForm::create(*parameters, 1, 90'000);
    if (!form)
        return 0;
    data += 2 + extradata;
    size -= 2 + extradata;
    for (size_t i = 0; i < packets; ++i) {
        const size_t part = size / packets;
        const media::AvPacket packet(av_packet_alloc());
        if (av_new_packet(packet.get(), int(part)) < 0)
            return 0;
        std::copy_n(data + i * part, part, packet->data);
        packet->pts = packet->dts = int64_t(i) * 3000;
        const auto units = (*form)->convert(*packet);
        if (!units)
            continue;
        for (const auto &unit : *units) {
            if (!unit.payload || unit.payload->size <= 0 || !unit.config)
                std::abort();
            const media::Bytes bytes(unit.payload->data, size_t(unit.payload->size));
            if (unit.config->track == media::Track::Video && !media::splitLengthPrefixed(bytes, 4))
                std::abort();
        }
    }
    return 0;
}

} // namespace twinfeed::fuzz
