// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"
#include "models/domain/channel.h"
#include "models/domain/control.h"
#include "models/domain/live.h"
#include "models/domain/record.h"
#include "models/domain/verdict.h"

#include <QJsonObject>

#include <vector>

namespace twinfeed {

/// Everything an event subscriber is told first: the data of the "snapshot" event.
struct Snapshot
{
    std::vector<ChannelDocument> channels;
    std::vector<ChannelStatus> statuses;
    std::vector<Slate> slates;
    std::vector<Metric> metrics;
    std::vector<ChannelControl> controls; ///< of channels that somebody has
    std::vector<Operation> operations; ///< those that run
    std::vector<Alarm> alarms = {}; ///< those that are not closed
    std::vector<Verdict> verdicts = {};
};

/// Lenient to unknown fields and to missing lists, strict in types.
Result<Snapshot> snapshotFromJson(const QJsonObject &object);

} // namespace twinfeed
