// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"
#include "models/judgements.h"
#include "models/metrichistory.h"
#include "models/snapshot.h"

#include <QHash>
#include <QMap>
#include <QObject>

#include <deque>
#include <map>
#include <optional>
#include <tuple>

namespace twinfeed {

/// Where the console stands with its backend.
struct ConnectionState
{
    /// `Connecting`: never been there yet. `Lost`: was there, tries again by itself. `Refused`: the backend answers but
    /// will not have us (token, version, certificate); tried again as well.
    enum class Phase { Connecting, Connected, Lost, Refused };
    Phase phase = Phase::Connecting;
    QDateTime since; ///< UTC
    QString reason; ///< one sentence; empty while connected
    QString backend; ///< its address for people, "" for the embedded one
};

/// A command of this console from the press to its end.
struct CommandRecord
{
    QString localId; ///< the Idempotency-Key
    QString channel;
    QString kind; ///< as Operation::kind
    QString target; ///< source word, slate id
    int64_t sentAt = 0; ///< unit clock, microseconds
    std::optional<int64_t> acknowledgedAt;
    std::optional<Operation> operation; ///< newest state that was seen
    std::optional<Error> refusal; ///< refused before it became an operation, or not delivered

    bool ended() const;
};

/// What the engine decided by itself, as the journal told when it happened.
struct DecisionNews
{
    JournalEntry entry; ///< kinds "failover", "failover-stayed"
    std::optional<JournalEntry>
        outcome; ///< what was measured of a switch: "failover-done", "failover-failed"
    int64_t seenAt = 0; ///< unit clock, microseconds
};

/// All that the console knows, behind one door: each public method that is not const changes the state and then emits
/// what changed. Lives on the UI thread; owned by the console's composition root; fed by app/client; read by the item
/// models and widgets, which never change it but by tick(). Does no I/O.
class ConsoleState final : public QObject
{
    Q_OBJECT

public:
    /// No event for this long, the heartbeat each second included, and what is shown may be untrue.
    static constexpr int64_t staleAfterMs = 3000;
    static constexpr size_t journalLimit = 5000;

    explicit ConsoleState(const Clock &clock, QObject *parent = nullptr);

    const Clock &clock() const { return m_clock; }

    /// Alarms, verdicts, rules.
    Judgements &judgements() { return m_judgements; }
    const Judgements &judgements() const { return m_judgements; }
    /// The token may do what this role may, and what is shown is not old: only then a command makes sense.
    bool mayCommand(Role least) const { return !m_stale && m_role.value_or(least) >= least; }

    // The connection.
    void setConnection(const ConnectionState &connection);
    /// What the token allows; nothing while that is not known: then the backend refuses what may not be.
    void setRole(std::optional<Role> role);
    /// An event (or heartbeat) came at this time of the unit clock. The apply...() methods do not imply it.
    void touch(int64_t lastEventAt);
    /// The name of our token; empty while it is not known.
    void setMe(const QString &name);
    /// Looks at the clock; the main window calls it ten times a second.
    void tick();

    // What the backend says. A snapshot replaces everything but the journal and this console's own commands.
    void applySnapshot(const Snapshot &snapshot);
    void applyChannel(const ChannelDocument &document);
    void removeChannel(const QString &channel);
    void applyStatus(const ChannelStatus &status);
    void applyMetrics(const std::vector<Metric> &metrics);
    void applyOperation(const Operation &operation);
    /// Any order, repeats allowed.
    void applyJournal(const std::vector<JournalEntry> &entries);
    /// An entry that was written just now: its decision of the engine, if it is one, is news as well.
    void applyNews(const JournalEntry &entry);
    void applyControl(const ChannelControl &control);
    void applySlate(const Slate &slate);
    void removeSlate(const QString &slate);

    // This console's own commands. `localId` is the console's (the Idempotency-Key).
    void commandSent(const QString &localId, const QString &channel, const QString &kind,
                     const QString &target);
    void commandAcknowledged(const QString &localId, const Operation &operation);
    /// Refused by a problem document, or not delivered: codes "timeout", "unreachable" then.
    void commandRefused(const QString &localId, const Error &error);

