// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/domain/alarm.h"
#include "models/domain/trend.h"

namespace twinfeed::client {

struct AlarmQuery
{
    qint64 before = 0; ///< numbers below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString channel;
    QString search;
};

struct TrendQuery
{
    QString channel; ///< empty: of what belongs to none
    QString metric;
    QString node; ///< empty: all
    QDateTime from; ///< UTC
    QDateTime to;
    int stepSeconds = 1; ///< 1 to 3600
};

struct RuleBook
{
    RuleSet set;
    quint64 revision = 0;
};

/// Alarms, rules, notes over REST: the part of a Client's tongue that is about judging. Contract: Client. UI thread.
class WatchClient final
{
public:
    template <typename T>
    using Done = std::function<void(const Result<T> &)>;

    /// Outlives it.
    explicit WatchClient(Client &client)
        : m_client(client)
    {
    }

    // Commands; each returns its idempotency key.
    QString acknowledge(const QString &alarm, Client::OperationDone done);
    /// `reason` of 1 to 300 characters, 1 to 1440 minutes.
    QString shelve(const QString &alarm, const QString &reason, int minutes, Client::OperationDone done);
    QString unshelve(const QString &alarm, Client::OperationDone done);
    /// `text` of 1 to 500 characters; `channel` and `alarm` may be empty.
    QString note(const QString &channel, const QString &alarm, const QString &text,
                 Client::OperationDone done);
    QString setRules(const RuleSet &rules, quint64 revision, Client::OperationDone done);
    QString resetRules(quint64 revision, Client::OperationDone done);

    // Questions.
    void rules(Done<RuleBook> done);
    void alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done);
    void alarmQuality(int hours, Done<AlarmQuality> done);
    void trend(const TrendQuery &query, Done<Trend> done);

private:
    Client &m_client;
};

} // namespace twinfeed::client
