// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The parsers of app/media that work on bits and bytes without a container around them.

#include "app/media/adts.h"
#include "app/media/freshstart.h"
#include "app/media/parametersets.h"
#include "tests/fuzz/forms.h"
#include "tests/fuzz/targets.h"

#include <cstring>

namespace twinfeed::fuzz {

namespace {

std::vector<uint8_t> copyOf(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

void checkSps(const std::optional<media::SpsInfo> &sps)
{
    if (!sps)
        return;
    must(sps->width > 0 && sps->width <= 16384 && sps->height > 0 && sps->height <= 16384,
         "a picture's size is usable");
    must(sps->frameRateDen > 0 && sps->frameRateNum >= 0, "a rate has a denominator");
    must(sps->reorder >= 0 && sps->reorder <= 16, "reordering is bounded");
    must(sps->frameNumBits >= 4 && sps->frameNumBits <= 16, "frame_num has 4 to 16 bits");
    must(sps->lumaBits >= 8 && sps->lumaBits <= 16, "bit depth is bounded");
}

void checkRecord(const std::optional<media::DecoderRecord> &record, int codecId)
{
    if (!record)
        return;
    must(record->lengthBytes == 1 || record->lengthBytes == 2 || record->lengthBytes == 4,
         "lengths of 1, 2 or 4");
    media::ParameterSets sets(codecId);
    if (!sets.replace(record->parameterSets))
        return;
    for (const unsigned pps : {0u, 1u, 255u}) {
        const auto config = sets.configFor(pps);
        if (!config)
            continue;
        must(config == sets.newest() && config->width > 0 && !config->parameterSets.empty(),
             "a config says a size");
        if (codecId != AV_CODEC_ID_H264)
            continue;
        const auto again = media::parseAvcC(config->extradata);
        must(again && again->lengthBytes == 4, "a record that was built can be read");
    }
}

void checkSplits(Bytes data)
{
    size_t sum = 0;
    for (const media::Bytes unit : media::splitAnnexB(data)) {
        must(!unit.empty() && unit.data() >= data.data()
                 && unit.data() + unit.size() <= data.data() + data.size(),
             "units lie inside");
        sum += unit.size();
    }
    must(sum <= data.size(), "units do not overlap");
    for (const int lengthBytes : {1, 2, 4}) {
        if (const auto units = media::splitLengthPrefixed(data, lengthBytes)) {
            for (const media::Bytes unit : *units)
                must(unit.data() + unit.size() <= data.data() + data.size(), "units lie inside");
        }
    }
}

media::Packet packetOf(Bytes bytes, media::CodecConfigPtr config)
{
    media::Packet packet;
    packet.keyframe = true;
    packet.config = std::move(config);
    media::AvPacket payload(av_packet_alloc());
    if (av_new_packet(payload.get(), int(bytes.size())) < 0)
        std::abort();
    std::copy(bytes.begin(), bytes.end(), payload->data);
    packet.payload = std::shared_ptr<const AVPacket>(payload.release(), [](const AVPacket *p) {
        auto *owned = const_cast<AVPacket *>(p);
        av_packet_free(&owned);
    });
    return packet;
}

bool isWhole(const media::Packet &packet)
{
    return media::splitLengthPrefixed({media::dataOf(packet), size_t(media::sizeOf(packet))}, 4).ok();
}

} // namespace

int forms(const uint8_t *data, size_t size)
{
    return exerciseForms(data, size);
}

int nal(const uint8_t *data, size_t size)
{
    const Bytes bytes(data, size);
    checkSps(media::parseH264Sps(bytes));
    checkSps(media::parseHevcSps(bytes));
    (void)media::parseH264Pps(bytes);
    (void)media::parseHevcPps(bytes);
    (void)media::parseHevcVpsId(bytes);
    (void)media::parseH264Slice(bytes);
    (void)media::parseHevcSlicePps(bytes);
    (void)media::hasExactRecoveryPoint(bytes);
    checkRecord(media::parseAvcC(bytes), AV_CODEC_ID_H264);
    checkRecord(media::parseHvcC(bytes), AV_CODEC_ID_HEVC);
    checkSplits(bytes);

    const auto coded = media::escaped(bytes);
    const auto plain = media::unescaped(coded);
    must(plain.size() >= size && std::equal(data, data + size, plain.begin()), "what was escaped comes back");
    for (size_t i = 0; i + 3 < coded.size(); ++i)
        must(coded[i] != 0 || coded[i + 1] != 0 || coded[i + 2] > 2, "no start code is left");

    for (const int codecId : {int(AV_CODEC_ID_H264), int(AV_CODEC_ID_HEVC)}) {
        media::ParameterSets sets(codecId);
        for (const media::Bytes unit : media::splitAnnexB(bytes)) {
            if (media::kindOf(codecId, unit) == media::NalKind::ParameterSet)
                sets.add(unit);
        }
        for (unsigned pps = 0; pps < 4; ++pps)
            (void)sets.configFor(pps);
    }
    return 0;
}

int adts(const uint8_t *data, size_t size)
{
    const Bytes bytes(data, size);
    if (const auto header = media::parseAdts(bytes)) {
        must(header->frameBytes >= header->headerBytes && header->rawBlocks >= 1 && header->rawBlocks <= 4,
             "a header's numbers agree");
        must(header->format.sampleRate > 0, "there is a rate");
    }
    const auto format = media::parseAudioSpecificConfig(bytes);
    if (!format)
        return 0;
    must(format->sampleRate > 0 && format->sampleRate < 1 << 24, "there is a rate");
    must(format->channels >= 0, "channels are counted");
    const auto again = media::parseAudioSpecificConfig(media::buildAudioSpecificConfig(*format));
    if (format->objectType <= 4 && format->channelConfig > 0 && format->channelConfig <= 7)
        must(again && again->sampleRate == format->sampleRate && again->channels == format->channels,
             "what was built can be read");
    if (const auto header = media::buildAdts(*format, size))
        must(media::parseAdts(*header).has_value(), "a header that was built can be read");
    return 0;
}

/// The first two bytes say how long the two parameter sets are; behind them is the keyframe, then the picture after it.
int freshstart(const uint8_t *data, size_t size)
{
    Script script({data, size});
    const size_t spsBytes = script.byte();
    const size_t ppsBytes = script.byte();
    auto config = std::make_shared<media::CodecConfig>();
    config->codecId = AV_CODEC_ID_H264;
    config->parameterSets = {copyOf(script.take(spsBytes)), copyOf(script.take(ppsBytes))};
    const Bytes rest = script.rest();
    if (rest.empty())
        return 0;
    media::Packet keyframe = packetOf(rest.first(rest.size() - rest.size() / 2), config);
    media::Packet next = packetOf(rest.last(rest.size() / 2), config);
    const auto before = keyframe.payload;
    (void)media::FreshStart::isClean(keyframe);
    const auto start = media::FreshStart::begin(keyframe);
    if (!start) {
        must(keyframe.payload == before, "what cannot be made an IDR stays as it is");
        return 0;
    }
    must(media::FreshStart::isClean(keyframe), "it is an IDR now");
    must(isWhole(keyframe), "an IDR that was made is whole");
    start->follow(next);
    return 0;
}

} // namespace twinfeed::fuzz