    const ConnectionState &connection() const { return m_connection; }
    bool connected() const { return m_connection.phase == ConnectionState::Phase::Connected; }
    std::optional<Role> role() const { return m_role; }
    const QString &me() const { return m_me; }
    /// Who has the channel; empty where nobody has, or it is not known.
    QString holder(const QString &channel) const { return m_holders.value(channel); }
    /// Connected, but no event for staleAfterMs; and whenever not connected.
    bool stale() const { return m_stale; }
    /// Milliseconds since the last event; nothing before the first.
    std::optional<int64_t> dataAgeMs() const;

    /// In order of id.
    QStringList channelIds() const { return m_channels.keys(); }
    /// Null when not known; valid until the next change.
    const ChannelDocument *channel(const QString &id) const;
    const ChannelStatus *status(const QString &channel) const;
    const SourceStatus *sourceStatus(const QString &channel, Source source) const;
    bool isLocked(const QString &channel, Source source) const;
    /// The newest decision of the engine; null when none was seen happening.
    const DecisionNews *newestDecision(const QString &channel) const;
    /// Age of the source's newest packet now, in milliseconds; sensible while it is lost.
    std::optional<int64_t> packetAgeMs(const QString &channel, Source source) const;
    /// Since the newest status of the channel came, in milliseconds; 0 where none did.
    int64_t statusAgeMs(const QString &channel) const;
    const MetricHistory *metric(const QString &channel, const QString &node, const QString &name) const;
    using MetricKey = std::tuple<QString, QString, QString>; ///< channel, node, name
    /// Everything that is measured.
    const std::map<MetricKey, MetricHistory> &metrics() const { return m_metrics; }
    const QMap<QString, Slate> &slates() const { return m_slates; }
    /// Newest first, at most journalLimit.
    const std::deque<JournalEntry> &journal() const { return m_journal; }
    const CommandRecord *command(const QString &localId) const;
    /// The newest of this console on that channel; null when there is none.
    const CommandRecord *newestCommand(const QString &channel, const QString &kind) const;
    /// The newest take that anybody made on that channel; null when none is known.
    const Operation *newestTake(const QString &channel) const
    {
        return newestOperation(channel, QStringLiteral("take"));
    }
    /// The same of another kind of command.
    const Operation *newestOperation(const QString &channel, const QString &kind) const;

Q_SIGNALS:
    void connectionChanged();
    void roleChanged();
    void staleChanged();
    /// Once a second: ages have changed.
    void secondPassed();
    /// The set of channels changed, or everything did (snapshot).
    void channelsReset();
    void channelChanged(const QString &channel);
    /// Who has it, or who we are.
    void controlChanged(const QString &channel);
    void statusChanged(const QString &channel);
    void metricsChanged();
    void operationChanged(const QString &channel);
    /// The engine has decided something by itself: see newestDecision().
    void decided(const QString &channel);
    void slatesChanged();
    /// `count` entries were put before all others (and as many dropped at the end as journalLimit asks for), or 0: all
    /// changed.
    void journalChanged(qsizetype count);
    void commandChanged(const QString &localId);

private:
    void updateStale();
    void restartMeans(const QString &channel);
    void storeMetrics(const std::vector<Metric> &metrics);
    void rememberOperation(const Operation &operation);

    const Clock &m_clock;
    ConnectionState m_connection;
    std::optional<Role> m_role;
    std::optional<int64_t> m_lastEventAt;
    bool m_stale = true;
    int64_t m_lastSecond = -1;
    QString m_me;
    QHash<QString, QString> m_holders; ///< by channel; of those that somebody has
    QMap<QString, ChannelDocument> m_channels;
    QHash<QString, ChannelStatus> m_statuses;
    QHash<QString, int64_t> m_statusAt;
    Judgements m_judgements;
    std::map<MetricKey, MetricHistory> m_metrics;
    QMap<QString, Slate> m_slates;
    std::deque<Operation> m_operations; ///< newest last, bounded
    std::deque<JournalEntry> m_journal;
    QHash<QString, DecisionNews> m_decisions;
    std::deque<CommandRecord> m_commands; ///< newest last, bounded
};

} // namespace twinfeed
