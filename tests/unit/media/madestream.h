// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/packet.h"

#include <QByteArray>
#include <QStringList>

#include <functional>
#include <vector>

/// Real streams for tests: encoded by libav, put into any container in memory, taken apart again, decoded.
namespace twinfeed::test {

struct StreamSpec
{
    const char *encoder = "libx264"; ///< or "libx265"
    const char *options = ""; ///< of the encoder: "profile=main:x264-params=sps-id=3"
    int width = 320;
    int height = 180;
    int fps = 30;
    int pictures = 60;
    int gop = 30;
    int bFrames = 0;
    bool openGop = false;
    int brightness = 100; ///< luma of all pictures, to tell streams apart
    /// Each picture carries its number in its upper rows, as large squares: readable after any encoder. Needs 208 pixels of
    /// width.
    bool counter = false;
    AVPixelFormat pixelFormat = AV_PIX_FMT_YUV420P; ///< any planar one of 8 bits
    bool captions = false; ///< each picture carries its number as CEA-708 data (A53)
    bool sound = true;
    int sampleRate = 48'000;
    int channels = 2;
    int soundBitrate = 64'000;
    /// The sound at a time in seconds, -1 to 1, of a channel; a tone of 440 Hz without it.
    std::function<double(double seconds, int channel)> sing = {};
    /// Luma at a time in seconds, of a place from 0 to 1 in both directions; a small block that moves without it.
    std::function<int(double seconds, double x, double y)> paint = {};
    /// What sing and paint are asked for first.
    double from = 0;
};

/// As encoders give it: Annex B and raw AAC, with extradata.
struct EncodedStream
{
    media::AvCodecParameters video;
    media::AvCodecParameters sound; ///< null without sound
    AVRational videoBase{1, 30};
    std::vector<media::AvPacket> packets; ///< both tracks by dts; stream_index 0 is video; times from 0 up
};

EncodedStream encodeStream(const StreamSpec &spec);
/// "mpegts", "flv", "mp4" (fragmented), "matroska".
QByteArray muxed(const EncodedStream &stream, const char *format);

/// Demuxes with libav and converts with InternalForm; times in microseconds.
std::vector<media::Packet> internalPackets(const QByteArray &container);
/// The same without a container in between; dts from `startUs` up.
std::vector<media::Packet> makePackets(const StreamSpec &spec, int64_t startUs = 0,
                                       Source source = Source::Primary);

/// What a reader of the bytes sees.
struct ReadBack
{
    int pictures = 0;
    int soundFrames = 0;
    std::vector<int64_t> videoDts; ///< microseconds, as demuxed
    std::vector<int64_t> videoPts; ///< in order of demuxing
    std::vector<int64_t> shownPts; ///< of decoded pictures, as they come out
    std::vector<int64_t> soundPts; ///< as demuxed
    std::vector<double> brightness; ///< mean luma of each decoded picture
    std::vector<int> widths; ///< of each decoded picture
    std::vector<int>
        counters; ///< of each decoded picture, see StreamSpec::counter; -1 where it cannot be read
    std::vector<QByteArray> captions; ///< of each decoded picture, as in the SEI
    std::vector<QByteArray> luma; ///< of each decoded picture, rows without padding; only where asked for
    std::vector<int> sampleRates; ///< of each decoded sound frame
    std::vector<float> samples; ///< first channel, of all decoded sound
    QStringList complaints; ///< FFmpeg's warnings and errors
};
enum class Keep { Facts, Luma };
ReadBack readBack(const QByteArray &container, Keep keep = Keep::Facts);
/// Of two planes of one size, in dB; 99 where they are the same.
double psnr(const QByteArray &a, const QByteArray &b);

/// What `ffprobe -v error -count_frames` complains about, and how many pictures it decodes.
struct Probe
{
    int pictures = 0;
    QString complaints;
};
Probe ffprobe(const QByteArray &container, const char *format);

bool risesStrictly(const std::vector<int64_t> &times);

} // namespace twinfeed::test
