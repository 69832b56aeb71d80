// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/words.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace twinfeed {

QString Words::source(Source source)
{
    switch (source) {
    case Source::Primary:
        return tr("PRIMARY", "source; one of a channel's two paths");
    case Source::Backup:
        return tr("BACKUP", "source; one of a channel's two paths");
    case Source::Slate:
        break;
    }
    return tr("SLATE", "source; still or clip");
}

QString Words::node(const QString &node)
{
    if (const std::optional<Source> known = fromWord<Source>(node))
        return source(*known);
    if (node == QLatin1String("programme"))
        return tr("PROGRAMME");
    if (node.startsWith(QLatin1String("output:")))
        return tr("Output %1", "%1: its id").arg(node.mid(7));
    if (node == QLatin1String("channel"))
        return tr("Channel", "the channel as a whole");
    if (node == QLatin1String("backend"))
        return tr("Backend", "the backend as a whole");
    return node;
}

QString Words::metric(const QString &name)
{
    struct Known
    {
        const char *metric;
        const char *word;
    };
    static constexpr Known all[]{
        {"fps", QT_TRANSLATE_NOOP("twinfeed::Words", "Picture rate")},
        {"bitrate", QT_TRANSLATE_NOOP("twinfeed::Words", "Bitrate")},
        {"keyframeInterval", QT_TRANSLATE_NOOP("twinfeed::Words", "Keyframe every")},
        {"jitter", QT_TRANSLATE_NOOP("twinfeed::Words", "Jitter")},
        {"largestGap", QT_TRANSLATE_NOOP("twinfeed::Words", "Largest gap")},
        {"bytes", QT_TRANSLATE_NOOP("twinfeed::Words", "Bytes")},
        {"lostPackets", QT_TRANSLATE_NOOP("twinfeed::Words", "Lost packets")},
        {"missingPictures", QT_TRANSLATE_NOOP("twinfeed::Words", "Missing pictures")},
        {"discontinuities", QT_TRANSLATE_NOOP("twinfeed::Words", "Jumps of time")},
        {"reconnects", QT_TRANSLATE_NOOP("twinfeed::Words", "Reconnects")},
        {"droppedPictures", QT_TRANSLATE_NOOP("twinfeed::Words", "Pictures left out")},
        {"contentOffset", QT_TRANSLATE_NOOP("twinfeed::Words", "Content offset")},
        {"contentOffsetCertainty", QT_TRANSLATE_NOOP("twinfeed::Words", "Offset certainty")},
        {"dataAge", QT_TRANSLATE_NOOP("twinfeed::Words", "Age of data")},
        {"down", QT_TRANSLATE_NOOP("twinfeed::Words", "Down")},
        {"black", QT_TRANSLATE_NOOP("twinfeed::Words", "Black for")},
        {"frozen", QT_TRANSLATE_NOOP("twinfeed::Words", "Frozen for")},
        {"silent", QT_TRANSLATE_NOOP("twinfeed::Words", "Silent for")},
        {"brightness", QT_TRANSLATE_NOOP("twinfeed::Words", "Brightness")},
        {"loudnessMomentary", QT_TRANSLATE_NOOP("twinfeed::Words", "Loudness 0.4 s")},
        {"loudnessShortTerm", QT_TRANSLATE_NOOP("twinfeed::Words", "Loudness 3 s")},
        {"truePeak", QT_TRANSLATE_NOOP("twinfeed::Words", "True peak")},
        {"soundOffset", QT_TRANSLATE_NOOP("twinfeed::Words", "Sound offset")},
        {"roundTrip", QT_TRANSLATE_NOOP("twinfeed::Words", "Round trip")},
        {"retransmits", QT_TRANSLATE_NOOP("twinfeed::Words", "Retransmits")},
        {"sealMissing", QT_TRANSLATE_NOOP("twinfeed::Words", "Encryption missing")},
        {"probeFailures", QT_TRANSLATE_NOOP("twinfeed::Words", "Failed probes")},
    };
    for (const Known &known : all) {
        if (name == QLatin1String(known.metric))
            return tr(known.word);
    }
    return name;
}

QString Words::cut(Cut cut)
{
    switch (cut) {
    case Cut::Bridged:
        return tr("bridged", "kind of cut");
    case Cut::Cached:
        return tr("cached", "kind of cut");
    case Cut::Keyframe:
        return tr("keyframe", "kind of cut");
    }
    return {};
}

