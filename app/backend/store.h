// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmstore.h"
#include "app/backend/database.h"
#include "app/backend/drillstore.h"
#include "app/backend/planstore.h"
#include "app/backend/programmetime.h"
#include "app/server/backend.h"

#include <optional>
#include <vector>

namespace twinfeed::backend {

/// A channel as it is kept: what commands made of it, and what its engine needs to go on after a restart.
struct StoredChannel
{
    ChannelDocument document;
    ProgrammeTime time;
    /// SlateFormat of the slate that stood ready last, as JSON: it can be made again before an input is back.
    QJsonObject slateFormat;
    /// The path that the slate on air stands for, which the engine put there; nothing where a person did.
    std::optional<Source> covered = std::nullopt;
};

/// The first answer to a command, to be given again for 24 hours.
struct StoredAnswer
{
    QString scope; ///< name of the token
    QString key;
    QByteArray fingerprint;
    server::Answer answer;
    QDateTime at; ///< UTC
};

/// A key of a channel, wrapped by the master key: see Keyring.
struct StoredKey
{
    quint32 id = 0;
    QString channel;
    QDateTime madeAt; ///< UTC
    std::optional<QDateTime> replacedAt; ///< UTC
    bool retired = false; ///< given out no more; a row stays, so that no id is used twice
    QByteArray wrapped;

    bool operator==(const StoredKey &) const = default;
};

/// What belongs together: kept in one transaction, all of it or nothing.
struct Changes
{
    std::vector<JournalEntry> entries; ///< ids are filled in by the commit
    std::vector<Operation> operations; ///< new or changed
    std::vector<StoredChannel> channels; ///< new or changed
    QStringList removedChannels;
    std::vector<Slate> slates; ///< new or changed; those that users added
    QStringList removedSlates;
    std::vector<StoredKey> keys; ///< new or changed
    std::vector<Alarm> alarms; ///< new or changed
    std::optional<server::RuleBook> rules;
    std::vector<PlanDocument> plans; ///< new or changed
    QStringList removedPlans;
    std::vector<PlanRun> runs; ///< new or changed
    std::vector<Drill> drills; ///< new or changed
    std::vector<Scenario> scenarios; ///< new or changed
    std::optional<StoredAnswer> answer;
    /// SHA-256 of a channel's text in the configuration file that this change applies.
    std::optional<std::pair<QString, QByteArray>> applied;
};

/// The backend's memory: one SQLite file ("twinfeed.db"), one connection, used by the director's thread only. Other
/// threads read through StoreQueries with connections of their own, which never wait for this one (WAL).
class Store final
{
public:
    static const std::vector<Migration> &migrations();
    /// Errors: as Database::open().
    static Result<std::unique_ptr<Store>> open(const QString &file);

    /// Writes all of it to the disk. Errors: "store-failed": then nothing of it is kept.
    Result<void> commit(Changes &changes);
    /// Where the programmes stand. Not forced to the disk: losing the newest of these marks in a power cut costs
    /// nothing (see resumed()), an fsync every few seconds on the director's thread would cost takes their time.
    Result<void> keepMarks(const std::vector<std::pair<QString, ProgrammeTime>> &marks);
    /// Forgets answers older than 24 h, operations that ended a week ago and alarms that were closed a year ago.
    Result<void> prune(const QDateTime &now);

    Result<std::vector<StoredChannel>> channels() const;
    Result<std::vector<Slate>> slates() const;
    Result<std::vector<StoredKey>> keys() const;
    /// The revision of a channel of this id when it was taken down; 0 where there never was one.
    Result<quint64> lastRevision(const QString &channel) const;
    Result<std::vector<Operation>> unfinishedOperations() const;
    /// 1 where there is none yet.
    Result<qint64> nextOperationId() const;
    /// Empty where the channel was never applied.
    Result<QByteArray> applied(const QString &channel) const;
    AlarmStore alarms() const { return AlarmStore(*m_database); }
    PlanStore plans() const { return PlanStore(*m_database); }
    DrillStore drills() const { return DrillStore(*m_database); }
    const Database &database() const { return *m_database; }

private:
    explicit Store(std::unique_ptr<Database> database);
    Result<void> writeEntries(std::vector<JournalEntry> &entries) const;
    Result<void> writeOperations(const std::vector<Operation> &operations) const;
    Result<void> writeChannels(const Changes &changes) const;
    Result<void> writeSlates(const Changes &changes) const;
    Result<void> writeKeys(const std::vector<StoredKey> &keys) const;
    Result<void> writeAnswer(const StoredAnswer &answer) const;

    const std::unique_ptr<Database> m_database;
};

} // namespace twinfeed::backend
