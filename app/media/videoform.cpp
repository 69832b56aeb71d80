// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/parametersets.h"
#include "app/media/trackform.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <optional>
#include <utility>

namespace twinfeed::media {

namespace {

// A picture that is shown more than this before the keyframe it follows belongs to a jump of the timestamps.
constexpr int64_t longestLead = 10'000'000;

Payload withLengths(const Nals &units)
{
    size_t size = 0;
    for (const Bytes unit : units)
        size += 4 + unit.size();
    AvPacket packet(av_packet_alloc());
    if (!packet || size > size_t(INT_MAX) / 2 || av_new_packet(packet.get(), int(size)) < 0)
        return nullptr;
    uint8_t *to = packet->data;
    for (const Bytes unit : units) {
        const auto length = uint32_t(unit.size());
        for (int shift = 24; shift >= 0; shift -= 8)
            *to++ = uint8_t(length >> shift);
        std::memcpy(to, unit.data(), unit.size());
        to += unit.size();
    }
    return share(std::move(packet));
}

/// True where the units lie one behind the other with nothing but a four-byte length in between.
bool adjoin(const Nals &units)
{
    for (size_t i = 1; i < units.size(); ++i) {
        if (units[i].data() != units[i - 1].data() + units[i - 1].size() + 4)
            return false;
    }
    return true;
}

/// What one access unit is made of, parameter sets and delimiters already taken out.
struct AccessUnit
{
    Nals kept;
    bool idr = false;
    bool cra = false;
    bool leading = false; // says its NAL type
    bool intra = true; // all slices of the frame or first field
    bool secondField = false;
    bool recoveryPoint = false;
    bool hasPicture = false;
    std::optional<unsigned> pps; // of the first slice
};

class VideoForm final : public TrackForm
{
public:
    VideoForm(int codecId, AVRational timeBase)
        : m_codecId(codecId)
        , m_timeBase(timeBase)
        , m_sets(codecId)
    {
    }

    Result<void> setExtradata(Bytes extradata) override
    {
        if (extradata.empty())
            return {};
        if (looksLikeAnnexB(extradata)) {
            m_lengthBytes = 0;
            std::vector<std::vector<uint8_t>> sets;
            for (const Bytes nal : splitAnnexB(extradata)) {
                if (kindOf(m_codecId, nal) == NalKind::ParameterSet)
                    sets.emplace_back(nal.begin(), nal.end());
            }
            m_sets.replace(sets); // the stream itself will repeat them where these are of no use
            return {};
        }
        const auto record = m_codecId == AV_CODEC_ID_HEVC ? parseHvcC(extradata) : parseAvcC(extradata);
        if (!record)
            return errorOf(QStringLiteral("codec-refused"),
                           QStringLiteral("The video's decoder configuration is damaged."));
        m_lengthBytes = record->lengthBytes;
        // A record without sets is "avc3": they come in the stream.
        if (!record->parameterSets.empty())
            m_sets.replace(record->parameterSets);
        return {};
    }

    Result<std::vector<InternalForm::Unit>> convert(const AVPacket &packet) override
    {
        const Bytes data(packet.data, size_t(std::max(packet.size, 0)));
        auto split =
            m_lengthBytes == 0 ? Result<Nals>(splitAnnexB(data)) : splitLengthPrefixed(data, m_lengthBytes);
        if (!split)
            return split.error();
        AccessUnit unit = sort(*split, packet);
        if (!unit.hasPicture) {
            if (split->empty())
                return damaged(QStringLiteral("A packet without a single unit of video."));
            return std::vector<InternalForm::Unit>();
        }
        if (!unit.pps)
            return damaged(QStringLiteral("A picture whose slice header is cut short."));
        CodecConfigPtr config = m_sets.configFor(*unit.pps);
        if (!config)
            return errorOf(QStringLiteral("no-parameters"),
                           QStringLiteral("The stream has not said its picture format yet."));
        Payload payload = m_lengthBytes == 4 && adjoin(unit.kept) ? referTo(packet, span(unit.kept))
                                                                  : withLengths(unit.kept);
        if (!payload)
            return outOfMemory();
        InternalForm::Unit out{.payload = std::move(payload), .config = std::move(config)};
        out.durationUs = packet.duration > 0 ? av_rescale_q(packet.duration, m_timeBase, microseconds) : 0;
        place(unit, packet, out);
        return std::vector<InternalForm::Unit>{std::move(out)};
    }

