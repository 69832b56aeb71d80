// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/nal.h"

#include "app/media/bitreader.h"
#include "app/media/errors.h"
#include "app/media/ffmpeg.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace twinfeed::media {

namespace {

constexpr std::array<uint8_t, 4> startCode{0, 0, 0, 1};
// primary_pic_type / pic_type 7 and 2 (any slice type), stop bit: true of every picture.
constexpr std::array<uint8_t, 2> h264Delimiter{0x09, 0xF0};
constexpr std::array<uint8_t, 3> hevcDelimiter{0x46, 0x01, 0x50};
// Slice headers begin with a handful of codes; what is read of them ends well inside.
constexpr size_t sliceHeaderBytes = 32;

NalKind h264KindOf(unsigned type)
{
    switch (type) {
    case 1:
    case 2:
    case 3:
    case 4:
        return NalKind::Slice;
    case 5:
        return NalKind::Idr;
    case 6:
        return NalKind::Sei;
    case 7:
    case 8:
        return NalKind::ParameterSet;
    case 9:
        return NalKind::Delimiter;
    case 10:
    case 11:
        return NalKind::End;
    default:
        return NalKind::Other;
    }
}

NalKind hevcKindOf(unsigned type)
{
    if (type <= 5)
        return NalKind::Slice;
    if (type <= 7)
        return NalKind::Radl;
    if (type <= 9)
        return NalKind::Rasl;
    if (type >= 16 && type <= 20)
        return NalKind::Idr;
    if (type == 21)
        return NalKind::Cra;
    if (type >= 32 && type <= 34)
        return NalKind::ParameterSet;
    if (type == 35)
        return NalKind::Delimiter;
    if (type == 36 || type == 37)
        return NalKind::End;
    if (type == 39 || type == 40)
        return NalKind::Sei;
    return NalKind::Other;
}

/// Place of the next 00 00 01 at or after `from`; data.size() where there is none.
size_t nextStartCode(Bytes data, size_t from)
{
    for (size_t i = from; i + 3 <= data.size();) {
        if (data[i + 2] > 1)
            i += 3;
        else if (data[i + 2] == 1 && data[i] == 0 && data[i + 1] == 0)
            return i;
        else
            ++i;
    }
    return data.size();
}

void append(std::vector<uint8_t> &to, Bytes bytes)
{
    to.insert(to.end(), bytes.begin(), bytes.end());
}

/// Reads `count` units behind 16-bit lengths at `at`.
bool readSets(Bytes record, size_t &at, size_t count, std::vector<std::vector<uint8_t>> &sets)
{
    for (; count > 0; --count) {
        if (record.size() - at < 2)
            return false;
        const size_t size = size_t(record[at]) << 8 | record[at + 1];
        at += 2;
        if (size == 0 || record.size() - at < size)
            return false;
        const Bytes set = record.subspan(at, size);
        sets.emplace_back(set.begin(), set.end());
        at += size;
    }
    return true;
}

} // namespace

NalKind kindOf(int codecId, Bytes nal)
{
    if (nal.empty())
        return NalKind::Other;
    return codecId == AV_CODEC_ID_HEVC ? hevcKindOf(nal[0] >> 1 & 0x3F) : h264KindOf(nal[0] & 0x1F);
}

Nals splitAnnexB(Bytes data)
{
    Nals nals;
    size_t at = nextStartCode(data, 0);
    while (at < data.size()) {
        const size_t begin = at + 3;
        at = nextStartCode(data, begin);
        size_t end = at;
        while (end > begin && data[end - 1] == 0)
            --end;
        if (end > begin)
            nals.push_back(data.subspan(begin, end - begin));
    }
    return nals;
}

Result<Nals> splitLengthPrefixed(Bytes data, int lengthBytes)
{
    Nals nals;
    const auto prefix = size_t(lengthBytes);
    for (size_t at = 0; at < data.size();) {
        if (data.size() - at < prefix)
            return errorOf(QStringLiteral("damaged-unit"),
                           QStringLiteral("A picture ends in the middle of a length field."));
        size_t size = 0;
        for (size_t i = 0; i < prefix; ++i)
            size = size << 8 | data[at + i];
        at += prefix;
        if (size > data.size() - at)
            return errorOf(QStringLiteral("damaged-unit"),
                           QStringLiteral("A unit of %1 bytes is announced where %2 are left.")
                               .arg(size)
                               .arg(data.size() - at));
        if (size > 0)
            nals.push_back(data.subspan(at, size));
        at += size;
    }
    return nals;
}

bool looksLikeAnnexB(Bytes data)
{
    return data.size() >= 4 && data[0] == 0 && data[1] == 0
        && (data[2] == 1 || (data[2] == 0 && data[3] == 1));
}

