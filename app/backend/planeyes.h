// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/plansight.h"
#include "app/backend/units.h"

#include <deque>
#include <set>

namespace twinfeed::backend {

/// What plans see: measured values and states of every channel, with the unit clock's time at which each came. Director's thread.
class PlanEyes final
{
public:
    /// Four times a second. `metrics`: as the rules see them.
    void look(Units &units, const std::vector<Metric> &metrics, const RuleSet &rules, int64_t now);

    /// Empty where there is no such channel.
    const PlanSight &sight(const QString &channel) const;
    QStringList channels() const;
    QStringList outputs(const QString &channel) const;
    /// Metrics whose past is asked for: see baseline().
    void remember(std::set<QString> names) { m_remembered = std::move(names); }
    /// Means of the minute before `until`, by "metric node".
    QJsonObject baseline(const QString &channel, int64_t until) const;

private:
    struct Channel
    {
        PlanSight sight;
        std::map<PlanSight::Key, QDateTime> at; // wall clock of the newest value
        QStringList outputs;
        std::map<PlanSight::Key, std::deque<std::pair<int64_t, double>>> past;
        bool seen = false;
    };
    void lookAt(Channel &channel, const ChannelUnit &unit, const RuleSet &rules, int64_t now);
    void take(Channel &channel, const Metric &metric, int64_t now);

    std::map<QString, Channel> m_channels;
    std::set<QString> m_remembered;
};

} // namespace twinfeed::backend
