// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/cues.h"

extern "C" {
#include <libavutil/crc.h>
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <array>
#include <cstring>

namespace twinfeed::media {

namespace {

constexpr size_t packetBytes = 188;
constexpr size_t headerBytes = 4; // of a TS packet
constexpr size_t leastCue = 17; // up to descriptor_loop_length, with the check sum
constexpr size_t mostCue = 4096;
constexpr size_t crcBytes = 4;
constexpr uint8_t cueTable = 0xFC;
constexpr uint8_t pmtTable = 0x02;
constexpr uint8_t stuffing = 0xFF;
constexpr std::array<uint8_t, 6> registration{0x05, 0x04, 'C', 'U', 'E', 'I'};

uint32_t crcOf(std::span<const uint8_t> bytes)
{
    return av_crc(av_crc_get_table(AV_CRC_32_IEEE), 0xFFFFFFFF, bytes.data(), bytes.size());
}

/// Over everything but itself; av_crc() gives the bytes in the order in which they are written.
void sign(std::span<uint8_t> section)
{
    const uint32_t crc = crcOf(section.first(section.size() - crcBytes));
    std::memcpy(section.data() + section.size() - crcBytes, &crc, crcBytes);
}

size_t length12(const uint8_t *at)
{
    return size_t(at[0] & 0x0F) << 8 | at[1];
}

void setLength12(uint8_t *at, size_t length)
{
    at[0] = uint8_t((at[0] & 0xF0) | length >> 8);
    at[1] = uint8_t(length);
}

} // namespace

bool isCue(std::span<const uint8_t> section)
{
    return section.size() >= leastCue && section.size() <= mostCue && section[0] == cueTable
        && length12(&section[1]) + 3 == section.size() && crcOf(section) == 0;
}

std::optional<std::vector<uint8_t>> shiftedCue(std::span<const uint8_t> section, int64_t byUs)
{
    if (!isCue(section))
        return std::nullopt;
    std::vector<uint8_t> shifted(section.begin(), section.end());
    uint64_t adjustment = shifted[4] & 1;
    for (size_t i = 5; i < 9; ++i)
        adjustment = adjustment << 8 | shifted[i];
    adjustment += uint64_t(av_rescale(byUs, 9, 100)); // 33 bits count, so steps back are right too
    shifted[4] = uint8_t((shifted[4] & 0xFE) | (adjustment >> 32 & 1));
    for (size_t i = 0; i < 4; ++i)
        shifted[5 + i] = uint8_t(adjustment >> (24 - 8 * i));
    sign(shifted);
    return shifted;
}

bool announceCues(std::span<uint8_t> tsPacket, uint16_t pid)
{
    constexpr size_t fixed = 12; // of a PMT, up to program_info_length
    if (tsPacket.size() != packetBytes || (tsPacket[1] & 0x40) == 0 || (tsPacket[3] & 0x30) != 0x10)
        return false;
    const size_t begin = headerBytes + 1 + tsPacket[headerBytes];
    if (begin + fixed + crcBytes > packetBytes || tsPacket[begin] != pmtTable)
        return false;
    const size_t size = length12(&tsPacket[begin + 1]) + 3;
    const size_t programInfo = length12(&tsPacket[begin + 10]);
    constexpr size_t added = registration.size() + 5;
    if (size < fixed + crcBytes + programInfo || begin + size + added > packetBytes)
        return false;
    const std::array<uint8_t, 5> stream{0x86, uint8_t(0xE0 | pid >> 8), uint8_t(pid), 0xF0, 0x00};
    std::vector<uint8_t> section(tsPacket.begin() + ptrdiff_t(begin),
                                 tsPacket.begin() + ptrdiff_t(begin + size));
    section.insert(section.end() - crcBytes, stream.begin(), stream.end());
    section.insert(section.begin() + fixed, registration.begin(), registration.end());
    setLength12(&section[1], section.size() - 3);
    setLength12(&section[10], programInfo + registration.size());
    sign(section);
    std::ranges::copy(section, tsPacket.begin() + ptrdiff_t(begin));
    return true;
}

void appendCue(QByteArray &out, std::span<const uint8_t> section, uint16_t pid)
{
    for (size_t done = 0; done < section.size();) {
        const bool first = done == 0;
        std::array<uint8_t, packetBytes> packet;
        packet.fill(stuffing);
        packet[0] = 0x47;
        packet[1] = uint8_t((first ? 0x40 : 0) | pid >> 8);
        packet[2] = uint8_t(pid);
        packet[3] = 0x10;
        size_t at = headerBytes;
        if (first)
            packet[at++] = 0; // pointer_field
        const size_t part = std::min(section.size() - done, packetBytes - at);
        std::copy_n(section.begin() + ptrdiff_t(done), part, packet.begin() + ptrdiff_t(at));
        done += part;
        out.append(reinterpret_cast<const char *>(packet.data()), qsizetype(packet.size()));
    }
}

} // namespace twinfeed::media
