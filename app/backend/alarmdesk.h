// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarms/alarmbook.h"
#include "app/backend/alarms/ruleengine.h"
#include "app/backend/alarms/statemetrics.h"
#include "app/backend/units.h"

namespace twinfeed::backend {

/// Where what is measured is judged: feeds the rules, keeps the alarms, tells the engines which rules speak against a path, and
/// compares the paths. Director's thread.
class AlarmDesk final
{
public:
    struct World
    {
        const Clock &clock;
        Ledger &ledger;
        Board &board;
        Units &units;
        std::function<std::vector<Metric>()> outside = {}; ///< what is measured elsewhere; may be empty
        /// Hears of every alarm that stands for itself: "raised", "returned", "cleared". May be empty.
        std::function<void(const QString &event, const Alarm &alarm)> tell = {};
    };
    /// As of before this start.
    struct Kept
    {
        std::optional<server::RuleBook> rules; ///< nothing: nobody has changed them
        std::vector<Alarm> open;
        qint64 nextAlarm = 1;
    };

    /// `defaults`: the rules that the program came with.
    AlarmDesk(World world, RuleSet defaults, Kept kept);

    /// Four times a second.
    void round();

    /// As the rules saw them in the last round: of channels that have not ended.
    const std::vector<Metric> &metrics() const { return m_metrics; }
    AlarmBook &book() { return m_book; }
    const RuleSet &defaults() const { return m_defaults; }
    const server::RuleBook &rules() const { return m_rules; }
    /// Rules that have been kept.
    void adopt(server::RuleBook rules);
    /// Brings what has happened to the alarms into a change and its news; with a journal entry for what happened by itself.
    enum class Journal { Yes, No };
    void collect(Changes &changes, Board::News &news, Journal journal);

private:
    struct Seen;
    Seen look();
    void judge(const Seen &seen, const std::vector<Finding> &findings);
    /// Findings that speak against a path. What the other path shows too, or is about to, does not: a slide that stands still
    /// stands still on both, and is no reason to change.
    static std::vector<const Finding *> against(const QString &channel, Source path,
                                                const std::vector<Finding> &findings);
    void tellEngines(const Seen &seen, const std::vector<Finding> &findings);
    void compare(const Seen &seen, const std::vector<Finding> &findings);
    void publishStates(const std::vector<Finding> &findings);
    JournalEntry entryOf(const AlarmChange &change, const Alarm &now) const;

    const World m_world;
    const RuleSet m_defaults;
    server::RuleBook m_rules;
    RuleEngine m_engine;
    StateMetrics m_states;
    AlarmBook m_book;
    std::map<std::pair<QString, Source>, QStringList> m_faults; // told to the engines last: names of rules
    std::map<QString, Verdict> m_verdicts; // told to everybody last
    std::vector<Metric> m_metrics; // of the last round
    QStringList m_channels; // of the last round
    int m_rounds = 0;
};

} // namespace twinfeed::backend
