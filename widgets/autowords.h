// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/automation.h"
#include "widgets/buswords.h"

#include <QCoreApplication>

namespace twinfeed {

/// Puts into words what the engine would do by itself and what it did, how the paths lie to each other, and what the hold
/// promises. UI thread.
class AutoWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::AutoWords)

public:
    static QString mode(FailoverMode mode); ///< "REVERTING"
    static QString modeExplained(FailoverMode mode); ///< a sentence
    static QString state(FailoverState state); ///< "ARMED"

    // What stands in the bar of automation, each a headline and a line. `ageMs`: how old the status is; its count-downs
    // have gone on since.
    static BusMessage automation(const ChannelStatus &status, int64_t ageMs = 0);
    /// The first press on something that takes protection away.
    static BusMessage question(Automation::Question question, int64_t remainingMs);
    /// What kind of cut a take of `target` would be now, and why.
    static BusMessage nextCut(const ChannelDocument &document, const ChannelStatus &status, Source target);
    static BusMessage hold(const HoldStatus &hold, int64_t ageMs = 0);

    /// Why a cut is not bridged, a failover not seamless, the paths not aligned, or a source not left: as Words::reason().
    static QString reason(const QString &code, const QString &text);

    /// "Aligned, 40 ms apart", "BACKUP 2 000 ms later, 97 % sure"
    static QString alignment(const AlignmentStatus &alignment);

    /// What the engine has just decided, and what was measured of it. Without a headline where it is not understood.
    static BusMessage news(const DecisionNews &news);
    /// Journal entries of the kinds "failover", "failover-stayed", "failover-done" and "failover-failed" in one sentence;
    /// empty where the data are not understood.
    static QString decisionSentence(const JournalEntry &entry);

private:
    static QString switchesLeft(int count);
    static BusMessage decision(const JournalEntry &entry);
    static BusMessage switched(const QString &rule, const QJsonObject &data);
    static BusMessage stayed(const QString &rule, const QJsonObject &data);
    static QString failed(const JournalEntry &entry);
};

} // namespace twinfeed
