// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/analysisthread.h"
#include "app/media/chainprobe.h"
#include "app/media/linkfigures.h"
#include "app/media/meter.h"
#include "models/domain/live.h"

#include <vector>

namespace twinfeed::media {

/// Collects the metrics of one channel at one moment, under their agreed names and units.
class MetricList final
{
public:
    MetricList(QString channel, QDateTime at);

    void add(const QString &node, const char *name, std::optional<double> value, const char *unit,
             int windowMs = 0);
    /// All that a meter measures.
    void add(const QString &node, const Meter::Reading &reading);
    /// What is heard and seen: "loudnessMomentary", "loudnessShortTerm" (LUFS), "truePeak" (dBTP), "brightness" (%); "silent",
    /// "black" and "frozen" in seconds for which it has been so, 0 where it is not.
    void add(const QString &node, const AnalysisThread::Reading &reading);
    /// "roundTrip" in ms, "retransmits", "linkLoss" in %.
    void add(const QString &node, const LinkFigures &link);
    /// "probeAddress", "probeStream" and "probePicture": 1 where that layer was good, 0 where it failed.
    void add(const QString &node, const ChainLook &look);
    /// "contentOffset" in ms, and how sure that is: "contentOffsetCertainty".
    void add(const QString &node, const AlignmentStatus &alignment);

    std::vector<Metric> take() { return std::move(m_list); }

private:
    const QString m_channel;
    const QDateTime m_at;
    std::vector<Metric> m_list;
};

} // namespace twinfeed::media
