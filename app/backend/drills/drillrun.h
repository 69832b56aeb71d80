// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/scenario.h"

#include <map>
#include <set>

namespace twinfeed::drills {

/// One fault of a scenario as a seed has made it.
struct PlannedFault
{
    size_t index = 0; ///< in Scenario::faults
    qint64 afterMs = 0; ///< after its trigger
    QString on; ///< as in the scenario, but "primary" or "backup" for "either" and "other"

    bool operator==(const PlannedFault &) const = default;
};

struct Schedule
{
    Source either = Source::Primary;
    std::vector<PlannedFault> faults;

    bool operator==(const Schedule &) const = default;

    /// "primary" or "backup" for "either" and "other"; anything else as it is.
    QString resolved(const QString &word) const;
};

/// The same scenario and seed always give the same, on every machine and with every library.
Schedule scheduleOf(const Scenario &scenario, quint64 seed);

/// When what is to happen in a drill. Pure: the time comes in as milliseconds after the beginning, orders go out. One thread.
class DrillRun final
{
public:
    struct Order
    {
        size_t fault = 0; ///< in Scenario::faults
        QString on; ///< a path, an output, or empty
        bool begins = true; ///< else it ends

        bool operator==(const Order &) const = default;
    };

    DrillRun(Scenario scenario, quint64 seed);

    /// What is to be done now, in order.
    std::vector<Order> tick(qint64 nowMs);
    /// What conditions wait for.
    void noteDone(const QString &expected, qint64 atMs) { m_marks.emplace(expected, atMs); }
    void noteOnAir(Source source) { m_onAir = source; }
    void noteAlarm(const QString &rule) { m_alarms.insert(rule); }
    /// Nothing is to be done before then, as far as can be said now: what waits for something else may come at any time.
    qint64 nextAt(qint64 nowMs) const;
    bool isOver(qint64 nowMs) const { return double(nowMs) >= 1000 * m_scenario.lasts; }

    const Scenario &scenario() const { return m_scenario; }
    const Schedule &schedule() const { return m_schedule; }

private:
    struct Progress
    {
        std::optional<qint64> began;
        bool ended = false;
        QString on;
    };

    bool isDue(const PlannedFault &fault, qint64 nowMs) const;
    QString placeOf(const PlannedFault &fault) const;

    const Scenario m_scenario;
    const Schedule m_schedule;
    std::vector<Progress> m_progress; // by index of the schedule
    std::map<QString, qint64> m_marks; // when faults began and expected actions were done
    std::optional<Source> m_onAir;
    std::set<QString> m_alarms;
};

} // namespace twinfeed::drills
