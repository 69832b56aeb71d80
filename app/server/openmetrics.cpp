// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/openmetrics.h"

#include <array>
#include <cmath>

namespace twinfeed::server {

namespace {

struct Family
{
    const char *metric; ///< our name
    const char *name; ///< without "_total"
    bool counter;
    double factor; ///< to the base unit
    const char *help;
};

constexpr Family families[]{
    {"fps", "twinfeed_picture_rate_hertz", false, 1, "Pictures a second."},
    {"bitrate", "twinfeed_rate_bytes_per_second", false, 1.0 / 8, "What comes, or leaves, a second."},
    {"bitrateWobble", "twinfeed_rate_wobble_ratio", false, 0.01,
     "How much the seconds' rates differ, over ten of them."},
    {"keyframeInterval", "twinfeed_keyframe_interval_seconds", false, 1, "Between the two newest keyframes."},
    {"jitter", "twinfeed_jitter_seconds", false, 1e-3, "How unevenly packets arrive."},
    {"largestGap", "twinfeed_largest_gap_seconds", false, 1e-3,
     "Longest time without a packet in ten seconds."},
    {"soundOffset", "twinfeed_sound_offset_seconds", false, 1e-3,
     "How much earlier the sound is than the picture."},
    {"roundTrip", "twinfeed_round_trip_seconds", false, 1e-3, "Of the link, and back."},
    {"linkLoss", "twinfeed_link_loss_ratio", false, 0.01,
     "Packets lost on the link, before they were sent again."},
    {"connected", "twinfeed_connected_seconds", false, 1, "Since the connection came about."},
    {"bitrateOut", "twinfeed_node_sent_bytes_per_second", false, 1.0 / 8,
     "What a node sends to its readers."},
    {"readers", "twinfeed_node_readers", false, 1, "Readers that a node counts."},
    {"publishing", "twinfeed_node_publishing", false, 1, "1 while somebody publishes to a node."},
    {"down", "twinfeed_outside_down", false, 1, "1 while a node or a webhook does not answer."},
    {"waiting", "twinfeed_webhook_waiting", false, 1, "Alarms that a webhook has not been told yet."},
    {"contentOffset", "twinfeed_content_offset_seconds", false, 1e-3,
     "How much later the backup shows the same."},
    {"loudnessMomentary", "twinfeed_loudness_momentary_lufs", false, 1, "EBU R 128 momentary loudness."},
    {"loudnessShortTerm", "twinfeed_loudness_short_term_lufs", false, 1, "EBU R 128 short-term loudness."},
    {"truePeak", "twinfeed_true_peak_dbtp", false, 1, "EBU R 128 true peak."},
    {"silent", "twinfeed_silent_seconds", false, 1, "How long it has been silent by now."},
    {"black", "twinfeed_black_seconds", false, 1, "How long the picture has been black by now."},
    {"frozen", "twinfeed_frozen_seconds", false, 1, "How long the picture has stood still by now."},
    {"brightness", "twinfeed_brightness_ratio", false, 0.01,
     "Mean luma of the picture, from black to white."},
    {"sealMissing", "twinfeed_seal_missing", false, 1, "1 where encryption is asked for and was not seen."},
    {"probeFailures", "twinfeed_probe_failures", false, 1, "Looks at an output in a row that have failed."},
    {"probeAddress", "twinfeed_probe_address", false, 1, "1 where the output's address answered."},
    {"probeStream", "twinfeed_probe_stream", false, 1, "1 where a stream or a new segment came from there."},
    {"probePicture", "twinfeed_probe_picture", false, 1, "1 where a picture of it decoded."},
    {"bytes", "twinfeed_payload_bytes", true, 1, "All bytes so far."},
    {"missingPictures", "twinfeed_missing_pictures", true, 1,
     "Pictures that are not there between two others, by their timestamps."},
    {"discontinuities", "twinfeed_discontinuities", true, 1, "Places where a path's time did not go on."},
    {"lostPackets", "twinfeed_lost_packets", true, 1, "Packets that did not arrive."},
    {"reconnects", "twinfeed_reconnects", true, 1, "How often it was connected anew."},
    {"retransmits", "twinfeed_link_retransmits", true, 1, "Packets that were sent again."},
    {"droppedPictures", "twinfeed_dropped_pictures", true, 1, "Pictures that an output left out."},
};

QByteArray escaped(const QString &text)
{
    return text.toUtf8().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', 15);
}

class Writer final
{
public:
    explicit Writer(bool openMetrics)
        : m_openMetrics(openMetrics)
    {
    }