QString Words::cut(CutMade cut)
{
    switch (cut) {
    case CutMade::Aligned:
        return tr("aligned", "kind of cut");
    case CutMade::Bridged:
        return Words::cut(Cut::Bridged);
    case CutMade::Cached:
        return Words::cut(Cut::Cached);
    case CutMade::Keyframe:
        return Words::cut(Cut::Keyframe);
    }
    return {};
}

QString Words::role(Role role)
{
    switch (role) {
    case Role::Viewer:
        return tr("viewer");
    case Role::Operator:
        return tr("operator");
    case Role::Director:
        return tr("director");
    case Role::Engineer:
        break;
    }
    return tr("engineer");
}

QString Words::input(InputState state)
{
    switch (state) {
    case InputState::Idle:
        return tr("not configured", "state of an input");
    case InputState::Connecting:
        return tr("connecting", "state of an input");
    case InputState::Waiting:
        return tr("waiting", "state of an input");
    case InputState::Live:
        return tr("live", "state of an input");
    case InputState::Lost:
        return tr("LOST", "state of an input");
    case InputState::Refused:
        break;
    }
    return tr("refused", "state of an input");
}

QString Words::output(OutputState state)
{
    switch (state) {
    case OutputState::Off:
        return tr("off", "state of an output");
    case OutputState::Connecting:
        return tr("connecting", "state of an output");
    case OutputState::Live:
        return tr("live", "state of an output");
    case OutputState::Failed:
        break;
    }
    return tr("FAILED", "state of an output");
}

QString Words::outputKind(OutputKind kind)
{
    switch (kind) {
    case OutputKind::Rtmp:
        return tr("RTMP push");
    case OutputKind::Srt:
        return tr("SRT push");
    case OutputKind::Udp:
        return tr("UDP push");
    case OutputKind::Hls:
        return tr("HLS folder");
    case OutputKind::Recording:
        break;
    }
    return tr("recording", "kind of output");
}

QString Words::slateState(const QString &state)
{
    if (state == QLatin1String("ready"))
        return tr("ready", "state of a slate");
    if (state == QLatin1String("encoding"))
        return tr("encoding", "state of a slate");
    if (state == QLatin1String("failed"))
        return tr("failed", "state of a slate");
    return state;
}

QString Words::ownOr(const QString &own, const char *source, const QString &text)
{
    return own == QLatin1String(source) && !text.isEmpty() ? text : own;
}

QString Words::reason(const QString &code, const QString &text)
{
    static const std::pair<const char *, const char *> known[]{
        {"nothing-yet", QT_TR_NOOP("Nothing comes yet.")},
        {"nothing-came", QT_TR_NOOP("Nothing has come for a while.")},
        {"nothing-comes", QT_TR_NOOP("The connection is there, but nothing comes.")},
        {"stream-stopped", QT_TR_NOOP("The stream stopped.")},
        {"pictures-stopped", QT_TR_NOOP("The pictures have stopped; sound comes.")},
        {"sound-stopped", QT_TR_NOOP("The sound has stopped; pictures come.")},
        {"sound-refused", QT_TR_NOOP("The sound cannot be used, and is left out.")},
        {"cues-dropped", QT_TR_NOOP("Its ad markers (SCTE-35) are not carried over RTMP.")},
        {"media-failed", QT_TR_NOOP("The media engine failed.")},
        {"slate-format", QT_TR_NOOP("No slate can be made in this format.")},
        {"ended", QT_TR_NOOP("The stream ended.")},
        {"interrupted", QT_TR_NOOP("The connection was cut short.")},
        {"connection-lost", QT_TR_NOOP("The connection was lost.")},
        {"connect-failed", QT_TR_NOOP("There is no connection.")},
        {"refuses-connection", QT_TR_NOOP("The other side refuses the connection.")},
        {"no-answer", QT_TR_NOOP("The other side does not answer.")},
        {"port-in-use", QT_TR_NOOP("The port is used by something else.")},
        {"host-unknown", QT_TR_NOOP("The host is not known.")},
        {"invalid-url", QT_TR_NOOP("The address cannot be used.")},
        {"no-file", QT_TR_NOOP("There is no such file.")},
        {"wrong-key", QT_TR_NOOP("A publisher with another stream key was turned away.")},
        {"no-stream", QT_TR_NOOP("What comes is no stream that can be read.")},
        {"codec-refused", QT_TR_NOOP("The stream's codec cannot be used.")},
        {"no-video", QT_TR_NOOP("The stream has no video.")},
        {"no-sound", QT_TR_NOOP("The stream has no sound.")},
        {"no-keyframe", QT_TR_NOOP("No keyframe has come yet.")},
        {"no-keyframes", QT_TR_NOOP("The stream has no keyframes that can be used.")},
        {"not-carried", QT_TR_NOOP("An output cannot carry this stream.")},
        {"takes-no-data", QT_TR_NOOP("The other side takes no more data.")},
        {"stream-refused", QT_TR_NOOP("The other side did not take the stream.")},
        {"not-begun", QT_TR_NOOP("The programme has not begun.")},
        {"waiting-for-caller", QT_TR_NOOP("Waiting to be called.")},
        {"disk-full", QT_TR_NOOP("The disk is full.")},
        {"disk-failed", QT_TR_NOOP("The disk cannot be written.")},
        {"lost", QT_TR_NOOP("It is lost.")},
        {"locked", QT_TR_NOOP("It is locked.")},
        {"no-slate", QT_TR_NOOP("No slate stands ready.")},
        {"slate-format", QT_TR_NOOP("No slate can be made in this format.")},
        {"sound-stopped", QT_TR_NOOP("The sound has stopped.")},
        {"pictures-stopped", QT_TR_NOOP("The pictures have stopped.")},
        {"cues-dropped", QT_TR_NOOP("Ad markers (SCTE-35) cannot be carried here and are dropped.")},
        {"slate-refused", QT_TR_NOOP("The file cannot be made into a slate.")},
    };
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&code](const auto &one) { return code == QLatin1String(one.first); });
    return found == std::end(known) ? text : ownOr(tr(found->second), found->second, text);
}

