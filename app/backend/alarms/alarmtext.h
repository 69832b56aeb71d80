// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarms/ruleengine.h"

namespace twinfeed::backend {

/// "11.8 fps", "2.41 Mb/s", "850 ms", "32 s", "-23.4 LUFS"; a unit of "1" is a bare number.
QString amountText(double value, const QString &unit);
/// "850 ms", "32 s", "4 min".
QString durationText(int64_t us);

/// What a finding means, in one sentence with its numbers: the rule's text, filled in, and how the other path is.
/// `channel` is its name for people; `status` may be null.
QString alarmText(const Finding &finding, const QString &channel, const ChannelStatus *status, int64_t now);

} // namespace twinfeed::backend
