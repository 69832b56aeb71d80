// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/channelreport.h"

#include "app/media/metriclist.h"
#include "app/media/sourcejudge.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr int64_t ms = 1'000;
// Without a picture for so long nothing is on air, whatever was chosen.
constexpr int64_t programmeFresh = 1'000 * ms;
// Behind the two paths.
constexpr size_t analysedProgramme = 2;

std::optional<double> secondsSince(std::optional<int64_t> at, int64_t now)
{
    return at ? std::optional(double(now - *at) / 1'000'000) : std::nullopt;
}

} // namespace

std::optional<OutputStatus> ChannelReport::output(const QString &id) const
{
    for (const auto &sink : m_parts.sinks()) {
        if (sink->output->config().id != id)
            continue;
        OutputStatus status = sink->output->status();
        m_parts.encryption->tell(status);
        return status;
    }
    return std::nullopt;
}

SourceStatus ChannelReport::judged(Source path, const Input::Status &input) const
{
    return judgePath(path, input, *m_parts.paths[size_t(path)].buffer, m_parts.config(), m_parts.clock.now());
}

SourceStatus ChannelReport::sourceStatus(Source source) const
{
    SourceStatus status = judged(source);
    if (const auto faults = m_parts.failover->contentFaults(source); status.fit && !faults.empty()) {
        status.fit = false;
        status.reason = faults.front().text;
        status.reasonCode = faults.front().rule;
    }
    return status;
}

SourceStatus ChannelReport::judged(Source source) const
{
    if (source != Source::Slate)
        return judged(source, m_parts.paths[size_t(source)].input->status());
    return judgeSlate(m_parts.clip().get(), m_parts.slate, m_parts.config(), m_parts.clock.now());
}

std::vector<OutputStatus> ChannelReport::outputStatuses() const
{
    const auto newest = m_parts.programme.newestKeyframe();
    const bool cues = newest && newest->cues;
    std::vector<OutputStatus> statuses;
    for (const auto &sink : m_parts.sinks()) {
        OutputStatus status = sink->output->status();
        m_parts.encryption->tell(status);
        if (cues && status.state == OutputState::Live && sink->output->config().kind == OutputKind::Rtmp) {
            status.reason =
                QStringLiteral("The ad markers (SCTE-35) of the source on air are not carried over RTMP.");
            status.reasonCode = QStringLiteral("cues-dropped");
        }
        statuses.push_back(std::move(status));
    }
    return statuses;
}

AlignmentStatus ChannelReport::alignment() const
{
    const ChannelConfig now = m_parts.config();
    return m_parts.align->status((now.backup.delayMs - now.primary.delayMs) * ms);
}

ChannelStatus ChannelReport::status() const
{
    ChannelStatus status;
    status.channel = m_parts.channel;
    for (const Source source : allSources)
        status.sources.push_back(sourceStatus(source));
    status.outputs = outputStatuses();
    if (const auto newest = m_parts.splice->newestPicture();
        newest && m_parts.clock.now() - newest->second < programmeFresh)
        status.programme = newest->first;
    status.behindMs = m_parts.splice->behindUs() / ms;
    status.failover = m_parts.failover->status();
    status.hold = m_parts.failover->hold();
    const SpliceThread::HoldState hold = m_parts.splice->hold();
    status.hold.holdMs = double(hold.holdUs) / ms;
    status.hold.targetMs = int(hold.targetUs / ms);
    status.hold.remainingMs = hold.remainingUs / ms;
    status.alignment = alignment();
    return status;
}

std::vector<Metric> ChannelReport::metrics() const
{
    const int64_t now = m_parts.clock.now();
    MetricList list(m_parts.channel, m_parts.clock.wall());
    const auto analysing = m_parts.analysis();
    const auto newest = m_parts.splice->newestPicture();
    const Source onAir = newest ? newest->first : Source::Slate;
    std::optional<double> programmeOffset;
    for (const Source path : {Source::Primary, Source::Backup}) {
        const Input::Figures figures = m_parts.paths[size_t(path)].input->figures();
        const QString node = toWord(path);
        const Meter::Reading reading = m_parts.paths[size_t(path)].meter.read(now);
        const auto offset = figures.interleaved ? reading.soundOffset : std::nullopt;
        list.add(node, reading);
        list.add(node, "soundOffset", offset, "ms", 10'000);
        if (onAir == path)
            programmeOffset = offset;
        list.add(node, figures.link);
        list.add(node, "connected", secondsSince(figures.connectedAt, now), "s");
        list.add(node, "lostPackets",
                 figures.lostPackets ? std::optional<double>(*figures.lostPackets) : std::nullopt, "1");
        list.add(node, "missingPictures", double(reading.missingPictures), "1");
        list.add(node, "discontinuities", double(reading.discontinuities), "1");
        list.add(node, "reconnects", figures.reconnects, "1");
        if (analysing)
            list.add(node, analysing->reading(size_t(path)));
    }
    list.add(toWord(Source::Backup), alignment());
    list.add(toWord(Source::Slate), m_parts.slateMeter.read(now));
    list.add(QStringLiteral("programme"), m_parts.programmeMeter.read(now));
    // The splicer goes by timestamps: the programme's sound lies to its pictures as that of its source does.
    list.add(QStringLiteral("programme"), "soundOffset", programmeOffset, "ms", 10'000);
    if (analysing)
        list.add(QStringLiteral("programme"), analysing->reading(analysedProgramme));
    for (const auto &sink : m_parts.sinks()) {
        OutputStatus status = sink->output->status();
        m_parts.encryption->tell(status);
        const QString node = QStringLiteral("output:") + status.id;
        Meter::Reading reading = sink->meter.read(now);
        reading.bytes = status.bytes; // with the container around it
        list.add(node, reading);
        list.add(node, "droppedPictures", double(status.droppedPictures), "1");
        list.add(node, "reconnects", status.reconnects, "1");
        const Output::Figures figures = sink->output->figures();
        list.add(node, figures.link);
        list.add(node, "connected", secondsSince(figures.connectedAt, now), "s");
        const EncryptionDesk::Figures encrypted = m_parts.encryption->figures(status);
        list.add(node, "sealMissing", encrypted.sealMissing, "1");
        const auto chain = m_parts.chain->figures(status.id);
        list.add(node, "probeFailures",
                 chain ? std::max(double(chain->failures), encrypted.probeFailures.value_or(0))
                       : encrypted.probeFailures,
                 "1");
        list.add(node, chain ? chain->look : ChainLook());
    }
    return list.take();
}

} // namespace twinfeed::media
