// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"
#include "models/domain/verdict.h"

#include <QHash>
#include <QObject>

#include <map>

namespace twinfeed {

/// How many alarms call for somebody. Those that are folded under another, shelved or over and acknowledged do not.
struct AlarmCounts
{
    int criticals = 0;
    int warnings = 0;
    int notices = 0;
    int unacknowledged = 0; ///< of all these
    int shelved = 0; ///< put aside: not counted above

    bool operator==(const AlarmCounts &) const = default;
};

/// What the backend judges of the streams: alarms, verdicts, rules. A part of ConsoleState and under its contract: each
/// public method that is not const changes it and then emits what changed. UI thread.
class Judgements final : public QObject
{
    Q_OBJECT

public:
    explicit Judgements(QObject *parent = nullptr)
        : QObject(parent)
    {
    }

    // What the backend says.
    /// Of a snapshot: these and no others.
    void reset(const std::vector<Alarm> &alarms, const std::vector<Verdict> &verdicts);
    /// A closed one is forgotten: it is history.
    void applyAlarm(const Alarm &alarm);
    void applyVerdict(const Verdict &verdict);
    void applyRules(const RuleSet &rules, quint64 revision);
    /// They have changed and are not known yet: whoever feeds this asks for them.
    void rulesAreOld() { Q_EMIT rulesOld(); }

    /// All that are not closed, by number.
    const std::map<qint64, Alarm> &alarms() const { return m_alarms; }
    /// Null where it is not known, or closed.
    const Alarm *alarm(const QString &id) const;
    /// It follows from another one that is known.
    bool isFolded(const Alarm &alarm) const;
    /// Those that are folded under it.
    std::vector<const Alarm *> followers(const QString &id) const;
    AlarmCounts counts() const;
    /// When the oldest critical alarm was raised that nobody has acknowledged; nothing where there is none.
    std::optional<QDateTime> incidentSince() const;
    /// Null before the first.
    const Verdict *verdict(const QString &channel) const;
    const RuleSet &rules() const { return m_rules; }
    quint64 rulesRevision() const { return m_rulesRevision; } ///< 0 before they are known
    /// Null where there is none of this id.
    const Rule *rule(const QString &id) const;
    /// The rules in force for a metric of a node, as they count in this channel; those that are off are left out.
    std::vector<Rule> rulesFor(const QString &channel, const QString &node, const QString &metric) const;

Q_SIGNALS:
    void alarmsReset();
    void alarmChanged(const twinfeed::Alarm &alarm);
    /// A new one, or one that is back: somebody is to be called. Not of a snapshot's.
    void alarmRaised(const twinfeed::Alarm &alarm);
    void verdictChanged(const QString &channel);
    void rulesChanged();
    void rulesOld();

private:
    std::map<qint64, Alarm> m_alarms;
    QHash<QString, Verdict> m_verdicts;
    RuleSet m_rules;
    quint64 m_rulesRevision = 0;
};

} // namespace twinfeed

Q_DECLARE_METATYPE(twinfeed::Alarm)
