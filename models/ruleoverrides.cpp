// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/ruleoverrides.h"

#include <algorithm>

namespace twinfeed {

namespace {

template <typename T>
std::optional<T> ifOther(const T &base, const T &wanted)
{
    return base == wanted ? std::nullopt : std::optional<T>(wanted);
}

RuleOverride difference(const Rule &base, const Rule &wanted, const QString &channel)
{
    RuleOverride own;
    own.channel = channel;
    own.rule = base.id;
    own.enabled = ifOther(base.enabled, wanted.enabled);
    own.value = ifOther(base.value, wanted.value);
    own.low = ifOther(base.low, wanted.low);
    own.clear = ifOther(base.clear, wanted.clear);
    own.forMs = ifOther(base.forMs, wanted.forMs);
    own.clearForMs = ifOther(base.clearForMs, wanted.clearForMs);
    own.severity = ifOther(base.severity, wanted.severity);
    own.failover = ifOther(base.failover, wanted.failover);
    return own;
}

auto find(auto &overrides, const QString &rule, const QString &channel)
{
    return std::ranges::find_if(
        overrides, [&](const RuleOverride &one) { return one.rule == rule && one.channel == channel; });
}

} // namespace

const RuleOverride *overrideOf(const RuleSet &set, const QString &rule, const QString &channel)
{
    const auto found = find(set.overrides, rule, channel);
    return found == set.overrides.end() ? nullptr : &*found;
}

QStringList channelsWithOwn(const RuleSet &set, const QString &rule)
{
    QStringList channels;
    for (const RuleOverride &one : set.overrides) {
        if (one.rule == rule)
            channels << one.channel;
    }
    channels.sort();
    return channels;
}

void setInChannel(RuleSet &set, const Rule &wanted, const QString &channel)
{
    const auto base = std::ranges::find(set.rules, wanted.id, &Rule::id);
    if (base == set.rules.end())
        return;
    const RuleOverride own = difference(*base, wanted, channel);
    const RuleOverride none = difference(*base, *base, channel);
    const auto known = find(set.overrides, wanted.id, channel);
    if (known == set.overrides.end() && own != none)
        set.overrides.push_back(own);
    else if (known != set.overrides.end() && own != none)
        *known = own; // in its place: what is put back is no change
    else if (known != set.overrides.end())
        set.overrides.erase(known);
}

} // namespace twinfeed
