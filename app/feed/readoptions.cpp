// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readoptions.h"

namespace twinfeed::feed {

Result<ReadOptions> parseReadOptions(const QStringList &words)
{
    Arguments arguments(words);
    ReadOptions options;
    options.keys = takeKeyOptions(arguments);
    options.headers = arguments.texts("--header");
    options.listen = arguments.flag("--listen");
    options.waitSeconds = arguments.decimal("--wait", options.waitSeconds, 0, 3'600);
    options.seconds = arguments.decimal("--seconds", 0, 0, 1e7);
    if (const auto word = arguments.text("--until-source")) {
        bool ok = false;
        const bool none = *word == QLatin1String("none");
        const int source = none ? 0 : word->toInt(&ok);
        if (!none && (!ok || source < 1 || source > 63))
            arguments.fail(QStringLiteral("--until-source"),
                           QStringLiteral("\"%1\" is no source.").arg(*word),
                           QStringLiteral("Give 1 to 63, or none."));
        options.untilSource = source;
    }
    options.pictures = arguments.number("--pictures", options.pictures, 1, 1'000'000);
    options.untilLine = arguments.flag("--until-line") || arguments.flag("--until-lines");
    options.json = arguments.flag("--json");
    options.live = arguments.flag("--live");
    options.everyPicture = arguments.flag("--every-picture");
    auto rest = arguments.rest();
    if (!rest)
        return rest.error();
    if (rest->size() != 1)
        arguments.fail(QStringLiteral("URL"),
                       rest->isEmpty() ? QStringLiteral("is missing: what is to be read?")
                                       : QStringLiteral("is to be one only."),
                       QStringLiteral("Say for example: read rtmp://127.0.0.1/live/a"));
    if (arguments.error())
        return *arguments.error();
    options.url = rest->first();
    return options;
}

QString readHelp()
{
    return QString::fromUtf8(R"(twinfeed-feed read [options] URL

Decodes any stream that FFmpeg can open (RTMP, SRT, UDP, HTTP-FLV, HLS, a file), reads the counters in the pictures of
`twinfeed-feed push`, and says at the end what it saw. Ends at the end of the stream, at SIGTERM or SIGINT (with the
report), or by

  --seconds S            so long after the first packet (of a file: seconds of the stream)
  --until-source N       when source N (or "none": pictures that are not ours, such as a slate) has been there for
                         --pictures M in a row (default 30)
  --until-line           when a line "end" comes on standard input, or its end
  --wait S               tries to open it for so long (default 10), then gives up
  --listen               RTMP: wait for a publisher to come instead of asking a server
  --header "NAME: TEXT"  of HTTP requests; may be repeated
  --json                 the report as one JSON object on one line, not as text
  --live                 a JSON object on a line of its own, at once, for each event
  --every-picture        with --live: for each picture too
Encrypted streams are opened where a key is given; what cannot be opened is left out and counted:

)") + keyHelp()
        + QString::fromUtf8(R"(
All times: at_us is CLOCK_BOOTTIME in microseconds, the arrival of the packet; pts_ms is the stream's own time.
Sources are "1" to "63", or "none".

Events: {"event": KIND, "at_us", "pts_ms", "source", "counter", "variant", ...}
  first_picture   "after_ms": since the program began to open the stream
  change          "from", "to", "counter_before", "counter_after" (null with "none"), "step": counter after less before
                  with the loop unwrapped: 1 is seamless for feeds with one counter; null where they cannot be compared;
                  "lost", "repeated": what "step" means in pictures
  jump            within a source: "step", "lost", "repeated" (pictures that were shown before)
  variant         the feed shows another variant: normal, black, freeze, part-freeze,
                  dark, bitrate, fps
  size            "width", "height": of the first picture, and when it changes
  damage          pictures do not look as they were sent; "pictures": how many in a row
  picture         --every-picture: "found": "code", "unreadable" or "none"; "lamp"; "difference" (see damaged)
The report (--json) is {"event": "summary", ...}:
  url, ended ("end", "seconds", "until-source", "line", "signal", "error"), error (a sentence or null), seconds (pts of
  the last picture less the first), pictures, fps
  lost, repeated        within the sources, by their counters (half rate and freezing are told by the code, not counted)
  lost_at_changes, repeated_at_changes    sums over "changes"; meaningful for feeds with one counter
  frozen                pictures that repeat because the feed freezes
  unreadable            pictures of a feed whose code cannot be read;  none: pictures that are not of a feed
  damaged               pictures that differ from what their source, counter and variant say was sent (the mean
                        difference of luma over the worst hundredth of 64x33 cells is 28 or more), and the unreadable
  corrupt               so marked by the decoder
  decode_errors, decode_messages (the first ten)
  sources {"1": pictures, "none": pictures}, variants {"normal": pictures}
  changes, jumps, variant_changes, sizes, damages: lists of the events
  largest_gap_ms, largest_sound_gap_ms             by timestamps, from picture to picture, sound frame to sound frame
  largest_wall_gap_ms, largest_sound_wall_gap_ms   between arrivals, after the first second
  pts_not_rising (pictures as shown), dts_not_rising {"video", "sound"} (packets as they came)
  sound_ahead_ms        {"count", "median", "least", "most"} by flash and beep: positive is sound too early, negative too
                        late (as EBU R 37 counts); null if none was seen
  first_picture         {"at_us", "pts_ms", "after_ms"} or null
  sealing               null without a key, else {"opened", "clear", "refused" {code: count}} of pictures and sound frames
  packets {"video", "sound"}, bytes, skipped_before_keyframe (video packets)
  format {"container", "video", "profile", "width", "height", "delay", "sound", "sample_rate", "channels"}

Exit: 0 something was read, 1 wrong arguments, 2 the stream could not be opened, held no picture and no sound, or broke.
)");
}

} // namespace twinfeed::feed
