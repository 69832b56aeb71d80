// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/adts.h"
#include "app/media/trackform.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

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

    const int m_channels;
    AacFormat m_format;
    bool m_fromExtradata = false;
    CodecConfigPtr m_config;
};

} // namespace

std::unique_ptr<TrackForm> makeSoundForm(int channels)
{
    return std::make_unique<SoundForm>(channels);
}

} // namespace twinfeed::media
