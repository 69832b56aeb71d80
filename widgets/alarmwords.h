// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QCoreApplication>

namespace twinfeed {

/// Words for alarms, rules and verdicts, in the language that is set. In English the backend's own sentence stands, which
/// tells more. UI thread.
class AlarmWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::AlarmWords)

public:
    static QString severity(Severity severity);
    static QString state(AlarmState state);
    static QString comparison(Comparison comparison);
    /// A rule's name for people; `name` where it is none of the program's.
    static QString rule(const QString &id, const QString &name);
    static QString sentence(const Alarm &alarm);
    /// What else is to be said: acknowledged by whom, shelved until when and why, how often it came.
    static QString note(const Alarm &alarm);
    /// Since it was raised, short.
    static QString age(const Alarm &alarm, const QDateTime &now);
    /// Everything, for tool tips and screen readers.
    static QString whole(const Alarm &alarm, const QDateTime &now);
    /// Why a command that needs `least` cannot be given now; empty where it can.
    static QString blocked(const ConsoleState &state, Role least);
    /// Of the journal's kinds "alarm", "alarm-cleared", "acknowledge-alarm", ...; empty for others.
    static QString journal(const JournalEntry &entry);

    // The verdict.
    static QString verdict(const Verdict &verdict);
    /// "A take of BACKUP now: bridged, gap about 33 ms"; empty where none could be done.
    static QString prediction(const Verdict &verdict);
};

} // namespace twinfeed
