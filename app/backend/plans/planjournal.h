// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/planrun.h"

namespace twinfeed::backend {

/// What the journal is to say of a run.
struct PlanNote
{
    QString
        kind; ///< "plan-step-done", "plan-step-failed", "plan-step-undone", "plan-undo-failed", "plan-rolling-back", "plan-done", ...
    QString text; ///< English; consoles make their own of kind and data
    QJsonObject data; ///< plan, channel, output, run, title; step and evidence; problem; left, notRestored
};

QJsonObject noteData(const PlanRun &run);
/// What has happened between two states of a run, in order.
std::vector<PlanNote> notesOf(const PlanRun &before, const PlanRun &now);

} // namespace twinfeed::backend
