// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/freshstart.h"

#include "app/media/bitreader.h"
#include "app/media/bitwriter.h"
#include "app/media/ffmpeg.h"
#include "app/media/nal.h"
#include "app/media/payload.h"
#include "app/media/pictureset.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

constexpr unsigned idrType = 5;
// Two IDRs in a row must differ in it (H.264 7.4.3); encoders count from 0.
constexpr uint32_t idrPicId = 65'535;

struct Sets
{
    SpsInfo sequence;
    PictureSet picture;
};

std::optional<Sets> setsFor(const CodecConfig &config, unsigned pps)
{
    std::optional<PictureSet> picture;
    for (const auto &set : config.parameterSets) {
        const auto info = (set.empty() || (set[0] & 0x1F) != 8) ? std::nullopt : parseH264Pps(set);
        if (info && info->id == pps)
            picture = parsePictureSet(set);
    }
    if (!picture)
        return std::nullopt;
    for (const auto &set : config.parameterSets) {
        const auto info = (set.empty() || (set[0] & 0x1F) != 7) ? std::nullopt : parseH264Sps(set);
        if (info && info->id == picture->sps && info->framesOnly)
            return Sets{*info, *picture};
    }
    return std::nullopt;
}

/// Where the parts of a slice header of an I-picture lie, in bits of the unescaped unit.
struct SliceLayout
{
    uint32_t frameNum = 0;
    size_t frameNumAt = 0;
    size_t orderAt = 0; ///< pic_order_cnt_lsb and what goes with it
    size_t markingAt = 0; ///< dec_ref_pic_marking
    size_t quantiserAt = 0; ///< slice_qp_delta
    size_t dataAt = 0;
};

void skipMarking(BitReader &reader)
{
    if (!reader.bit()) // adaptive_ref_pic_marking_mode_flag
        return;
    while (reader.ok()) {
        const uint32_t operation = reader.ue(6);
        if (operation == 0)
            return;
        if (operation == 1 || operation == 3)
            reader.ue();
        if (operation == 2 || operation == 3 || operation == 4 || operation == 6)
            reader.ue();
    }
}

std::optional<SliceLayout> layOut(Bytes slice, const Sets &sets)
{
    BitReader reader(slice);
    const size_t all = reader.bitsLeft();
    const auto at = [&] { return all - reader.bitsLeft(); };
    SliceLayout layout;
    reader.skip(8);
    reader.ue();
    const uint32_t type = reader.ue(9) % 5;
    reader.ue(255);
    if (sets.sequence.separatePlanes)
        reader.skip(2);
    layout.frameNumAt = at();
    layout.frameNum = reader.bits(sets.sequence.frameNumBits);
    layout.orderAt = at();
    if (sets.sequence.orderType == 0) {
        reader.skip(sets.sequence.orderBits);
        if (sets.picture.bottomFieldOrder)
            reader.se();
    } else if (sets.sequence.orderType == 1 && !sets.sequence.orderDeltaAlwaysZero) {
        reader.se();
        if (sets.picture.bottomFieldOrder)
            reader.se();
    }
    if (sets.picture.redundantPictures)
        reader.ue();
    layout.markingAt = at();
    skipMarking(reader);
    layout.quantiserAt = at();
    reader.se();
    if (sets.picture.deblockingControl && reader.ue(2) != 1) {
        reader.se();
        reader.se();
    }
    layout.dataAt = at();
    return reader.ok() && type == 2 ? std::optional(layout) : std::nullopt;
}

std::vector<uint8_t> asIdrSlice(std::vector<uint8_t> slice, const Sets &sets, const SliceLayout &layout)
{
    slice[0] = uint8_t((slice[0] & 0xE0) | idrType);
    BitWriter writer;
    writer.copy(slice, 0, layout.frameNumAt);
    writer.bits(0, sets.sequence.frameNumBits);
    writer.ue(idrPicId);
    writer.copy(slice, layout.orderAt, layout.markingAt);
    writer.bits(0, 2); // no_output_of_prior_pics_flag, long_term_reference_flag
    writer.copy(slice, layout.quantiserAt, layout.dataAt);
    if (sets.picture.cabac) {
        writer.alignWithOnes();
        writer.append(Bytes(slice).subspan((layout.dataAt + 7) / 8));
    } else {
        writer.copy(slice, layout.dataAt, slice.size() * 8);
        // The copy may end in fewer bits than a byte: behind the stop bit there are only zeros.
    }
    auto made = writer.take();
    while (!sets.picture.cabac && !made.empty() && made.back() == 0)
        made.pop_back();
    return escaped(made);
}

