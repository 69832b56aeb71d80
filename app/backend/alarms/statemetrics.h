// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/live.h"

#include <cstdint>
#include <map>

namespace twinfeed::backend {

/// What rules can say of states: makes the metrics "dataAge" and "down" of a channel's status. One thread.
///
/// `down` is 1 or 0. It says nothing of what has not been up yet: a programme before its first picture, an output in its first
/// seconds; a start is no fault. A path that is not configured has no metrics at all.
class StateMetrics final
{
public:
    std::vector<Metric> of(const ChannelStatus &status, int64_t now, const QDateTime &wall);
    void forget(const QString &channel) { m_channels.erase(channel); }
    /// The programme's place is known as long as it is not idle; true where the node is an input without configuration.
    static bool isIdle(const ChannelStatus &status, const QString &node);

    /// An output that was never live is down after so long with a programme to send.
    static constexpr int64_t firstLiveUs = 15'000'000;

private:
    struct Output
    {
        bool wasLive = false;
        std::optional<int64_t> waitsSince;
    };
    struct Channel
    {
        bool hadProgramme = false;
        std::map<QString, Output> outputs;
    };
    std::optional<double> downOf(Channel &channel, const OutputStatus &output, bool programme, int64_t now);

    std::map<QString, Channel> m_channels;
};

} // namespace twinfeed::backend
