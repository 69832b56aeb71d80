// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

/// What single channels do otherwise than all others, as a person edits it. Pure.
namespace twinfeed {

/// What the channel has of its own of this rule; null where it is as all others are.
const RuleOverride *overrideOf(const RuleSet &set, const QString &rule, const QString &channel);
/// In which channels the rule is otherwise, in order of id.
QStringList channelsWithOwn(const RuleSet &set, const QString &rule);
/// Makes the rule with the id of `wanted` what `wanted` is, in this channel alone. Only what differs becomes the channel's own, and
/// what is the same again is so no longer. Of `wanted` no more counts than an override can say.
void setInChannel(RuleSet &set, const Rule &wanted, const QString &channel);

} // namespace twinfeed