    CodecConfigPtr config() const override { return m_sets.newest(); }

private:
    static Bytes span(const Nals &kept)
    {
        const uint8_t *begin = kept.front().data() - 4;
        return {begin, size_t(kept.back().data() + kept.back().size() - begin)};
    }

    AccessUnit sort(const Nals &nals, const AVPacket &packet)
    {
        AccessUnit unit;
        for (const Bytes nal : nals) {
            switch (const NalKind kind = kindOf(m_codecId, nal)) {
            case NalKind::ParameterSet:
                m_sets.add(nal); // a damaged one is left out; what it would have replaced goes on
                continue;
            case NalKind::Delimiter:
            case NalKind::End: // the programme goes on behind it
                continue;
            case NalKind::Slice:
            case NalKind::Idr:
            case NalKind::Cra:
            case NalKind::Rasl:
            case NalKind::Radl:
                takeSlice(kind, nal, unit);
                break;
            case NalKind::Sei:
            case NalKind::Other:
                break;
            }
            unit.kept.push_back(nal);
        }
        // Read only where it decides something: captions make SEI a frequent guest. The flag of a container is the
        // encoder's word; that of a TS is the parser's, which also sets it in the middle of an intra refresh.
        if (m_codecId == AV_CODEC_ID_H264 && unit.hasPicture && unit.intra && !unit.idr)
            unit.recoveryPoint =
                (m_lengthBytes > 0 && (packet.flags & AV_PKT_FLAG_KEY))
                || std::ranges::any_of(unit.kept, [this](Bytes nal) {
                       return kindOf(m_codecId, nal) == NalKind::Sei && hasExactRecoveryPoint(nal);
                   });
        return unit;
    }

    void takeSlice(NalKind kind, Bytes nal, AccessUnit &unit)
    {
        unit.idr |= kind == NalKind::Idr;
        unit.cra |= kind == NalKind::Cra;
        unit.leading |= kind == NalKind::Rasl || kind == NalKind::Radl;
        const bool first = !std::exchange(unit.hasPicture, true);
        if (m_codecId == AV_CODEC_ID_HEVC) {
            if (first)
                unit.pps = parseHevcSlicePps(nal);
            return;
        }
        // Partitions B and C (3, 4) have no such header; partition A (2) comes before them.
        if (const unsigned type = nal[0] & 0x1F; type == 3 || type == 4)
            return;
        const auto slice = parseH264Slice(nal);
        // An I field is commonly followed by a P field that refers to it.
        unit.secondField |= !first && slice && slice->firstMacroblock == 0;
        if (!unit.secondField)
            unit.intra &= slice && slice->intra;
        if (first && slice)
            unit.pps = slice->pps;
    }

    /// Keyframe or leading picture?
    void place(const AccessUnit &unit, const AVPacket &packet, InternalForm::Unit &out)
    {
        if (m_codecId == AV_CODEC_ID_HEVC) {
            out.keyframe = unit.idr || unit.cra;
            out.leading = unit.leading;
            return;
        }
        out.keyframe = unit.idr || unit.recoveryPoint;
        const int64_t pts = packet.pts;
        if (out.keyframe) {
            m_openKeyframe = !unit.idr && pts != AV_NOPTS_VALUE ? std::optional(pts) : std::nullopt;
            return;
        }
        if (!m_openKeyframe || pts == AV_NOPTS_VALUE)
            return;
        const int64_t lead = *m_openKeyframe - pts;
        out.leading = lead > 0 && av_compare_ts(lead, m_timeBase, longestLead, microseconds) < 0;
        if (!out.leading)
            m_openKeyframe.reset(); // leading pictures come first
    }

    const int m_codecId;
    const AVRational m_timeBase;
    ParameterSets m_sets;
    int m_lengthBytes = 0; // 0: Annex B
    std::optional<int64_t>
        m_openKeyframe; // pts of the open GOP's keyframe while its leading pictures may follow
};

} // namespace

std::unique_ptr<TrackForm> makeVideoForm(int codecId, AVRational timeBase)
{
    return std::make_unique<VideoForm>(codecId, timeBase);
}

} // namespace twinfeed::media
