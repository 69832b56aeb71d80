// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/trendlane.h"
#include "app/server/backend.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"
#include "models/domain/record.h"

#include <map>
#include <mutex>

namespace twinfeed::backend {

/// How every metric has been since the start: each second of the newest hour, every ten seconds of a day, and what happened
/// meanwhile. In memory only: a restart begins anew, and says since when. Kept by the unit clock, so that a wall clock that
/// is set makes no hole; told in the wall clock's time of now. Any thread.
class TrendBook final
{
public:
    static constexpr int64_t fineSeconds = 3600;
    static constexpr int64_t coarseSlotSeconds = 10;
    static constexpr int64_t coarseSeconds = 86'400;
    /// Metrics above that number are not kept, and marks neither: the oldest go.
    static constexpr size_t mostSeries = 4000;
    static constexpr size_t mostMarks = 4000;
    /// Of a question.
    static constexpr int64_t usualPoints = 600;
    static constexpr int64_t mostPoints = 10'000;

    /// `mostBytes`: what all of it may take; above it the oldest goes, the ten seconds before the seconds. A metric that
    /// changes all the time takes 88 kB for its day, one that stands still 14 kB.
    explicit TrendBook(const Clock &clock, qsizetype mostBytes = 64 << 20);

    /// What is measured now; where a value is no number, nothing was measured.
    void add(const std::vector<Metric> &metrics);
    /// What has happened; most kinds of entries are no marks.
    void add(const JournalEntry &entry);
    /// Errors: "out-of-range" for what would be over mostPoints.
    Result<Trend> read(const server::TrendQuery &query) const;

    qsizetype bytes() const;

private:
    struct Key
    {
        QString channel;
        QString name;
        QString node;
        bool operator<(const Key &other) const;
    };
    struct Series
    {
        QString unit;
        int64_t second = -1; // of m_now, and of what is in it
        TrendSum now;
        int64_t coarse = -1;
        TrendSum coarseNow;
        TrendLane fine{fineSeconds / TrendLane::chunkSlots};
        TrendLane rough{coarseSeconds / coarseSlotSeconds / TrendLane::chunkSlots};

        void add(double value, int64_t atSecond);
        void closeSecond();
        std::optional<TrendPoint> step(int64_t from, int64_t seconds) const;
        void forget(int64_t atSecond);
        bool isOver() const { return fine.isEmpty() && rough.isEmpty() && now.count() == 0; }
        qsizetype bytes() const;
    };
    struct Mark
    {
        int64_t at = 0; // unit clock
        TrendMark mark; // without its time
    };
    void tidy(int64_t second); // needs m_mutex
    qsizetype sum() const; // needs m_mutex
    bool dropOldest(TrendLane Series::*lane); // needs m_mutex
    std::vector<TrendMark> marksOf(const QString &channel, int64_t from, int64_t to,
                                   const QDateTime &zero) const;

    const Clock &m_clock;
    const qsizetype m_mostBytes;
    const int64_t m_since; // unit clock

    mutable std::mutex m_mutex; // guards everything below
    std::map<Key, Series> m_series;
    std::deque<Mark> m_marks; // oldest first
    int64_t m_tidied = 0; // second
};

} // namespace twinfeed::backend
