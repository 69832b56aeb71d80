// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarms/rulewatch.h"
#include "models/domain/live.h"

#include <map>

namespace twinfeed::backend {

/// What a rule says of a node.
struct Finding
{
    Rule rule; ///< as it counts in this channel
    QString channel;
    QString node;
    RuleReading reading;

    bool operator==(const Finding &) const = default;
};

/// Holds every measured value against every rule that speaks of it. Rules about what nothing measures yet are findings too:
/// undecided, "no such metric". Pure: the time is a parameter. One thread.
class RuleEngine final
{
public:
    /// Rules that are as before go on from where they are.
    void setRules(RuleSet set);
    const RuleSet &rules() const { return m_set; }

    /// Everything that is measured now, of every channel; at least once a second. A node that is no more in it is forgotten,
    /// with what was found there. A value counts once: it is known again by its wall clock.
    void feed(const std::vector<Metric> &metrics, int64_t now);
    std::vector<Finding> findings(int64_t now) const;

private:
    using Place = std::pair<QString, QString>; // channel, node
    struct Watched
    {
        RuleWatch watch;
        QDateTime at; // of the newest value
        QString metric;
    };
    using Watches = std::vector<Watched>;

    Watches watchesFor(const Place &place, const Watches &old) const;

    RuleSet m_set;
    std::map<Place, Watches> m_places;
};

} // namespace twinfeed::backend