    void family(const QByteArray &name, bool counter, const char *help)
    {
        m_sample = counter ? name + "_total" : name;
        const QByteArray declared = counter && !m_openMetrics ? m_sample : name;
        m_text += "# HELP " + declared + ' ' + help + "\n# TYPE " + declared
            + (counter ? " counter\n" : " gauge\n");
    }
    void sample(const std::vector<std::pair<const char *, QString>> &labels, double value)
    {
        QByteArray list;
        for (const auto &[name, text] : labels)
            list += (list.isEmpty() ? "" : ",") + QByteArray(name) + "=\"" + escaped(text) + '"';
        m_text += m_sample + (list.isEmpty() ? QByteArray() : '{' + list + '}') + ' ' + number(value) + '\n';
    }
    QByteArray finish() { return m_openMetrics ? m_text + "# EOF\n" : m_text; }

private:
    const bool m_openMetrics;
    QByteArray m_text;
    QByteArray m_sample;
};

void writeMetrics(const std::vector<Metric> &metrics, Writer &writer)
{
    for (const Family &family : families) {
        bool declared = false;
        for (const Metric &metric : metrics) {
            if (metric.name != QLatin1String(family.metric) || !metric.value || !std::isfinite(*metric.value))
                continue;
            if (!declared)
                writer.family(family.name, family.counter, family.help);
            declared = true;
            writer.sample({{"channel", metric.channel}, {"node", metric.node}},
                          *metric.value * family.factor);
        }
    }
}

void writeStates(const Backend &backend, Writer &writer)
{
    const auto channels = backend.channels();
    if (channels.empty())
        return;
    writer.family("twinfeed_on_air", false, "1 for the source that is on air.");
    for (const ChannelDocument &document : channels) {
        const auto status = backend.status(document.config.id);
        const Source onAir = status && status->programme ? *status->programme : document.onAir;
        for (const Source source : allSources)
            writer.sample({{"channel", document.config.id}, {"source", toWord(source)}},
                          source == onAir ? 1 : 0);
    }
    writer.family("twinfeed_source_fit", false, "1 where a source is fit to be seen.");
    for (const ChannelDocument &document : channels) {
        const auto status = backend.status(document.config.id);
        for (const SourceStatus &source : status ? status->sources : std::vector<SourceStatus>())
            writer.sample({{"channel", document.config.id}, {"source", toWord(source.source)}},
                          source.fit ? 1 : 0);
    }
}

void writeAlarms(const Backend &backend, Writer &writer)
{
    std::array<int, 3> active{};
    std::array<int, 3> shelved{};
    for (const Alarm &alarm : backend.alarms()) {
        if (!alarm.root.isEmpty())
            continue; // follows from another one
        active[size_t(alarm.severity)] += alarm.active && !alarm.shelf ? 1 : 0;
        shelved[size_t(alarm.severity)] += alarm.shelf ? 1 : 0;
    }
    constexpr std::array severities{Severity::Notice, Severity::Warning, Severity::Critical};
    writer.family("twinfeed_alarms_active", false, "Alarms that hold and stand for themselves.");
    for (const Severity severity : severities)
        writer.sample({{"severity", toWord(severity)}}, active[size_t(severity)]);
    writer.family("twinfeed_alarms_shelved", false, "Alarms that were put aside for a time.");
    for (const Severity severity : severities)
        writer.sample({{"severity", toWord(severity)}}, shelved[size_t(severity)]);
}

} // namespace

QByteArray exposition(const Backend &backend, bool openMetrics)
{
    Writer writer(openMetrics);
    writer.family("twinfeed_up", false, "1 while the backend answers.");
    writer.sample({}, 1);
    writer.family("twinfeed_rehearsal", false, "1 for a rehearsal unit, which has no audience.");
    writer.sample({}, backend.health().value(QLatin1String("rehearsal")).toBool() ? 1 : 0);
    writeStates(backend, writer);
    writeAlarms(backend, writer);
    writeMetrics(backend.metrics(), writer);
    return writer.finish();
}

} // namespace twinfeed::server
