// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/openoptions.h"

#include "app/feed/feedconnection.h"

namespace twinfeed::feed {

namespace {

void findTarget(OpenOptions &options, const std::optional<QString> &container, Arguments &arguments)
{
    const QString scheme =
        options.to.contains(QLatin1String("://")) ? options.to.section(QLatin1Char(':'), 0, 0) : QString();
    if (scheme == QLatin1String("rtmp") || scheme == QLatin1String("rtmps"))
        options.kind = OutputKind::Rtmp;
    else if (scheme == QLatin1String("srt"))
        options.kind = OutputKind::Srt;
    else if (scheme == QLatin1String("udp"))
        options.kind = OutputKind::Udp;
    else if (!scheme.isEmpty())
        arguments.fail(QStringLiteral("OUT"), QStringLiteral("cannot be sent to: %1.").arg(scheme),
                       QStringLiteral("Give rtmp, rtmps, srt or udp, a file, a folder or -."));
    else if (options.to.endsWith(QLatin1Char('/')))
        options.kind = OutputKind::Hls;
    else if (container == QLatin1String("flv") || (!container && options.to.endsWith(QLatin1String(".flv"))))
        options.container = media::Container::Flv;
    else if (container ? container != QLatin1String("ts")
                       : !options.toStandardOutput() && !options.to.endsWith(QLatin1String(".ts")))
        arguments.fail(container ? QStringLiteral("--container") : QStringLiteral("OUT"),
                       QStringLiteral("is no container that can be written."),
                       QStringLiteral("Use a name that ends in .ts or .flv, or --container ts or flv."));
}

} // namespace

Result<OpenOptions> parseOpenOptions(const QStringList &words)
{
    Arguments arguments(words);
    OpenOptions options;
    options.keys = takeKeyOptions(arguments);
    options.headers = arguments.texts("--header");
    options.listen = arguments.flag("--listen");
    options.sealedOnly = arguments.flag("--sealed-only");
    options.giveUpSeconds = arguments.decimal("--give-up", 0, 0, 1e7);
    options.seconds = arguments.decimal("--seconds", 0, 0, 1e7);
    const auto container = arguments.text("--container");
    auto rest = arguments.rest();
    if (!rest)
        return rest.error();
    if (rest->size() != 2) {
        arguments.fail(QStringLiteral("IN OUT"), QStringLiteral("are two: what to open, and where it goes."),
                       QStringLiteral("Say for example: open --key-file keys rtmp://127.0.0.1/live/a b.ts"));
    } else {
        options.from = rest->at(0);
        options.to = rest->at(1);
        findTarget(options, container, arguments);
    }
    if (!options.keys.any())
        arguments.fail(QStringLiteral("--key-file"), QStringLiteral("is missing: no key, nothing to open."),
                       QStringLiteral("Give --key-file FILE or --keys-from URL."));
    if (arguments.error())
        return *arguments.error();
    return options;
}

QString openHelp()
{
    return QString::fromUtf8(R"(twinfeed-feed open [options] IN OUT

Opens an encrypted stream, as a relay for players that know nothing of it. IN is any stream that FFmpeg can open (RTMP,
SRT, UDP, HTTP-FLV, HLS, a file). OUT is an address (rtmp, rtmps, srt, udp), a folder with / at its end (HLS), a new
file (.ts, .flv), or - for standard output. Nothing that cannot be opened is released, and no picture that refers to
such a one; clear stretches pass. An IN or OUT of a network is tried again for ever; one that falls silent for 10 s counts
as lost.

)") + keyHelp()
        + QString::fromUtf8(R"(  --sealed-only          clear stretches are refused too
  --container ts|flv     of a file or standard output, where its name does not say it (ts)
  --give-up S            ends when IN stays away for so long (default: never)
  --seconds S            ends after so long
  --listen               RTMP: waits for a publisher to come instead of asking a server
  --header "NAME: TEXT"  of HTTP requests for IN; may be repeated

Says a JSON object a line on standard output (on standard error where OUT is -): {"event": KIND, "at_us", ...}
  input        "state": "open" with "container", "lost" with "message"; "ended"
  output       "state" ("connecting", "live", "failed"), "message" where there is something to say
  encryption   "track" ("pictures", "sound"), "state" ("clear", "sealed"), "key": at the first unit and at each change
  key          "key", "message" where it could not be had
  refused      "code", "message", "count" since the last line of this code: at once, then once a second at most. Codes:
               no-key, seal-broken (wrong key, or changed on the way), seal-replayed (an old unit), seal-foreign (another
               stream's), seal-missing (a clear one among sealed ones), not-sealed (--sealed-only), damaged-unit; awaits-keyframe: whole, but behind one of these
  summary      at the end: "ended" ("end", "signal", "seconds", "gave-up", "error"), "error", "opened", "clear", "refused"
               {code: count}, "connections", "pictures" and "bytes" that left (bytes: of what left to a network or HLS)

Exit: 0 something was released, 1 wrong arguments, 2 nothing was, or IN or OUT broke for good.
)");
}

} // namespace twinfeed::feed
