// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/adts.h"

#include "app/media/bitreader.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr std::array sampleRates{96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                 22050, 16000, 12000, 11025, 8000,  7350};
constexpr unsigned explicitRate = 15;
// What an explicit rate may say; a frame of 1 Hz would last a quarter of an hour.
constexpr int leastRate = 4'000;
constexpr int mostRate = 192'000;
constexpr unsigned objectSbr = 5;
constexpr unsigned objectPs = 29;
constexpr size_t largestFrame = 0x1FFF; // aac_frame_length has 13 bits

int channelsOf(unsigned config)
{
    return config == 7 ? 8 : int(config);
}

unsigned readObjectType(BitReader &reader)
{
    const unsigned type = reader.bits(5);
    return type == 31 ? 32 + reader.bits(6) : type;
}

int readRate(BitReader &reader)
{
    const unsigned index = reader.bits(4);
    if (index == explicitRate)
        return int(reader.bits(24));
    if (index >= sampleRates.size()) {
        reader.fail();
        return 0;
    }
    return sampleRates[index];
}

/// The channels that a program config element adds up to (ISO/IEC 14496-3, 4.4.1.1).
int readProgramConfig(BitReader &reader)
{
    reader.skip(10);
    const unsigned front = reader.bits(4);
    const unsigned side = reader.bits(4);
    const unsigned back = reader.bits(4);
    const unsigned lfe = reader.bits(2);
    reader.skip(3 + 4);
    for (int mix = 0; mix < 2; ++mix) {
        if (reader.bit())
            reader.skip(4);
    }
    if (reader.bit())
        reader.skip(3);
    unsigned channels = lfe;
    for (unsigned i = 0; i < front + side + back; ++i) {
        channels += reader.bit() ? 2 : 1;
        reader.skip(4);
    }
    return reader.ok() ? int(channels) : 0;
}

} // namespace

std::optional<AdtsHeader> parseAdts(std::span<const uint8_t> data)
{
    BitReader reader(data);
    if (reader.bits(12) != 0xFFF)
        return std::nullopt;
    reader.skip(1);
    if (reader.bits(2) != 0) // layer
        return std::nullopt;
    AdtsHeader header;
    header.headerBytes = reader.bit() ? 7 : 9;
    header.format.objectType = int(reader.bits(2)) + 1;
    const unsigned rate = reader.bits(4);
    reader.skip(1);
    header.format.channelConfig = int(reader.bits(3));
    reader.skip(4);
    header.frameBytes = reader.bits(13);
    reader.skip(11);
    header.rawBlocks = int(reader.bits(2)) + 1;
    if (!reader.ok() || rate >= sampleRates.size() || header.frameBytes < header.headerBytes)
        return std::nullopt;
    header.format.sampleRate = sampleRates[rate];
    header.format.channels = channelsOf(unsigned(header.format.channelConfig));
    return header;
}

std::optional<AacFormat> parseAudioSpecificConfig(std::span<const uint8_t> data)
{
    BitReader reader(data);
    AacFormat format;
    unsigned type = readObjectType(reader);
    format.sampleRate = readRate(reader);
    const unsigned config = reader.bits(4);
    if (type == objectSbr || type == objectPs) {
        readRate(reader); // of what SBR makes of it
        type = readObjectType(reader);
    }
    if (!reader.ok() || config > 14 || format.sampleRate < leastRate || format.sampleRate > mostRate
        || type == 0)
        return std::nullopt;
    format.objectType = int(type);
    format.channelConfig = int(config);
    // 11 to 14 are layouts of later editions.
    constexpr std::array channels{0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8};
    format.channels = channels[config];
    const bool general = type <= 4 || type == 6 || type == 7 || type == 17 || (type >= 19 && type <= 23);
    if (!general)
        return format;
    if (reader.bit()) // frameLengthFlag
        format.samplesPerFrame = 960;
    if (reader.bit()) // dependsOnCoreCoder
        reader.skip(14);
    reader.skip(1);
    if (config == 0)
        format.channels = readProgramConfig(reader);
    return format;
}

std::vector<uint8_t> buildAudioSpecificConfig(const AacFormat &format)
{
    const auto known = std::ranges::find(sampleRates, format.sampleRate);
    const auto type = unsigned(format.objectType) & 0x1F;
    const auto config = unsigned(format.channelConfig) & 0x0F;
    const unsigned shortFrames = format.samplesPerFrame == 960 ? 1 : 0;
    if (known != sampleRates.end()) {
        const auto index = unsigned(known - sampleRates.begin());
        const unsigned bits = type << 11 | index << 7 | config << 3 | shortFrames << 2;
        return {uint8_t(bits >> 8), uint8_t(bits)};
    }
    const uint64_t bits = uint64_t(type) << 35 | uint64_t(explicitRate) << 31
        | uint64_t(unsigned(format.sampleRate) & 0xFFFFFF) << 7 | uint64_t(config) << 3
        | uint64_t(shortFrames) << 2;
    return {uint8_t(bits >> 32), uint8_t(bits >> 24), uint8_t(bits >> 16), uint8_t(bits >> 8), uint8_t(bits)};
}

std::optional<std::array<uint8_t, 7>> buildAdts(const AacFormat &format, size_t payloadBytes)
{
    const auto known = std::ranges::find(sampleRates, format.sampleRate);
    const size_t frame = payloadBytes + 7;
    if (known == sampleRates.end() || format.objectType < 1 || format.objectType > 4
        || format.channelConfig > 7 || format.samplesPerFrame != 1024 || frame > largestFrame)
        return std::nullopt;
    const auto rate = unsigned(known - sampleRates.begin());
    const auto profile = unsigned(format.objectType - 1);
    const auto channels = unsigned(format.channelConfig);
    return std::array<uint8_t, 7>{0xFF,
                                  0xF1, // MPEG-4, no check sum
                                  uint8_t(profile << 6 | rate << 2 | channels >> 2),
                                  uint8_t((channels & 3) << 6 | frame >> 11),
                                  uint8_t(frame >> 3),
                                  uint8_t((frame & 7) << 5 | 0x1F), // buffer fullness 0x7FF: variable rate
                                  0xFC};
}

} // namespace twinfeed::media
