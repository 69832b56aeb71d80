// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

namespace twinfeed::backend {

/// Reads rules from a file of JSON or YAML. Errors: those of YamlDocument and of ruleSetFromJson(), with where
/// "file:line:column".
Result<RuleSet> loadRules(const QString &file);

} // namespace twinfeed::backend
