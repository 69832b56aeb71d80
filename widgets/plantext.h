// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/planboard.h"
#include "widgets/buswords.h"

#include <QCoreApplication>
#include <QString>

namespace twinfeed {

/// Plans and runs as rich text, to be read in a narrow column. What comes from outside is escaped. UI thread.
class PlanText final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::PlanText)

public:
    /// Before it is fired: why it is lit, what would change, last time, steps, by hand, contacts.
    static QString plan(const PlanBoard &board, const PlanPlace &place);
    /// While it runs and after: steps with evidence, checklist, contacts. `now`: UTC.
    static QString run(const PlanBoard &board, const PlanRun &run, const QDateTime &now);
    /// The plan's own file, as it is kept, with version, author and reason.
    static QString document(const PlanDocument &document);
    static QString times(const PlanTimes &times);
    static QString message(const BusMessage &message);

private:
    static QString section(const QString &title, const QString &body);
    static QString numbers(const PlanState &state);
    static QString preview(const PlanArm &arm, const Plan *plan);
    static QString steps(const Plan &plan);
    static QString contacts(const Plan &plan);
    static QString checklist(const Plan &plan, const std::optional<QDateTime> &start,
                             const QStringList &ticked, const QDateTime &now);
    static QString runSteps(const PlanRun &run, const QDateTime &now);
    static QString evidence(const RunStep &step);
    static QString stepTimes(const RunStep &step, const QDateTime &now);
};

} // namespace twinfeed
