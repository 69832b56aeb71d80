// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/intake.h"

#include "app/media/cues.h"
#include "app/media/errors.h"
#include "app/media/ffmpeg.h"

#include <algorithm>
#include <utility>

namespace twinfeed::media {

namespace {

// Some servers send sound at once and pictures only from their next keyframe on.
constexpr int64_t videoPatience = 5'000'000;
// Longer than any group of pictures that is in use for live streams.
constexpr int64_t keyframePatience = 12'000'000;
constexpr int64_t soundPatience = 2'000'000;
constexpr size_t mostCues = 32; // between two pictures
constexpr size_t mostEarlySound = 100; // frames, two seconds
constexpr int64_t leastStep = 4'000;
constexpr int64_t mostStep = 250'000;
constexpr int64_t mostDuration = 1'000'000;

int64_t toMicroseconds(int64_t time, AVRational base)
{
    return av_rescale_q(time, base, microseconds);
}

} // namespace

Intake::Intake(Source source)
    : m_source(source)
{
}

void Intake::restart()
{
    m_timeline.restart();
    m_video = {};
    m_sound = {};
    m_started = false;
    m_settled = false;
    m_waiting.clear();
    m_pictureFormat.reset();
    m_awaitsKeyframe = false;
    m_firstAt.reset();
    m_firstPictureAt.reset();
    m_firstSoundAt.reset();
    m_hasCues = false;
    m_cues.clear();
}

void Intake::takeCue(const AVPacket &packet)
{
    m_hasCues = true;
    const std::span<const uint8_t> section(packet.data, size_t(std::max(packet.size, 0)));
    if (isCue(section) && m_cues.size() < mostCues)
        m_cues.emplace_back(section.begin(), section.end());
    else
        ++m_damaged;
}

Intake::TrackIn *Intake::trackFor(const AVFormatContext &context, const AVPacket &packet, Track &track)
{
    if (packet.stream_index < 0 || unsigned(packet.stream_index) >= context.nb_streams)
        return nullptr;
    const AVStream &stream = *context.streams[packet.stream_index];
    const AVCodecParameters &parameters = *stream.codecpar;
    if (parameters.codec_id == AV_CODEC_ID_SCTE_35)
        takeCue(packet);
    const bool video = parameters.codec_type == AVMEDIA_TYPE_VIDEO;
    if ((!video && parameters.codec_type != AVMEDIA_TYPE_AUDIO)
        || (stream.disposition & AV_DISPOSITION_ATTACHED_PIC))
        return nullptr;
    track = video ? Track::Video : Track::Sound;
    TrackIn &in = video ? m_video : m_sound;
    if (in.stream == packet.stream_index && in.codecId == parameters.codec_id)
        return &in;
    if (in.stream >= 0 && in.stream != packet.stream_index)
        return nullptr; // a second one of its kind
    auto form = InternalForm::create(parameters, stream.time_base.num, stream.time_base.den);
    if (!form) {
        in.refusal = form.error();
        return nullptr;
    }
    in.stream = packet.stream_index;
    in.codecId = parameters.codec_id;
    in.form = std::move(*form);
    in.refusal.reset();
    return &in;
}

void Intake::feed(const AVFormatContext &context, const AVPacket &packet, int64_t arrival,
                  std::vector<Packet> &out)
{
    if (!m_firstAt)
        m_firstAt = arrival;
    Track track = Track::Video;
    TrackIn *in = trackFor(context, packet, track);
    if (!in)
        return;
    if (packet.flags & AV_PKT_FLAG_CORRUPT)
        ++m_damaged;
    auto &first = track == Track::Video ? m_firstPictureAt : m_firstSoundAt;
    if (!first)
        first = arrival;
    in->newestAt = arrival;
    auto units = in->form->convert(packet);
    if (!units) {
        m_damaged += units.error().code == QLatin1String("damaged-unit");
        return;
    }
    const AVRational base = context.streams[packet.stream_index]->time_base;
    int64_t dts = in->expectedDts; // several sound frames in one PES have but one timestamp
    if (packet.dts != AV_NOPTS_VALUE)
        dts = toMicroseconds(packet.dts, base);
    else if (packet.pts != AV_NOPTS_VALUE)
        dts = toMicroseconds(packet.pts, base);
    const int64_t pts = packet.pts != AV_NOPTS_VALUE ? toMicroseconds(packet.pts, base) : dts;
    for (const InternalForm::Unit &unit : *units)
        takeUnit(track, *in, unit, dts + unit.offsetUs, pts + unit.offsetUs, arrival, out);
}

void Intake::takeUnit(Track track, TrackIn &in, const InternalForm::Unit &unit, int64_t dts, int64_t pts,
                      int64_t arrival, std::vector<Packet> &out)
{
    const auto times = m_timeline.unwrap(track, dts, pts);
    m_settled = m_timeline.observe(times, arrival);
    const int64_t step = times.dts - in.lastUnwrapped;
    if (step >= leastStep && step <= mostStep)
        in.stepUs = step;
    in.lastUnwrapped = times.dts;

    Packet packet;
    packet.track = track;
    packet.keyframe = unit.keyframe;
    packet.leading = unit.leading;
    packet.source = m_source;
    packet.arrival = arrival;
    packet.sourceDts = times.dts;
    packet.sourcePts = times.pts;
    packet.duration = unit.durationUs > 0 && unit.durationUs <= mostDuration ? unit.durationUs : in.stepUs;
    in.expectedDts = dts + packet.duration;
    packet.config = unit.config;
    packet.payload = unit.payload;
    if (track == Track::Video && !isDecodable(packet))
        return;
    if (track == Track::Video && m_hasCues && (packet.keyframe || !m_cues.empty()))
        packet.cues = std::make_shared<const Cues>(std::exchange(m_cues, {}));
    if (!m_started) {
        if (track == Track::Sound)
            return keepEarlySound(std::move(packet));
        if (!packet.keyframe)
            return;
        m_started = true;
    }
    if (!m_settled) {
        m_waiting.push_back(std::move(packet));
        return;
    }
    for (Packet &waiting : m_waiting)
        place(std::move(waiting), out);
    m_waiting.clear();
    place(std::move(packet), out);
}

bool Intake::isDecodable(Packet &packet)
{
    // Another picture size or profile holds from a keyframe on. Without one (the encoder was exchanged in mid-stream, or
    // a parameter set was damaged) the pictures up to the next refer to some that no decoder has.
    const bool another = m_pictureFormat && packet.config != m_pictureFormat
        && (packet.config->width != m_pictureFormat->width || packet.config->height != m_pictureFormat->height
            || packet.config->profile != m_pictureFormat->profile
            || packet.config->reorder != m_pictureFormat->reorder);
    m_pictureFormat = packet.config;
    m_awaitsKeyframe |= another;
    if (!m_awaitsKeyframe)
        return true;
    if (!packet.keyframe) {
        ++m_damaged;
        return false;
    }
    packet.discontinuity = !another; // pictures were left out
    m_awaitsKeyframe = false;
    return true;
}

void Intake::keepEarlySound(Packet packet)
{
    // Of the time of the first picture, if it was multiplexed in front of it.
    m_waiting.push_back(std::move(packet));
    if (m_waiting.size() > mostEarlySound)
        m_waiting.pop_front();
}

void Intake::place(Packet packet, std::vector<Packet> &out)
{
    const auto stamp = m_timeline.place(packet.track, {packet.sourceDts, packet.sourcePts}, packet.arrival);
    // Two sound frames at one time cannot both be heard; pictures refer to each other and must stay.
    if (packet.track == Track::Sound && stamp.pushedUs > packet.duration / 2)
        return;
    packet.dts = stamp.dts;
    packet.pts = stamp.pts;
    packet.discontinuity |= stamp.discontinuity;
    out.push_back(std::move(packet));
}

std::optional<Error> Intake::refusal(int64_t now) const
{
    if (m_video.refusal)
        return m_video.refusal;
    if (!m_firstAt || m_started)
        return m_started ? m_sound.refusal : std::nullopt;
    if (!m_firstPictureAt && now - *m_firstAt > videoPatience)
        return errorOf(QStringLiteral("no-video"), QStringLiteral("The stream has no video."));
    if (m_firstPictureAt && now - *m_firstPictureAt > keyframePatience)
        return errorOf(QStringLiteral("no-keyframes"),
                       QStringLiteral("The stream has no keyframes that can be used."));
    return m_sound.refusal;
}

Error Intake::remark(int64_t now) const
{
    if (m_started && !m_firstSoundAt && now - *m_firstPictureAt > soundPatience)
        return errorOf(QStringLiteral("no-sound"), QStringLiteral("The stream has no sound."));
    if (m_started && now - m_video.newestAt > soundPatience)
        return errorOf(QStringLiteral("pictures-stopped"),
                       QStringLiteral("The pictures have stopped; sound comes."));
    if (m_started && m_firstSoundAt && now - m_sound.newestAt > soundPatience)
        return errorOf(QStringLiteral("sound-stopped"),
                       QStringLiteral("The sound has stopped; pictures come."));
    return {};
}

} // namespace twinfeed::media
