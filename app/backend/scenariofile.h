// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/scenario.h"

namespace twinfeed::backend {

/// Reads a scenario from a file of YAML or JSON. Errors: those of YamlDocument and of scenarioFromJson(), with where
/// "file:line:column".
Result<Scenario> loadScenario(const QString &file);
/// All scenarios of a folder, by name. Error: the first mistake.
Result<std::vector<Scenario>> loadScenarios(const QString &folder);

} // namespace twinfeed::backend
