// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/scenariofile.h"

#include "app/backend/yamldocument.h"

namespace twinfeed::backend {

Result<Scenario> loadScenario(const QString &file)
{
    const auto document = YamlDocument::load(file);
    if (!document)
        return document.error();
    auto scenario = scenarioFromJson(document->root());
    if (!scenario)
        return document->located(scenario.error());
    return scenario;
}

} // namespace twinfeed::backend