QString Words::builtInSlate(const QString &id, const QString &name)
{
    if (id == QLatin1String("be-right-back"))
        return tr("Be right back", "name of a slate");
    if (id == QLatin1String("calm"))
        return tr("Calm", "name of a slate");
    return name;
}

QString Words::onAir()
{
    return tr("ON AIR");
}

QString Words::next()
{
    return tr("NEXT");
}

QString Words::tileTitle(TileState::Kind kind)
{
    switch (kind) {
    case TileState::Kind::Live:
        return {};
    case TileState::Kind::CatchingUp:
        return tr("catching up");
    case TileState::Kind::Opening:
        return tr("Opening the picture");
    case TileState::Kind::Old:
        return tr("Picture stands still");
    case TileState::Kind::Idle:
        return tr("Not configured");
    case TileState::Kind::Nothing:
        return tr("No NEXT", "nothing is chosen; short");
    case TileState::Kind::Connecting:
        return tr("Connecting");
    case TileState::Kind::Waiting:
        return tr("Waiting for its publisher");
    case TileState::Kind::Lost:
        return tr("LOST");
    case TileState::Kind::Refused:
        return tr("Refused");
    case TileState::Kind::NoPreview:
        return tr("No preview");
    case TileState::Kind::NoBackend:
        break;
    }
    return tr("No backend");
}

QString Words::notMeasured()
{
    return tr("N/A", "nothing is measured");
}

QString Words::number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString Words::rate(double perSecond)
{
    return tr("%1 fps", "pictures a second").arg(number(perSecond, 1));
}

QString Words::rateUnit()
{
    return tr("fps", "pictures a second");
}

QString Words::bitrate(double bitsPerSecond)
{
    return tr("%1 Mb/s", "megabits a second").arg(bitrateValue(bitsPerSecond));
}

QString Words::bitrateValue(double bitsPerSecond)
{
    return number(bitsPerSecond / 1e6, 2);
}

QString Words::bitrateUnit()
{
    return tr("Mb/s", "megabits a second");
}

QString Words::milliseconds(double ms)
{
    return tr("%1 ms", "milliseconds").arg(number(ms, 0));
}

QString Words::seconds(double s)
{
    return tr("%1 s", "seconds").arg(number(s, 1));
}

QString Words::age(int64_t ms)
{
    const int64_t seconds = ms / 1000;
    if (seconds < 1)
        return tr("under 1 s", "an age");
    if (seconds < 120)
        return tr("%1 s", "an age in whole seconds").arg(seconds);
    if (seconds < 7200)
        return tr("%1 min", "an age").arg(seconds / 60);
    return tr("%1 h %2 min", "an age").arg(seconds / 3600).arg(seconds / 60 % 60);
}

QString Words::timeOfDay(const QDateTime &at)
{
    // 24 hours with seconds in every language: what control rooms say to each other.
    return at.toLocalTime().toString(QStringLiteral("HH:mm:ss"));
}

QString Words::moment(const QDateTime &at, const QDateTime &now)
{
    if (at.toLocalTime().date() == now.toLocalTime().date())
        return timeOfDay(at);
    return QLocale().toString(at.toLocalTime().date(), QLocale::ShortFormat) + QLatin1Char(' ')
        + timeOfDay(at);
}

} // namespace twinfeed
