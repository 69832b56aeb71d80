// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatechecks.h"

#include "app/media/ffmpeg.h"
#include "app/media/nal.h"

#include <cmath>

namespace twinfeed::media {

namespace {

constexpr double usualLufs = -23;
constexpr double mostApart = 6;
constexpr double mostPeak = -1;

SlateCheck compare(const char *name, const QString &live, const QString &slate, bool breaks,
                   const QString &text)
{
    SlateCheck check{{}, QString::fromLatin1(name), live == slate, false, live, slate, {}};
    if (!check.ok) {
        check.breaks = breaks;
        check.text = text.arg(live, slate);
    }
    return check;
}

QString rateText(int num, int den)
{
    return QString::number(std::round(100.0 * num / std::max(den, 1)) / 100);
}

QString sizeText(int width, int height)
{
    return QStringLiteral("%1x%2").arg(width).arg(height);
}

QString soundText(int rate, int channels)
{
    return QStringLiteral("%1 Hz, %2 channels").arg(rate).arg(channels);
}

QString profileText(int codec, int profile)
{
    // What a decoder is made for, without the flags that only say what is left out.
    const int idc = codec == AV_CODEC_ID_H264 ? profile & 0xFF : profile;
    const char *name = avcodec_profile_name(AVCodecID(codec), idc);
    return name ? QString::fromLatin1(name) : QString::number(idc);
}

std::optional<SpsInfo> spsOf(const CodecConfig &video)
{
    for (const auto &set : video.parameterSets) {
        const auto info = video.codecId == AV_CODEC_ID_HEVC ? parseHevcSps(set) : parseH264Sps(set);
        if (info)
            return info;
    }
    return std::nullopt;
}

/// Profiles that only leave something out can be followed by any other of 8 bits and 4:2:0.
bool plainPixels(const CodecConfig &video)
{
    const auto sps = spsOf(video);
    return !sps || (sps->chromaFormat == 1 && sps->lumaBits == 8 && sps->chromaBits == 8);
}

} // namespace

std::vector<SlateCheck> checkSlateFormat(const SlateFormat &slate, const CodecConfigPtr &video,
                                         const CodecConfigPtr &sound)
{
    std::vector<SlateCheck> checks;
    if (video) {
        const int codec = slate.hevc ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264;
        checks.push_back(compare("codec", QString::fromLatin1(avcodec_get_name(AVCodecID(video->codecId))),
                                 QString::fromLatin1(avcodec_get_name(AVCodecID(codec))), true,
                                 QStringLiteral("The programme is %1, the slate %2.")));
        checks.push_back(compare("size", sizeText(video->width, video->height),
                                 sizeText(slate.width, slate.height), true,
                                 QStringLiteral("The programme's pictures are %1, the slate's %2.")));
        if (video->frameRateNum > 0)
            checks.push_back(
                compare("rate", rateText(video->frameRateNum, video->frameRateDen),
                        rateText(slate.frameRateNum, slate.frameRateDen), false,
                        QStringLiteral("The programme has %1 pictures a second, the slate %2.")));
        if (video->profile > 0)
            checks.push_back(compare("profile", profileText(video->codecId, video->profile),
                                     profileText(codec, slate.profile), !plainPixels(*video),
                                     QStringLiteral("The programme has the profile %1, the slate %2.")));
        const auto sps = video->codecId == AV_CODEC_ID_H264 ? spsOf(*video) : std::nullopt;
        checks.push_back(compare(
            "scan", sps && !sps->framesOnly ? QStringLiteral("interlaced") : QStringLiteral("progressive"),
            QStringLiteral("progressive"), false, QStringLiteral("The programme is %1, the slate %2.")));
    }
    if (sound)
        checks.push_back(compare("sound", soundText(sound->sampleRate, sound->channels),
                                 soundText(slate.sampleRate, slate.channels), true,
                                 QStringLiteral("The programme's sound is %1, the slate's %2.")));
    return checks;
}

std::vector<SlateCheck> checkSlateSound(const SlateClip &clip, std::optional<double> liveLufs)
{
    if (!clip.loudness)
        return {}; // silence is never too loud
    const auto lufs = [](double value) { return QStringLiteral("%1 LUFS").arg(value, 0, 'f', 1); };
    const double live = liveLufs.value_or(usualLufs);
    SlateCheck loudness{{},    QStringLiteral("loudness"),        true,
                        false, liveLufs ? lufs(live) : QString(), lufs(*clip.loudness),
                        {}};
    const double apart = *clip.loudness - live;
    if (std::abs(apart) > mostApart) {
        loudness.ok = false;
        loudness.text = QStringLiteral("The slate is %1 LU %2 than %3.")
                            .arg(std::abs(apart), 0, 'f', 1)
                            .arg(apart > 0 ? QStringLiteral("louder") : QStringLiteral("quieter"),
                                 liveLufs ? QStringLiteral("the programme")
                                          : QStringLiteral("the -23 LUFS of EBU R 128"));
    }
    std::vector<SlateCheck> checks{loudness};
    if (clip.truePeak) {
        SlateCheck peak{{},
                        QStringLiteral("peak"),
                        *clip.truePeak <= mostPeak,
                        false,
                        {},
                        QStringLiteral("%1 dBTP").arg(*clip.truePeak, 0, 'f', 1),
                        {}};
        if (!peak.ok)
            peak.text = QStringLiteral("The slate's true peak is above -1 dBTP.");
        checks.push_back(peak);
    }
    return checks;
}

} // namespace twinfeed::media
