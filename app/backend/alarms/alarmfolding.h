// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"

#include <map>

namespace twinfeed::backend {

/// What is around the alarms of a channel.
struct ChannelSurroundings
{
    QString name; ///< for people
    QStringList paths; ///< nodes of the paths that are configured
    std::optional<Source> onAir;
};
using Surroundings = std::map<QString, ChannelSurroundings>; // by channel

/// An alarm that stands above those of single nodes.
struct WiderAlarm
{
    QString rule; ///< "both-paths-lost" or "all-inputs-lost"
    QString channel;
    QString node; ///< "channel" or "backend"
    QString text;
    bool holds = false;
};

/// What the alarms say together: whether both paths of a channel are lost, and whether all paths of several channels are,
/// which has a cause of its own (network, power, this machine).
std::vector<WiderAlarm> widerAlarms(const std::vector<Alarm> &alarms, const Surroundings &surroundings);

/// By an alarm's id, the id of the alarm that it follows from in the end; those that stand for themselves are not in it.
/// Only active alarms follow from active ones.
std::map<QString, QString> rootsOf(const std::vector<Alarm> &alarms, const Surroundings &surroundings);

} // namespace twinfeed::backend
