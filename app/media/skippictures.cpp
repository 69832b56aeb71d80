// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/skippictures.h"

#include "app/media/bitwriter.h"
#include "app/media/pictureset.h"
#include "app/media/trackform.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

constexpr unsigned spsType = 7;
constexpr unsigned ppsType = 8;
constexpr uint8_t referencedSlice = 0x41; // nal_ref_idc 2, type 1
constexpr uint32_t onlyPredicted = 5; // slice_type: P, as all slices of the picture
// Nobody writes more: frame_num of x264 has four bits here.
constexpr unsigned mostNumberBits = 8;

struct Layout
{
    SpsInfo sequence;
    PictureSet picture;
    uint32_t pictureId = 0;
};

std::optional<Layout> layoutOf(const CodecConfig &config)
{
    std::optional<SpsInfo> sequence;
    std::optional<PictureSet> picture;
    std::optional<PpsInfo> ids;
    for (const auto &set : config.parameterSets) {
        const unsigned type = set.empty() ? 0 : set[0] & 0x1Fu;
        if (type == spsType)
            sequence = parseH264Sps(set);
        if (type != ppsType)
            continue;
        picture = parsePictureSet(set);
        ids = parseH264Pps(set);
    }
    if (!sequence || !picture || !ids || picture->sps != sequence->id)
        return std::nullopt;
    const bool plain = sequence->framesOnly && !sequence->separatePlanes && sequence->orderType == 2
        && sequence->frameNumBits <= mostNumberBits && !picture->cabac && !picture->weighted
        && !picture->redundantPictures;
    return plain ? std::optional(Layout{*sequence, *picture, ids->id}) : std::nullopt;
}

std::vector<uint8_t> slice(const Layout &layout, uint32_t number)
{
    const auto across = uint32_t(layout.sequence.width + 15) / 16;
    const auto down = uint32_t(layout.sequence.height + 15) / 16;
    BitWriter writer;
    writer.bits(referencedSlice, 8);
    writer.ue(0); // first_mb_in_slice
    writer.ue(onlyPredicted);
    writer.ue(layout.pictureId);
    writer.bits(number, layout.sequence.frameNumBits);
    writer.bit(true); // num_ref_idx_active_override_flag
    writer.ue(0); // num_ref_idx_l0_active_minus1
    writer.bit(false); // ref_pic_list_modification_flag_l0
    writer.bit(false); // adaptive_ref_pic_marking_mode_flag
    writer.ue(0); // slice_qp_delta
    if (layout.picture.deblockingControl)
        writer.ue(1); // disable_deblocking_filter_idc
    writer.ue(across * down); // mb_skip_run
    writer.bit(true); // rbsp_stop_one_bit
    return escaped(writer.take());
}

Payload payloadOf(const std::vector<uint8_t> &unit)
{
    AvPacket packet(av_packet_alloc());
    if (!packet || av_new_packet(packet.get(), int(unit.size()) + 4) < 0)
        return nullptr;
    const auto size = uint32_t(unit.size());
    for (int i = 0; i < 4; ++i)
        packet->data[i] = uint8_t(size >> (24 - 8 * i));
    std::memcpy(packet->data + 4, unit.data(), unit.size());
    return share(std::move(packet));
}

} // namespace

std::optional<SkipPictures> SkipPictures::create(const CodecConfig &config)
{
    const auto layout = config.codecId == AV_CODEC_ID_H264 ? layoutOf(config) : std::nullopt;
    if (!layout)
        return std::nullopt;
    SkipPictures pictures;
    for (uint32_t number = 0; number < 1u << layout->sequence.frameNumBits; ++number)
        pictures.m_payloads.push_back(payloadOf(slice(*layout, number)));
    const bool made = std::ranges::none_of(pictures.m_payloads, [](const auto &one) { return !one; });
    return made ? std::optional(std::move(pictures)) : std::nullopt;
}

const std::shared_ptr<const AVPacket> &SkipPictures::payload(int number) const
{
    return m_payloads[size_t(number) % m_payloads.size()];
}

} // namespace twinfeed::media
