// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/scenariofile.h"

#include "app/backend/yamldocument.h"

#include <QDir>

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

Result<std::vector<Scenario>> loadScenarios(const QString &folder)
{
    std::vector<Scenario> scenarios;
    const QDir files(folder);
    for (const QString &name : files.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        auto scenario = loadScenario(files.filePath(name));
        if (!scenario)
            return scenario.error();
        scenarios.push_back(std::move(*scenario));
    }
    return scenarios;
}

} // namespace twinfeed::backend
