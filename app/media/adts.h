// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// AAC framing: ADTS headers (ISO/IEC 13818-7, 6.2) and AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). Pure functions
/// that read nothing outside what they are given.
namespace twinfeed::media {

struct AacFormat
{
    int objectType = 2; ///< of the core coder: 1 Main, 2 LC, 3 SSR, 4 LTP
    int sampleRate = 0; ///< Hz, of the core coder: HE-AAC plays at twice this
    int channels = 0; ///< 0 where a program config element says it
    int channelConfig = 0; ///< as coded, 0 to 7
    int samplesPerFrame = 1024; ///< 960 in some broadcast streams

    bool operator==(const AacFormat &) const = default;
};

struct AdtsHeader
{
    AacFormat format;
    size_t headerBytes = 7; ///< 9 with a check sum
    size_t frameBytes = 0; ///< header included
    int rawBlocks = 1; ///< AAC frames behind this header; nearly always one
};

/// Nothing where the bytes are no whole ADTS header, or its numbers contradict each other.
std::optional<AdtsHeader> parseAdts(std::span<const uint8_t> data);
std::optional<AacFormat> parseAudioSpecificConfig(std::span<const uint8_t> data);
std::vector<uint8_t> buildAudioSpecificConfig(const AacFormat &format);

/// The header in front of a raw frame of `payloadBytes`. Nothing where ADTS cannot say it: a sample rate or object type
/// without a code, more than 8184 bytes.
std::optional<std::array<uint8_t, 7>> buildAdts(const AacFormat &format, size_t payloadBytes);

} // namespace twinfeed::media