void appendUnit(std::vector<uint8_t> &payload, Bytes unit)
{
    const auto size = uint32_t(unit.size());
    for (const unsigned shift : {24u, 16u, 8u, 0u})
        payload.push_back(uint8_t(size >> shift));
    payload.insert(payload.end(), unit.begin(), unit.end());
}

bool isSlice(Bytes nal)
{
    const unsigned type = nal.empty() ? 0 : nal[0] & 0x1Fu;
    return type == 1 || type == idrType;
}

Nals unitsOf(const Packet &packet)
{
    const auto units = splitLengthPrefixed({dataOf(packet), size_t(sizeOf(packet))}, 4);
    return units ? *units : Nals();
}

} // namespace

bool FreshStart::isClean(const Packet &keyframe)
{
    if (!keyframe.config || keyframe.config->codecId != AV_CODEC_ID_H264)
        return true;
    return std::ranges::any_of(unitsOf(keyframe), [](Bytes nal) { return (nal[0] & 0x1F) == idrType; });
}

std::optional<FreshStart> FreshStart::begin(Packet &keyframe)
{
    FreshStart start;
    start.m_config = keyframe.config;
    std::vector<uint8_t> payload;
    payload.reserve(size_t(sizeOf(keyframe)) + 64);
    bool any = false;
    for (const Bytes nal : unitsOf(keyframe)) {
        if (!isSlice(nal)) {
            appendUnit(payload, nal);
            continue;
        }
        const auto slice = parseH264Slice(nal);
        const auto sets = slice ? setsFor(*keyframe.config, slice->pps) : std::nullopt;
        auto bytes = unescaped(nal);
        const auto layout = sets ? layOut(bytes, *sets) : std::nullopt;
        if (!layout)
            return std::nullopt;
        start.m_frameNum = layout->frameNum;
        start.m_frameNumBits = sets->sequence.frameNumBits;
        start.m_planes = sets->sequence.separatePlanes;
        appendUnit(payload, asIdrSlice(std::move(bytes), *sets, *layout));
        any = true;
    }
    if (!any || !replacePayload(keyframe, payload))
        return std::nullopt;
    return start;
}

void FreshStart::follow(Packet &packet) const
{
    if (m_frameNum == 0 || packet.config != m_config)
        return;
    std::vector<uint8_t> payload;
    payload.reserve(size_t(sizeOf(packet)) + 64);
    for (const Bytes nal : unitsOf(packet)) {
        if (!isSlice(nal)) {
            appendUnit(payload, nal);
            continue;
        }
        auto bytes = unescaped(nal);
        BitReader reader(bytes);
        const size_t all = reader.bitsLeft();
        reader.skip(8);
        reader.ue();
        reader.ue(9);
        reader.ue(255);
        if (m_planes)
            reader.skip(2);
        const size_t at = all - reader.bitsLeft();
        const uint32_t mask = (uint32_t(1) << m_frameNumBits) - 1;
        const uint32_t number = (reader.bits(m_frameNumBits) - m_frameNum) & mask;
        if (!reader.ok())
            return;
        for (unsigned i = 0; i < m_frameNumBits; ++i) {
            const size_t position = at + i;
            const auto bit = uint8_t(0x80 >> (position & 7));
            if (number >> (m_frameNumBits - 1 - i) & 1)
                bytes[position >> 3] |= bit;
            else
                bytes[position >> 3] &= uint8_t(~bit);
        }
        appendUnit(payload, escaped(bytes));
    }
    if (!payload.empty())
        replacePayload(packet, payload);
}

} // namespace twinfeed::media
