// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <cstdint>
#include <optional>

/// What a feed is made of: the parameters that decide the encoded bytes, so also the key of the cache.
namespace twinfeed::feed {

/// What the picture shows. Each is encoded beforehand with keyframes at the same places, so that a feed can go from one
/// to another at a keyframe. The numbers travel in the picture code: never renumber.
enum class Variant : uint8_t {
    Normal = 0,
    Black = 1, ///< black but for the code, which is so dim that black detectors (10 % luma) do not see it
    Freeze = 2, ///< each group of pictures stands still at its first picture, code and all
    LowBitrate = 3, ///< an eighth of the bitrate
    HalfRate = 4, ///< every second picture is missing
    Dark = 5, ///< two fifths of its brightness; far from black
    PartFreeze = 6, ///< the left two thirds stand still, the rest goes on
};
constexpr int variantCount = 7;

/// "normal", "black", "freeze", "bitrate", "fps", "dark", "part-freeze": the words of the commands and of the report.
QString toWord(Variant variant);
std::optional<Variant> variantFromWord(const QString &word);

/// What the sound is; all are of the same length, so that a feed can go from one to another between two frames.
enum class SoundVariant : uint8_t {
    Normal = 0,
    Silence = 1,
    Clip = 2, ///< far too loud, and cut off at full scale
};
constexpr int soundVariantCount = 3;

/// "normal", "silence", "clip".
QString toWord(SoundVariant variant);
std::optional<SoundVariant> soundVariantFromWord(const QString &word);

enum class VideoCodec { H264, Hevc, Mpeg2 };
QString toWord(VideoCodec codec);
std::optional<VideoCodec> videoCodecFromWord(const QString &word);

struct VideoFormat
{
    int source = 1; ///< 1 to 63
    int width = 1920;
    int height = 1080;
    int rate = 30; ///< pictures a second: 25, 30, 50, 60
    int gop = 60; ///< pictures from keyframe to keyframe
    int bframes = 0;
    QString profile = QStringLiteral("high");
    int64_t bitrate = 4'000'000; ///< bit/s
    bool openGop = false;
    VideoCodec codec = VideoCodec::H264;
    int loopSeconds = 60;

    int loopPictures() const { return rate * loopSeconds; }
    bool operator==(const VideoFormat &) const = default;
};

struct SoundFormat
{
    int source = 1;
    int sampleRate = 48'000; ///< 48000 or 44100
    int channels = 2;
    bool melody = false; ///< see TestSound

    bool operator==(const SoundFormat &) const = default;
};

/// "A" for 1, "Z" for 26, then the number.
QString sourceLetter(int source);

} // namespace twinfeed::feed
