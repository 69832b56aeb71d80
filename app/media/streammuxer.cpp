// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/streammuxer.h"

#include "app/media/adts.h"
#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/flvstreammuxer.h"
#include "app/media/tsstreammuxer.h"

namespace twinfeed::media {

namespace {

Error notCarried(Container container, int codecId, const QString &remedy)
{
    const QString name = QString::fromLatin1(avcodec_get_name(AVCodecID(codecId)));
    const QString where =
        container == Container::Flv ? QStringLiteral("RTMP and FLV") : QStringLiteral("MPEG-TS");
    return errorOf(QStringLiteral("not-carried"), QStringLiteral("%1 cannot carry %2.").arg(where, name),
                   remedy);
}

Result<void> carriesVideo(Container container, const CodecConfig &video)
{
    if (video.codecId == AV_CODEC_ID_H264
        || (video.codecId == AV_CODEC_ID_HEVC && container == Container::Ts))
        return {};
    return notCarried(container, video.codecId,
                      QStringLiteral("Send H.264, or use an SRT, UDP, HLS or recording output."));
}

Result<void> carriesSound(Container container, const CodecConfig &sound)
{
    if (sound.codecId != AV_CODEC_ID_AAC)
        return notCarried(container, sound.codecId, QStringLiteral("Send AAC sound."));
    if (container == Container::Flv)
        return {};
    const auto format = parseAudioSpecificConfig(sound.extradata);
    if (format && buildAdts(*format, 0))
        return {};
    return errorOf(QStringLiteral("not-carried"),
                   QStringLiteral("MPEG-TS cannot carry this kind of AAC sound."),
                   QStringLiteral("Send AAC-LC at 8 to 96 kHz."));
}

} // namespace

Result<void> StreamMuxer::carries(Container container, const CodecConfigPtr &video,
                                  const CodecConfigPtr &sound)
{
    if (video) {
        if (auto carried = carriesVideo(container, *video); !carried)
            return carried;
    }
    return sound ? carriesSound(container, *sound) : Result<void>();
}

Result<std::unique_ptr<StreamMuxer>> StreamMuxer::create(Container container, CodecConfigPtr video,
                                                         CodecConfigPtr sound)
{
    if (auto carried = carries(container, video, sound); !carried)
        return carried.error();
    if (!video && !sound)
        return errorOf(QStringLiteral("not-carried"), QStringLiteral("A stream needs a picture or sound."));
    if (container == Container::Flv)
        return std::unique_ptr<StreamMuxer>(new FlvStreamMuxer(std::move(video), std::move(sound)));
    return std::unique_ptr<StreamMuxer>(new TsStreamMuxer(std::move(video), std::move(sound)));
}

} // namespace twinfeed::media
