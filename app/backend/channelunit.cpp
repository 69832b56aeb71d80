// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/channelunit.h"

#include <QRegularExpression>

#include <cmath>
#include <cstdlib>

namespace twinfeed::backend {

namespace {

const QLatin1String widthKey("width");
const QLatin1String heightKey("height");
const QLatin1String rateNumKey("frameRateNum");
const QLatin1String rateDenKey("frameRateDen");
const QLatin1String profileKey("profile");
const QLatin1String hevcKey("hevc");
const QLatin1String sampleRateKey("sampleRate");
const QLatin1String channelsKey("channels");

media::ChannelEngine::Start startOf(const StoredChannel &stored, const SealSupply &seals)
{
    media::ChannelEngine::Start start{
        stored.document.config,           stored.document.onAir, nullptr, stored.time.originUs,
        media::ordersOf(stored.document), stored.covered};
    start.seals = seals.sealsOf(stored.document);
    start.incarnations = seals.incarnations();
    start.findKey = seals.finder();
    return start;
}

// The distance to arrival moves by a packet's length all the time; a cut moves it by a good deal more.
constexpr qint64 noticeableMs = 100;

/// What an event is worth: not ages, not running totals, not the same sentence with another number in it.
ChannelStatus essence(ChannelStatus status)
{
    static const QRegularExpression numbers(QStringLiteral("[0-9]+"));
    for (SourceStatus &source : status.sources) {
        source.ageMs.reset();
        source.reason.remove(numbers);
    }
    for (OutputStatus &output : status.outputs) {
        output.bytes = 0;
        output.reason.remove(numbers);
        output.encryption.seenAgeMs.reset();
        output.encryption.reason.remove(numbers);
        if (output.encryption.changesInMs)
            output.encryption.changesInMs = 0;
    }
    status.behindMs = 0;
    // Whoever counts down does so from the first value.
    status.failover.reason.remove(numbers);
    if (status.failover.clearsInMs)
        status.failover.clearsInMs = 0;
    status.hold.holdMs = std::round(status.hold.holdMs / noticeableMs);
    status.hold.remainingMs = status.hold.remainingMs > 0;
    status.hold.reason.remove(numbers);
    status.alignment.reason.remove(numbers);
    status.alignment.certainty = std::round(status.alignment.certainty * 10);
    if (status.alignment.offsetMs)
        status.alignment.offsetMs = std::round(*status.alignment.offsetMs / 5);
    return status;
}

/// An output was read back again, and shows the same: whoever counts the age of the last sight on must hear of it.
bool hasSeenAnew(const ChannelStatus &before, const ChannelStatus &fresh)
{
    return std::ranges::any_of(fresh.outputs, [&](const OutputStatus &output) {
        const auto was = std::ranges::find(before.outputs, output.id, &OutputStatus::id);
        const auto age = output.encryption.seenAgeMs;
        return age && was != before.outputs.end() && age < was->encryption.seenAgeMs;
    });
}

} // namespace

QJsonObject toJson(const media::SlateFormat &format)
{
    return {{widthKey, format.width},           {heightKey, format.height},
            {rateNumKey, format.frameRateNum},  {rateDenKey, format.frameRateDen},
            {profileKey, format.profile},       {hevcKey, format.hevc},
            {sampleRateKey, format.sampleRate}, {channelsKey, format.channels}};
}

media::SlateFormat slateFormatFromJson(const QJsonObject &object)
{
    media::SlateFormat format;
    format.width = object.value(widthKey).toInt(format.width);
    format.height = object.value(heightKey).toInt(format.height);
    format.frameRateNum = object.value(rateNumKey).toInt(format.frameRateNum);
    format.frameRateDen = object.value(rateDenKey).toInt(format.frameRateDen);
    format.profile = object.value(profileKey).toInt(format.profile);
    format.hevc = object.value(hevcKey).toBool(format.hevc);
    format.sampleRate = object.value(sampleRateKey).toInt(format.sampleRate);
    format.channels = object.value(channelsKey).toInt(format.channels);
    return format;
}

void setConfig(ChannelDocument &document, const ChannelConfig &config)
{
    document.config = config;
    if (config.failover.mode == FailoverMode::Off)
        document.suspended = false;
}

ChannelUnit::ChannelUnit(StoredChannel stored, EngineFactory &engines, media::EngineListener &listener,
                         const SealSupply &seals)
    : m_stored(std::move(stored))
    , m_engine(engines.create(startOf(m_stored, seals), listener))
    , m_slateFormat(slateFormatFromJson(m_stored.slateFormat))
    , m_candidate(m_slateFormat)
    , m_covered(m_stored.covered)
    , m_before(m_stored.document.config)
{
}

StoredChannel ChannelUnit::storedWith(const ChannelDocument &document) const
{
    StoredChannel stored = m_stored;
    stored.document = document;
    stored.covered = document.onAir == Source::Slate ? m_covered : std::nullopt;
    stored.slateFormat = toJson(m_slateFormat);
    return stored;
}

void ChannelUnit::adopt(const ChannelDocument &document)
{
    const bool reconfigure = document.config != m_stored.document.config;
    const bool ordered = media::ordersOf(document) != media::ordersOf(m_stored.document);
    if (reconfigure)
        m_before = m_stored.document.config;
    m_stored = storedWith(document);
    if (reconfigure)
        m_engine->reconfigure(document.config);
    if (ordered)
        m_engine->setOrders(media::ordersOf(document));
}

ChannelStatus ChannelUnit::status() const
{
    ChannelStatus status = m_engine->status();
    status.channel = id();
    for (SourceStatus &source : status.sources)
        source.reason = scrubbed(source.reason);
    for (OutputStatus &output : status.outputs) {
        output.reason = scrubbed(output.reason);
        output.encryption.reason = scrubbed(output.encryption.reason);
    }
    status.failover.reason = scrubbed(status.failover.reason);
    status.hold.reason = scrubbed(status.hold.reason);
    return status;
}

std::optional<ChannelStatus> ChannelUnit::changedStatus(const ChannelStatus &fresh)
{
    const bool seenAnew = hasSeenAnew(m_latest, fresh);
    m_latest = fresh;
    const bool same = m_published && !seenAnew && essence(*m_published) == essence(fresh)
        && std::abs(m_published->behindMs - fresh.behindMs) < noticeableMs;
    if (same)
        return std::nullopt;
    m_published = fresh;
    return fresh;
}

QString ChannelUnit::scrubbed(QString sentence) const
{
    // FFmpeg's and the system's sentences may quote the address they are about.
    const auto scrub = [&](const QString &url) {
        if (const QString shown = redactedUrl(url); shown != url && !url.isEmpty())
            sentence.replace(url, shown);
    };
    for (const ChannelConfig *config : {&document().config, &m_before}) {
        scrub(config->primary.url);
        scrub(config->backup.url);
        for (const OutputConfig &output : config->outputs) {
            scrub(output.url);
            scrub(output.probeUrl);
            scrub(output.keyUrl);
        }
    }
    return sentence;
}

Taps ChannelUnit::taps() const
{
    Taps taps{{QStringLiteral("programme"), m_engine->programme()}};
    for (const Source source : allSources)
        taps[toWord(source)] = m_engine->buffer(source);
    return taps;
}

ChannelUnit::Live ChannelUnit::live() const
{
    const ChannelStatus status = m_engine->status();
    const auto isLive = [&](Source path) {
        for (const SourceStatus &source : status.sources) {
            if (source.source == path)
                return source.state == InputState::Live;
        }
        return false;
    };
    for (const Source path : {document().onAir, Source::Primary, Source::Backup}) {
        const auto buffer = path == Source::Slate || !isLive(path) ? nullptr : m_engine->buffer(path);
        if (const auto video = buffer ? buffer->config(media::Track::Video) : nullptr)
            return {video, buffer->config(media::Track::Sound)};
    }
    return {};
}

media::SlateFormat ChannelUnit::liveSlateFormat() const
{
    const Live now = live();
    auto format = media::slateFormatFor(now.video, now.sound, m_slateFormat);
    if (const auto &sound = document().config.sound) {
        format.sampleRate = sound->sampleRate;
        format.channels = sound->channels;
    }
    return format;
}

void ChannelUnit::stand(const Standing &slate)
{
    m_standing = slate;
    m_engine->setSlate(slate.clip);
}

bool ChannelUnit::refreshLive()
{
    const auto differs = [](const media::CodecConfigPtr &now, const media::CodecConfigPtr &before) {
        return now && (!before || (now != before && *now != *before));
    };
    const Live now = live();
    const bool changed = differs(now.video, m_live.video) || differs(now.sound, m_live.sound);
    if (now.video)
        m_live.video = now.video;
    if (now.sound)
        m_live.sound = now.sound;
    return changed;
}

bool ChannelUnit::refreshSlateFormat()
{
    const auto format = liveSlateFormat();
    const bool seenTwice = format == m_candidate;
    m_candidate = format;
    if (!seenTwice || format == m_slateFormat)
        return false;
    m_slateFormat = format;
    return true;
}

bool ChannelUnit::noteInput(const SourceStatus &status)
{
    const auto noted = m_inputs.find(status.source);
    const InputState before = noted == m_inputs.end() ? InputState::Idle : noted->second;
    m_inputs[status.source] = status.state;
    const auto isLive = [](InputState state) { return state == InputState::Live; };
    return isLive(before) != isLive(status.state)
        || (before != status.state && status.state == InputState::Refused);
}

bool ChannelUnit::noteOutput(const OutputStatus &status)
{
    if (status.state != OutputState::Live && status.state != OutputState::Failed)
        return false;
    const auto noted = m_outputs.find(status.id);
    const bool changed = noted == m_outputs.end() || noted->second != status.state;
    m_outputs[status.id] = status.state;
    return changed;
}

} // namespace twinfeed::backend
