// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/rulefile.h"

#include "app/backend/yamldocument.h"

namespace twinfeed::backend {

Result<RuleSet> loadRules(const QString &file)
{
    const auto document = YamlDocument::load(file);
    if (!document)
        return document.error();
    auto rules = ruleSetFromJson(document->root());
    if (!rules)
        return document->located(rules.error());
    return rules;
}

} // namespace twinfeed::backend
