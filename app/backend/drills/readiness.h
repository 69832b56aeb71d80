// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

namespace twinfeed::drills {

/// Whether the event is ready, by what was rehearsed: {at, calendar: [{id, everyDays, drill, at, green, by, due, ready}],
/// plans: [{plan, drill, scenario, at, green, by, ready}]}. The calendar: a drill of any kind with streams each week, one
/// with a single fault each month, one with three faults and more each quarter. Ready is what was green within its time; a
/// plan within a quarter. Pure.
QJsonObject readinessOf(const std::vector<Drill> &drills, const std::vector<Scenario> &scenarios,
                        const QDateTime &now);

/// How far back readinessOf() looks, in days.
constexpr int readinessDays = 400;

} // namespace twinfeed::drills
