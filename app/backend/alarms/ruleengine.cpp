// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/ruleengine.h"

#include <algorithm>
#include <set>

namespace twinfeed::backend {

void RuleEngine::setRules(RuleSet set)
{
    m_set = std::move(set);
    for (auto &[place, watches] : m_places)
        watches = watchesFor(place, watches);
}

RuleEngine::Watches RuleEngine::watchesFor(const Place &place, const Watches &old) const
{
    Watches watches;
    const QString kind = nodeKind(place.second);
    for (const Rule &rule : m_set.rules) {
        if (!rule.nodes.contains(kind))
            continue;
        const Rule own = m_set.effective(rule, place.first);
        if (!own.enabled)
            continue;
        const auto same = std::find_if(old.begin(), old.end(),
                                       [&own](const Watched &known) { return known.watch.rule() == own; });
        if (same != old.end())
            watches.push_back(*same);
        else
            watches.push_back({RuleWatch(own), {}, own.metric});
    }
    return watches;
}

void RuleEngine::feed(const std::vector<Metric> &metrics, int64_t now)
{
    std::set<Place> seen;
    std::map<Place, Watches>::iterator at = m_places.end();
    for (const Metric &metric : metrics) {
        // The values of a node come one behind the other.
        if (at == m_places.end() || at->first.second != metric.node || at->first.first != metric.channel) {
            const Place place{metric.channel, metric.node};
            seen.insert(place);
            at = m_places.find(place);
            if (at == m_places.end())
                at = m_places.emplace(place, watchesFor(place, {})).first;
        }
        for (Watched &watched : at->second) {
            if (watched.metric != metric.name || watched.at == metric.at)
                continue;
            watched.at = metric.at;
            watched.watch.sample(metric.value, metric.periodMs, now);
        }
    }
    std::erase_if(m_places, [&seen](const auto &entry) { return !seen.contains(entry.first); });
}

std::vector<Finding> RuleEngine::findings(int64_t now) const
{
    std::vector<Finding> findings;
    for (const auto &[place, watches] : m_places) {
        for (const Watched &watched : watches)
            findings.push_back({watched.watch.rule(), place.first, place.second, watched.watch.read(now)});
    }
    return findings;
}

} // namespace twinfeed::backend
