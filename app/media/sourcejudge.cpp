// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sourcejudge.h"

#include "app/media/sources.h"
#include "app/media/streammuxer.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

Container containerOf(OutputKind kind)
{
    return kind == OutputKind::Rtmp ? Container::Flv : Container::Ts;
}

/// Which output cannot carry a stream, and why; empty where all can.
QString notCarried(const ChannelConfig &config, const CodecConfigPtr &video, const CodecConfigPtr &sound)
{
    for (const OutputConfig &output : config.outputs) {
        if (!output.enabled)
            continue;
        if (const auto carried = StreamMuxer::carries(containerOf(output.kind), video, sound); !carried)
            return QStringLiteral("Output \"%1\" cannot carry it: %2")
                .arg(output.id, carried.error().message);
    }
    return {};
}

void say(SourceStatus &status, const char *code, const QString &reason)
{
    status.reason = reason;
    status.reasonCode = reason.isEmpty() ? QString() : QString::fromLatin1(code);
}

/// Of its pictures where it has any: sound may go on where they have stopped, and such a source is lost (see Sources).
std::optional<qint64> ageOf(const GopBuffer &buffer, int64_t now)
{
    const auto arrival =
        buffer.config(Track::Video) ? buffer.newestArrival(Track::Video) : buffer.newestArrival();
    if (!arrival)
        return std::nullopt;
    return std::max<int64_t>(0, now - *arrival) / 1'000;
}

} // namespace

SourceStatus judgePath(Source path, const Input::Status &input, const GopBuffer &buffer,
                       const ChannelConfig &config, int64_t now)
{
    const CodecConfigPtr video = buffer.config(Track::Video);
    const CodecConfigPtr sound = buffer.config(Track::Sound);
    SourceStatus status;
    status.source = path;
    status.state = input.state;
    status.reason = input.reason;
    status.reasonCode = input.reasonCode;
    status.format = formatOf(video, sound);
    status.ageMs = ageOf(buffer, now);
    if (input.state != InputState::Live) {
        if (status.reason.isEmpty())
            say(status, "nothing-yet", QStringLiteral("Nothing comes yet."));
        return status;
    }
    const int64_t lossMs = lossOf(config.effectiveLossMs() * int64_t(1'000), video.get()) / 1'000;
    if (!status.ageMs || *status.ageMs > lossMs)
        say(status, "nothing-came",
            QStringLiteral("Nothing came for %1 ms.").arg(status.ageMs.value_or(lossMs)));
    else if (!buffer.newestKeyframe())
        say(status, "no-keyframe", QStringLiteral("No keyframe has come yet."));
    else if (!input.unfit.message.isEmpty())
        say(status, input.unfit.code.toLatin1().constData(), input.unfit.message);
    else
        say(status, "not-carried", notCarried(config, video, sound));
    status.fit = status.reason.isEmpty();
    if (status.fit) {
        status.reason = input.remark;
        status.reasonCode = input.remarkCode;
    }
    return status;
}

SourceStatus judgeSlate(const SlateClip *clip, const GopBuffer &buffer, const ChannelConfig &config,
                        int64_t now)
{
    SourceStatus status;
    status.source = Source::Slate;
    status.state = clip ? InputState::Live : InputState::Idle;
    if (!clip) {
        say(status, "no-slate", QStringLiteral("No slate stands ready."));
        return status;
    }
    status.format = formatOf(clip->video, clip->sound);
    say(status, "not-carried", notCarried(config, clip->video, clip->sound));
    status.fit = status.reason.isEmpty();
    status.ageMs = ageOf(buffer, now);
    return status;
}

} // namespace twinfeed::media
