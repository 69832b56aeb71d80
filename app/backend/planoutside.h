// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <map>

namespace twinfeed::backend {

/// What plans may reach beyond the channels, by names that stand in the configuration. No plan holds an address or a secret.
struct PlanOutside
{
    std::map<QString, QString> hosts; ///< "https://host[:port]"
    std::map<QString, QString> addresses; ///< for outputs
    std::map<QString, QByteArray> secrets; ///< out of their files
};

} // namespace twinfeed::backend
