// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/yamldocument.h"
#include "models/domain/plan.h"

namespace twinfeed::backend {

/// A plan out of a file (YAML or JSON), and every mistake in it at its place ("file:line:column").
struct PlanFile
{
    std::optional<YamlDocument> document; ///< nothing where it cannot be read at all
    Plan plan; ///< only where there are no errors
    std::vector<Error> errors;
};
PlanFile readPlanFile(const QString &file);
/// All plans of a folder, by name. Error: the first mistake.
Result<std::vector<Plan>> loadPlans(const QString &folder);

/// Checks plan files as a whole: the mistakes of each, what can light together, what contradicts each other, what can never be fired. One
/// line each, as compilers say it.
struct PlanCheck
{
    QStringList lines;
    int mistakes = 0; ///< without these the files can be used
};
PlanCheck checkPlanFiles(const QStringList &files);

} // namespace twinfeed::backend
