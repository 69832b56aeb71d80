// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Parameter sets of H.264 (7.3.2.1, 7.3.2.2, E.1) and HEVC (7.3.2.1 to 7.3.2.3, E.2).

#include "app/media/nal.h"

#include "app/media/bitreader.h"
#include "app/media/ffmpeg.h"

#include <algorithm>
#include <numeric>

namespace twinfeed::media {

namespace {

constexpr int largestSide = 16384;
constexpr int64_t largestPicture =
    int64_t(139'264) * 256; // pixels: MaxFS of level 6.2 (H.264 table A-1), 8192x4352
constexpr unsigned extendedAspect = 255;

/// Levels' limits for the decoded picture buffer in macroblocks (H.264 table A-1). Anything unknown gets the largest.
int dpbMacroblocks(int level)
{
    struct Limit
    {
        int level;
        int macroblocks;
    };
    constexpr Limit limits[]{{10, 396},   {11, 900},   {20, 2376},  {21, 4752},   {30, 8100},  {31, 18000},
                             {32, 20480}, {41, 32768}, {42, 34816}, {50, 110400}, {52, 184320}};
    for (const Limit &limit : limits) {
        if (level <= limit.level)
            return limit.macroblocks;
    }
    return 696320;
}

void setFrameRate(SpsInfo &sps, uint32_t ticksPerSecond, uint64_t ticksPerPicture)
{
    if (ticksPerSecond == 0 || ticksPerPicture == 0)
        return;
    int num = 0;
    int den = 1;
    av_reduce(&num, &den, ticksPerSecond, int64_t(ticksPerPicture), 1 << 30);
    // 1/10 to 1000 pictures a second; anything else is an encoder that does not mean it.
    if (den > 0 && num <= 1000LL * den && 10LL * num >= den) {
        sps.frameRateNum = num;
        sps.frameRateDen = den;
    }
}

void skipH264ScalingList(BitReader &reader, int size)
{
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && reader.ok(); ++i) {
        if (next != 0)
            next = (last + reader.se() + 256) & 0xFF;
        last = next == 0 ? last : next;
    }
}

void skipH264Hrd(BitReader &reader)
{
    const uint32_t count = reader.ue(31) + 1;
    reader.skip(8);
    for (uint32_t i = 0; i < count; ++i) {
        reader.ue();
        reader.ue();
        reader.skip(1);
    }
    reader.skip(20);
}

void skipVuiColour(BitReader &reader)
{
    if (reader.bit() && reader.bits(8) == extendedAspect) // aspect_ratio_info_present_flag, aspect_ratio_idc
        reader.skip(32);
    if (reader.bit()) // overscan_info_present_flag
        reader.skip(1);
    if (reader.bit()) { // video_signal_type_present_flag
        reader.skip(4);
        if (reader.bit()) // colour_description_present_flag
            reader.skip(24);
    }
    if (reader.bit()) { // chroma_loc_info_present_flag
        reader.ue();
        reader.ue();
    }
}

/// True where the VUI states the reordering; sets the frame rate on the way.
bool readH264Vui(BitReader &reader, SpsInfo &sps)
{
    skipVuiColour(reader);
    if (reader.bit()) { // timing_info_present_flag
        const uint32_t ticksPerField = reader.bits(32);
        const uint32_t ticksPerSecond = reader.bits(32);
        reader.skip(1);
        if (reader.ok())
            setFrameRate(sps, ticksPerSecond, uint64_t(ticksPerField) * 2);
    }
    const bool nalHrd = reader.bit();
    if (nalHrd)
        skipH264Hrd(reader);
    const bool vclHrd = reader.bit();
    if (vclHrd)
        skipH264Hrd(reader);
    reader.skip(nalHrd || vclHrd ? 2 : 1);
    if (!reader.bit()) // bitstream_restriction_flag
        return false;
    reader.skip(1);
    for (int i = 0; i < 4; ++i)
        reader.ue();
    const uint32_t reorder = reader.ue(16);
    if (!reader.ok())
        return false;
    sps.reorder = int(reorder);
    return true;
}

bool hasChromaFormat(unsigned profile)
{
    constexpr unsigned profiles[]{100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::ranges::find(profiles, profile) != std::end(profiles);
}

void readH264Chroma(BitReader &reader, SpsInfo &sps)
{
    sps.chromaFormat = int(reader.ue(3));
    sps.separatePlanes = sps.chromaFormat == 3 && reader.bit();
    sps.lumaBits = 8 + int(reader.ue(6));
    sps.chromaBits = 8 + int(reader.ue(6));
    reader.skip(1);
    if (!reader.bit()) // seq_scaling_matrix_present_flag
        return;
    for (int i = 0; i < (sps.chromaFormat == 3 ? 12 : 8); ++i) {
        if (reader.bit())
            skipH264ScalingList(reader, i < 6 ? 16 : 64);
    }
}

void readH264PictureOrder(BitReader &reader, SpsInfo &sps)
{
    sps.frameNumBits = reader.ue(12) + 4;
    sps.orderType = reader.ue(2);
    if (sps.orderType == 0) {
        sps.orderBits = reader.ue(12) + 4;
    } else if (sps.orderType == 1) {
        sps.orderDeltaAlwaysZero = reader.bit();
        reader.se();
        reader.se();
        for (uint32_t i = reader.ue(255); i > 0; --i)
            reader.se();
    }
}

struct Crop
{
    uint32_t left = 0;
    uint32_t right = 0;
    uint32_t top = 0;
    uint32_t bottom = 0;
};

Crop readCrop(BitReader &reader)
{
    Crop crop;
    if (reader.bit()) {
        crop.left = reader.ue(largestSide);
        crop.right = reader.ue(largestSide);
        crop.top = reader.ue(largestSide);
        crop.bottom = reader.ue(largestSide);
    }
    return crop;
}

bool setSize(SpsInfo &sps, int64_t width, int64_t height, const Crop &crop, int unitX, int unitY)
{
    width -= int64_t(crop.left + crop.right) * unitX;
    height -= int64_t(crop.top + crop.bottom) * unitY;
    if (width <= 0 || height <= 0 || width > largestSide || height > largestSide
        || width * height > largestPicture)
        return false;
    sps.width = int(width);
    sps.height = int(height);
    return true;
}

int h264Profile(unsigned idc, unsigned constraints)
{
    int profile = int(idc);
    if (idc == FF_PROFILE_H264_BASELINE && (constraints & 0x40))
        profile |= FF_PROFILE_H264_CONSTRAINED;
    if ((idc == 110 || idc == 122 || idc == 244) && (constraints & 0x10))
        profile |= FF_PROFILE_H264_INTRA;
    return profile;
}

// profile_tier_level(1, subLayers - 1), H.265 7.3.3
void readHevcProfile(BitReader &reader, SpsInfo &sps, unsigned subLayersMinus1)
{
    sps.profile = int(reader.bits(8) & 0x1F);
    reader.skip(32 + 48);
    sps.level = int(reader.bits(8));
    if (subLayersMinus1 == 0)
        return;
    bool profiles[8]{};
    bool levels[8]{};
    for (unsigned i = 0; i < 8; ++i) {
        profiles[i] = reader.bit() && i < subLayersMinus1;
        levels[i] = reader.bit() && i < subLayersMinus1;
    }
    for (unsigned i = 0; i < subLayersMinus1; ++i)
        reader.skip((profiles[i] ? 88 : 0) + (levels[i] ? 8 : 0));
}

// scaling_list_data(), H.265 7.3.4
void skipHevcScalingLists(BitReader &reader)
{
    for (int size = 0; size < 4; ++size) {
        for (int matrix = 0; matrix < 6 && reader.ok(); matrix += size == 3 ? 3 : 1) {
            if (!reader.bit()) { // scaling_list_pred_mode_flag
                reader.ue();
                continue;
            }
            if (size > 1)
                reader.se();
            for (int i = 0; i < std::min(64, 1 << (4 + (size << 1))) && reader.ok(); ++i)
                reader.se();
        }
    }
}

// st_ref_pic_set(), H.265 7.3.7; `deltas` are NumDeltaPocs of the sets before.
void skipHevcReferenceSet(BitReader &reader, unsigned index, std::vector<uint32_t> &deltas)
{
    if (index > 0 && reader.bit()) { // inter_ref_pic_set_prediction_flag
        reader.skip(1);
        reader.ue();
        uint32_t count = 0;
        for (uint32_t i = 0; i <= deltas[index - 1] && reader.ok(); ++i) {
            const bool used = reader.bit();
            if (used || reader.bit())
                ++count;
        }
        deltas.push_back(count);
        return;
    }
    const uint32_t count = reader.ue(16) + reader.ue(16);
    for (uint32_t i = 0; i < count && reader.ok(); ++i) {
        reader.ue();
        reader.skip(1);
    }
    deltas.push_back(count);
}

/// What lies between the sizes and the VUI.
void skipHevcTools(BitReader &reader, unsigned pocBits)
{
    for (int i = 0; i < 6; ++i)
        reader.ue();
    if (reader.bit() && reader.bit()) // scaling_list_enabled_flag, sps_scaling_list_data_present_flag
        skipHevcScalingLists(reader);
    reader.skip(2);
    if (reader.bit()) { // pcm_enabled_flag
        reader.skip(8);
        reader.ue();
        reader.ue();
        reader.skip(1);
    }
    const uint32_t sets = reader.ue(64);
    std::vector<uint32_t> deltas;
    for (uint32_t i = 0; i < sets && reader.ok(); ++i)
        skipHevcReferenceSet(reader, i, deltas);
    if (reader.bit()) { // long_term_ref_pics_present_flag
        const uint32_t longTerm = reader.ue(32);
        reader.skip(size_t(longTerm) * (pocBits + 1));
    }
    reader.skip(2);
}

void readHevcVui(BitReader &reader, SpsInfo &sps)
{
    skipVuiColour(reader);
    reader.skip(3);
    if (reader.bit()) { // default_display_window_flag
        for (int i = 0; i < 4; ++i)
            reader.ue();
    }
    if (reader.bit()) { // vui_timing_info_present_flag
        const uint32_t ticksPerPicture = reader.bits(32);
        const uint32_t ticksPerSecond = reader.bits(32);
        if (reader.ok())
            setFrameRate(sps, ticksPerSecond, ticksPerPicture);
    }
}

} // namespace

std::optional<SpsInfo> parseH264Sps(Bytes nal)
{
    const auto payload = unescaped(nal);
    BitReader reader(payload);
    SpsInfo sps;
    if ((reader.bits(8) & 0x1F) != 7)
        return std::nullopt;
    const unsigned idc = reader.bits(8);
    const unsigned constraints = reader.bits(8);
    sps.profile = h264Profile(idc, constraints);
    sps.level = int(reader.bits(8));
    sps.id = reader.ue(31);
    if (hasChromaFormat(idc))
        readH264Chroma(reader, sps);
    readH264PictureOrder(reader, sps);
    reader.ue(16); // max_num_ref_frames
    reader.skip(1);
    const int64_t columns = int64_t(reader.ue(largestSide / 16)) + 1;
    const int64_t mapRows = int64_t(reader.ue(largestSide / 16)) + 1;
    sps.framesOnly = reader.bit();
    if (!sps.framesOnly)
        reader.skip(1);
    reader.skip(1);
    const int64_t rows = mapRows * (sps.framesOnly ? 1 : 2);
    const Crop crop = readCrop(reader);
    const int chroma = sps.separatePlanes ? 0 : sps.chromaFormat;
    const int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
    const int unitY = (chroma == 1 ? 2 : 1) * (sps.framesOnly ? 1 : 2);
    if (!reader.ok() || !setSize(sps, columns * 16, rows * 16, crop, unitX, unitY))
        return std::nullopt;
    // A VUI that is cut short costs only what it would have said: FFmpeg's decoder plays such streams too.
    const bool stated = reader.bit() && readH264Vui(reader, sps);
    const bool intraOnly = (constraints & 0x10) && (idc == 44 || idc == 86 || hasChromaFormat(idc));
    if (!stated)
        sps.reorder = idc == FF_PROFILE_H264_BASELINE || sps.orderType == 2 || intraOnly
            ? 0
            : int(std::clamp<int64_t>(dpbMacroblocks(sps.level) / (columns * rows), 1, 16));
    return sps;
}

std::optional<SpsInfo> parseHevcSps(Bytes nal)
{
    const auto payload = unescaped(nal);
    BitReader reader(payload);
    SpsInfo sps;
    if ((reader.bits(16) >> 9 & 0x3F) != 33)
        return std::nullopt;
    reader.skip(4);
    const unsigned subLayersMinus1 = reader.bits(3);
    reader.skip(1);
    if (subLayersMinus1 > 6)
        return std::nullopt;
    readHevcProfile(reader, sps, subLayersMinus1);
    sps.id = reader.ue(15);
    sps.chromaFormat = int(reader.ue(3));
    if (sps.chromaFormat == 3)
        reader.skip(1);
    const int64_t width = reader.ue(largestSide);
    const int64_t height = reader.ue(largestSide);
    const Crop crop = readCrop(reader);
    sps.lumaBits = 8 + int(reader.ue(8));
    sps.chromaBits = 8 + int(reader.ue(8));
    const unsigned pocBits = 4 + reader.ue(12);
    const bool eachLayer = reader.bit(); // sps_sub_layer_ordering_info_present_flag
    for (unsigned i = eachLayer ? 0 : subLayersMinus1; i <= subLayersMinus1; ++i) {
        reader.ue(16);
        sps.reorder = int(reader.ue(16));
        reader.ue();
    }
    const int unitX = sps.chromaFormat == 1 || sps.chromaFormat == 2 ? 2 : 1;
    if (!reader.ok() || !setSize(sps, width, height, crop, unitX, sps.chromaFormat == 1 ? 2 : 1))
        return std::nullopt;
    skipHevcTools(reader, pocBits);
    if (reader.bit() && reader.ok())
        readHevcVui(reader, sps);
    return sps;
}

std::optional<PpsInfo> parseH264Pps(Bytes nal)
{
    const auto payload = unescaped(nal.first(std::min<size_t>(nal.size(), 32)));
    BitReader reader(payload);
    if ((reader.bits(8) & 0x1F) != 8)
        return std::nullopt;
    PpsInfo pps;
    pps.id = reader.ue(255);
    pps.sps = reader.ue(31);
    return reader.ok() ? std::optional(pps) : std::nullopt;
}

std::optional<PpsInfo> parseHevcPps(Bytes nal)
{
    const auto payload = unescaped(nal.first(std::min<size_t>(nal.size(), 32)));
    BitReader reader(payload);
    if ((reader.bits(16) >> 9 & 0x3F) != 34)
        return std::nullopt;
    PpsInfo pps;
    pps.id = reader.ue(63);
    pps.sps = reader.ue(15);
    return reader.ok() ? std::optional(pps) : std::nullopt;
}

std::optional<unsigned> parseHevcVpsId(Bytes nal)
{
    if (nal.size() < 3 || (nal[0] >> 1 & 0x3F) != 32)
        return std::nullopt;
    return nal[2] >> 4;
}

} // namespace twinfeed::media
