// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/record.h"

#include <QCoreApplication>

namespace twinfeed {

/// What the journal says of plans, in the language that is set. UI thread.
class PlanJournalWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::PlanJournalWords)

public:
    static bool isAbout(const QString &kind);
    /// Empty where there are no words for it: the entry's own text is shown then.
    static QString sentence(const JournalEntry &entry);

private:
    static QString ofStep(const JournalEntry &entry, const QString &title);
    static QString ofRun(const JournalEntry &entry, const QString &title);
    static QString ofCommand(const JournalEntry &entry);
};

} // namespace twinfeed
