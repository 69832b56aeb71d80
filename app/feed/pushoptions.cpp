// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pushoptions.h"

#include "app/feed/feedconnection.h"

#include <QRegularExpression>

namespace twinfeed::feed {

namespace {

void readSize(Arguments &arguments, VideoFormat &video)
{
    const auto word = arguments.text("--size");
    if (!word)
        return;
    static const QRegularExpression pattern(QStringLiteral("^(\\d{2,4})x(\\d{2,4})$"));
    const auto match = pattern.match(*word);
    video.width = match.captured(1).toInt();
    video.height = match.captured(2).toInt();
    if (!match.hasMatch() || video.width % 2 || video.height % 2 || video.width < 160 || video.height < 90
        || video.width > 3'840 || video.height > 2'160)
        arguments.fail(QStringLiteral("--size"), QStringLiteral("\"%1\" is no size.").arg(*word),
                       QStringLiteral("Give even WIDTHxHEIGHT from 160x90 to 3840x2160, like 1280x720."));
}

int64_t readBitrate(Arguments &arguments, int64_t otherwise)
{
    const auto word = arguments.text("--bitrate");
    if (!word)
        return otherwise;
    static const QRegularExpression pattern(QStringLiteral("^(\\d+(?:\\.\\d+)?)([kM]?)$"));
    const auto match = pattern.match(*word);
    const double factor = match.captured(2) == QLatin1String("M") ? 1e6
        : match.captured(2) == QLatin1String("k")                 ? 1e3
                                                                  : 1;
    const double bits = match.captured(1).toDouble() * factor;
    if (!match.hasMatch() || bits < 50'000 || bits > 100e6)
        arguments.fail(QStringLiteral("--bitrate"), QStringLiteral("\"%1\" is no bitrate.").arg(*word),
                       QStringLiteral("Give bits a second from 50k to 100M, like 4M or 800k."));
    return int64_t(bits);
}

void readVideo(Arguments &arguments, PushOptions &options)
{
    VideoFormat &video = options.video;
    readSize(arguments, video);
    video.rate = arguments.number("--rate", video.rate, 25, 60);
    if (video.rate != 25 && video.rate != 30 && video.rate != 50 && video.rate != 60)
        arguments.fail(QStringLiteral("--rate"), QStringLiteral("%1 is not made.").arg(video.rate),
                       QStringLiteral("Give 25, 30, 50 or 60."));
    video.gop = arguments.number("--gop", 2 * video.rate, 1, 1'200);
    video.bframes = arguments.number("--bframes", 0, 0, 8);
    video.bitrate = readBitrate(arguments, video.bitrate);
    video.openGop = arguments.flag("--open-gop");
    video.profile = arguments.text("--profile").value_or(video.profile);
    if (!QStringList{QStringLiteral("baseline"), QStringLiteral("main"), QStringLiteral("high")}.contains(
            video.profile))
        arguments.fail(QStringLiteral("--profile"), QStringLiteral("\"%1\" is not made.").arg(video.profile),
                       QStringLiteral("Give baseline, main or high."));
    const QString codec = arguments.text("--video-codec").value_or(QStringLiteral("h264"));
    if (const auto known = videoCodecFromWord(codec))
        video.codec = *known;
    else
        arguments.fail(QStringLiteral("--video-codec"), QStringLiteral("\"%1\" is not made.").arg(codec),
                       QStringLiteral("Give h264, hevc or mpeg2video."));
    if (video.profile == QLatin1String("baseline") && video.bframes > 0)
        arguments.fail(QStringLiteral("--profile"), QStringLiteral("baseline has no B-frames."),
                       QStringLiteral("Leave out --bframes, or give --profile main."));
    if (video.openGop && video.bframes == 0)
        arguments.fail(QStringLiteral("--open-gop"), QStringLiteral("has no effect without B-frames."),
                       QStringLiteral("Give --bframes 2 too."));
    if (video.codec == VideoCodec::Mpeg2 && video.bframes > 0)
        arguments.fail(QStringLiteral("--video-codec"),
                       QStringLiteral("mpeg2video is made without B-frames."),
                       QStringLiteral("Leave out --bframes."));
    video.loopSeconds = arguments.number("--loop-seconds", video.loopSeconds, 1, 3'600);
}

void readPrepare(Arguments &arguments, PushOptions &options)
{
    const QString list = arguments.text("--prepare").value_or(QString());
    for (const QString &word : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto variant = variantFromWord(word);
        const auto sound = soundVariantFromWord(word);
        if (sound && *sound != SoundVariant::Normal)
            options.prepareSound.push_back(*sound);
        else if (variant)
            options.prepare.push_back(*variant);
        else
            arguments.fail(
                QStringLiteral("--prepare"), QStringLiteral("\"%1\" is no fault.").arg(word),
                QStringLiteral(
                    "Give a list of black, freeze, part-freeze, dark, bitrate, fps, silence, clip."));
    }
}

void checkUrls(Arguments &arguments, const PushOptions &options)
{
    const QString where = QStringLiteral("URL");
    if (options.urls.isEmpty())
        arguments.fail(where, QStringLiteral("is missing: where is the feed to go?"),
                       QStringLiteral("Say for example: push rtmp://127.0.0.1/live/a"));
    for (const QString &url : options.urls) {
        const QByteArray muxer = FeedConnection::muxerFor(url);
        if (muxer == "flv" && options.withVideo && options.video.codec != VideoCodec::H264)
            arguments.fail(QStringLiteral("--video-codec"),
                           QStringLiteral("%1 does not go into FLV.").arg(toWord(options.video.codec)),
                           QStringLiteral("Send it as MPEG-TS: srt://, udp:// or a .ts file."));
        if (muxer.isEmpty())
            arguments.fail(
                where, QStringLiteral("\"%1\": the format cannot be told.").arg(url),
                QStringLiteral(
                    "Give rtmp://, srt://, udp://, tcp://, or a file that ends in .flv, .ts or .mp4."));
    }
    if (options.video.source + options.urls.size() - 1 > 63 && !options.aligned)
        arguments.fail(QStringLiteral("--source"),
                       QStringLiteral("would pass 63, the highest source number."),
                       QStringLiteral("Begin with a lower one."));
}

} // namespace

Result<PushOptions> parsePushOptions(const QStringList &words)
{
    Arguments arguments(words);
    PushOptions options;
    readVideo(arguments, options);
    readPrepare(arguments, options);
    options.video.source = arguments.number("--source", 1, 1, 63);
    options.sound.source = options.video.source;
    options.sound.sampleRate = arguments.number("--sample-rate", 48'000, 44'100, 48'000);
    if (options.sound.sampleRate != 44'100 && options.sound.sampleRate != 48'000)
        arguments.fail(QStringLiteral("--sample-rate"), QStringLiteral("is not made."),
                       QStringLiteral("Give 44100 or 48000."));
    options.sound.channels = arguments.flag("--mono") ? 1 : 2;
    options.sound.melody = arguments.flag("--melody");
    options.withSound = !arguments.flag("--no-sound");
    options.withVideo = !arguments.flag("--no-video");
    if (!options.withSound && !options.withVideo)
        arguments.fail(QStringLiteral("--no-sound"), QStringLiteral("with --no-video leaves nothing."),
                       QStringLiteral("Leave one of them out."));
    options.aligned = arguments.flag("--aligned");
    options.paced = !arguments.flag("--unpaced");
    options.prompt = arguments.flag("--prompt");
    if (const auto word = arguments.text("--epoch")) {
        bool ok = false;
        options.epochUs = word->toLongLong(&ok);
        if (!ok)
            arguments.fail(QStringLiteral("--epoch"), QStringLiteral("\"%1\" is no time.").arg(*word),
                           QStringLiteral("Give microseconds of CLOCK_BOOTTIME."));
    }
    options.startTime = arguments.decimal("--start-time", 0, 0, 1e7);
    options.duration = arguments.decimal("--duration", 0, 0, 1e7);
    if (!options.paced && options.duration <= 0)
        arguments.fail(QStringLiteral("--unpaced"), QStringLiteral("would never end."),
                       QStringLiteral("Give --duration SECONDS too."));
    auto rest = arguments.rest();
    if (!rest)
        return rest.error();
    options.urls = *rest;
    checkUrls(arguments, options);
    if (arguments.error())
        return *arguments.error();
    return options;
}

QString pushHelp()
{
    return QString::fromUtf8(R"(twinfeed-feed push [options] URL [URL...]

Pushes live test feeds, one to each URL, for ever: rtmp:// and http:// as FLV, srt://, udp:// and tcp:// as MPEG-TS,
files by their ending. Each picture carries the number of its source (1, 2, ...), a picture counter and a check as black
and white blocks; a flash and a beep begin together at each full second of the counter. `twinfeed-feed read` measures
by them. All feeds of a push show the same counter at the same time.

Picture
  --size WxH           1920x1080 (default), 1280x720, or any even size
  --rate N             pictures a second: 25, 30 (default), 50, 60
  --bitrate N          bits a second, 4M by default; 800k
  --gop N              pictures from keyframe to keyframe (default: two seconds)
  --bframes N          0 (default) to 8;  --open-gop: with leading pictures after keyframes
  --profile NAME       baseline, main, high (default)
  --video-codec NAME   h264 (default), hevc, mpeg2video
  --no-video
Sound
  AAC, 48 kHz, stereo; --sample-rate 44100, --mono, --no-sound
  --melody             notes between the beeps, the same for every source and none like another within 64 s
Feeds
  --source N           number of the first feed's source (default 1)
  --aligned            every URL gets the very same packets with the same timestamps (all of the first source)
  --prompt             tries again every 0.25 s, and begins a connection that is made again with a keyframe at once, as
                       encoders do: the stream is then ahead by up to a group of pictures
  --epoch US           CLOCK_BOOTTIME microseconds at which the counter is 0, so that feeds of several programs agree;
                       timestamps then count from there. By default the counter starts when all feeds are connected.
  --start-time S       seconds added to all timestamps (to reach a wrap soon: FLV 2147483, TS 95443)
  --duration S         end after so many seconds of the stream;  --unpaced: as fast as it can be taken (files)
  --loop-seconds N     length of the encoded loop, 60 by default. It is encoded once, quickly, and kept in
                       /twinfeed/feeds (or ~/.cache/twinfeed/feeds).
  --prepare LIST       encode these faults before starting, not when they are first asked for: black,freeze,
                       part-freeze,dark,bitrate,fps,silence,clip

Commands, one a line on standard input; "2 stop" is for the second feed alone. The end of the input changes nothing.
  stop      sends nothing more, the connection stays      cut       closes the connection without farewell
  resume    goes on, at the next keyframe
  black  freeze  part-freeze (the left two thirds)  dark (two fifths of its brightness)  bitrate (an eighth)  fps (half)
            faults of the pictures, from the next keyframe on (with --open-gop, the leading pictures there are left out)
  silence  clip (far too loud, cut off at full scale)  of the sound, from the next pause between beeps on
  late MS   the sound's timestamps are so much too late, -900 to 900 (120)
  jitter MS packets are held up, from half of it to all, and come in bursts, to 2000 (250)
  loss N    so many of a hundred pictures and sound frames are not sent, to 90 (10); keyframes always are
  normal    as before                                      end       ends the program (as SIGTERM and SIGINT do)

Standard output: one JSON object a line when something has taken effect:
  {"at_us": CLOCK_BOOTTIME microseconds, "feed": 1, "did": WORD, ...}
  WORD is a command (with "counter" and "pts_ms" of the first picture or sound that shows it), or "connected",
  "disconnected" (the connection broke; with "why"), "unreachable" (it could not be made; with "why"), "skipped" (the destination was too slow; "late_ms"), "preparing" (a fault is being encoded;
  with "what"), "refused" (a line that cannot be obeyed; with "why"). Before all: {"did": "ready", "feeds": N}.
Standard error: sentences for people. A destination that refuses or goes away is tried again for ever, after 0.25 s, 0.5 s
and so on up to every 4 s. FFmpeg's own words: QT_LOGGING_RULES=twinfeed.ffmpeg.warning=true

Exit: 0 ended as asked, 1 wrong arguments, 2 it could not be encoded, or a file could not be written.
)");
}

} // namespace twinfeed::feed
