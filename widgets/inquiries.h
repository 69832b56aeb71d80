// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"
#include "models/domain/record.h"
#include "models/domain/trend.h"

#include <functional>

namespace twinfeed {

/// What views ask the backend for beyond what its events tell: what was. Filled by the console's composition root over REST,
/// by tests with what they need. Asynchronous: `done` is called once and later, on the UI thread; whoever asks guards
/// what may be gone by then.
class Inquiries
{
public:
    template <typename T>
    using Done = std::function<void(const Result<T> &)>;

    struct AlarmQuery
    {
        qint64 before = 0; ///< numbers below this only; 0: newest
        int limit = 200; ///< 1 to 1000
        QString channel;
        QString search;
    };
    struct TrendQuery
    {
        QString channel;
        QString metric;
        QString node;
        QDateTime from; ///< UTC
        QDateTime to;
        int points = 300; ///< about so many, at most
    };
    struct JournalQuery
    {
        qint64 before = 0;
        int limit = 500; ///< 1 to 1000
        QString channel;
        QString search;
    };

    virtual ~Inquiries() = default;

    /// Newest first.
    virtual void alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done) = 0;
    virtual void alarmQuality(int hours, Done<AlarmQuality> done) = 0;
    virtual void trend(const TrendQuery &query, Done<Trend> done) = 0;
    /// Newest first.
    virtual void journal(const JournalQuery &query, Done<std::vector<JournalEntry>> done) = 0;
};

} // namespace twinfeed
