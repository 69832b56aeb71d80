// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <QCoreApplication>

namespace twinfeed {

/// A drill as text with its marks (HTML of QTextDocument), for panels and reports, in the language that is set. UI thread.
class DrillText final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::DrillText)

public:
    /// Which scenario, when, by whom, with which seed.
    static QString facts(const Drill &drill);
    /// What has happened so far, oldest first.
    static QString course(const Drill &drill);
    /// The score with its reasons, and the times of each fault against the targets.
    static QString result(const Drill &drill);
    /// What is to be done afterwards; empty where nobody wrote anything.
    static QString notes(const Drill &drill);
    /// What is asked for next in a walk-through, `elapsedMs` after its beginning.
    static QString guide(const Drill &drill, qint64 elapsedMs);

    static QString table(const std::vector<QStringList> &rows, const QStringList &titles);
    static QString heading(const QString &text);
    static QString paragraph(const QString &html);
};

} // namespace twinfeed
