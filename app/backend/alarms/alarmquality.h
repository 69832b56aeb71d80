// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"

namespace twinfeed::backend {

/// How good the alarms were from `from` to `to` (UTC). `alarms`: those that were raised then, and those that are still open,
/// in any order.
AlarmQuality qualityOf(const std::vector<Alarm> &alarms, const QDateTime &from, const QDateTime &to);

} // namespace twinfeed::backend
