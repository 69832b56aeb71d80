// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QDateTime>

/// Alarms by ISA-18.2, and what is said of how good they are.
namespace twinfeed {

/// `Active`: it holds, nobody has taken note. `Acknowledged`: it holds, somebody has. `Cleared`: it is over, nobody had taken
/// note. `Shelved`: put aside for a time, with a reason. `Closed`: over and done; history.
enum class AlarmState { Active, Acknowledged, Cleared, Shelved, Closed };

QString toWord(AlarmState);
template <>
std::optional<AlarmState> fromWord(const QString &);
template <>
QStringList wordsOf<AlarmState>();

struct AlarmShelf
{
    QDateTime until; ///< UTC
    QString reason;
    QString by;

    bool operator==(const AlarmShelf &) const = default;
};

/// One alarm: one rule that held at one node, from its beginning to its end. One that comes back within a minute is the same.
struct Alarm
{
    QString id; ///< a number that rises
    QString rule;
    QString channel; ///< empty: of the whole backend
    QString node; ///< as in Metric; "channel" or "backend" for what is above them
    QString metric;
    Severity severity = Severity::Warning;
    bool active = true; ///< it holds
    bool acknowledged = false;
    bool silenced = false; ///< makes no sound; nothing else
    bool closed = false;
    /// Others may be folded under it.
    bool cause = false;
    /// The alarm that this one follows from; empty where it stands for itself.
    QString root;
    QDateTime raisedAt; ///< UTC
    std::optional<QDateTime> clearedAt;
    std::optional<QDateTime> closedAt;
    std::optional<QDateTime> acknowledgedAt;
    QString acknowledgedBy;
    std::optional<AlarmShelf> shelf;
    int occurrences = 1;
    /// It came three times in a minute: it stays until it has been quiet for one.
    bool chattering = false;
    QString text; ///< one English sentence with the numbers
    std::optional<double> value; ///< as it was when the alarm was raised
    std::optional<double> limit;
    QString unit;

    bool operator==(const Alarm &) const = default;

    AlarmState state() const;
};

/// How good the alarms are, by EEMUA 191 and ISA-18.2. Alarms that are folded under another do not count: nobody is called by
/// them.
struct AlarmQuality
{
    QDateTime from; ///< UTC
    QDateTime to;
    int alarms = 0; ///< that stood for themselves
    int folded = 0; ///< that did not
    double per10Minutes = 0; ///< mean
    int most10Minutes = 0; ///< in any ten minutes
    int floods = 0; ///< ten minutes with more than ten alarms; those that follow each other count once
    int chattering = 0;
    int standing = 0; ///< that have held for over ten minutes and still do
    int shelved = 0;
    int notices = 0;
    int warnings = 0;
    int criticals = 0;
    struct Often
    {
        QString rule;
        int alarms = 0;

        bool operator==(const Often &) const = default;
    };
    std::vector<Often> often; ///< the rules that called most, at most ten

    bool operator==(const AlarmQuality &) const = default;
};

QJsonObject toJson(const Alarm &);
QJsonObject toJson(const AlarmQuality &);
/// Lenient to unknown fields.
Result<Alarm> alarmFromJson(const QJsonObject &);
Result<AlarmQuality> alarmQualityFromJson(const QJsonObject &);

} // namespace twinfeed
