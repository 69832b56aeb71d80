// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/result.h"

#include <optional>
#include <span>

/// H.264 (ITU-T H.264) and HEVC (ITU-T H.265) on the level of NAL units. Nothing here decodes pictures, and nothing reads
/// a byte outside the span it was given, whatever the bytes say. All functions are pure.
namespace twinfeed::media {

using Bytes = std::span<const uint8_t>;
using Nals = std::vector<Bytes>;

/// The kinds of NAL units that matter to us, for both codecs.
enum class NalKind {
    Slice, ///< H.264 1-4, HEVC 0-5 and what else is an ordinary picture
    Idr, ///< H.264 5; HEVC 16-20: nothing before it is referred to
    Cra, ///< HEVC 21: a start that may have leading pictures
    Rasl, ///< HEVC 8, 9: leading, not decodable after a start at the CRA
    Radl, ///< HEVC 6, 7: leading, decodable
    ParameterSet, ///< SPS, PPS, VPS
    Delimiter, ///< access unit delimiter
    End, ///< end of sequence or of stream
    Sei,
    Other
};

/// `codecId` is AV_CODEC_ID_H264 or AV_CODEC_ID_HEVC. An empty unit is Other.
NalKind kindOf(int codecId, Bytes nal);

/// Annex B: what lies between start codes, without trailing zeros. Bytes before the first start code are passed over.
Nals splitAnnexB(Bytes data);
/// Units behind big-endian lengths of 1 to 4 bytes. Empty units are passed over, as FFmpeg does: some encoders pad with
/// them. Error ("damaged-unit"): a length beyond the end.
Result<Nals> splitLengthPrefixed(Bytes data, int lengthBytes);
/// True where the data begins with 00 00 01 or 00 00 00 01.
bool looksLikeAnnexB(Bytes data);

/// The payload of a NAL unit with emulation prevention bytes taken out (H.264 7.4.1), header left on.
std::vector<uint8_t> unescaped(Bytes nal);
/// The other way: emulation prevention put in, with a closing 0x03 where the data end in 0x00.
std::vector<uint8_t> escaped(Bytes payload);

/// What a sequence parameter set says of its pictures.
struct SpsInfo
{
    unsigned id = 0;
    int width = 0; ///< cropped
    int height = 0;
    int profile = 0; ///< FF_PROFILE_*, constraint flags included as FFmpeg does
    int level = 0; ///< 31 for H.264 level 3.1; 93 for HEVC
    int frameRateNum = 0; ///< from the VUI; 0/1 where it does not say
    int frameRateDen = 1;
    int chromaFormat = 1; ///< chroma_format_idc: 1 is 4:2:0
    int lumaBits = 8;
    int chromaBits = 8;
    // H.264 only: what the layout of slice headers depends on.
    bool separatePlanes = false; ///< separate_colour_plane_flag
    bool framesOnly = true; ///< frame_mbs_only_flag
    unsigned frameNumBits = 4; ///< of frame_num
    unsigned orderType = 0; ///< pic_order_cnt_type
    unsigned orderBits = 4; ///< of pic_order_cnt_lsb
    bool orderDeltaAlwaysZero = false; ///< delta_pic_order_always_zero_flag
    /// Pictures that a decoder holds back: max_num_reorder_frames where it is said; else 0 for Baseline, intra-only
    /// profiles and picture order count type 2; else the size of the decoded picture buffer at this level (H.264
    /// E.2.1 infers MaxDpbFrames).
    int reorder = 0;
};
/// Nothing for a damaged set, or one with a picture above 16384 in width or height, or above 8192x4352 in all: damage
/// that would cost a decoder gigabytes.
std::optional<SpsInfo> parseH264Sps(Bytes nal);
std::optional<SpsInfo> parseHevcSps(Bytes nal);

/// Id of a parameter set and, for a PPS, of the SPS that it belongs to. Nothing for a damaged set.
struct PpsInfo
{
    unsigned id = 0;
    unsigned sps = 0;
};
std::optional<PpsInfo> parseH264Pps(Bytes nal);
std::optional<PpsInfo> parseHevcPps(Bytes nal);
std::optional<unsigned> parseHevcVpsId(Bytes nal);

/// The beginning of an H.264 slice header.
struct SliceInfo
{
    unsigned firstMacroblock = 0; ///< 0 where a frame or field begins
    bool intra = false; ///< slice type I or SI
    unsigned pps = 0;
};
std::optional<SliceInfo> parseH264Slice(Bytes nal);
/// The PPS id of an HEVC slice segment (H.265 7.3.6.1).
std::optional<unsigned> parseHevcSlicePps(Bytes nal);

/// True for a SEI with a recovery point at this very picture (H.264 D.2.8, recovery_frame_cnt 0).
bool hasExactRecoveryPoint(Bytes sei);

/// An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3) or its HEVC brother (8.3.3).
struct DecoderRecord
{
    int lengthBytes = 4;
    std::vector<std::vector<uint8_t>> parameterSets; ///< in the order of the record
};
std::optional<DecoderRecord> parseAvcC(Bytes record);
std::optional<DecoderRecord> parseHvcC(Bytes record);
/// An avcC with four-byte lengths; empty when there is no SPS among the sets.
std::vector<uint8_t> buildAvcC(const std::vector<std::vector<uint8_t>> &parameterSets);

/// A video packet of internal form as Annex B for TS and for decoders: AUD (unless `delimiter` is false), parameter sets
/// of the packet's own config where asked for, then its units. Empty for a damaged payload.
std::vector<uint8_t> toAnnexB(const Packet &packet, bool withParameterSets, bool delimiter = true);

} // namespace twinfeed::media
