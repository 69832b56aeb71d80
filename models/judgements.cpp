// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/judgements.h"

#include <algorithm>

namespace twinfeed {

void Judgements::reset(const std::vector<Alarm> &alarms, const std::vector<Verdict> &verdicts)
{
    m_alarms.clear();
    for (const Alarm &alarm : alarms) {
        if (!alarm.closed)
            m_alarms.insert_or_assign(alarm.id.toLongLong(), alarm);
    }
    m_verdicts.clear();
    for (const Verdict &verdict : verdicts)
        m_verdicts.insert(verdict.channel, verdict);
    Q_EMIT alarmsReset();
    for (const Verdict &verdict : verdicts)
        Q_EMIT verdictChanged(verdict.channel);
    Q_EMIT rulesOld();
}

void Judgements::applyAlarm(const Alarm &alarm)
{
    const qint64 number = alarm.id.toLongLong();
    const auto known = m_alarms.find(number);
    const bool isNew = known == m_alarms.end();
    const bool isBack =
        !isNew && alarm.active && (!known->second.active || alarm.occurrences > known->second.occurrences);
    if (alarm.closed)
        m_alarms.erase(number);
    else
        m_alarms.insert_or_assign(number, alarm);
    Q_EMIT alarmChanged(alarm);
    if (!alarm.closed && alarm.active && (isNew || isBack))
        Q_EMIT alarmRaised(alarm);
}

void Judgements::applyVerdict(const Verdict &verdict)
{
    m_verdicts.insert(verdict.channel, verdict);
    Q_EMIT verdictChanged(verdict.channel);
}

void Judgements::applyRules(const RuleSet &rules, quint64 revision)
{
    m_rules = rules;
    m_rulesRevision = revision;
    Q_EMIT rulesChanged();
}

const Alarm *Judgements::alarm(const QString &id) const
{
    const auto found = m_alarms.find(id.toLongLong());
    return found == m_alarms.end() ? nullptr : &found->second;
}

bool Judgements::isFolded(const Alarm &alarm) const
{
    return !alarm.root.isEmpty() && this->alarm(alarm.root);
}

std::vector<const Alarm *> Judgements::followers(const QString &id) const
{
    std::vector<const Alarm *> found;
    for (const auto &[number, alarm] : m_alarms) {
        if (alarm.root == id)
            found.push_back(&alarm);
    }
    return found;
}

AlarmCounts Judgements::counts() const
{
    AlarmCounts counts;
    for (const auto &[number, alarm] : m_alarms) {
        if (isFolded(alarm))
            continue;
        if (alarm.state() == AlarmState::Shelved) {
            ++counts.shelved;
            continue;
        }
        ++(alarm.severity == Severity::Critical      ? counts.criticals
               : alarm.severity == Severity::Warning ? counts.warnings
                                                     : counts.notices);
        if (!alarm.acknowledged)
            ++counts.unacknowledged;
    }
    return counts;
}

std::optional<QDateTime> Judgements::incidentSince() const
{
    std::optional<QDateTime> since;
    for (const auto &[number, alarm] : m_alarms) {
        const bool calls = alarm.severity == Severity::Critical && !alarm.acknowledged
            && alarm.state() != AlarmState::Shelved;
        if (calls && (!since || alarm.raisedAt < *since))
            since = alarm.raisedAt;
    }
    return since;
}

const Verdict *Judgements::verdict(const QString &channel) const
{
    const auto found = m_verdicts.constFind(channel);
    return found == m_verdicts.cend() ? nullptr : &*found;
}

const Rule *Judgements::rule(const QString &id) const
{
    const auto found = std::find_if(m_rules.rules.cbegin(), m_rules.rules.cend(),
                                    [&id](const Rule &rule) { return rule.id == id; });
    return found == m_rules.rules.cend() ? nullptr : &*found;
}

std::vector<Rule> Judgements::rulesFor(const QString &channel, const QString &node,
                                       const QString &metric) const
{
    std::vector<Rule> found;
    const QString kind = nodeKind(node);
    for (const Rule &rule : m_rules.rules) {
        if (rule.metric != metric || !rule.nodes.contains(kind))
            continue;
        const Rule counts = m_rules.effective(rule, channel);
        if (counts.enabled)
            found.push_back(counts);
    }
    return found;
}

} // namespace twinfeed