std::vector<uint8_t> unescaped(Bytes nal)
{
    std::vector<uint8_t> payload;
    payload.reserve(nal.size());
    int zeros = 0;
    for (const uint8_t byte : nal) {
        if (zeros >= 2 && byte == 3) {
            zeros = 0;
            continue;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        payload.push_back(byte);
    }
    return payload;
}

std::vector<uint8_t> escaped(Bytes payload)
{
    std::vector<uint8_t> nal;
    nal.reserve(payload.size() + 16);
    int zeros = 0;
    for (const uint8_t byte : payload) {
        if (zeros >= 2 && byte <= 3) {
            nal.push_back(3);
            zeros = 0;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        nal.push_back(byte);
    }
    if (zeros > 0)
        nal.push_back(3);
    return nal;
}

std::optional<SliceInfo> parseH264Slice(Bytes nal)
{
    const auto head = unescaped(nal.first(std::min(nal.size(), sliceHeaderBytes)));
    BitReader reader(head);
    reader.skip(8);
    SliceInfo slice;
    slice.firstMacroblock = reader.ue();
    const uint32_t type = reader.ue(9) % 5;
    slice.intra = type == 2 || type == 4;
    slice.pps = reader.ue(255);
    return reader.ok() ? std::optional(slice) : std::nullopt;
}

std::optional<unsigned> parseHevcSlicePps(Bytes nal)
{
    const auto head = unescaped(nal.first(std::min(nal.size(), sliceHeaderBytes)));
    BitReader reader(head);
    const uint32_t type = reader.bits(16) >> 9 & 0x3F;
    reader.bit(); // first_slice_segment_in_pic_flag
    if (type >= 16 && type <= 23)
        reader.bit(); // no_output_of_prior_pics_flag
    const unsigned pps = reader.ue(63);
    return reader.ok() ? std::optional(pps) : std::nullopt;
}

bool hasExactRecoveryPoint(Bytes sei)
{
    const auto payload = unescaped(sei);
    const auto coded = [&payload](size_t &at) -> std::optional<size_t> {
        size_t value = 0;
        while (at < payload.size() && payload[at] == 0xFF) {
            value += 255;
            ++at;
        }
        if (at >= payload.size())
            return std::nullopt;
        return value + payload[at++];
    };
    for (size_t at = 1; at + 2 < payload.size();) {
        const auto type = coded(at);
        const auto size = type ? coded(at) : std::nullopt;
        if (!size || *size > payload.size() - at)
            return false;
        if (*type == 6) {
            BitReader reader(Bytes(payload).subspan(at, *size));
            return reader.ue() == 0 && reader.ok();
        }
        at += *size;
    }
    return false;
}

std::optional<DecoderRecord> parseAvcC(Bytes record)
{
    if (record.size() < 7 || record[0] != 1)
        return std::nullopt;
    DecoderRecord parsed;
    parsed.lengthBytes = (record[4] & 3) + 1;
    size_t at = 6;
    if (!readSets(record, at, record[5] & 0x1F, parsed.parameterSets) || at >= record.size())
        return std::nullopt;
    const size_t pictureSets = record[at++];
    if (!readSets(record, at, pictureSets, parsed.parameterSets) || parsed.lengthBytes == 3)
        return std::nullopt;
    return parsed;
}

std::optional<DecoderRecord> parseHvcC(Bytes record)
{
    if (record.size() < 23 || record[0] > 1)
        return std::nullopt;
    DecoderRecord parsed;
    parsed.lengthBytes = (record[21] & 3) + 1;
    size_t at = 23;
    for (int arrays = record[22]; arrays > 0; --arrays) {
        if (record.size() - at < 3)
            return std::nullopt;
        const unsigned type = record[at] & 0x3F;
        const size_t count = size_t(record[at + 1]) << 8 | record[at + 2];
        at += 3;
        std::vector<std::vector<uint8_t>> units;
        if (!readSets(record, at, count, units))
            return std::nullopt;
        if (hevcKindOf(type) == NalKind::ParameterSet)
            std::move(units.begin(), units.end(), std::back_inserter(parsed.parameterSets));
    }
    if (parsed.lengthBytes == 3)
        return std::nullopt;
    return parsed;
}

std::vector<uint8_t> buildAvcC(const std::vector<std::vector<uint8_t>> &parameterSets)
{
    std::vector<Bytes> sps;
    std::vector<Bytes> pps;
    for (const auto &set : parameterSets) {
        if (set.size() < 4 || set.size() > 0xFFFF)
            continue;
        if ((set[0] & 0x1F) == 7 && sps.size() < 31)
            sps.emplace_back(set);
        else if ((set[0] & 0x1F) == 8 && pps.size() < 255)
            pps.emplace_back(set);
    }
    if (sps.empty())
        return {};
    std::vector<uint8_t> record{1, sps[0][1], sps[0][2], sps[0][3], 0xFF};
    const auto add = [&record](const std::vector<Bytes> &sets) {
        for (const Bytes set : sets) {
            record.push_back(uint8_t(set.size() >> 8));
            record.push_back(uint8_t(set.size()));
            append(record, set);
        }
    };
    record.push_back(uint8_t(0xE0 | sps.size()));
    add(sps);
    record.push_back(uint8_t(pps.size()));
    add(pps);
    // ISO/IEC 14496-15 5.3.3.1.2 wants the chroma format and bit depths repeated for the High profiles.
    const unsigned idc = sps[0][1];
    if (idc == 100 || idc == 110 || idc == 122 || idc == 244) {
        if (const auto info = parseH264Sps(sps[0])) {
            record.push_back(uint8_t(0xFC | info->chromaFormat));
            record.push_back(uint8_t(0xF8 | (info->lumaBits - 8)));
            record.push_back(uint8_t(0xF8 | (info->chromaBits - 8)));
            record.push_back(0); // no SPS extensions
        }
    }
    return record;
}

std::vector<uint8_t> toAnnexB(const Packet &packet, bool withParameterSets, bool delimiter)
{
    const auto units = splitLengthPrefixed({dataOf(packet), size_t(sizeOf(packet))}, 4);
    if (!units || units->empty() || !packet.config)
        return {};
    std::vector<uint8_t> stream;
    stream.reserve(size_t(sizeOf(packet)) + 512);
    const auto add = [&stream](Bytes unit) {
        append(stream, startCode);
        append(stream, unit);
    };
    if (delimiter)
        add(packet.config->codecId == AV_CODEC_ID_HEVC ? Bytes(hevcDelimiter) : Bytes(h264Delimiter));
    if (withParameterSets) {
        for (const auto &set : packet.config->parameterSets)
            add(set);
    }
    for (const Bytes unit : *units)
        add(unit);
    return stream;
}

} // namespace twinfeed::media
