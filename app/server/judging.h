// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"
#include "models/domain/trend.h"
#include "models/domain/verdict.h"

#include <QJsonArray>

#include <functional>

/// What the server needs of those who judge the streams: rules, alarms, verdicts. Part of Backend, with its contract.
namespace twinfeed::server {

struct Command;
struct Answer;

struct AlarmQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString channel;
    QString search; ///< in text, rule and node
};

/// Which values: one metric of one node, or of all nodes of a channel where `node` is empty.
struct TrendQuery
{
    QString channel; ///< empty: of what belongs to none
    QString node;
    QString metric;
    QDateTime from; ///< UTC, before `to`
    QDateTime to;
    int stepSeconds = 0; ///< 1 to 3600; 0: what makes at most 600 points
};

enum class AlarmVerb { Acknowledge, Silence, Shelve, Unshelve };

struct AlarmOrder
{
    AlarmVerb verb = AlarmVerb::Acknowledge;
    QString alarm;
    QString reason; ///< of shelving
    int minutes = 0;
};

/// What a person wants the journal to say.
struct NoteOrder
{
    QString channel; ///< empty: of the show as a whole
    QString alarm; ///< the one it is about; may be empty, and over
    QString text;
};

/// The rules in force; the revision counts each change of them, from 1.
struct RuleBook
{
    RuleSet set;
    quint64 revision = 1;

    bool operator==(const RuleBook &) const = default;
};

class Judging
{
public:
    virtual ~Judging() = default;

    // Questions; any thread.
    /// Those that are not closed, by id.
    virtual std::vector<Alarm> alarms() const = 0;
    /// All there ever were, newest first. Reads the disk: called on a server worker, as the next.
    virtual Result<std::vector<Alarm>> alarmHistory(const AlarmQuery &query) const = 0;
    /// Of the last `hours`, 1 to 168.
    virtual Result<AlarmQuality> alarmQuality(int hours) const = 0;
    virtual RuleBook rules() const = 0;
    /// What each rule says of each node now: {rule, channel, node, state, reason, value, usual, since}.
    virtual QJsonArray ruleStates() const = 0;
    /// The other machines that the configuration names: as NodeStatus in openapi.yaml.
    virtual QJsonArray nodes() const = 0;
    /// Nothing where the channel is unknown; without a recommendation where its numbers are old.
    virtual std::optional<Verdict> verdict(const QString &channel) const = 0;

    /// What was measured and what happened meanwhile. Takes a millisecond or two: called on a server worker. Errors:
    /// "out-of-range" where it would be over 10,000 points.
    virtual Result<Trend> trend(const TrendQuery &query) const = 0;

    // Commands; contract: Backend.
    /// Errors: "unknown-alarm", "out-of-range".
    virtual void orderAlarm(Command command, AlarmOrder order, std::function<void(Result<Answer>)> done) = 0;
    /// Errors: "unknown-channel".
    virtual void note(Command command, NoteOrder order, std::function<void(Result<Answer>)> done) = 0;
    /// Puts all rules in place of those there are; nothing: those that the backend came with. The command's revision is that
    /// of the rules. Errors: "stale-rules".
    virtual void setRules(Command command, std::optional<RuleSet> rules,
                          std::function<void(Result<Answer>)> done) = 0;
};

} // namespace twinfeed::server
