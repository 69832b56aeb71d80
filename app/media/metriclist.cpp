// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/metriclist.h"

#include "models/domain/rule.h"

namespace twinfeed::media {

namespace {

constexpr int usualPeriodMs = 1000;

} // namespace

MetricList::MetricList(QString channel, QDateTime at)
    : m_channel(std::move(channel))
    , m_at(std::move(at))
{
}

void MetricList::add(const QString &node, const char *name, std::optional<double> value, const char *unit,
                     int windowMs)
{
    const QString metric = QString::fromLatin1(name);
    const MetricKind *kind = metricKind(metric);
    m_list.push_back({m_channel, node, metric, value, QString::fromLatin1(unit), windowMs,
                      kind ? kind->periodMs : usualPeriodMs, m_at});
}

void MetricList::add(const QString &node, const Meter::Reading &reading)
{
    add(node, "fps", reading.fps, "1/s", 1000);
    add(node, "bitrate", reading.bitrate, "bit/s", 1000);
    add(node, "bitrateMean", reading.bitrateMean, "bit/s", 10'000);
    add(node, "bitrateWobble", reading.bitrateWobble, "%", 10'000);
    add(node, "keyframeInterval", reading.keyframeInterval, "s");
    add(node, "jitter", reading.jitter, "ms");
    add(node, "largestGap", reading.largestGap, "ms", 10'000);
    add(node, "bytes", double(reading.bytes), "1");
}

void MetricList::add(const QString &node, const AnalysisThread::Reading &reading)
{
    const auto seconds = [](std::optional<int64_t> us) {
        return us ? std::optional(double(*us) / 1e6) : std::nullopt;
    };
    add(node, "loudnessMomentary", reading.momentary, "LUFS", 400);
    add(node, "loudnessShortTerm", reading.shortTerm, "LUFS", 3000);
    add(node, "truePeak", reading.truePeak, "dBTP", 3000);
    add(node, "silent", seconds(reading.silentUs), "s");
    add(node, "brightness", reading.brightness, "%");
    add(node, "black", seconds(reading.blackUs), "s");
    add(node, "frozen", seconds(reading.frozenUs), "s");
}

void MetricList::add(const QString &node, const LinkFigures &link)
{
    add(node, "roundTrip", link.roundTripMs, "ms");
    add(node, "retransmits", link.retransmits ? std::optional(double(*link.retransmits)) : std::nullopt, "1");
    add(node, "linkLoss", link.lossPercent, "%");
}

void MetricList::add(const QString &node, const ChainLook &look)
{
    const auto figure = [](std::optional<bool> good) {
        return good ? std::optional(*good ? 1.0 : 0.0) : std::nullopt;
    };
    add(node, "probeAddress", figure(look.address), "1");
    add(node, "probeStream", figure(look.stream), "1");
    add(node, "probePicture", figure(look.picture), "1");
}

void MetricList::add(const QString &node, const AlignmentStatus &alignment)
{
    add(node, "contentOffset", alignment.offsetMs, "ms");
    add(node, "contentOffsetCertainty",
        alignment.offsetMs ? std::optional(alignment.certainty) : std::nullopt, "1");
}

} // namespace twinfeed::media
