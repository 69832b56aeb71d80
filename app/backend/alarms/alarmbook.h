// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarms/alarmfolding.h"
#include "models/domain/clock.h"

#include <deque>
#include <map>

namespace twinfeed::backend {

/// What a rule has found: a new alarm, or one that goes on.
struct AlarmFact
{
    QString rule;
    QString channel;
    QString node;
    QString metric;
    Severity severity = Severity::Warning;
    bool cause = false; ///< others of its node follow from it
    QString text;
    std::optional<double> value = std::nullopt;
    std::optional<double> limit = std::nullopt;
    QString unit = {};
};

/// One thing that has happened to an alarm.
struct AlarmChange
{
    /// "raised", "returned" (again within a minute, or its shelf has ended), "chattering", "cleared", "folded", "unfolded",
    /// "closed"; and what people do: "acknowledged", "silenced", "shelved", "unshelved".
    QString what;
    Alarm alarm; ///< as it is after it

    bool operator==(const AlarmChange &) const = default;
};

/// The alarms by ISA-18.2: their life, from what rules find and what people do. Pure but for the clock; one thread.
///
/// - What comes back within returnUs is the same alarm. The third time in chatterUs it chatters: it stays until it has been
///   quiet for so long, and is told no more.
/// - Alarms that follow from another one are folded under it (AlarmFolding); two paths lost are one alarm of the channel, all
///   inputs of several channels one of the backend.
/// - A shelf ends by itself; what still holds is active again then, and wants to be acknowledged.
/// - What is over is closed once somebody has acknowledged it; at once where it was folded or only a notice.
class AlarmBook final
{
public:
    static constexpr int64_t returnUs = 60'000'000;
    static constexpr int64_t chatterUs = 60'000'000;
    static constexpr int chatterTimes = 3;
    static constexpr int mostShelfMinutes = 24 * 60;
    /// Of those that wait for somebody to acknowledge them; the oldest are closed above that.
    static constexpr size_t mostWaiting = 500;

    /// `next`: the first id that is free.
    AlarmBook(const Clock &clock, qint64 next);
    /// Alarms of before a restart that were not closed.
    void restore(const std::vector<Alarm> &alarms);

    /// It holds. Said again and again as long as it does; only what is new changes anything.
    void raise(const AlarmFact &fact);
    /// It does not hold; nothing happens where it did not.
    void clear(const QString &rule, const QString &channel, const QString &node);
    /// After each round of raise() and clear(): what is above them, what follows from what, and what time has brought.
    void settle(const Surroundings &surroundings);

    /// Errors of these: "unknown-alarm" (also for a closed one), "out-of-range".
    Result<void> acknowledge(const QString &id, const QString &who);
    Result<void> silence(const QString &id);
    Result<void> shelve(const QString &id, const QString &who, const QString &reason, int minutes);
    Result<void> unshelve(const QString &id);

    /// Those that are not closed.
    std::vector<Alarm> alarms() const;
    std::optional<Alarm> find(const QString &id) const;
    /// What has happened since the last call, in order.
    std::vector<AlarmChange> take() { return std::exchange(m_changes, {}); }

private:
    struct Entry
    {
        Alarm alarm;
        std::deque<int64_t> raises; // of the last chatterUs
        std::optional<int64_t> clearedAt;
        std::optional<int64_t> shelfEnds;
    };
    Result<Entry *> open(const QString &id);
    Entry *newest(const QString &rule, const QString &channel, const QString &node);
    void add(const AlarmFact &fact);
    void comeBack(Entry &entry);
    void clear(Entry &entry);
    void close(Entry &entry);
    void tell(const char *what, const Entry &entry);
    void raiseWider(const Surroundings &surroundings);
    void fold(const Surroundings &surroundings);
    void endShelves();
    void tidy();

    const Clock *m_clock; // copies are made to go back to
    qint64 m_next;
    std::map<qint64, Entry> m_entries; // by id; closed ones for returnUs
    std::vector<AlarmChange> m_changes;
};

} // namespace twinfeed::backend
