// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/internalform.h"

#include "app/media/adts.h"
#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/parametersets.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <optional>
#include <utility>

namespace twinfeed::media {

namespace {

using Payload = std::shared_ptr<const AVPacket>;

// A picture that is shown more than this before the keyframe it follows belongs to a jump of the timestamps.
constexpr int64_t longestLead = 10'000'000;

Error damaged(const QString &reason)
{
    return errorOf(QStringLiteral("damaged-unit"), reason);
}

Payload share(AvPacket packet)
{
    return {packet.release(), [](AVPacket *p) { av_packet_free(&p); }};
}

/// The bytes where they are, kept alive by the packet's buffer; copied only where a demuxer gave none.
Payload referTo(const AVPacket &source, Bytes bytes)
{
    AvPacket packet(av_packet_alloc());
    if (!packet)
        return nullptr;
    if (source.buf) {
        packet->buf = av_buffer_ref(source.buf);
        if (!packet->buf)
            return nullptr;
        packet->data = const_cast<uint8_t *>(bytes.data());
        packet->size = int(bytes.size());
    } else {
        if (av_new_packet(packet.get(), int(bytes.size())) < 0)
            return nullptr;
        std::memcpy(packet->data, bytes.data(), bytes.size());
    }
    return share(std::move(packet));
}

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

Bytes newExtradata(const AVPacket &packet)
{
    size_t size = 0;
    const uint8_t *data = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    return data ? Bytes(data, size) : Bytes();
}

/// What video and sound have in common.
class TrackForm
{
public:
    virtual ~TrackForm() = default;
    virtual Result<void> setExtradata(Bytes extradata) = 0;
    virtual Result<std::vector<InternalForm::Unit>> convert(const AVPacket &packet) = 0;
    virtual CodecConfigPtr config() const = 0;
};

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

class SoundForm final : public TrackForm
{
public:
    explicit SoundForm(int channels)
        : m_channels(channels)
    {
    }

    Result<void> setExtradata(Bytes extradata) override
    {
        if (extradata.empty())
            return {};
        const auto format = parseAudioSpecificConfig(extradata);
        if (!format)
            return errorOf(QStringLiteral("codec-refused"),
                           QStringLiteral("The sound's decoder configuration is damaged."));
        setConfig(*format, {extradata.begin(), extradata.end()});
        m_fromExtradata = true;
        return {};
    }

    Result<std::vector<InternalForm::Unit>> convert(const AVPacket &packet) override
    {
        const Bytes data(packet.data, size_t(std::max(packet.size, 0)));
        if (data.empty())
            return damaged(QStringLiteral("A sound packet without sound."));
        if (m_fromExtradata && !isWholeAdts(data))
            return std::vector<InternalForm::Unit>{unitOf(packet, data, 0)};
        return convertAdts(packet, data);
    }

    CodecConfigPtr config() const override { return m_config; }

private:
    // A raw frame begins with an element id; 0xFFF would be two END elements, which no encoder begins with.
    static bool isWholeAdts(Bytes data)
    {
        const auto header = parseAdts(data);
        return header && header->frameBytes <= data.size();
    }

    Result<std::vector<InternalForm::Unit>> convertAdts(const AVPacket &packet, Bytes data)
    {
        std::vector<InternalForm::Unit> units;
        QString reason;
        int64_t offset = 0;
        while (!data.empty()) {
            const auto header = parseAdts(data);
            if (!header)
                reason = QStringLiteral("Sound without a readable ADTS header.");
            else if (header->frameBytes > data.size())
                reason = QStringLiteral("A sound frame of %1 bytes is announced where %2 are left.")
                             .arg(header->frameBytes)
                             .arg(data.size());
            else if (header->rawBlocks > 1 || header->frameBytes == header->headerBytes)
                reason =
                    QStringLiteral("Sound with %1 frames behind one ADTS header.").arg(header->rawBlocks);
            if (!reason.isEmpty())
                break;
            adopt(header->format);
            units.push_back(unitOf(
                packet, data.subspan(header->headerBytes, header->frameBytes - header->headerBytes), offset));
            offset += units.back().durationUs;
            data = data.subspan(header->frameBytes);
        }
        if (units.empty())
            return damaged(reason);
        return units;
    }

    void adopt(const AacFormat &format)
    {
        if (m_config && !m_fromExtradata && format == m_format)
            return;
        m_fromExtradata = false;
        setConfig(format, buildAudioSpecificConfig(format));
    }

    void setConfig(const AacFormat &format, std::vector<uint8_t> extradata)
    {
        m_format = format;
        CodecConfig config;
        config.track = Track::Sound;
        config.codecId = AV_CODEC_ID_AAC;
        config.sampleRate = format.sampleRate;
        config.channels = format.channels > 0 ? format.channels : m_channels;
        config.profile = format.objectType - 1;
        config.extradata = std::move(extradata);
        if (!m_config || !(*m_config == config))
            m_config = std::make_shared<const CodecConfig>(std::move(config));
    }

    InternalForm::Unit unitOf(const AVPacket &packet, Bytes frame, int64_t offset) const
    {
        InternalForm::Unit unit{.payload = referTo(packet, frame), .config = m_config, .keyframe = true};
        unit.offsetUs = offset;
        unit.durationUs = av_rescale(m_format.samplesPerFrame, 1'000'000, m_format.sampleRate);
        return unit;
    }

    const int m_channels; // as the demuxer says, for streams that say it in a program config element only
    AacFormat m_format;
    bool m_fromExtradata = false;
    CodecConfigPtr m_config;
};

Error refused(const AVCodecParameters &parameters)
{
    const QString name = QString::fromLatin1(avcodec_get_name(parameters.codec_id));
    return errorOf(QStringLiteral("codec-refused"),
                   QStringLiteral("The stream carries %1, which cannot be used.").arg(name),
                   QStringLiteral("Send H.264 or HEVC video and AAC sound."));
}

} // namespace

class InternalForm::Private
{
public:
    std::unique_ptr<TrackForm> form;
};

Result<std::unique_ptr<InternalForm>> InternalForm::create(const AVCodecParameters &parameters,
                                                           int timeBaseNum, int timeBaseDen)
{
    std::unique_ptr<TrackForm> form;
    switch (parameters.codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
        form = std::make_unique<VideoForm>(parameters.codec_id, AVRational{timeBaseNum, timeBaseDen});
        break;
    case AV_CODEC_ID_AAC:
        form = std::make_unique<SoundForm>(parameters.ch_layout.nb_channels);
        break;
    default:
        return refused(parameters);
    }
    if (parameters.extradata_size > 0 && parameters.extradata) {
        const auto set = form->setExtradata({parameters.extradata, size_t(parameters.extradata_size)});
        if (!set)
            return set.error();
    }
    auto d = std::make_unique<Private>();
    d->form = std::move(form);
    return std::unique_ptr<InternalForm>(new InternalForm(std::move(d)));
}

InternalForm::InternalForm(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

InternalForm::~InternalForm() = default;

Result<std::vector<InternalForm::Unit>> InternalForm::convert(const AVPacket &packet)
{
    // A new sequence header that is damaged says nothing: what was known before goes on.
    if (const Bytes extradata = newExtradata(packet); !extradata.empty())
        (void)d->form->setExtradata(extradata);
    auto units = d->form->convert(packet);
    if (units && std::ranges::any_of(*units, [](const Unit &unit) { return !unit.payload; }))
        return outOfMemory();
    return units;
}

CodecConfigPtr InternalForm::config() const
{
    return d->form->config();
}

} // namespace twinfeed::media
