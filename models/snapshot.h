// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"
#include "models/domain/control.h"
#include "models/domain/live.h"
#include "models/domain/record.h"

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
};

/// Lenient to unknown fields and to missing lists, strict in types.
Result<Snapshot> snapshotFromJson(const QJsonObject &object);

} // namespace twinfeed
