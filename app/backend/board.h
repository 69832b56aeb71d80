// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/server/backend.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace twinfeed::backend {

/// The streams of a channel that previews may read: "primary", "backup", "slate", "programme".
using Taps = std::map<QString, std::shared_ptr<const media::GopBuffer>>;

/// What is known now, for everybody to read, and the only door through which it changes: each change is numbered and
/// told to the event sink. State and number change under one lock, so a snapshot holds exactly the events up to its
/// number, and the parts of one change are never seen apart. Written by the director's thread, read by any.
class Board final
{
public:
    /// One change: all of its events become visible at once.
    class News
    {
    public:
        void channel(const ChannelDocument &document);
        void channelRemoved(const QString &id);
        void status(const ChannelStatus &status);
        void operation(const Operation &operation);
        void journal(const JournalEntry &entry);
        void slate(const Slate &slate);
        void slateRemoved(const QString &id);
        /// A closed one is not kept.
        void alarm(const Alarm &alarm);
        void verdict(const Verdict &verdict, int64_t at);
        void control(const ChannelControl &control);
        void rules(const server::RuleBook &book);
        void plan(const PlanDocument &document);
        void planRemoved(const QString &id);
        void planState(const PlanState &state);
        /// Its button is no more: the plan, the channel or the output is gone. Said by the event of what is gone.
        void planStateGone(const PlanPlace &place);
        /// One that is over is not kept.
        void planRun(const PlanRun &run);
        void drill(const Drill &drill);
        void scenario(const Scenario &scenario);
        bool isEmpty() const { return m_events.empty(); }

    private:
        friend class Board;
        std::vector<std::function<void(Board &)>> m_changes;
        std::vector<std::pair<QString, QJsonObject>> m_events; // type, data
    };

    /// `incarnation`: different at each start, without '-'; the first half of every event's id.
    /// `rehearsal`: as every snapshot says.
    explicit Board(QString incarnation, bool rehearsal = false);

    // Director's thread.
    void publish(const News &news);
    void publishMetrics(std::vector<Metric> metrics);
    void setTaps(const QString &channel, Taps taps);
    void setSink(server::EventSink *sink) { m_sink = sink; }
    /// Hears every event as well, before the sink; null ends it.
    void setObserver(server::EventSink *observer) { m_observer = observer; }
    /// The newest status without an event: only its ages differ from the published one.
    void refreshStatus(const ChannelStatus &status);
    /// The same of a verdict; `at`: unit clock.
    void refreshVerdict(const Verdict &verdict, int64_t at);
    /// The same of who has a channel: said again.
    void refreshControl(const ChannelControl &control);
    void setRuleStates(QJsonArray states);
    void setNodes(QJsonArray states);
    void setPlanTimes(std::vector<PlanTimes> times);

    // Any thread.
    std::vector<ChannelDocument> channels() const;
    std::optional<ChannelDocument> channel(const QString &id) const;
    std::optional<ChannelStatus> status(const QString &channel) const;
    /// Nothing where the channel is unknown.
    std::optional<ChannelControl> control(const QString &channel) const;
    std::vector<Slate> slates() const;
    std::optional<Operation> operation(const QString &id) const;
    std::vector<Metric> metrics() const;
    std::vector<Alarm> alarms() const;
    server::RuleBook rules() const;
    QJsonArray ruleStates() const;
    QJsonArray nodes() const;
    QString incarnation() const { return m_incarnation; }
    std::vector<PlanDocument> plans() const;
    std::vector<PlanState> planStates() const;
    std::vector<PlanTimes> planTimes() const;
    /// With the unit clock's time of its making.
    std::optional<std::pair<Verdict, int64_t>> verdict(const QString &channel) const;
    server::Backend::Snapshot snapshot() const;
    /// Nothing where the channel is unknown.
    std::optional<Taps> taps(const QString &channel) const;

private:
    const QString m_incarnation;
    const bool m_rehearsal;
    server::EventSink *m_sink = nullptr; // director's thread only
    server::EventSink *m_observer = nullptr; // director's thread only

    mutable std::mutex m_mutex; // guards all below
    quint64 m_lastEvent = 0;
    std::map<QString, ChannelDocument> m_channels;
    std::map<QString, ChannelStatus> m_statuses;
    std::map<QString, Taps> m_taps;
    std::map<QString, Slate> m_slates;
    std::vector<Metric> m_metrics;
    std::map<qint64, Alarm> m_alarms; // that are not closed
    std::map<QString, std::pair<Verdict, int64_t>> m_verdicts;
    std::map<QString, ChannelControl> m_controls; // that somebody has, or had
    server::RuleBook m_rules;
    QJsonArray m_ruleStates;
    QJsonArray m_nodes;
    std::map<QString, PlanDocument> m_plans;
    std::map<PlanPlace, PlanState> m_planStates;
    std::map<qint64, PlanRun> m_planRuns; // under way
    std::vector<PlanTimes> m_planTimes;
    std::deque<Operation> m_operations; // running ones and the newest ended ones
};

} // namespace twinfeed::backend
