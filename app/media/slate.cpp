// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slate.h"

#include "app/media/errors.h"
#include "app/media/loudness.h"
#include "app/media/slateencoder.h"
#include "app/media/slatesource.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace twinfeed::media {

namespace {

constexpr int64_t longestUs = 60'000'000;
// A still's loop: as short as its sound allows, since every channel keeps it in memory, and long enough that looping it costs
// nothing.
constexpr int leastStillSeconds = 2;
constexpr int mostStillSeconds = 30;
constexpr int usualStillSeconds = 4;

Error refused(const QString &message)
{
    return errorOf(QStringLiteral("slate-refused"), message);
}

Error unmakeable(const QString &message)
{
    return errorOf(QStringLiteral("slate-format"), message);
}

/// The least number of pictures that lasts as long as a whole number of AAC frames.
int64_t commonPictures(const SlateFormat &format)
{
    // n / (num / den) = k * 1024 / rate: n is a multiple of this.
    const int64_t perFrame = int64_t(SlateClip::samplesPerFrame) * format.frameRateNum;
    const int64_t perPicture = int64_t(format.sampleRate) * format.frameRateDen;
    return perFrame / std::gcd(perFrame, perPicture);
}

int64_t samplesOf(const SlateFormat &format, int64_t pictures)
{
    return av_rescale(pictures * format.frameRateDen, format.sampleRate, format.frameRateNum);
}

Result<void> check(const SlateFormat &format)
{
    const bool picture = format.width >= 16 && format.height >= 16 && format.width <= SlateSource::largestSide
        && format.height <= SlateSource::largestSide && format.width % 2 == 0 && format.height % 2 == 0;
    const bool rate = format.frameRateDen > 0 && format.frameRateNum > 0
        && format.frameRateNum <= 240LL * format.frameRateDen && format.frameRateNum >= format.frameRateDen;
    if (!picture || !rate)
        return unmakeable(
            QStringLiteral("A slate cannot be made with %1 x %2 pixels at %3/%4 pictures a second.")
                .arg(format.width)
                .arg(format.height)
                .arg(format.frameRateNum)
                .arg(format.frameRateDen));
    if (format.channels < 1 || format.channels > 8 || format.sampleRate < 7350 || format.sampleRate > 96'000)
        return unmakeable(QStringLiteral("A slate cannot be made with %1 channels of sound at %2 Hz.")
                              .arg(format.channels)
                              .arg(format.sampleRate));
    return {};
}

/// The profile of a slate that goes with a stream's: where a slate cannot have it, the nearest that every player knows.
int slateProfile(const CodecConfig &video, int fallback)
{
    if (video.codecId == AV_CODEC_ID_HEVC)
        return video.profile == FF_PROFILE_HEVC_MAIN_10 ? FF_PROFILE_HEVC_MAIN_10 : FF_PROFILE_HEVC_MAIN;
    if (video.profile <= 0)
        return fallback > 0 ? fallback : FF_PROFILE_H264_HIGH;
    switch (const int idc = video.profile & 0xFF) {
    case FF_PROFILE_H264_BASELINE:
    case FF_PROFILE_H264_MAIN:
    case FF_PROFILE_H264_HIGH_10:
    case FF_PROFILE_H264_HIGH_422:
        return idc;
    default:
        return FF_PROFILE_H264_HIGH;
    }
}

/// Takes a file apart and encodes its pictures on the way, at the slate's own rate; gathers its sound.
class SlateMaker final
{
public:
    SlateMaker(const SlateFormat &format, std::stop_token stop)
        : m_format(format)
        , m_stop(std::move(stop))
        , m_canvas(format)
        , m_samples(format)
        , m_mostPictures(std::max<int64_t>(
              1, av_rescale(longestUs, format.frameRateNum, int64_t(format.frameRateDen) * 1'000'000)))
    {
    }

    Result<std::shared_ptr<const SlateClip>> make(const QString &file)
    {
        auto source = SlateSource::open(file, m_stop);
        if (!source)
            return source.error();
        auto encoder = SlateVideoEncoder::create(m_format);
        if (!encoder)
            return encoder.error();
        m_encoder = std::move(*encoder);
        if (auto read = readAll(**source); !read)
            return read.error();
        if (!m_shown)
            return refused(QStringLiteral("There is no picture in the file that can be decoded."));
        if (m_pictures == 1 || m_sourcePictures == 1)
            return finishStill();
        return finishClip();
    }

private:
    Result<void> readAll(SlateSource &source)
    {
        while (true) {
            auto decoded = source.next();
            if (!decoded)
                return decoded.error();
            if (decoded->kind == SlateSource::Kind::End || m_pictures >= m_mostPictures)
                return {};
            auto taken =
                decoded->kind == SlateSource::Kind::Picture ? takePicture(*decoded) : takeSound(*decoded);
            if (!taken)
                return taken;
        }
    }

    Result<void> takePicture(SlateSource::Decoded &decoded)
    {
        if (!m_begin)
            m_begin = decoded.at;
        // Each picture is shown from the slate's first picture at or after its own time until the next one's.
        const int64_t at = decoded.at - *m_begin;
        if (auto shown = showUntil(at); !shown)
            return shown;
        auto painted = m_canvas.paint(*decoded.frame);
        if (!painted)
            return painted.error();
        m_shown = std::move(*painted);
        ++m_sourcePictures;
        m_end = at + (decoded.durationUs > 0 ? decoded.durationUs : pictureTime(m_format, 1));
        return {};
    }

    Result<void> showUntil(int64_t at)
    {
        while (m_shown && m_pictures < m_mostPictures && pictureTime(m_format, m_pictures) < at) {
            if (auto encoded = encode(); !encoded)
                return encoded;
        }
        return {};
    }

    Result<void> encode()
    {
        if (m_stop.stop_requested())
            return errorOf(QStringLiteral("interrupted"),
                           QStringLiteral("The slate's encoding was stopped."));
        ++m_pictures;
        return m_encoder->encode(*m_shown, m_packets);
    }

    Result<void> takeSound(const SlateSource::Decoded &decoded)
    {
        // Sound before the first picture is rare and short; its place is not known yet.
        if (!m_begin)
            m_begin = decoded.at;
        const int64_t at = av_rescale(decoded.at - *m_begin, m_format.sampleRate, 1'000'000);
        if (at > samplesOf(m_format, m_mostPictures))
            return {};
        return m_samples.add(*decoded.frame, at);
    }

    Result<std::shared_ptr<const SlateClip>> finishClip()
    {
        if (auto shown = showUntil(m_end); !shown)
            return shown.error();
        if (auto finished = m_encoder->finish(m_packets); !finished)
            return finished.error();
        // A loop that sound frames fit into is worth up to a second of the clip's end.
        const int64_t common = commonPictures(m_format);
        const auto whole = int64_t(m_packets.size());
        const int64_t pictures = common <= SlateVideoEncoder::picturesPerGop(m_format) && whole >= common
            ? whole / common * common
            : whole;
        m_packets.resize(size_t(pictures));
        return finish(pictures);
    }

    /// One GOP is encoded and repeated: closed GOPs of one picture are all alike.
    Result<std::shared_ptr<const SlateClip>> finishStill()
    {
        const int gop = SlateVideoEncoder::picturesPerGop(m_format);
        while (m_pictures < gop) {
            if (auto encoded = encode(); !encoded)
                return encoded.error();
        }
        if (auto finished = m_encoder->finish(m_packets); !finished)
            return finished.error();
        m_packets.resize(size_t(gop));
        const int64_t pictures = gop * stillSeconds(gop);
        for (int64_t i = gop; i < pictures; ++i) {
            Packet packet = m_packets[size_t(i % gop)];
            packet.dts = packet.pts = packet.sourceDts = packet.sourcePts = pictureTime(m_format, i);
            packet.duration = pictureTime(m_format, i + 1) - packet.pts;
            m_packets.push_back(std::move(packet));
        }
        return finish(pictures);
    }

    /// How many GOPs a still's loop has.
    int64_t stillSeconds(int gop) const
    {
        // A picture with sound of its own (a cover) lasts as long as that.
        if (!m_samples.empty()) {
            const int64_t perGop = samplesOf(m_format, gop);
            return std::clamp<int64_t>((m_samples.size() + perGop - 1) / perGop, 1, m_mostPictures / gop);
        }
        const int64_t common = commonPictures(m_format);
        for (int64_t gops = leastStillSeconds; gops <= mostStillSeconds; ++gops) {
            if (gops * gop % common == 0)
                return gops;
        }
        return usualStillSeconds;
    }

    Result<std::shared_ptr<const SlateClip>> finish(int64_t pictures)
    {
        const int64_t samples = samplesOf(m_format, pictures);
        m_samples.fit(samples);
        const int64_t frames = (samples + SlateClip::samplesPerFrame - 1) / SlateClip::samplesPerFrame;
        auto sound = encodeSlateSound(m_samples, m_format, frames, m_stop);
        if (!sound)
            return sound.error();
        auto clip = std::make_shared<SlateClip>();
        if (const auto loudness = loudnessOf(m_samples.planes(), m_format.sampleRate)) {
            clip->loudness = loudness->integrated;
            clip->truePeak = loudness->truePeak;
        }
        clip->format = m_format;
        clip->video = m_packets.front().config;
        clip->sound = sound->front().config;
        clip->pictures = int(pictures);
        clip->loopUs = pictureTime(m_format, pictures);
        clip->packets.reserve(m_packets.size() + sound->size());
        std::ranges::merge(m_packets, *sound, std::back_inserter(clip->packets), {}, &Packet::dts,
                           &Packet::dts);
        return std::shared_ptr<const SlateClip>(std::move(clip));
    }

    const SlateFormat m_format;
    const std::stop_token m_stop;
    SlateCanvas m_canvas;
    SlateSamples m_samples;
    const int64_t m_mostPictures;
    std::unique_ptr<SlateVideoEncoder> m_encoder;
    std::optional<int64_t> m_begin; // time in the file that is the slate's zero
    AvFrame m_shown; // the picture that is on, painted
    int64_t m_end = 0; // of m_shown
    int64_t m_sourcePictures = 0;
    int64_t m_pictures = 0; // given to the encoder
    std::vector<Packet> m_packets;
};

} // namespace

SlateFormat slateFormatFor(const CodecConfigPtr &video, const CodecConfigPtr &sound, SlateFormat fallback)
{
    SlateFormat format = fallback;
    if (video && video->width >= 16 && video->height >= 16) {
        format.width = video->width & ~1;
        format.height = video->height & ~1;
    }
    if (video && video->frameRateNum > 0 && video->frameRateDen > 0) {
        format.frameRateNum = video->frameRateNum;
        format.frameRateDen = video->frameRateDen;
    }
    if (video) {
        format.hevc = video->codecId == AV_CODEC_ID_HEVC;
        format.profile = slateProfile(*video, format.hevc == fallback.hevc ? fallback.profile : 0);
    }
    if (sound && sound->sampleRate >= 7350 && sound->sampleRate <= 96'000)
        format.sampleRate = sound->sampleRate;
    if (sound && sound->channels >= 1 && sound->channels <= 8 && sound->channels != 7)
        format.channels = sound->channels;
    return format;
}

size_t SlateClip::soundFrameAt(int64_t number) const
{
    // All in units of 1 / (rate * num) seconds: times of frames and pictures are whole numbers there.
    const int64_t frame = int64_t(samplesPerFrame) * format.frameRateNum;
    const int64_t loop = int64_t(pictures) * format.frameRateDen * format.sampleRate;
    if (loop <= 0)
        return 0;
    // After `period` frames everything repeats; without it the product would not fit into 64 bits after some years.
    const int64_t period = loop / std::gcd(loop, frame);
    const int64_t place = number % period * frame % loop;
    return size_t(place / frame);
}

Result<std::shared_ptr<const SlateClip>> encodeSlate(const QString &file, const SlateFormat &format,
                                                     std::stop_token stop)
{
    if (auto checked = check(format); !checked)
        return checked.error();
    return SlateMaker(format, std::move(stop)).make(file);
}

} // namespace twinfeed::media
